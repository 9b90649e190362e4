"""A table for people: for each article its headline, then what it names, grouped by kind, and where."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from shutil import get_terminal_size

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cmfacts.models import Article
from cmfacts.render import stacked
from cmfacts.render.entries import KINDS, Entry
from cmfacts.render.escape import one_line
from cmfacts.render.fact_rows import STYLES, FactRow, fact_rows
from cmfacts.render.options import Options
from cmfacts.render.places import Places
from cmfacts.render.wrap import wrap

_PIPE_WIDTH = 100
_NARROWEST, _WIDEST = 16, 160  # narrower, a name is a column of characters; wider, the eye loses the line
_COLUMNS = 56  # a narrower table has no room for a class beside a name
_GAP, _INDENT = 2, 2
_RANK = len("rank ")  # a rank's number stands below that word, its code below the next
_READING = "type · who → what · when · confidence"
_RANGE = len("2019-09-16/2019-09-20")
_SNIPPET_ROOM = 24  # a narrower column shows too little of the sentence to be worth its place


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """One block an article, an empty line between."""
    width = min(max(options.width or _width(), _NARROWEST), _WIDEST)
    color = _color() if options.color is None else options.color
    gap = ""
    for article in articles:
        yield gap + _block(article, options, width, color)
        gap = f"\n{'─' * width}\n"


def _width() -> int:
    """COLUMNS where it is set, the terminal's own width, 100 in a pipe."""
    return get_terminal_size((_PIPE_WIDTH, 24)).columns


def _color() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _block(article: Article, options: Options, width: int, color: bool) -> str:
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for part in _parts(article, options, width):
        console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n")[:-1])


def _parts(article: Article, options: Options, width: int) -> Iterator[RenderableType]:
    """The headline, then one table a kind; the columns of all of them stand below each other."""
    for line in _headline(article):
        yield wrap(line, width)
    places = Places(article.text)
    groups = [group for group in _groups(article, options) if group.rows]
    told = fact_rows(article) if options.shows("fact") else []
    if not groups and not told:
        yield Text("Nothing found." if article.text.strip() else "The text is empty.")
        return
    if width < _COLUMNS:
        yield from _stacked(groups, told, places, width)
        return
    columns = _fit([row for group in groups for row in group.rows], told, places, width)
    for group in groups:
        yield ""
        yield _table(group, columns, places)
    if told:
        yield ""
        yield _facts(told, columns, places)


def _stacked(
    groups: Sequence["_Group"], told: Sequence[FactRow], places: Places, width: int
) -> Iterator[RenderableType]:
    for group in groups:
        rows = [
            stacked.Shown(row.name, row.more, _value(row, STYLES[group.type]), row.times, row.start)
            for row in group.rows
        ]
        yield ""
        yield from stacked.group(_title(group), rows, places, width)
    if told:
        yield ""
        yield from stacked.facts(_facts_title(told), told, places, width)


def _headline(article: Article) -> Iterator[Text]:
    if article.title:
        yield Text(one_line(article.title), style="bold")
    source = "  ".join(filter(None, (article.published, one_line(article.id))))
    yield Text(source, style="dim" if article.title else "bold")


@dataclass(frozen=True, slots=True)
class _Row:
    """What a line of a group says; ``more`` is further names, ``start`` and ``end`` the first place in the text; a
    ``rank`` above 0 stands before the value.
    """

    name: str
    more: str
    value: str
    gloss: str
    times: int
    start: int
    end: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows of one kind under their headings."""

    type: str
    title: str
    value_title: str
    rows: Sequence[_Row]


def _groups(article: Article, options: Options) -> Iterator[_Group]:
    for kind in KINDS:
        if options.shows(kind.type):
            rows = [_entity_row(entry) for entry in kind.entries(article)]
            title = f"rank {kind.value_title}" if any(row.rank for row in rows) else kind.value_title
            yield _Group(kind.type, kind.title, title, rows)


def _entity_row(entry: Entry) -> _Row:
    first = entry.mentions[0]
    name, more = one_line(entry.name), ", ".join(map(one_line, entry.spellings))
    gloss = one_line(entry.gloss)
    return _Row(name, more, entry.value, gloss, len(entry.mentions), first.start, first.end, entry.rank)


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide each column is, in cells; ``snippet`` is 0 where there is no room for one."""

    name: int
    value: int
    times: int
    first: int
    snippet: int


