"""How much: the sum of money that a clause tells of an investment or an acquisition.

Nothing is told where two sums might be meant, or where a word says that it is another thing: 每股5元, 注册资本1亿元.
"""

import re
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from cmfacts.engine.doc import Doc
from cmfacts.finders.numerals import number
from cmfacts.lexicon import Lexicons
from cmfacts.models import Amount

FARTHEST = 300  # code points of one clause that are read
LONGEST_WORD = 12  # code points read behind a sum
NEAR = 8  # code points behind a sum in which 轮 or 融资 may stand
WIDEST_GAP = 4  # code points between a word and the sum that it speaks of: 总投资约为5亿元
_SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_GAP = re.compile(r"(?:约|近|逾|超过|超|为|达到|达|共|共计|合计|将|不|高于|低于|人民币){0,3}$")
_DIGITS = "零〇一二三四五六七八九"
_NUMBER = rf"(?:[0-9]{{1,15}}(?:[,.][0-9]{{1,15}}){{0,6}}|[数几十百千两{_DIGITS}]{{1,10}}(?:点[{_DIGITS}]{{1,6}})?)"
_PART = re.compile(rf"零?({_NUMBER})([百千]?[万亿]{{0,2}})[多余]?")  # 2亿 and 5千万 of 2亿5千万
_IN_A_RANGE = re.compile(rf"[万亿元0-9十百千{_DIGITS}][-—–~至到]$")
_OPENS_RANGE = re.compile(rf"[-—–~至到](?:{_NUMBER})")
_CLAUSE_END = re.compile(r"[。;!?\n]|(?<![0-9]),|,(?![0-9])")


class Amounts:
    """What money is called and what else a sum may measure, from ``lexicons/fact``. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._money = lexicons.cells("fact", "currency", "code", "place")
        self._before, self._after, self._near, self._price = (
            tuple(lexicons.having("fact", "beside", "class", name))
            for name in ("not-before", "not-after", "not-near", "price")
        )

    @cached_property
    def _sum(self) -> re.Pattern[str]:
        """A number with money before it, behind it or both: 人民币5亿元."""
        words = sorted(self._money, key=len, reverse=True)
        before, after = (
            "|".join(re.escape(word) for word in words if self._money[word][1] in (side, "either"))
            for side in ("before", "after")
        )
        return re.compile(
            rf"(?P<before>{before})?(?<![,.点万亿千百十0-9{_DIGITS}])(?P<number>(?:{_NUMBER}[多余]?[百千]?[万亿]{{0,2}}[多余]?){{1,3}})"
            f"(?P<after>{after})?(?P<again>{after})?"
        )

    def told(self, doc: Doc, near: int, start: int, end: int) -> Amount | None:
        """The only sum of ``[near, end)`` of the text, else of ``[start, end)``, else of the next clause where a word
        there says that it is the price: A收购B,作价5亿元.
        """
        here = self._within(doc, near, end)
        if not here and start < near:
            here = self._within(doc, start, end)
        if here or doc.folded[end : end + 1] not in (",", ";"):
            return here
        farthest = min(len(doc.folded), end + FARTHEST)
        stop = _CLAUSE_END.search(doc.folded, end + 1, farthest)
        return self._within(doc, end + 1, stop.start() if stop else farthest, self._price)

    def _within(self, doc: Doc, start: int, end: int, price: tuple[str, ...] = ()) -> Amount | None:
        """The only sum of ``[start, end)``, or the first of two of which the second, in brackets, says the same in
        other money; with ``price`` one that such a word stands before.
        """
        found = self._sum.finditer(doc.folded, max(start, end - FARTHEST), end)
        sums = [each for each in found if self._is_paid(doc, start, each, price)]
        if not sums or any(not _same(doc.folded, one.end(), other.start()) for one, other in pairwise(sums)):
            return None
        return self._amount(doc.text, sums[0])

    def _is_paid(self, doc: Doc, start: int, found: re.Match[str], price: tuple[str, ...]) -> bool:
        folded = doc.folded
        if not (found["before"] or found["after"]) or not doc.tokens.is_boundary(found.end()):  # 30日|圆满
            return False
        if _IN_A_RANGE.search(folded, max(start, found.start() - 2), found.start()) or _OPENS_RANGE.match(
            folded, found.end()
        ):
            return False  # 3—5亿元: nobody knows which
        ahead = folded[start : found.start()]
        ahead = ahead[: -len(_gap(ahead)) or None]
        behind = folded[found.end() : found.end() + LONGEST_WORD].removeprefix("的")
        if ahead.endswith(self._before) or behind.startswith(self._after):
            return False
        if any(word in behind[:NEAR] for word in self._near):
            return False
        return not price or ahead.endswith(price)

    def _amount(self, text: str, found: re.Match[str]) -> Amount:
        words = [word for word in (found["before"], found["after"], found["again"]) if word]
        code, _ = self._money[max(words, key=len)]
        value = _value(found["number"])
        return Amount(found.start(), found.end(), text[found.start() : found.end()], value, code)


def _gap(ahead: str) -> str:
    """What may stand between a word and its sum: 约为."""
    found = _GAP.search(ahead, max(0, len(ahead) - 2 * WIDEST_GAP))
    return found[0] if found else ""


def _same(folded: str, end: int, start: int) -> bool:
    """Whether a second sum stands in brackets behind the first: 1亿美元(约7.1亿元)."""
    return folded[end : end + 1] == "(" and start - end <= WIDEST_GAP


def _value(words: str) -> int | float | None:
    """The number in units of the currency; None for 数千万, and where a part is no smaller than the one before it."""
    total, least = Decimal(0), Decimal("Infinity")
    for digits, scale in _PART.findall(words):
        part, unit = _number(digits), Decimal(1)
        for each in scale:
            unit *= _SCALES[each]
        if part is None or part * unit >= least:
            return None
        total, least = total + part * unit, unit
    return int(total) if total == int(total) else float(total)


def _number(digits: str) -> Decimal | None:
    plain = digits.replace(",", "")
    if plain.replace(".", "").isascii():
        return Decimal(plain) if plain.count(".") < 2 else None
    whole, _, fraction = plain.partition("点")
    value = number(whole)
    return None if value is None else value + Decimal(f"0.{number(fraction) or 0:0{len(fraction)}}")
