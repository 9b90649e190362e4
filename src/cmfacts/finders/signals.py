"""Names that nothing in a lexicon holds, believed by what stands beside them: 控股子公司|岚泰|拟…, …|云杉|完成A轮融资.

A signal is a word right before or right after the name (``lexicons/org/signals.tsv``), or one of the forms below: a
stock code, a share of stock, a round of financing. The characters themselves are a signal where no ordinary words make
them up. One strong signal beside such characters is enough, or two weak ones; ``weigh`` shows them all.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit, Literal
from cmfacts.finders.lattice import Lattice
from cmfacts.finders.name_walk import PLAIN_TAGS, PROPER_TAGS, Walker
from cmfacts.finders.names import CHANNEL as NAMES
from cmfacts.finders.stems import fields
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

CHANNEL = "org.signal"
RULE = "org.signals"
WEIGHTS = {"strong": 2, "weak": 1, "agent": 1, "act": 0}
BRANDED = 2  # the weight of what only a firm does, after characters that end in a line of business: 荣庆物流|否认
REACH = 6  # code points of the longest signal
MARKED = "stands between a mark and its stock code"
UNKNOWN, WEAK, KNOWN, _ = OWN = (
    "no ordinary words",
    "a weak name of the lexicons",
    "a name of the witness list",
    MARKED,
)
PROPER = 1  # the weight of characters that no ordinary words make up
NEEDED = 3
PLAIN_LOCAL = 2  # words of a place and its trade
SPELLED = 4  # code points of a name of which jieba makes no word
SHORTEST, LONGEST = 2, 8  # code points of a Chinese name; Latin ones may be four times as long
LONGEST_PERSON = 3
LONG_LATIN = 4
FIRM = "公司"
BRACKETED = 40  # code points of a bracket between a name and its signal
MOST_BETWEEN = 6  # words like 近日 and 已 between a name and its signal
LINE_STARTS = ("", "\n", "【")
OPENS = "opens a line"
MARKS = '“”"「」()'
CLOSED = "pcuryeoqm"  # parts of speech of single characters that no name holds
COMMON_TAGS = frozenset({"n", "a", "an", "b", "s", "t", "vn", "j"})
BUSINESS_TAGS = frozenset({"n", "vn", "nz"})  # of a last word that no list has as a line of business: 聚岚|租赁
NAMING_TAGS = frozenset({"nr", "nrt", "nrfg", "nz", "nt"})
EDGE_TAGS = "vpdcurytm"
STOCK_CODE = re.compile(r"\s?\((?:(?:股票|证券)代码:)?(?:[A-Z]{2,6}[:.])?\s?\d{5,6}(?:[.,][A-Z]{2})?\)")
STAKE = re.compile(r"(?:的|所持|持有的)?\d[\d.]*%的?(?:少数)?股[权份]")
FUNDING = re.compile(r"(?:完成|获得?|拿下)[^,。;:!?\n]{0,20}融资")
PACT = re.compile(r"[与同和](?!此|时|步)[^,。;:!?、\n]{2,24}?(?:签署|签订|签约|达成|合作|共建|联合|共同)")
CONJUNCTIONS = "与和及同"
WITH = ("与", "同", "和")  # 岚泰新能源|与|宁德时代|签署…
_PARTS = "早间|午间|晚间|上午|下午|盘前|盘后|晚|早"
DAY = re.compile(rf"(?:\d{{1,2}}月)?\d{{1,2}}日(?:{_PARTS})?")
DAY_BEFORE = re.compile(rf"(?<!\d)(?:\d{{1,2}}月)?\d{{1,2}}日(?:{_PARTS})?\Z")
DAY_REACH = 8  # code points of 12月31日晚间
DAY_ENDS = tuple("日间晚早午前后")
LATIN_GOES_ON = re.compile(r"(?<=[A-Za-z]) ?[A-Za-z]")  # Qumei| Runto
CODED = (3, 6)  # code points of a name between a mark and its stock code, the second excluded
ANCHORS = (
    "完成",
    "获",
    "股权",
    "股份",
    "(0",
    "(3",
    "(6",
    "(8",
    "(股票代码",
    "(证券代码",
)  # of a round, a stake, a stock code
FORMS = (("stock code", STOCK_CODE, 2), ("stake", STAKE, 2), ("funding", FUNDING, 2), ("pact", PACT, 2))


@dataclass(frozen=True, slots=True)
class Signal:
    """What speaks for a name: a word, a form or the characters themselves, and how much it weighs."""

    text: str
    weight: int


class SignalRule:
    """Weighs unknown names beside signals. Immutable once built.

    ``names`` are what the lexicons hold, believed or not; ``witness`` tells whether a list that proves nothing alone
    knows a name.
    """

    def __init__(
        self, lexicons: Lexicons, walker: Walker, names: Container[str], witness: Callable[[str], bool] | None = None
    ) -> None:
        self._walker, self._names, self._witness = walker, names, witness
        self._left: dict[str, int] = {}
        self._right: dict[str, int] = {}
        self._acts: set[str] = set()
        self._between: set[str] = set()  # what may stand between a name and its verb: 云杉|近日|完成…融资
        for signal, (left, right, between) in lexicons.cells("org", "signal", "left", "right", "between").items():
            if left:
                self._left[signal] = WEIGHTS[left]
            if right:
                self._right[signal] = WEIGHTS[right]
            if right in ("agent", "act"):
                self._acts.add(signal)
            if between:
                self._between.add(signal)
        self._joints = tuple(sorted({*lexicons.words("org", "joint"), *WITH}, key=len, reverse=True))
        self._generic = lexicons.words("org", "generic")
        self._places = lexicons.words("place", "place")
        self._surnames = lexicons.words("org", "surname")
        self._fields = frozenset(fields(lexicons)) | lexicons.words("org", "trade")
        self._goods = self._fields | lexicons.words("org", "good")

    def literals(self) -> Iterator[Literal]:
        """Every signal, and the words without which none of the forms can be."""
        yield from (Literal(signal, CHANNEL, "left") for signal in self._left)
        yield from (Literal(signal, CHANNEL, "right") for signal in self._right)
        yield from (Literal(anchor, CHANNEL, "form") for anchor in ANCHORS)

    def find(self, doc: Doc, lattice: Lattice, named: Sequence[Candidate]) -> Iterator[Candidate]:
        """Unknown names beside a signal, with what the signals weigh enough for."""
        taken = {candidate.start for candidate in named} | {candidate.end for candidate in named}
        spans = (*self._spans(doc, lattice, doc.hits[CHANNEL]), *self._partners(doc, lattice, named))
        told: dict[str, dict[str, int]] = {}  # what speaks for each name anywhere in the text, once each
        mentions = []
        ends = {candidate.end for candidate in named}
        for start, end in dict.fromkeys((self._after_joint(doc.folded, start, ends), end) for start, end in spans):
            if start == end or start in taken or end in taken or not self._is_name(doc, start, end):
                continue
            signals = self.weigh(doc, start, end)
            if not signals or signals[0].text not in OWN:
                doc.refuse(start, end, RULE, "ordinary words make up its characters")
                continue
            mentions.append((start, end))
            told.setdefault(doc.folded[start:end], {}).update((signal.text, signal.weight) for signal in signals)
        for start, end in mentions:
            name = doc.folded[start:end]
            strong = max(told[name].values()) > PROPER or not self._is_plain(doc, start, end)
            if strong and sum(told[name].values()) >= NEEDED:
                yield Candidate(start, end, RULE, OrganizationValue(name, None, "company"))
            else:
                doc.refuse(start, end, RULE, "the signals beside it weigh too little")

    def _after_joint(self, text: str, start: int, ends: Container[int]) -> int:
        """Where a name begins behind a bracket or a known name and a conjunction: 三九医药(000999)|和|三九生化."""
        if text[start - 1 : start] != ")" and start not in ends:
            return start
        return start + next((len(joint) for joint in self._joints if text.startswith(joint, start)), 0)

    def _is_plain(self, doc: Doc, start: int, end: int) -> bool:
        """Whether nouns of the language make up a name, which two weak signals do not prove: 离岸|贸易."""
        tokens = doc.tokens
        indices = range(tokens.at(start), tokens.at(end - 1) + 1)
        return all(len(tokens.words[index]) > 1 and tokens.tag(index) in COMMON_TAGS for index in indices)

    def weigh(self, doc: Doc, start: int, end: int) -> list[Signal]:
        """All that speaks for the name at ``[start, end)``: what ``find`` adds up and ``explain`` shows."""
        text = doc.folded
        signals = []
        if self._is_proper(doc, start, end):
            signals.append(Signal(UNKNOWN, PROPER))
        elif text[start:end] in self._names:
            signals.append(Signal(WEAK, PROPER))
        elif _coded(doc, end) == start:
            signals.append(Signal(MARKED, PROPER))
        left = next((text[at:start] for at in range(max(0, start - REACH), start) if text[at:start] in self._left), "")
        signals += [Signal(left, self._left[left])] if left else []
        verb = self._verb_after(doc, end)
        sides = (text[at : at + size] for at in {end: 0, verb: 0} for size in range(REACH, 1, -1))
        right = max((word for word in sides if word in self._right), key=self._right.__getitem__, default="")
        if right and self._is_witnessed(doc, start, end):  # 公司|智慧校园: a word on the left is too little
            signals.insert(0, Signal(KNOWN, PROPER))
        if right in self._acts and self._is_branded(doc, start, end):
            signals.append(Signal(right, BRANDED))
        elif right and self._right[right]:
            signals.append(Signal(right, self._right[right]))
        if right and text[start - 1 : start] in LINE_STARTS and self._has_field(doc, start, end):
            signals.append(Signal(OPENS, 1))
        return signals + [
            Signal(name, weight) for name, form, weight in FORMS if form.match(text, verb) or form.match(text, end)
        ]

    def _has_field(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a line of business follows a word that is no attribute: 朗润|智能, not 国产|汽车."""
        first, last = doc.tokens.at(start), doc.tokens.at(end - 1)
        named = len(doc.tokens.words[first]) == 1 or doc.tokens.tag(first) in NAMING_TAGS
        return first < last and named and doc.tokens.words[last] in self._fields

    def _is_branded(self, doc: Doc, start: int, end: int) -> bool:
        """Whether two characters that are no word stand before the line of business, after a place or none."""
        tokens = doc.tokens
        first, last = tokens.at(start), tokens.at(end - 1)
        stem = range(first + (tokens.words[first] in self._places), last)
        single = [tokens.tag(index) for index in stem if len(tokens.words[index]) == 1]
        odd = len(single) > 1 and not all(tag[:1] in PLAIN_TAGS for tag in single)
        named = any(tokens.tag(index) in NAMING_TAGS and tokens.words[index] not in self._generic for index in stem)
        return tokens.words[last] in self._goods and (odd or named)

    def _is_witnessed(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the witness list has the name, and it is not what follows a surname: 张|友国."""
        given = end - start < LONGEST_PERSON and doc.folded[start - 1 : start] in self._surnames
        return self._witness is not None and not given and self._witness(doc.folded[start:end])

    def _verb_after(self, doc: Doc, end: int) -> int:
        """Where the verb begins, after 近日, 已, 3月4日晚 and the like."""
        end = _after_bracket(doc.folded, end)
        if day := DAY.match(doc.folded, end):
            end = day.end()
        tokens = doc.tokens
        for index in range(tokens.at(end), min(tokens.at(end) + 3, len(tokens.words))):
            if tokens.words[index] not in self._between:
                break
            end = tokens.starts[index + 1]
        return end

    def _spans(self, doc: Doc, lattice: Lattice, hits: Iterable[Hit]) -> Iterator[tuple[int, int]]:
        tokens, text, names = doc.tokens, doc.folded, _Edges(doc)
        for hit in hits:
            if hit.payload == "left":
                if text[hit.end : hit.end + 1].isalnum() and text[hit.end] != "的" and tokens.is_boundary(hit.end):
                    yield from self._right_of(doc, hit.end, names.ends.get(hit.end, ()))
            elif tokens.is_boundary(hit.start) and _may_follow(text, hit):
                code = _coded(doc, hit.start) if hit.payload == "form" else -1
                if code >= 0:
                    yield code, hit.start
                index = tokens.at(_before_bracket(text, hit.start))
                farthest = max(0, index - MOST_BETWEEN)
                while index > farthest and (
                    tokens.words[index - 1] in self._between or _is_share(hit, tokens.words[index - 1])
                ):
                    index -= 1
                end = _before_bracket(text, _before_day(text, tokens.starts[index]))
                yield from self._left_of(doc, lattice, end, names.starts.get(end, ()))
                if (start := self._spelled(doc, end)) >= 0:
                    yield start, end

    def _partners(self, doc: Doc, lattice: Lattice, named: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
        """What stands before 与 and a known name, where the two sign something: 岚泰新能源|与|宁德时代|签署."""
        for candidate in named:
            end = candidate.start - 1
            if end > 1 and doc.folded[end] in WITH and PACT.match(doc.folded, end):
                spans = self._left_of(doc, lattice, end, range(max(0, end - LONGEST), end - 1))
                yield from (
                    span for span in spans if end - span[0] > LONGEST_PERSON or doc.folded[span[0] : end] in self._names
                )

    def _right_of(self, doc: Doc, start: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The name that begins where a signal ends, up to a mark, a verb or a word that no name holds.

        ``ends`` are where names of the lexicons that begin there end.
        """
        tokens, end = doc.tokens, start
        known = (at for at in ends if start + 1 < at <= start + LONGEST and doc.folded[start:at] in self._names)
        named = max(known, default=0)
        if named and tokens.is_boundary(named) and self._is_edge(doc, tokens.at(named)):
            yield start, named
        index = tokens.at(start)
        while index < len(tokens.words) and end - start <= LONGEST:
            word = tokens.words[index]
            if word in self._right or not self._is_part(word, tokens.tag(index), first=end == start):
                break
            index, end = index + 1, end + len(word)
        if not self._is_edge(doc, index) and end > start and self._is_business(doc, index):
            index, end = index + 1, tokens.starts[index + 1]
        if self._is_edge(doc, index) and not LATIN_GOES_ON.match(doc.folded, end):
            yield start, end + len(FIRM) * doc.folded.startswith(FIRM, end)
        elif end > start:
            doc.refuse(start, end, RULE, f"{tokens.words[index]} goes on after it")

    def _is_business(self, doc: Doc, index: int) -> bool:
        return doc.tokens.tag(index) in BUSINESS_TAGS and doc.tokens.words[index] not in self._generic

    def _left_of(self, doc: Doc, lattice: Lattice, end: int, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The name that ends where a signal begins, from a mark, a verb or a word that no name holds.

        ``starts`` are where names of the lexicons that end there begin.
        """
        tokens, start = doc.tokens, end
        known = (at for at in starts if end - LONGEST <= at < end - 1 and doc.folded[at:end] in self._names)
        named = min(known, default=-1)
        if named == 0 or (named > 0 and tokens.is_boundary(named) and self._is_edge(doc, tokens.at(named - 1))):
            yield named, end
        while end - start <= LONGEST and (piece := lattice.before(start)):
            closes = piece.text in self._left or self._walker.stops.get(piece.text)
            if piece.kind == "org" or (closes and not (start == end and piece.tag == "vn")):  # 云汽|投资|领投
                break
            field = doc.folded[start:end] in self._fields  # 绿野|农业|董事长
            if piece.kind == "word" and not self._is_part(piece.text, piece.tag, first=field or end - start < SHORTEST):
                break
            start = piece.start
        if start == 0 or self._is_edge(doc, tokens.at(start - 1)):
            yield start, end
        elif end > start:
            doc.refuse(start, end, RULE, f"{tokens.words[tokens.at(start - 1)]} stands before it")

    def _spelled(self, doc: Doc, end: int) -> int:
        """Where a name of four single characters begins that fills the space from a mark: 青禾晶元|完成, or -1."""
        start, tokens = end - SPELLED, doc.tokens
        if start < 0 or doc.folded[start - 1 : start].isalnum() or not tokens.is_boundary(end):
            return -1
        words = tokens.words[tokens.at(start) : tokens.at(end - 1) + 1]
        own = all(len(word) == 1 and word.isalpha() and not word.isascii() for word in words)
        closed = any(self._walker.stops.get(word) == "hard" for word in words) or words[0] in self._walker.stops
        return start if own and not closed else -1

    def _is_part(self, word: str, tag: str, *, first: bool) -> bool:
        """Whether an unknown name may hold the word: a character, a proper noun, a line of business; one other word."""
        if self._walker.stops.get(word) in ("hard", "joint") or not word[0].isalnum() or word.isdigit():
            return False
        if len(word) == 1:
            return tag[:1] not in CLOSED
        if first and self._walker.stops.get(word) == "soft":
            return True
        if word.isascii() and word[0].isupper():
            return True
        return tag in PROPER_TAGS or word in self._fields or (first and tag in COMMON_TAGS and len(word) == 2)

    def _is_edge(self, doc: Doc, index: int) -> bool:
        """Whether a word bounds a name: no noun, which might be a part of it or rule what it says."""
        if index >= len(doc.tokens.words):
            return True
        word, tag = doc.tokens.words[index], doc.tokens.tag(index)
        if (
            not word[0].isalnum()
            or word.isdigit()
            or word in self._walker.stops
            or word in self._between
            or word in self._left
            or word in self._right
        ):
            return True
        return tag[:1] in (EDGE_TAGS if len(word) > 1 else CLOSED)

    def _is_name(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the characters may be a name at all: no place, no person, no word that names of firms share."""
        text = doc.folded[start:end]
        longest = 4 * LONGEST if text.isascii() else LONGEST
        if (
            not SHORTEST <= len(text) <= longest
            or text in self._generic
            or (len(text) > SHORTEST and text[:-1] in self._generic)  # 房企|能
            or text in self._places
            or text in self._fields
        ):
            return doc.refuse(start, end, RULE, "is too short or long, a place, or a word that names of firms share")
        person = text[0] in self._surnames and len(text) <= LONGEST_PERSON and text not in self._names
        plain = not person and not text.isdigit() and not any(mark in text for mark in MARKS)
        return plain or doc.refuse(start, end, RULE, "is a person by its surname, a number, or holds quotation marks")

    def _is_proper(self, doc: Doc, start: int, end: int) -> bool:
        """Whether no ordinary words make up the characters: single ones, a proper noun, a word with 科技 after it."""
        tokens = doc.tokens
        first, last = tokens.at(start), tokens.at(end - 1)
        words = tokens.words[first : last + 1]
        if len(words) == 1 and not words[0].isascii():
            return False  # a word of jieba's dictionary
        if doc.folded[start:end].isascii():
            return end - start >= LONG_LATIN and not doc.folded[end - 1].isdigit()
        tags = [tokens.tag(index) for index in range(first, last + 1)]
        single = [tag for word, tag in zip(words, tags, strict=True) if len(word) == 1 and not word.isascii()]
        odd = len(single) > 3 or (len(single) > 1 and not all(tag[:1] in PLAIN_TAGS for tag in single))
        mixed = (
            bool(single) and words[0] not in self._generic and any(word.isascii() and len(word) > 1 for word in words)
        )
        named = any(tag in NAMING_TAGS and word not in self._places for word, tag in zip(words, tags, strict=True))
        listed = STOCK_CODE.match(doc.folded, end) is not None  # 江州地产(600123.SH)
        local = words[0] in self._places and len(words) == PLAIN_LOCAL  # 江州|物流; 宁波|通商|基金 is one
        plain = words[0] in self._generic or (local and not listed)
        return odd or mixed or named or (len(words) > 1 and words[-1] in self._fields and not plain)


class _Edges:
    """Where the names of the lexicons in a text begin and end, believed or not."""

    def __init__(self, doc: Doc) -> None:
        self.starts: dict[int, list[int]] = {}
        self.ends: dict[int, list[int]] = {}
        for start, end, _ in doc.hits[NAMES]:
            self.starts.setdefault(end, []).append(start)
            self.ends.setdefault(start, []).append(end)


def _is_share(hit: Hit, word: str) -> bool:
    """Whether a word before 股权 or 股份 tells how much of it: 85|%|的|股权."""
    return hit.payload == "form" and (word in ("%", ".", "的", "少数") or word.isdigit())


def _may_follow(text: str, hit: Hit) -> bool:
    """Whether a name may end where a signal begins: not after a mark, but after the name's bracket."""
    before = text[hit.start - 1 : hit.start]
    return hit.payload == "form" or before.isalnum() or before == ")"


def _before_bracket(text: str, offset: int) -> int:
    """Where the bracket begins that ends at ``offset``: 岚泰智能|(Lantai Intelligence)|CEO; else ``offset``."""
    opening = text.rfind("(", max(0, offset - BRACKETED), offset) if text.endswith(")", 0, offset) else -1
    return opening if opening > 0 else offset


def _before_day(text: str, offset: int) -> int:
    """Where a day begins that ends at ``offset``: 岚泰新材|3月4日晚|公告; else ``offset``."""
    day = DAY_BEFORE.search(text, max(0, offset - DAY_REACH), offset) if text[offset - 1 : offset] in DAY_ENDS else None
    return day.start() if day else offset


def _coded(doc: Doc, offset: int) -> int:
    """Where a short name begins that stands between a mark and its stock code at ``offset``, or -1."""
    text, start = doc.folded, offset
    while start > max(0, offset - CODED[1]) and text[start - 1].isalnum() and not _joins(doc, start - 1):
        start -= 1
    closed = start == 0 or not text[start - 1].isalnum() or _joins(doc, start - 1)
    return start if closed and offset - start in range(*CODED) and STOCK_CODE.match(text, offset) else -1


def _joins(doc: Doc, at: int) -> bool:
    """Whether a conjunction stands behind a bracket or a known name, or is 以及: 华为|与|瀚海生化(000765)."""
    if doc.folded[at] not in CONJUNCTIONS:
        return False
    known = (hit.end == at for start in range(max(0, at - LONGEST), at) for hit in doc.beginning(NAMES, start))
    return doc.folded[at - 1 : at] in (")", "以") or any(known)


def _after_bracket(text: str, offset: int) -> int:
    """Where the bracket ends that begins at ``offset``, else ``offset``."""
    closing = text.find(")", offset, offset + BRACKETED) if text.startswith("(", offset) else -1
    return closing + 1 if closing > 0 else offset
