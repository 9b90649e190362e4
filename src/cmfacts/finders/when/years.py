"""Years, decades, centuries and plan periods."""

import re
from collections.abc import Callable
from typing import Any

from cmfacts.engine.rule import Rule
from cmfacts.finders.numerals import number
from cmfacts.finders.when.context import Context
from cmfacts.finders.when.piece import Needs, Piece, Slot, said
from cmfacts.finders.when.points import UNKNOWN, Point, Stretch
from cmfacts.finders.when.words import (
    CHINESE,
    LINK,
    LINKING,
    MONTH,
    NO_DIGIT,
    NUMERAL,
    SMALL,
    UNCOUNTED,
    YEAR2,
    YEAR4,
    Words,
    guarded,
    one_of,
)

# A two-digit year lies in the hundred years that end this many years from now.
AHEAD = 10
# The plans from the sixth on follow one another every five years; those before did not.
SIXTH, SIXTH_PLAN = 1981, 6
EARLY_PLANS = {1: (1953, 1957), 2: (1958, 1962), 3: (1966, 1970), 4: (1971, 1975), 5: (1976, 1980)}
TENS = "(?:[1-9]0|[一二三四五六七八九]十)"


def _four(text: str) -> str:
    return f"{number(text):04}"


def _year(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.YEAR, Point(_four(match["year"])))


def _elided(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.WHOLE, Point(_four(match["year"])))


def _short(text: str, context: Context) -> str:
    here = context.years(0).year
    now = int(here) if here and here.isdigit() else 2020
    year = now // 100 * 100 + (number(text) or 0)
    return f"{year - 100 if year > now + AHEAD else year:04}"


def _short_year(match: re.Match[str], _: Any) -> Piece:
    text = match["year"]
    about = number(text[-1]) == (number(text[0]) or 0) + 1  # 七八年 are seven or eight years
    sure = text[0] in "0〇零○" or (not text.isascii() and not about) or match["mark"] is not None
    needs = Needs.NOTHING if sure else Needs.PART
    return Piece(Slot.YEAR, lambda context: Stretch.of(Point(_short(text, context))), needs)


def _cycle(cycles: dict[str, tuple[str, ...]]) -> Callable[[re.Match[str], Any], Piece | None]:
    def build(match: re.Match[str], _: Any) -> Piece | None:
        first, last, cycle = match["first"], match["last"], match["cycle"]
        (ends,) = cycles[cycle]
        if not last and (not ends or (len(first) == 2 and ends != "0")):
            return None
        begin = int(first) if len(first) == 4 else 2000 + int(first)
        end = begin + int(ends or 0) if last is None else begin - begin % 100 + int(last[-2:])
        return said(Slot.WHOLE, Stretch(Point(f"{begin}"), Point(f"{end}"))) if end - begin in (0, 1) else None

    return build


def _minguo(match: re.Match[str], _: Any) -> Piece | None:
    year = 1 if match["year"] == "元" else number(match["year"])
    return said(Slot.YEAR, Point(f"{1911 + year:04}")) if year else None


def _years(match: re.Match[str], _: Any) -> Piece | None:
    first, last = _four(match["first"]), match["last"]
    end = _four(last) if len(last) == 4 else first[:2] + f"{number(last):02}"
    return said(Slot.WHOLE, Stretch(Point(first), Point(end)))


