"""Forms beside a name that tell a firm: a stock code, a stake, a round of financing, a pact, a day of its acts."""

import re
from collections.abc import Container, Iterable

from cmfacts.engine.doc import Doc
from cmfacts.finders.false_tails import NAMES

BRACKETED = 40  # code points of a bracket between a name and its signal
STOCK_CODE = re.compile(r"\s?\((?:(?:股票|证券)代码:)?(?:[A-Z]{2,6}[:.])?\s?\d{5,6}(?:[.,][A-Z]{2})?\)")
STAKE = re.compile(r"(?:的|所持|持有的)?\d[\d.]*%的?(?:少数)?股[权份]")
FUNDING = re.compile(r"(?:完成|获得?|拿下)[^,。;:!?\n]{0,20}融资")
PACT = re.compile(r"[与同和](?!此|时|步)[^,。;:!?、\n]{2,24}?(?:签署|签订|签约|达成|合作|共建|联合|共同)")
AGREED = re.compile(
    r"(?:近日|日前|今日|昨日|正式|成功|共同|已经|已|双方|在[^,。;:!?、\n]{1,10}|就[^,。;:!?\n]{1,16})*"
    r"(?:签署|签订|签约|达成|合作|共建|联合|携手|开展|成立|结成)"
)
CONJUNCTIONS = "与和及同"
LONGEST = 8  # code points of a known name before a conjunction
CITED = re.compile(r"的?(?:最新)?(?:数据|统计|监测|报道|消息|测算|预测|调研|报告)")
SAYS = ("介绍", "透露", "估算", "测算")  # 据|天衡纺织|介绍: of firms by their trade, for persons do so too
SOURCES = frozenset(("据", "根据", "援引"))
_PARTS = "早间|午间|晚间|上午|下午|盘前|盘后|晚|早"
DAY = re.compile(rf"(?:\d{{1,2}}月)?\d{{1,2}}日(?:{_PARTS})?")
DAY_BEFORE = re.compile(rf"(?<!\d)(?:\d{{1,2}}月)?\d{{1,2}}日(?:{_PARTS})?\Z")
DAY_REACH = 8  # code points of 12月31日晚间
DAY_ENDS = tuple("日间晚早午前后")
SELDOM_ENDS = frozenset({")", *DAY_ENDS})  # what else than a name may end where a signal begins
CODED = (3, 6)  # code points of a name between a mark and its stock code, the second excluded
LATIN_NAME = re.compile(r"[A-Z][A-Za-z0-9.&'+-]*(?: [A-Z][A-Za-z0-9.&'+-]*){1,4}(?![A-Za-z0-9 ])")  # of several words
LATIN_GOES_ON = re.compile(r"(?<=[A-Za-z]) ?[A-Za-z]")  # Qumei| Runto


def before_bracket(text: str, offset: int) -> int:
    """Where the bracket begins that ends at ``offset``: 岚泰智能|(Lantai Intelligence)|CEO; else ``offset``."""
    opening = text.rfind("(", max(0, offset - BRACKETED), offset) if text.endswith(")", 0, offset) else -1
    return opening if opening > 0 else offset


def before_day(text: str, offset: int) -> int:
    """Where a day begins that ends at ``offset``: 岚泰新材|3月4日晚|公告; else ``offset``."""
    day = DAY_BEFORE.search(text, max(0, offset - DAY_REACH), offset) if text[offset - 1 : offset] in DAY_ENDS else None
    return day.start() if day else offset


def coded(doc: Doc, offset: int) -> int:
    """Where a short name begins that stands between a mark and its stock code at ``offset``, or -1."""
    text, start = doc.folded, offset
    if not STOCK_CODE.match(text, offset):
        return -1
    while start > max(0, offset - CODED[1]) and text[start - 1].isalnum() and not _joins(doc, start - 1):
        start -= 1
    closed = start == 0 or not text[start - 1].isalnum() or _joins(doc, start - 1)
    return start if closed and offset - start in range(*CODED) else -1


def _joins(doc: Doc, at: int) -> bool:
    """Whether a conjunction stands behind a bracket or a known name, or is 以及: 华为|与|瀚海生化(000765)."""
    if doc.folded[at] not in CONJUNCTIONS:
        return False
    known = any(at - LONGEST <= hit.start for hit in doc.ending(NAMES, at))
    return known or doc.folded[at - 1 : at] in (")", "以")


def cites(doc: Doc, offset: int) -> bool:
    """Whether what begins here is a source: 据|云杉智研|数据; not 数据|云杉."""
    return offset > 0 and doc.tokens.words[doc.tokens.at(offset - 1)] in SOURCES


def after_bracket(text: str, offset: int) -> int:
    """Where the bracket ends that begins at ``offset``, else ``offset``."""
    closing = text.find(")", offset, offset + BRACKETED) if text.startswith("(", offset) else -1
    return closing + 1 if closing > 0 else offset


def after_joint(text: str, start: int, ends: Container[int], joints: Iterable[str]) -> int:
    """Where a name begins behind a bracket or a known name and a conjunction: 三九医药(000999)|和|三九生化.

    ``ends`` are where known names end, ``joints`` the conjunctions, the longest first.
    """
    if text[start - 1 : start] != ")" and start not in ends:
        return start
    return start + next((len(joint) for joint in joints if text.startswith(joint, start)), 0)
