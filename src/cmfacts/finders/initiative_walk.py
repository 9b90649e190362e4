"""Where a name that ends in a head word begins: word by word to the left, until something that no name holds.

- 由黑龙江省工信厅主办的|第四届世界5G大会: 的 ends it
- 中国电信启动|5G模组合作行动: 启动 ends it, and speaks for a name
- 全球财富管理论坛2021北京峰会: a year inside, for 论坛 stands before it
"""

from cmfacts.engine.doc import Doc
from cmfacts.finders.initiative_marks import Pair
from cmfacts.finders.initiative_ordinals import Ordinals
from cmfacts.finders.initiative_parts import (
    ASPECTS,
    BIG,
    CONJUNCTIONS,
    COUNTING,
    DASHES,
    DATE_WORDS,
    DIGITS,
    DOTS,
    ENDS_ORDINAL,
    JOINERS,
    LATIN_MARKS,
    LATIN_WORD,
    LONGEST_QUOTE,
    MANAGED,
    NO_USE,
    NUMERAL,
    PERIODS,
    PLAIN,
    PLANNED,
    PROPER_TAGS,
    QUOTES,
    REACH,
    REACH_OF_WINNING,
    SENTENCE_MARKS,
    SPACED,
    STOP_TAGS,
    TITLED,
    UNDER,
    WITH_CHINA,
    Surroundings,
    Walk,
)
from cmfacts.finders.initiative_words import Head, Words, is_adjective


