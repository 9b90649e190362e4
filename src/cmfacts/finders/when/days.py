"""Months and days that are called by number."""

import datetime
import re
from collections.abc import Callable
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders.calendar import DAY as ONE_DAY
from cmfacts.finders.calendar import end_of_month, nth_weekday
from cmfacts.finders.numerals import number
from cmfacts.finders.when.piece import Piece, Slot, said
from cmfacts.finders.when.points import Movable, Point, Stretch
from cmfacts.finders.when.words import DAY, LINK, LINKING, MONTH, NO_DIGIT, NO_NUMERAL, SMALL, TEENS, Words, guarded

FirstDay = Callable[[int], datetime.date]
LastDay = Callable[[datetime.date], datetime.date]
WEEKDAYS = {day: 1 + index for index, day in enumerate("一二三四五六日")} | {"天": 7, "末": 7}
MONTH_EDGE = r"(?:(?:的?(?:上中|中下|[上中下])旬|月?[初底末](?!次|步|级)|月?中(?=[,.;。、的)]|$)))?"
ARABIC_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
BEFORE_NUMBER = r"[\s,.;:、。(于在到至从自是的月]"
AFTER_NUMBER = r"(?=[,.;:、\s()]|$|至|到|起|前|之|以|开始|晚|早|凌晨|上午|下午|中午|举|在)"
AFTER_BARE_DAY = r"(?=[,.;、\s)]|$|至|到|-|—|~|出生|晚|早|上午|下午)(?!\.\d|\r?\n[\d日号])"


def two(text: str) -> str:
    """A numeral as two digits."""
    return f"{number(text):02}"


def _month_day(match: re.Match[str], _: Any) -> Piece | None:
    month = two(match["month"])
    begin, last = Point(None, month, two(match["day"])), match["last"] or match["last2"]
    return said(Slot.PART, Stretch(begin, Point(None, month, two(last)) if last else begin))


def _month(words: Words) -> Callable[[re.Match[str], Any], Piece | None]:
    names = re.compile(guarded(words.names))

    def build(match: re.Match[str], _: Any) -> Piece | None:
        named = names.match(match.string, match.start())
        return None if named else said(Slot.PART, Point(None, two(match["month"])))

    return build


def _months(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.PART, Stretch(Point(None, two(match["first"])), Point(None, two(match["last"]))))


def _listed_months(match: re.Match[str], _: Any) -> Piece | None:
    first, last = two(match["first"] or match["one"]), two(match["last"] or match["next"])
    return said(Slot.PART, Stretch(Point(None, first), Point(None, last))) if int(last) == int(first) + 1 else None


def _day(match: re.Match[str], _: Any) -> Piece | None:
    begin, last = Point(None, None, two(match["day"])), match["last"]
    return said(Slot.PART, Stretch(begin, Point(None, None, two(last)) if last else begin))


def month_range(first: int, last: int) -> Stretch:
    """The months from one number to another, of a year not said."""
    return Stretch(Point(None, f"{first:02}"), Point(None, f"{last:02}"))


def _some_months(match: re.Match[str], _: Any) -> Piece | None:
    """前N个月 are over when they are told, so before that the words mean 'the N months before'."""
    count = number(match["count"]) or 0
    if not 1 < count < 13:
        return None
    stretch = month_range(1, count) if match["side"] in "前头" else month_range(13 - count, 12)

    def read(context: Any) -> Stretch | None:
        today = context.today
        over = match["side"] != "后" and (not today.part or int(today.part) > count)
        return stretch if context.said_year or over else None

    return Piece(Slot.PART, read)


def _nth_month(match: re.Match[str], _: Any) -> Piece | None:
    month = number(match["nth"]) or 0 if match["nth"] else 1
    return after_year(Stretch.of(Point(None, f"{month:02}"))) if 0 < month < 13 else None


def after_year(stretch: Stretch | None) -> Piece:
    """A part that counts only from a year said before it."""
    return Piece(Slot.PART, lambda context: stretch if context.said_year else None)


def _month_part(match: re.Match[str], _: Any) -> Piece | None:
    month = number(match["month"])
    return Piece(Slot.PART, lambda _: part_of(match, lambda year: datetime.date(year, month or 1, 1)))


def part_of(match: re.Match[str], first: FirstDay, last: LastDay = end_of_month, weeks: int = 5) -> Stretch | None:
    """The week, weekday or days that a tail names in a month or year whose first day ``first(year)`` gives."""
    nth = number(match["nth"] or match["count"] or match["nth_day"]) or 0
    if not 1 <= nth <= (weeks if match["nth"] else 7 * weeks - 4):
        return None
    if match["weekday"]:
        return Stretch.of(Movable(lambda year: nth_weekday(first(year), nth, WEEKDAYS[match["weekday"]])))
    if match["count"]:
        if match["side"] == "前":
            return Stretch(Movable(first), Movable(lambda year: first(year) + (nth - 1) * ONE_DAY))
        return Stretch(
            Movable(lambda year: last(first(year)) - (nth - 1) * ONE_DAY), Movable(lambda year: last(first(year)))
        )
    if match["nth_day"]:
        return Stretch.of(Movable(lambda year: first(year) + (nth - 1) * ONE_DAY))
    return Stretch(
        Movable(lambda year: nth_weekday(first(year), nth, 1)),
        Movable(lambda year: nth_weekday(first(year), nth, 1) + 6 * ONE_DAY),
    )


MONTH_TAIL = (
    rf"的?(?:第(?P<nth>{SMALL})个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])?"
    rf"|(?P<side>前|最后)(?P<count>{SMALL})[天日]|第(?P<nth_day>{SMALL})天)"
)


