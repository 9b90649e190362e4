"""Organizations that a lexicon names: every surface of every row, and the conditions under which it is believed."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cmfacts.engine.doc import Doc
from cmfacts.engine.overlap import leftmost_longest, outside
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit, Literals
from cmfacts.engine.segment import Tokens
from cmfacts.finders.stems import fields
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons, split
from cmfacts.wordmap import Late

CHANNEL = "org.name"
GIVEN = 2  # code points of a given name
LONG_ENOUGH = 4  # from this length on a name is believed whatever words jieba saw at its edges
NOT_LATIN_END = re.compile(
    r"[0-9A-Za-z]|\.[A-Z]{1,2}\b| \d{3}"
)  # a longer word, a ticker (PDD.O), a standard (ISO 26262)
UNSUPPORTED = "a weak name (another word as well), with no stock code, company's word or full name to support it"
STOCK_CODE = re.compile(  # 万科(000002.SZ), 苹果(AAPL.O), 小米(NYSE: XM)
    r"\s?\((?:(?:[A-Z]{2,6}[:.])?\s?\d{5,6}(?:[.,][A-Z]{2})?|[A-Z]{1,5}\.[A-Z]{1,2}|(?:NYSE|NASDAQ|Nasdaq)[:.]\s?[A-Z]{1,5})\)"
)
PRICE = re.compile(
    r"(?:股价|盘[前中后]|收盘|一度|双双|集体|[均齐亦则])?[大暴微小]?[涨跌](?:幅?[超逾近约达])?\d[\d.]*%"
)  # 美团|涨超3%, 小米|均跌2%
SPELLED = 5  # code points of a part of a foreign name
CLUBS = "org.clubs"
FIRM = "公司"
LINE_MARKS = ("", "\n", "【", "。", ";")  # what a headline or a sentence begins after
NATIONS = tuple("中我全各外本多两美英法德韩泰他")  # 国新 in 中|国新|能源汽车 is none
RUNS_ON = {"部": ("门",), "报": ("价", "名", "送", "销", "酬", "废", "装")}  # 投资者报|价
STREETS = ("路", "街", "大街", "大道", "路口", "路站")
NEVER_NAMES = frozenset("tfdvmpcru")  # parts of speech of words that are no second mention of a name
INVESTS = "投资"  # 云杉投资|京东: a verb where what is bought or how much follows


@dataclass(frozen=True, slots=True)
class Name:
    """One surface of a lexicon row: the organization, the table, and whether it needs a second signal.

    ``sure`` is what a user's own ``strong`` row gives: a name whatever words the segmentation saw at its edges.
    """

    value: OrganizationValue
    table: str
    weak: bool
    sure: bool = False


class KnownNames:
    """The names of all ``name`` tables.

    A user's row overrides what came before it, and ``when`` = forbid takes a surface out; among the shipped tables the
    first one has a name, or the first that believes in it or gives its full name. The names that a row joins stay
    joined, whatever later rows add to one of them: ``alias-families`` comes first and ties rows of several tables.
    """

    def __init__(self, lexicons: Lexicons) -> None:
        ambiguous = lexicons.words("org", "ambiguous")
        self._closed = lexicons.words("org", "stop")
        self._after = lexicons.words("org", "after")
        self._generic = lexicons.words("org", "generic")
        self._surnames = frozenset(name for name, word in lexicons.pairs("org", "surname", "word").items() if not word)
        self._before = lexicons.pairs("org", "before", "strength")
        cues = lexicons.pairs("org", "sport-cue", "side")
        self._plays = tuple(cue for cue, side in cues.items() if side != "before")
        self._met = tuple(cue for cue, side in cues.items() if side != "after")
        self._not_names = lexicons.words("place", "place")
        self._fields = fields(lexicons)
        self._syllables = frozenset(lexicons.words("org", "syllable"))
        records = lexicons.index("org.names", lambda: _surfaces(lexicons, ambiguous))
        self.surfaces: Mapping[str, Name] = Late(records, _name)

    def literals(self) -> Iterator[Literals]:
        """Every surface, carrying its Name."""
        yield Literals(CHANNEL, self.surfaces)

    def find(self, doc: Doc) -> list[Candidate]:
        """The names that stand on their own, then the weak ones that the text around them supports."""
        whole = [hit for hit in doc.hits[CHANNEL] if self._is_whole(doc, hit)]
        whole = self._without_verbs(doc, whole)
        strong = leftmost_longest((self._candidate(hit) for hit in whole if not hit.payload.weak), doc.trace)
        weak = [hit for hit in whole if hit.payload.weak]
        if not weak:
            return strong
        keys = {candidate.value.key for candidate in strong}
        coded = [self._candidate(hit) for hit in weak if STOCK_CODE.match(doc.folded, hit.end)]
        keys.update(candidate.value.key for candidate in outside(leftmost_longest(coded), strong))
        supported = (self._candidate(hit) for hit in weak if hit.payload.value.key in keys or self._supported(doc, hit))
        return leftmost_longest([*strong, *outside(supported, strong, doc.trace)], doc.trace)

    def again(self, doc: Doc, named: Sequence[Candidate]) -> list[Candidate]:
        """The weak names that the text shows to be one elsewhere: 苹果 of 对|苹果|而言 beside 苹果公司宣布.

        A text has one sense of a word; but not of a place, nor where a line of business makes the name longer.
        """
        shown = {doc.folded[name.start : name.end] for name in named}
        hits = (hit for hit in doc.hits[CHANNEL] if hit.payload.weak and doc.folded[hit.start : hit.end] in shown)
        free = outside((self._candidate(hit) for hit in hits if self._is_alone(doc, hit)), named, doc.trace)
        return leftmost_longest(free, doc.trace)

    def _is_alone(self, doc: Doc, hit: Hit) -> bool:
        """Whether a weak name stands here by itself: not 连云港|港, 中期|业绩, 天首|投资."""
        tokens = doc.tokens
        common = (
            tokens.tag(tokens.at(hit.start))[:1] in NEVER_NAMES or doc.folded[hit.start : hit.end] in self._not_names
        )
        longer = hit.end < len(doc.folded) and tokens.words[tokens.at(hit.end)] in self._fields
        return not common and not longer and self._is_whole(doc, hit)

    def _without_verbs(self, doc: Doc, whole: list[Hit]) -> list[Hit]:
        """Without the names that end in a verb here: 腾讯|投资|京东, 腾讯|投资|50亿美元."""
        ending = [hit for hit in whole if doc.folded.endswith(INVESTS, hit.start, hit.end)]
        if not ending:
            return whole
        starts = {hit.start for hit in whole}
        verbs = {
            hit
            for hit in ending
            if (
                hit.end in starts
                or doc.folded[hit.end : hit.end + 1].isdigit()
                or doc.folded.startswith("了", hit.end)
                or (doc.folded.startswith("的", hit.end) and hit.end + 1 in starts)
            )
            and doc.folded[hit.start : hit.end - len(INVESTS)] in self.surfaces
        }
        return [hit for hit in whole if hit not in verbs]

    @staticmethod
    def _candidate(hit: Hit) -> Candidate:
        return Candidate(hit.start, hit.end, hit.payload.table, hit.payload.value)

    def _is_whole(self, doc: Doc, hit: Hit) -> bool:
        """False where the name is a part of a longer word: 浪潮 in 数字化浪潮 is not, 大众 in 大众化 is."""
        start, end, text = hit.start, hit.end, doc.folded
        if text.startswith("》", end) and text.endswith("《", 0, start) and hit.payload.value.class_ != "media":
            return doc.refuse(start, end, hit.payload.table, "is the title of a work in 《》")
        if text[start] == "国" and start and self._ends_nation(doc, start):
            return doc.refuse(start, end, hit.payload.table, "a country's name or 我国 ends in it")
        if text.startswith(RUNS_ON.get(text[end - 1], ()), end):
            return doc.refuse(start, end, hit.payload.table, "ends inside a word like 部门 or 报价")
        if end - start < LONG_ENOUGH and text.startswith(STREETS, end) and self._is_street(doc, end):
            return doc.refuse(start, end, hit.payload.table, "a street or a station is called so")
        media = hit.payload.value.class_ == "media"  # 云州网·云州新闻
        if not media and "·" in text[max(0, start - SPELLED) : end + SPELLED] and self._is_spelled(text, start, end):
            return doc.refuse(start, end, hit.payload.table, "is part of a person's name with ·")
        if text.startswith("化", end) and end - start < LONG_ENOUGH:
            return doc.refuse(start, end, hit.payload.table, "is part of a word that ends in 化")
        if text[start].isascii() and start and text[start - 1].isascii() and text[start - 1].isalnum():
            return doc.refuse(start, end, hit.payload.table, "a Latin word begins before it")
        if text[end - 1].isascii() and NOT_LATIN_END.match(text, end):
            return doc.refuse(
                start, end, hit.payload.table, "a Latin word, a ticker or a standard's number goes on after it"
            )
        if text[start:end].isascii():
            return True
        if end - start >= LONG_ENOUGH:
            uncut = self._is_uncut(doc.tokens, start, end)
        else:
            uncut = doc.tokens.is_boundary(start) and doc.tokens.is_boundary(end)
        if not uncut and not hit.payload.sure:
            return doc.refuse(start, end, hit.payload.table, "a word of the text reaches over its edge")
        given = end - start < LONG_ENOUGH and not hit.payload.sure and self._is_given(doc, start, end)
        return not given or doc.refuse(start, end, hit.payload.table, "is a given name after a surname")

    @staticmethod
    def _is_street(doc: Doc, end: int) -> bool:
        """Whether 路 or 街 is a word of its own after a short name: 宋城|路|站; not 京东|路演."""
        index = doc.tokens.at(end)
        return doc.tokens.starts[index] == end and doc.tokens.words[index] in STREETS

    def _is_spelled(self, text: str, start: int, end: int) -> bool:
        """Whether only characters of foreign names stand between a short name and a ·: 贝朗|热尔·阿巴, 汉斯·迪|尚德."""
        if end - start >= LONG_ENOUGH or not text[start:end].isalpha() or text[start].isascii():
            return "·" in (text[end : end + 1], text[start - 1 : start]) and end - start < LONG_ENOUGH
        dot = text.find("·", end, end + SPELLED)
        if dot >= 0 and self._syllables.issuperset(text[end:dot]):
            return True
        dot = text.rfind("·", max(0, start - SPELLED), start)
        return dot >= 0 and self._syllables.issuperset(text[dot + 1 : start])

    @staticmethod
    def _ends_nation(doc: Doc, start: int) -> bool:
        """Whether 国 belongs to what stands before it: 中|国新|能源, 中国|新能源; not 其中|国药."""
        before = doc.tokens.at(start - 1)
        if doc.tokens.starts[before + 1] > start:
            return doc.folded[start - 1] in NATIONS
        return doc.tokens.words[before] in NATIONS

    def _is_given(self, doc: Doc, start: int, end: int) -> bool:
        """Whether two characters after a surname are a person's given name: 吴|高盛, 杨|德龙."""
        if end - start != GIVEN or not start or doc.folded[start - 1] not in self._surnames:
            return False
        return doc.tokens.is_boundary(start - 1) and (start < GIVEN or not doc.folded[start - 2].isdigit())

    def _is_uncut(self, tokens: Tokens, start: int, end: int) -> bool:
        """Whether no word cuts a long name in two: 国新能源 in 我国|新能源, 中国电子 in 中国|电子商务 are no names."""
        if tokens.words[tokens.at(start)] in self._closed and not tokens.is_boundary(start):
            return False
        last = tokens.at(end - 1)
        word = tokens.words[last]
        if tokens.starts[last + 1] > end and len(word) > GIVEN and word in self._generic:  # 江苏|新能源
            return False
        if tokens.starts[last + 1] < end + 2 or end - tokens.starts[last] < 2 or tokens.starts[last] <= start:
            return True
        rest = tokens.words[last][end - tokens.starts[last] :]
        return rest in self._after or rest in self._closed  # 央视|新闻报道, 世界|银行行长

    def _supported(self, doc: Doc, hit: Hit) -> bool:
        """A stock code or a company's word after the name, or a word before it that takes a company."""
        text, tokens = doc.folded, doc.tokens
        if STOCK_CODE.match(text, hit.end) or PRICE.match(text, hit.end):
            return True
        if hit.payload.table == CLUBS:
            plays = text.startswith(self._plays, hit.end) or text.endswith(self._met, 0, hit.start)
            return plays or doc.refuse(hit.start, hit.end, CLUBS, "a city's name, with no word for a match beside it")
        if hit.payload.value.class_ == "media" and _signs(text, hit.start, hit.end):
            return True
        if text.startswith(FIRM, hit.end) and text[hit.start : hit.end] in self._generic:  # 机器人|公司
            return doc.refuse(hit.start, hit.end, hit.payload.table, UNSUPPORTED)
        if (
            hit.end - hit.start >= LONG_ENOUGH
            and text.startswith(":", hit.end)
            and text[hit.start - 1 : hit.start] in LINE_MARKS
        ):
            return True  # 【重庆钢铁:…】
        if hit.end >= len(text) or (text[hit.start : hit.end].isascii() and hit.end - hit.start < 3):
            return doc.refuse(hit.start, hit.end, hit.payload.table, UNSUPPORTED)
        preceding = tokens.words[tokens.at(hit.start - 1)] if hit.start else ""
        if self._before.get(preceding) == "alone":
            return True
        opens = not preceding or preceding in self._before or not preceding[-1].isalnum()
        supported = opens and tokens.words[tokens.at(hit.end)] in self._after
        return supported or doc.refuse(hit.start, hit.end, hit.payload.table, UNSUPPORTED)


