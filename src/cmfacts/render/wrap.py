"""Lines for a column: Chinese breaks between any two characters (not before a comma), other words at spaces."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

_NO_START = frozenset("，。、；：！？）》〉」』】〕”’…—·％%,.;:!?)]}")
_NO_END = frozenset("（《〈「『【〔“‘([{")


def wrap(text: Text, cells: int) -> Text:
    """The text with line breaks, so that no line takes more than ``cells``; nothing is cut."""
    pieces = [piece for line in text.split(allow_blank=True) for piece in line.divide(list(_breaks(line.plain, cells)))]
    for piece in pieces:
        piece.rstrip()
    return Text("\n").join(pieces)


def _breaks(line: str, cells: int) -> Iterator[int]:
    """The offsets at which the line breaks: the last good place that fits, else wherever the column is full."""
    start = chance = 0
    used = [0]
    for offset, character in enumerate(line):
        used.append(used[-1] + cell_len(character))
        if offset > start and _may_break(line[offset - 1], character):
            chance = offset
        if character != " " and used[offset + 1] - used[start] > cells and offset > start:
            start = chance if chance > start else offset
            yield start


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _NO_START or before in _NO_END:
        return False
    return before in " /" or cell_len(before) == 2 or cell_len(after) == 2
