"""Dates that point from now: 昨日, 上月29日, 上周三, 三年前."""

import datetime
import re
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders.numerals import number
from cmfacts.finders.when.context import Context
from cmfacts.finders.when.days import MONTH_EDGE, MONTH_TAIL, WEEKDAYS, part_of, two
from cmfacts.finders.when.piece import Piece, Slot
from cmfacts.finders.when.points import UNKNOWN, Point, Stretch
from cmfacts.finders.when.words import DAY, LINK, TEENS, UNCOUNTED, Words, guarded

COUNT = r"(?:\d{1,3}|[一二三四五六七八九两]|[一二三四五六七八九]?[十百][一二三四五六七八九十]{0,2})"
WEEK = "(?:周|星期|礼拜)"


def _month(words: Words) -> Any:
    def build(match: re.Match[str], _: Any) -> Piece:
        def read(context: Context) -> Stretch | None:
            month = words.deictic(match["word"], context)
            point = month.bound
            assert isinstance(point, Point)
            if match["day"]:
                begin = Point(point.year, point.part, two(match["day"]))
                return Stretch(begin, Point(point.year, point.part, two(match["last"])) if match["last"] else begin)
            return _tail_of_month(match, point) if match["tail"] else month

        return Piece(Slot.WHOLE, read)

    return build


def _tail_of_month(match: re.Match[str], point: Point) -> Stretch | None:
    if "X" in point.edtf:
        return Stretch.of(Point(point.year, point.part, "XX"))
    month = int(point.part or 1)
    stretch = part_of(match, lambda year: datetime.date(year, month, 1))
    return stretch.in_year(point.year or UNKNOWN) if stretch else None


def _week(words: Words) -> Any:
    def build(match: re.Match[str], _: Any) -> Piece:
        offset = int(words.deictics[match["word"]][1])
        first, last = _days_of_week(match["day"])
        if match["last"]:
            last = _days_of_week(match["last"])[1]
        return Piece(Slot.WHOLE, lambda context: context.week_days(offset, first, last))

    return build


def _days_of_week(day: str | None) -> tuple[int, int]:
    if not day:
        return 1, 7
    return (6, 7) if day == "末" else (WEEKDAYS[day], WEEKDAYS[day])


def _weekday(match: re.Match[str], _: Any) -> Piece:
    """The nearest such day that is not to come."""
    first, last = _days_of_week(match["day"])

    def read(context: Context) -> Stretch:
        passed = context.date is not None and context.date.isoweekday() >= first
        return context.week_days(0 if passed or context.coming else -1, first, last)

    return Piece(Slot.WEEKDAY, read)


def _offset(match: re.Match[str], _: Any) -> Piece:
    count = (number(match["count"]) or 0) * (-1 if match["side"] == "前" else 1)
    unit = match["unit"]
    opening = match.string[match.start() - 1] in "\n ,.;:。、在于到至约将" if match.start() else True

    def read(context: Context) -> Stretch | None:
        if count > 0 and (context.tells or not opening):
            return None
        if unit == "年":
            return Stretch.of(context.years(count))
        if unit == "个月":
            return Stretch.of(context.months(count))
        if unit in "天日":
            return Stretch.of(context.days(count))
        return context.weeks(count)

    return Piece(Slot.YEAR if unit == "年" else Slot.WHOLE, read)


def _anniversary(_match: re.Match[str], _: Any) -> Piece:
    return Piece(Slot.PART, lambda context: Stretch.of(context.this_day()) if context.said_year else None)


