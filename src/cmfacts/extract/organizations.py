"""Organizations: names from the lexicons, names by their tail word, aliases, and what stands in a list with them."""

from collections.abc import Iterator, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.overlap import leftmost_longest
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Literal
from cmfacts.extract.lattice import Lattice
from cmfacts.extract.lists import ListRule
from cmfacts.extract.names import KnownNames
from cmfacts.extract.slots import SLOTS
from cmfacts.extract.tails import TailRule
from cmfacts.extract.values import OrganizationValue
from cmfacts.lexicon import Lexicons

PLACES = "place"
BRANCH = "org.branch"


class OrganizationFinder:
    """Finds organizations in a prepared text. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.names = KnownNames(lexicons)
        self._tails = TailRule(lexicons)
        self._lists = ListRule(lexicons)
        self._places = lexicons.words("place", "place")

    def literals(self) -> Iterator[Literal]:
        """Names, tails and places."""
        yield from self.names.literals()
        yield from self._tails.literals()
        yield from self._lists.literals()
        yield from SLOTS.literals()
        yield from (Literal(place, PLACES, None) for place in self._places)

    def find(self, doc: Doc) -> list[Candidate]:
        """Organizations in text order; no two overlap."""
        known = self.names.find(doc)
        lattice = Lattice(doc, known, doc.hits[PLACES])
        branches = _branches(lattice, known)
        tails = self._tails.find(doc, lattice, known)
        slots = SLOTS.find(doc.folded, doc.hits[SLOTS.channel])
        named = leftmost_longest([*branches, *known, *tails, *slots])
        return leftmost_longest([*named, *self._lists.find(doc, named)])


def _branches(lattice: Lattice, known: Sequence[Candidate]) -> list[Candidate]:
    """A company's branch or national company: a place right before its name, as in 武汉富士康 and 日本伊戈尔."""
    found = []
    for candidate in known:
        place = lattice.place_before(candidate.start) if candidate.value.class_ == "company" else None
        if place and lattice.tokens.is_boundary(place.start) and not lattice.begins_with_place(candidate):
            name = lattice.text[place.start : candidate.end]
            value = OrganizationValue(name, None, candidate.value.class_)
            found.append(Candidate(place.start, candidate.end, BRANCH, value))
    return found
