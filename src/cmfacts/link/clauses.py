"""A sentence as items: mentions, coordinated ones joined, and the words between them, parted into clauses.

What stands in brackets and the marks of quotation are left out, so that a rule sees 中国移动（CMCC）启动“星辰计划” as
中国移动 启动 星辰计划.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from cmfacts.engine.doc import Doc
from cmfacts.models import Date, Initiative, Organization, Sector

LONGEST_BRACKET = 60
DASH = "—"
NEAREST_OWNED = 4  # items between an owner's word and what is owned: A旗下的物流公司B
LONGEST_TAIL = 6  # words after 等: 等多家产业合作伙伴
LONGEST_STAND_IN = 5  # code points
MOST_BLANK = 4  # empty sentences between two: what stands between a full stop and the next paragraph
WORD, STOP = "word", "stop"
STANDING = "r"  # tag of a word that stands for an organization
ACTING, OWNING, OTHER = "v", "no", "n"  # tags of triggers: their subject stands before them; the owner; neither
START, END = attrgetter("start"), attrgetter("end")
_END = re.compile(r"[。!?;【】\n]")
_UNSEEN = frozenset("“”‘’「」『』《》〈〉\"'<>—- \t")
_STOPS = frozenset(",:")
_MARKS = _UNSEEN | _STOPS | {"("}
_CLOSING = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉"}
_OPENING = {close: opening for opening, close in _CLOSING.items()}
_QUOTES = re.compile(f"[{''.join(_CLOSING)}{''.join(_OPENING)}]")
JOINTS = frozenset("、 和 与 及 以及 暨 / & × +".split())
_LISTED = "、"
_UNEQUAL = "与"  # A与B: A may go on without B in the next clause
_REST = ("等", "在内")
_SUMMING = "这"
_JOINING = JOINTS.union(_REST)
_OVER = frozenset("超近逾多")
_TAILED = ("m", "q", "n", "a", "b", "vn", "j", "x")


@dataclass(slots=True)  # not frozen: two hundred of these and of items stand in a thousand characters
class Span:
    """A mention or a trigger: ``kind`` is org, date, sector, an initiative's kind, or ``trigger``. Never changed.

    ``ref`` is the entity's id; of a trigger its tag.
    """

    start: int
    end: int
    kind: str
    ref: str


@dataclass(slots=True)
class Item:
    """A word, a mark that parts clauses, or mentions that stand together. Never changed.

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


@dataclass(frozen=True)
class Lists:
    """What tells of a list that went before: ``groups`` sum it up (三大运营商), ``persons`` are not the list itself
    but act for it (等单位负责人), ``qualities`` stand before the noun though they are tagged as verbs (等知名企业).
    ``stand_ins`` are read as one word: 该局; ``ties`` are what a list's members do (等公司合作), and no part of it;
    ``dealing`` are the triggers that have a firm for their object and tell of nothing else (收购).
    """

    groups: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    qualities: frozenset[str] = frozenset()
    stand_ins: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()
    dealing: frozenset[str] = frozenset()

    @cached_property
    def openings(self) -> tuple[Set[str], Set[str]]:
        """The first characters of the stand-ins, and the first two of each: few words begin so."""
        return {word[0] for word in self.stand_ins}, {word[:2] for word in self.stand_ins}


def spans(
    organizations: Iterable[Organization],
    dates: Iterable[Date],
    sectors: Iterable[Sector],
    initiatives: Iterable[Initiative],
) -> list[Span]:
    """All mentions in text order; of those that overlap the first and longest, so an initiative covers its owner."""
    found = [Span(m.start, m.end, "org", entity.id) for entity in organizations for m in entity.mentions]
    found += [Span(m.start, m.end, "date", entity.id) for entity in dates for m in entity.mentions]
    found += [Span(m.start, m.end, entity.kind, entity.id) for entity in initiatives for m in entity.mentions]
    found += [Span(m.start, m.end, "sector", entity.id) for entity in sectors for m in entity.mentions]
    return leftmost(found)


