"""Worker processes as an Executor that outlives them: a call whose process dies fails alone, the next gets a new one.

``ProcessPoolExecutor`` gives up as a whole when one process dies, cannot say which call it was, and leaves its
processes behind when it is killed itself. Here each thread of a pool owns one process and the only pipe to it: the
pipe's end is the process's end, and the other way round.
"""

import gc
import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock, local
from typing import Any, TypeVar

T = TypeVar("T")
# A fresh interpreter each: a fork would copy our memory, and the locks of our threads as they are at that moment.
_CONTEXT = get_context("spawn")


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class WorkerDied(BrokenExecutor):
    """The process that worked on a call ended before it was done; another call may well succeed."""


class InProcess(Executor):
    """Runs each call at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """The call's result as a future that is done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Workers(Executor):
    """``jobs`` processes, each started when there is a call for it, replaced when it dies."""

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs, "cmfacts-worker")
        self._mine = local()
        self._all: set[_Worker] = set()
        self._lock = Lock()
        self._closed = False

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Hand the call to the next idle process."""
        return self._threads.submit(self._call, fn, args, kwargs)

    def _call(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        worker = self._worker()
        try:
            result: T = worker.call(fn, args, kwargs)
        except WorkerDied:
            del self._mine.worker
            with self._lock:
                self._all.discard(worker)
            raise
        return result

    def _worker(self) -> "_Worker":
        """The process of the thread that asks."""
        worker: _Worker | None = getattr(self._mine, "worker", None)
        if worker is None:
            with self._lock:  # nobody starts a process that the end of all would miss
                if self._closed:
                    raise WorkerDied("closed")
                worker = self._mine.worker = _Worker()
                self._all.add(worker)
        return worker

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: at once with ``cancel_futures``, else when the calls that were handed in are done."""
        if not cancel_futures:
            self._threads.shutdown(wait=wait)
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.end(at_once=cancel_futures)
        self._threads.shutdown(wait=wait, cancel_futures=True)

    def __exit__(self, kind: object, *_: object) -> None:
        """What still runs is of use to nobody once an error leaves the block."""
        self.shutdown(cancel_futures=kind is not None)


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        self._pipe, end = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(end,), name="cmfacts-worker", daemon=True)
        _block_interrupts()
        self._process.start()
        end.close()  # the process has the only other copy: its end is the pipe's end

    def call(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The call's result, or its exception; raises WorkerDied where there will never be one."""
        try:
            self._pipe.send((fn, args, kwargs))
            good, result = self._pipe.recv()
        except (EOFError, ConnectionError):
            self._process.join()
            raise WorkerDied(_last_words(self._process.exitcode)) from None
        if good:
            return result
        raise result

    def end(self, at_once: bool) -> None:
        """Ask the process to end; it does when it reads on, or at once."""
        if at_once:
            self._process.kill()
        else:
            self._pipe.close()
            self._process.join()


def _last_words(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name
        return f"was killed ({name}{', perhaps for lack of memory' if name == 'SIGKILL' else ''})"
    return f"ended with status {code}"


def _block_interrupts() -> None:
    """Ctrl-C is for the parent, which then ends the workers; a process inherits this from the thread that starts it."""
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # which the first start would do, and unblock the signal again
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(pipe: Connection) -> None:
    """A worker's life: calls come, results go, until the parent closes the pipe or is gone."""
    # Extraction makes many objects and no cycles: at 700 the collector costs 7 % of an article and 25 % of a long one.
    gc.set_threshold(50_000, 20, 20)
    try:
        while True:
            fn, args, kwargs = pipe.recv()
            pipe.send(_outcome(fn, args, kwargs))
    except (EOFError, ConnectionError):
        return


def _outcome(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, fn(*args, **kwargs)
    except Exception as error:
        return False, error
