"""Names that the text itself gives an organization: （以下简称“X”）, （GSMA）, and the short form of a formal name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from cmfacts.engine.doc import Doc
from cmfacts.engine.overlap import leftmost_longest
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import occurrences
from cmfacts.finders.endings import endings
from cmfacts.lexicon import Lexicons

LONGEST_BRACKET = 60
REPEATED = frozenset(
    {"org.slot.funded", "org.list", "org.list.governed", "org.signals"}
)  # found once by context, believed elsewhere
PART = "org.alias.part"
LEGAL = ("有限公司", "责任公司", "股份公司")
NAMES, TAILS = "org.name", "org.tail"  # channels
SHORT_PARENT, SHORT_PART, LONG_PART = 2, 3, 6  # code points
OFFICES = ("局", "委员会", "司")
FIRM, ORDINAL = "公司", "第"
GOVERNING_TAGS = "vpcd"  # of what may stand before a part: 由|第二建设公司; not 电子|处方中心
FORMAL = ("org.tail.legal", "org.tail.company")
NAMING_TAGS = ("nr", "nrt", "nrfg", "nz", "nt", "ns", "x")
BRANDED, LONGEST_BRANDED = 4, 6  # code points of a brand with its line of business
LONG_NAME = 7  # code points from which on a body's name is shortened to initials
INITIAL_WORDS = 6  # how many of its last words these are taken from
FOUND_BY_RULE = ("org.tail.", "org.list", "org.slot.", "org.signals", "org.branch")
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,20})[”\"」』》]")
_LATIN = re.compile(r"[A-Z][A-Za-z0-9&.-]*(?: [A-Za-z0-9&.-]+){0,5}\Z")
_TICKER = re.compile(r"[A-Z]{1,6}[.:][A-Z0-9]{1,6}\Z")  # NFLX.O
_MOVES = re.compile(r"(?:股价|盘[前中后]|收盘?|美股|一度|[大暴微小])?[涨跌]")
_ITEM_END = re.compile(r"[,;。]")
_PLAIN = re.compile(r"[\w·]{2,12}\Z")


@dataclass(slots=True)
class Told:
    """The aliases that one text has given so far with their mentions, and which organizations were asked for theirs."""

    aliases: dict[str, Candidate] = field(default_factory=dict)
    mentions: list[Candidate] = field(default_factory=list)
    asked: set[tuple[int, int, str]] = field(default_factory=set)


class Aliases:
    """Joins to each organization the names that the text defines for it. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        cues = sorted(lexicons.words("org", "alias-cue"), key=len, reverse=True)
        self._cue = re.compile("|".join(map(re.escape, cues))) if cues else None
        self._bodies, self._with_parts = endings(lexicons, "initials", "parts")
        self._generic = lexicons.words("org", "generic")
        self._places = lexicons.words("place", "place")
        self._kinds = lexicons.words("org", "tail") | lexicons.words("org", "body")
        self._structural = lexicons.words("org", "structural")
        self._common = self._generic | self._places | lexicons.words("org", "lead")
        self._forms = sorted(lexicons.words("org", "firm-form"), key=lambda form: (-len(form), form))

    def join(self, doc: Doc, organizations: Sequence[Candidate], told: Told) -> list[Candidate]:
        """The organizations and every mention of their aliases, in text order; no two overlap.

        ``told`` is empty at first; a second pass looks for those aliases alone that it does not hold yet.
        """
        new = self._new(doc, organizations, told)
        if not told.aliases:
            return list(organizations)
        hits = sorted(occurrences(doc.folded, new), key=lambda hit: (hit.start, -hit.end)) if new else ()
        mentions: list[Candidate] = []
        for hit in hits:
            if (not mentions or hit.start >= mentions[-1].end) and _is_whole(doc, hit.start, hit.end, hit.payload.rule):
                owner: Candidate = hit.payload
                mentions.append(Candidate(hit.start, hit.end, owner.rule, owner.value))
        joined = [
            _rekeyed(candidate, named)
            if (named := told.aliases.get(doc.folded[candidate.start : candidate.end]))
            else candidate
            for candidate in organizations
        ]
        told.mentions += mentions
        return leftmost_longest([*joined, *told.mentions], doc.trace)

    def _new(self, doc: Doc, organizations: Sequence[Candidate], told: Told) -> dict[str, Candidate]:
        """The aliases of organizations that were not asked yet, each with its owner."""
        new: dict[str, Candidate] = {}
        places = {hit.start: hit.end for hit in doc.hits["place"]}  # in the order in which they end: the longest stays
        for organization in organizations:
            asked = organization.start, organization.end, organization.rule
            if asked in told.asked:
                continue
            told.asked.add(asked)
            for alias, rule in self._names(doc, organization, places):
                known = told.aliases.get(alias)  # 智联云图 in the headline, before （以下简称“智联云图”）
                if known is None or (known.rule in REPEATED and rule not in REPEATED):
                    owner = Candidate(organization.start, organization.end, rule, organization.value)
                    new[alias] = told.aliases[alias] = owner
        return new

    def _names(self, doc: Doc, organization: Candidate, places: Mapping[int, int]) -> Iterator[tuple[str, str]]:
        if doc.folded.startswith("(", organization.end):
            yield from self._defined(doc.folded, organization)
        name = doc.folded[organization.start : organization.end]
        if organization.rule in REPEATED and len(name) > 2:
            yield name, organization.rule
        if len(name) >= LONG_NAME and name.endswith(self._with_parts):
            for part in self._parts(doc, organization):
                yield part, PART
        if len(name) >= LONG_NAME and name.endswith(self._bodies):
            for short in self._initials(doc, organization):
                yield short, "org.alias.initials"
        if organization.rule in FORMAL:
            if organization.rule == "org.tail.legal":
                for short in self._short_forms(doc, organization, places):
                    yield short, "org.alias.derived"
            for short in self._beginnings(doc, organization, places):
                yield short, "org.alias.derived"

    def _initials(self, doc: Doc, body: Candidate) -> Iterator[str]:
        """长航局 of 长江航务管理局: the first characters of two or three of its last words, and its last character."""
        tokens = doc.tokens
        last = tokens.at(body.end - 1)
        first = max(tokens.at(body.start), last - INITIAL_WORDS)
        words = [word for word in tokens.words[first : last + 1] if len(word) > 1]
        for count in (2, 3):
            for chosen in combinations(words, count):
                yield "".join(word[0] for word in chosen) + doc.folded[body.end - 1]

    def _parts(self, doc: Doc, unit: Candidate) -> Iterator[str]:
        """What the parent leaves, where it tells units apart: 旱作所 of 河北省农科院旱作所; not 研究院."""
        for start in range(unit.start + SHORT_PARENT, unit.end - SHORT_PART + 1):
            part = doc.folded[start : unit.end]
            if part.endswith(LEGAL) or not doc.tokens.is_boundary(start):
                continue
            parents = (*doc.ending(NAMES, start), *doc.ending(TAILS, start))
            own = any(hit.start >= unit.start and hit.end - hit.start > 1 for hit in parents)
            if own and self._tells(doc, start, unit.end):
                yield part

    def _tells(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a part has a word that not all such names share: 旱作所, 北京分行; of a firm a number or a place."""
        tokens, part = doc.tokens, doc.folded[start:end]
        if part in self._kinds or part in self._generic:
            return False
        words = tokens.words[tokens.at(start) : tokens.at(end - 1)]
        if part.endswith(FIRM):
            return any(word[0] == ORDINAL or word in self._places for word in words)
        office = len(part) >= LONG_PART and part.endswith(OFFICES)  # 信息通信管理局
        return office or not words or any(word not in self._generic and word not in self._structural for word in words)

    def _short_forms(self, doc: Doc, formal: Candidate, places: Mapping[int, int]) -> Iterator[str]:
        """芜湖红花山 and 红花山 of 芜湖红花山投资集团有限公司: what stands before the first word that is no name."""
        tokens = doc.tokens
        name = formal.start
        end = start = places.get(name, name)
        while end < formal.end:
            index = tokens.at(end)
            word = doc.folded[end : tokens.starts[index + 1]]
            if word in self._generic or not word.isalnum():
                break
            end += len(word)
        if not 2 <= end - start <= 6 or end >= formal.end:
            return
        if end - start > 2 or tokens.at(start) != tokens.at(end - 1):
            yield doc.folded[start:end]
        if start > name:
            yield doc.folded[name:end]
        line = doc.folded[start : tokens.starts[tokens.at(end) + 1]]  # the brand and its line of business: 凌岳|汽车
        if len(line) >= 4 and start + len(line) < formal.end and line[-1] not in "(（":
            yield line

    def _beginnings(self, doc: Doc, firm: Candidate, places: Mapping[int, int]) -> Sequence[str]:
        """天擎航天 of 天擎航天技术有限公司: a brand with a line of business, wherever jieba ends its words.

        Only where the brand is the name's own word, and no name of a place or a word that many firms share.
        """
        text, tokens = doc.folded, doc.tokens
        start = firm.start
        while start in places:  # 山东|无棣|华兴畜牧
            start = places[start]
        index = tokens.at(start)
        brand, first = text[start : start + 2], tokens.words[index]
        named = len(first) == 1 or (len(first) < BRANDED and tokens.tag(index) in NAMING_TAGS)
        if not named or brand in self._common or first in self._common or not tokens.is_boundary(start):
            return ()
        form = next((form for form in self._forms if text.endswith(form, start, firm.end)), "")
        if not form:
            return ()
        bracket = text.find("(", start, firm.end)
        limit = (bracket if bracket > 0 else firm.end) - (len(form) if bracket < 0 else 0)
        ends = range(start + BRANDED, min(limit, start + LONGEST_BRANDED) + 1)
        return [text[start:end] for end in ends if end == start + BRANDED or tokens.is_boundary(end) or end == limit]

    def _defined(self, text: str, organization: Candidate) -> Iterator[tuple[str, str]]:
        """The aliases that the bracket right after a name defines, each with the rule that says so."""
        close = text.find(")", organization.end, organization.end + LONGEST_BRACKET)
        inside = text[organization.end + 1 : close].strip() if close > 0 else ""
        cue = self._cue.search(inside) if self._cue else None
        if cue:
            rest = inside[cue.end() :].lstrip(":为 ")
            plain = _ITEM_END.split(rest)[0]  # 证券简称:岚泰新材,证券代码:301234
            for alias in map(str.strip, _QUOTED.findall(rest) or _PLAIN.findall(plain)):
                if len(alias) > 1 and alias not in self._generic:  # (以下简称“基金”)
                    yield alias, "org.alias.defined"
        elif _MOVES.match(text, close + 1):
            return  # 迈威尔科技(MRVL)跌超4%
        elif _LATIN.match(inside) and len(inside) > 1 and not _TICKER.match(inside):
            yield inside, "org.alias.latin"
        elif _PLAIN.match(inside) and inside not in self._places and _is_short_form(inside, organization.value.key):
            yield inside, "org.alias.bracket"


def _rekeyed(candidate: Candidate, owner: Candidate) -> Candidate:
    """The candidate as a name of the organization that the text defines it for.

    A name that a lexicon gives to some organization stays its own unless the text defines it outright: two companies
    never merge by a guess.
    """
    if owner.rule == "org.alias.derived" and not candidate.rule.startswith(FOUND_BY_RULE):
        return candidate
    return Candidate(candidate.start, candidate.end, candidate.rule, owner.value, candidate.rank)


def _is_short_form(short: str, full: str) -> bool:
    """Whether the short form's characters stand in the full name in their order, as 工信部 does in 工业和信息化部."""
    characters = iter(full)
    return len(short) < len(full) and all(character in characters for character in short)


def _is_whole(doc: Doc, start: int, end: int, rule: str) -> bool:
    text = doc.folded
    if text[end - 1] == "部" and text.startswith("门", end):  # 人社部|门
        return False
    if rule == "org.alias.derived" and end - start >= BRANDED and not doc.tokens.is_boundary(end):
        return False
    if rule == PART:
        before = text[start - 1 : start]
        tag = doc.tokens.tag(doc.tokens.at(start - 1)) if start else ""
        governed = not before.isalnum() or before == "了" or tag[:1] in GOVERNING_TAGS
        return governed and doc.tokens.is_boundary(start) and doc.tokens.is_boundary(end)
    if not text[start].isascii():
        return end - start > 2 or (doc.tokens.is_boundary(start) and doc.tokens.is_boundary(end))
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
