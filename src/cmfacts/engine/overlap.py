"""Overlap policies: which of several candidates for the same words stays. Each takes any order and gives text order."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from cmfacts.engine.rule import Candidate
from cmfacts.engine.trace import Trace


def leftmost_longest(candidates: Iterable[Candidate], trace: Trace | None = None) -> list[Candidate]:
    """The earliest start wins, then the longest span, then the higher rank; what overlaps a winner goes."""
    every = list(candidates) if trace else candidates
    longest: dict[int, Candidate] = {}
    for candidate in every:
        rival = longest.get(candidate.start)
        if rival is None or candidate.end > rival.end or (candidate.end == rival.end and candidate.rank > rival.rank):
            longest[candidate.start] = candidate
    kept: list[Candidate] = []
    reached = 0
    for start in sorted(longest):
        if start >= reached:
            kept.append(longest[start])
            reached = longest[start].end
    if trace:
        _note_losers(every, kept, trace)
    return kept


def _note_losers(candidates: Iterable[Candidate], kept: Sequence[Candidate], trace: Trace) -> None:
    """Write down for each candidate that went the winner that it overlaps."""
    starts = [span.start for span in kept]
    for candidate in candidates:
        place = bisect_right(starts, candidate.start)
        trace.lost(candidate, kept[place - 1])


def ranked(candidates: Iterable[Candidate], trace: Trace | None = None) -> list[Candidate]:
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
        elif trace and (winner := before if before and before.end > candidate.start else after):
            trace.lost(candidate, winner)
    return [kept[start] for start in starts]


def outside(
    candidates: Iterable[Candidate], blocked: Sequence[Candidate], trace: Trace | None = None
) -> list[Candidate]:
    """The candidates that share no character with ``blocked``, whose spans are in text order and do not overlap."""
    starts = [span.start for span in blocked]

    def free(candidate: Candidate) -> bool:
        place = bisect_right(starts, candidate.start)
        before = place > 0 and blocked[place - 1].end > candidate.start
        if not before and (place == len(starts) or starts[place] >= candidate.end):
            return True
        if trace:
            trace.lost(candidate, blocked[place - 1 if before else place])
        return False

    return [candidate for candidate in candidates if free(candidate)]
