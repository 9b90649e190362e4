"""Whom a word means that tells the kind of an organization: 该校 is the university named last."""

from bisect import bisect_left
from dataclasses import dataclass

from cmfacts.link.clauses import Sentences, Span
from cmfacts.link.heads import Subject
from cmfacts.link.particles import Particles

FARTHEST = 3  # sentences back to the name that a word stands for
MOST_NEAR = 8  # names looked at


@dataclass(frozen=True, slots=True)
class _Named:
    """The mentions whose names end alike, and where the second organization among them is named first."""

    spans: list[Span]
    second: int | None


class StandIns:
    """Answers for one document, by the ends of the names in ``lexicons/fact/stand-ins.tsv``."""

    def __init__(self, sentences: Sentences, particles: Particles) -> None:
        self._sentences, self._particles = sentences, particles
        self._named: dict[tuple[str, ...], _Named] = {}

    def of(self, number: int, place: int, likely: Subject | None) -> Subject | None:
        """The organization that the word at an item stands for: the ``likely`` one if its name fits, else the last
        one named near whose name does, unless it is one of a list.
        """
        item = self._sentences.items(number)[place]
        ends, only = self._particles.stand_ins[item.text]
        named = self._ending(ends)
        last = bisect_left(named.spans, item.start, key=lambda span: span.start)
        first = self._sentences.back(number, FARTHEST)
        near = [
            span for span in named.spans[max(0, last - MOST_NEAR) : last] if self._sentences.index(span.start) >= first
        ]
        if likely and any(span.ref in likely.refs for span in near):
            return None if self._listed(near, likely.sentence, likely.item) else likely
        several = only and named.second is not None and named.second < item.start
        return self._last(near) if near and not several else None

    def _ending(self, ends: tuple[str, ...]) -> _Named:
        if ends not in self._named:
            text = self._sentences.doc.folded
            spans = [span for span in self._sentences.mentions("org") if text.endswith(ends, span.start, span.end)]
            second = next((span.start for span in spans if span.ref != spans[0].ref), None)
            self._named[ends] = _Named(spans, second)
        return self._named[ends]

    def _last(self, near: list[Span]) -> Subject | None:
        span = near[-1]
        number = self._sentences.index(span.start)
        place = self._sentences.holding(number, span.start)
        return None if self._listed(near, number, place) else Subject((span.ref,), (), number, place)

    def _listed(self, near: list[Span], number: int, place: int) -> bool:
        """Whether an item lists several of the names that fit."""
        return len({span.ref for span in near}.intersection(self._sentences.items(number)[place].refs)) > 1
