"""What is wrong with lexicon tables: lines that cannot be read, entries that can never match or do not, useless ones.

The shipped tables say what is possible: a table of one's own has the kinds, roles and closed values of theirs.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from cmfacts.engine.fold import fold
from cmfacts.errors import LexiconError
from cmfacts.extractor import Extractor
from cmfacts.lexicon import Lexicons, Table, parse_table, split
from cmfacts.lexicon_clash import clashes
from cmfacts.models import Initiative, Organization, Sector

# Roles whose words the scan folds itself; the words of the others are compared with the folded text as they are.
SCANNED = ("name", "place", "term", "tail", "body", "code")
# Columns whose values are names that the program knows, and those that no shipped row happens to use.
CLOSED: Mapping[str, tuple[str, ...]] = {"class": ("other",), "kind": (), "when": ("strong", "forbid")}
# A sentence in which an entry must be found, for the tables whose rows are mentions by themselves.
CARRIERS = {("org", "name"): "{}表示，", ("sector", "term"): "重点发展{}。", ("initiative", "name"): "发布了{}。"}
UNCONDITIONAL = ("", "always", "strong")


def check(folder: Path | None = None) -> list[LexiconError]:
    """The faults of a folder's tables (None: the shipped ones), file by file.

    A folder of one's own without such faults is then looked through for rows that change nothing, that another row
    takes back or that are ordinary words, and its entries are put into a sentence each, in which they must be found.
    """
    shipped = Lexicons()
    if folder is None:
        return list(_faults(shipped.folders[0], shipped))
    if not folder.is_dir():
        raise LexiconError(str(folder), 0, "is not a folder of lexicons")
    return list(_faults(folder, shipped)) or [*clashes(Lexicons([folder])), *_not_found(folder)]


def _faults(folder: Path, shipped: Lexicons) -> Iterator[LexiconError]:
    roles: dict[str, set[str]] = {}
    for table in shipped.tables:
        roles.setdefault(table.kind, set()).add(table.role)
    yield from _misplaced(folder)
    for path in sorted(folder.glob("*/*.tsv")):
        yield from _file(path, roles, shipped)


def _misplaced(folder: Path) -> Iterator[LexiconError]:
    for path in sorted(folder.rglob("*.[tc]s[v]")):
        if path.suffix != ".tsv" or path.parent.parent != folder:
            yield LexiconError(str(path), 0, f"is not read: tables are {folder}/<kind>/<table>.tsv")


def _file(path: Path, roles: Mapping[str, set[str]], shipped: Lexicons) -> Iterator[LexiconError]:
    kind = path.parent.name
    if kind not in roles:
        yield LexiconError(str(path), 0, f"unknown kind {kind!r}: {_hint(kind, roles)}")
        return
    try:
        table, faults = parse_table(path, kind)
    except LexiconError as error:
        yield error
        return
    if table.role not in roles[kind]:
        yield LexiconError(str(path), 1, f"unknown first column {table.role!r}: {_hint(table.role, roles[kind])}")
        return
    yield from sorted([*faults, *_rows(table, shipped)], key=lambda fault: fault.line)


def _rows(table: Table, shipped: Lexicons) -> Iterator[LexiconError]:
    allowed = _allowed(table, shipped)
    first: dict[str, int] = {}
    for number, cells in table.rows:
        for reason in _cells(table, cells, allowed):
            yield LexiconError(str(table.path), number, reason)
        if (before := first.setdefault(fold(cells[0]), number)) != number:
            yield LexiconError(str(table.path), number, f"{cells[0]} stands in line {before} already")


def _cells(table: Table, cells: Sequence[str], allowed: Mapping[str, set[str]]) -> Iterator[str]:
    for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
        if cell != cell.strip():
            yield f"{column} {cell!r} has blanks around it"
        if hidden := [char for char in cell if unicodedata.category(char) in ("Cf", "Cc")]:
            yield f"{column} {cell!r} holds the invisible character U+{ord(hidden[0]):04X}"
        if place == 0 and table.role not in SCANNED and cell != fold(cell):
            yield f"{column} {cell!r} never matches: text is folded to half width and simplified, write {fold(cell)!r}"
        if cell and column in allowed and cell not in allowed[column]:
            yield f"unknown {column} {cell!r}: {_hint(cell, allowed[column])}"


def _allowed(table: Table, shipped: Lexicons) -> dict[str, set[str]]:
    """What the closed columns of a table may hold."""
    allowed = {
        column: {*extra, *(value for other in shipped.of(table.kind, table.role) for (value,) in other.select(column))}
        for column, extra in CLOSED.items()
        if column in table.columns[1:]
    }
    if table.kind == "sector":
        allowed["code"] = set(shipped.words("sector", "code"))
    return allowed


def _hint(value: str, choices: Iterable[str]) -> str:
    near = get_close_matches(value, choices := sorted(filter(None, choices)), 1)
    return f"did you mean {near[0]}?" if near else f"choose from {', '.join(islice(choices, 40))}"


def _not_found(folder: Path) -> Iterator[LexiconError]:
    extractor = Extractor([folder])
    for table in extractor.lexicons.tables:
        carrier = CARRIERS.get((table.kind, table.role))
        if carrier and folder in table.path.parents:
            entries = list(_entries(table))
            for begin in range(0, len(entries), 500):
                yield from _unmatched(table, carrier, entries[begin : begin + 500], extractor)


def _entries(table: Table) -> Iterator[tuple[int, str]]:
    """The words of the rows that count wherever they stand, with their lines."""
    rows = zip(table.rows, table.select("when", "also"), strict=True)
    return (
        (number, word)
        for (number, cells), (when, also) in rows
        if when in UNCONDITIONAL
        for word in (cells[0], *split(also))
    )


def _unmatched(
    table: Table, carrier: str, entries: Sequence[tuple[int, str]], extractor: Extractor
) -> Iterator[LexiconError]:
    """The entries that are not found, all of them tried in one text, a line each."""
    sentences = [carrier.format(word) for _, word in entries]
    article = extractor.extract("\n".join(sentences))
    groups: Mapping[str, Sequence[Organization | Sector | Initiative]] = {
        "org": article.organizations,
        "sector": article.sectors,
        "initiative": article.initiatives,
    }
    found = {(mention.start, mention.end) for entity in groups[table.kind] for mention in entity.mentions}
    start = carrier.index("{")
    for (number, word), sentence in zip(entries, sentences, strict=True):
        if (start, start + len(word)) not in found:
            yield LexiconError(str(table.path), number, f"{word} is not found in {sentence!r}")
        start += len(sentence) + 1
