"""Parquet through pyarrow: one file each of articles, entities, facts and mentions, in row groups of bounded size."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cmfacts.errors import MissingExtraError
from cmfacts.tables.files import drafts, places
from cmfacts.tables.rows import COLUMNS, INTEGERS, NUMBER, REALS, Cell, Row, Tree, rows

ENDING = ".parquet"
ROW_GROUP = 50_000  # rows
ROW_GROUP_WEIGHT = 8_000_000  # characters in a last column, so that articles kept with their text fit as well

_TYPES = {"organizations": "org", "dates": "date", "sectors": "sector", "initiatives": "initiative"}
_ENTITY = ("type", *dict.fromkeys(column for table in _TYPES for column in COLUMNS[table]))
_TABLES = {
    "articles": (NUMBER, *COLUMNS["articles"]),
    "entities": (NUMBER, "article", *_ENTITY),
    "facts": (NUMBER, "article", "published", *COLUMNS["facts"], "arguments"),
    "mentions": (NUMBER, "article", *COLUMNS["mentions"]),
}
_ARGUMENT = COLUMNS["arguments"][2:]


def paths(output: str) -> dict[str, Path]:
    """The file of each table."""
    return places(output, tuple(_TABLES), ENDING)


def check() -> None:
    """Raises MissingExtraError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise MissingExtraError("Parquet", "parquet") from None


def write(trees: Iterable[Tree], output: str, *, types: Collection[str] | None = None) -> None:
    """All tables; see ``tables.write``. Raises MissingExtraError where pyarrow is not installed."""
    check()
    with drafts(paths(output)) as files, ExitStack() as stack:
        tables = {table: stack.enter_context(_Table(path, _TABLES[table])) for table, path in files.items()}
        for number, tree in enumerate(trees, 1):
            for table, row in _records(number, tree, types):
                tables[table].add(row)
        stack.close()


def _records(number: int, tree: Tree, types: Collection[str] | None) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The rows of an article; an entity fills the columns of its kind alone, a fact holds its arguments."""
    head: tuple[Cell, ...] = ()
    facts: dict[Cell, tuple[Row, list[dict[str, Cell]]]] = {}
    for table, row in rows(tree, types):
        if table == "articles":
            head = (number, row[0])
            yield table, (number, *row)
        elif table == "facts":
            facts[row[0]] = (row, [])
        elif table == "arguments":
            facts[row[0]][1].append(dict(zip(_ARGUMENT, row[2:], strict=True)))
        elif table == "mentions":
            yield table, (*head, *row)
        else:
            known = dict(zip(COLUMNS[table], row, strict=True), type=_TYPES[table])
            yield "entities", (*head, *map(known.get, _ENTITY))
    for row, arguments in facts.values():
        yield "facts", (*head, tree["published"], *row, arguments)


class _Table:
    """One file: rows are gathered, and written as a group when there are enough of them."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        import pyarrow
        from pyarrow.parquet import ParquetWriter

        self._arrow = pyarrow
        self._schema = pyarrow.schema([(column, _type(pyarrow, column)) for column in columns])
        self._writer = ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[tuple[Any, ...]] = []
        self._weight = 0

    def __enter__(self) -> "_Table":
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if not failed:
                self._flush()
        finally:
            self._writer.close()

    def add(self, row: tuple[Any, ...]) -> None:
        """Take a row."""
        self._rows.append(row)
        self._weight += len(row[-1]) if isinstance(row[-1], str) else 0
        if len(self._rows) >= ROW_GROUP or self._weight >= ROW_GROUP_WEIGHT:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            columns = zip(zip(*self._rows, strict=True), self._schema, strict=True)
            arrays = [self._arrow.array(values, field.type) for values, field in columns]
            self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
            self._rows, self._weight = [], 0


def _type(pyarrow: Any, column: str) -> Any:
    if column == "negated":
        return pyarrow.bool_()
    if column == "arguments":
        return pyarrow.list_(pyarrow.struct([(name, pyarrow.string()) for name in _ARGUMENT]))
    if column in REALS:
        return pyarrow.float64()
    return pyarrow.int64() if column in INTEGERS else pyarrow.string()
