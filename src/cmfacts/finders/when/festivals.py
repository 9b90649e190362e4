"""Festivals, solar terms, lunar days and seasons."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders import calendar
from cmfacts.finders.numerals import number
from cmfacts.finders.when.piece import Needs, Piece, Slot
from cmfacts.finders.when.points import Bound, Movable, Point, Stretch
from cmfacts.finders.when.words import NO_DIGIT, NUMERAL, TEENS, YEAR4, Words, guarded, one_of

QUOTES = '“"'
HOLIDAY = "(?P<holiday>小长假|黄金周|假期|长假|假日)"
MONTH_NAMES = {"正": 1, "元": 1, "冬": 11, "腊": 12}
LUNAR_DAY = r"(?:初[一二三四五六七八九十\d]|[二廿]?十[一二三四五六七八九]?|三十|廿[一二三四五六七八九]?|[1-3]\d|[1-9])"


def lunar(year: int, month: int, day: int, leap: bool = False) -> datetime.date:
    """A lunar day; the 30th of a short month is its 29th."""
    if day == 30:
        return calendar.lunar_month_end(year, month, leap)
    return calendar.lunar_day(year, month, day, leap)


def stretch_of(rule: str) -> Stretch:
    """What a festival's rule says (``lexicons/date/festivals.tsv`` tells how rules are written)."""
    kind, _, place = rule.rpartition(" ")
    reader = {"": _solar, "lunar": _lunar, "term": _term, "weekday": _nth, "feast": _feast, "islamic": _islamic}[kind]
    first, _, last = place.partition("/")
    return Stretch(reader(first), reader(last)) if last else Stretch.of(reader(first))


def _solar(place: str) -> Bound:
    month, _, day = place.partition("-")
    return Point(None, month, day or None)


def _lunar(place: str) -> Bound:
    month, day = map(int, place.split("-"))
    return Movable(lambda year: lunar(year, month, day))


def _shift(place: str) -> tuple[str, datetime.timedelta]:
    name, sign, days = re.match(r"(.+?)(?:([+-])(\d+))?$", place).groups()  # type: ignore[union-attr]
    return name, int((sign or "") + (days or "0")) * calendar.DAY


def _term(place: str) -> Bound:
    name, shift = _shift(place)
    return Movable(lambda year: calendar.solar_term(year, name) + shift)


def _nth(place: str) -> Bound:
    rule, shift = _shift(place.replace(":-1:", ":L:"))
    month, nth, weekday = rule.split(":")

    def day(year: int) -> datetime.date:
        first = datetime.date(year, int(month), 1)
        if nth == "L":
            return calendar.nth_weekday(calendar.end_of_month(first) - 6 * calendar.DAY, 1, int(weekday)) + shift
        return calendar.nth_weekday(first, int(nth), int(weekday)) + shift

    return Movable(day)


FEASTS = {
    "easter": calendar.easter,
    "passover": calendar.passover,
    "hebrew-new-year": calendar.hebrew_new_year,
    "hanukkah": calendar.hanukkah,
}


def _feast(place: str) -> Bound:
    name, shift = _shift(place)
    return Movable(lambda year: FEASTS[name](year) + shift)


def _islamic(place: str) -> Bound:
    month, day = map(int, place.split("-"))
    return Movable(lambda year: calendar.islamic_day(year, month, day))


def _of_holiday(rules: dict[str, Stretch], match: re.Match[str]) -> Stretch:
    """A festival's day, or the days off around it where the lexicon has them: 国庆假日 as 国庆假期."""
    word, holiday = match["word"], (match["holiday"] or "").replace("假日", "假期")
    return rules.get(word + holiday, rules[word])


def _festival(rules: dict[str, Stretch], ambiguous: frozenset[str]) -> Callable[[re.Match[str], Any], Piece]:
    def build(match: re.Match[str], _: Any) -> Piece:
        stretch = _of_holiday(rules, match)
        return Piece(Slot.PART, lambda _: stretch, Needs.SUPPORT if match["word"] in ambiguous else Needs.NOTHING)

    return build


def _quoted_festival(rules: dict[str, Stretch]) -> Callable[[re.Match[str], Any], Piece]:
    """Marks are inside where they part the name from 假期 or 期间, and where a year stands before them."""

    def build(match: re.Match[str], _: Any) -> Piece:
        stretch = _of_holiday(rules, match)
        parted = (match["holiday"] or match["ending"]) is not None
        return Piece(Slot.PART, lambda context: stretch if parted or context.said_year else None)

    return build


def _year_of_festival(rules: dict[str, Stretch]) -> Callable[[re.Match[str], Any], Piece]:
    return lambda match, _: Piece(Slot.WHOLE, lambda _: rules[match["word"]].in_year(match["year"]))


def _lunar_date(match: re.Match[str], _: Any) -> Piece | None:
    month = MONTH_NAMES.get(match["month"]) or number(match["month"]) or 0
    if not 1 <= month <= 12:
        return None
    stretch = _of_lunar_month(month, match["day"], bool(match["leap"]))
    year = match["year"] and f"{number(match['year']):04}"
    try:
        return Piece(Slot.WHOLE, lambda _: stretch.in_year(year)) if year else Piece(Slot.PART, lambda _: stretch)
    except ValueError:
        return None