def deictic_rules(words: Words) -> list[Rule]:
    """The rules of dates that point from now."""
    months, weeks, days = words.of_unit("month"), words.of_unit("week"), words.of_unit("day")
    spans = words.of_unit("years", "days", "century", "quarter", "season")
    edges = words.of_unit("edge-year", "edge-month")
    side = guarded({word: words.endings[word][1] for word in ("前", "后")})
    return [
        Rule(
            id="date.month.deictic",
            anchors=tuple(months),
            pattern=rf"{UNCOUNTED}(?P<word>{guarded(months)})份?(?:的?(?P<day>{DAY})(?:{LINK}(?P<last>{DAY}))?[日号]|(?P<tail>{MONTH_TAIL})|{MONTH_EDGE})",
            build=_month(words),
            lead=0,
            examples={"本月29日开工": "2020-11-29", "上个月": "2020-10", "本月第2周": "2020-11-09/2020-11-15"},
            rejects=("日本月球车",),
        ),
        Rule(
            id="date.week",
            anchors=tuple(weeks),
            pattern=rf"(?P<word>{guarded(weeks)}){WEEK}?(?P<day>[一二三四五六日天末])?(?:{LINK}{WEEK}?(?P<last>[一二三四五六日天]))?"
            r"(?!年|刊|期|边|围|转)",
            build=_week(words),
            lead=0,
            examples={"上周三": "2020-11-11", "本周末": "2020-11-21/2020-11-22", "上周": "2020-11-09/2020-11-15"},
            rejects=("以上周边",),
        ),
        Rule(
            id="date.weekday",
            anchors=("周", "星期", "礼拜"),
            pattern=rf"(?<![每逢各隔双单上下本这今第一二三四五六七八九十两\d个年])(?<![一二三四五六日天][到至-])(?<![每逢]周[一二三四五六日天][、和及]){WEEK}(?P<day>[一二三四五六日天])"
            r"(?![个年次天]|[到至—~-]周?[一二三四五六日天]|、|:|游|刊|版|福|报(?!告|道|\d))",
            build=_weekday,
            lead=0,
            examples={"周三,沪指收涨": "2020-11-18", "星期四": "2020-11-19"},
            rejects=("每周一", "每周三、周五", "周一至周五", "周三福", "两周一次"),
        ),
        Rule(
            id="date.day.deictic",
            anchors=tuple(days),
            pattern=rf"(?P<word>{guarded(days)})",
            build=words.deictic_piece(Slot.WHOLE),
            lead=0,
            examples={"昨日": "2020-11-18", "今晚": "2020-11-19", "后天": "2020-11-21"},
            rejects=("今日头条",),
        ),
        Rule(
            id="date.day.anniversary",
            anchors=("今天", "今日"),
            pattern="今[天日]",
            build=_anniversary,
            lead=0,
            why="only after a year",
            examples={"去年的今天": "2019-11-19", "三年前的今天": "2017-11-19", "去年今日": "2019-11-19"},
            rejects=("今天",),
        ),
        Rule(
            id="date.span.deictic",
            anchors=tuple(spans),
            pattern=rf"(?P<word>{guarded(spans)})(?:度?(?:初|末|底))?(?!\d|[{TEENS}]+十年代|\d0年代)",
            build=words.deictic_piece(Slot.WHOLE),
            lead=0,
            examples={"今明两年": "2020/2021", "上季度": "2020-35", "本世纪初": "20XX"},
            rejects=("以上季末",),
        ),
        Rule(
            id="date.edge",
            anchors=tuple(edges),
            pattern=rf"{UNCOUNTED}(?:(?P<word>{guarded(edges)})(?<!中)(?![次步级])|(?P<mid>年中|月中)(?=[,.;。、的)]|$))",
            build=words.deictic_piece(Slot.PART),
            lead=0,
            why="年底 has the value of its year",
            examples={"年底": "2020", "今年年初": "2020", "月底": "2020-11"},
            rejects=("三年初", "年中国"),
        ),
        Rule(
            id="date.same-period",
            anchors=("同期",),
            pattern="同期",
            build=lambda _match, _: Piece(Slot.PART, lambda _: None),
            lead=0,
            why="only after a year",
            examples={"2020年上半年增长,去年同期下降": "2019-40"},
            rejects=("同期增长",),
        ),
        Rule(
            id="date.offset",
            anchors=("前", "后"),
            pattern=rf"(?<![\d.{TEENS}百千万几数近约过第多余历半今明连每的])(?P<count>{COUNT}) ?"
            rf"(?P<unit>个月|年|天|日|周|个?星期|个?礼拜)(?:之|以)?(?P<side>{side})",
            build=_offset,
            lead=10,
            trail=2,
            holds=frozenset("月年天日周星礼"),
            examples={"三年前": "2017", "30天后": "2020-12-19", "两个月前": "2020-09"},
            rejects=("半年前", "20多年前", "近三年前", "前两天"),
        ),
    ]