def _year_part(match: re.Match[str], _: Any) -> Piece:
    def last(first: datetime.date) -> datetime.date:
        return first.replace(month=12, day=31)

    return after_year(part_of(match, lambda year: datetime.date(year, 1, 1), last, weeks=53))


def day_rules(words: Words) -> list[Rule]:
    """The rules of numbered months and days."""
    day, number_of_day, lasting = words.unit("日"), words.unit("号"), words.counting("日")
    of_month = rf"(?:日(?!线|元)|{number_of_day})"
    return [
        Rule(
            id="date.day",
            anchors=("月",),
            pattern=rf"(?P<month>{MONTH}) ?月 ?份? ?(?P<day>{DAY}) ?(?:{of_month}"
            rf"(?:{LINK}(?P<last>{DAY}) ?{of_month})?|{LINK}(?P<last2>{DAY}) ?{of_month}|(?<=\d){AFTER_BARE_DAY})",
            build=_month_day,
            lead=3,
            trail=16,
            examples={"11月20日开幕": "2020-11-20", "8月1-18日": "2020-08-01/2020-08-18", "九月二十八号": "2020-09-28"},
            rejects=("13月1日", "2月30日", "9月3.5亿元"),
        ),
        Rule(
            id="date.month",
            anchors=("月",),
            pattern=rf"(?P<month>{MONTH}) ?{words.unit('月')}(?! ?\d\d? ?日)(?:份|度(?!假))?{MONTH_EDGE}",
            build=_month(words),
            lead=3,
            trail=6,
            examples={"3月投产": "2020-03", "9月下旬": "2020-09", "10月底": "2020-10", "6月份": "2020-06"},
            rejects=("13月", "三个月", "二十月", "十月革命", "3月龄"),
        ),
        Rule(
            id="date.months",
            anchors=("月",),
            pattern=rf"(?P<first>{MONTH}) ?(?:月份?)?{LINK}(?P<last>{MONTH}) ?月份?(?! ?{DAY} ?[日号])",
            build=_months,
            lead=12,
            trail=8,
            holds=LINKING,
            examples={"1—5月增长": "2020-01/2020-05", "1-7月份": "2020-01/2020-07"},
            rejects=("3至5个月",),
        ),
        Rule(
            id="date.month.list",
            anchors=("月",),
            pattern=rf"(?P<first>{MONTH})、(?P<last>{MONTH})(?:两个)?月份?(?! ?{DAY} ?[日号])"
            rf"|{NO_NUMERAL}(?P<one>[一二三四五六七八])(?P<next>[二三四五六七八九])月份?",
            build=_listed_months,
            lead=8,
            trail=6,
            examples={"1、2月份": "2020-01/2020-02", "三四月份": "2020-03/2020-04"},
            rejects=("四六月",),
        ),
        Rule(
            id="date.month.part",
            anchors=("月",),
            pattern=rf"(?P<month>{MONTH})月份?{MONTH_TAIL}",
            build=_month_part,
            lead=3,
            trail=12,
            holds=frozenset("第前后"),
            examples={"2月份第二周": "2020-02-10/2020-02-16", "6月第3个星期日": "2020-06-21"},
            rejects=("3月第三产业增长",),
        ),
        Rule(
            id="date.year.part",
            anchors=("第", "前", "最后"),
            pattern=MONTH_TAIL,
            build=_year_part,
            lead=1,
            trail=10,
            holds=frozenset("周星礼天日"),
            why="only after a year: 第二周 alone counts from anywhere",
            examples={"2020年第52周": "2020-12-28/2021-01-03", "2025年第一天": "2025-01-01"},
            rejects=("第三天", "前两天"),
        ),
        Rule(
            id="date.month.first",
            anchors=("月",),
            pattern=rf"(?P<side>(?<![之此以提])前|头|后)(?P<count>{SMALL}) ?个?月(?!内|前|后|之|以)",
            build=_some_months,
            lead=6,
            trail=3,
            holds=frozenset("前头后"),
            examples={"前两个月": "2020-01/2020-02", "2019年前11个月": "2019-01/2019-11"},
            rejects=("三个月前",),
        ),
        Rule(
            id="date.month.nth",
            anchors=("个月", "首月"),
            pattern=rf"(?:第(?P<nth>{SMALL})个|首)月",
            build=_nth_month,
            lead=4,
            trail=0,
            why="only after a year: the third month counts from anywhere",
            examples={"2019年第8个月": "2019-08", "2019年首月": "2019-01"},
            rejects=("第三个月",),
        ),
        Rule(
            id="date.dayofmonth",
            anchors=("日", "号"),
            pattern=rf"(?<![{lasting}]){NO_DIGIT}(?P<day>{ARABIC_DAY})(?: ?[日号])?(?:{LINK}(?P<last>{ARABIC_DAY}))? ?"
            rf"(?:{day}|(?:(?<={BEFORE_NUMBER}\d)|(?<={BEFORE_NUMBER}\d\d))号{AFTER_NUMBER})",
            build=_day,
            lead=10,
            trail=12,
            holds=frozenset("123456789"),
            examples={"27日,开幕": "2020-11-27", "10-12日": "2020-11-10/2020-11-12"},
            rejects=("5日均线", "30日内", "近5日", "地铁9号线", "36号文", "3日游"),
        ),
        Rule(
            id="date.dayofmonth.chinese",
            anchors=("日", "号"),
            pattern=rf"(?<![{lasting}{TEENS}百几数])(?P<day>[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?)"
            rf"(?P<last>(?!))?(?:{day}(?!前|后)|号{AFTER_NUMBER})",
            build=_day,
            lead=4,
            trail=4,
            holds=frozenset("十廿"),
            why="below ten a numeral before 日 counts days: 三日",
            examples={"二十三日上午": "2020-11-23"},
            rejects=("百日", "三日", "数十日"),
        ),
    ]
