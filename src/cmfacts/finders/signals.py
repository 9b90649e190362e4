"""Names that nothing in a lexicon holds, believed by what stands beside them: 控股子公司|岚泰|拟…, …|云杉|完成A轮融资.

A signal is a word right before or right after the name (``lexicons/org/signals.tsv``), or one of the forms below: a
stock code, a share of stock, a round of financing. The characters themselves are a signal where no ordinary words make
them up. One strong signal beside such characters is enough, or two weak ones; ``weigh`` shows them all.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit, Literal
from cmfacts.finders.brands import CLOSED_IN, Brands
from cmfacts.finders.coined import COMMON_TAGS, LONGEST, LONGEST_PERSON, RULE, SHORTEST, Coined
from cmfacts.finders.lattice import Lattice
from cmfacts.finders.name_walk import PROPER_TAGS, Walker
from cmfacts.finders.names import CHANNEL as NAMES
from cmfacts.finders.signal_forms import (
    AGREED,
    CITED,
    DAY,
    FUNDING,
    LATIN_GOES_ON,
    LATIN_NAME,
    PACT,
    SAYS,
    SELDOM_ENDS,
    STAKE,
    STOCK_CODE,
    after_bracket,
    after_joint,
    before_bracket,
    before_day,
    cites,
    coded,
)
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

CHANNEL = "org.signal"
STRONG = 2
WEIGHTS = {"strong": STRONG, "weak": 1, "agent": 1, "act": 0}
BRANDED = 2  # the weight of what only a firm does, after characters that end in a line of business: 荣庆物流|否认
REACH = 6  # code points of the longest signal
MARKED = "stands between a mark and its stock code"
OWN = ("no ordinary words", "a weak name of the lexicons", "a name of the witness list", MARKED, CLOSED_IN)
UNKNOWN, WEAK, KNOWN = OWN[:3]
PARTNER = "is the partner of a known name"
CITE, CITED_AS = "据", "is cited as a source"
PROPER = 1  # the weight of characters that no ordinary words make up
NEEDED = 3
SPELLED = 4  # code points of a name of which jieba makes no word
FIRM = "公司"
MOST_BETWEEN = 6  # words like 近日 and 已 between a name and its signal
LINE_STARTS = ("", "\n", "【")
OPENS = "opens a line"
CLOSED = "pcuryeoqm"  # parts of speech of single characters that no name holds
MEASURES = frozenset(
    "个家只名位次件台辆架座间所条张片块份批种类项届期年月日天时分秒元角米吨克升亩倍成套枚艘部本篇首支队组层级门股轮"
)
BUSINESS_TAGS = frozenset({"n", "vn", "nz"})  # of a last word that no list has as a line of business: 聚岚|租赁
EDGE_TAGS = "vpdcurytm"
WITH = ("与", "同", "和")  # 岚泰新能源|与|宁德时代|签署…
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
        self._surnames = lexicons.words("org", "surname")
        self._coined = Coined(lexicons, walker, names)
        self._fields = self._coined.fields
        self._brands = Brands(lexicons, self._coined.goods, self._acts, witness)

    def literals(self) -> Iterator[Literal]:
        """Every signal, and the words without which none of the forms can be."""
        yield from (Literal(signal, CHANNEL, "left") for signal in self._left)
        yield from (Literal(signal, CHANNEL, "right") for signal in self._right)
        yield from (Literal(anchor, CHANNEL, "form") for anchor in ANCHORS)
        yield Literal(CITE, CHANNEL, "cite")

    def find(
        self,
        doc: Doc,
        lattice: Lattice,
        named: Sequence[Candidate],
        brands: Set[tuple[int, int]],
        weighed: dict[tuple[int, int], list[Signal]],
    ) -> Iterator[Candidate]:
        """Unknown names beside a signal, with what the signals weigh enough for; ``weighed`` keeps these, ``brands``
        are the text's brands that are closed in.
        """
        taken = {candidate.start for candidate in named} | {candidate.end for candidate in named}
        beside = self._spans(doc, lattice, doc.hits[CHANNEL])
        spans = (*beside, *self._partners(doc, lattice, named))
        ends = {candidate.end for candidate in named}
        joined = ((after_joint(doc.folded, start, ends, self._joints), end) for start, end in spans)
        told: dict[str, dict[str, int]] = {}  # what speaks for each name anywhere in the text, once each
        mentions = []
        for start, end in dict.fromkeys((*joined, *sorted(brands))):
            if start == end or start in taken or end in taken:
                continue
            signals = weighed.get((start, end))
            if signals is None:
                signals = weighed[start, end] = self._speaking(doc, start, end, brands)
            if signals:
                mentions.append((start, end))
                told.setdefault(doc.folded[start:end], {}).update((signal.text, signal.weight) for signal in signals)
        for start, end in mentions:
            name = doc.folded[start:end]
            strong = max(told[name].values()) > PROPER or not self._coined.is_plain(doc, start, end)
            if strong and sum(told[name].values()) >= NEEDED:
                yield Candidate(start, end, RULE, OrganizationValue(name, None, "company"))
            else:
                doc.refuse(start, end, RULE, "the signals beside it weigh too little")

    def closed_in(self, doc: Doc) -> set[tuple[int, int]]:
        """The spans of brands that what stands on both sides closes in."""
        return self._brands.find(doc)

    def _speaking(self, doc: Doc, start: int, end: int, brands: Set[tuple[int, int]]) -> list[Signal]:
        """All that speaks for what may be a name; nothing where its own characters do not."""
        if not self._coined.is_name(doc, start, end):
            return []
        signals = [Signal(CLOSED_IN, NEEDED)] if (start, end) in brands else self.weigh(doc, start, end)
        if signals and signals[0].text in OWN:
            return signals
        doc.refuse(start, end, RULE, "ordinary words make up its characters")
        return []

    def weigh(self, doc: Doc, start: int, end: int) -> list[Signal]:
        """All that speaks for the name at ``[start, end)``: what ``find`` adds up and ``explain`` shows."""
        text = doc.folded
        signals = []
        if self._coined.is_proper(doc, start, end):
            signals.append(Signal(UNKNOWN, PROPER))
        elif text[start:end] in self._names:
            signals.append(Signal(WEAK, PROPER))
        elif coded(doc, end) == start:
            signals.append(Signal(MARKED, PROPER))
        for at in range(max(0, start - REACH), start):
            if text[at:start] in self._left:
                signals.append(Signal(text[at:start], self._left[text[at:start]]))
                break
        cited = end - start > SHORTEST and text[start:end] not in self._names and cites(doc, start)
        told = cited and self._coined.ends_in_goods(doc, end) and text.startswith(SAYS, end)
        if told or (cited and CITED.match(text, end)):
            known = not signals and self._is_witnessed(doc, start, end)
            signals = [*([Signal(KNOWN, PROPER)] if known else signals), Signal(CITED_AS, STRONG)]
        if signals and text[start - 1 : start] in WITH and AGREED.match(text, end):
            signals.append(Signal(PARTNER, STRONG))
        verb = self._verb_after(doc, end)
        right = max(self._signals_at(text, end, verb), key=self._right.__getitem__, default="")
        if right and self._is_witnessed(doc, start, end):  # 公司|智慧校园: a word on the left is too little
            signals.insert(0, Signal(KNOWN, PROPER))
        if right in self._acts and self._coined.is_branded(doc, start, end):
            signals.append(Signal(right, BRANDED))
        elif right and self._right[right]:
            signals.append(Signal(right, self._right[right]))
        if right and text[start - 1 : start] in LINE_STARTS and self._coined.has_field(doc, start, end):
            signals.append(Signal(OPENS, 1))
        return signals + [
            Signal(name, weight) for name, form, weight in FORMS if form.match(text, verb) or form.match(text, end)
        ]

    def _signals_at(self, text: str, *places: int) -> list[str]:
        """The words after a name that speak for it, at one place or the other."""
        sides = [text[at : at + size] for at in dict.fromkeys(places) for size in range(REACH, 1, -1)]
        return [word for word in sides if word in self._right]

    def _is_witnessed(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the witness list has the name, and it is not what follows a surname: 张|友国."""
        given = end - start < LONGEST_PERSON and doc.folded[start - 1 : start] in self._surnames
        return self._witness is not None and not given and self._witness(doc.folded[start:end])

    def _verb_after(self, doc: Doc, end: int) -> int:
        """Where the verb begins, after 近日, 已, 3月4日晚 and the like."""
        end = after_bracket(doc.folded, end)
        if day := DAY.match(doc.folded, end):
            end = day.end()
        tokens = doc.tokens
        for index in range(tokens.at(end), min(tokens.at(end) + 3, len(tokens.words))):
            if tokens.words[index] not in self._between:
                break
            end = tokens.starts[index + 1]
        return end

    def _spans(self, doc: Doc, lattice: Lattice, hits: Iterable[Hit]) -> Iterator[tuple[int, int]]:
        """What may be a name beside each signal; a text has dozens, and few of them stand beside one."""
        tokens, text = doc.tokens, doc.folded
        for start, end, side in hits:
            if side == "cite" and not cites(doc, end):
                continue
            if side in ("left", "cite"):
                if text[end : end + 1].isalnum() and text[end] != "的" and tokens.is_boundary(end):
                    yield from self._right_of(doc, end)
                continue
            before = text[start - 1 : start]
            if not tokens.is_boundary(start) or not (side == "form" or before.isalnum() or before == ")"):
                continue
            if side == "form" and (code := coded(doc, start)) >= 0:
                yield code, start
            last = self._name_end(doc, before_bracket(text, start) if before == ")" else start, form=side == "form")
            if self._right.get(text[start:end]) == 0 and not self._coined.ends_in_goods(doc, last):
                continue
            yield from self._left_of(doc, lattice, last)
            if (first := self._spelled(doc, last)) >= 0:
                yield first, last

    def _name_end(self, doc: Doc, offset: int, *, form: bool) -> int:
        """Where a name would end before a signal: before 近日, a day or a bracket, of shares before 85%的."""
        words, index = doc.tokens.words, doc.tokens.at(offset)
        farthest = max(0, index - MOST_BETWEEN)
        while index > farthest and (words[index - 1] in self._between or (form and _is_share(words[index - 1]))):
            index -= 1
        end = doc.tokens.starts[index]
        if end and doc.folded[end - 1] in SELDOM_ENDS:
            return before_bracket(doc.folded, before_day(doc.folded, end))
        return end

    def _partners(self, doc: Doc, lattice: Lattice, named: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
        """What stands before 与 and a known name, where the two sign something: 岚泰新能源|与|宁德时代|签署."""
        for candidate in named:
            start = candidate.end + 1
            if doc.folded[candidate.end : start] in WITH and doc.tokens.is_boundary(start):
                yield from (span for span in self._right_of(doc, start) if AGREED.match(doc.folded, span[1]))
            end = candidate.start - 1
            if end > 1 and doc.folded[end] in WITH and PACT.match(doc.folded, end):
                spans = self._left_of(doc, lattice, end)
                yield from (
                    span for span in spans if end - span[0] > LONGEST_PERSON or doc.folded[span[0] : end] in self._names
                )

    def _right_of(self, doc: Doc, start: int) -> Iterator[tuple[int, int]]:
        """The name that begins where a signal ends, up to a mark, a verb or a word that no name holds."""
        tokens, end = doc.tokens, start
        if (latin := LATIN_NAME.match(doc.folded, start)) and self._is_edge(doc, tokens.at(latin.end())):
            yield start, latin.end()  # 收购|Web Werks
        ends = (hit.end for hit in doc.beginning(NAMES, start))
        known = [at for at in ends if start + 1 < at <= start + LONGEST and doc.folded[start:at] in self._names]
        named = max(known) if known else 0
        if named and tokens.is_boundary(named) and self._is_edge(doc, tokens.at(named)):
            yield start, named
        index = tokens.at(start)
        while index < len(tokens.words) and end - start <= LONGEST:
            word = tokens.words[index]
            if word in self._right or not self._is_part(word, tokens.tag_of(word), first=end == start):
                break
            index, end = index + 1, end + len(word)
        if not self._is_edge(doc, index) and end > start and self._is_business(doc, index):
            index, end = index + 1, tokens.starts[index + 1]
        cited = end > start and cites(doc, start) and CITED.match(doc.folded, end)
        if (cited or self._is_edge(doc, index)) and not LATIN_GOES_ON.match(doc.folded, end):
            yield start, end + len(FIRM) * doc.folded.startswith(FIRM, end)
        elif end > start:
            doc.refuse(start, end, RULE, f"{tokens.words[index]} goes on after it")

    def _is_business(self, doc: Doc, index: int) -> bool:
        return doc.tokens.tag(index) in BUSINESS_TAGS and doc.tokens.words[index] not in self._generic

    def _left_of(self, doc: Doc, lattice: Lattice, end: int) -> Iterator[tuple[int, int]]:
        """The name that ends where a signal begins, from a mark, a verb or a word that no name holds."""
        tokens, start = doc.tokens, end
        starts = (hit.start for hit in doc.ending(NAMES, end))
        known = [at for at in starts if end - LONGEST <= at < end - 1 and doc.folded[at:end] in self._names]
        named = min(known) if known else -1
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
            return tag[:1] not in CLOSED or (tag == "q" and word not in MEASURES)
        if first and self._walker.stops.get(word) == "soft":
            return True
        if word.isascii() and word[0].isupper():
            return True
        return tag in PROPER_TAGS or word in self._fields or (first and tag in COMMON_TAGS and len(word) == 2)

    def _is_edge(self, doc: Doc, index: int) -> bool:
        """Whether a word bounds a name: no noun, which might be a part of it or rule what it says."""
        if index >= len(doc.tokens.words):
            return True
        word = doc.tokens.words[index]
        if (
            not word[0].isalnum()
            or word.isdigit()
            or word in self._walker.stops
            or word in self._between
            or word in self._left
            or word in self._right
        ):
            return True
        return doc.tokens.tag_of(word)[:1] in (EDGE_TAGS if len(word) > 1 else CLOSED)


def _is_share(word: str) -> bool:
    """Whether a word before 股权 or 股份 tells how much of it: 85|%|的|股权."""
    return word in ("%", ".", "的", "少数") or word.isdigit()
