"""Names that are made longer by what stands beside them: 武汉|富士康, 德国|联邦统计局, 国家卫生健康委|疾控局."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.finders.endings import endings
from cmfacts.finders.lattice import DASHES, FIRM_CLASSES, Lattice
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

BRANCH = "org.branch"
LISTED = "org.listed"
SHARE_CLASSES = ("A", "B")  # 万科A: the name under which one class of its shares is traded
WORLDWIDE = frozenset({"international", "alliance"})  # 中国|东盟: no country has one of its own
HOUSES = frozenset({"research", "health", "education"})
WORLD_PARENTS = ("联合国", "欧盟")
LONG_PARENT = 4
OUTLETS = ("台", "网", "社")
FORMAL = "有限公司"
LEVELS = ("省", "市", "县", "区", "州")
CHINA = "中国"
BRANCHED = ("education", "research", *FIRM_CLASSES)
CAMPUS = 8  # code points of a bracket with the place of a campus
NAMES = "org.name"
DESKS = {"government": frozenset("处科股司"), "education": frozenset("处")}  # what divisions of a class end with
DESK_WORDS = 5
FIRM = "公司"
HEAD = "长"  # 农村|处长
CLOSED, LOOSE = "pcurymtdf", ("v", "q")  # parts of speech that no division's name has; of one character
MINISTRY = re.compile(r"[^\W部局院会署行]{2,6}、[^\W部局院会署行]{2,6}[和与及][^\W部局院会署行]{2,8}部")
JOINT = "联合"
FIRST_AMONG = ("国家", "中国", "全国")  # 国家发展改革委|国家能源局 are two


class LongerNames:
    """Joins known names to the place, parent or letter beside them. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._prefixes: dict[str, list[str]] = {}
        for prefix, class_ in lexicons.pairs("org", "prefix", "class").items():
            self._prefixes.setdefault(class_, []).append(prefix)
        self._after = tuple(lexicons.words("org", "after"))
        self._firm_units, self._organs, self._parts = (
            tuple(lexicons.having("org", "unit", "of", whole)) for whole in ("firm", "organ", "part")
        )
        self._papers, self._houses = endings(lexicons, "paper", "house")
        self._generic = lexicons.words("org", "generic")
        self._stops = lexicons.words("org", "stop") - lexicons.words("org", "inside")
        self._countries = frozenset(lexicons.value("place.countries", lambda: sorted(_countries(lexicons))))
        self._foreign = self._countries - {CHINA}

    def find(
        self, doc: Doc, lattice: Lattice, known: Sequence[Candidate], tails: Sequence[Candidate]
    ) -> Iterator[Candidate]:
        """The longer names; the shorter ones that they hold are for the caller to drop."""
        yield from self._branches(doc, lattice, known)
        yield from self._units(doc, lattice, known)
        yield from self._prefixed(doc, lattice, known)
        yield from self._prefixed(doc, lattice, tails)
        yield from self._shares(doc, known)
        yield from self._outlets(lattice, known)
        yield from self._levels(lattice, known)
        yield from self._dashed(lattice, tails)
        yield from self._campuses(doc, lattice, known)
        yield from self._crossed(doc, lattice, known)
        yield from self._desks(doc, (*known, *tails))

    def _campuses(self, doc: Doc, lattice: Lattice, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """A university or a firm with the place of its campus or branch: 哈尔滨工业大学|(深圳), 德勤|(中国)."""
        for candidate in known:
            if not lattice.text.startswith("(", candidate.end) or candidate.value.class_ not in BRANCHED:
                continue
            close = lattice.text.find(")", candidate.end, candidate.end + CAMPUS)
            if close < 0:
                continue
            place = lattice.place_before(close)
            if not place or place.start != candidate.end + 1:
                continue
            if candidate.value.class_ not in FIRM_CLASSES or self._closes(doc, close + 1):
                value = OrganizationValue(lattice.text[candidate.start : close + 1], None, candidate.value.class_)
                yield Candidate(candidate.start, close + 1, BRANCH, value)

    def _closes(self, doc: Doc, end: int) -> bool:
        """Whether no noun follows, which would have the place to itself: 云杉|(广州)互联工厂; 云杉(中国)|总裁."""
        if end >= len(doc.folded) or not doc.folded[end].isalnum() or doc.folded.startswith(self._after, end):
            return True
        return doc.tokens.tag(doc.tokens.at(end))[:1] in "vpdcurytm"

    def _desks(self, doc: Doc, named: Sequence[Candidate]) -> Iterator[Candidate]:
        """A division or section of an organ of state or a university: 科技厅|农村|处, 科技局|农业|科."""
        for candidate in named:
            desks = DESKS.get(candidate.value.class_)
            if desks is None or not doc.folded.endswith(self._organs, candidate.start, candidate.end):
                continue
            if (end := self._desk_end(doc, candidate.end, desks)) > candidate.end:
                name = doc.folded[candidate.start : end]
                yield Candidate(candidate.start, end, BRANCH, OrganizationValue(name, None, candidate.value.class_))

    def _desk_end(self, doc: Doc, start: int, desks: Set[str]) -> int:
        """Where the name of a division that begins at ``start`` ends, or -1; its words are no function words."""
        tokens, text = doc.tokens, doc.folded
        if start >= len(text) or not tokens.is_boundary(start):
            return -1
        first = tokens.at(start)
        last = min(first + DESK_WORDS, len(tokens.words))
        if desks.isdisjoint(text[start : tokens.starts[last]]):
            return -1
        for index in range(first, last):
            word, tag = tokens.words[index], tokens.tag(index)
            at = tokens.starts[index]
            headed = text.startswith((HEAD, word[0] + HEAD), at + 1)  # 农业|科长, 农村|处处|长
            if at - start > 1 and word[0] in desks and (len(word) == 1 or headed):
                return -1 if headed and tokens.tag(index - 1) == "v" else at + 1  # 提拔|处长
            if word[-1] in desks and tag[:1] in "nj" and len(word) > 2 and not word.endswith(FIRM):
                return at + len(word)
            closed = tag[:1] in CLOSED and not (tag == "d" and word in self._generic)  # 委员会|高新|处
            if closed or word in self._stops or not word.isalpha() or (len(word) == 1 and tag in LOOSE):
                return -1
        return -1

    @staticmethod
    def _crossed(doc: Doc, lattice: Lattice, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """A firm whose name is longer than its beginning, which is another's: 浙江|东方基因 beside 浙江东方."""
        starts = {candidate.start: candidate for candidate in known}
        for start, end, name in doc.hits[NAMES]:
            place = lattice.place_before(start)
            first = starts.get(place.start) if place and place.start in starts else None
            firm = not name.weak and name.value.class_ in FIRM_CLASSES and doc.tokens.is_boundary(end)
            if first and firm and start < first.end < end <= start + first.length:
                text = doc.folded[first.start : end]
                yield Candidate(first.start, end, BRANCH, OrganizationValue(text, None, name.value.class_))

    def _dashed(self, lattice: Lattice, tails: Sequence[Candidate]) -> Iterator[Candidate]:
        """A body of China and its partners, or of two that found it: 中国—东盟|数字人才联盟, 清华—华为|联合实验室."""
        for candidate in tails:
            if not candidate.start or lattice.text[candidate.start - 1] not in DASHES:
                continue
            founder = lattice.before(candidate.start - 1)
            joint = candidate.value.class_ == "research" and JOINT in lattice.text[candidate.start : candidate.end]
            if founder and (founder.text in self._countries or (founder.kind == "org" and joint)):
                yield _from(lattice, founder.start, candidate)

    def ministries(self, doc: Doc) -> Iterator[Candidate]:
        """Ministries of three fields, with a mark between them: 加拿大|创新、科学和经济发展部; nothing else matters."""
        for hit in doc.hits["place"]:
            if doc.folded.find("、", hit.end + 2, hit.end + 7) < 0:
                continue
            country = doc.folded[hit.start : hit.end] in self._foreign and doc.tokens.is_boundary(hit.start)
            if country and (ministry := MINISTRY.match(doc.folded, hit.end)) and doc.tokens.is_boundary(ministry.end()):
                name = doc.folded[hit.start : ministry.end()]
                yield Candidate(hit.start, ministry.end(), BRANCH, OrganizationValue(name, None, "government"))

    @staticmethod
    def _levels(lattice: Lattice, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """The body of a place that is named by its level alone: 省|气象局, which alone is the nation's."""
        for candidate in known:
            start = candidate.start - 1
            organ = candidate.value.class_ == "government" and lattice.text[start : candidate.start] in LEVELS
            if not organ or start < 0 or not lattice.tokens.is_boundary(start):
                continue
            if (
                not start or lattice.tokens.tag(lattice.tokens.at(start - 1))[:1] not in "nrm"
            ):  # not 江|县|应急管理部, 该|省|气象局
                yield _from(lattice, start, candidate)

    def _outlets(self, lattice: Lattice, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """A medium's name that goes on, as 天空新闻|台 does, or begins with a place: 海峡|金融时报."""
        for candidate in known:
            region = lattice.before(candidate.start) if candidate.value.class_ == "media" else None
            if region and region.tag == "ns" and lattice.text.endswith(self._papers, candidate.start, candidate.end):
                yield _from(lattice, region.start, candidate)
            end = candidate.end + 1
            if candidate.value.class_ != "media" or lattice.text[candidate.end : end] not in OUTLETS:
                continue
            if lattice.tokens.is_boundary(end):
                place = lattice.place_before(candidate.start)
                start = place.start if place and place.text in self._countries else candidate.start
                yield Candidate(start, end, BRANCH, OrganizationValue(lattice.text[start:end], None, "media"))

    def _branches(self, doc: Doc, lattice: Lattice, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """A place right before a company's name, as in 武汉富士康, and a country before any: 德国|联邦统计局."""
        for candidate in known:
            place = lattice.place_before(candidate.start)
            if not place or doc.folded.startswith(self._houses, candidate.end):  # 上海|云杉|大厦 is the firm's house
                continue
            if not lattice.tokens.is_boundary(place.start):
                doc.refuse(place.start, candidate.end, BRANCH, "a word of the text reaches over its edge")
                continue
            if lattice.begins_with_place(candidate):  # 重庆|两江新区管委会
                house = candidate.value.class_ in HOUSES and place.text in self._foreign
                state = candidate.value.class_ in ("government", "party") and place.text not in self._countries
                if state or house:  # 美国|哥伦比亚大学
                    yield _from(lattice, place.start, candidate)
                else:
                    doc.refuse(place.start, candidate.end, BRANCH, "the name has a place of its own")
                continue
            doubled = lattice.text[candidate.start] == place.text[0]  # 美国|美联储
            national = not doubled and place.text in self._countries and candidate.value.class_ not in WORLDWIDE
            formal = candidate.value.class_ in FIRM_CLASSES and lattice.text.endswith(
                FORMAL, candidate.start, candidate.end
            )
            office = candidate.value.class_ == "government" and self._is_office(doc, candidate)
            if national or candidate.value.class_ == "company" or formal or office:
                yield _from(lattice, place.start, candidate)
            else:
                doc.refuse(place.start, candidate.end, BRANCH, "such a name grows by a country alone")

    @staticmethod
    def _is_office(doc: Doc, body: Candidate) -> bool:
        """Whether provinces and cities have an office of that name: 甘肃省|文物局; not 北京|国家能源局."""
        text = doc.folded
        return text.endswith("局", body.start, body.end) and not text.startswith(FIRST_AMONG, body.start)

    def _units(self, doc: Doc, lattice: Lattice, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """Two known names side by side that are one: 泰康|同济医院, 国家卫生健康委|疾控局, 中科院|苏州纳米所."""
        for parent, unit in pairwise(known):
            if parent.end != unit.start:
                continue
            if self._is_unit(lattice.text, parent, unit, begins_with_place=lattice.begins_with_place(unit)):
                yield _from(lattice, parent.start, unit)
            else:
                doc.refuse(parent.start, unit.end, BRANCH, "two names side by side, of which neither is a unit's")

    def _is_unit(self, text: str, parent: Candidate, unit: Candidate, *, begins_with_place: bool) -> bool:
        above, below = parent.value.class_, unit.value.class_
        if above in FIRM_CLASSES and below in ("health", "education"):  # that bears a firm's name before its own
            return parent.length < 4
        if above in FIRM_CLASSES:  # 南方电网|深圳供电局
            return begins_with_place and text.endswith(self._firm_units, unit.start, unit.end)
        if above == below == "military":  # 加拿大海军|太平洋舰队
            return True
        if not text.endswith(self._parts, unit.start, unit.end) or text.startswith(FIRST_AMONG, unit.start):
            return False
        if above in ("education", "research"):
            return below in HOUSES and not text.endswith("学院", unit.start, unit.end)
        if text.startswith(WORLD_PARENTS, parent.start) and parent.length < LONG_PARENT:  # 联合国|安理会
            return below in ("international", "government")
        return above == "government" and below in ("government", "research")

    def _prefixed(self, doc: Doc, lattice: Lattice, named: Sequence[Candidate]) -> Iterator[Candidate]:
        """A party's name before its committee's (中共|哈尔滨市委), a country's before its organ's (美|财政部)."""
        for candidate in named:
            for prefix in self._prefixes.get(candidate.value.class_, ()):
                start = candidate.start - len(prefix)
                if lattice.text.endswith(prefix, 0, candidate.start) and (
                    lattice.tokens.is_boundary(start)
                    or doc.refuse(start, candidate.end, BRANCH, "a word of the text reaches over its edge")
                ):
                    yield _from(lattice, start, candidate)

    @staticmethod
    def _shares(doc: Doc, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """万科|A and 京东方|A; not 完成A轮, nor A股."""
        text = doc.folded
        for candidate in known:
            end = candidate.end + 1
            following = text[end : end + 1]
            if candidate.rule != LISTED or text[end - 1 : end] not in SHARE_CLASSES:
                continue
            if not _is_more(following) or doc.refuse(candidate.start, end, LISTED, "the letter begins another word"):
                value = OrganizationValue(candidate.value.key, candidate.value.full_name, candidate.value.class_)
                yield Candidate(candidate.start, end, LISTED, value)


def _countries(lexicons: Lexicons) -> set[str]:
    rows = (row for table in lexicons.of("place", "place") for row in table.select("place", "level"))
    return {place for place, level in rows if level == "country"}


def _is_more(following: str) -> bool:
    """Whether a letter is the beginning of another word: 万科|ABC, 格力|A股, 云杉|A轮."""
    return (following.isascii() and following.isalnum()) or following in ("股", "轮", "座", "级")


def _from(lattice: Lattice, start: int, candidate: Candidate) -> Candidate:
    """The same organization class with a longer name, which begins at ``start``."""
    name = lattice.text[start : candidate.end]
    return Candidate(start, candidate.end, BRANCH, OrganizationValue(name, None, candidate.value.class_))