def leftmost(found: Iterable[Span]) -> list[Span]:
    """The first and longest of spans that overlap; of equal ones that which is given first."""
    kept: list[Span] = []
    reached = 0
    for span in sorted(sorted(found, key=END, reverse=True), key=START):
        if span.start >= reached:
            kept.append(span)
            reached = span.end
    return kept


def with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of items with the marks of quotation at its edges whose other half it holds: 荣获“亚洲移动大奖”."""
    opened: list[str] = []
    closed: list[str] = []
    for match in _QUOTES.finditer(text, start, end):
        mark = match[0]
        if mark in _CLOSING:
            opened.append(mark)
        elif opened and opened[-1] == _OPENING[mark]:
            opened.pop()
        else:
            closed.append(mark)
    while opened and text.startswith(_CLOSING[opened[-1]], end):
        opened.pop()
        end += 1
    for mark in closed:
        if not start or text[start - 1] != _OPENING[mark]:
            break
        start -= 1
    return start, end


class Sentences:
    """The sentences of one text, each cut into items when it is asked for."""

    def __init__(self, doc: Doc, named: Sequence[Span], triggers: Sequence[Span], lists: Lists) -> None:
        self._doc, self._lists = doc, lists
        self._spans = sorted([*named, *triggers], key=START)
        self._starts = [span.start for span in self._spans]
        self._ends = [match.start() for match in _END.finditer(doc.folded)]
        self._mentioned = [span.start for span in named if span.kind not in ("date", "sector")]
        self._cut: dict[int, Sequence[Item]] = {}
        self._words: tuple[int, Set[str]] = -1, frozenset()  # of the sentence asked last
        self._telling = -1, False  # and whether it tells anything
        self._bounds: dict[int, tuple[list[int], list[int]]] = {}
        self._named: dict[str, list[Span]] = {}
        self._second: dict[str, int] = {}  # where the second thing of a kind is named first
        for span in named:
            same = self._named.setdefault(span.kind, [])
            same.append(span)
            if span.ref != same[0].ref:
                self._second.setdefault(span.kind, span.start)

    @property
    def doc(self) -> Doc:
        """The text that the sentences are of."""
        return self._doc

    def index(self, offset: int) -> int:
        """The number of the sentence that holds an offset."""
        return bisect_right(self._ends, offset - 1)

    def items(self, number: int) -> Sequence[Item]:
        """The items of a sentence; none for a number before the first or after the last."""
        items = self._cut.get(number)
        if items is None:
            within = 0 <= number <= len(self._ends)
            items = self._cut[number] = _joined(self._pieces(*self._range(number)), self._lists) if within else ()
        return items

    def words(self, number: int) -> Set[str]:
        """The texts of a sentence's items."""
        asked, words = self._words
        if asked != number:
            words = {item.text for item in self.items(number)}
            self._words = number, words
        return words

    def tells(self, number: int, words: re.Pattern[str]) -> bool:
        """Whether a sentence names an organization or initiative, or has a word that tells a fact without."""
        asked, tells = self._telling
        if asked != number:
            start, end = self._range(number)
            place = bisect_left(self._mentioned, start)
            named = place < len(self._mentioned) and self._mentioned[place] < end
            tells = named or words.search(self._doc.folded, start, end) is not None
            self._telling = number, tells
        return tells

    def _range(self, number: int) -> tuple[int, int]:
        start = self._ends[number - 1] + 1 if number else 0
        return start, self._ends[number] if number < len(self._ends) else len(self._doc.folded)

    def back(self, number: int, steps: int = 1) -> int:
        """The number of the sentence so many before, not counting empty ones; below zero before the first."""
        for _ in range(steps):
            number -= 1
            for _ in range(MOST_BLANK):
                if number < 0 or self._doc.folded[slice(*self._range(number))].strip():
                    break
                number -= 1
        return number

    def mentions(self, kind: str) -> Sequence[Span]:
        """The mentions of a kind in text order."""
        return self._named.get(kind, ())

    def holding(self, number: int, offset: int) -> int:
        """The item of a sentence that holds an offset."""
        return bisect_right(self.items(number), offset, key=lambda item: item.start) - 1

    def goes_on(self, number: int) -> bool:
        """Whether only a semicolon stands before a sentence."""
        return number > 0 and self._doc.folded[self._ends[number - 1]] == ";"

    def opens_paragraph(self, number: int) -> bool:
        """Whether a sentence stands first in its line."""
        return number == 0 or self._doc.folded[self._ends[number - 1]] == "\n"

    def place(self, number: int, offset: int) -> int | None:
        """The item of a sentence that begins at an offset, if one does."""
        items = self.items(number)
        place = bisect_left(items, offset, key=START)
        return place if place < len(items) and items[place].start == offset else None

    def clause(self, number: int, place: int) -> tuple[int, int]:
        """The clause around an item: its first item, and the mark or end that closes it."""
        bounds = self._bounds.get(number)
        if bounds is None:
            marks = [index for index, item in enumerate(self.items(number)) if item.kind == STOP]
            bounds = self._bounds[number] = [-1, *marks], [*marks, len(self.items(number))]
        openings, closings = bounds
        index = bisect_left(closings, place)
        return openings[index] + 1, closings[index]

    def latest(self, kinds: Iterable[str], offset: int) -> Span | None:
        """The last mention of some kinds that ends before an offset."""
        found: Span | None = None
        for kind in kinds:
            spans_of = self._named.get(kind, [])
            place = bisect_right(spans_of, offset, key=END)
            if place and (found is None or spans_of[place - 1].start > found.start):
                found = spans_of[place - 1]
        return found

    def only(self, kind: str, offset: int) -> bool:
        """Whether all mentions of a kind before an offset are of one thing."""
        return offset <= self._second.get(kind, offset)

    def _pieces(self, start: int, end: int) -> list[Item]:
        """The items between two offsets. Every word of a sentence comes through here, so the common one goes first."""
        text, tokens = self._doc.folded, self._doc.tokens
        spans_of, span_starts = self._spans, self._starts
        words, word_starts, tag_of = tokens.words, tokens.starts, tokens.tag_of
        place, last = bisect_left(span_starts, start), len(span_starts)
        openers, openings = self._lists.openings
        index = tokens.at(start)
        pieces: list[Item] = []
        limit = start  # where the next mention or trigger begins
        while start < end:
            if start >= limit:
                place = bisect_left(span_starts, start, place)
                limit = span_starts[place] if place < last and span_starts[place] < end else end
                if start == limit:
                    span = spans_of[place]
                    pieces.append(_mention(span, text[start : span.end]))
                    limit = start = span.end
                    continue
            while word_starts[index + 1] <= start:
                index += 1
            stop, word = word_starts[index + 1], words[index]
            whole = start == word_starts[index] and stop <= limit
            if not whole:
                stop = min(stop, limit)
                word = text[start:stop]
            mark = word[0]
            if mark in openers and text[start : start + 2] in openings and (close := self._stand_in(start, limit)):
                pieces.append(Item(WORD, start, close, text[start:close], STANDING))
                start = close
                continue
            if mark not in _MARKS:
                pieces.append(Item(WORD, start, stop, word, tag_of(word) if whole else "x"))
            elif word == "(" and (close := text.find(")", stop, min(end, stop + LONGEST_BRACKET))) >= 0:
                start = close + 1
                continue
            elif mark in _STOPS or word == " ":
                if self._parts(word, start):
                    pieces.append(Item(STOP, start, stop, "," if word == " " else mark))
            elif mark not in _UNSEEN or word == DASH:
                pieces.append(Item(WORD, start, stop, word, tag_of(word) if whole else "x"))
            start = stop
        return pieces

    def _stand_in(self, start: int, limit: int) -> int:
        """Where a word for an organization ends that begins at an offset, if one does: 该局, maybe two tokens."""
        for end in range(min(limit, start + LONGEST_STAND_IN), start + 1, -1):
            if self._doc.folded[start:end] in self._lists.stand_ins and self._doc.tokens.is_boundary(end):
                return end
        return 0

    def _parts(self, mark: str, start: int) -> bool:
        """Whether a mark parts clauses: a blank between Chinese characters, a comma that is not a number's."""
        text = self._doc.folded
        before, after = text[start - 1 : start], text[start + 1 : start + 2]
        if mark == " ":
            return bool(before and after) and not before.isascii() and not after.isascii()
        return not (before.isdigit() and after.isdigit())


