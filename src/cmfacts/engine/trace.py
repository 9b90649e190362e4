"""What became of each candidate, written down for ``explain``; in a normal run there is no trace to write to."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cmfacts.engine.rule import Candidate


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a finder did at ``[start, end)``: which rule or table, and what it came to, in plain words."""

    start: int
    end: int
    by: str
    said: str


@dataclass(slots=True)
class Trace:
    """The steps of one run, in the order in which they were taken."""

    steps: list[Step] = field(default_factory=list)

    def note(self, start: int, end: int, by: str, said: str) -> None:
        """Write down a step."""
        self.steps.append(Step(start, end, by, said))

    def lost(self, candidate: Candidate, winner: Candidate) -> None:
        """Write down that an overlap policy kept another candidate; one of the same span loses nothing."""
        if (candidate.start, candidate.end) != (winner.start, winner.end):
            said = f"gives way to {winner.start}:{winner.end} by {winner.rule}, which {_ahead(candidate, winner)}"
            self.note(candidate.start, candidate.end, candidate.rule, said)

    def over(self, start: int, end: int) -> Iterator[Step]:
        """The steps about spans that share a character with this one, each once."""
        return (step for step in dict.fromkeys(self.steps) if step.start < end and start < step.end)


def _ahead(candidate: Candidate, winner: Candidate) -> str:
    if winner.rank > candidate.rank:
        return "ranks higher"
    if winner.length > candidate.length:
        return "is longer"
    return "begins earlier" if winner.start < candidate.start else "was found first"
