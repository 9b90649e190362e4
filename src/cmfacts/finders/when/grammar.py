"""How pieces make a date: a year and its part, a clock time beside a day, two ends of a range, what comes after."""

import re
from collections import defaultdict
from collections.abc import Iterable

from cmfacts.engine.record import record
from cmfacts.engine.rule import Candidate
from cmfacts.finders.when.context import Context
from cmfacts.finders.when.piece import Needs, Piece, Slot
from cmfacts.finders.when.points import Point, Stretch
from cmfacts.finders.when.words import LINK, Words, guarded

NUMBER = r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})"
CLOCK = (
    rf"(?:\d{{1,2}}:\d\d(?::\d\d)?[时分]?|{NUMBER}(?:点钟?|时)(?!间|候|代|尚|段|评|期|报|空|刻)"
    rf"(?:{NUMBER}分?(?!之)(?:许|左右)?|半|整|许|[一三123]刻|{NUMBER}分)?)"
)
YEAR_EDGE = re.compile(
    r"(?:年?[初底末尾]|年终(?!于)|中(?=[,.;。、的)]|$|以来|开始|前|后)|内|伊始|全年(?!龄))(?!次|步|级)"
)
# 15年底 is a year, 15年内 and 10年中 are lengths of time.
SURE_EDGES = ("初", "底", "末", "年初", "年底", "年末")
COMMA = re.compile(r",? ?")
GAP = re.compile(r" ?的? ?")
LINKED = re.compile(LINK)
BRACKETED_WEEKDAY = r"\((?:周|星期|礼拜)[一二三四五六日天]\)"


Starts = dict[int, list[Candidate]]


@record
class Phrase:
    """A date on its way: where it ends, what it says so far, and the rule that speaks for it."""

    end: int
    stretch: Stretch
    rule: str
    clock: bool = False
    needs: Needs = Needs.NOTHING


