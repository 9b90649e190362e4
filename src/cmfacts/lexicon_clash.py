"""Rows of a user's own lexicons that change nothing, that another row takes back, or that say more than they mean."""

from collections.abc import Iterator
from functools import cache

from cmfacts.engine.fold import fold
from cmfacts.engine.segment import Segmenter
from cmfacts.errors import LexiconError
from cmfacts.finders.names import LONG_ENOUGH
from cmfacts.lexicon import Lexicons, Table, split

# Parts of speech in jieba's dictionary that are names or pieces of them; the word of any other is an ordinary one.
NAMES = ("nr", "ns", "nt", "nz", "x")

# What the words of some tables are: none of them is a name of its own.
NO_NAMES = {
    "place": "a place",
    "generic": "a generic word",
    "tail": "a word that names end in",
    "lead": "a word that names begin with",
    "stop": "a word that no name holds",
}


def clashes(lexicons: Lexicons) -> Iterator[LexiconError]:
    """The rows of own tables that are useless, shadowed by another one, or ambiguous, in the order of the tables."""
    own = [table for table in lexicons.tables if table.own]
    shipped = [table for table in lexicons.tables if not table.own]
    yield from _useless(own, shipped)
    yield from _shadowed(own)
    yield from _claimed_twice(own)
    yield from _ordinary(own, shipped)


def _useless(own: list[Table], shipped: list[Table]) -> Iterator[LexiconError]:
    """A row whose every cell the shipped row of the same key has too."""
    for table in own:
        keys = {cells[0] for _, cells in table.rows}
        known = {
            cells: (other, number)
            for other in shipped
            if (other.kind, other.role) == (table.kind, table.role)
            for (number, full), cells in zip(other.rows, other.select(*table.columns), strict=True)
            if full[0] in keys
        }
        for number, cells in table.rows:
            if same := known.get(cells):
                other, line = same
                yield _fault(table, number, f"{cells[0]} changes nothing: {other.path.name}:{line} says the same")


def _shadowed(own: list[Table]) -> Iterator[LexiconError]:
    """A row whose key a later table has too: the later one counts."""
    last: dict[tuple[str, str, str], tuple[Table, int]] = {}
    for table in reversed(own):
        for number, cells in reversed(table.rows):
            key = (table.kind, table.role, fold(cells[0]))
            later, line = last.setdefault(key, (table, number))
            if later is not table:
                yield _fault(table, number, f"{cells[0]} is shadowed: {later.path}:{line} overrides it")


def _claimed_twice(own: list[Table]) -> Iterator[LexiconError]:
    """A further name that two rows claim."""
    owners: dict[tuple[str, str], tuple[str, Table, int]] = {}
    for table in own:
        for (number, row), (also,) in zip(table.rows, table.select("also"), strict=True):
            for name in split(also):
                owner, other, line = owners.setdefault((table.kind, fold(name)), (row[0], table, number))
                if owner != row[0]:
                    place = f"line {line}" if other is table else f"{other.path}:{line}"
                    yield _fault(table, number, f"{name} is ambiguous: it is a name of {owner} too ({place})")


def _ordinary(own: list[Table], shipped: list[Table]) -> Iterator[LexiconError]:
    """An organization's name that is an ordinary word, in a row that sets no condition; where it says that the name is
    one wherever it stands, a word that no condition makes a name.
    """
    tables = [table for table in own if (table.kind, table.role) == ("org", "name")]
    never = {cells[0]: NO_NAMES[table.role] for table in shipped if table.role in NO_NAMES for _, cells in table.rows}
    for table in tables:
        for (number, _), (name, also, when) in zip(table.rows, table.select("name", "also", "when"), strict=True):
            for surface in () if when else (name, *split(also)):
                if len(surface) < LONG_ENOUGH and _is_word(surface):
                    reason = f"{surface} is ambiguous: it is an ordinary word too; set when to weak or strong"
                    yield _fault(table, number, reason)
            for surface in (name, *split(also)) if when == "strong" else ():
                if what := never.get(fold(surface)):
                    yield _fault(
                        table, number, f"{surface} is ambiguous: it is {what}; strong finds it wherever it stands"
                    )


def _is_word(surface: str) -> bool:
    tokens = _words().tokens(fold(surface))
    return len(tokens.words) == 1 and not tokens.tag(0).startswith(NAMES)


@cache
def _words() -> Segmenter:
    return Segmenter()


def _fault(table: Table, number: int, reason: str) -> LexiconError:
    return LexiconError(str(table.path), number, reason)
