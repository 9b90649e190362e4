"""Where a word stands in the lexicons, and what each literal found in a text is there for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Rule
from cmfacts.finders.name_walk import Tail
from cmfacts.finders.names import Name
from cmfacts.finders.sector_terms import Term
from cmfacts.lexicon import Lexicons, Table, split
from cmfacts.lexicon_search import CONDITIONS

_SCANNED = ("name", "tail", "body", "list-verb", "signal", "latin-tail")
_ORDINARY = ("stop", "generic")

Row = tuple[int, tuple[str, ...]]
# The role of the tables that a channel of the scan looks for, by the kind of table.
_ROLES = {
    "org.name": ("org", ("name",)),
    "org.tail": ("org", ("tail", "body")),
    "org.list-verb": ("org", ("list-verb",)),
    "org.latin-tail": ("org", ("latin-tail",)),
    "org.signal": ("org", ("signal",)),
    "place": ("place", ("place",)),
    "sector": ("sector", ("term",)),
    "initiative.name": ("initiative", ("name",)),
    "initiative.head": ("initiative", ("head",)),
    "fact": ("fact", ("trigger",)),
    "frame": ("fact", ("frame",)),
    "confidence": ("fact", ("rule",)),
}


class Rows:
    """The rows of all tables by the words in their cells; a table is indexed when it is first asked about."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._lexicons = lexicons
        self._indexes: dict[Path, dict[str, list[Row]]] = {}

    def of(self, table: Table, word: str) -> list[Row]:
        """The rows of a table in which a cell holds the word."""
        return self._index(table).get(word, [])

    def longest(self, table: Table, word: str) -> list[Row]:
        """The rows that hold the word, or else its longest end: 世界5G大会 of 第四届世界5G大会."""
        ends = (self.of(table, word[start:]) for start in range(len(word)))
        return next((rows for rows in ends if rows), [])

    def table(self, id: str) -> Table | None:
        """The table of that id; a user's one before a shipped one."""
        return next((table for table in reversed(self._lexicons.tables) if table.id == id), None)

    def where(self, channel: str, word: str) -> list[str]:
        """``file:line`` of each row that makes a channel look for the word; of names, the cells as well."""
        kind, roles = _ROLES.get(channel, ("", ()))
        tables = [table for table in self._lexicons.tables if table.kind == kind and table.role in roles]
        return [place(table, row) for table in tables for row in self.of(table, word)]

    def conditions(self, word: str) -> list[str]:
        """The rows about organizations' names that say what a word does to one: stops, generic and ambiguous words.

        The word is what such a row begins with: a 10 in the text is no count in a table.
        """
        tables = [table for table in self._lexicons.tables if table.kind == "org" and table.role not in _SCANNED]
        rows = ((table, row) for table in tables for row in self.of(table, word) if row[1][0] == word)
        return [f"{place(table, row)} ({table.role})" for table, row in rows]

    def ordinary(self, word: str) -> bool:
        """Whether a table says that no name is made of this word alone."""
        tables = (table for table in self._lexicons.tables if table.kind == "org" and table.role in _ORDINARY)
        return any(self.of(table, word) for table in tables)

    def _index(self, table: Table) -> dict[str, list[Row]]:
        index = self._indexes.get(table.path)
        if index is None:
            index = self._indexes[table.path] = {}
            for row in table.rows:
                for word in dict.fromkeys(value for cell in row[1] for value in split(cell)):
                    index.setdefault(word, []).append(row)
        return index


def place(table: Table, row: Row) -> str:
    """``file:line: cells``."""
    number, cells = row
    return f"{table.path}:{number}: {'  '.join(filter(None, cells))}"


def hits(doc: Doc, start: int, end: int, rows: Rows) -> Iterator[str]:
    """The literals found within a span, each once, with what looks for them and the lexicon rows that say so."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for channel, hits in doc.hits.items():
        for hit in hits:
            if hit.start < end and start < hit.end:
                found.setdefault((hit.start, hit.end), {})[channel] = hit.payload
    for (first, last), payloads in sorted(found.items()):
        channels = ", ".join(sorted(payloads))
        yield f"{first}:{last}  {doc.text[first:last]}  is looked for by {channels}"
        for channel, payload in sorted(payloads.items(), key=lambda item: item[0]):
            yield from (f"    {line}" for line in (*_meaning(payload), *rows.where(channel, doc.folded[first:last])))


def _meaning(payload: Any) -> Iterator[str]:
    """What a literal's payload says for itself, one line."""
    match payload:
        case Name():
            weak = ", weak: it needs a second signal" if payload.weak else ""
            yield f"a name of {payload.value.key}, {payload.value.class_}{weak}"
        case Tail():
            yield f"ends names of the class {payload.class_}, by the grammar of {payload.grammar}"
        case Term():
            yield f"a term of {payload.code}: {CONDITIONS.get(payload.when, payload.when)}"
        case tuple() if payload and all(isinstance(rule, Rule) for rule in payload):
            yield f"wakes {', '.join(rule.id for rule in payload)}"