def _mention(span: Span, word: str) -> Item:
    if span.kind == "trigger":
        return Item(WORD, span.start, span.end, word, span.ref, (), 0, True)
    return Item(span.kind, span.start, span.end, word, "", (span.ref,), 1)


def _joined(items: list[Item], lists: Lists) -> list[Item]:
    """Mentions of a kind with nothing but a joint between them as one item, what 等 adds to them included."""
    joined: list[Item] = []
    index = 0
    while index < len(items):
        item = items[index]
        index += 1
        if item.refs and item.kind != "date":
            item, index = _group(items, item, index, lists)
        joined.append(item)
    return joined


def _group(items: Sequence[Item], item: Item, index: int, lists: Lists) -> tuple[Item, int]:
    if index == len(items) or (items[index].kind != item.kind and items[index].text not in _JOINING):
        return item, index  # nothing can join it
    refs, first, end = list(item.refs), 0, item.end
    while index < len(items):
        after = index
        joint = items[after].text if items[after].kind == WORD else ""
        after += joint in JOINTS
        if after >= len(items) or items[after].kind != item.kind or (item.kind == "sector" and after == index):
            break
        if item.kind == "org" and joint == _LISTED and _acts_apart(items, index, after, lists):
            break
        if item.kind == "org" and after > index and _owns_another(items, after):
            break
        first = first or (len(refs) if joint == _UNEQUAL else 0)
        refs += items[after].refs
        end, index = items[after].end, after + 1
    index, end = _tail(items, index, end, lists, several=len(refs) > 1)
    if end == item.end:
        return item, index
    unique = tuple(dict.fromkeys(refs))
    return Item(item.kind, item.start, end, item.text, item.tag, unique, first or len(unique)), index


