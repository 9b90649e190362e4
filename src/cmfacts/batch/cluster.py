"""A Dask cluster as the executor of a run."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple, TypeVar

from cmfacts import __version__
from cmfacts.batch.workers import WorkerDied
from cmfacts.errors import CmfactsError, MissingExtraError

PATIENCE = 30  # seconds for the scheduler to answer, and for a first worker to be there

T = TypeVar("T")


class Pool(NamedTuple):
    """Where calls go, and how many are worked on at a time."""

    executor: Executor
    width: int


@contextmanager
def connect(address: str, patience: float = PATIENCE) -> Iterator[Pool]:
    """The cluster whose scheduler is at ``address`` (``tcp://host:8786``), for as long as the block lasts.

    A call whose worker dies is given to another by the scheduler; when that has happened four times its future raises
    WorkerDied. Raises MissingExtraError where ``distributed`` is not installed, CmfactsError where the cluster is not
    there or has not this version of cmfacts.
    """
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtraError("--cluster", "cluster") from None
    for name in ("distributed", "distributed.client", "distributed.core"):  # what matters becomes an error of ours
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CmfactsError(f"cannot reach the cluster at {address}: {error}".replace("\n", " ")) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            raise CmfactsError(f"the cluster at {address} has no workers: start some with 'dask worker'") from None
        _check_versions(client)
        with _Calls(address, client.get_executor(pure=False)) as calls:
            yield Pool(calls, sum(client.nthreads().values()))


def _check_versions(client: Any) -> None:
    """All must have this version: a scheduler or worker without it fails late and in riddles."""

    def version() -> str | None:  # nested, so that it travels by value to where there may be no cmfacts
        try:
            from cmfacts import __version__ as found
        except ImportError:
            return None
        return found

    versions = {"the scheduler": client.run_on_scheduler(version), **client.run(version)}
    for place, found in sorted(versions.items()):
        if found != __version__:
            has = f"has cmfacts {found}" if found else "has no cmfacts"
            raise CmfactsError(f"the cluster cannot be used: {place} {has}, install {__version__} there")


class _Calls(Executor):
    """Calls through Dask's executor, whose failures become those that a run knows."""

    def __init__(self, address: str, dask: Executor) -> None:
        self._address, self._dask = address, dask

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Hand the call to the scheduler."""
        theirs, ours = self._dask.submit(fn, *args, **kwargs), Future[T]()
        ours.add_done_callback(lambda done: done.cancelled() and theirs.cancel())
        theirs.add_done_callback(partial(self._hand_over, ours))
        return ours

    def _hand_over(self, ours: Future[T], theirs: Future[T]) -> None:
        if not ours.set_running_or_notify_cancel():
            return
        error = CancelledError() if theirs.cancelled() else theirs.exception()
        if error:
            ours.set_exception(self._known(error))
        else:
            ours.set_result(theirs.result())

    def _known(self, error: BaseException) -> BaseException:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            return WorkerDied("died, and so did others that it was given to")
        if isinstance(error, CancelledError):
            return CmfactsError(f"the cluster at {self._address} went away; run it again to go on")
        return error

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Whoever leaves has taken the results that are wanted: the rest is cancelled."""
        self._dask.shutdown(wait=False)
