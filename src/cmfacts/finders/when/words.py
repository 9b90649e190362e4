"""The words of dates, from ``lexicons/date``, and the patterns that the rules are made of."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cmfacts.finders.when.context import Context
from cmfacts.finders.when.piece import Piece, Slot
from cmfacts.finders.when.points import Point, Stretch
from cmfacts.lexicon import Lexicons, split

CHINESE = "〇零○一二三四五六七八九"
TEENS = CHINESE + "十廿卅"
NUMERAL = "0-9两" + TEENS

NO_DIGIT = r"(?<![\d.])"
NO_NUMERAL = rf"(?<![{TEENS}百千万几数两第])"
YEAR4 = rf"(?:{NO_DIGIT}[12]\d{{3}}|{NO_NUMERAL}[一二][{CHINESE}]{{3}})"
YEAR2 = rf"(?:{NO_DIGIT}\d\d|{NO_NUMERAL}[{CHINESE}]{{2}})"
MONTH = rf"(?:{NO_DIGIT}(?:1[0-2]|0?[1-9])(?!\d)|{NO_NUMERAL}(?:十[一二]?|[一二三四五六七八九]))"
_UNIT = "[一二三四五六七八九]"
DAY = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?!\d)|三十一?|卅一?|廿{_UNIT}?|[一二]?十{_UNIT}?|{_UNIT})"
SMALL = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
# Before 年内, 年底, 月内 these make a length of time: 三年内.
UNCOUNTED = rf"(?:(?![年月])|(?<![\d{TEENS}百千万几数两多半个今昨明]))"
LINKING = frozenset("至到—-–~～－―")
LINK = r" ?(?:至|到|—{1,2}|-{1,2}|–|~{1,2}|～|－|―) ?"


def one_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) + ")"


def guarded(words: Mapping[str, str]) -> str:
    """An alternation of words, each kept from the longer strings (parted by ``;``) in which it is another word."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_guard(word, words[word]) for word in longest_first) + ")"


def _guard(word: str, not_in: str) -> str:
    pattern = re.escape(word)
    for longer in split(not_in):
        before, _, after = map(re.escape, longer.partition(word))
        # Looking back from behind the word serves both a longer string's head and its tail.
        pattern += f"(?!(?<={before + re.escape(word)}){after})" if before else f"(?!{after})"
    return pattern


class Words:
    """The lexicons of dates."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._lexicons = lexicons
        self.deictics = self.table("deictic", "unit", "offset", "from", "not_in")
        self.seasons = self.table("season", "code", "not_in")
        self.names = {name: not_in for name, (not_in,) in self.table("name", "not_in").items()}
        self.cycles = self.table("cycle", "ends")
        self.festivals = self.table("festival", "rule")
        self.ambiguous = frozenset(self.table("ambiguous"))
        self.endings = self.table("ending", "sense", "not_in")
        self.dayparts = {word: not_in for word, (not_in,) in self.table("daypart", "not_in").items()}
        self.future = frozenset(self.table("future"))
        self._units = self.table("unit", "not_in", "not_after")

    def table(self, role: str, *columns: str) -> dict[str, tuple[str, ...]]:
        """First column -> the cells of these columns, a later row of the same word overriding an earlier one."""
        return self._lexicons.cells("date", role, *columns)

    def of_unit(self, *units: str) -> dict[str, str]:
        """The deictic words of these units, and the longer strings in which they are none."""
        return {word: cells[-1] for word, cells in self.deictics.items() if cells[0] in units}

    def unit(self, unit: str) -> str:
        """A unit, but not as the beginning of another word."""
        tails = [re.escape(word.removeprefix(unit)) for word in split(self._units[unit][0])]
        return f"{unit}(?!{'|'.join(tails)})"

    def counting(self, unit: str) -> str:
        """The characters after which a number of this unit is a count, for a character class."""
        return re.escape("".join(split(self._units[unit][1])))

    def deictic(self, word: str, context: Context) -> Stretch:
        """The stretch that a deictic word points to."""
        unit, offset, start, _ = self.deictics[word]
        return _POINT[unit](context, int(offset or 0), start)

    def deictic_piece(self, slot: Slot) -> Callable[[re.Match[str], Any], Piece]:
        """What builds a piece from a rule's group ``word``."""

        def build(match: re.Match[str], _: Any) -> Piece:
            word = match[0] if match.lastgroup == "mid" else match["word"]
            return Piece(slot, lambda context: self.deictic(word, context))

        return build


def _years(context: Context, by: int, start: str) -> Point:
    if start == "ahead":
        return context.year_ahead(by)
    return context.topic_year(by) if start == "topic" else context.years(by)


def _months(context: Context, by: int, start: str) -> Point:
    return context.topic_month(by) if start == "topic" else context.months(by)


def _days(context: Context, by: int, start: str) -> Point:
    return context.topic_day(by) if start == "topic" else context.days(by)


def _year_edge(context: Context, month: int, _: str) -> Stretch:
    """年底: the year that the paragraph speaks of, else a year to be settled by its month."""
    topic = None if context.said_year else context.year_ahead().year if context.topic else None
    ahead = topic is not None and topic > (context.today.year or topic)
    return Stretch.of(Point(None if ahead else topic), month)


def _season(context: Context, by: int, code: str) -> Stretch:
    """今冬 in January is the winter that began the year before."""
    month = context.months(0).part or "XX"
    begun = code == "24" and month.isdigit() and int(month) < 6
    return Stretch.of(Point(context.years(by - 1 if begun and by == 0 else by).year, code))


def _century(context: Context, by: int, _: str) -> Stretch:
    year = context.years(0).year
    return Stretch.of(Point(f"{int(year[:2]) + by:02}XX" if year and year.isdigit() else "20XX"))


_POINT: dict[str, Callable[[Context, int, str], Stretch]] = {
    "year": lambda context, by, start: Stretch.of(_years(context, by, start)),
    "quarter": lambda context, by, _: Stretch.of(context.topic_quarter(by)),
    "month": lambda context, by, start: Stretch.of(_months(context, by, start)),
    "week": lambda context, by, _: context.weeks(by),
    "day": lambda context, by, start: Stretch.of(_days(context, by, start)),
    "half": lambda _context, code, _: Stretch.of(Point(None, f"{code}")),
    "years": lambda context, by, last: Stretch(context.years(by), context.years(int(last))),
    "days": lambda context, by, last: Stretch(context.days(by), context.days(int(last))),
    "edge-year": _year_edge,
    "edge-month": lambda context, _by, _: Stretch.of(context.topic_month()),
    "century": _century,
    "season": _season,
}
