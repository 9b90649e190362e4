"""What a date resolves against: the day of publication, and the dates that the text itself has set."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from cmfacts.finders.calendar import DAY, shift_month
from cmfacts.finders.when.points import UNKNOWN, Bound, Movable, Point, Stretch

# "Over six months" of the guideline: beyond it a date without a year belongs to the year before or after.
FAR = 6
# Where a story may say the day on which it is told, and the year before which a day is one of history.
OPENING = 200
FIRST_YEAR = "2000"


@dataclass
class Context:
    """The state of one reading of one text: it follows the dates as they come.

    ``today`` is the reference as far as it is known: a whole day, or a dateline's month and day without a year.
    ``topic`` is what the paragraph speaks of, which 上年, 同期 and 全年 count from; ``day`` is the day last named,
    which 当天 repeats; ``year`` the year last named anywhere, ``month`` the year and month last named in the paragraph.
    ``stripped`` says that the text has lost its digits, ``told`` that it has named a date of its own.
    ``said_year``, ``place`` and ``listed`` belong to the date being read: whether its year is said, where it begins,
    and whether it is listed with the date before, which ``beside`` is if its year is said; ``cue``
    tells whether the words around a place say that it is to come. ``dated`` says whether the reference's year is
    known; ``date`` is the reference where it is wholly known, ``published`` whether it was so from the
    beginning, ``said`` the day that the text has set instead.
    """

    today: Point
    topic: Point | Stretch | None = None
    day: Point | None = None
    year: str = UNKNOWN
    month: tuple[str, str] | None = None
    stripped: bool = False
    told: bool = False
    said_year: bool = False
    place: int = 0
    listed: bool = False
    beside: Bound | None = None
    cue: Callable[[int], bool] = lambda _: False
    said: str = ""
    dated: bool = field(init=False)
    date: datetime.date | None = field(init=False)
    published: bool = field(init=False)

    @property
    def coming(self) -> bool:
        """Whether the words say that the date being read is to come."""
        return self.cue(self.place)

    @property
    def tells(self) -> bool:
        """Whether the text tells a story of its own time, from which N年后 would count."""
        return self.told and not self.coming

    def __post_init__(self) -> None:
        self.count_from(self.today)
        self.published = self.date is not None

    def count_from(self, today: Point) -> None:
        """Make a point the reference."""
        self.today = today
        self.dated = today.year is not None and today.year.isdigit()
        whole = today.year and today.part and today.day and "X" not in today.edtf
        self.date = datetime.date.fromisoformat(today.edtf) if whole else None

    def years(self, by: int) -> Point:
        """The year ``by`` years from now."""
        year = self.today.year
        return Point(f"{int(year) + by:04}" if year and year.isdigit() else UNKNOWN)

    def months(self, by: int) -> Point:
        """The month ``by`` months from now."""
        today = self.today
        if not today.part:
            return Point(today.year if by == 0 and today.year else UNKNOWN, "XX")
        year, month = shift_month(int(today.year) if today.year and today.year.isdigit() else 0, int(today.part), by)
        known = today.year is not None and today.year.isdigit()
        return Point(f"{year:04}" if known else UNKNOWN, f"{month:02}")

    def quarters(self, by: int) -> Point:
        """The quarter ``by`` quarters from now."""
        month = self.months(0)
        if not (month.part and month.part.isdigit()):
            return Point(UNKNOWN)
        known = month.year is not None and month.year.isdigit()
        year, quarter = divmod((int(month.year or 0) if known else 0) * 4 + (int(month.part) - 1) // 3 + by, 4)
        return Point(f"{year:04}" if known else UNKNOWN, f"{33 + quarter}")

    def days(self, by: int) -> Point:
        """The day ``by`` days from now."""
        if self.date:
            return Point.of(self.date + by * DAY)
        today = self.today
        if today.part and today.day and "X" not in today.part + today.day:
            # The year is not known: a leap year serves all days but those that step over the end of February.
            moved = datetime.date(2000, int(today.part), int(today.day)) + by * DAY
            return Point(UNKNOWN, f"{moved.month:02}", f"{moved.day:02}")
        return Point(UNKNOWN, "XX", "XX")

    def this_day(self) -> Bound:
        """The month and day of now, of a year to be said; of a 29th of February in another year the month alone."""
        today = self.date
        if today is None:
            return Point(None, self.today.part or "XX", self.today.day or "XX")
        return Movable(lambda year: today.replace(year=year), part=f"{today.month:02}")

    def weeks(self, by: int) -> Stretch:
        """Monday to Sunday of the week ``by`` weeks from now."""
        return self.week_days(by, 1, 7)

    def week_days(self, by: int, first: int, last: int) -> Stretch:
        """Two weekdays (Monday is 1) of the week ``by`` weeks from now, and what lies between."""
        if not self.date:
            return Stretch.of(Point(UNKNOWN, "XX", "XX"))
        monday = self.date - self.date.weekday() * DAY + 7 * by * DAY
        return Stretch(Point.of(monday + (first - 1) * DAY), Point.of(monday + (last - 1) * DAY))

    def topic_year(self, by: int = 0) -> Point:
        """The year that the paragraph speaks of, or now, and ``by`` years from it."""
        year = self._topic_point().year if self.topic else None
        if year and year.isdigit():
            return Point(f"{int(year) + by:04}")
        return self.years(by)

    def year_ahead(self, by: int = 0) -> Point:
        """The same, but now's where the words speak of what is to come: 去年获奖,年内将开工."""
        return self.years(by) if self.dated and self.coming else self.topic_year(by)

    def topic_quarter(self, by: int) -> Point:
        """The quarter ``by`` quarters from the one that the paragraph speaks of, or from now."""
        topic = self._topic_point()
        if by == 0 or topic.kind != "quarter" or not topic.year or not topic.year.isdigit():
            return self.quarters(by)
        year, quarter = divmod(int(topic.year) * 4 + int(topic.part or 0) - 33 + by, 4)
        return Point(f"{year:04}", f"{33 + quarter}")

    def topic_month(self, by: int = 0) -> Point:
        """The month last named in the paragraph, or now, and ``by`` months from it."""
        if not self.month:
            return self.months(by)
        known = self.month[0].isdigit()
        year, month = shift_month(int(self.month[0]) if known else 0, int(self.month[1]), by)
        return Point(f"{year:04}" if known else UNKNOWN, f"{month:02}")

    def topic_day(self, by: int = 0) -> Point:
        """The day last named, or now, and ``by`` days from it."""
        if self.day is None:
            return self.days(by)
        return Context(self.day).days(by)

    def same_period(self, year: Point) -> Stretch:
        """同期: the stretch that the paragraph speaks of, in another year."""
        topic = self.topic
        if topic is None:
            return Stretch.of(year)
        stretch = topic if isinstance(topic, Stretch) else Stretch.of(topic)
        bounds = [bound for bound in (stretch.begin, stretch.end) if isinstance(bound, Point)]
        begin, end = (Point(year.year, bound.part, bound.day) for bound in (bounds[0], bounds[-1]))
        return Stretch.of(begin) if stretch.single else Stretch(begin, end)

    def _topic_point(self) -> Point:
        topic = self.topic
        point = topic.end if isinstance(topic, Stretch) else topic
        return point if isinstance(point, Point) else Point()

    def settle(self, stretch: Stretch) -> Stretch:
        """Fill what the words left out."""
        if stretch.monthless:
            stretch = self._in_a_month(stretch)
        return self._in_a_year(stretch) if stretch.yearless else stretch

    def _in_a_month(self, stretch: Stretch) -> Stretch:
        """A bare day in its month, or in the month before where it has none: 31日 told in June."""
        year, month = self._month_of_bare_day(stretch)
        settled = stretch.in_month(year, month)
        if settled.valid() or not year.isdigit():
            return settled
        before, last = shift_month(int(year), int(month), -1)
        return stretch.in_month(f"{before:04}", f"{last:02}")

    def _in_a_year(self, stretch: Stretch) -> Stretch:
        if self.listed and (year := self._year_beside(stretch)):
            return stretch.in_year(year)
        if not self.dated:
            return stretch.in_year(self.year)
        here = int(self.today.year or 0)
        settled = stretch.in_year(f"{here:04}")
        if self.date and stretch.bound.kind != "season" and "X" not in settled.edtf:
            away = self._months_away(settled)
            if away > FAR and not (self.coming and away <= 12):
                here -= 1
                settled = stretch.in_year(f"{here:04}")
            elif away < -FAR and self.coming:
                here += 1
                settled = stretch.in_year(f"{here:04}")
        # The 29th of February told in another year is that of the last leap year.
        return settled if settled.valid() else stretch.in_year(f"{here // 4 * 4:04}")

    def _year_beside(self, stretch: Stretch) -> str | None:
        """The year said by the date before in a list, unless the list would run backwards: 2021年11月和1月."""
        beside, bound = self.beside, stretch.bound
        if not isinstance(beside, Point) or not beside.part or not (months := beside.months()):
            return None
        first = bound.months() if isinstance(bound, Point) else None
        return beside.year if first is None or first[0] >= months[1] else None

    def _month_of_bare_day(self, stretch: Stretch) -> tuple[str, str]:
        """The month of the reference; but where that would put a day of the past into the future, the month that the
        paragraph names: 28日 after 6月27日, told on the 5th of July.
        """
        if self.listed and self.month:
            return self.month
        now = self.months(0)
        here = now.year or UNKNOWN, now.part or "XX"
        if not self.month or self.month == here:
            return here
        day = stretch.bound.day or ""
        ahead = self.today.day is not None and day.isdigit() and int(day) > int(self.today.day) and not self.coming
        return self.month if ahead or not (self.today.part and self.today.day) else here

    def _months_away(self, stretch: Stretch) -> float:
        """Months from the reference to the stretch, days counted; negative for the past."""
        begin, end = stretch.begin or stretch.end, stretch.end or stretch.begin
        ahead, behind = self._distance(begin, 0, stretch.month), self._distance(end, 1, stretch.month)
        return ahead if ahead > 0 else min(behind, 0)

    def _distance(self, bound: Bound | None, side: int, month: int | None) -> float:
        """Months from the reference to the first (side 0) or last day of a point."""
        today = self.date
        assert today is not None
        assert isinstance(bound, Point)
        there = month or (bound.months() or (today.month, today.month))[side]
        day = int(bound.day or (1, 31)[side])
        return (int(bound.year or today.year) - today.year) * 12 + there - today.month + (day - today.day) / 31

    def date_from(self, stretch: Stretch) -> None:
        """Count from a whole day that the text says, where nothing else dates it: the latest that is not to come.

        Only one near the beginning says which day 昨日 counts from; one further in says the month and the year.
        """
        day = stretch.begin if stretch.end else None
        if self.published or not isinstance(day, Point) or day.kind != "day" or "X" in day.edtf:
            return
        if self.coming or day.edtf < FIRST_YEAR:
            return
        today = self.today
        same_day = (today.part, today.day) in ((None, None), (day.part, day.day))
        if day.edtf > self.said if self.said else same_day:
            self.said = day.edtf
            self.count_from(day if self.place < OPENING else Point(day.year, day.part))

    def follow(self, stretch: Stretch, *, said: bool, compared: bool, as_of: bool, deictic: bool) -> None:
        """Take note of a date that the text has named, ``said`` with its year; ``as_of`` is 截至, which says when the
        text speaks.
        """
        self.told = self.told or not deictic
        begin, end = stretch.begin, stretch.end
        point = end if isinstance(end, Point) else begin
        said = said or (self.listed and self.beside is not None)
        self.beside = point if said else None
        if not isinstance(point, Point) or not point.year:
            return
        if point.year.isdigit():
            if not self.dated and point.part and begin and end and not self.coming:
                self.year = point.year
            if as_of and not self.dated:
                self.count_from(Point(point.year, self.today.part, self.today.day))
        if point.part and point.part.isdigit() and int(point.part) <= 12:
            self.month = point.year, point.part
        if point.day and "X" not in point.day and stretch.single:
            self.day = point
        if not compared and isinstance(begin, Point) and isinstance(end, Point) and begin.year == end.year:
            self.topic = stretch

    def paragraph(self) -> None:
        """A new paragraph speaks of something else."""
        self.topic = self.month = None
