"""What extractors read: a text, its folded form, its words and every literal found in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from cmfacts.engine.fold import fold
from cmfacts.engine.scan import Hit, Scanner
from cmfacts.engine.segment import Segmenter, Tokens
from cmfacts.engine.trace import Trace

Edges = dict[int, list[Hit]]  # by offset


@dataclass(frozen=True)
class Doc:
    """One text prepared once for all extractors. All offsets in it are offsets in ``text``."""

    text: str
    folded: str
    hits: dict[str, list[Hit]]
    published: str | None
    _segmenter: Segmenter = field(repr=False)
    trace: Trace | None = None
    _by_edge: dict[str, tuple[Edges, Edges]] = field(default_factory=dict, repr=False)

    @cached_property
    def tokens(self) -> Tokens:
        """The words of the folded text, cut on first use."""
        return self._segmenter.tokens(self.folded)

    def beginning(self, channel: str, offset: int) -> Sequence[Hit]:
        """The hits of a channel that begin at an offset, in the order in which they end."""
        return self._edges(channel)[0].get(offset, ())

    def ending(self, channel: str, offset: int) -> Sequence[Hit]:
        """The hits of a channel that end at an offset."""
        return self._edges(channel)[1].get(offset, ())

    def _edges(self, channel: str) -> tuple[Edges, Edges]:
        """The hits of a channel by where they begin and by where they end: sorted once a text, not once a question."""
        if channel not in self._by_edge:
            starts: Edges = {}
            ends: Edges = {}
            for hit in self.hits.get(channel, ()):
                starts.setdefault(hit.start, []).append(hit)
                ends.setdefault(hit.end, []).append(hit)
            self._by_edge[channel] = starts, ends
        return self._by_edge[channel]

    def cut(self) -> None:
        """Have the words ready, where several texts are to be cut in a row."""
        self.tokens  # noqa: B018 - cut on first use

    def refuse(self, start: int, end: int, by: str, why: str) -> Literal[False]:
        """False, and where ``explain`` is listening a note of why the candidate at ``[start, end)`` is none."""
        if self.trace:
            self.trace.note(start, end, by, why)
        return False


def prepare(text: str, scanner: Scanner, segmenter: Segmenter, published: str | None = None) -> Doc:
    """Fold and scan a text; ``published`` (``YYYY-MM-DD``) is what relative dates count from."""
    folded = fold(text)
    return Doc(text, folded, scanner.scan(folded), published, segmenter)