class Walker:
    """Walks in one document."""

    def __init__(self, words: Words, doc: Doc, around: Surroundings) -> None:
        self._words, self._text, self._tokens, self._around = words, doc.folded, doc.tokens, around
        self._ordinals = Ordinals(words, doc.folded, around)

    def walk(self, start: int, head: Head, lowest: int = 0) -> Walk:
        """The name to the left of a head word that begins at ``start``, as far as ``lowest``; it may turn out empty."""
        walk = Walk(start, head)
        limit = max(lowest, start - REACH)
        known = self._around.known.get(start + len(head.text), -1) if head.kind in ("strategy", "document") else -1
        if limit <= known < start:
            walk.take(known, "known", "known", proper=start - known)
        if head.kind == "award":
            self._superlative(walk, limit)
        while walk.start > limit and not walk.stop:
            self._step(walk, limit)
        if walk.stop in ("owner", "ordinal"):
            self._peek(walk)
        if walk.crossed:
            self._uncross(walk, walk.crossed)
        if walk.parts:
            self._trim(walk, start)
            walk.site = any(part == "site" for _, part in walk.parts[-1:])
        if limit <= known < start:
            self._keep_known(walk)
        if walk.stop in ("launch", "award", "count"):
            walk.signals.add({"launch": "launch", "award": "awarded", "count": "counted"}[walk.stop])
        return walk

    def _peek(self, walk: Walk) -> None:
        """What stands before an owner or a year is no part of the name, but may speak for it: 依托|中国移动…平台."""
        if walk.start > 0:
            word = self._text[self._unit(walk.start)[0] : walk.start]
            if self._words.has(word, "launch"):
                won = self._words.has(word, "award") or (walk.head.kind == "award" and self._words.has(word, "picked"))
                walk.signals.add("awarded" if won else "launch")

    def _superlative(self, walk: Walk, limit: int) -> None:
        """最佳…奖, 最受…奖 is one name, whatever verbs it holds."""
        at = max(self._text.rfind(word, limit, walk.start) for word in ("最佳", "最具", "最受"))
        inner = self._text[at : walk.start]
        if at >= 0 and inner.isalnum() and "等" not in inner:
            walk.take(at, "superlative", "superlative", proper=len(inner))

    def _step(self, walk: Walk, limit: int) -> None:
        """Take in what ends where the name now begins, or say why it begins here."""
        at, around = walk.start, self._around
        last = self._text[at - 1]
        if (owner := around.owners.get(at, -1)) >= limit:
            self._owner(walk, owner)
        elif (known := around.known.get(at, -1)) >= limit:
            walk.take(known, "known", "known", proper=at - known)
        elif (pair := around.pairs.get(at)) is not None:
            self._pair(walk, pair)
        elif (
            self._ordinals.take(walk, at) if last in ENDS_ORDINAL or last == "中" else last == " " and self._blank(walk)
        ):
            pass
        elif last.isascii() and last.isalnum():
            self._latin(walk, limit)
        elif last in JOINERS and self._text[at - 2 : at - 1] != last:
            walk.take(at - 1, "joiner")
        else:
            self._word(walk)

    def _takes_ordinal(self, walk: Walk, at: int, last: str) -> bool:
        if last in ENDS_ORDINAL or last == "中":
            return self._ordinals.take(walk, at)
        return last == " " and self._blank(walk)

    def _owner(self, walk: Walk, start: int) -> None:
        """An organization opens a name, but not one that opens with a quotation mark; only a year goes before it."""
        if self._text[walk.start] in QUOTES:
            walk.stop = "owner"
            return
        walk.take(start, "owner", "owner")
        if walk.head.kind == "event" and self._words.has(self._text[start - 2 : start], "scope"):
            walk.take(start - 2, "word", proper=2)  # 全国|知识产权局|局长会议
            start -= 2
        joined = self._text[start - 1 : start] in ("暨", "|") or self._joins(start)
        end = start - self._text.startswith(" ", start - 1)
        if not (joined or (self._text[end - 1 : end] in ENDS_ORDINAL and self._ordinals.take(walk, end))):
            walk.stop = "owner"

    def _joins(self, start: int) -> bool:
        """Whether a dash ties the owner to what stands before it: 中国—东盟博览会."""
        before = self._text[start - 2 : start]
        return len(before) == 2 and before[1] in DASHES and before[0].isalnum()

    def _pair(self, walk: Walk, pair: Pair) -> None:
        inner = self._text[pair.start + 1 : walk.start - 1]
        other = pair.mark not in QUOTES and pair.mark != "("
        other = other or (walk.parts[-1:] == [(pair.end, "quoted")] and pair.mark in QUOTES)  # “A节”|“B节”
        if other or len(inner) > LONGEST_QUOTE or not SENTENCE_MARKS.isdisjoint(inner):
            walk.stop = "mark"
        elif inner in PERIODS and walk.head.kind not in ("plan", "document"):
            walk.stop = "date"  # “十四五”重点工程: a time, and no name
        elif pair.mark == "(":
            walk.take(pair.start, "joiner")
        elif (is_adjective(inner) and walk.head.kind in PLAIN) or self._is_plain(walk, inner):
            walk.stop = "mark"  # “一站式”检测平台, “稳增长”政策
        elif self._drives(walk) or (NUMERAL.fullmatch(inner) and walk.head.text == "项目"):
            walk.stop = "mark"  # “点的突破”|带动…; “两高”项目 are projects of a kind
        else:
            walk.take(pair.start, "quoted", "quoted", proper=len(inner))

    def _drives(self, walk: Walk) -> bool:
        """“点的突破”|带动|系统建设, but “乡村创客”|支持|计划."""
        return len(walk.parts) > 1 and self._words.has(walk.word, "drive")

    def _is_plain(self, walk: Walk, inner: str) -> bool:
        return walk.head.kind == "strategy" and inner in self._words.generic

    def _blank(self, walk: Walk) -> bool:
        """A blank that only sets Latin letters and digits apart: 第 29 届, 首届 RCEP 论坛, 2025 世界机器人大会."""
        at = walk.start
        if self._text[at - 2 : at - 1] in ENDS_ORDINAL and self._ordinals.take(walk, at - 1):
            return True
        apart = (
            (self._text[at - 2 : at - 1].isalnum() and SPACED.match(self._text, at))
            or LATIN_WORD.search(self._text, max(0, at - 20), at - 1)
            or self._is_apart(walk, self._around.pairs.get(at - 1))
            or not DOTS.isdisjoint((self._text[at - 2 : at - 1], self._text[at]))  # 财富论坛 · 上海峰会
        )
        if not apart:
            return False
        walk.take(at - 1, "joiner")
        return True

    def _is_apart(self, walk: Walk, pair: Pair | None) -> bool:
        """Whether marks have a blank on either side: 启动 “青蓝” 计划; 抢占“头班车” 基金 are two phrases."""
        if pair is None:
            return False
        return walk.head.kind == "event" or not self._text[max(0, pair.start - 1) : pair.start].isalnum()

    def _latin(self, walk: Walk, limit: int) -> None:
        """A run of Latin letters and digits, blanks and points inside: FISCO BCOS, 5G-A. No segmenter is asked."""
        start = walk.start - 1
        while start > limit and ((c := self._text[start - 1]).isascii() and (c.isalnum() or c in LATIN_MARKS)):
            start -= 1
        run = self._text[start : walk.start]
        start += len(run) - len(run.lstrip(" .-+&_"))
        if run.strip().isdecimal() or len(run.strip()) == 1:
            walk.take(start, "number")  # C端渠道规划
        else:
            walk.take(start, "latin", "latin", proper=walk.start - start)

    def _word(self, walk: Walk) -> None:
        start, tag = self._unit(walk.start)
        word = self._text[start : walk.start]
        uses = self._words.bounds.get(word, NO_USE)
        if word == "暨" or (word == "的" and self._is_power(start)):
            walk.take(start, "joiner")
            walk.joined = max(walk.joined, self._event_before(start))
        elif word == "系列" and start in self._around.pairs:
            walk.take(start, "word")  # “敬老月”|系列|活动
        elif word == "的" and walk.parts and self._is_under(walk, start):
            walk.take(start - 1, "joiner")
        elif word in CONJUNCTIONS and not walk.crossed and walk.parts:
            walk.crossed = (len(walk.parts), walk.proper, walk.start)
            walk.take(start, "joiner")
        elif word == "中" and self._text[walk.start] in WITH_CHINA:
            walk.take(start, "word", "place", proper=1)
        elif self._governs(walk, start, uses, tag):
            walk.stop = "launch"
        elif "behind" in uses and walk.parts and start in self._around.pairs and walk.head.kind in PLANNED:
            walk.take(start, "word")  # “云帆”|联合|创新计划
        elif (stop := self._stops(word, uses, start, tag, near=not walk.parts)) and not self._is_won(walk, start, tag):
            walk.stop = "award" if stop == "launch" and "picked" in uses and walk.head.kind == "award" else stop
            if stop == "stop":
                self._look_beyond(walk, start, word, tag, uses)
        elif self._is_numeral(walk, word, start):
            walk.stop = "count"
        else:
            self._take_word(walk, start, word, tag, "lead" in uses)

    def _is_numeral(self, walk: Walk, word: str, start: int) -> bool:
        """南通|一|住宅项目, 某公司|两|风电场项目; but 一村一品工程, 两融业务."""
        if word == "两":
            return len(walk.word) > 1
        return word == "一" and "一" not in self._text[start + 2 : start + 3]

    def _is_won(self, walk: Walk, start: int, tag: str) -> bool:
        """Whether a verb inside the name of an award may stay, for another before it says that it was won."""
        if walk.head.kind != "award" or tag[:1] not in "va" or len(self._text[start : walk.start]) < 2:
            return False
        lowest = max(0, start - REACH_OF_WINNING)
        while start > lowest and self._text[start - 1].isalnum():
            start, _ = self._unit(start)
            word = self._text[start : start + 4]
            if any(self._words.has(word[:size], use) for size in (2, 3) for use in ("award", "picked")):
                return True
            if word[0] in "的了由":
                return False
        return False

    def _unit(self, end: int) -> tuple[int, str]:
        """Where the word or longer head word that ends here begins, and its part of speech."""
        if (head := self._around.heads.get(end)) is not None:
            return head, "n"
        tokens = self._tokens
        index = tokens.at(end - 1)
        start = tokens.starts[index]
        if end - start == 1 and start and tokens.is_boundary(start - 1):
            pair = self._text[start - 1 : end]
            if uses := self._words.bounds.get(pair):
                return start - 1, "n" if "inside" in uses else "v"  # 蓄|能, 捧|回
        return start, tokens.tag_of(tokens.words[index])

    def _is_under(self, walk: Walk, start: int) -> bool:
        """“双碳”目标下|的|转型论坛: 的 inside the name of an event."""
        return walk.head.kind == "event" and UNDER.search(self._text, max(0, start - 4), start) is not None

    def _event_before(self, end: int) -> int:
        """How strong the head is of the event that ends here: A大会暨签约仪式 is a name if A大会 is one."""
        event = self._words.head_at_end(self._text[max(0, end - 6) : end])
        return event.strength if event is not None and event.kind == "event" else 0

    def _is_power(self, start: int) -> bool:
        """2的3次方 is a number."""
        return self._text[start - 1 : start] in DIGITS and self._text[start + 1 : start + 2] in DIGITS

    def _look_beyond(self, walk: Walk, start: int, word: str, tag: str, uses: frozenset[str]) -> None:
        """Before 了, or a verb that opens the name, a launching one may stand: 启动|了|X行动, 印发|支持X行动方案."""
        batch = walk.head.kind == "award" and word[-1] == "批"
        if (
            word not in ASPECTS
            and not batch
            and not (walk.parts and walk.head.kind in TITLED and tag[0] == "v" and not uses)
        ):
            return
        before = self._text[self._unit(start)[0] : start] if start else ""
        if batch and before in self._words.generic:  # 获评|国家级|首批…
            start = start - len(before)
            before = self._text[self._unit(start)[0] : start] if start else ""
        if not self._words.has(before, "launch"):
            return
        if word not in ASPECTS and not batch:
            walk.take(start, "word", proper=len(word))
        won = self._words.has(before, "award") or (walk.head.kind == "award" and self._words.has(before, "picked"))
        walk.stop = "award" if won else "launch"

    def _governs(self, walk: Walk, start: int, uses: frozenset[str], tag: str) -> bool:
        """Whether a verb has what follows as its object: 实施|“强芯”工程, 建设|数据中心, but 交通强国建设试点."""
        if walk.parts and walk.parts[-1][1] == "quoted":
            return (tag[0] == "v" or "onto" in uses) and not self._has_its_object(walk, start, uses)
        if "verb" not in uses:
            return False
        return walk.tag[:1] != "v" if walk.parts else self._words.has(walk.head.text, "built")

    def _has_its_object(self, walk: Walk, start: int, uses: frozenset[str]) -> bool:
        """医保基金|监管|“利剑”行动: a verb after a noun of things is one itself; but 全省|整治|“三乱”行动."""
        if walk.head.kind not in MANAGED or not {"inside"}.issuperset(uses or ("",)):
            return False
        at = self._noun(start)
        return at < start and (not self._words.is_generic(self._text[at:start], walk.head) or self._noun(at) < at)

    def _noun(self, end: int) -> int:
        """Where the noun of things begins that ends here, or ``end``."""
        if not end or end in self._around.owners:
            return end
        start, tag = self._unit(end)
        plain = tag[0] == "n" and tag != "ns" and end - start > 1 and not self._words.uses(self._text[start:end])
        return start if plain else end

    def _take_word(self, walk: Walk, start: int, word: str, tag: str, leads: bool) -> None:
        place = (tag == "ns" or word in self._words.places) and not self._is_syllable(walk, start, word)
        place = place and word not in self._words.generic
        signal = "place" if place else "proper" if tag in PROPER_TAGS else ""
        generic = place or self._words.is_generic(word, walk.head)
        site = place and len(word) > 1 and word not in self._words.countries
        leads = (leads or _only_leads(word, tag, walk.head.kind)) and not self._is_cut(walk, start, word)
        part = "site" if site else "lead" if leads else "word"
        walk.take(start, part, signal, 0 if generic or tag[0] in "mq" else len(word))
        walk.word, walk.tag = word, tag

    def _is_syllable(self, walk: Walk, start: int, word: str) -> bool:
        """云 in 云帆计划 is no Yunnan: another lone character follows, and no place stands before."""
        return self._is_cut(walk, start, word) and walk.tag[:1] == "n" and not self._is_place(max(0, start - 1))

    def _is_cut(self, walk: Walk, start: int, word: str) -> bool:
        """Whether the segmenter left two lone characters of what is one word: 小|微企业, 多|式联运."""
        lone = bool(walk.parts) and walk.parts[-1][0] == start + 1 and self._tokens.is_boundary(start + 2)
        return len(word) == 1 and lone

    def _stops(self, word: str, own: frozenset[str], start: int, tag: str, *, near: bool) -> str:
        """Why no name holds the word, or nothing."""
        uses = own or self._words.uses(word)
        if self._counts(word, start, uses, near):
            return "count"
        if word in DATE_WORDS and self._text[start - 1 : start] in DIGITS:
            return "stop"
        if "award" in uses or "launch" in uses:
            return "award" if "award" in uses else "launch"
        if "stop" in uses or not word.isalnum():
            return "stop"
        if "inside" in uses:
            return ""
        return "stop" if tag[0] in STOP_TAGS or (tag[0] == "v" and tag != "vn" and len(word) > 1) else ""

    def _counts(self, word: str, start: int, uses: frozenset[str], near: bool) -> bool:
        """Whether a number and a measure word end here: 30|个, 十项, 多家, 三大."""
        if "counted" in uses:
            return True
        if word == "大":
            return self._text[start - 1 : start] in BIG
        if "count" in uses or (near and "unit" in uses):
            return start > 0 and self._text[start - 1] in COUNTING
        return (
            word[:1] in COUNTING
            and len(word) > 1
            and COUNTING.issuperset(word[:-1])
            and self._words.has(word[-1], "count")
        )

    def _uncross(self, walk: Walk, crossed: tuple[int, int, int]) -> None:
        """和 joins two names unless the whole opens with an owner, a place or a year: 沙特年产40万吨A和40万吨B项目.

        So does a name in marks where nothing but common words follow 和: “A”课题总结及工作推进会.
        """
        count, proper, start = crossed
        opens = walk.parts[-1][1]
        anchored = "ordinal" in walk.signals or opens == "owner" or self._is_place(walk.start)
        noun = len(walk.parts) > count + 2 and walk.head.kind == "event"  # “金砖+”智能制造与机器人大赛
        anchored = anchored or (opens == "quoted" and (noun or not proper))
        right = walk.parts[count - 1][1] in ("owner", "ordinal", "quoted", "known") or self._is_place(start)
        before = self._words.head_at_end(self._text[max(0, start - 7) : start - 1])
        if not anchored or right or before is not None:
            walk.parts, walk.proper, walk.start, walk.stop = walk.parts[:count], proper, start, "stop"

    def _is_place(self, offset: int) -> bool:
        index = self._tokens.at(offset)
        return self._tokens.tag(index) == "ns" or self._tokens.words[index] in self._words.places

    def _trim(self, walk: Walk, head: int) -> None:
        """Drop from the left what does not open a name, and a generic word right before marks: 国家“十四五”规划."""
        while walk.parts and walk.parts[-1][1] in ("lead", "joiner") and not self._opens_title(walk):
            self._drop(walk, head)
        if len(walk.parts) > 1 and walk.parts[-2][1] == "quoted":
            word = self._text[walk.start : walk.parts[-2][0]]
            if word in self._words.generic:
                self._drop(walk, head)

    def _opens_title(self, walk: Walk) -> bool:
        """Whether a verb right after a launching one opens the name: 印发|优化营商环境三年行动计划; but 启动|建设…."""
        at = walk.start
        if self._text[at - 1 : at] == "、" and self._text.endswith(walk.head.text, 0, at - 1):
            return walk.parts[-1][1] == "lead"  # A工程、|研发设计能力提升工程
        if walk.stop != "launch" or walk.head.kind not in TITLED or walk.parts[-1][1] != "lead" or len(walk.parts) < 2:
            return False
        index = self._tokens.at(walk.start)
        word = self._tokens.words[index]
        return len(word) == 2 and self._tokens.tag(index)[0] == "v" and not self._words.has(word, "verb")

    def _keep_known(self, walk: Walk) -> None:
        """Only an owner goes before a known policy that ends with the head: 全省|乡村振兴战略."""
        if len(walk.parts) > 1 and walk.parts[1][1] != "owner":
            walk.parts = walk.parts[:1]
        walk.start = walk.parts[-1][0]

    def _drop(self, walk: Walk, head: int) -> None:
        start, part = walk.parts.pop()
        walk.start = walk.parts[-1][0] if walk.parts else head
        word = self._text[start : walk.start]
        if part == "lead" and not self._words.is_generic(word, walk.head):
            walk.proper -= len(word)


def _only_leads(word: str, tag: str, kind: str) -> bool:
    """Whether a verb may stand inside a name but does not open it: a lone character; 行动 and 计划 open with any."""
    return tag[0] == "v" and len(word) == 1 and kind not in ("action", "plan", "strategy")
