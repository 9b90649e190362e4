"""A run: inputs, workers, order, journal and sink put together."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from functools import partial

from cmfacts.batch.inputs import Item
from cmfacts.batch.journal import Journal
from cmfacts.batch.order import CHUNKS_AHEAD, LOST, Lost, chunks, in_order
from cmfacts.batch.sinks import Sink
from cmfacts.batch.work import Result, Settings, work
from cmfacts.errors import CmfactsError, InputError


def stream(
    inputs: Iterable[Item | InputError],
    settings: Settings,
    executor: Executor,
    *,
    ahead: int = CHUNKS_AHEAD,
    lost: Lost = LOST,
    journal: Journal | None = None,
) -> Iterator[Result]:
    """The results of the inputs, in their order; those that the journal has are not worked on again.

    ``ahead`` is how many chunks the executor is given before their turn. ``lost`` are the exceptions of a future whose
    worker died. Raises LexiconError and CmfactsError where no result could be right.
    """
    settings = settings if settings.made_by else settings.pinned()
    slots = (_slot(source, journal) for source in inputs)
    for results in in_order(executor, partial(work, settings), chunks(slots), ahead, lost):
        if journal:
            journal.add(results)
        yield from results


def _slot(source: Item | InputError, journal: Journal | None) -> Item | Result:
    if isinstance(source, InputError):
        return Result(None, b"", source)
    return (journal and journal.find(source)) or source


def run(
    inputs: Iterable[Item | InputError],
    settings: Settings,
    sink: Sink,
    executor: Executor,
    *,
    ahead: int = CHUNKS_AHEAD,
    lost: Lost = LOST,
    notice: Callable[[str], None] = lambda message: None,
) -> Iterator[Result]:
    """The same into a sink, which is finished with the last result. What is done outlasts any end of the program.

    ``notice`` is told what the user may want to know.
    """
    settings = settings.pinned()
    with Journal(sink.target, settings) as journal:
        if journal.is_stale:
            notice(
                f"what an earlier run did for {sink.target} was under another version, lexicons or options: begun anew"
            )
        yield from stream(inputs, settings, executor, ahead=ahead, lost=lost, journal=journal)
        lines = journal.finish()
        try:
            sink.finish(lines)
        except OSError as error:
            reason = error.strerror or error
            raise CmfactsError(f"cannot write {sink.target}: {reason}; run it again to go on") from None
        journal.remove()
