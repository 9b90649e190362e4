"""What 本次会议, 活动 or an unsaid object takes up: a mention that the text named before."""

from collections.abc import Collection

from cmfacts.link.clauses import STOP, Sentences, Span
from cmfacts.link.particles import Particles

MOST_ALIKE = 4  # mentions of a kind among which one is looked for that ends in the word
BARE = frozenset({"event", "award"})  # 大会, 榜单 at the end of a clause: what else is named there is another one
LONGEST_LIST = 6  # lines of 主办单位 and the like before the event's name
_BY = ("由", "被")  # who founds it is not what others join: X联盟由A学会成立,B加入
ALLIED = "该组织"  # stands for what has members
NEAR_MARK = 3  # items from 本次 to its noun


class TakenUp:
    """Answers for one document."""

    def __init__(self, sentences: Sentences, particles: Particles) -> None:
        self._sentences, self._particles = sentences, particles

    def by_word(self, kinds: Collection[str], number: int, place: int) -> str | None:
        """The mention that the word at an item stands for, however far: 会议, or with 本次 before it 对接会."""
        items = self._sentences.items(number)
        if not 0 <= place < len(items) or not self._generic(kinds, number, place):
            return None
        word = items[place].text
        found = self._alike(self._meant(kinds, word), items[place].start)
        return next((span.ref for span in found if self._ends(span, word)), found[0].ref if found else None)

    def opening(self, kinds: Collection[str], number: int, place: int) -> str | None:
        """What a bare noun that opens a clause takes up: 系统由A搭建 after “星云”系统 was named."""
        items = self._sentences.items(number)
        word = items[place].text
        if self._particles.generic.get(word) not in kinds or (place and items[place - 1].kind != STOP):
            return None
        found = self._alike(self._meant(kinds, word), items[place].start)
        near = self._sentences.back(number)
        return next((s.ref for s in found if self._ends(s, word) and self._sentences.index(s.start) >= near), None)

    def alone(self, kinds: Collection[str], number: int, place: int) -> str | None:
        """What a bare 活动, 大会 or 榜单 at the end of a clause means: the only event so far, or one near."""
        items = self._sentences.items(number)
        meant = self._particles.generic.get(items[place].text)
        if meant not in kinds or meant not in BARE:
            return None
        if place + 1 < len(items) and items[place + 1].kind != STOP:
            return None
        return self.last({meant}, number, place)

    def last(self, kinds: Collection[str], number: int, place: int, *, reach: int = 1) -> str | None:
        """The mention named last before an item, so many sentences back; if it is the text's only event so far,
        however far.
        """
        start = self._sentences.items(number)[place].start
        span = self._sentences.latest(sorted(kinds), start)
        only = span and span.kind == "event" and self._sentences.only("event", start)
        near = span and (only or self._sentences.index(span.start) >= self._sentences.back(number, reach))
        return span.ref if span and near else None

    def next(self, kinds: Collection[str], number: int) -> str | None:
        """The first event named in the lines right after a sentence, none of which is a paragraph."""
        for after in range(number + 1, number + 1 + LONGEST_LIST):
            items = self._sentences.items(after)
            if found := next((item for item in items if item.kind in kinds), None):
                return found.refs[0]
        return None

    def joined(self, kinds: Collection[str], number: int, place: int) -> str | None:
        """What one becomes a member of that is not said again: an alliance or plan named near."""
        near = self._sentences.back(number)
        allied = self._particles.stand_ins[ALLIED][0]
        for span in self._alike(kinds, self._sentences.items(number)[place].start):
            if self._sentences.index(span.start) < near:
                return None
            allies = self._sentences.doc.folded.endswith(allied, span.start, span.end)
            if span.kind != "org" or (allies and not self._sentences.doc.folded.endswith(_BY, 0, span.start)):
                return span.ref
        return None

    def _alike(self, kinds: Collection[str], offset: int) -> list[Span]:
        """The last mentions of some kinds before an offset, the nearest first."""
        found: list[Span] = []
        while len(found) < MOST_ALIKE and (span := self._sentences.latest(sorted(kinds), offset)):
            found.append(span)
            offset = span.start
        return found

    def _ends(self, span: Span, word: str) -> bool:
        return self._sentences.doc.folded.endswith(word, span.start, span.end)

    def _generic(self, kinds: Collection[str], number: int, place: int) -> bool:
        items, generic = self._sentences.items(number), self._particles.generic
        text = items[place].text
        if generic.get(text) == "event" and "event" in kinds:
            return True
        before = self._sentences.doc.folded[items[max(0, place - NEAR_MARK)].start : items[place].start]
        marked = any(mark in before for mark in self._particles.marks)
        return marked and text.endswith(tuple(word for word, means in generic.items() if means in kinds))

    def _meant(self, kinds: Collection[str], text: str) -> Collection[str]:
        """Those of some kinds that a word may mean: 行动 an action, no organization."""
        generic = self._particles.generic
        return {generic[text[start:]] for start in range(len(text)) if text[start:] in generic} & set(kinds) or kinds
