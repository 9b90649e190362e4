"""The table for people where there is no room for columns: each name has what is known of it below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.padding import Padding
from rich.text import Text

from cmfacts.render.fact_rows import FactRow
from cmfacts.render.places import Places
from cmfacts.render.wrap import wrap

_INDENT = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A name, further names, what it is, how often and from where on (an offset) the text has it."""

    name: str
    more: str
    value: Text
    times: int
    start: int


def group(title: Text, rows: Sequence[Shown], places: Places, width: int) -> Iterator[Text | Padding]:
    """A heading, then each name with the rest below it."""
    yield wrap(title, width)
    for row in rows:
        yield _at(Text(row.name), 1, width)
        if row.more:
            yield _at(Text(row.more, style="dim"), 1, width)
        counted = f"{row.times} times" if row.times > 1 else "once"
        place = Text(f" · {counted} · {places.line_and_column(row.start)}", style="dim")
        yield _at(Text.assemble(row.value, place), 2, width)


def facts(title: Text, rows: Sequence[FactRow], places: Places, width: int) -> Iterator[Text | Padding]:
    """A heading, then each fact with its place, and what proves it."""
    yield wrap(title, width)
    for row in rows:
        place = Text(f" · {places.line_and_column(row.start)}", style="dim")
        yield _at(Text.assemble(row.sentence, place), 1, width)
        yield _at(row.evidence, 2, width)


def _at(text: Text, level: int, width: int) -> Padding:
    return Padding(wrap(text, width - level * _INDENT), (0, 0, 0, level * _INDENT))
