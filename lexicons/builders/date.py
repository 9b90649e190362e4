"""Dates: festivals, with the calendar rule that places each.

The rules: ``MM-DD`` and ``MM-DD/MM-DD`` of the solar year, ``lunar MM-DD`` (day 30 stands for the month's last),
``term NAME+DAYS`` after a solar term, ``weekday MM:NTH:WEEKDAY+DAYS`` (Monday is 1, NTH -1 the last). Feasts of foreign
calendars are in ``feasts.tsv``, kept by hand; what is set anew each year has no rule and stays out.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from builders.tables import read, several, write

# Stretches and campaigns, not days: events with a date of their own each year.
EVENTS = {"season", "varies"}
PREFIX = {
    "solar": "",
    "solar-range": "",
    "lunar": "lunar ",
    "lunar-range": "lunar ",
    "lunar-last-day": "lunar ",
    "solar-term": "term ",
    "nth-weekday": "weekday ",
}


def _rule(row: dict[str, str]) -> str | None:
    kind = row["rule_type"]
    if row["kind"] in EVENTS or kind not in PREFIX or not row["rule"]:
        return None
    if kind == "lunar-last-day":
        return "lunar 12-30"
    if kind.endswith("range") and row["kind"] == "industry":
        return None
    return PREFIX[kind] + row["rule"]


def _rows(reference: Path) -> Iterator[tuple[str, ...]]:
    for row in read(reference / "festivals.tsv"):
        rule = _rule(row)
        if not rule:
            continue
        for name in several(row["name"], row["other_names"]).split(";"):
            if not re.fullmatch(r"[\d·.]+", name):
                yield name, rule


def build(reference: Path, lexicons: Path) -> None:
    write(lexicons / "date" / "festivals.tsv", ("festival", "rule"), _rows(reference))
