"""Lexicons: plain TSV tables, one folder a kind, that a user can open in a spreadsheet and edit.

The header of a table's first column says what the table is: ``lexicons/org/listed.tsv`` begins with ``name`` and so
holds organization names, ``lexicons/org/tails.tsv`` begins with ``tail``. A user's own folder has the same shape; its
tables come after the shipped ones, so that a later row with the same key overrides an earlier one.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from cmfacts import tsv
from cmfacts.errors import LexiconError
from cmfacts.store import Store, stamp

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """One TSV file: ``role`` is its first column's header, ``rows`` pair a line number with the line's cells.

    ``own`` tells a user's table from a shipped one.
    """

    path: Path
    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    own: bool = False

    @property
    def role(self) -> str:
        """What the rows are (name, tail, place, ...)."""
        return self.columns[0]

    @property
    def id(self) -> str:
        """The name that rules and output use: the folder and the file, as in ``org.listed``."""
        return f"{self.kind}.{self.path.stem}"

    def select(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """Each row's cells of these columns; a column that this table lacks gives empty strings."""
        picks = [self.columns.index(column) if column in self.columns else None for column in columns]
        for _, cells in self.rows:
            yield tuple("" if pick is None else cells[pick] for pick in picks)


def shipped() -> Path:
    """The folder of the shipped lexicons: inside the wheel, or at the top of a checkout."""
    inside = Path(__file__).parent / "lexicons"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "lexicons"


def read_table(path: Path, kind: str, *, own: bool = False) -> Table:
    """Read one TSV (see ``tsv``): a header row, then a row a line; ``#`` lines and blank lines are skipped.

    Raises LexiconError, which names the file, the line and the reason, for whatever else it holds.
    """
    table, faults = parse_table(path, kind)
    if faults:
        raise faults[0]
    return replace(table, own=own)


def parse_table(path: Path, kind: str) -> tuple[Table, list[LexiconError]]:
    """The rows that can be read, and an error for each that cannot; raises LexiconError where none can."""
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    faults: list[LexiconError] = []
    for number, cells in tsv.rows(path):
        if not columns:
            columns = _header(path, number, cells)
            continue
        try:
            rows.append((number, _cells(path, number, cells, len(columns))))
        except LexiconError as error:
            faults.append(error)
    if not columns:
        raise LexiconError(str(path), 0, "has no header row")
    return Table(path, kind, columns, tuple(rows)), faults


def _header(path: Path, number: int, cells: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in _unpadded(cells, 1))
    if not all(names):
        raise LexiconError(str(path), number, "the header row has an unnamed column")
    if len(set(names)) != len(names):
        raise LexiconError(str(path), number, "the header row names a column twice")
    return names


