"""SQLite: one file with all tables, their keys and indexes, and views that answer the usual questions."""

import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from importlib.resources import files as resources
from pathlib import Path

from cmfacts.errors import CmfactsError, UsageError
from cmfacts.tables.files import drafts
from cmfacts.tables.rows import COLUMNS, Tree, rows

CACHE = 64 * 1024  # kB: what sorting an index may hold in memory


def paths(output: str) -> dict[str, Path]:
    """The one file."""
    return {"all": Path(output)}


def write(trees: Iterable[Tree], output: str, *, types: Collection[str] | None = None) -> None:
    """All tables; see ``tables.write``. The database is made anew and replaces an earlier one when it is whole."""
    target = Path(output).resolve()
    _refuse_if_in_use(output, target)
    with drafts({"all": target}) as files:
        try:
            with closing(sqlite3.connect(files["all"], isolation_level=None)) as database:
                _fill(database, trees, types)
        except sqlite3.Error as error:
            raise CmfactsError(f"cannot write {output}: {error}") from None


def _fill(database: sqlite3.Connection, trees: Iterable[Tree], types: Collection[str] | None) -> None:
    # No journal: a draft that is not finished is thrown away.
    for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}"):
        database.execute(f"PRAGMA {setting}")
    database.executescript(_script("sqlite.sql"))
    database.execute("BEGIN")
    inserts = {
        table: f"INSERT INTO {table} VALUES ({', '.join('?' * (len(columns) + 1))})"
        for table, columns in COLUMNS.items()
    }
    for number, tree in enumerate(trees, 1):
        for table, row in rows(tree, types):
            database.execute(inserts[table], (number, *row))
    database.execute("COMMIT")
    database.executescript(_script("sqlite_indexes.sql"))


def _refuse_if_in_use(output: str, target: Path) -> None:
    """A journal beside the old file belongs to it and would be taken for one of the new file's."""
    for mark in ("-wal", "-journal"):
        if target.with_name(target.name + mark).exists():
            raise UsageError(f"cannot write {output}: a program has it open (there is {target.name}{mark})")


def _script(name: str) -> str:
    return (resources(__package__) / name).read_text(encoding="utf-8")