class Grammar:
    """Puts pieces together, from left to right."""

    def __init__(self, words: Words) -> None:
        parts = guarded(words.dayparts)
        self._words = words
        time = rf"(?:{parts} ?)?{CLOCK}(?:{LINK}(?:{parts})?{CLOCK}|{LINK}\d{{1,2}}[点时])?"
        self._beside_day = re.compile(
            rf"(?:[ ,]{{0,2}}(?:{BRACKETED_WEEKDAY}|(?:周|星期|礼拜)[一二三四五六日天](?!年|刊)))?"
            rf"(?P<clock>[ T-]?{time}|的?{parts})?"
        )
        endings = {word: not_in for word, (_, not_in) in words.endings.items()}
        self._ending = re.compile(rf"份?(?P<ending>{guarded(endings)})")

    def dates(self, folded: str, pieces: Iterable[Candidate], context: Context) -> Iterable[tuple[int, Phrase]]:
        """Every date of a text in order; the caller settles them and moves the context on between two of them."""
        starts: Starts = defaultdict(list)
        for piece in pieces:
            starts[piece.start].append(piece)
        reached = 0
        for start in sorted(starts):
            if start < reached:
                continue
            context.place = start
            phrase = self._date(folded, start, starts, context)
            if phrase:
                reached = phrase.end
                yield start, phrase

    def _date(self, folded: str, start: int, starts: Starts, context: Context) -> Phrase | None:
        first = self._point(folded, start, starts, context)
        if first is None:
            return None
        joined = self._range(folded, first, starts, context)
        phrase = self._ended(folded, joined or first)
        return phrase if phrase.needs is Needs.NOTHING or _alone(folded, start, phrase.end) else None

    def _point(self, folded: str, start: int, starts: Starts, context: Context) -> Phrase | None:
        best: Phrase | None = None
        for candidate in starts.get(start, ()):
            piece: Piece = candidate.value
            if piece.slot is Slot.YEAR:
                phrase = self._with_year(folded, candidate, starts, context)
            elif piece.slot is Slot.WEEKDAY:
                phrase = self._weekday(folded, candidate, starts, context)
            else:
                phrase = self._read(candidate, context)
            if phrase and (best is None or phrase.end > best.end):
                best = phrase
        if best is None:
            return None
        return self._beside(folded, best, starts, context)

    def _weekday(self, folded: str, candidate: Candidate, starts: Starts, context: Context) -> Phrase | None:
        """周日, 11月15号: the weekday belongs to the day that follows it."""
        gap = COMMA.match(folded, candidate.end)
        day = gap and gap.end() > candidate.end and self._point(folded, gap.end(), starts, context)
        return day if day and _is_day(day.stretch) else self._read(candidate, context)

    def _read(self, candidate: Candidate, context: Context) -> Phrase | None:
        piece: Piece = candidate.value
        stretch = piece.read(context)
        return Phrase(candidate.end, stretch, candidate.rule, needs=piece.needs) if stretch else None

    def _with_year(self, folded: str, candidate: Candidate, starts: Starts, context: Context) -> Phrase | None:
        year = self._read(candidate, context)
        if year is None:
            return None
        point = year.stretch.bound
        assert isinstance(point, Point)
        gap = GAP.match(folded, candidate.end)
        place = gap.end() if gap else candidate.end
        part = self._part(starts.get(place, ()), point, context)
        edge = YEAR_EDGE.match(folded, candidate.end)
        if part and (edge is None or part.end >= edge.end()):
            return part
        if edge and edge.end() > candidate.end and (year.needs is Needs.NOTHING or edge[0] in SURE_EDGES):
            return Phrase(edge.end(), year.stretch, year.rule, year.clock)
        return year

    def _part(self, candidates: Iterable[Candidate], year: Point, context: Context) -> Phrase | None:
        best: Phrase | None = None
        context.said_year = True
        for candidate in candidates:
            if candidate.value.slot is not Slot.PART:
                continue
            same = candidate.rule == "date.same-period"
            stretch = context.same_period(year) if same else candidate.value.read(context)
            filled = stretch and stretch.in_year(year.year or "")
            if filled and filled.valid() and (best is None or candidate.end > best.end):
                best = Phrase(candidate.end, filled, candidate.rule)
        context.said_year = False
        return best

    def _beside(self, folded: str, phrase: Phrase, starts: Starts, context: Context) -> Phrase:
        """A clock time, a part of the day or a weekday next to a day belongs to it."""
        if not _is_day(phrase.stretch):
            return phrase
        match = self._beside_day.match(folded, phrase.end)
        if match and match.end() > phrase.end:
            return Phrase(match.end(), phrase.stretch, phrase.rule, match["clock"] is not None)
        return phrase

    def _range(self, folded: str, first: Phrase, starts: Starts, context: Context) -> Phrase | None:
        link = LINKED.match(folded, first.end + (folded[first.end : first.end + 1] == "起"))
        if not link:
            return None
        last = self._point(folded, link.end(), starts, context)
        if last is None or last.needs is Needs.PART or first.stretch.begin is None:
            return None
        stretch = join(first.stretch, last.stretch)
        return Phrase(last.end, stretch, "date.range", last.clock) if stretch else None

    def _ended(self, folded: str, phrase: Phrase) -> Phrase:
        match = self._ending.match(folded, phrase.end)
        if not match or phrase.needs is Needs.PART:
            return phrase
        sense = self._words.endings[match["ending"]][0]
        stretch, single = phrase.stretch, phrase.stretch.single
        if sense == "same" or phrase.clock or (sense == "until" and not single):
            return Phrase(match.end(), stretch, phrase.rule, phrase.clock)
        begin, end = (stretch.begin, None) if sense == "since" else (None, stretch.end)
        return Phrase(match.end(), Stretch(begin, end, stretch.month), f"date.{sense}")


def _is_day(stretch: Stretch) -> bool:
    return stretch.end is not None and stretch.end.day is not None and stretch.single


def _alone(folded: str, start: int, end: int) -> bool:
    """Whether a weak date is all that its clause or text says."""
    return (start == 0 or folded[start - 1] in "\n。,;") and (end == len(folded) or folded[end] in ",\n。")


def join(first: Stretch, last: Stretch) -> Stretch | None:
    """The range from one stretch to another, which share what either leaves out."""
    begin, end = first.begin, last.end
    if begin is None or end is None:
        return None
    if isinstance(begin, Point) and isinstance(end, Point):
        if end.part is None and end.day is not None and begin.part:
            end = Point(end.year or begin.year, begin.part, end.day)
        if end.year is None and begin.year:
            end = end.in_year(begin.year)
        if begin.year is None and begin.part and end.year and end.year.isdigit() and end.part:
            begin = begin.in_year(end.year if begin.part <= end.part else f"{int(end.year) - 1:04}")
    elif begin.year and end.year is None:
        end = end.in_year(begin.year or "")
    stretch = Stretch(begin, end)
    homeless = isinstance(end, Point) and end.day and not end.part and not begin.day
    return None if homeless or not stretch.valid() else stretch
