"""Dates whose digits the text has lost: 于年月启动, 截至年底, 自年起."""

import re
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders.when.context import Context
from cmfacts.finders.when.piece import Piece, Slot
from cmfacts.finders.when.points import UNKNOWN, Point, Stretch
from cmfacts.finders.when.words import Words

# What stands before a date: the start of a clause or a preposition. Its digits were between that and 年.
OPENING = r"(?:(?<![^\s,.;:!?、。()“”\"《》])|(?<=[于在自从至到以]))"
SEASONS = {"春": "21", "夏": "22", "秋": "23", "冬": "24"}


def _lost(match: re.Match[str], _: Any) -> Piece:
    part = "XX" if match["month"] else SEASONS.get((match["season"] or " ")[0])
    point = Point(match["year"] or UNKNOWN, part, "XX" if match["day"] else None)
    sure = bool(match["since"] or (match["month"] and match["opening"] is not None))

    def read(context: Context) -> Stretch | None:
        return Stretch.of(point) if sure or context.stripped else None

    return Piece(Slot.WHOLE, read)


def lost_rules(words: Words) -> list[Rule]:
    """The rules of dates that have lost their digits."""
    year = words.unit("年")
    elsewhere = rf"(?<![{words.counting('年')}\d])"
    whole = r"年(?P<month>月)(?P<day>日)?[初底末]?(?!饼|票|薪|租|球)|年(?P<season>[春夏秋冬][天季]?)(?!节|运)"
    opening_only = rf"年[底末初](?!次)|年(?=(?P<since>起|以来))|年(?=[,、])|{year}(?!中(?!国))"
    return [
        Rule(
            id="date.lost",
            anchors=("年",),
            pattern=rf"(?=[年12])(?:(?P<opening>{OPENING})|{elsewhere})(?:(?P<year>(?:19|20)\d\d)(?=年月))?"
            rf"(?:{whole}|(?(opening)(?(year)(?!)|(?:{opening_only}))|(?!)))",
            build=_lost,
            lead=4,
            trail=6,
            examples={"公司于年月正式启动": "XXXX-XX", "自年起": "XXXX/..", "于2020年月建成": "2020-XX"},
            rejects=("年轻人", "岁月", "在年会上"),
        ),
    ]
