"""Chunks of articles go to an Executor, a few at a time; results come back in the order of the inputs."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TypeAlias

from cmfacts.batch.inputs import Item
from cmfacts.batch.work import Result
from cmfacts.errors import CmfactsError, InputError

CHUNK_BYTES = 96_000  # about 32 000 characters: a fifth of a second's work, the most that a worker waits for the last
CHUNK_LENGTH = 256
CHUNKS_AHEAD = 3  # for each worker: one to work on, one waiting, one done behind a slower one

Work: TypeAlias = Callable[[list[Item]], list[Result]]
Lost: TypeAlias = tuple[type[BaseException], ...]
LOST: Lost = (BrokenExecutor,)


def chunks(slots: Iterable[Item | Result]) -> Iterator[list[Item | Result]]:
    """The slots in pieces of bounded size; one of a Result, which is ready, weighs nothing."""
    chunk: list[Item | Result] = []
    weight = 0
    for slot in slots:
        chunk.append(slot)
        weight += slot.size if isinstance(slot, Item) else 0
        if weight >= CHUNK_BYTES or len(chunk) >= CHUNK_LENGTH:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def in_order(
    executor: Executor, work: Work, pieces: Iterable[list[Item | Result]], ahead: int, lost: Lost = LOST
) -> Iterator[list[Result]]:
    """Each piece's results in place of its items; at most ``ahead`` pieces are taken before their turn comes.

    ``lost`` are the exceptions of a future whose worker died; any other exception ends the run.
    """
    pending: deque[tuple[list[Item | Result], Future[list[Result]] | None]] = deque()

    def first() -> list[Result]:
        chunk, future = pending.popleft()
        return _filled(chunk, _results(executor, work, _items(chunk), future, lost) if future else [])

    try:
        for chunk in pieces:
            items = _items(chunk)
            pending.append((chunk, _submit(executor, work, items) if items else None))
            if len(pending) >= ahead:
                yield first()
        while pending:
            yield first()
    finally:
        for _, future in pending:
            if future:
                future.cancel()


def _items(chunk: list[Item | Result]) -> list[Item]:
    return [slot for slot in chunk if isinstance(slot, Item)]


def _filled(chunk: list[Item | Result], results: list[Result]) -> list[Result]:
    rest = iter(results)
    return [next(rest) if isinstance(slot, Item) else slot for slot in chunk]


def _submit(executor: Executor, work: Work, items: list[Item]) -> Future[list[Result]]:
    try:
        return executor.submit(work, items)
    except BrokenExecutor as error:
        raise CmfactsError(f"the workers are gone: {error}") from None


def _results(
    executor: Executor, work: Work, items: list[Item], future: Future[list[Result]], lost: Lost
) -> list[Result]:
    """The results of a chunk. Where its worker died, each article is sent again by itself: one of them is the cause."""
    try:
        return future.result()
    except lost:
        return [_alone(executor, work, item, lost) for item in items]


def _alone(executor: Executor, work: Work, item: Item, lost: Lost) -> Result:
    """An article that a second worker does not survive either is the failure; the first may have died of anything."""
    try:
        [result] = _submit(executor, work, [item]).result()
    except lost as error:
        return Result(None, b"", InputError(item.name, f"the worker that read it {_reason(error)}", "worker"))
    return result


def _reason(error: BaseException) -> str:
    return str(error).replace("\n", " ") or "died"
