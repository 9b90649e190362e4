"""Initiatives: named plans, programmes, events, awards, platforms, policies and documents.

Five sources, one after the other: names that a lexicon knows, titles in 《》, names in quotation marks, names by their
head word, and then the short forms and repeats of all of these.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set

from cmfacts.engine.doc import Doc
from cmfacts.engine.overlap import ranked
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Literal, occurrences
from cmfacts.finders import initiative_about, initiative_marks
from cmfacts.finders.initiative_heads import GRADE, IN_BRACKETS, HeadRule, Verdict
from cmfacts.finders.initiative_marks import Pair
from cmfacts.finders.initiative_parts import PERIODS, QUOTES
from cmfacts.finders.initiative_words import AT_MEETINGS, Head, Words, load
from cmfacts.finders.values import InitiativeValue
from cmfacts.lexicon import Lexicons

TITLES = frozenset("《〈")
LONGEST_SHORT_NAME = 6  # code points of an organization's name that may be another word or a title as well
LEAST_EVENT = -3  # strength of a head that makes an event of what stands in marks
OPENING_KINDS = frozenset({"strategy", "plan", "document"})
MOST_WORDS_OF_BODY = 6
LONGEST_CUT = 4  # code points of a known name that must begin and end where words do
LONGEST_ITEM = 20  # code points before the head word of an item of a list in marks
LONGEST_SERVICE = 9  # code points of the name of a service
LONGEST_NAME = 40  # code points in quotation marks: what is longer is said by someone
TITLE = "initiative.title"
SLOGAN = "initiative.quoted.slogan"
BESIDE = "initiative.quoted.beside"
SENTENCE = re.compile(r"[。!?;,]|:(?!//)")
MEDIA = re.compile(r"(?:周刊|杂志|(?<![公通简年季月])报|电视台|频道)$")
MEDIA_AFTER = re.compile(r"(?:\d{1,2}日)?(?:认为|刊文|发文)|杂志|报道|记者|周刊|频道|编辑部|采访")
ALIAS = re.compile(
    r"\((?:以下|下|也|又|亦)?(?:统一)?简?称为?:?[“\"‘「《]?((?![本该此])[^“”\"‘’「」《》(),。]{2,20})[”\"’」》]?\)|\(([A-Z][A-Za-z&-]{1,11})\)"
)
SHELL = re.compile(r"^(?:(?:19|20)\d\d年?度?)?(?:第[一二三四五六七八九十百\d]{1,6}[届次]|首届)?|(?:19|20)\d\d$")
PART = re.compile(r"[“‘「『\"]([^“”‘’「」『』\"]{3,})[”’」』\"]")
BRACKETS = re.compile(r"\([^()]*\)(?:活动)?$")
CONJUNCTION = re.compile("以及|和|与|及")
JOINED = re.compile("[、和与及]")
SHORT = re.compile(r"\([^()]{0,6}称为?[:\s]?$")
YEAR_RIGHT = re.compile(rf" ?(?:19|20)\d\d(?![\d年.])|{IN_BRACKETS.pattern}")  # MWC 2021
_NTH = r"第 ?[一二三四五六七八九十百\d]{1,5} ?届"
SERIES = re.compile(rf"(?:(?<![A-Za-z0-9])(?:19|20)\d\d ?年? ?(?:{_NTH})?|{_NTH}|首届) ?$")
NUMBERED = re.compile(r"(?:[一两二三四五六七八九十百]{1,3}|\d{1,2})[大项张个]")
NUMBERED_POLICY = re.compile(r"[一-鿿]{1,6}(?:\d{1,2}|[一二三四五六七八九十]{1,3})条")  # “科创板八条”
COUNTED_POLICY = re.compile(r"(?:[二两双三四五六七八九]|十[大个])[一-鿿]{1,7}$")  # “两重”建设, “五个中心”建设
VERSION = re.compile(r"[一-鿿]{2,}\d\.0")
TOLD = re.compile(r"(?:将|拟|已经?|正在|不再)(?:与|对|向|在|把|同)?[一-鿿]{2}")  # “将与日本签署…协定” is a sentence
CLOSING = frozenset('”’」』》"')


class InitiativeFinder:
    """Finds initiatives; immutable, made once from the lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.words: Words = load(lexicons)
        self._bare_begin = frozenset(word[0] for word in self.words.bare)

    def literals(self) -> Iterator[Literal]:
        """Known names, head words and marks."""
        yield from self.words.literals()
        yield from initiative_marks.literals()
        yield from initiative_about.literals()

    def find(self, doc: Doc, organizations: Sequence[Candidate]) -> list[Candidate]:
        """Mentions in text order; one inside an organization's span is not marked."""
        pairs = initiative_marks.pairs(doc.hits.get(initiative_marks.CHANNEL, []))
        owners = {span.end for span in organizations}
        first = (
            *self._known(doc),
            *self._titles(doc, pairs),
            *initiative_about.titles(doc, owners),
            *self._quoted(doc, pairs, owners),
            *self._heads(doc, organizations, pairs).find(),
        )
        kept = self._keep(doc, first, organizations)
        return self._keep(doc, (*kept, *self._again(doc, kept)), organizations)

    def verdicts(self, doc: Doc, organizations: Sequence[Candidate]) -> Iterator[Verdict]:
        """What becomes of each head word: what ``explain`` shows."""
        pairs = initiative_marks.pairs(doc.hits.get(initiative_marks.CHANNEL, []))
        return self._heads(doc, organizations, pairs).verdicts()

    def _heads(self, doc: Doc, organizations: Sequence[Candidate], pairs: Iterable[Pair]) -> HeadRule:
        return HeadRule(self.words, doc, organizations, {pair.end: pair for pair in pairs})

    def _keep(self, doc: Doc, found: Iterable[Candidate], organizations: Sequence[Candidate]) -> list[Candidate]:
        text, forbidden = doc.folded, self.words.forbidden
        allowed = [
            one
            for one in found
            if (one.rule == BESIDE and one.value.kind == "award")  # “灯塔工厂”名单
            or text[one.start : one.end] not in forbidden
            or doc.refuse(one.start, one.end, one.rule, "is forbidden")
        ]
        return ranked(_outside_owners(allowed, organizations), doc.trace) if allowed else []

    def _known(self, doc: Doc) -> Iterator[Candidate]:
        for start, end, known in doc.hits.get("initiative.name", ()):
            if _whole(doc, start, end) and not self._opens_body(doc, end, known.kind):
                rank = 2 if doc.folded[start] in TITLES else 0  # 《财富》世界500强 is no title
                after = (YEAR_RIGHT if known.kind == "event" else IN_BRACKETS).match(doc.folded, end)
                end = after.end() if after else end
                yield Candidate(start, end, known.rule, InitiativeValue(known.name, known.kind), rank)
                yearly = known.kind in ("event", "action")
                series = SERIES.search(doc.folded, max(0, start - 14), start) if yearly else None
                if series:
                    name = doc.folded[series.start() : end]
                    yield Candidate(series.start(), end, known.rule, InitiativeValue(name, known.kind))

    def _opens_body(self, doc: Doc, end: int, kind: str) -> bool:
        """Whether what ends here is the first part of an institution's name: RCEP|企业服务中心, 乡村振兴|研究院."""
        end += doc.folded[end : end + 1] in CLOSING
        if kind not in OPENING_KINDS or end >= len(doc.folded) or not doc.tokens.is_boundary(end):
            return False
        first = doc.tokens.at(end)
        for index in range(first, min(first + MOST_WORDS_OF_BODY, len(doc.tokens.words))):
            word, stop = doc.tokens.words[index], doc.tokens.starts[index + 1]
            if any(self.words.has(doc.folded[stop - size : stop], "body") for size in (2, 3, 4) if stop - size >= end):
                return True
            if doc.tokens.tag(index)[0] not in "nvajb" or not word.isalnum() or self.words.has(word, "stop"):
                return False
        return False

    def _titles(self, doc: Doc, pairs: Iterable[Pair]) -> Iterator[Candidate]:
        """What stands in 《》, save bare generic words (《通知》) and the names of media."""
        for pair in pairs:
            start, end = _trimmed(doc.folded, pair.start + 1, pair.end - 1)
            title = doc.folded[start:end]
            if pair.mark in TITLES and title and not self._is_generic(title) and not _is_medium(title, doc, pair.end):
                yield Candidate(start, end, TITLE, InitiativeValue(title, "document"), 2)

    def _is_generic(self, title: str) -> bool:
        """Whether words of documents alone make the title: 规划纲要, 战略合作框架协议."""
        at = 0
        while at < len(title):
            if title[at] not in self._bare_begin:
                return False
            for size in range(6, 0, -1):
                if title[at : at + size] in self.words.bare:
                    at += size
                    break
            else:
                return False
        return True

    def _quoted(self, doc: Doc, pairs: Iterable[Pair], owners: Set[int]) -> Iterator[Candidate]:
        """Names that quotation marks enclose: “开源雨林计划”, 平台“人民版权”, 荣获“年度创新企业”, “出海2.0”."""
        for pair in pairs:
            start, end = _trimmed(doc.folded, pair.start + 1, pair.end - 1)
            name = doc.folded[start:end]
            short = SHORT.search(doc.folded, max(0, pair.start - 12), pair.start)
            if short and short.start() in owners:
                continue  # (以下简称“X”) is a name of the organization before it
            if pair.mark in QUOTES and (items := self._listed(doc, pair)):
                yield from items
            elif pair.mark in QUOTES and 2 <= len(name) <= LONGEST_NAME and not SENTENCE.search(name):
                kind, rule = self._quoted_kind(doc, pair, name)
                if kind:
                    rank = 0 if rule in (SLOGAN, BESIDE) else 1  # “互联网+” may open a longer name
                    yield Candidate(start, end, rule, InitiativeValue(name, kind), rank)
                else:
                    doc.refuse(pair.start, pair.end, "initiative.quoted", "no word in or beside the marks names a kind")

    def _listed(self, doc: Doc, pair: Pair) -> list[Candidate]:
        """The names of a list that one pair of marks encloses, if each has a head: “清水行动、蓝天行动和净土行动”."""
        if not JOINED.search(doc.folded, pair.start + 1, pair.end - 1):
            return []
        spans = [_trimmed(doc.folded, *item) for item in self._items(doc.folded, pair.start + 1, pair.end - 1)]
        if len(spans) < 2:
            return []
        heads = [self.words.head_at_end(doc.folded[start:end]) for start, end in spans]
        named = [(*span, head) for span, head in zip(spans, heads, strict=True) if head and self._opens(*span, head)]
        own = sum(self._is_own(doc, start, end, head) for start, end, head in named)
        if len(named) < len(spans) or 2 * own < len(named):
            return []
        return [
            Candidate(start, end, "initiative.quoted", InitiativeValue(doc.folded[start:end], head.kind), 1)
            for start, end, head in named
        ]

    def _items(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What 、 parts, and the 和 after a head word behind the last."""
        while (comma := text.find("、", start, end)) >= 0:
            yield start, comma
            start = comma + 1
        joints = CONJUNCTION.finditer(text, start, end)
        joint = next((joint for joint in joints if self.words.head_at_end(text[start : joint.start()])), None)
        if joint:
            yield start, joint.start()
            start = joint.end()
        yield start, end

    def _opens(self, start: int, end: int, head: Head) -> bool:
        """Whether an item of a list may be a name: two characters before a head that is no common noun."""
        return head.strength >= 0 and 2 <= end - start - len(head.text) <= LONGEST_ITEM

    def _quoted_kind(self, doc: Doc, pair: Pair, name: str) -> tuple[str, str]:
        head = self.words.head_at_end(name)
        before = doc.folded[max(0, pair.start - 6) : pair.start].removesuffix("的")
        after = doc.folded[pair.end : pair.end + 5]
        heads = (self.words.heads.get(after[:size]) for size in range(1, 6)) if after[:1].isalnum() else ()
        goes_on = any(next_ and next_.strength > -6 for next_ in heads)  # “千企百展”|工程, but “X项目”签约仪式
        if (goes_on and (head is None or head.strength < 1)) or GRADE.match(after):
            return "", ""
        if head and not TOLD.search(name) and self._is_own(doc, pair.start + 1, pair.end - 1, head):
            return head.kind, "initiative.quoted"
        if any(len(name) > size + 1 and self.words.has(name[-size:], "marked") for size in (1, 2, 3)):
            return "platform", "initiative.quoted"
        if goes_on:
            return "", ""
        sizes = (1, 2, 3) if doc.tokens.is_boundary(pair.end - 2) else (2, 3)  # 就业|码, but not 互联|互通
        served = 4 <= len(name) <= LONGEST_SERVICE and any(self.words.has(name[-n:], "service") for n in sizes)
        if served and any(self.words.has(before[-n:], "launch") for n in (2, 3)):
            return "platform", "initiative.quoted"
        if len(name) >= 4 and any(self.words.has(before[-size:], "award") for size in (2, 3, 4)):
            return "award", "initiative.quoted.award"
        if (beside := self._beside(before, after)) and not _is_said(doc, pair) and not self._is_done(doc, pair, before):
            return beside, BESIDE
        if NUMBERED_POLICY.fullmatch(name):
            return "document", SLOGAN
        if after.startswith("建设") and COUNTED_POLICY.match(name) and name not in PERIODS:
            return "strategy", SLOGAN
        known = self.words.known.get(name[: name.find("+") + 1])
        if known or VERSION.fullmatch(name):
            return "strategy", SLOGAN
        return "", ""

    def _is_own(self, doc: Doc, start: int, end: int, head: Head) -> bool:
        """Whether what stands before the head in the marks makes a name of it: not “民生工程”, “五大计划”."""
        at = end - len(head.text)
        weak = head.strength < (LEAST_EVENT if head.kind == "event" else 0)  # “财宝节”
        if weak or at - start < 2 or NUMBERED.match(doc.folded, start, at):
            return False
        if not self.words.is_head(doc.tokens, at, end):
            return False
        first, last = doc.tokens.at(start), doc.tokens.at(at - 1)
        cut = doc.folded[doc.tokens.starts[last] : at]  # 水利 of the word 水利工程
        words = (*doc.tokens.words[first:last], cut)
        if self._opens_with_verb(words):
            return False  # “深入实施区域协调发展战略”, “高质量完成规划”
        nouns = all(len(word) == 1 and doc.tokens.tag(first + n)[0] in "nagxj" for n, word in enumerate(words))
        if len(words) > 1 and nouns:
            return True  # 云|帆|工程: no word of the dictionary, but 云|上|平台
        return head.strength > 1 or sum(len(word) for word in words if not self.words.is_generic(word, head)) > 1

    def _opens_with_verb(self, words: Sequence[str]) -> bool:
        """Whether a verb that launches or ends names comes first, or after a common word; not in “远山共建倡议”."""
        common = len(words[0]) > 1 and words[0] in self.words.generic  # not 大|走访
        opening = words[:2] if common else words[:1]
        return any(len(word) > 1 and {"launch", "stop"} & self.words.uses(word) for word in opening)

    def _beside(self, before: str, after: str) -> str:
        """The kind that a word right before or after the marks tells: 平台“X”, “X”品牌."""
        if after.startswith("新"):  # “渝职聘”新平台
            heads = (self.words.heads.get(after[1 : 1 + size]) for size in (4, 3, 2))
            return next((head.kind for head in heads if head and head.kind in ("platform", "event", "project")), "")
        for size in range(5, 1, -1):
            kind = self.words.beside.get(after[:size]) or self.words.beside.get(before[-size:])
            if kind:
                return kind
        head = self.words.head_at_end(before)
        if head is None or head.kind not in ("platform", "plan", "project", "action") or not self._ends_clause(after):
            return ""
        return head.kind

    def _is_done(self, doc: Doc, pair: Pair, before: str) -> bool:
        """Whether the marks hold what is done, not a name: 由项目“出题”, but 平台“海基二号”, 品牌“走近你”."""
        verb = doc.tokens.tag(doc.tokens.at(pair.start + 1))[0] == "v"
        after = doc.folded[pair.end : pair.end + 5]
        return verb and not any(before.endswith(word) or after.startswith(word) for word in self.words.beside)

    def _ends_clause(self, after: str) -> bool:
        """Whether a name can end here: 项目“X”启动, not 项目“浮出水面”仍需时日."""
        return not after[:1].isalnum() or any(self.words.has(after[:size], "held") for size in (2, 3, 4))

    def _again(self, doc: Doc, kept: Sequence[Candidate]) -> Iterator[Candidate]:
        """Short forms in brackets after a name, and the further places where a name or a short form stands."""
        names: dict[str, InitiativeValue] = {}
        for found in kept:
            for name in self._forms(doc, found):
                if name not in self.words.generic and name not in self.words.heads and not self._is_generic(name):
                    names.setdefault(name, found.value)
        for start, end, value in occurrences(doc.folded, names):
            if _whole(doc, start, end) and not self._opens_body(doc, end, value.kind):
                yield Candidate(start, end, "initiative.again", value)

    def _forms(self, doc: Doc, found: Candidate) -> Iterator[str]:
        """The name, its part in quotation marks, the name without year and ordinal, and its short form in brackets."""
        name = doc.folded[found.start : found.end]
        if found.rule not in (TITLE, initiative_about.RULE):
            yield name
            if (inner := PART.search(name)) and found.value.kind != "strategy":
                yield inner.group(1)
            core = BRACKETS.sub("", SHELL.sub("", name))
            head = self.words.head_at_end(core)
            if len(core) >= 4 and (head is None or head.strength >= 0):
                yield core
        alias = ALIAS.match(doc.folded, found.end + (doc.folded[found.end : found.end + 1] in CLOSING))
        if alias:
            yield alias.group(alias.lastindex or 0).strip()


def _whole(doc: Doc, start: int, end: int) -> bool:
    """Whether the name is cut out of no other word: a Latin one of a longer run, a short one (统计法) of 统计|法人."""
    text = doc.folded
    before, after = text[start - 1 : start], text[end : end + 1]
    if (_latin(text[start]) and _latin(before)) or (_latin(text[end - 1]) and _latin(after)):
        return False
    if end - start > LONGEST_CUT or _latin(text[start]) or _latin(text[end - 1]):
        return True
    ends = doc.tokens.is_boundary(end) or doc.tokens.words[doc.tokens.at(end)] in AT_MEETINGS  # 进博|会上
    return doc.tokens.is_boundary(start) and ends


def _is_said(doc: Doc, pair: Pair) -> bool:
    """Whether what the marks enclose is a predicate: “已经晚了”, “报喜不报忧”."""
    first, last = doc.tokens.at(pair.start + 1), doc.tokens.at(pair.end - 2)
    words = ((doc.tokens.words[index], doc.tokens.tag(index)[:1]) for index in range(first, last + 1))
    return any(tag in ("d", "u") and word != "的" for word, tag in words)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_medium(title: str, doc: Doc, end: int) -> bool:
    """Newspapers and journals are no initiatives."""
    return bool(MEDIA.search(title) or MEDIA_AFTER.match(doc.folded, end))


def _outside_owners(candidates: Iterable[Candidate], organizations: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates that no organization's span covers; of titles only the names of media are organizations."""
    starts = [span.start for span in organizations]
    for candidate in candidates:
        place = bisect_right(starts, candidate.start) - 1
        owner = organizations[place] if place >= 0 else None
        if owner is None or owner.end < candidate.end or _only_sounds_like(owner, candidate):
            yield candidate


def _only_sounds_like(owner: Candidate, title: Candidate) -> bool:
    """Whether a title is just the same word as an organization's name: a series called 《马可波罗》."""
    is_name = owner.value is None or owner.value.class_ == "media" or owner.length > LONGEST_SHORT_NAME
    return title.rule == TITLE and (owner.start, owner.end) == (title.start, title.end) and not is_name


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its edges: “ 繁星计划” is 繁星计划."""
    inside = text[start:end]
    return end - len(inside.lstrip()), start + len(inside.rstrip())
