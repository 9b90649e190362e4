"""What became of each tail word of a text, so that a second pass over it walks again only where it may find more."""

from bisect import bisect_left, insort

from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit
from cmfacts.finders.lattice import Lattice

Outcome = tuple[Candidate | None, int]  # the name that a tail gave, if it did, and how far left that was looked for


class Walks:
    """The tails of one text, by where they stand."""

    def __init__(self) -> None:
        self._outcomes: dict[tuple[int, int], Outcome] = {}
        self._lattice: Lattice | None = None
        self._changes: list[int] | None = None  # where names end that the pass before did not know, or knew otherwise

    def begin(self, lattice: Lattice) -> None:
        """A pass begins, with what it knows already."""
        self._changes = lattice.changes(self._lattice) if self._lattice else None
        self._lattice = lattice

    def before(self, hit: Hit) -> Outcome | None:
        """What came of a tail in the pass before, if all names are as they were where it was looked for."""
        if self._changes is None:
            return None
        outcome = self._outcomes.get(hit[:2])
        if outcome is None:
            return None
        place = bisect_left(self._changes, outcome[1])
        return outcome if place == len(self._changes) or self._changes[place] > hit.end else None

    def note(self, hit: Hit, candidate: Candidate | None, lowest: int) -> None:
        """Keep what came of a tail in this pass; where it is not what came of it before, later names may change."""
        if self._changes is not None:
            was = self._outcomes.get(hit[:2], (None, 0))[0]
            for each in (was, candidate) if was != candidate else ():
                if each:
                    insort(self._changes, each.end)
        self._outcomes[hit[:2]] = candidate, lowest