def _cells(path: Path, number: int, cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    cells = _unpadded(cells, width)
    if len(cells) > width:
        raise LexiconError(str(path), number, f"has {len(cells)} cells, the header has {width}")
    if not cells[0].strip():
        raise LexiconError(str(path), number, "the first cell is empty")
    return cells if len(cells) == width else cells + ("",) * (width - len(cells))


def _unpadded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """The cells without the empty ones that a spreadsheet appends to reach the width of its widest row."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells


def split(cell: str) -> list[str]:
    """The values of a cell that holds several, parted by ``;``."""
    return [value for value in cell.split(";") if value] if cell else []


class Lexicons:
    """All tables in use: the shipped folder first, then the user's own, in the order given.

    What the program asks of them is kept for its next start (see ``store``); the tables themselves are read only when
    something is asked that isn't kept. ``save`` keeps it.
    """

    def __init__(self, own: Sequence[str | Path] = ()) -> None:
        self.folders = (shipped(), *(Path(folder) for folder in own))
        for folder in self.folders:
            if not folder.is_dir():
                raise LexiconError(str(folder), 0, "is not a folder of lexicons")

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table, read on first use."""
        return tuple(self._read(path) for path in self.paths)

    def _read(self, path: Path) -> Table:
        table = self._tables.get(path)
        if table is None:
            table = self._tables[path] = read_table(path, path.parent.name, own=self.folders[0] not in path.parents)
        return table

    @cached_property
    def _tables(self) -> dict[Path, Table]:
        return {}

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Every TSV file, ``<folder>/<kind>/<table>.tsv``, shipped ones first, each folder by kind and table name.

        A later row overrides an earlier one, so ``tails-own`` overrides ``tails``.
        """
        return tuple(
            path
            for folder in self.folders
            for path in sorted(folder.glob("*/*.tsv"), key=lambda path: (path.parent.name, path.stem))
        )

    @cached_property
    def _store(self) -> Store:
        """What is kept of these folders; it is made again when a table or the program changes."""
        folders = [str(folder.absolute()) for folder in self.folders]
        program = sorted(Path(__file__).parent.rglob("*.py"))
        name = f"lexicons-{zlib.crc32(chr(0).join(folders).encode('utf-8', 'surrogateescape')):08x}"
        return Store(name, [folders, *stamp((*self.paths, *program))])

    def save(self) -> None:
        """Keep what was asked for, and let go of the tables."""
        self._store.save()
        self.__dict__.pop("tables", None)
        self.__dict__.pop("_tables", None)

    @property
    def hash(self) -> str:
        """Eight hex digits over the names and bytes of all tables: equal hashes, equal lexicons."""
        return self.value("hash", self._hash)

    def _hash(self) -> str:
        import hashlib

        digest = hashlib.sha256()
        for path in self.paths:
            digest.update(f"{path.parent.name}/{path.name}\0".encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()[:8]

    def of(self, kind: str, role: str) -> Iterator[Table]:
        """The tables of one kind whose first column is ``role``: ``of("org", "name")``."""
        roles = self.value("roles", lambda: [table.role for table in self.tables])
        pairs = zip(self.paths, roles, strict=True)
        return (self._read(path) for path, of in pairs if of == role and path.parent.name == kind)

    def index(self, name: str, make: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """Many words with a record each, which ``make`` gets out of the tables; kept under the name."""
        return self._store.words(name, make)

    def value(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` gets out of the tables: a value that survives JSON, and is read in a piece; kept likewise."""
        return self._store.value(name, make)

    def cells(self, kind: str, role: str, *columns: str) -> dict[str, tuple[str, ...]]:
        """The first column of those tables with the cells of others; a later row overrides an earlier one."""

        def make() -> dict[str, tuple[str, ...]]:
            return {row[0]: row[1:] for table in self.of(kind, role) for row in table.select(role, *columns)}

        return {word: tuple(cells) for word, cells in self.value(f"{kind} {role} {' '.join(columns)}", make).items()}

    def pairs(self, kind: str, role: str, column: str) -> dict[str, str]:
        """The first column of those tables with another one; a later row overrides an earlier one."""

        def make() -> dict[str, str]:
            return {key: value for table in self.of(kind, role) for key, value in table.select(role, column)}

        return self.value(f"{kind} {role}: {column}", make)

    def having(self, kind: str, role: str, column: str, value: str) -> frozenset[str]:
        """The first column of the rows whose cell in another one holds a value, alone or among several."""
        by_value = self._having.get((kind, role, column))
        if by_value is None:
            by_value = self._having[kind, role, column] = defaultdict(set)
            for word, cell in self.pairs(kind, role, column).items():
                for each in split(cell):
                    by_value[each].add(word)
        return frozenset(by_value.get(value, ()))

    @cached_property
    def _having(self) -> dict[tuple[str, str, str], defaultdict[str, set[str]]]:
        return {}

    def words(self, kind: str, role: str) -> frozenset[str]:
        """The first column of those tables, as a set."""

        def make() -> list[str]:
            return sorted({cells[0] for table in self.of(kind, role) for _, cells in table.rows})

        if (kind, role) not in self._sets:
            self._sets[kind, role] = frozenset(self.value(f"{kind} {role}", make))
        return self._sets[kind, role]

    @cached_property
    def _sets(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    def search(self, word: str) -> list[tuple[Table, int, tuple[str, ...]]]:
        """The rows, with table and line, of which a cell holds the word; first those of which one is the word."""
        rows = [(table, *row) for table in self.tables for row in table.rows if any(word in cell for cell in row[1])]
        return sorted(rows, key=lambda row: not any(word in (cell, *split(cell)) for cell in row[2]))
