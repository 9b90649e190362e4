"""A sentence as items: mentions, coordinated ones joined, and the words between them, parted into clauses.

What stands in brackets and the marks of quotation are left out, so that a rule sees 中国移动（CMCC）启动“星辰计划” as
中国移动 启动 星辰计划.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cmfacts.engine.doc import Doc
from cmfacts.models import Date, Initiative, Organization, Sector

LONGEST_BRACKET = 60
LONGEST_TAIL = 6  # words after 等: 等多家产业合作伙伴
WORD, STOP = "word", "stop"
_END = re.compile(r"[。!?;【】\n]")
_UNSEEN = frozenset("“”‘’「」『』《》〈〉\"'<>—- \t")
_STOPS = frozenset(",:")
_JOINTS = frozenset("、 和 与 及 以及 暨 /".split())
_UNEQUAL = "与"  # A与B: A may go on without B in the next clause
_OVER = frozenset("超近逾多")
_TAILED = ("m", "q", "n", "a", "b", "vn", "j", "x")


@dataclass(frozen=True, slots=True)
class Span:
    """A mention or a trigger: ``kind`` is org, date, sector, an initiative's kind, or ``trigger``.

    ``ref`` is the entity's id; of a trigger the tag ``v`` if its subject stands before it.
    """

    start: int
    end: int
    kind: str
    ref: str


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a mark that parts clauses, or mentions that stand together.

    ``refs`` are the mentions' entities, ``first`` how many of them stand before a 与; ``trigger`` tells that the
    word is one.
    """

    kind: str
    start: int
    end: int
    text: str
    tag: str = ""
    refs: tuple[str, ...] = ()
    first: int = 0
    trigger: bool = False

    @property
    def named(self) -> bool:
        """Whether it is a mention."""
        return bool(self.refs)


def spans(
    organizations: Iterable[Organization],
    dates: Iterable[Date],
    sectors: Iterable[Sector],
    initiatives: Iterable[Initiative],
) -> list[Span]:
    """All mentions in text order; of those that overlap the first and longest, so an initiative covers its owner."""
    found = [Span(m.start, m.end, "org", entity.id) for entity in organizations for m in entity.mentions]
    found += [Span(m.start, m.end, "date", entity.id) for entity in dates for m in entity.mentions]
    found += [Span(m.start, m.end, "sector", entity.id) for entity in sectors for m in entity.mentions]
    found += [Span(m.start, m.end, entity.kind, entity.id) for entity in initiatives for m in entity.mentions]
    return leftmost(found)


