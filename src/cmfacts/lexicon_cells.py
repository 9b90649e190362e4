"""What the cells of a table may hold, asked of the code that reads them: what ``lexicon check`` finds, loading finds.

The shipped tables say what is possible: a column of known words holds in a table of one's own what it holds in theirs.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from cmfacts.errors import LexiconError
from cmfacts.finders.when.festivals import stretch_of
from cmfacts.finders.when.points import Bound, Point
from cmfacts.lexicon import Lexicons, Table, split
from cmfacts.link import frames

# Columns whose values are words that the program knows, and the values that no shipped row happens to use.
KNOWN: Mapping[str, Collection[str]] = {
    **dict.fromkeys(
        "kind level part bare grammar side use uses sense effect of unit means places left right".split(), ()
    ),
    "class": ("other",),
    "when": ("strong", "forbid"),
}
NUMBERS = {("initiative", "head", "strength"), ("initiative", "signal", "weight"), ("date", "deictic", "offset")}
STRENGTHS = ("before", "stop")  # tables of organizations in which strength is no number
LEAP_YEAR = "2024"  # has every day that there is
SHOWN = 12  # of the words that a column may hold

Faults = Iterator[tuple[int, str]]  # line and reason


def refuse_faults(lexicons: Lexicons) -> bool:
    """Raise LexiconError for the first row of a user's own that cannot be used; True where there is none."""
    for table in lexicons.tables:
        for number, reason in faults(table, lexicons.tables) if table.own else ():
            raise LexiconError(str(table.path), number, reason)
    return True


def faults(table: Table, tables: Iterable[Table]) -> Faults:
    """The cells of a table that the program cannot use, each with its line; ``tables`` are all in use, this one too."""
    alike = [other for other in tables if other.kind == table.kind]
    readers = dict(_readers(table, alike))
    for number, cells in table.rows:
        for column, cell in zip(table.columns, cells, strict=True):
            if column in readers and (reason := readers[column](cell)):
                yield number, reason
    if (table.kind, table.role) == ("fact", "trigger"):
        yield from _frameless(table)


def hint(value: str, choices: Iterable[str]) -> str:
    """The nearest of the choices, else the first of them."""
    known = sorted(filter(None, choices))
    if near := get_close_matches(value, known, 1):
        return f"did you mean {near[0]}?"
    return f"choose from {', '.join(known[:SHOWN])}{f' and {len(known) - SHOWN} more' if len(known) > SHOWN else ''}"


Reader = Callable[[str], str]  # the reason why a cell cannot be used, or nothing


def _readers(table: Table, alike: Sequence[Table]) -> Iterator[tuple[str, Reader]]:
    """What reads the cells of each column of a table."""
    same = [other for other in alike if other.role == table.role and not other.own]
    for column in table.columns[1:]:
        if column in KNOWN or (column == "strength" and table.role in STRENGTHS):
            yield column, _one_of(column, {*_words(same, column), *KNOWN.get(column, ())})
        elif (table.kind, table.role, column) in NUMBERS:
            yield column, _whole_number(column)
    if table.kind == "sector" and table.role == "term":
        codes = [row for other in alike if other.role == "code" for row in other.select("code", "level")]
        yield "code", _one_of("code", {code for code, level in codes if level in ("section", "division")})
    elif table.kind == "date":
        yield "rule", _day
        yield "code", _one_of("code", _words(same, "code"))
    elif table.kind == "fact":
        yield from _of_facts(alike)


def _words(tables: Iterable[Table], column: str) -> set[str]:
    """The values of a column, alone and as cells that hold several."""
    cells = {cell for table in tables for (cell,) in table.select(column)}
    return {value for cell in cells for value in (cell, *split(cell))}


def _of_facts(alike: Sequence[Table]) -> Iterator[tuple[str, Reader]]:
    """Types and kinds are those of the roles; frames may be a user's own."""
    roles = [row for table in alike if table.role == "role" for row in table.select("role", "kinds")]
    types = {role.partition(".")[0] for role, _ in roles}
    names = {cells[0] for table in alike if table.role == "frame" for _, cells in table.rows}
    yield "type", _some_of("type", types)
    yield "kinds", _some_of("kind", {kind for _, kinds in roles for kind in split(kinds)})
    yield "frames", _some_of("frame", {*names, *(f"{type}:{name}" for type in types for name in names)})
    yield "pattern", _pattern


def _one_of(what: str, choices: Collection[str]) -> Reader:
    return lambda cell: f"unknown {what} {cell!r}: {hint(cell, choices)}" if cell and cell not in choices else ""


def _some_of(what: str, choices: Collection[str]) -> Reader:
    one = _one_of(what, choices)
    return lambda cell: next(filter(None, map(one, split(cell))), "")


def _whole_number(what: str) -> Reader:
    def read(cell: str) -> str:
        try:
            int(cell or "0")
        except ValueError:
            return f"{what} {cell!r} is no whole number"
        return ""

    return read


def _day(cell: str) -> str:
    """A festival's rule must name days that the calendar has."""
    try:
        stretch = stretch_of(cell).in_year(LEAP_YEAR)
        for bound in (stretch.begin, stretch.end):
            _check_day(bound)
    except (ValueError, LookupError, AttributeError, StopIteration):
        return f"rule {cell!r} names no day: write it as 05-01, lunar 08-15, 10-01/10-07 or as the shipped tables do"
    return ""


def _check_day(bound: Bound | None) -> None:
    value = bound.edtf if isinstance(bound, Point) else ""
    datetime.date.fromisoformat(value if len(value) > len("2024-05") else f"{value}-01")


def _pattern(cell: str) -> str:
    try:
        frames.parse("", cell)
    except (ValueError, LookupError) as error:
        return f"pattern {cell!r}: {error}"
    return ""


def _frameless(table: Table) -> Faults:
    for (number, _), (type, names) in zip(table.rows, table.select("type", "frames"), strict=True):
        if not type or not names:
            yield number, "lacks a type or a frame"
