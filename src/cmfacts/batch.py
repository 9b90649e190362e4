"""Many articles: find the inputs, hand them to workers in chunks, give the results back in the order of the inputs.

Whatever runs the work is a ``concurrent.futures.Executor``: this process, a pool of processes, or a cluster's. A chunk
holds either paths, which the worker reads, or articles that were read here because they share a file. Only a few
chunks are under way at a time, so that memory does not grow with the number of inputs.
"""

import glob
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import get_context
from typing import Any, TypeVar

from cmfacts import readers
from cmfacts.errors import CmfactsError, InputError
from cmfacts.extractor import Extractor
from cmfacts.models import Article
from cmfacts.render import render

CHUNK_WEIGHT = 64_000  # characters or bytes: a third of a second's work, and little to hold in memory
CHUNK_LENGTH = 256
CHUNKS_AHEAD = 2  # for each worker: one to work on, one waiting

Source = str | Article | InputError
Outcome = Article | InputError
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides a result: two workers with equal settings give the same bytes."""

    lexicons: tuple[str, ...] = ()
    published: str | None = None
    encoding: str | None = None
    with_text: bool = False
    types: tuple[str, ...] | None = None
    min_confidence: float = 0.0


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


def articles(inputs: Iterable[str], settings: Settings) -> Iterator[Outcome]:
    """The facts of each input's articles, one at a time; an input that cannot be read is an InputError in its place."""
    for source in find(inputs):
        yield from _extract(source, settings)


def lines(
    inputs: Iterable[str],
    settings: Settings,
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    skip: str | None = None,
) -> Iterator[str | InputError]:
    """The same as lines of JSON, by ``jobs`` processes or the ``executor`` given, in the order of the inputs.

    ``skip`` is a file that a walk through a folder leaves out: the output of this run.
    """
    chunks = _chunks(_sources(inputs, settings, skip))
    ahead = jobs * CHUNKS_AHEAD if jobs > 1 else 1
    with nullcontext(executor) if executor else _local(jobs) as pool:
        try:
            yield from _in_order(pool, partial(_work, settings), chunks, ahead)
        except BrokenExecutor:
            raise CmfactsError("a worker process died, perhaps for lack of memory: try fewer --jobs") from None


def find(inputs: Iterable[str], skip: str | None = None) -> Iterator[str | InputError]:
    """The files that the inputs name: files and ``-`` as they are, folders with all below them, globs, each sorted."""
    for name in inputs:
        paths = sorted(glob.glob(name, recursive=True)) if _is_glob(name) else [name]
        if not paths:
            yield InputError(name, "no file matches")
        for path in paths:
            if os.path.isdir(path):
                yield from _folder(path, skip)
            else:
                yield path


def count(inputs: Iterable[str]) -> int:
    """How many articles the inputs hold, for a progress bar: one a file, one a line of a JSON Lines file."""
    return sum(_lines_in(path) if _is_shared(path) else 1 for path in find(inputs) if isinstance(path, str))


def holds_many(name: str) -> bool:
    """Whether an input may hold several articles, by what it is and not by what it holds today."""
    return os.path.isdir(name) or _is_glob(name) or (_is_shared(name) and name != "-")


def _is_glob(name: str) -> bool:
    return any(mark in name for mark in "*?[") and not os.path.lexists(name)


def _folder(folder: str, skip: str | None) -> Iterator[str | InputError]:
    """The readable kinds of files below a folder; hidden ones and links to folders are left out."""
    empty = True
    for path in _below(folder):
        if isinstance(path, InputError) or not skip or os.path.abspath(path) != os.path.abspath(skip):
            empty = False
            yield path
    if empty:
        yield InputError(folder, f"holds no article ({' '.join(readers.ENDINGS)})")


def _below(folder: str) -> Iterator[str | InputError]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(folder, error.strerror or str(error))
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _below(entry.path)
        elif readers.is_input(entry.path) and not entry.is_dir():
            yield entry.path


def _is_shared(path: str) -> bool:
    """Whether the articles of this input must be read by one process: many in one file, or standard input."""
    return path == "-" or path.lower().endswith(".jsonl")


def _lines_in(path: str) -> int:
    try:
        with open(path, "rb") as stream:
            return sum(block.count(b"\n") for block in iter(partial(stream.read, 1 << 20), b""))
    except OSError:
        return 1


def _sources(inputs: Iterable[str], settings: Settings, skip: str | None) -> Iterator[Source]:
    for path in find(inputs, skip):
        if isinstance(path, str) and _is_shared(path):
            yield from readers.read(path, encoding=settings.encoding)
        else:
            yield path


def _chunks(sources: Iterable[Source]) -> Iterator[list[Source]]:
    chunk: list[Source] = []
    weight = 0
    for source in sources:
        chunk.append(source)
        weight += _weight(source)
        if weight >= CHUNK_WEIGHT or len(chunk) >= CHUNK_LENGTH:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _weight(source: Source) -> int:
    if isinstance(source, Article):
        return len(source.text)
    try:
        return os.path.getsize(source) if isinstance(source, str) else 0
    except OSError:
        return 0


def _in_order(
    executor: Executor, work: Callable[[list[Source]], list[T]], chunks: Iterable[list[Source]], ahead: int
) -> Iterator[T]:
    pending: deque[Future[list[T]]] = deque()
    try:
        for chunk in chunks:
            pending.append(executor.submit(work, chunk))
            if len(pending) >= ahead:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()


def _local(jobs: int) -> Executor:
    if jobs == 1:
        return InProcess()
    # A fresh interpreter each: a fork would copy the threads' locks of the progress display.
    return Workers(jobs, mp_context=get_context("spawn"))


def _work(settings: Settings, chunk: Sequence[Source]) -> list[str | InputError]:
    outcomes = (outcome for source in chunk for outcome in _extract(source, settings))
    return [outcome if isinstance(outcome, InputError) else _line(outcome, settings) for outcome in outcomes]


def _line(article: Article, settings: Settings) -> str:
    return "".join(render([article], "jsonl", types=settings.types, with_text=settings.with_text))


def _extract(source: Source, settings: Settings) -> Iterator[Outcome]:
    read = readers.read(source, encoding=settings.encoding) if isinstance(source, str) else iter([source])
    for outcome in read:
        yield outcome if isinstance(outcome, InputError) else _facts(outcome, settings)


def _facts(article: Article, settings: Settings) -> Outcome:
    reader = extractor(settings.lexicons)
    try:
        read = reader.read(replace(article, published=settings.published or article.published))
        return read.trusted(settings.min_confidence) if settings.min_confidence else read
    except CmfactsError:
        raise
    except Exception as error:  # one article that hits a bug must not cost the others of a night's run
        return InputError(article.id, f"internal error, please report it: {type(error).__name__}: {error}")


@cache
def extractor(lexicons: tuple[str, ...]) -> Extractor:
    """One a process and setting: an Executor such as a cluster's takes no initializer."""
    return Extractor(lexicons)
