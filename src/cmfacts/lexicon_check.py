"""What is wrong with lexicon tables: lines that cannot be read, entries that can never match or do not, useless ones.

The shipped tables say what is possible: a table of one's own has the kinds, roles and closed values of theirs.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cmfacts.engine.fold import fold
from cmfacts.errors import LexiconError
from cmfacts.extractor import Extractor
from cmfacts.lexicon import Lexicons, Table, parse_table, split
from cmfacts.lexicon_cells import faults as cell_faults
from cmfacts.lexicon_cells import hint
from cmfacts.lexicon_clash import clashes
from cmfacts.models import Initiative, Organization, Sector

# Roles whose words the scan folds itself; the words of the others are compared with the folded text as they are.
SCANNED = ("name", "place", "term", "tail", "body", "code")
# A sentence in which an entry must be found, for the tables whose rows are mentions by themselves.
CARRIERS = {("org", "name"): "{}表示，", ("sector", "term"): "重点发展{}。", ("initiative", "name"): "发布了{}。"}
UNCONDITIONAL = ("", "always", "strong")


def check(folder: Path | None = None) -> list[LexiconError]:
    """The faults of a folder's tables (None: the shipped ones), file by file.

    The rows of a folder of one's own that can be used are also looked through for those that change nothing, that
    another row takes back or that are ordinary words, and are put into a sentence each, in which they must be found.
    """
    shipped = Lexicons().tables
    if folder is None:
        return _faults(Lexicons().folders[0], shipped)[1]
    if not folder.is_dir():
        raise LexiconError(str(folder), 0, "is not a folder of lexicons")
    tables, found = _faults(folder, shipped)
    with TemporaryDirectory() as place:
        sound = Path(place, "sound")
        for table in tables:
            _copy(table, {fault.line for fault in found if fault.path == str(table.path)}, sound)
        sound.mkdir(exist_ok=True)
        for fault in (*clashes(Lexicons([sound])), *_not_found(sound)):
            path = folder / Path(fault.path).relative_to(sound)
            found.append(LexiconError(str(path), fault.line, fault.reason.replace(str(sound), str(folder))))
    return sorted(found, key=lambda fault: (fault.path, fault.line))


def _copy(table: Table, without: Collection[int], folder: Path) -> None:
    """Write the rows of a table that can be used, each in the line where it was."""
    rows = {number: cells for number, cells in table.rows if number not in without}
    lines = [
        "\t".join(table.columns),
        *("\t".join(rows.get(number, ())) for number in range(2, max(rows, default=1) + 1)),
    ]
    path = folder / table.kind / table.path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def _faults(folder: Path, shipped: Sequence[Table]) -> tuple[list[Table], list[LexiconError]]:
    """The tables that can be read, and what is wrong with files, with rows that cannot be read and with cells."""
    roles: dict[str, set[str]] = {}
    for table in shipped:
        roles.setdefault(table.kind, set()).add(table.role)
    found = list(_misplaced(folder))
    tables: list[Table] = []
    for path in sorted(folder.glob("*/*.tsv")):
        try:
            table, faults = _table(path, roles)
        except LexiconError as error:
            found.append(error)
        else:
            tables.append(replace(table, own=True))
            found += faults
    in_use = [*shipped, *tables]
    for table in tables:
        found += sorted(_rows(table, in_use), key=lambda fault: fault.line)
    return tables, found


def _misplaced(folder: Path) -> Iterator[LexiconError]:
    for path in sorted(folder.rglob("*.[tc]s[v]")):
        if path.suffix != ".tsv" or path.parent.parent != folder:
            yield LexiconError(str(path), 0, f"is not read: tables are {folder}/<kind>/<table>.tsv")


def _table(path: Path, roles: Mapping[str, set[str]]) -> tuple[Table, list[LexiconError]]:
    """A table, and its rows that cannot be read; raises LexiconError for a file that is no table of a known kind."""
    kind = path.parent.name
    if kind not in roles:
        raise LexiconError(str(path), 0, f"unknown kind {kind!r}: {hint(kind, roles)}")
    table, faults = parse_table(path, kind)
    if table.role not in roles[kind]:
        raise LexiconError(str(path), 1, f"unknown first column {table.role!r}: {hint(table.role, roles[kind])}")
    return table, faults


def _rows(table: Table, tables: Sequence[Table]) -> Iterator[LexiconError]:
    first: dict[str, int] = {}
    reasons = list(cell_faults(table, tables))
    for number, cells in table.rows:
        reasons += [(number, reason) for reason in _characters(table, cells)]
        if (before := first.setdefault(fold(cells[0]), number)) != number:
            reasons.append((number, f"{cells[0]} stands in line {before} already"))
    return (LexiconError(str(table.path), number, reason) for number, reason in reasons)


def _characters(table: Table, cells: Sequence[str]) -> Iterator[str]:
    """What is wrong with cells whatever their meaning."""
    for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
        if cell != cell.strip():
            yield f"{column} {cell!r} has blanks around it"
        if hidden := [char for char in cell if unicodedata.category(char) in ("Cf", "Cc")]:
            yield f"{column} {cell!r} holds the invisible character U+{ord(hidden[0]):04X}"
        if cell.startswith('"') and cell.count('"') % 2:
            yield f"{column} {cell!r} begins with a quotation mark that nothing closes"
        if place == 0 and table.role not in SCANNED and cell != fold(cell):
            yield f"{column} {cell!r} never matches: text is folded to half width and simplified, write {fold(cell)!r}"


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
