"""Dates: found, valued and resolved in one pass over the text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate, Rule, RuleSet
from cmfacts.engine.scan import Literal
from cmfacts.finders.dateline import Dateline, read_dateline
from cmfacts.finders.values import DateValue
from cmfacts.finders.when.context import Context
from cmfacts.finders.when.days import day_rules
from cmfacts.finders.when.deictic import deictic_rules
from cmfacts.finders.when.festivals import festival_rules
from cmfacts.finders.when.grammar import Grammar, Phrase
from cmfacts.finders.when.lost import lost_rules
from cmfacts.finders.when.numeric import numeric_rules
from cmfacts.finders.when.points import UNKNOWN, Point, Stretch
from cmfacts.finders.when.quarters import quarter_rules
from cmfacts.finders.when.words import Words, one_of
from cmfacts.finders.when.wrapped import wrapped_rules
from cmfacts.finders.when.years import year_rules
from cmfacts.lexicon import Lexicons

CHANNEL = "date"
FAMILIES = (
    year_rules,
    quarter_rules,
    day_rules,
    deictic_rules,
    festival_rules,
    numeric_rules,
    lost_rules,
    wrapped_rules,
)
COMPARED = ("比", "较", "与", "同", "从", "由")
FOUNDED = ("立于", "建于", "生于", "办于", "始于")  # 成立于2016年3月5日 tells of long ago
AS_OF = re.compile(r"(?:截[至止]|截止到|(?<![^\s,.;。])至)$")
YEAR_OF_NAME = re.compile(r"(?:19|20)\d\d(?!\d)")
# Between dates that are listed: 6月7日、8日, 2021年3月和6月.
LISTED = frozenset(("、", "和", "与", "及", "以及", "或"))
EVERY = frozenset("每历往")
EVERY_YEAR = re.compile("(?:每[年逢到]|历年|往年) ?[的从自在于]?$")
# 年 or 月 without its number: 年月日, 年至年, 2020年月, 5月日; 今年 and 年底 are none.
LOST_UNIT = re.compile(r"年 ?月|月日|(?<![^至到—–~-])[年月日](?![初底末中内尾终])")
# A longer text in title marks is no title.
TITLE = 60
# How far a word that says what is to come may stand from its date, and what a date and its comma consist of.
REACH = 20
DATE = re.compile(r"[\d一二三四五六七八九十年月日号上下半季度周天今明去前后本初中底末内旬起以来至到 ,()—~-]{0,30}")
CLAUSE_END = re.compile(r"[,。!?\n;]")
SENTENCE_END = re.compile(r"[。!?\n;]")


class DateFinder:
    """Finds the dates of a text. It holds the rules and their words, and no state of any text."""

    def __init__(self, lexicons: Lexicons) -> None:
        words = Words(lexicons)
        self.rules: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family(words))
        self._set = RuleSet(CHANNEL, self.rules)
        self._grammar = Grammar(words)
        self._coming = re.compile(one_of(words.future))

    def literals(self) -> Iterable[Literal]:
        """The anchors of the rules."""
        return self._set.literals()

    def find(
        self, doc: Doc, initiatives: Sequence[Candidate] = (), dateline: Dateline | None = None
    ) -> list[Candidate]:
        """The dates of a text in order, those inside an initiative's name left out; ``dateline`` if already read."""
        return list(self._find(doc, initiatives, dateline or read_dateline(doc.folded)))

    def _find(self, doc: Doc, initiatives: Sequence[Candidate], dateline: Dateline) -> Iterator[Candidate]:
        folded = doc.folded
        context = _context(doc, dateline)
        context.cue = partial(self._is_coming, folded)
        pieces = self._set.find(folded, doc.hits.get(CHANNEL, ()))
        inside = _Spans(initiatives)
        named = _named_years(folded, initiatives)
        last, recurring = 0, False
        for start, phrase in self._grammar.dates(folded, pieces, context):
            if folded.find("\n", last, start) >= 0:
                context.paragraph()
            while named and named[0][0] < start:
                context.year = named.pop(0)[1]
            context.listed = start - last <= 2 and folded[last:start] in LISTED
            before = folded[max(0, start - 4) : start]
            recurring = (recurring and context.listed) or (not EVERY.isdisjoint(before) and _recurs(before, phrase))
            last = phrase.end
            if recurring:
                doc.refuse(start, phrase.end, phrase.rule, "comes every year")
                continue
            candidate = self._settled(folded, start, phrase, context)
            if candidate and not inside.cover(start, phrase.end) and not _in_title(folded, start):
                yield candidate
            else:
                doc.refuse(start, phrase.end, phrase.rule, "is no date of the calendar, or stands in a name or a title")

    def _settled(self, folded: str, start: int, phrase: Phrase, context: Context) -> Candidate | None:
        stretch = context.settle(phrase.stretch)
        if not stretch.valid():
            return None
        before = folded[max(0, start - 3) : start]
        said = not phrase.stretch.yearless
        if said and not before.endswith(FOUNDED):
            context.date_from(stretch)
        context.follow(
            stretch,
            said=said,
            compared=before.endswith(COMPARED),
            as_of=before.endswith(("至", "止", "到")) and AS_OF.search(before) is not None,
            deictic=phrase.rule.endswith(("deictic", "offset")),
        )
        value = stretch.edtf
        apart = _apart(folded, start, phrase, stretch, context) if "X" in value else ""
        return Candidate(start, phrase.end, phrase.rule, DateValue(value, stretch.kind, apart))

    def _is_coming(self, folded: str, start: int) -> bool:
        """Whether the words around a date say that it is to come: before it in the sentence, after it in the clause."""
        ends = [match.end() for match in SENTENCE_END.finditer(folded, max(0, start - REACH), start)]
        left = ends[-1] if ends else max(0, start - REACH)
        date = DATE.match(folded, start)
        right = date.end() if date else start
        stop = CLAUSE_END.search(folded, right, right + REACH)
        return self._coming.search(folded, left, stop.start() if stop else right + REACH) is not None


