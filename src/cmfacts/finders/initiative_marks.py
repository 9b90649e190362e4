"""Pairs of quotation and title marks, nested ones too, in one pass over the marks that the scan found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cmfacts.engine.scan import Hit, Literal

CHANNEL = "initiative.mark"
OPENING = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "(": ")", "【": "】"}
CLOSING = {closing: opening for opening, closing in OPENING.items()}
STRAIGHT = ('"',)
DEEPEST = 4  # pairs within pairs
LONGEST = 120  # code points between the marks of one pair: what is longer is quoted speech


class Pair(NamedTuple):
    """An opening mark at ``start``; the closing one ends at ``end``; ``mark`` is the opening mark."""

    start: int
    end: int
    mark: str


def literals() -> Iterator[Literal]:
    """Every mark, and the line break that no pair spans."""
    for mark in (*OPENING, *CLOSING, *STRAIGHT, "\n"):
        yield Literal(mark, CHANNEL, mark)


def pairs(hits: Sequence[Hit]) -> list[Pair]:
    """All pairs in the order in which they close; a line break closes nothing and forgets all open marks."""
    return [pair for pair in _pairs(hits) if pair.end - pair.start <= LONGEST]


def _pairs(hits: Iterable[Hit]) -> Iterator[Pair]:
    open_: list[tuple[str, int]] = []
    for start, end, mark in hits:
        if mark == "\n":
            open_.clear()
        elif mark in OPENING:
            open_.append((mark, start))
        else:
            opening = CLOSING.get(mark, mark)
            nearest = range(len(open_) - 1, max(-1, len(open_) - DEEPEST - 1), -1)
            place = next((index for index in nearest if open_[index][0] == opening), None)
            if place is not None:
                yield Pair(open_[place][1], end, opening)
                del open_[place:]
            elif mark in STRAIGHT:
                open_.append((mark, start))
