"""The day that an article was published, in the forms that programs write it."""

import re
from datetime import date

_DAY = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))(?:[T\s].*)?",
    re.DOTALL,
)
FORM = "a day such as 2020-11-19"


def day_of(value: str | int | date) -> str | None:
    """``YYYY-MM-DD`` of a day with or without its time: ``2024-05-20T08:00:00Z``, ``2024/5/20``, ``20240520``.

    The day is the one that is written, whatever zone the time is of. None for what is no day.
    """
    match = _DAY.fullmatch(str(value).strip())
    if not match:
        return None
    year, _, *parts = match.groups()
    month, day = filter(None, parts)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