def _recurs(before: str, phrase: Phrase) -> bool:
    """Whether a date of no year is said to come every year."""
    return phrase.stretch.yearless and EVERY_YEAR.search(before) is not None


def _apart(folded: str, start: int, phrase: Phrase, stretch: Stretch, context: Context) -> str:
    """What tells a date that is not wholly known from others of its value: its place where digits are lost, else its
    words; nothing for a decade or century, and for 11月20日 of the one year that the text is told in.
    """
    points = [bound for bound in (stretch.begin, stretch.end) if isinstance(bound, Point)]
    uncertain = any(point.uncertain for point in points)
    if not uncertain and (phrase.stretch.yearless or all(point.year != UNKNOWN for point in points)):
        return ""
    words = folded[start : phrase.end]
    return str(start) if context.stripped or LOST_UNIT.search(words) else words


def _named_years(folded: str, initiatives: Sequence[Candidate]) -> list[tuple[int, str]]:
    """The years that open the names of initiatives: 2015山东海洋峰会 sets the year of the days named after it."""
    years = ((candidate.start, YEAR_OF_NAME.match(folded, candidate.start)) for candidate in initiatives)
    return [(start, match[0]) for start, match in years if match]


def _in_title(folded: str, start: int) -> bool:
    """Whether book title marks enclose the place: 《规划(2011-2015年)》 is a name."""
    opened = folded.rfind("《", max(0, start - TITLE), start)
    return opened >= 0 and folded.find("》", opened, start) < 0


class _Spans:
    """The initiatives' spans, asked whether one of them covers a date."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._starts = [candidate.start for candidate in candidates]
        self._ends = [candidate.end for candidate in candidates]

    def cover(self, start: int, end: int) -> bool:
        place = bisect_right(self._starts, start)
        return place > 0 and self._ends[place - 1] >= end


def _context(doc: Doc, dateline: Dateline) -> Context:
    if doc.published:
        year, month, day = doc.published.split("-")
        return Context(Point(year, month, day), stripped=dateline.stripped)
    return Context(Point(dateline.year or UNKNOWN, dateline.month, dateline.day), stripped=dateline.stripped)
