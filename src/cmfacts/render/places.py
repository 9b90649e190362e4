"""Where something stands in a text, for people: line and column, and the words around it."""

import re
from bisect import bisect_right

from rich.cells import cell_len

from cmfacts.render.escape import visible

_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile("[。！？；]")
_MORE = "…"


class Places:
    """The lines of one text, looked up by offset."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line_and_column(self, offset: int) -> str:
        """Both counted from 1, the column in characters: ``3:14``."""
        line = bisect_right(self._starts, offset)
        return f"{line}:{offset - self._starts[line - 1] + 1}"

    def around(self, start: int, end: int, cells: int) -> tuple[str, str, str]:
        """The words before, in and after a span, of its sentence; words around it yield to ``cells``."""
        line = bisect_right(self._starts, start)
        line_start = self._starts[line - 1]
        line_end = self._starts[line] if line < len(self._starts) else len(self._text)
        before = _SENTENCE_END.split(_flat(self._text[max(line_start, start - cells) : start]))[-1].lstrip()
        inside = _flat(self._text[start:end])
        after = _flat(self._text[end : max(end, min(line_end, end + cells))])
        sentence_end = _SENTENCE_END.search(after)
        after = (after[: sentence_end.end()] if sentence_end else after).rstrip()
        spare = cells - cell_len(inside)
        before = _tail(before, max(spare // 2, spare - cell_len(after)))
        return before, inside, _head(after, spare - cell_len(before))


def _flat(text: str) -> str:
    return visible(_SPACE.sub(" ", text))


def _tail(text: str, cells: int) -> str:
    """The end of the text, with a mark where its beginning was cut off."""
    return _head(text[::-1], cells)[::-1]


def _head(text: str, cells: int) -> str:
    """The beginning of the text, with a mark where its end was cut off."""
    if cell_len(text) <= cells:
        return text
    room = cells - len(_MORE)
    for length, character in enumerate(text):
        room -= cell_len(character)
        if room < 0:
            return text[:length] + _MORE if length else ""
    return text
