"""The head-word rule: whether what ends in 大会 or 计划 is a name or a common noun, decided of signals with weights."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.record import record
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit
from cmfacts.finders.initiative_marks import Pair
from cmfacts.finders.initiative_parts import Surroundings, Walk
from cmfacts.finders.initiative_walk import Walker
from cmfacts.finders.initiative_words import Head, Words
from cmfacts.finders.values import InitiativeValue

THRESHOLD = 3
SYSTEMS = ("系统", "平台")
WORDS_AFTER_MARKS = 2  # code points after marks that make what they enclose a part: not “星辰计划”发布会
SIBLINGS = frozenset({"project", "action", "plan"})
SHORTEST_SIBLING = 5  # code points before the head
LONGEST_SIBLING = 24  # code points from one name to the end of the next in a list
LONGEST_ACTOR = 8  # code points of a word for who acts, and the head after it
LONG_TITLE = 6  # code points of an honour that common words make
MOST_HEADS = 5  # head words of one name, its own too; a walk over a run of them (计划计划计划…) ends there
IN_BRACKETS = re.compile(r"\((?:(?:19|20)\d\d年?(?:[-—–~至到](?:20)?\d\d年?)?(?:版|修订|修订版)?|试行|暂行|修订)\)")
YEAR_AFTER = re.compile(r"(?:19|20)\d\d(?![\d年.])")
LEADING_YEAR = re.compile(r"(?:(?:19|20)\d\d[-至])?(?:19|20)\d\d年?")
COUNT_AFTER = re.compile(  # 项目已超1.85万个, 示范区1000万亩: kinds of things, counted
    r"(?:数量|总数)?(?:已|共|近|约|超过?|突破|达到?|累计|新增|建成){0,4}\d[\d.]*(?:余|多)?[万亿]?(?:余|多)?[家个项座亩处批支]"
)
ITEM = re.compile(  # what numbers a heading: 一、 (二) 3. ④ 专栏5:
    r"(?:(?:^|[\n。;:\s])(?:[一二三四五六七八九十]{1,3}[、是]|\d{1,2}[.、)]|\([一二三四五六七八九十\d]{1,3}\))|[①-⑳]|专栏\d{1,2}:)\s?$"
)
GRADE = re.compile(r"(?:特等|[一二三]等|金|银|铜|优秀|优胜)奖")  # 科技进步奖一等奖: of the award's name
# After the name of the games these are only what goes on there.
CONTESTS = frozenset({"竞赛", "比赛", "赛事", "决赛", "总决赛", "半决赛", "选拔赛"})
EVENT = re.compile(r"(?:[男女混][单双团篮排足]|全国|全球|全省|国内|海外)$")  # 网球公开赛|女单决赛
NOUNS = frozenset({"n", "vn", "nz"})
ALIASED = re.compile(r"\((?:以下|下|后)(?:统一)?简?称")
MARKED = frozenset({"政策", "通道"})  # what makes a name of marks alone: “双减”政策
SCOPED = frozenset({"event", "platform", "project"})
STRONG = frozenset({"site", "owner", "ordinal", "quoted", "latin", "superlative", "awarded"})


@record
class Verdict:
    """What a head word that begins at ``head_start`` was taken for, and why: ``explain`` shows it.

    ``score`` is the head's strength and the weights of the signals; ``stop`` what ended the walk to the left.
    ``against`` is empty for a name, else the reason: ``score`` (below THRESHOLD), ``empty`` (nothing stands before the
    head), ``common`` (nothing but common words), ``part`` (it only follows an event's name).
    """

    start: int
    head_start: int
    end: int
    head: Head
    kind: str
    stop: str
    weights: tuple[tuple[str, int], ...]
    score: int
    against: str


class HeadRule:
    """Finds names by their head words in one document, given its organizations, known names and pairs of marks."""

    def __init__(self, words: Words, doc: Doc, owners: Sequence[Candidate], pairs: Mapping[int, Pair]) -> None:
        self._words, self._text, self._tokens = words, doc.folded, doc.tokens
        self._starts, self._ends = [span.start for span in owners], [span.end for span in owners]
        hits = sorted(doc.hits.get("initiative.head", ()), key=lambda hit: -hit.start)
        self._hits = sorted({hit.end: hit for hit in hits}.values(), key=lambda hit: hit.end)  # the longest at each end
        around = Surroundings(
            owners=dict(zip(self._ends, self._starts, strict=True)),
            known=_longest(doc.hits.get("initiative.name", ())),
            heads={hit.end: hit.start for hit in self._hits if hit.end - hit.start > 2},
            pairs=pairs,
        )
        self._walker = Walker(words, doc, around)

    def find(self) -> Iterator[Candidate]:
        """Names in text order."""
        for verdict in self.verdicts():
            if not verdict.against:
                value = InitiativeValue(self._text[verdict.start : verdict.end], verdict.kind)
                rank = 1 if self._covers(verdict) else 0
                yield Candidate(verdict.start, verdict.end, f"initiative.head.{verdict.head.kind}", value, rank)

    def _covers(self, verdict: Verdict) -> bool:
        """Whether marks with a name in them are only the first part of an event's: “春雨工程”全国文化志愿服务培训班."""
        mark = self._text.rfind("”", verdict.start, verdict.head_start)
        return verdict.kind == "event" and 0 <= mark < verdict.head_start - WORDS_AFTER_MARKS

    def verdicts(self) -> Iterator[Verdict]:
        """What becomes of each head word, in text order."""
        awarded = -1  # where a name ended that someone was honoured with: the next one in the list is an award too
        for number, (start, end, head) in enumerate(self._hits):
            if not self._is_head(start, end):
                continue
            lowest = self._hits[number - MOST_HEADS].end if number >= MOST_HEADS else 0
            walk = self._walker.walk(start, head, lowest)
            if walk.start - 1 == awarded and self._text[awarded] in "、和":
                walk.signals.add("awarded")
            verdict = self._verdict(walk, start, end)
            if not verdict.against:
                awarded = verdict.end if verdict.kind == "award" else -1
            yield verdict

    def _verdict(self, walk: Walk, start: int, end: int) -> Verdict:
        head, signals = walk.head, self.signals(walk, start, end)
        grade = GRADE.match(self._text, end) if head.kind in ("award", "event") else None
        event = head.kind != "award" and self._after_event(start)
        kind = "award" if "awarded" in signals or grade else "event" if event else head.kind
        known = self._words.weights
        weights = tuple([(signal, known.get(signal, 0)) for signal in sorted(signals)])
        least = 0 if signals & {"awarded", "chosen"} else walk.joined if head.kind == "event" else head.strength
        if "quoted" in signals and head.text.endswith(SYSTEMS):
            least = max(least, 0)  # “云枢”工业操作系统
        score = max(head.strength, least) + sum([weight for _, weight in weights])
        against = self._against(walk, start, end, signals) if score >= THRESHOLD else "score"
        right = grade.end() if grade else self._right(head, end)
        return Verdict(walk.start, start, right, head, kind, walk.stop, weights, score, against)

    def _against(self, walk: Walk, start: int, end: int, signals: set[str]) -> str:
        """Why it is no name though the signals suffice, or nothing."""
        if walk.start == start:
            return "empty"
        if not self._is_own(walk, start, signals):
            return "common"
        if walk.parts[-1][1] == "quoted" and self._text.endswith("新", walk.start, start) and len(walk.parts) == 2:
            return "part"  # “渝职聘”|新平台
        return "part" if self._is_part(walk, start, end) else ""

    def _is_head(self, start: int, end: int) -> bool:
        """Whether a word ends with the head, which is no part of an organization's name."""
        place = bisect_left(self._starts, start) - 1
        if place >= 0 and self._ends[place] > start:
            return False
        if self._text[start] == "年" and self._text[start - 1 : start].isdecimal():
            return False  # 2022年会 is a year and a verb
        if self._text.startswith(self._text[start:end], max(0, 2 * start - end)):
            return False  # 计划计划
        return self._words.is_head(self._tokens, start, end)

    def _is_own(self, walk: Walk, start: int, signals: set[str]) -> bool:
        """Whether the name is more than common words: what an honour is called need not be."""
        total = start - walk.start
        if walk.head.text in MARKED and "quoted" not in signals:
            return False
        if walk.proper >= 2 or (total >= 4 and "awarded" in signals):
            return True
        if not signals.isdisjoint(("awarded", "chosen")) and total + len(walk.head.text) >= LONG_TITLE:
            return self._words.has(self._text[walk.start : walk.start + 2], "scope")  # 全国|科普教育基地|名单
        if walk.head.strength >= 3:
            return walk.proper > 0 or bool(walk.signals)
        if walk.head.kind == "award" and "launch" in signals and total >= 4:
            return True  # 获德国红点设计奖
        if walk.head.kind == "event" and walk.head.strength == 2 and signals >= {"ordinal", "place"}:
            return True  # 第三届海南论坛
        strong = STRONG & signals
        year = LEADING_YEAR.match(self._text, walk.start, start) if strong == {"ordinal"} else None
        return bool(strong) and total - (year.end() - year.start() if year else 0) >= 8

    def signals(self, walk: Walk, start: int, end: int) -> set[str]:
        """What speaks for a name or against it: the first column of lexicons/initiative/signals.tsv."""
        signals, total = set(walk.signals), start - walk.start
        if walk.proper >= 4 or total >= 8:
            signals.add("long")
        if walk.proper >= 8 or total >= 14:
            signals.add("longer")
        grade = GRADE.match(self._text, end) if walk.head.kind == "award" else None
        end = grade.end() if grade else end
        if end < len(self._text) and (after := self._after(walk, end)):
            signals.add(after)
        if walk.parts and walk.head.strength >= 0 and self._is_site(walk, total):
            signals.add("site")
        if walk.head.kind in SCOPED and walk.head.strength > 0 and walk.proper >= 2 and self._is_scoped(walk, total):
            signals.add("scope")
        if self._text[walk.start - 1 : walk.start] == "、":
            signals.add("listed")
        named = walk.head.strength > 0 and total >= SHORTEST_SIBLING
        if named and walk.head.kind in SIBLINGS and self._has_sibling(walk, end):
            signals.add("sibling")
        if walk.head.kind != "platform" and ALIASED.match(self._text, end):  # a fund may be a body
            signals.add("aliased")
        if self._text.startswith((":", "。", "\n"), end) and ITEM.search(
            self._text, max(0, walk.start - 6), walk.start
        ):
            signals.add("item")
        return signals

    def _has_sibling(self, walk: Walk, end: int) -> bool:
        """Whether the item before or after it in a list ends in the same head: A工程、B工程、C工程."""
        text, head = self._text, walk.head.text
        if text[walk.start - 1 : walk.start] == "、" and text.endswith(head, 0, walk.start - 1):
            return True
        if not text.startswith("、", end):
            return False
        following = text.find(head, end + 3, end + LONGEST_SIBLING)
        return following > 0 and text[end + 1 : following].isalnum()

    def _is_site(self, walk: Walk, total: int) -> bool:
        """Whether an owner or a place below the country says which project or platform it is."""
        owned = walk.parts[-1][1] == "owner"
        if walk.head.text.endswith("平台"):
            return owned or (walk.site and total >= 6)
        return walk.head.kind == "project" and (walk.site or (owned and total >= 8))

    def _is_scoped(self, walk: Walk, total: int) -> bool:
        """Whether the name opens with how far it reaches: 全球财富管理论坛."""
        opening = self._text[walk.start : walk.start + 2]
        if walk.head.kind == "event" and walk.head.strength > 1:  # 国际茶叶|大会
            return total >= 4 and not self._words.uses(opening).isdisjoint(("scope", "reach"))
        return total >= 6 and self._words.has(opening, "scope")

    def _is_part(self, walk: Walk, start: int, end: int) -> bool:
        """Whether a common noun only follows the name of an event: 第四届世界5G大会|活动之一; but 消费周活动."""
        contest = walk.head.text in CONTESTS
        place = EVENT.search(self._text, max(0, start - 2), start) if contest else None
        follows = (
            (walk.head.strength <= 0 or contest)
            and self._after_event(place.start() if place else start)
            and self._text[start - 1] not in "周月日季"
        )
        return follows or self._text.startswith("之一", end)

    def _after_event(self, start: int) -> bool:
        before = self._words.head_at_end(self._text[max(0, start - 5) : start])
        return before is not None and before.kind == "event" and before.strength > 1

    def _after(self, walk: Walk, end: int) -> str:
        """The signal that the word after the head gives, or nothing."""
        index = self._tokens.at(end)
        word, tag = self._tokens.words[index], self._tokens.tag(index)
        uses = self._words.bounds.get(word, frozenset())
        if walk.head.text == "计划" and self._is_verb(walk, tag, uses):
            return "verbal"
        if walk.head.kind == "award" and "chosen" in uses:
            return "chosen"
        if "held" in uses:
            return "held"
        if COUNT_AFTER.match(self._text, end):
            return "counted"
        if tag not in NOUNS or not uses.isdisjoint(("launch", "stop", "after")):
            return ""
        quoted = walk.head.text.endswith("平台") and any(part == "quoted" for _, part in walk.parts[:1])
        sure = quoted or walk.head.kind == "event" or walk.head.strength > 2
        return "" if sure else "compound"

    def _is_verb(self, walk: Walk, tag: str, uses: frozenset[str]) -> bool:
        """Whether 计划 is a verb for what follows: 公司计划减持, 华为计划启动…; but 远航计划启动."""
        bare = all(part in ("owner", "latin") for _, part in walk.parts) or self._is_actor(walk)
        return tag[0] in "vdpt" and (bare or uses.isdisjoint(("launch", "inside")))

    def _is_actor(self, walk: Walk) -> bool:
        """Whether who acts stands right before 计划: 教育部门|计划开展…."""
        near = walk.start if len(walk.parts) < 2 else walk.parts[0][0]
        word = self._text[near : near + LONGEST_ACTOR].partition(walk.head.text)[0]
        return any(self._words.has(word[-size:], "actor") for size in (2, 3))

    def _right(self, head: Head, end: int) -> int:
        """A year right after an event's name is part of it, any name's in brackets too: 规划(2021-2025年)."""
        after = YEAR_AFTER.match(self._text, end) if head.kind == "event" else None
        if not after and self._text.startswith("(", end):
            after = IN_BRACKETS.match(self._text, end)
        return after.end() if after else end


def _longest(hits: Sequence[Hit]) -> dict[int, int]:
    """Where the longest known name that ends at an offset begins."""
    longest: dict[int, int] = {}
    for start, end, _ in hits:
        longest[end] = min(start, longest.get(end, start))
    return longest
