"""CSV (RFC 4180, UTF-8), one file a table. Safe to open in a spreadsheet."""

import csv
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from pathlib import Path

from cmfacts.render.escape import cell
from cmfacts.tables.files import drafts, places
from cmfacts.tables.rows import COLUMNS, NUMBER, Cell, Tree, rows

ENDING = ".csv"


def paths(output: str) -> dict[str, Path]:
    """The file of each table."""
    return places(output, tuple(COLUMNS), ENDING)


def write(trees: Iterable[Tree], output: str, *, types: Collection[str] | None = None, bom: bool = False) -> None:
    """All tables; see ``tables.write``. Each row begins with the article's number and id.

    ``bom`` puts the mark of UTF-8 at the head of each file, without which Excel on Windows takes it for the system's
    own encoding.
    """
    encoding = "utf-8-sig" if bom else "utf-8"
    with drafts(paths(output)) as files, ExitStack() as stack:
        tables = {
            table: csv.writer(stack.enter_context(path.open("w", encoding=encoding, newline="")))
            for table, path in files.items()
        }
        for table, columns in COLUMNS.items():
            tables[table].writerow((NUMBER, *columns) if table == "articles" else (NUMBER, "article", *columns))
        for number, tree in enumerate(trees, 1):
            article = cell(tree["id"])
            for table, row in rows(tree, types):
                head = (number,) if table == "articles" else (number, article)
                tables[table].writerow((*head, *map(_cell, row)))
        stack.close()  # what the disk refuses is refused before the first file takes its name


def _cell(value: Cell) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    return cell(value) if isinstance(value, str) else value
