"""Quarters and halves."""

import re
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders.numerals import number
from cmfacts.finders.when.days import after_year, month_range
from cmfacts.finders.when.piece import Piece, Slot, said
from cmfacts.finders.when.points import Point, Stretch
from cmfacts.finders.when.words import LINK, LINKING, NO_DIGIT, NO_NUMERAL, Words, guarded

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
FIRST_QUARTER, FIRST_HALF = 33, 40


def _quarter_of(name: str) -> Point:
    return Point(None, f"{FIRST_QUARTER - 1 + QUARTERS[name]}")


def _quarter(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.PART, _quarter_of(match["quarter"]))


def _first_quarter(_match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.PART, _quarter_of("1"))


def _quarter_of_year(match: re.Match[str], _: Any) -> Piece:
    return after_year(Stretch.of(_quarter_of(match["quarter"])))


def _latin(match: re.Match[str], _: Any) -> Piece | None:
    year, nth = match["year"] or match["year2"], int(match["nth"] or match["nth2"])
    half = "H" in (match["unit"], match["unit2"])
    if half and (nth > 2 or not year):
        return None
    part = f"{(FIRST_HALF if half else FIRST_QUARTER) - 1 + nth}"
    return said(Slot.WHOLE, Point(f"20{year[-2:]}", part)) if year else said(Slot.PART, Point(None, part))


def _quarters(match: re.Match[str], _: Any) -> Piece | None:
    first, last = QUARTERS[match["first"]], QUARTERS[match["last"]]
    return said(Slot.PART, month_range(3 * first - 2, 3 * last)) if first < last else None


def _first_quarters(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.PART, month_range(1, 3 * (number(match["count"]) or 0)))


def quarter_rules(words: Words) -> list[Rule]:
    """The rules of quarters and halves."""
    halves = words.of_unit("half")
    return [
        Rule(
            id="date.quarter",
            anchors=("季度",),
            pattern=rf"{NO_NUMERAL}(?<!财年)(?<!财年[第前])(?:(?<![\d.])|(?![1-4]))(?:第 ?)?"
            r"(?P<quarter>[一二三四1-4]) ?季度[末底初]?",
            build=_quarter,
            lead=3,
            trail=1,
            examples={"三季度": "2020-35", "2020年第三季度": "2020-35", "去年四季度初": "2019-36"},
            rejects=("一个季度", "每季度", "2027财年第一季度"),
        ),
        Rule(
            id="date.quarter.first",
            anchors=("首季", "个季度"),
            pattern=r"首(?:个?季度|季(?![度节]))|(?:头一?|第一)个季度",
            build=_first_quarter,
            lead=2,
            trail=1,
            examples={"2022年首季": "2022-33", "今年头一个季度": "2020-33"},
            rejects=("连续一个季度",),
        ),
        Rule(
            id="date.quarter.of-year",
            anchors=("季",),
            pattern=r"第(?P<quarter>[一二三四1-4])季(?!度|集|节|第|期|《)",
            build=_quarter_of_year,
            lead=2,
            trail=2,
            why="only after a year: 第四季 alone is a season of a show",
            examples={"2021年第四季业绩": "2021-36"},
            rejects=("第一季10集", "第四季开播"),
        ),
        Rule(
            id="date.quarter.latin",
            anchors=("Q", "H"),
            pattern=rf"{NO_DIGIT}(?<![A-Za-z年])(?:(?:(?P<year>(?:20)?\d\d)年?)?(?P<unit>[QH])(?P<nth>[1-4])(?:季度)?"
            r"|(?P<nth2>[1-4])(?P<unit2>[QH])(?P<year2>(?:20)?\d\d))(?![\dA-Za-z])",
            build=_latin,
            lead=5,
            trail=4,
            examples={"2021Q4": "2021-36", "4Q21": "2021-36", "1H2020": "2020-40", "Q3业绩": "2020-35"},
            rejects=("H20芯片", "3H5", "H1芯片"),
        ),
        Rule(
            id="date.quarters",
            anchors=("季度",),
            pattern=rf"第?(?P<first>[一二三1-3])季?度?(?:、[二三23])?(?:{LINK}|、)第?(?P<last>[二三四2-4])季度",
            build=_quarters,
            lead=10,
            trail=0,
            holds=LINKING | {"、"},
            examples={"一、二季度": "2020-01/2020-06", "一至三季度": "2020-01/2020-09"},
            rejects=("两三个季度",),
        ),
        Rule(
            id="date.quarters.first",
            anchors=("季",),
            pattern=r"(?<![之此以提])(?<!财年)前(?P<count>[两二三23])个?季度?",
            build=_first_quarters,
            lead=3,
            trail=1,
            examples={"前三季度": "2020-01/2020-09", "2018年前两个季度": "2018-01/2018-06"},
            rejects=("较之前三季度", "2020财年前三季度"),
        ),
        Rule(
            id="date.half",
            anchors=tuple(halves),
            pattern=rf"(?<!财年)(?P<word>{guarded(halves)})(?:度|[初末])?",
            build=words.deictic_piece(Slot.PART),
            lead=0,
            examples={"上半年": "2020-40", "2019年下半年": "2019-41", "2020年半年度报告": "2020-40"},
            rejects=("提前半年", "2020财年上半年"),
        ),
    ]
