"""The calendar: lunar days, solar terms, weekdays of a month, and feasts counted by other calendars."""

import datetime
import math
from calendar import monthrange
from functools import lru_cache

from lunardate import LunarDate

DAY = datetime.timedelta(days=1)
TERMS = "小寒大寒立春雨水惊蛰春分清明谷雨立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至"
_LUNAR_YEARS = range(1900, 2100)


def lunar_day(year: int, month: int, day: int, leap: bool = False) -> datetime.date:
    """The solar date of a lunar day; raises ValueError for a day that year does not have."""
    if year not in _LUNAR_YEARS:
        raise ValueError(f"no lunar calendar for {year}")
    day_of: datetime.date = LunarDate(year, month, day, leap).to_solar_date()
    return day_of


def lunar_month_end(year: int, month: int, leap: bool = False) -> datetime.date:
    """The last day of a lunar month, the 29th or 30th."""
    try:
        return lunar_day(year, month, 30, leap)
    except ValueError:
        return lunar_day(year, month, 29, leap)


@lru_cache(maxsize=1024)
def solar_term(year: int, name: str) -> datetime.date:
    """The day, in Beijing, on which the sun reaches the term's longitude."""
    index = TERMS.index(name) // 2
    target = (285 + 15 * index) % 360
    days = 365.2422 * (year - 2000) + 5.2 + 15.218 * index
    for _ in range(6):
        away = (target - _sun_longitude(days) + 180) % 360 - 180
        days += away * 365.2422 / 360
    moment = datetime.datetime(2000, 1, 1, 12) + datetime.timedelta(days=days, seconds=-_delta_t(year), hours=8)
    return moment.date()


def _delta_t(year: int) -> float:
    """Seconds by which dynamical time is ahead of the clock (after Espenak and Meeus, in short)."""
    t = year - 2000
    if year <= 1960:
        return 33.2 + 0.05 * min(0, year - 1950)
    return 63.9 + 0.3345 * t + (0.0056 * t * t if t > 0 else 0.0)


# What the planets and the moon pull the sun's longitude off by: amplitude, phase at 1900.0 and motion in degrees.
_PULLS = (
    (0.00134, 243.23, 22518.7541),
    (0.00154, 306.57, 45037.5082),
    (0.00200, 42.69, 32964.3577),
    (0.00179, 350.74, 445267.1142),
    (0.00178, 231.19, 20.20),
)


def _sun_longitude(days: float) -> float:
    """The sun's apparent longitude in degrees, ``days`` after noon of 2000-01-01 (Meeus, Astronomical Algorithms, 25,
    with the perturbations of his Astronomical Formulae, 18): good to about a minute of time.
    """
    century = days / 36525
    mean = 280.46646 + 36000.76983 * century + 0.0003032 * century**2
    anomaly = math.radians(357.52911 + 35999.05029 * century - 0.0001537 * century**2)
    center = (
        (1.914602 - 0.004817 * century) * math.sin(anomaly)
        + (0.019993 - 0.000101 * century) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1934.136 * century)
    pulls = sum(size * math.sin(math.radians(phase + motion * (century + 1))) for size, phase, motion in _PULLS)
    nutation = 0.00478 * math.sin(node) + 0.00037 * math.sin(2 * math.radians(mean))
    return (mean + center + pulls - 0.00569 - nutation) % 360


def nth_weekday(first: datetime.date, nth: int, weekday: int) -> datetime.date:
    """The ``nth`` weekday (1 is Monday) from a first day on: the third Sunday of a month."""
    return first + ((weekday - 1 - first.weekday()) % 7 + 7 * (nth - 1)) * DAY


def easter(year: int) -> datetime.date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return datetime.date(year, f // 31, f % 31 + 1)


def hebrew_new_year(year: int) -> datetime.date:
    """The first of Tishri that falls in a year (Reingold and Dershowitz, Calendrical Calculations)."""
    days = [_hebrew_days(year + 3761 + step) for step in (-1, 0, 1)]
    late = 2 if days[2] - days[1] == 356 else 1 if days[1] - days[0] == 382 else 0
    return datetime.date.fromordinal(days[1] + late - 1373427)


def _hebrew_days(year: int) -> int:
    """Days from the epoch to the mean new year, which no Sunday, Wednesday or Friday may be."""
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // 25920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def passover(year: int) -> datetime.date:
    """The 15th of Nisan: the next year begins 163 days later."""
    return hebrew_new_year(year) - 163 * DAY


def hanukkah(year: int) -> datetime.date:
    """The 25th of Kislev: the month before it, Heshvan, has 30 days in a complete year and 29 in others."""
    first = hebrew_new_year(year)
    complete = (hebrew_new_year(year + 1) - first).days % 10 == 5
    return first + (84 if complete else 83) * DAY


def islamic_day(year: int, month: int, day: int) -> datetime.date:
    """A day of the tabular Islamic calendar that falls in a year; where the moon is sighted it may be a day off."""
    around = (year - 622) * 33 // 32
    days = (_islamic_ordinal(hijri, month, day) for hijri in range(around - 1, around + 3))
    return next(found for found in map(datetime.date.fromordinal, days) if found.year == year)


def _islamic_ordinal(year: int, month: int, day: int) -> int:
    return 227014 + (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day


def end_of_month(day: datetime.date) -> datetime.date:
    """The last day of the month that holds a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Year and month, ``by`` months on."""
    total = year * 12 + month - 1 + by
    return total // 12, total % 12 + 1
