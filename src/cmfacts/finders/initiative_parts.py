"""What a walk gathers of a name that ends in a head word, what surrounds it, and the patterns of its parts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cmfacts.finders.initiative_marks import Pair
from cmfacts.finders.initiative_words import Head

REACH = 48  # code points that a name may extend to the left of its head
REACH_OF_WINNING = 16  # code points from the verb of winning to a verb inside the award's name
LONGEST_QUOTE = 24  # code points in marks that cover part of a name
JOINERS = frozenset("·•-—|+&/%﹢")
DASHES = frozenset("—-–")
PLAIN = frozenset({"platform", "project", "plan"})
DOTS = frozenset("·•")
CONJUNCTIONS = frozenset("和与及")
QUOTES = frozenset('“‘「『"')
PROPER_TAGS = frozenset({"nr", "nt", "nz", "nrt", "nrfg"})
STOP_TAGS = frozenset("pcuyerdtfo")  # prepositions, conjunctions, particles, pronouns, adverbs, times, places in space
YEAR = re.compile(r"(?:(?:19|20)\d\d年?[-—/至])?(?:19|20)\d\d(?: ?年度?)?$")
ORDINAL = re.compile(
    r"第 ?[一二三四五六七八九十百\d]{1,5} ?[届次]$|(?:首|[二三四五六七八九十]|[一二三四五六七八九十]{2,3}|\d{1,3} ?)届$"
)
PLANNED = frozenset({"plan", "action", "project"})
PHASE = re.compile(r"[一二三四五六七八九]期$")
COURSE = re.compile(r"(?:第 ?[一二三四五六七八九十百\d]{1,5} ?|首)期$")  # 第三期…培训班; of a project it is a phase
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9.+&-]*$")
SPACED = re.compile(r"\d{0,2}[A-Za-z][A-Za-z0-9.+&-]* ")  # 首届 RCEP 论坛: a Latin word with a blank on either side
UNDER = re.compile(r"[”」](?:目标|背景|视角|视域|形势|格局|战略|框架|倡议|理念|机制)下$")
SESSION = re.compile(r"(?<=届)[一二三四五六七八九十]{1,3}[次中]$|(?<!第)[一二三四五六七八九十]{1,3}次$")
ENDS_ORDINAL = frozenset("年度届次期0123456789")
CHINESE_NUMBERS = "一二三四五六七八九十"
DIGITS = frozenset("0123456789")
LATIN_MARKS = frozenset(" .-+&_")
COUNTING = frozenset("一两二三四五六七八九十百千万多几数余0123456789")
PERIODS = frozenset({"十一五", "十二五", "十三五", "十四五", "十五五", "十六五"})
BIG = frozenset("两三四五六七八九")  # 三大工程; but 十大 opens names
NUMERAL = re.compile(r"[一两双三四五六七八九十][一-鿿]")
NO_USE: frozenset[str] = frozenset()
DATE_WORDS = frozenset("月日")
ASPECTS = frozenset("了过")
MANAGED = frozenset({"action", "project"})
TITLED = frozenset({"plan", "action", "document"})  # kinds whose names may open with a verb
SENTENCE_MARKS = frozenset("。,;!?")
CONGRESS = ("人民代表大会", "委员会")  # their place stands before the ordinal: 上海市第十五届人民代表大会第六次会议
WITH_CHINA = frozenset("拉欧非阿俄日韩德法英意澳泰越柬老缅印巴哈蒙马")  # 中拉, 中蒙俄: the short forms of countries


@dataclass(slots=True)
class Walk:
    """A name in the making: where it begins so far, what it holds, and what was met."""

    start: int
    head: Head
    parts: list[tuple[int, str]] = field(default_factory=list)
    signals: set[str] = field(default_factory=set)
    word: str = ""  # the word taken last
    tag: str = ""  # its part of speech
    proper: int = 0  # characters of words that are not generic
    stop: str = ""
    joined: int = -9  # how strong the head before 暨 is
    site: bool = False  # whether a place below the country opens it
    crossed: tuple[int, int, int] | None = None  # the name without what stands before 和, should that be no part of it

    def take(self, start: int, part: str, signal: str = "", proper: int = 0) -> None:
        """Let the name begin at ``start``."""
        self.parts.append((start, part))
        self.start = start
        self.word = self.tag = ""
        if signal:
            self.signals.add(signal)
        self.proper += proper


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the document holds, by where it ends: organizations, known names, head words, pairs of marks."""

    owners: Mapping[int, int]
    known: Mapping[int, int]
    heads: Mapping[int, int]
    pairs: Mapping[int, Pair]
