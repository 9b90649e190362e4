"""Dates whose digits the text has lost: 于年月启动, 年上半年, 截至年底, 自年月日起至年月日止."""

import re
from functools import partial
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders.numerals import number
from cmfacts.finders.when.context import Context
from cmfacts.finders.when.piece import Piece, Slot
from cmfacts.finders.when.points import UNKNOWN, Point, Stretch
from cmfacts.finders.when.words import LINK, MONTH, NO_DIGIT, Words, guarded

# What stands before a date: the start of a clause, a preposition, the mark of a range. Its digits were after that.
_BREAK = r"\s,.;:!?、。()“”\"《》"
OPENING = rf"(?:(?<![^{_BREAK}])|(?<=[于在自从至到—–~-]))"
# 年至年, but not 去年至年底.
SECOND_END = rf"(?<=年[至到—–~-])(?<![^{_BREAK}于在自从到\d]年[至到—–~-])"
# What a year follows that a clause does not open with: 预计年投产, 较年增长.
WITHIN = r"(?:(?<=[和与及])|(?<=预计|计划|力争|争取|有望|确保))"
# What only a year has after it.
PART = r"第?[一二三四]季度|[上下]半年|首季|前[两二三]个?季度"
EDGE = r"(?:份|[初底末](?!次)|[上中下]旬)?"
NO_DAY = "(?![年月日本均常])"
LOST_TIME = r"(?:时(?:[分许]|$|(?=[,。])))?"
# What may follow a day that a form has left open: 2024年5月日.
AFTER_DAY = r"(?=[,。、)\s]|$|至|起|止|前|[上下]午|召开|举行|举办|电|讯)"


def _lost(slot: Slot, stretch: Stretch, *, sure: bool) -> Piece:
    """A piece that counts by itself where it is sure, and otherwise in a text that has lost its digits."""

    def read(context: Context) -> Stretch | None:
        return stretch if sure or context.stripped else None

    return Piece(slot, read)


def _year(match: re.Match[str], _: Any) -> Piece:
    sure = match["sure"] is not None or match["second"] is not None
    return _lost(Slot.YEAR, Stretch.of(Point(UNKNOWN)), sure=sure)


def _month(match: re.Match[str], _: Any) -> Piece:
    day = "XX" if match["day"] else None
    if match["known"]:
        day = f"{number(match['known']):02}"
    year, last = _some_digits(match["year"]), match["last"]
    begin = Point(year, "XX", day)
    stretch = Stretch(begin, Point(year, "XX", "XX" if "日" in last else None) if last else begin)
    return _lost(Slot.WHOLE, stretch, sure=bool(day) or match["opening"] is not None)


def _some_digits(year: str | None) -> str:
    """A year of which some digits are left: 202年月 is of the twenties, 21年月 of 2021; 20年月 may be any of 20XX."""
    if year is None or len(year) == 4:
        return year or UNKNOWN
    return (year if year == "20" or len(year) == 3 else "20" + year).ljust(4, "X")


def _day(match: re.Match[str], _: Any) -> Piece:
    begin = Point(None, "XX", "XX")
    stretch = Stretch(begin, Point(None, "XX", "XX") if match["last"] else begin)
    sure = match["opening"] is not None or match["wire"] is not None

    def read(context: Context) -> Stretch | None:
        return stretch if sure or context.said_year or context.stripped else None

    return Piece(Slot.PART, read)


def _day_of_month(match: re.Match[str], _: Any) -> Piece:
    stretch = Stretch.of(Point(None, f"{number(match['month']):02}", "XX"))
    return Piece(Slot.PART, lambda context: stretch if context.said_year else None)


def _stripped(match: re.Match[str], _: Any, *, of_year: bool = False) -> Piece:
    """A month, months or a day without a number: in a text that has lost its digits, ``of_year`` after a year."""
    groups = match.groupdict()
    begin = Point(None, None, "XX") if groups.get("day") else Point(None, "XX")
    stretch = Stretch(begin, Point(None, "XX")) if groups.get("range") else Stretch.of(begin)
    return Piece(
        Slot.PART, lambda context: stretch if context.stripped and (context.said_year or not of_year) else None
    )