def _acts_apart(items: Sequence[Item], joint: int, place: int, lists: Lists) -> bool:
    """Whether the list is one of clauses: B、C of A收购B、C收购D, of A入股B、C收购D."""
    if joint < 2 or place + 1 >= len(items):
        return False
    before, after = items[joint - 2], items[place + 1]
    if not before.trigger or not after.trigger:
        return False
    return before.text == after.text or lists.dealing.issuperset((before.text, after.text))


def _owns_another(items: Sequence[Item], place: int) -> bool:
    """Whether an organization only tells whose the next one is: B of A和B旗下C."""
    place += 1
    while place < len(items) and items[place].text == "的":
        place += 1
    if place >= len(items) or not items[place].trigger or items[place].tag != OWNING:
        return False
    return any(item.kind == "org" for item in items[place + 1 : place + 1 + NEAREST_OWNED])


def _tail(items: Sequence[Item], index: int, end: int, lists: Lists, *, several: bool) -> tuple[int, int]:
    """等, 等八部门, 等产业合作伙伴, 在内的多家企业; 三大运营商 after several. Not 等单位负责人: persons act."""
    if index >= len(items):
        return index, end
    if several and items[index].text == _SUMMING and index + 1 < len(items):  # A和B这两大巨头
        beyond = _tail(items, index + 1, end, lists, several=True)
        return beyond if beyond[1] > end else (index, end)
    begin = index + (items[index].text in _REST)
    begin += begin > index and begin < len(items) and items[begin].text == "的"  # 在内的
    summed = begin == index
    if summed and not (several and items[index].tag.startswith("m") and items[index].kind == WORD):
        return index, end
    last = begin
    while last < min(len(items), begin + LONGEST_TAIL) and (items[last].kind == "sector" or _adds(items[last], lists)):
        if items[last].text in lists.persons:
            return index, end
        if items[last].text in lists.ties and items[last - 1].text in lists.groups:
            break
        last += 1
        if summed and items[last - 1].text in lists.groups:
            return last, items[last - 1].end
    return (index, end) if summed else (last, items[last - 1].end)


def _adds(item: Item, lists: Lists) -> bool:
    if item.text in _OVER or item.text in lists.qualities:
        return True
    return item.kind == WORD and item.tag.startswith(("n",) if item.trigger else _TAILED) and item.tag != "ad"
