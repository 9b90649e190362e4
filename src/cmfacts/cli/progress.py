"""How far a batch is: a bar on a terminal, a plain line every thirty seconds elsewhere, one line at the end."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from cmfacts.cli.output import counted, warn

if TYPE_CHECKING:
    from cmfacts.batch import Result

INTERVAL = 30.0
_UNREAD = "could not be read"
_FAILURES = {
    "find": _UNREAD,
    "read": _UNREAD,
    "extract": "met a bug",
    "worker": "killed their worker",
}


class Tally:
    """Counts the results of a run as they pass, and says how fast they do."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._started = clock, clock()
        self.read = self.known = self.reused = self.characters = 0
        self.failures: Counter[str] = Counter()
        self.total: int | None = None

    def add(self, result: "Result") -> None:
        """Count one result; what an earlier run did says nothing of the speed of this one."""
        self.known += result.known
        self.characters += result.size
        if result.error:
            self.failures[result.error.stage] += 1
        else:
            self.read += 1
            self.reused += result.known

    @property
    def done(self) -> int:
        """Results of either sort."""
        return self.read + self.failures.total()

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self.failures else 0

    def state(self) -> str:
        """How far, how fast, and how long it will take."""
        seconds = max(self._clock() - self._started, 1e-3)
        speed = (self.done - self.known) / seconds
        parts = [f"{speed:,.0f} articles/s", f"{self.characters / seconds:,.0f} characters/s"]
        if self.failures:
            parts.append(f"{self.failures.total():,} failed")
        if self.total and speed:
            parts.append(f"{_duration(max(0, self.total - self.done) / speed)} left")
        return ", ".join(parts)

    def line(self) -> str:
        """The same with the count, for where there is no bar."""
        return f"{self.done:,}{f' of {self.total:,}' if self.total else ''} done, {self.state()}"

    def summary(self) -> str:
        """What became of all."""
        failed: Counter[str] = Counter({_UNREAD: 0})
        for stage, count in self.failures.items():
            failed[_FAILURES.get(stage, stage)] += count
        parts = [counted(self.read, "article")]
        parts += [f"{self.reused} of them done before"] if self.reused else []
        parts += [f"{count} {what}" for what, count in failed.items()]
        return ", ".join([*parts, f"{self._clock() - self._started:.1f} s"])


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def shown(style: str, tally: Tally, count: Callable[[], int | None]) -> Iterator[None]:
    """Show the tally while the block runs: as a ``bar``, as ``lines``, or ``none``.

    The inputs are counted beside the run, so that a large folder does not delay it.
    """
    if style == "none":
        yield
        return
    Thread(target=lambda: setattr(tally, "total", count()), daemon=True).start()
    with _bar(tally) if style == "bar" else _lines(tally):
        yield


@contextmanager
def _lines(tally: Tally, interval: float = INTERVAL) -> Iterator[None]:
    over = Event()

    def report() -> None:
        while not over.wait(interval):
            warn(tally.line())

    thread = Thread(target=report, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _bar(tally: Tally) -> Iterator[None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task
    from rich.text import Text

    class State(ProgressColumn):
        def render(self, task: Task) -> Text:
            task.completed, task.total = tally.done, tally.total
            return Text(tally.state())

    bar = Progress(State(), BarColumn(), MofNCompleteColumn(), console=Console(stderr=True), transient=True)
    with bar:
        bar.add_task("", total=None)
        yield
