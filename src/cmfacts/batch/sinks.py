"""Where results end up. A sink gets them when all are there, as a file of JSON lines, and writes its output whole."""

import os
import shutil
from pathlib import Path
from typing import Protocol

from cmfacts.atomic import synced
from cmfacts.errors import UsageError


class Sink(Protocol):
    """One kind of output. ``target`` is the path that the user named; the journal of the run lies beside it."""

    target: str

    def paths(self) -> tuple[str, ...]:
        """Every file that it will write: a walk through a folder leaves them out, and none may be an input."""

    def finish(self, lines: Path) -> None:
        """Write the output from a complete file of JSON lines, in their order; the sink may move that file.

        A run that ends in here is finished by the next: begin from nothing, and give a file its name last. An OSError
        may leave: the lines are kept.
        """


class JsonLines:
    """The lines themselves."""

    def __init__(self, target: str) -> None:
        self.target = target

    def paths(self) -> tuple[str, ...]:
        """The one file."""
        return (self.target,)

    def finish(self, lines: Path) -> None:
        """Move the file to its name."""
        target = Path(os.path.realpath(self.target))
        if target.exists():
            shutil.copymode(target, lines)
        lines.replace(target)
        synced(target.parent)


def sink_of(target: str) -> Sink:
    """The sink that the ending of the output's name asks for. Raises UsageError for an ending of something else."""
    ending = os.path.splitext(target)[1].lower()
    if ending in _OTHERS:
        raise UsageError(f"cannot write {target}: batch writes JSON Lines, name it {os.path.splitext(target)[0]}.jsonl")
    return JsonLines(target)


_OTHERS = (".json", ".csv", ".html", ".htm", ".md", ".txt")
