"""The text with its mentions marked: marks nest where one mention holds another, and split where two cross."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cmfacts.render.html.page import safe


@dataclass(frozen=True, order=True, slots=True)
class Mark:
    """A stretch ``[start, end)`` of the text: the kind and id of its entity, a title, and the mark's own id.

    ``continued`` tells the rest of a mark that was split.
    """

    start: int
    minus_end: int
    kind: str
    entity: str
    title: str
    id: str
    continued: bool = False

    @property
    def end(self) -> int:
        """Where it ends."""
        return -self.minus_end


def marked(text: str, marks: Sequence[Mark], anchors: Sequence[tuple[int, str]] = ()) -> str:
    """The text as HTML with its marks; ``anchors`` are the offsets and ids of places to jump to."""
    pieces = list(_pieces(text, marks, sorted(anchors)))
    return "".join(pieces)


def _pieces(text: str, marks: Sequence[Mark], anchors: Sequence[tuple[int, str]]) -> Iterator[str]:
    waiting, at, next_anchor = [*marks], 0, 0
    open_marks: list[Mark] = []
    heapq.heapify(waiting)
    edges = (offset for mark in marks for offset in (mark.start, mark.end))
    stops = sorted({0, len(text), *(offset for offset, _ in anchors), *edges})
    for stop in stops:
        yield safe(text[at:stop], lines=True)
        at = stop
        while open_marks and open_marks[-1].end == stop:
            open_marks.pop()
            yield "</mark>"
        while next_anchor < len(anchors) and anchors[next_anchor][0] == stop:
            yield f'<span class="anchor" id="{anchors[next_anchor][1]}"></span>'
            next_anchor += 1
        while waiting and waiting[0].start == stop:
            mark = heapq.heappop(waiting)
            if open_marks and open_marks[-1].end < mark.end:
                heapq.heappush(waiting, _rest(mark, open_marks[-1].end))
                mark = _rest(mark, mark.start, open_marks[-1].end, continued=mark.continued)
            open_marks.append(mark)
            yield _opening(mark)


def _rest(mark: Mark, start: int, end: int | None = None, *, continued: bool = True) -> Mark:
    return Mark(start, -(end or mark.end), mark.kind, mark.entity, mark.title, mark.id, continued)


def _opening(mark: Mark) -> str:
    own = "" if mark.continued else f' id="{mark.id}"'
    return f'<mark{own} class="{mark.kind}" data-entity="{mark.entity}" title="{mark.title}">'