def _decade(match: re.Match[str], _: Any) -> Piece | None:
    if match["decade"]:
        begin, end = (
            Point(f"{number(year)}"[:3] + "X") for year in (match["since"] or match["decade"], match["decade"])
        )
        return said(Slot.WHOLE, Stretch(begin, end)) if begin.edtf <= end.edtf else None
    last, first = (number(match["tens"]) or 0) // 10, number(match["first"] or match["tens"]) or 0
    tens = (first if first < 10 else first // 10), last
    named, deictic = match["century"], match["which"]
    if (named and not number(named)) or tens[0] > tens[1]:
        return None

    def read(context: Context) -> Stretch:
        century = _century_of_decade(number(named), deictic, last, context.years(0).year or UNKNOWN)
        begin, end = (Point(f"{century:02}{ten}X") for ten in tens)
        return Stretch(begin, end)

    return Piece(Slot.WHOLE, read)


def _century_of_decade(named: int | None, deictic: str | None, tens: int, year: str) -> int:
    """The hundreds of 80年代: those that its words name, else the last before now, or before 2020."""
    if named:
        return named - 1
    now = int(year) if year.isdigit() else 2020
    if deictic:
        return now // 100 + {"上": -1, "本": 0, "下": 1}[deictic]
    return now // 100 - (now // 100 * 10 + tens > now // 10)


def _century(match: re.Match[str], _: Any) -> Piece | None:
    return said(Slot.WHOLE, Point(f"{(number(match['century']) or 1) - 1:02}XX"))


def _plan(match: re.Match[str], _: Any) -> Piece | None:
    nth = (number(match["plan"] or match["bare"]) or 0) + (10 if match["ten"] or match["bare"] else 0)
    begun = SIXTH + 5 * (nth - SIXTH_PLAN)
    first, last = EARLY_PLANS.get(nth, (begun, begun + 4))
    edge = match["edge"] or ""
    if edge[:1] in ("初", "末"):
        return said(Slot.WHOLE, Point(f"{first if edge[0] == '初' else last:04}"))
    return said(Slot.WHOLE, Stretch(Point(f"{first:04}"), Point(f"{last:04}")))


def year_rules(words: Words) -> list[Rule]:
    """The rules of years and longer stretches."""
    deictic = words.of_unit("year")
    return [
        Rule(
            id="date.year",
            anchors=("年",),
            pattern=rf"(?P<year>{YEAR4}) ?年度?",
            build=_year,
            lead=6,
            trail=2,
            examples={"公司2019年盈利": "2019", "二〇一八年建成": "2018", "2019年度报告": "2019"},
            rejects=("12019年产量", "年轻", "三年"),
        ),
        Rule(
            id="date.year.short",
            anchors=("年",),
            pattern=rf"(?P<mark>['’‘])?(?P<year>{YEAR2})年",
            build=_short_year,
            lead=4,
            trail=1,
            why="two digits are a year only beside a month or an edge: 20年 alone lasts twenty years",
            examples={"19年3月投产": "2019-03", "07年启动": "2007", "九七年回归": "1997"},
            rejects=("经营20年", "已有15年历史"),
        ),
        Rule(
            id="date.year.bare",
            anchors=("季度", "半年"),
            pattern=r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?=第?[一二三四1-4]季度|[上下]半年)",
            build=_year,
            lead=7,
            trail=2,
            why="headlines leave 年 out before a quarter or a half",
            examples={"2019一季度": "2019-33", "2021下半年": "2021-41"},
            rejects=("2019一个季度",),
        ),
        Rule(
            id="date.year.minguo",
            anchors=("民国",),
            pattern=rf"民国(?P<year>元|[{NUMERAL}]{{1,4}})年",
            build=_minguo,
            lead=0,
            examples={"民国三十八年": "1949", "民国元年": "1912"},
            rejects=("民国时期",),
        ),
        Rule(
            id="date.year.deictic",
            anchors=tuple(deictic),
            pattern=rf"{UNCOUNTED}(?P<word>{guarded(deictic)})度?",
            build=words.deictic_piece(Slot.YEAR),
            lead=0,
            examples={"去年营收增长": "2019", "明年投产": "2021"},
            rejects=("如今年轻人更多",),
        ),
        Rule(
            id="date.year.range",
            anchors=("年",),
            pattern=rf"(?P<first>{YEAR4}) ?年?{LINK}(?P<last>{YEAR4}|\d\d) ?年度?(?! ?{MONTH} ?月)",
            build=_years,
            lead=14,
            trail=2,
            holds=LINKING,
            examples={"2019至2021年增长": "2019/2021", "2017-2019年": "2017/2019", "2018年-2020年": "2018/2020"},
            rejects=(
                "2019至2021家",
                "5至10年",
            ),
        ),
        Rule(
            id="date.year.elided",
            anchors=("年",),
            pattern=rf"(?P<year>{YEAR4})(?={LINK}(?:{YEAR4}|\d\d) ?年 ?{MONTH} ?月)",
            build=_elided,
            lead=14,
            trail=6,
            why="the first end of a range may leave 年 to the second",
            holds=LINKING,
            examples={"1985到1989年9月": "1985/1989-09"},
            rejects=("1985到1989家",),
        ),
        Rule(
            id="date.year.cycle",
            anchors=tuple(words.cycles),
            pattern=rf"{NO_DIGIT}(?<!/)(?P<first>(?:19|20)\d\d|\d\d)(?:(?:{LINK}|/)(?P<last>(?:19|20)\d\d|\d\d))?年?"
            rf"(?P<cycle>{one_of(words.cycles)})度?(?!学)",
            build=_cycle(words.cycles),
            lead=13,
            trail=1,
            why="a year that begins in one and ends in the next has the value of both where name or kind says so",
            examples={
                "2023—2024学年": "2023/2024",
                "2023学年": "2023/2024",
                "2024财年": "2024",
                "2023/24榨季": "2023/2024",
            },
            rejects=("2023/30财年", "近2个财年", "24学年"),
        ),
        Rule(
            id="date.year.fiscal",
            anchors=("FY",),
            pattern=r"(?<![A-Za-z])FY ?'?(?P<year>20\d\d|\d\d)(?![\dA-Za-z])",
            build=lambda match, _: said(Slot.WHOLE, Point(f"20{match['year'][-2:]}")),
            lead=0,
            examples={"FY2024收入": "2024"},
            rejects=("FY24Q1", "FY1234"),
        ),
        Rule(
            id="date.decade",
            anchors=("年代",),
            pattern=rf"(?:(?:(?P<since>{NO_DIGIT}(?:1\d|20)\d0){LINK})?(?P<decade>{NO_DIGIT}(?:1\d|20)\d0|[一二][{CHINESE}]{{2}}[〇零○])|(?:(?P<which>[上本])个?世纪|(?P<century>{SMALL})世纪)?"
            rf"(?:(?P<first>[一二三四五六七八](?=、?{TENS})|{TENS}(?=[、和至到-]))[、和至到-]?)?(?P<tens>{TENS}))"
            r"年代(?!表|理|言|码|价|号|办|销|工|步|驾|替|孕|币|收|入)(?:中后期|[前后]半[段期]|[初前中后末]期?|伊始)?",
            build=_decade,
            lead=12,
            trail=4,
            examples={
                "上世纪80年代": "198X",
                "二十世纪九十年代末": "199X",
                "70年代": "197X",
                "2000年代": "200X",
                "七八十年代": "197X/198X",
                "70、80年代": "197X/198X",
            },
            rejects=("年代久远", "三代", "2020年代表大会"),
        ),
        Rule(
            id="date.century",
            anchors=("世纪",),
            pattern=rf"{NO_DIGIT}(?P<century>[12]?\d|[{CHINESE}十]{{1,3}})世纪(?:[初末]期?|中[期叶]|上半叶|下半叶)?(?!经济|海上|不动产|商业|证券)",
            build=_century,
            lead=4,
            trail=3,
            examples={"18世纪": "17XX", "二十一世纪初": "20XX"},
            rejects=("半个世纪",),
        ),
        Rule(
            id="date.plan",
            anchors=tuple(f"{nth}五" for nth in "一二三四五六七八九"),
            pattern=rf"(?P<quote>[“\"‘「])?(?P<ten>十|(?(quote)|(?<![{NUMERAL}百千第折])))(?P<plan>[一二三四五六七八九])五(?(quote)[”\"’」])"
            r"(?P<edge>期间|时期|(?(quote)|(?<=十.五))[初末]期?|(?(quote)|(?<=十.五))(?=以来))"
            r"|(?<=[“\"‘「])十(?P<bare>[一二三四五六])五(?=[”\"’」])(?![”\"’」](?:\w{0,6}(?:规划|计划|纲要)))",
            build=_plan,
            lead=2,
            trail=14,
            why="with 规划 it is the plan's name; the marks are inside only where they part the name from 期间",
            examples={
                "“十四五”期间": "2021/2025",
                "“十三五”末": "2020",
                "“八五”期间": "1991/1995",
                "“一五”时期": "1953/1957",
            },
            rejects=("“十四五”规划", "二十四五岁", "“九五”至尊", "二八五期间"),
        ),
    ]
