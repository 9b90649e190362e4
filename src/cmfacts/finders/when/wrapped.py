"""Dates that a line break of hard-wrapped text runs through: 5月2 and 0日 on the next line."""

import re
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders.when.piece import Piece, Slot, said
from cmfacts.finders.when.points import Point
from cmfacts.finders.when.words import NO_DIGIT, Words

BREAK = r"(?:\r?\n)?"
YEAR = rf"(?P<year>(?:1{BREAK}9|2{BREAK}0){BREAK}\d{BREAK}\d){BREAK}年"
MONTH = rf"(?P<month>1{BREAK}[0-2]|0{BREAK}[1-9]|[1-9]){BREAK}月"
DAY = rf"(?P<day>3{BREAK}[01]|[12]{BREAK}\d|0{BREAK}[1-9]|[1-9]){BREAK}[日号]"
# A line as short as this may be a heading, and so may one that is shorter by this than the next: 工作总结2024年.
HEADING, RAGGED = 20, 4
# 于1 and 2月1日 are one date; without such a word a line may end in a number of its own.
BEFORE_MONTH = "于在从自到是"


def _wrapped(match: re.Match[str], _: Any) -> Piece | None:
    if match[0].count("\n") != 1 or not _runs_on(match):
        return None
    year, month, day = (group and "".join(group.split()) for group in match.group("year", "month", "day"))
    if not month:
        return said(Slot.YEAR, Point(year))
    return said(Slot.WHOLE if year else Slot.PART, Point(year, month.zfill(2), day and day.zfill(2)))


def _runs_on(match: re.Match[str]) -> bool:
    """Whether the break is one of wrapped text: inside a number or before its unit, or at the end of a long line."""
    text = match.string
    place = text.index("\n", match.start())
    head = text[match.start() : place].rstrip("\r")
    if head[-1] in "年月":
        length = place - text.rfind("\n", 0, place)
        return length > HEADING and "\n" in text[place + 1 : place + 1 + length + RAGGED]
    inside_month = not match["year"] and head.isdigit() and text[place + 1] != "月"
    return not inside_month or text[match.start() - 1 : match.start()] in tuple(BEFORE_MONTH)


def wrapped_rules(_: Words) -> list[Rule]:
    """The rule of dates with a line break in them."""
    return [
        Rule(
            id="date.wrapped",
            anchors=tuple("\n" + first for first in "0123456789年月日"),
            pattern=rf"{NO_DIGIT}(?=\d)(?:{YEAR})?(?:{BREAK}{MONTH}(?:{BREAK}{DAY})?|(?(year)|(?!)))",
            build=_wrapped,
            lead=12,
            trail=12,
            holds=frozenset("年月"),
            examples={"公司于5月2\n0日公告": "2020-05-20", "于2019\n年6月1日": "2019-06-01", "2\n019年": "2019"},
            rejects=("总结2019年\n6月1日", "共1\n2月1日", "2019年6月1日\n2日"),
        ),
    ]
