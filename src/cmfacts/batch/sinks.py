"""Where results end up. A sink gets them when all are there, as a file of JSON lines, and writes its output whole."""

import os
import shutil
from pathlib import Path
from typing import Protocol

from cmfacts import tables
from cmfacts.atomic import synced
from cmfacts.batch.report import Report
from cmfacts.batch.tables import Tables
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


def sink_of(target: str, format: str | None = None, types: tuple[str, ...] | None = None, *, bom: bool = False) -> Sink:
    """The sink for ``format`` (of ``batch.FORMATS``), or for what the ending of the output's name says.

    ``types`` are the kinds that a report or tables show; ``bom`` is for CSV, as ``tables.write`` explains it. Raises
    UsageError for a name or an option that does not fit the format.
    """
    format = format or _format_of(target)
    if bom and format != "csv":
        raise UsageError("--bom is for CSV alone")
    if format == "html":
        return Report(target, types)
    if format != "jsonl":
        return Tables(target, format, types, bom=bom)
    if target.endswith(("/", os.sep)) or os.path.isdir(target):
        raise UsageError(f"cannot write {target}: it is a folder; name a file, or add --format html, csv or parquet")
    return JsonLines(target)


def _format_of(target: str) -> str:
    named = tables.format_of(target)
    ending = os.path.splitext(target)[1].lower()
    if named is None and ending in _OTHERS:
        better = f"{os.path.splitext(target)[0]}.jsonl"
        raise UsageError(f"cannot write {target}: batch writes .jsonl, .csv, .parquet or .db; name it {better}")
    if named is None and ending not in ("", ".jsonl"):
        raise UsageError(f"cannot tell the format of {target} by its ending: add --format")
    return named or "jsonl"


_OTHERS = (".json", ".html", ".htm", ".md", ".txt", ".dot", ".gv", ".graphml")
