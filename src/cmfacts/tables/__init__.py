"""Tables of many articles' facts, for spreadsheets and databases: CSV, Parquet, SQLite."""

from collections.abc import Collection, Iterable
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from cmfacts.errors import UsageError

if TYPE_CHECKING:
    from cmfacts.tables.rows import Tree

FORMATS = ("csv", "parquet", "sqlite")
_ENDINGS = {".csv": "csv", ".parquet": "parquet", ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite"}


def format_of(path: str) -> str | None:
    """The format that a file's ending names, or None."""
    return _ENDINGS.get(PurePath(path).suffix.lower())


def paths(output: str, format: str) -> tuple[str, ...]:
    """Every file that ``write`` writes. Raises MissingExtraError where the format's library is not installed."""
    module = _module(format)
    if hasattr(module, "check"):
        module.check()
    return tuple(str(path) for path in module.paths(output).values())


def write(
    trees: Iterable["Tree"], output: str, format: str, *, types: Collection[str] | None = None, bom: bool = False
) -> None:
    """Write the articles, given as trees of ``Article.to_dict``, in constant memory.

    The files appear when all is written; where that fails, what was there stays. Each table is always there, empty
    where nothing was found or ``types`` (of ``models.TYPES``; None for all) leaves its kind out; references are named
    all the same. The same articles give the same bytes. ``bom`` is for CSV: see there. Raises UsageError where nothing
    can be written, MissingExtraError where a library is missing.
    """
    if bom and format != "csv":
        raise UsageError("a byte order mark is for CSV alone")
    _module(format).write(trees, output, types=types, **({"bom": True} if bom else {}))


def _module(format: str) -> Any:
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")
    return import_module(f"{__name__}.{format}")