def leftmost(found: Iterable[Span]) -> list[Span]:
    """The first and longest of spans that overlap."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end, span.kind == "sector")):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


class Sentences:
    """The sentences of one text, each cut into items when it is asked for."""

    def __init__(self, doc: Doc, named: Sequence[Span], triggers: Sequence[Span]) -> None:
        self._doc = doc
        self._spans = sorted([*named, *triggers], key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]
        self._ends = [match.start() for match in _END.finditer(doc.folded)]
        self._cut: dict[int, Sequence[Item]] = {}
        self._bounds: dict[int, tuple[list[int], list[int]]] = {}
        self._named: dict[str, list[Span]] = {}
        for span in named:
            self._named.setdefault(span.kind, []).append(span)

    @property
    def doc(self) -> Doc:
        """The text that the sentences are of."""
        return self._doc

    def index(self, offset: int) -> int:
        """The number of the sentence that holds an offset."""
        return bisect_right(self._ends, offset - 1)

    def items(self, number: int) -> Sequence[Item]:
        """The items of a sentence; none for a number before the first."""
        if number < 0:
            return ()
        if number not in self._cut:
            start = self._ends[number - 1] + 1 if number else 0
            end = self._ends[number] if number < len(self._ends) else len(self._doc.folded)
            self._cut[number] = _joined(list(self._pieces(start, end)))
        return self._cut[number]

    def place(self, number: int, offset: int) -> int | None:
        """The item of a sentence that begins at an offset, if one does."""
        items = self.items(number)
        place = bisect_left(items, offset, key=lambda item: item.start)
        return place if place < len(items) and items[place].start == offset else None

    def clause(self, number: int, place: int) -> tuple[int, int]:
        """The clause around an item: its first item, and the mark or end that closes it."""
        if number not in self._bounds:
            marks = [index for index, item in enumerate(self.items(number)) if item.kind == STOP]
            self._bounds[number] = [-1, *marks], [*marks, len(self.items(number))]
        openings, closings = self._bounds[number]
        index = bisect_left(closings, place)
        return openings[index] + 1, closings[index]

    def latest(self, kinds: Iterable[str], offset: int) -> Span | None:
        """The last mention of some kinds that ends before an offset."""
        found: Span | None = None
        for kind in kinds:
            spans_of = self._named.get(kind, [])
            place = bisect_right(spans_of, offset, key=lambda span: span.end)
            if place and (found is None or spans_of[place - 1].start > found.start):
                found = spans_of[place - 1]
        return found

    def _pieces(self, start: int, end: int) -> Iterator[Item]:
        text, tokens = self._doc.folded, self._doc.tokens
        place = bisect_left(self._starts, start)
        index = tokens.at(start)
        while start < end:
            while place < len(self._spans) and self._starts[place] < start:
                place += 1
            span = self._spans[place] if place < len(self._spans) and self._starts[place] < end else None
            if span and span.start == start:
                yield self._mention(span, tokens.tag(tokens.at(start)))
                start = span.end
                continue
            while tokens.starts[index + 1] <= start:
                index += 1
            stop = min(tokens.starts[index + 1], end, span.start if span else end)
            word = text[start:stop]
            close = text.find(")", stop, min(end, stop + LONGEST_BRACKET)) if word == "(" else -1
            if close >= 0:
                start = close + 1
                continue
            if word[0] not in _UNSEEN or word == " ":
                whole = len(word) == len(tokens.words[index])
                yield from self._word(word, start, tokens.tag(index) if whole else "x")
            start = stop

    def _word(self, word: str, start: int, tag: str) -> Iterator[Item]:
        text, end = self._doc.folded, start + len(word)
        if word == " ":
            around = text[start - 1 : start] + text[end : end + 1]
            if len(around) == 2 and not around[0].isascii() and not around[1].isascii():
                yield Item(STOP, start, end, ",")
        elif word[0] in _STOPS:
            if not (text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()):
                yield Item(STOP, start, end, word[0])
        else:
            yield Item(WORD, start, end, word, tag)

    def _mention(self, span: Span, tag: str) -> Item:
        word = self._doc.folded[span.start : span.end]
        if span.kind == "trigger":
            return Item(WORD, span.start, span.end, word, span.ref or tag, trigger=True)
        return Item(span.kind, span.start, span.end, word, "", (span.ref,), 1)


def _joined(items: list[Item]) -> list[Item]:
    """Mentions of a kind with nothing but a joint between them as one item, what 等 adds to them included."""
    joined: list[Item] = []
    index = 0
    while index < len(items):
        item = items[index]
        index += 1
        if item.named and item.kind != "date":
            item, index = _group(items, item, index)
        joined.append(item)
    return joined


def _group(items: Sequence[Item], item: Item, index: int) -> tuple[Item, int]:
    refs, first, end = list(item.refs), 0, item.end
    while index < len(items):
        after = index
        joint = items[after].text if items[after].kind == WORD else ""
        after += joint in _JOINTS
        if after >= len(items) or items[after].kind != item.kind or (item.kind == "sector" and after == index):
            break
        first = first or (len(refs) if joint == _UNEQUAL else 0)
        refs += items[after].refs
        end, index = items[after].end, after + 1
    index, end = _tail(items, index, end)
    unique = tuple(dict.fromkeys(refs))
    return replace(item, end=end, refs=unique, first=first or len(unique)), index


def _tail(items: Sequence[Item], index: int, end: int) -> tuple[int, int]:
    """等, 等八部门, 等产业合作伙伴."""
    if index >= len(items) or items[index].text != "等":
        return index, end
    stop = min(len(items), index + 1 + LONGEST_TAIL)
    index, end = index + 1, items[index].end
    while index < stop and (items[index].kind == "sector" or _adds(items[index])):
        end, index = items[index].end, index + 1
    return index, end


def _adds(item: Item) -> bool:
    if item.text in _OVER:
        return True
    return item.kind == WORD and item.tag.startswith(("n",) if item.trigger else _TAILED) and item.tag != "ad"
