"""Points and stretches on the calendar, as far as the words say; whole ones print as EDTF.

A part holds the two digits that EDTF puts after the year: ``01``-``12`` months, ``21``-``24`` seasons, ``33``-``36``
quarters, ``40`` and ``41`` halves. What the words leave out is None, what the text has lost or nobody knows is ``X``.
"""

import datetime
from calendar import monthrange
from collections.abc import Callable

from cmfacts.engine.record import record

UNKNOWN = "XXXX"


@record
class Point:
    """A year, or a part of it, or a day; ``year`` is None where the words do not say it."""

    year: str | None = None
    part: str | None = None
    day: str | None = None

    @classmethod
    def of(cls, day: datetime.date) -> "Point":
        """The point of a calendar day."""
        return cls(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}")

    def in_year(self, year: str) -> "Point":
        """The point with its year filled, where it had none."""
        return self if self.year else Point(year, self.part, self.day)

    @property
    def edtf(self) -> str:
        """The EDTF string."""
        if self.day:
            return f"{self.year}-{self.part}-{self.day}"
        return f"{self.year}-{self.part}" if self.part else str(self.year)

    @property
    def uncertain(self) -> bool:
        """Whether it is not known which it is: 年月 without its numbers, 去年 of a year that nothing says."""
        return self.part == "XX" or self.day == "XX" or self.edtf == UNKNOWN

    @property
    def kind(self) -> str:
        """The precision: day, month, season, quarter, half, year, decade or century."""
        if self.day:
            return "day"
        if self.part:
            return {"2": "season", "3": "quarter", "4": "half"}.get(self.part[0], "month")
        year = self.year or UNKNOWN
        if "X" not in year or year == UNKNOWN:
            return "year"
        return {2: "century", 1: "decade"}.get(year.count("X"), "year")

    def months(self) -> tuple[int, int] | None:
        """The first and last month of the year that it covers, where that is known."""
        part = self.part
        if part is None:
            return 1, 12
        if not part.isdigit():
            return None
        code = int(part)
        if code <= 12:
            return code, code
        if code <= 24:
            return 3 * (code - 20), 3 * (code - 20) + 2
        if code <= 36:
            return 3 * (code - 33) + 1, 3 * (code - 33) + 3
        return (1, 6) if code == 40 else (7, 12)

    def valid(self) -> bool:
        """Whether the calendar has such a day."""
        if not (self.day and self.part and self.day.isdigit() and self.part.isdigit()):
            return True
        month, day = int(self.part), int(self.day)
        year = int(self.year) if self.year and self.year.isdigit() else 2000
        return 1 <= month <= 12 and day >= 1 and year > 0 and (day <= 28 or day <= monthrange(year, month)[1])


@record
class Movable:
    """A day that each year has elsewhere: a festival, a solar term, a lunar day."""

    rule: Callable[[int], datetime.date]
    year: None = None
    part: str = "XX"
    day: str = "XX"

    @property
    def kind(self) -> str:
        """The precision: a day."""
        return "day"

    def in_year(self, year: str) -> Point:
        """The day in a year; where no calendar here has it (春节 of 1850, a leap month elsewhere) it is unknown."""
        try:
            return Point.of(self.rule(int(year)))
        except ValueError:
            return Point(year, self.part, self.day)


Bound = Point | Movable


@record
class Stretch:
    """From one bound to another, both included; None is an open end. ``month`` places a stretch that its value does not
    (年底 has the year's value and lies in December).
    """

    begin: Bound | None
    end: Bound | None
    month: int | None = None

    @classmethod
    def of(cls, bound: Bound, month: int | None = None) -> "Stretch":
        """One point."""
        return cls(bound, bound, month)

    @property
    def bound(self) -> Bound:
        """The first bound that there is."""
        found = self.begin or self.end
        assert found is not None
        return found

    @property
    def yearless(self) -> bool:
        """Whether a bound lacks its year."""
        begin, end = self.begin, self.end
        return (begin is not None and begin.year is None) or (end is not None and end.year is None)

    @property
    def monthless(self) -> bool:
        """Whether it is a bare day, 29日."""
        bound = self.begin or self.end
        return isinstance(bound, Point) and bound.day is not None and bound.part is None

    def in_year(self, year: str) -> "Stretch":
        """Both bounds with their year filled; a range that runs backwards ends in the year after."""
        begin = self.begin.in_year(year) if self.begin else None
        if self.begin is self.end:
            return Stretch(begin, begin, self.month)
        end = self.end.in_year(year) if self.end else None
        if begin and end and self.end and self.end.year is None and year.isdigit() and end.edtf < begin.edtf:
            end = self.end.in_year(f"{int(year) + 1:04}")
        return Stretch(begin, end, self.month)

    def in_month(self, year: str, month: str) -> "Stretch":
        """Both bounds as days of a month, where they name none."""

        def fill(bound: Bound | None) -> Bound | None:
            bare = isinstance(bound, Point) and bound.part is None and bound.day is not None
            return Point(year, month, bound.day) if bare and bound else bound

        begin = fill(self.begin)
        return Stretch(begin, begin if self.end is self.begin else fill(self.end), self.month)

    def valid(self) -> bool:
        """Whether the calendar has its days and it does not run backwards."""
        begin, end = self.begin, self.end
        if begin is end:
            return not isinstance(begin, Point) or begin.valid()
        if not isinstance(begin, Point) or not isinstance(end, Point):
            return all(bound.valid() for bound in (begin, end) if isinstance(bound, Point))
        if not (begin.valid() and end.valid()):
            return False
        around = begin.part and end.part and not (begin.year or end.year)  # 12月31日至1月3日
        return bool(around) or "X" in begin.edtf + end.edtf or _months(begin, 0) <= _months(end, 1)

    @property
    def single(self) -> bool:
        """Whether both bounds are one; two that are not known need not be: 自年月日起至年月日止."""
        begin, end = self.begin, self.end
        return begin is end or (begin == end and not (isinstance(begin, Point) and begin.uncertain))

    @property
    def edtf(self) -> str:
        """The EDTF string; quarters and halves that bound a range are written as months."""
        begin, end = self.begin, self.end
        if self.single and isinstance(begin, Point):
            return begin.edtf
        if begin and end:
            begin, end = _as_month(begin, 0), _as_month(end, 1)
        return f"{_edtf(begin)}/{_edtf(end)}"

    @property
    def kind(self) -> str:
        """The precision of a single point, else ``range``."""
        return self.begin.kind if self.single and isinstance(self.begin, Point) else "range"


def _edtf(bound: Bound | None) -> str:
    return bound.edtf if isinstance(bound, Point) else ".."


def _months(point: Point, side: int) -> tuple[str, int, str]:
    months = point.months() or (1, 12)
    return point.year or "", months[side], point.day or ("00" if side == 0 else "99")


def _as_month(bound: Bound, side: int) -> Bound:
    if not isinstance(bound, Point) or not bound.part or not bound.part.isdigit() or int(bound.part) < 33:
        return bound
    months = bound.months()
    return Point(bound.year, f"{months[side]:02}", bound.day) if months else bound
