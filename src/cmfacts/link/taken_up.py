"""What 本次会议, 活动 or an unsaid object takes up: a mention that the text named before."""

from collections.abc import Collection

from cmfacts.link.clauses import STOP, Sentences
from cmfacts.link.particles import Particles

FARTHEST = 2  # sentences back to a mention that the text takes up again
MARKED = frozenset("本次 此次 本届 该 此 本 这次".split())
_EVENT = frozenset({"event"})


class TakenUp:
    """Answers for one document."""

    def __init__(self, sentences: Sentences, particles: Particles) -> None:
        self._sentences, self._particles = sentences, particles

    def by_word(self, kinds: Collection[str], number: int, place: int) -> str | None:
        """The mention that the word at an item stands for, however far: 会议, or with 本次 before it 对接会."""
        items = self._sentences.items(number)
        if not 0 <= place < len(items) or not self._generic(kinds, number, place):
            return None
        return self._latest(kinds, items[place].start, number + 1)

    def alone(self, kinds: Collection[str], number: int, place: int) -> str | None:
        """The event that a bare 活动 or 大会 at the end of a clause means: the only one so far, or one near."""
        items = self._sentences.items(number)
        if "event" not in kinds or self._particles.generic.get(items[place].text) != "event":
            return None
        if place + 1 < len(items) and items[place + 1].kind != STOP:
            return None
        return self.last(_EVENT, number, place)

    def last(self, kinds: Collection[str], number: int, place: int) -> str | None:
        """The mention named last before an item, near; if it is the text's only event so far, however far."""
        start = self._sentences.items(number)[place].start
        only = kinds == _EVENT and self._sentences.only("event", start)
        return self._latest(kinds, start, number + 1 if only else FARTHEST)

    def _latest(self, kinds: Collection[str], offset: int, reach: int) -> str | None:
        span = self._sentences.latest(sorted(kinds), offset)
        return span.ref if span and self._sentences.index(span.start) > self._sentences.index(offset) - reach else None

    def _generic(self, kinds: Collection[str], number: int, place: int) -> bool:
        items, generic = self._sentences.items(number), self._particles.generic
        text = items[place].text
        if generic.get(text) == "event" and "event" in kinds:
            return True
        marked = any(item.text in MARKED for item in items[max(0, place - 3) : place])
        return marked and text.endswith(tuple(word for word, means in generic.items() if means in kinds))
