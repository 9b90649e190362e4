"""What an article says of itself: when it was published, and its title."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cmfacts.engine.fold import fold

# A dateline stands in the first or the last lines; further in a date is part of the story.
HEAD, TAIL = 300, 120
TITLE_LENGTH = 60

_MONTH, _DAY = r"(?P<month>1[0-2]|0?[1-9])", r"(?P<day>3[01]|[12]\d|0?[1-9])"
_FULL = rf"(?P<year>(?:19|20)\d\d) ?(?:年|[-/.]) ?{_MONTH} ?(?:月|[-/.]) ?{_DAY}(?:日|(?!\d))"
DAY = re.compile(_FULL)
FULL = re.compile(rf"(?<![\d./-]){_FULL}")
# 2020/11/19 10:45, 来源:新华网 发布时间:2020年11月19日: a line that holds a date, a time, and little else.
OWN_LINE = re.compile(
    rf"^[ \t]*(?:[^\s:\d]{{2,6}}: ?[^\s:]{{1,20}}[ \t|]+){{0,3}}(?:[^\s:\d]{{2,6}}: ?)?{_FULL}"
    r"[ \t]*(?:星期[一二三四五六日天])?[ \t]*(?:\d\d?:\d\d(?::\d\d)?)?"
    r"(?:[ \t|]+[^\s|]{1,30}){0,4}[ \t|]*$",
    re.MULTILINE,
)
# 新华社北京11月19日电, 大众网东营8月25日讯, (记者 张三 2020年11月19日电), 北京2020年11月19日 /美通社/
WIRE = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)年)?(?<!\d){_MONTH}月{_DAY}日 ?"
    r"(?:电(?![影话商力网子动信台器池量价视竞站])|讯|消息[:,(]|/(?:美通社|PRNewswire))"
)
WIRED = re.compile("日 ?[电讯消/]")  # begins with a literal, so that most texts are done with at once
# A story that opens with a day is told on it: 今天 in it is that day. A byline may stand before the day.
_FILED = r"(?:[^\n。,\d]{0,16}[讯电](?: ?\([^\n()。]{1,30}\))? ?)?"  # 本报云州讯(记者 张三)
OPENING = re.compile(rf"(?:[^\n。]{{0,60}}\n)? ?{_FILED}{_MONTH}月{_DAY}日(?:[上下晚]|,)")
# 于年月, 年上半年, 自年起 where a clause opens or a preposition stands. It begins with a literal for the same reason.
LOST = re.compile(
    r"年(?<![^\s,.;:。、()于在自从至到]年)(?:月(?!均|薪|票|饼)|,|第?[一二三四]季度|[上下]半年|前三季度|起[,连]|以来|至年)"
)
LOST_DAY = re.compile(r"月日(?:[上下]午|[,电讯至起])")
BYLINE = re.compile(r"[^\s:]{0,12}(?:记者|通讯员|作者|编辑|来源|文)[ :/]*[^\s,]{2,6}(?:[ 、][^\s,]{2,6}){0,4}$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The article's own date as far as it says it, and whether the text has lost its digits."""

    year: str | None = None
    month: str | None = None
    day: str | None = None
    stripped: bool = False

    @property
    def published(self) -> str | None:
        """``YYYY-MM-DD`` where all of it is said."""
        return f"{self.year}-{self.month}-{self.day}" if self.year and self.month and self.day else None


def find_published(text: str) -> str | None:
    """The day of publication that the article itself states, as ``YYYY-MM-DD``."""
    return read_dateline(fold(text)).published


def find_title(text: str) -> str | None:
    """The first line, where it looks like a title: short, with a story below it, no sentence, byline or dateline."""
    first, _, rest = text[: 10 * HEAD].lstrip("\ufeff\n\r \u3000").partition("\n")
    first = first.strip()
    if not 2 <= len(first) <= TITLE_LENGTH or not rest.strip():
        return None
    folded = fold(first)
    sentence = folded.endswith(("。", ";", ":", ","))
    return None if sentence or OWN_LINE.match(folded) or WIRE.search(folded) or BYLINE.match(folded) else first


def read_dateline(folded: str) -> Dateline:
    """What the first and the last lines of a folded text say of the article's date."""
    stripped = _is_stripped(folded)
    match = _own_line(folded) or (WIRED.search(folded, 0, HEAD) and WIRE.search(folded[:HEAD]))
    if not match:
        opening = OPENING.match(folded[:HEAD].lstrip())
        if not opening:
            return Dateline(stripped=stripped)
        return Dateline(None, _two(opening["month"]), _two(opening["day"]), stripped)
    month, day = _two(match["month"]), _two(match["day"])
    year = match["year"] or _year_elsewhere(folded, month, day)
    return Dateline(year, month, day, stripped) if _is_real(year, month, day) else Dateline(stripped=stripped)


def _two(text: str) -> str:
    return f"{int(text):02}"


def _own_line(folded: str) -> re.Match[str] | None:
    """The first such line of the head, else the last of the tail."""
    return next(_own_lines(folded[:HEAD]), None) or next(reversed(list(_own_lines(folded[-TAIL:]))), None)


def _own_lines(part: str) -> Iterator[re.Match[str]]:
    """Only the lines with a date in them are held against the whole pattern."""
    lines = dict.fromkeys(part.rfind("\n", 0, date.start()) + 1 for date in DAY.finditer(part))
    return (match for line in lines if (match := OWN_LINE.match(part, line)))


def _year_elsewhere(folded: str, month: str, day: str) -> str | None:
    """The year of a dateline that has none, if the text writes the same day out in full."""
    same = (match for match in FULL.finditer(folded) if (_two(match["month"]), _two(match["day"])) == (month, day))
    return next((str(match["year"]) for match in same), None)


def _is_real(year: str | None, month: str, day: str) -> bool:
    try:
        datetime.date(int(year or 2000), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_stripped(folded: str) -> bool:
    """Whether the story has lost its digits: a clause opens with 年月 or 年, and hardly a digit is left."""
    if not LOST.search(folded) and not ("月日" in folded and LOST_DAY.search(folded)):
        return False
    body = OWN_LINE.sub("", folded)
    return sum(character.isdigit() for character in body) * 200 <= len(body)
