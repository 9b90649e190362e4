"""Reading reference files and writing lexicon tables."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cmfacts.engine.fold import fold


def read(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a reference TSV, by header."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A lexicon table: a row whose first cell was seen before in it is left out."""
    seen: set[str] = set()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(columns) + "\n")
        for row in rows:
            if row[0] and fold(row[0]) not in seen:
                seen.add(fold(row[0]))
                file.write("\t".join(row).rstrip("\t") + "\n")


def several(*cells: str | None) -> str:
    """The distinct values of several cells, each of which may hold several, as one cell."""
    values = [value.strip() for cell in cells if cell for value in cell.split(";")]
    return ";".join(dict.fromkeys(value for value in values if value))
