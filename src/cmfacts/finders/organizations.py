"""Organizations: names from the lexicons, names by their tail word, aliases, and what stands in a list with them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cmfacts.engine.doc import Doc
from cmfacts.engine.overlap import leftmost_longest, outside
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Literal
from cmfacts.finders.lattice import Lattice
from cmfacts.finders.lists import ListRule
from cmfacts.finders.names import KnownNames
from cmfacts.finders.slots import SLOTS
from cmfacts.finders.tails import TailRule
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

PLACES = "place"
BRANCH = "org.branch"


class OrganizationFinder:
    """Finds organizations in a prepared text. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.names = KnownNames(lexicons)
        self._tails = TailRule(lexicons)
        self._lists = ListRule(lexicons, self.names.surfaces)
        self._prefixes = lexicons.pairs("org", "prefix", "class")
        self._places = lexicons.words("place", "place")

    def literals(self) -> Iterator[Literal]:
        """Names, tails and places."""
        yield from self.names.literals()
        yield from self._tails.literals()
        yield from self._lists.literals()
        yield from SLOTS.literals()
        yield from (Literal(place, PLACES, None) for place in self._places)

    def find(self, doc: Doc, given: Sequence[Candidate] = ()) -> list[Candidate]:
        """Organizations in text order; no two overlap. ``given`` are known already: the aliases of this text."""
        known = self.names.find(doc)
        known = leftmost_longest([*known, *outside(given, known)])
        lattice = Lattice(doc, known, doc.hits[PLACES])
        tails = self._tails.find(doc, lattice, known)
        slots = SLOTS.find(doc.folded, doc.hits[SLOTS.channel])
        longer = (*_branches(lattice, known), *_named_after(lattice, known), *self._prefixed(lattice, [*known, *tails]))
        named = leftmost_longest([*known, *tails, *longer, *slots], doc.trace)
        return leftmost_longest([*named, *self._lists.find(doc, named)], doc.trace)

    def _prefixed(self, lattice: Lattice, named: Sequence[Candidate]) -> Iterator[Candidate]:
        """A party's committee with the party's name before it: 中共|哈尔滨市委."""
        for candidate in named:
            for prefix, class_ in self._prefixes.items():
                if candidate.value.class_ == class_ and lattice.text.endswith(prefix, 0, candidate.start):
                    yield _from(lattice, candidate.start - len(prefix), candidate)


def _branches(lattice: Lattice, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """A company's branch or national company: a place right before its name, as in 武汉富士康 and 日本伊戈尔."""
    for candidate in known:
        place = lattice.place_before(candidate.start) if candidate.value.class_ == "company" else None
        if place and lattice.tokens.is_boundary(place.start) and not lattice.begins_with_place(candidate):
            yield _from(lattice, place.start, candidate)


def _named_after(lattice: Lattice, known: Sequence[Candidate]) -> Iterator[Candidate]:
    """A hospital or school that bears a firm's name before its own: 泰康|同济医院; full names side by side are two."""
    for firm, house in pairwise(known):
        short = firm.end == house.start and firm.length < 4 and firm.value.class_ in ("company", "finance")
        if short and house.value.class_ in ("health", "education"):
            yield _from(lattice, firm.start, house)


def _from(lattice: Lattice, start: int, candidate: Candidate) -> Candidate:
    """The same organization class with a longer name, which begins at ``start``."""
    name = lattice.text[start : candidate.end]
    return Candidate(start, candidate.end, BRANCH, OrganizationValue(name, None, candidate.value.class_))
