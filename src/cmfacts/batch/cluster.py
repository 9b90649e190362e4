"""A Dask cluster as the executor of a run."""

import logging
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import contextmanager
from typing import NamedTuple

from cmfacts.batch.order import Lost
from cmfacts.errors import CmfactsError, MissingExtraError

PATIENCE = 30  # seconds for the scheduler to answer, and for a first worker to be there


class Cluster(NamedTuple):
    """Where calls go, how many it works on at a time, and the exceptions of a call whose workers died."""

    executor: Executor
    width: int
    lost: Lost


@contextmanager
def connect(address: str, patience: float = PATIENCE) -> Iterator[Cluster]:
    """The cluster whose scheduler is at ``address`` (``tcp://host:8786``), for as long as the block lasts.

    A call whose worker dies is given to another by the scheduler, which gives up on it after the fourth. Raises
    MissingExtraError where ``distributed`` is not installed, CmfactsError where the cluster is not there, cannot run
    cmfacts, or goes away.
    """
    try:
        from distributed import Client, KilledWorker
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
        executor = client.get_executor(pure=False)
        try:
            yield Cluster(executor, sum(client.nthreads().values()), (BrokenExecutor, KilledWorker))
        except CancelledError:
            raise CmfactsError(f"the cluster at {address} went away; run it again to go on") from None
        except (ImportError, RuntimeError) as error:
            if "deserializ" in str(error) or isinstance(error, ImportError):
                reason = "it needs the same version of cmfacts on its scheduler and its workers"
                raise CmfactsError(f"the cluster at {address} cannot run cmfacts: {reason}") from None
            raise
        finally:
            executor.shutdown(wait=False)