def _signs(text: str, start: int, end: int) -> bool:
    """Whether an outlet's name is all that a bracket at the end of a paragraph holds: 。(澎湃)."""
    return (
        text[start - 1 : start] == "(" and text.startswith((")\n", ")"), end) and text[end + 1 : end + 2] in ("", "\n")
    )


def _surfaces(lexicons: Lexicons, ambiguous: Container[str]) -> dict[str, str]:
    """Each surface with its record: its organization's name, full name and class, the table, then ``weak`` and ``sure``
    or nothing.

    The names that one row joins stay joined, whatever another row says of one of them.
    """
    surfaces: dict[str, tuple[str, str, str, str, str, str]] = {}
    joined: set[str] = set()
    for table in lexicons.of("org", "name"):
        for name, full, class_, also, when in table.select("name", "full_name", "class", "also", "when"):
            for surface in filter(None, (name, full, *split(also))):
                if when == "forbid":
                    surfaces.pop(surface, None)
                    continue
                weak = (when == "weak" or surface in ambiguous) and when != "strong"
                before = None if table.own else surfaces.get(surface)
                if before and (weak or not before[4]) and (before[1] or not full):
                    continue
                doubt = "weak" if weak and (before is None or before[4]) else ""
                sure = "sure" if table.own and when == "strong" else ""
                if before and surface in joined:
                    surfaces[surface] = (before[0], before[1] or full, before[2], table.id, doubt, sure)
                    continue
                if also:
                    joined.add(surface)
                surfaces[surface] = (name, full, class_ or "other", table.id, doubt, sure)
    return {surface: "\t".join(cells) for surface, cells in surfaces.items()}


def _name(surface: str, record: str) -> Name:
    name, full, class_, table, weak, sure = record.split("\t")
    return Name(OrganizationValue(name, full or None, class_), table, bool(weak), bool(sure))