def lost_rules(words: Words) -> list[Rule]:
    """The rules of dates that have lost their digits."""
    year, month, day = words.unit("年"), words.unit("年月"), words.unit("月日")
    elsewhere = rf"(?<![{words.counting('年')}\d])"
    since = guarded({word: words.endings[word][1] for word in ("起", "以来")})
    surely = rf"年(?P<sure>(?={PART}|{since}|{LINK}年(?![初底末中内])|\d{{1,2}}月))"
    return [
        Rule(
            id="date.lost",
            anchors=("年",),
            pattern=rf"(?<!\d)(?:{SECOND_END}(?P<second>年)(?![初底末中内])"
            rf"|{OPENING}(?:{surely}|年(?=[,、]|年[初底末])|{year}(?!中(?!国)))|(?<=[较比])年(?![轻纪龄初底末中])"
            rf"|{WITHIN}{year}(?![初底末中])|{elsewhere}年(?={PART}|[春夏秋冬](?!节|运)))",
            build=_year,
            lead=0,
            examples={"自年起": "XXXX/..", "年上半年增长": "XXXX-40", "年至年,公司": "XXXX/XXXX"},
            rejects=("年轻人", "岁月", "在年会上", "去年至年底"),
        ),
        Rule(
            id="date.lost.month",
            anchors=("年月",),
            pattern=rf"(?:(?P<opening>{OPENING})|{elsewhere})(?:{NO_DIGIT}(?P<year>(?:19|20)\d\d|20\d?|19\d|[012]\d))?"
            rf"{month}(?:(?P<day>日{LOST_TIME})|(?P<known>3[01]|[12]\d|[1-9])日)?{EDGE}"
            rf"(?:{LINK}(?P<last>月日?|日){NO_DAY})?",
            build=_month,
            lead=4,
            trail=6,
            examples={"公司于年月正式启动": "XXXX-XX", "于2020年月建成": "2020-XX", "自20年月起": "20XX-XX/.."},
            rejects=("年月均销量", "2019年月平均值", "20年月供"),
        ),
        Rule(
            id="date.lost.day",
            anchors=("月日",),
            pattern=rf"(?<!\d年)(?:{OPENING}(?P<opening>))?(?:(?P<wire>月日)(?=[电讯][ (,:])"
            rf"|{day}{LOST_TIME}(?:{LINK}(?P<last>日){NO_DAY})?)",
            build=_day,
            lead=0,
            why="a month and a day without their numbers, of this year where none is said",
            examples={"大会于月日闭幕": "2020-XX-XX", "去年月日": "2019-XX-XX"},
            rejects=("月日均销量", "4月日均产量"),
        ),
        Rule(
            id="date.lost.day-of-month",
            anchors=("月日",),
            pattern=rf"(?P<month>{MONTH})月日{AFTER_DAY}",
            build=_day_of_month,
            lead=2,
            trail=2,
            why="only after a year: a form that leaves the day open",
            examples={"2024年5月日": "2024-05-XX"},
            rejects=("4月日本统计", "5月日,"),
        ),
        Rule(
            id="date.lost.month-of-year",
            anchors=("年月",),
            pattern=rf"(?<=年){month.removeprefix('年')}{EDGE}",
            build=partial(_stripped, of_year=True),
            lead=1,
            trail=3,
            examples={"年月,产线投产。今年月投产": "2020-XX"},
            rejects=("今年月投产", "去年月均新增"),
        ),
        Rule(
            id="date.lost.months",
            anchors=tuple(f"{mark}月" for mark in "—–-~至到"),
            pattern=rf"{LINK}(?P<range>月)(?![日均]){EDGE}",
            build=partial(_stripped, of_year=True),
            lead=0,
            why="1—5月 without its numbers",
            examples={"年月,产线投产。今年—月增长": "2020-XX/2020-XX"},
            rejects=("今年—月增长",),
        ),
        Rule(
            id="date.lost.bare",
            anchors=tuple(before + unit for before in ",。;:\n于在" for unit in "月日"),
            pattern=rf"{OPENING}(?:月(?:(?=,)|份|[上中下]旬)|(?P<day>日)(?=[,上下晚凌]))",
            build=_stripped,
            lead=1,
            trail=2,
            examples={"年月,产线投产。月,停产": "2020-XX", "年月,产线投产。日上午,停产": "2020-11-XX"},
            rejects=("月,投产", "近日,投产"),
        ),
    ]
