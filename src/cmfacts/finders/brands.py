"""Brands of two characters with a line of business, closed in on both sides: 。|海川|能源|与…, 。|启程|出行|向…

A stem that the witness list has is believed between marks, little words and verbs; an ordinary word only where it
opens a sentence and does what firms do.
"""

from collections.abc import Callable, Container
from itertools import compress, count

from cmfacts.engine.doc import Doc
from cmfacts.finders.signal_forms import DAY
from cmfacts.lexicon import Lexicons

CLOSED_IN = "a brand with its line of business, closed in on both sides"
BRAND = 2  # code points before the line of business
SENTENCE_STARTS = ("", "\n", "。", "【")
LINE_STARTS = ("", "\n", "【")
HEADLINE = ":"  # 东岭新材:终止收购
PARTNERS = ("与", "和", "同")
PACTS = frozenset(("合作", "签署", "签订", "签约", "达成", "共建", "联合"))
CLOSED = frozenset("vdpcrmqufay")  # parts of speech of single characters that no stem is made of
STEM_TAGS = "nbajxz"  # of an ordinary word that may be a brand


class Brands:
    """Finds such brands. Immutable once built.

    ``trades`` are the lines of business and the goods that end names, ``acts`` what only firms do, ``witness`` whether
    a list that proves nothing alone knows a name.
    """

    def __init__(
        self,
        lexicons: Lexicons,
        trades: frozenset[str],
        acts: Container[str],
        witness: Callable[[str], bool] | None,
    ) -> None:
        self._trades = trades - lexicons.words("org", "common-trade")
        self._acts, self._witness = acts, witness
        self._common = (
            lexicons.words("org", "generic") | lexicons.words("place", "place") | lexicons.words("sector", "term")
        )
        self._stops = lexicons.words("org", "stop")
        self._governors, self._followers, self._openers = (
            lexicons.having("org", "side", "uses", use) for use in ("governs", "follows", "acts")
        )
        self._before = self._governors.union(PARTNERS)

    def find(self, doc: Doc) -> set[tuple[int, int]]:
        """The spans of the brands with their lines of business."""
        tokens = doc.tokens
        ends = compress(count(), map(self._trades.__contains__, tokens.words))  # every word of the text is asked about
        spans = ((tokens.starts[index] - BRAND, tokens.starts[index + 1]) for index in ends)
        return {(start, end) for start, end in spans if start >= 0 and self._is_brand(doc, start, end)}

    def _is_brand(self, doc: Doc, start: int, end: int) -> bool:
        text, tokens = doc.folded, doc.tokens
        before = text[start - 1 : start]
        if (before.isalnum() and before not in self._before) or not tokens.is_boundary(start):
            return False
        stem, first = text[start : start + BRAND], tokens.words[tokens.at(start)]
        if stem.isascii() or not stem.isalpha() or stem in self._common or first in self._stops:
            return False
        if text[start:end] in self._common:
            return False
        opens, closed_in = self._opens(doc, start, end), self._is_closed_in(doc, start, end)
        if len(first) > 1 or self._witness is None or opens == closed_in:
            return opens
        odd = not text[start - 1 : start].isalnum() and self._is_odd(doc, start)
        known = odd or self._witness(stem) or self._witness(text[start:end])  # asked last: it takes longest
        return closed_in if known else opens

    @staticmethod
    def _is_odd(doc: Doc, start: int) -> bool:
        """Whether two characters that are no words of a sentence make up a stem: 衡|星."""
        tokens = doc.tokens
        tags = {tokens.tag(tokens.at(start))[:1], tokens.tag(tokens.at(start + 1))[:1]}
        return tokens.is_boundary(start + 1) and tokens.is_boundary(start + BRAND) and not tags & CLOSED

    def _is_closed_in(self, doc: Doc, start: int, end: int) -> bool:
        """Whether marks, little words or a verb stand on both sides."""
        text, tokens = doc.folded, doc.tokens
        left = not text[start - 1 : start].isalnum() or tokens.words[tokens.at(start - 1)] in self._governors
        if not left or not text[end : end + 1].isalnum():
            return left
        index = tokens.at(end)
        word = tokens.words[index]
        return word in self._governors or word in self._followers or tokens.tag(index) in ("v", "d", "t")

    def _opens(self, doc: Doc, start: int, end: int) -> bool:
        """Whether it opens a sentence and does what firms do, or a partner does it with: 与|金谷种业|签署."""
        text, tokens = doc.folded, doc.tokens
        before = text[start - 1 : start]
        if end >= len(text) or tokens.tag(tokens.at(start))[:1] not in STEM_TAGS:
            return False
        day = DAY.match(text, end)
        word = tokens.words[tokens.at(day.end() if day and day.end() < len(text) else end)]
        if before in SENTENCE_STARTS:
            return word in self._openers or word in self._acts or (word == HEADLINE and before in LINE_STARTS)
        return before in PARTNERS and tokens.is_boundary(start - 1) and word in PACTS
