"""The processes that a batch runs in on one machine."""

import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")


class Workers(ProcessPoolExecutor):
    """Processes that Ctrl-C does not reach, from their first moment on: it is for the parent, which then ends them."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Hand the call to a worker, starting one where none is idle; it inherits the blocked signal."""
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(fn, *args, **kwargs)
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def pool(jobs: int) -> Workers:
    """So many processes, a fresh interpreter each: a fork would copy the threads' locks of the progress display."""
    return Workers(jobs, mp_context=get_context("spawn"))
