"""Overlap policies: which of several candidates for the same words stays. Each takes any order and gives text order."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from cmfacts.engine.rule import Candidate


def leftmost_longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The earliest start wins, then the longest span, then the higher rank; what overlaps a winner goes."""
    longest: dict[int, Candidate] = {}
    for candidate in candidates:
        rival = longest.get(candidate.start)
        if rival is None or candidate.end > rival.end or (candidate.end == rival.end and candidate.rank > rival.rank):
            longest[candidate.start] = candidate
    kept: list[Candidate] = []
    reached = 0
    for start in sorted(longest):
        if start >= reached:
            kept.append(longest[start])
            reached = longest[start].end
    return kept


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The highest rank wins, then the longest span, then the earliest; what overlaps a winner goes."""
    kept: dict[int, Candidate] = {}
    starts: list[int] = []
    for candidate in sorted(candidates, key=lambda c: (-c.rank, c.start - c.end, c.start)):
        place = bisect_right(starts, candidate.start)
        before = kept[starts[place - 1]] if place else None
        after = kept[starts[place]] if place < len(starts) else None
        if (before is None or before.end <= candidate.start) and (after is None or candidate.end <= after.start):
            starts.insert(place, candidate.start)
            kept[candidate.start] = candidate
    return [kept[start] for start in starts]


def outside(candidates: Iterable[Candidate], blocked: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that share no character with ``blocked``, whose spans are in text order and do not overlap."""
    starts = [span.start for span in blocked]

    def free(candidate: Candidate) -> bool:
        place = bisect_right(starts, candidate.start)
        if place and blocked[place - 1].end > candidate.start:
            return False
        return place == len(starts) or starts[place] >= candidate.end

    return [candidate for candidate in candidates if free(candidate)]
