"""``cmfacts batch``."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Annotated, Any

import typer

from cmfacts.cli import options
from cmfacts.cli.output import Outcomes, destination, warn
from cmfacts.errors import UsageError
from cmfacts.render import format_of


def batch(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, JSON Lines, or -.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT.jsonl", help="The results; - to print them.")],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes; 0: as many as there are cores.")
    ] = 1,
    type: options.Types = None,
    published: options.Published = None,
    lexicon: options.Lexicon = None,
    encoding: options.Encoding = None,
    with_text: options.WithText = False,
    min_confidence: options.MinConfidence = 0.0,
    quiet: options.Quiet = False,
) -> int:
    """Extract the facts of many articles.

    Results come one a line, in the order of the inputs, the same bytes at any --jobs.
    """
    from cmfacts.batch import Settings, lines

    _check_output(inputs, output)
    day, kinds, least = options.published(published), options.types(type), options.min_confidence(min_confidence)
    settings = Settings(tuple(lexicon or ()), day, encoding, with_text, kinds, least)
    started, outcomes = monotonic(), Outcomes()
    with destination(output) as stream, _progress(inputs, quiet) as step:
        for line in outcomes.sift(step(lines(inputs, settings, jobs=jobs or _cores(), skip=output))):
            stream.write(line)
    if not quiet:
        seconds = monotonic() - started
        warn(f"{outcomes.read} articles, {outcomes.failed} could not be read, {seconds:.1f} s")
    return outcomes.status


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check_output(inputs: Sequence[str], output: str) -> None:
    if format_of(output) not in ("jsonl", None):
        raise UsageError(f"cannot write {output}: batch writes JSON Lines, name it {os.path.splitext(output)[0]}.jsonl")
    if any(os.path.exists(output) and os.path.exists(name) and os.path.samefile(name, output) for name in inputs):
        raise UsageError(f"cannot write {output}: it is one of the inputs")


Step = Callable[[Iterator[Any]], Iterable[Any]]


@contextmanager
def _progress(inputs: Sequence[str], quiet: bool) -> Iterator[Step]:
    """Lets outcomes pass and shows how many did, how fast, and how long the rest will take; on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda outcomes: outcomes
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
    from rich.text import Text

    from cmfacts.batch import count

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(elapsed_when_finished=True))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        total = None if "-" in inputs else count(inputs)
        yield lambda outcomes: bar.track(outcomes, total=total)
