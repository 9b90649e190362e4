"""Pieces: what the rules find, and how each reads in the light of what was said before."""

from collections.abc import Callable
from enum import Enum

from cmfacts.engine.record import record
from cmfacts.finders.when.context import Context
from cmfacts.finders.when.points import Point, Stretch

Reader = Callable[[Context], Stretch | None]


class Slot(Enum):
    """Where a piece may stand: a year before a part, a part after a year, a whole or a weekday by itself."""

    YEAR = 1
    PART = 2
    WHOLE = 3
    WEEKDAY = 4


class Needs(Enum):
    """What a weak piece needs to be a date: an ending or a clause of its own (五一); a part or an edge (19年)."""

    NOTHING = 0
    SUPPORT = 1
    PART = 2


@record
class Piece:
    """A reading that waits for its context, and what it needs besides."""

    slot: Slot
    read: Reader
    needs: Needs = Needs.NOTHING


def said(slot: Slot, stretch: Stretch | Point) -> Piece | None:
    """A piece whose words say all that it says; None for a day that no calendar has."""
    whole = Stretch.of(stretch) if isinstance(stretch, Point) else stretch
    return Piece(slot, lambda _: whole) if whole.valid() else None
