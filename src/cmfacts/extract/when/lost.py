"""Dates whose digits the text has lost: 于年月启动, 截至年底, 自年起."""

import re
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.extract.when.context import Context
from cmfacts.extract.when.piece import Piece, Slot
from cmfacts.extract.when.points import UNKNOWN, Point, Stretch
from cmfacts.extract.when.words import Words

# What stands before a date: the start of a clause or a preposition. Its digits were between that and 年.
OPENING = r"(?:(?<![^\s,.;:!?、。()“”\"《》])|(?<=[于在自从至到以]))"
# Before 年 these make another word, of which no digit is lost: 今年, 多年, 岁年.
COUNTED = r"(?<![今去明前后近多几每全整数历同当来往周百千万半上下次本末初少成青中老常终早晚忘拜新过丰元学财\d])"
WORDS = r"轻|度|会|产|均|级|龄|货|终|薪|报|检|糕|夜|味|关|幼|纪|岁|迈|长|份|画|鉴|历|头|三十|内|后|前|来|利|化|华|景|月"
SEASONS = {"春": "21", "夏": "22", "秋": "23", "冬": "24"}


def _lost(match: re.Match[str], _: Any) -> Piece:
    part = "XX" if match["month"] else SEASONS.get((match["season"] or " ")[0])
    point = Point(match["year"] or UNKNOWN, part, "XX" if match["day"] else None)
    sure = bool(match["since"] or (match["month"] and match["opening"] is not None))

    def read(context: Context) -> Stretch | None:
        return Stretch.of(point) if sure or context.stripped else None

    return Piece(Slot.WHOLE, read)


def lost_rules(_: Words) -> list[Rule]:
    """The rules of dates that have lost their digits."""
    return [
        Rule(
            id="date.lost",
            anchors=("年",),
            pattern=rf"(?:(?P<opening>{OPENING})|{COUNTED})(?:(?P<year>(?:19|20)\d\d)年(?=月)|年)(?:(?P<month>月)(?P<day>日)?[初底末]?(?!饼|票|薪|租|球)"
            rf"|(?P<season>[春夏秋冬][天季]?)(?!节|运)|(?(opening)(?:[底末初](?!次)|(?=(?P<since>起|以来))|(?=[,、])|(?!{WORDS})(?!中(?!国|央)))|(?!)))",
            build=_lost,
            lead=4,
            trail=6,
            examples={"公司于年月正式启动": "XXXX-XX", "自年起": "XXXX/..", "于2020年月建成": "2020-XX"},
            rejects=("年轻人", "岁月", "在年会上"),
        ),
    ]