def _of_lunar_month(month: int, day: str | None, leap: bool) -> Stretch:
    if day:
        number_of_day = number(day.removeprefix("初")) or 0
        return Stretch.of(Movable(lambda year: lunar(year, month, number_of_day, leap)))
    return Stretch(
        Movable(lambda year: lunar(year, month, 1, leap)),
        Movable(lambda year: calendar.lunar_month_end(year, month, leap)),
    )


def _lunar_day(match: re.Match[str], _: Any) -> Piece:
    name = match["month"] or match["name"]
    stretch = _of_lunar_month(MONTH_NAMES.get(name) or number(name) or 1, match["day"], False)
    return Piece(Slot.PART, lambda _: stretch)


def _new_year_day(match: re.Match[str], _: Any) -> Piece:
    return Piece(Slot.PART, lambda _: _of_lunar_month(1, match["day"], False))


def _season(words: Words) -> Callable[[re.Match[str], Any], Piece]:
    def build(match: re.Match[str], _: Any) -> Piece:
        stretch = Stretch.of(Point(None, words.seasons[match["word"]][0]))
        if len(match["word"]) > 1:
            return Piece(Slot.PART, lambda _: stretch, Needs.SUPPORT)
        return Piece(Slot.PART, lambda context: stretch if context.said_year else None)

    return build


def festival_rules(words: Words) -> list[Rule]:
    """The rules of festivals, lunar days and seasons."""
    rules = {name: stretch_of(rule) for name, (rule,) in words.festivals.items()}
    endings = guarded({word: not_in for word, (_, not_in) in words.endings.items()})
    return [
        Rule(
            id="date.festival",
            anchors=(*rules, "农历"),
            pattern=rf"(?:农历(?!新年))?(?P<word>{one_of(rules)})(?:节|佳节|{HOLIDAY})?(?!联欢|晚会|路|村|街|镇|广场|大道|学校|中学|小学|公园)",
            build=_festival(rules, words.ambiguous),
            lead=0,
            examples={"国庆节": "2020-10-01", "去年春节": "2019-02-05", "中秋": "2020-10-01"},
            rejects=("春节联欢晚会", "五一路", "二十一家"),
        ),
        Rule(
            id="date.festival.quoted",
            anchors=tuple(mark + name for name in rules for mark in QUOTES),
            pattern=rf"[{QUOTES}](?P<word>{one_of(rules)})[”\"](?:{HOLIDAY}|(?P<ending>(?={endings})))?",
            build=_quoted_festival(rules),
            lead=0,
            examples={"“五一”假期": "2020-05-01/2020-05-05", "今年“十一”": "2020-10-01", "“七一”前": "../2020-07-01"},
            rejects=("“五一”劳动奖章", "“十一”"),
        ),
        Rule(
            id="date.festival.year",
            anchors=tuple(rules),
            pattern=rf"{NO_DIGIT}(?P<year>(?:19|20)\d\d) ?(?P<word>{one_of(rules)})(?!联欢|晚会)",
            build=_year_of_festival(rules),
            lead=5,
            trail=10,
            examples={"2020立春已过": "2020-02-04"},
            rejects=("2020年春节",),
        ),
        Rule(
            id="date.lunar",
            anchors=("农历", "阴历", "旧历", "闰"),
            pattern=rf"(?:农历|阴历|旧历)?(?:(?P<year>{YEAR4})年)?(?P<leap>闰)?"
            rf"(?P<month>[正元冬腊]|[{NUMERAL}]{{1,2}})月份?(?P<day>{LUNAR_DAY})?[日号]?",
            build=_lunar_date,
            lead=0,
            examples={"农历八月十五": "2020-10-01", "农历闰四月": "2020-05-23/2020-06-20"},
            rejects=(
                "农历历法",
                "闰年",
            ),
        ),
        Rule(
            id="date.lunar.day",
            anchors=("月",),
            pattern=rf"(?:(?P<month>[正冬腊]|(?<![{TEENS}])(?:十[一二]?|[一二三四五六七八九]))月"
            rf"(?P<day>初[一二三四五六七八九十\d]|(?:二?十[一二三四五六七八九]|[二三]十|廿[一二三四五六七八九]?)(?![日号{TEENS}\d多余几个家名位万亿.点])|(?<=[正冬腊]月)\d{{1,2}})"
            r"|(?P<name>[正腊])月(?!刊))",
            build=_lunar_day,
            lead=2,
            trail=6,
            holds=frozenset(TEENS + "正腊冬"),
            why="a Chinese numeral after 月 that no 日 follows counts lunar days",
            examples={"八月十五": "2020-10-01", "五月廿二": "2020-07-12", "腊月": "2021-01-13/2021-02-11"},
            rejects=("八月十五日",),
        ),
        Rule(
            id="date.lunar.new-year",
            anchors=("大年初", "正月初"),
            pattern=rf"(?:大年|正月)初(?P<day>[{TEENS}\d]{{1,2}})",
            build=_new_year_day,
            lead=0,
            examples={"大年初三": "2020-01-27"},
            rejects=("大年初期",),
        ),
        Rule(
            id="date.season",
            anchors=tuple(words.seasons),
            pattern=rf"(?P<word>{guarded({word: cells[1] for word, cells in words.seasons.items()})})",
            build=_season(words),
            lead=0,
            examples={"2021年春": "2021-21", "去年夏天": "2019-22"},
            rejects=("春城", "冬季奥运会"),
        ),
    ]
