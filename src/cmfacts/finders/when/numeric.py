"""Dates in digits alone: 2020-11-19, 2020/11/19 10:45, 20201119."""

import re
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders.when.piece import Piece, Slot, said
from cmfacts.finders.when.points import Point, Stretch
from cmfacts.finders.when.words import LINK, Words

CENTURIES = ("19", "20", "2100")
YEAR = r"(?:(?:19|20)\d\d|2100)"
FREE = r"(?<![\dA-Za-z])(?<!\d[./])"
TIME = r"\d\d:\d\d"
VERSION = re.compile(r"(?:版本|固件|补丁|内核)号?[:为是]? ?$")
ALONE_BEFORE, ALONE_AFTER = r"(?<![^\n])", r"(?![^\n])"


def _day(match: re.Match[str], _: Any) -> Piece | None:
    start = match.start()
    if VERSION.search(match.string[max(0, start - 5) : start]):
        return None
    return said(Slot.WHOLE, Point(match["year"], f"{int(match['month']):02}", f"{int(match['day']):02}"))


def _american(match: re.Match[str], _: Any) -> Piece | None:
    year = match["year"] if len(match["year"]) == 4 else "20" + match["year"]
    return said(Slot.WHOLE, Point(year, f"{int(match['month']):02}", f"{int(match['day']):02}"))


def _months(match: re.Match[str], _: Any) -> Piece | None:
    begin, last = Point(match["year"], match["month"].zfill(2)), match["month2"]
    return said(Slot.WHOLE, Stretch(begin, Point(match["year2"], last and last.zfill(2))))


def _year(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.WHOLE, Point(match["year"]))


def _month_day(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.PART, Point(None, match["month"], match["day"]))


def _slashed(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.PART, Point(None, f"{int(match['month']):02}", f"{int(match['day']):02}"))


def numeric_rules(_: Words) -> list[Rule]:
    """The rules of dates in digits."""
    return [
        Rule(
            id="date.digits",
            anchors=CENTURIES,
            pattern=rf"{FREE}(?P<year>{YEAR})[-/.](?P<month>0?[1-9]|1[0-2])[-/.]"
            rf"(?P<day>3[01]|[12]\d|0?[1-9])(?:(?![\d/]|\.\d| ?版(?![面权块])|[- ]?(?:beta|alpha|rc)\b)|(?={TIME}))",
            build=_day,
            lead=0,
            examples={"2020/11/19 10:45": "2020-11-19", "2020.11.19": "2020-11-19"},
            rejects=("2020.13.1", "版本2020.5.1", "2020.5.1版本"),
        ),
        Rule(
            id="date.digits.joined",
            anchors=CENTURIES,
            pattern=rf"{FREE}(?P<year>{YEAR})(?P<month>0[1-9]|1[0-2])(?P<day>3[01]|[12]\d|0[1-9])(?![\d.,%A-Za-z]|[万亿元家个户人])",
            build=_day,
            lead=0,
            examples={"20201119": "2020-11-19"},
            rejects=("20201119元", "202011191"),
        ),
        Rule(
            id="date.digits.american",
            anchors=("/",),
            pattern=r"(?<![\d/.\-])(?P<month>0?[1-9]|1[0-2])/(?P<day>3[01]|[12]\d|0?[1-9])/(?P<year>(?:19|20)?\d\d)(?![\d/])",
            build=_american,
            lead=2,
            trail=8,
            examples={"3/3/2015": "2015-03-03"},
            rejects=(
                "3/3/2015/1",
                "13/13/2015",
            ),
        ),
        Rule(
            id="date.digits.spaced",
            anchors=CENTURIES,
            pattern=rf"{ALONE_BEFORE}(?P<year>(?:19|20)\d\d) (?P<month>0?[1-9]|1[0-2]) "
            rf"(?P<day>3[01]|[12]\d|0?[1-9]){ALONE_AFTER}",
            build=_day,
            lead=0,
            why="three numbers are a date only on a line of their own",
            examples={"2020 11 19": "2020-11-19"},
            rejects=("共2020 11 19三组",),
        ),
        Rule(
            id="date.digits.months",
            anchors=CENTURIES,
            pattern=rf"{FREE}(?P<year>(?:19|20)\d\d)[./](?P<month>(?P<two>0[1-9]|1[0-2])|[1-9]){LINK}(?P<year2>(?:19|20)\d\d)"
            r"(?:[./](?P<month2>0?[1-9]|1[0-2])|(?(two)|(?!)))(?![\d.]|[万亿元%])",
            build=_months,
            lead=0,
            why="2008.03 is a month only as an end of a range",
            examples={"1999.08-2002.02": "1999-08/2002-02", "2023.9-2024.5": "2023-09/2024-05"},
            rejects=("增至2008.03亿元",),
        ),
        Rule(
            id="date.digits.year",
            anchors=CENTURIES,
            pattern=rf"{ALONE_BEFORE}(?P<year>(?:19|20)\d\d){ALONE_AFTER}",
            build=_year,
            lead=0,
            why="four digits are a year only on a line of their own",
            examples={"2018": "2018"},
            rejects=("共2018家",),
        ),
        Rule(
            id="date.digits.clock",
            anchors=("-",),
            pattern=r"(?<![\d\-/.])(?P<month>0[1-9]|1[0-2])-(?P<day>3[01]|[12]\d|0[1-9])(?= \d\d:\d\d)",
            build=_month_day,
            lead=2,
            trail=12,
            why="a month and a day in digits need a clock time beside them: 09-01 20:01",
            examples={"09-01 20:01": "2020-09-01"},
            rejects=("比分03-02",),
        ),
        Rule(
            id="date.digits.slash",
            anchors=("/",),
            pattern=r"(?<![\d\-/.])(?P<month>0?[1-9]|1[0-2])/(?P<day>3[01]|[12]\d|0?[1-9])"
            r"(?=[日号]| ?\(?(?:周|星期)[一二三四五六日天]| \d\d?:\d\d|[上下]午)",
            build=_slashed,
            lead=2,
            trail=6,
            why="11/19 is a day only with a weekday or a time beside it: 移动4/5G, 1/3",
            examples={"11/19(周四)发布": "2020-11-19"},
            rejects=("移动4/5G", "占1/3"),
        ),
    ]
