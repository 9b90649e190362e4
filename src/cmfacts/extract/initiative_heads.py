"""The head-word rule: whether what ends in 大会 or 计划 is a name or a common noun, decided of signals with weights."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit
from cmfacts.extract.initiative_marks import Pair
from cmfacts.extract.initiative_walk import Surroundings, Walk, Walker
from cmfacts.extract.initiative_words import Head, Words

THRESHOLD = 3
YEAR_AFTER = re.compile(r"(?:19|20)\d\d(?![\d年.])")
COUNT_AFTER = re.compile(r"\d+(?:余|多)?[家个项座]")
NOUNS = frozenset({"n", "vn", "nz"})
STRONG = frozenset({"owner", "ordinal", "quoted", "latin", "superlative", "awarded"})


class HeadRule:
    """Finds names by their head words in one document, given its organizations, known names and pairs of marks."""

    def __init__(self, words: Words, doc: Doc, owners: Sequence[Candidate], pairs: Mapping[int, Pair]) -> None:
        self._words, self._text, self._tokens = words, doc.folded, doc.tokens
        self._starts, self._ends = [span.start for span in owners], [span.end for span in owners]
        hits = sorted(doc.hits.get("initiative.head", ()), key=lambda hit: -hit.start)
        self._hits = sorted({hit.end: hit for hit in hits}.values(), key=lambda hit: hit.end)  # the longest at each end
        around = Surroundings(
            owners=dict(zip(self._ends, self._starts, strict=True)),
            known=_longest(doc.hits.get("initiative.name", ())),
            heads={hit.end: hit.start for hit in self._hits if hit.end - hit.start > 2},
            pairs=pairs,
        )
        self._walker = Walker(words, doc, around)

    def find(self) -> Iterator[Candidate]:
        """Names in text order; the candidate's value is their kind."""
        awarded = -1  # where a name ended that someone was honoured with: the next one in the list is an award too
        for start, end, head in self._hits:
            if not self._is_head(start, end):
                continue
            walk = self._walker.walk(start, head)
            if walk.start - 1 == awarded and self._text[awarded] in "、和":
                walk.signals.add("awarded")
            if walk.start < start and self._is_name(walk, start, end):
                end = self._right(head, end)
                kind = "award" if "awarded" in walk.signals else "event" if self._after_event(start) else head.kind
                awarded = end if kind == "award" else -1
                yield Candidate(walk.start, end, f"initiative.head.{head.kind}", kind)

    def _is_head(self, start: int, end: int) -> bool:
        """Whether a word ends with the head, which is no part of an organization's name."""
        place = bisect_left(self._starts, start) - 1
        if place >= 0 and self._ends[place] > start:
            return False
        if self._text[start] == "年" and self._text[start - 1 : start].isdecimal():
            return False  # 2022年会 is a year and a verb
        return self._words.is_head(self._tokens, start, end)

    def _is_name(self, walk: Walk, start: int, end: int) -> bool:
        """Whether the signals suffice, and the name holds more than generic words and places."""
        signals = self.signals(walk, start, end)
        strength = max(walk.head.strength, 0) if "awarded" in signals else walk.head.strength
        score = strength + sum(self._words.weights.get(signal, 0) for signal in signals)
        return score >= THRESHOLD and self._is_own(walk, start, signals) and not self._is_part(walk, start, end)

    def _is_own(self, walk: Walk, start: int, signals: set[str]) -> bool:
        """Whether the name is more than common words: what an honour is called need not be."""
        total = start - walk.start
        if walk.proper >= 2 or (total >= 4 and "awarded" in signals):
            return True
        if walk.head.strength >= 3:
            return walk.proper > 0 or bool(walk.signals)
        return total >= 8 and not STRONG.isdisjoint(signals)

    def signals(self, walk: Walk, start: int, end: int) -> set[str]:
        """What speaks for a name or against it: the first column of lexicons/initiative/signals.tsv."""
        signals, total = set(walk.signals), start - walk.start
        if walk.proper >= 4 or total >= 8:
            signals.add("long")
        if walk.proper >= 8 or total >= 14:
            signals.add("longer")
        if end < len(self._text):
            signals.update(self._after(walk, end))
        if self._text[walk.start - 1 : walk.start] == "、":
            signals.add("listed")
        return signals

    def _is_part(self, walk: Walk, start: int, end: int) -> bool:
        """Whether a common noun only follows the name of an event: 第四届世界5G大会|活动之一; but 消费周活动."""
        follows = walk.head.strength <= 0 and self._after_event(start) and self._text[start - 1] not in "周月日季"
        return follows or self._text.startswith("之一", end)

    def _after_event(self, start: int) -> bool:
        before = self._words.head_at_end(self._text[max(0, start - 5) : start])
        return before is not None and before.kind == "event" and before.strength > 1

    def _after(self, walk: Walk, end: int) -> Iterator[str]:
        index = self._tokens.at(end)
        word, tag = self._tokens.words[index], self._tokens.tag(index)
        uses = self._words.bounds.get(word, frozenset())
        if walk.head.text == "计划" and self._is_verb(walk, tag, uses):
            yield "verbal"
        elif "held" in uses:
            yield "held"
        elif COUNT_AFTER.match(self._text, end):
            yield "counted"
        elif walk.head.kind != "event" and tag in NOUNS and uses.isdisjoint(("launch", "stop")):
            yield "compound"

    def _is_verb(self, walk: Walk, tag: str, uses: frozenset[str]) -> bool:
        """Whether 计划 is a verb for what follows: 公司计划减持, 华为计划启动…; but 远航计划启动."""
        bare = all(part in ("owner", "latin") for _, part in walk.parts)
        return tag[0] in "vdpt" and (bare or uses.isdisjoint(("launch", "inside")))

    def _right(self, head: Head, end: int) -> int:
        """A year right after an event's name is part of it: 欧拉开发者大会2022."""
        after = YEAR_AFTER.match(self._text, end) if head.kind == "event" else None
        return after.end() if after else end


def _longest(hits: Sequence[Hit]) -> dict[int, int]:
    """Where the longest known name that ends at an offset begins."""
    longest: dict[int, int] = {}
    for start, end, _ in hits:
        longest[end] = min(start, longest.get(end, start))
    return longest