def _fit(rows: Sequence[_Row], told: Sequence[FactRow], places: Places, width: int) -> _Columns:
    """As wide as the cells need; names yield first, then values, and the snippet has what remains or goes.

    A fact's sentence takes the columns of name, value and times together.
    """
    value = max([5, *(cell_len(_value(row).plain) for row in rows)])
    times = max([5, *(len(str(row.times)) for row in rows)])
    starts = [row.start for row in rows] + [row.start for row in told]
    first = max([5, *(len(places.line_and_column(start)) for start in starts)])
    sentence = max([0, *(_INDENT + cell_len(row.sentence.plain) for row in told)])
    names = (_INDENT + cell_len(row.name) for row in rows)
    name = max([len("Organizations 100"), sentence - value - times - 2 * _GAP, *names])
    room = width - times - first - 3 * _GAP
    narrow = min(value, room * 2 // 5)
    value, name_beside_snippet = min(value, max(_RANGE, room // 4)), min(name, room * 3 // 8)
    snippet = room - _GAP - name_beside_snippet - value
    if snippet < _SNIPPET_ROOM or not rows:  # facts alone have their evidence below them
        return _Columns(min(name, room - narrow) if rows else room - narrow, narrow, times, first, 0)
    return _Columns(name_beside_snippet, value, times, first, snippet)


def _table(group: _Group, columns: _Columns, places: Places) -> Table:
    style = STYLES[group.type]
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    table.add_column(_title(group), width=columns.name)
    table.add_column(group.value_title, width=columns.value)
    table.add_column("times", width=columns.times, justify="right")
    table.add_column("first", width=columns.first, justify="right")
    if columns.snippet:
        table.add_column("in the text", width=columns.snippet)
    for row in group.rows:
        place = Text(places.line_and_column(row.start), style="dim")
        value = wrap(_value(row, style), columns.value)
        cells: list[RenderableType] = [_name(row, columns.name), value, str(row.times), place]
        if columns.snippet:
            cells.append(wrap(_snippet(row, columns.snippet, places, style), columns.snippet))
        table.add_row(*cells)
    return table


def _facts(rows: Sequence[FactRow], columns: _Columns, places: Places) -> Table:
    """A fact a row; what proves it stands beside it where there is room, else below it."""
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    width = columns.name + columns.value + columns.times + 2 * _GAP
    title = _facts_title(rows)
    if title.cell_len + 3 + cell_len(_READING) <= width:
        title.append(f"   {_READING}")
    table.add_column(title, width=width)
    table.add_column("first", width=columns.first, justify="right")
    if columns.snippet:
        table.add_column("in the text", width=columns.snippet)
    for row in rows:
        place = Text(places.line_and_column(row.start), style="dim")
        sentence = Padding(wrap(row.sentence, width - _INDENT), (0, 0, 0, _INDENT))
        if columns.snippet:
            table.add_row(sentence, place, wrap(row.evidence, columns.snippet))
        else:
            evidence = Padding(wrap(row.evidence, width - 2 * _INDENT), (0, 0, 0, 2 * _INDENT))
            table.add_row(Group(sentence, evidence), place)
    return table


def _title(group: _Group) -> Text:
    return Text.assemble((group.title, f"not dim bold {STYLES[group.type]}"), f" {len(group.rows)}")


def _facts_title(rows: Sequence[FactRow]) -> Text:
    return Text.assemble(("Facts", f"not dim bold {STYLES['fact']}"), f" {len(rows)}")


def _name(row: _Row, width: int) -> RenderableType:
    text = Text(row.name)
    if row.more:
        text.append(f"\n{row.more}", style="dim")
    return Padding(wrap(text, width - _INDENT), (0, 0, 0, _INDENT))


def _value(row: _Row, style: str = "") -> Text:
    rank = f"{row.rank:<{_RANK}}" if row.rank else ""
    return Text.assemble((rank, "dim"), (row.value, style), (f" {row.gloss}" if row.gloss else "", "dim"))


def _snippet(row: _Row, cells: int, places: Places, style: str) -> Text:
    before, inside, after = places.around(row.start, row.end, cells)
    return Text.assemble((before, "dim"), (inside, style), (after, "dim"))
