"""Organizations: names from the lexicons, names by their tail word, aliases, and what stands in a list with them."""

from collections.abc import Iterator, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.overlap import leftmost_longest, outside
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Literal, Literals
from cmfacts.finders.latin_names import LatinNames
from cmfacts.finders.lattice import Lattice
from cmfacts.finders.lists import ListRule
from cmfacts.finders.longer_names import LongerNames
from cmfacts.finders.names import KnownNames
from cmfacts.finders.signals import SignalRule
from cmfacts.finders.slots import SLOTS
from cmfacts.finders.stems import StemRule
from cmfacts.finders.tails import TailRule
from cmfacts.finders.venues import VenueRule
from cmfacts.finders.witness import Witness
from cmfacts.lexicon import Lexicons

PLACES = "place"


class OrganizationFinder:
    """Finds organizations in a prepared text. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.names = KnownNames(lexicons)
        self._tails = TailRule(lexicons, self.names.surfaces)
        self._lists = ListRule(lexicons, self.names.surfaces)
        self._longer = LongerNames(lexicons)
        self._stems = StemRule(lexicons, self.names.surfaces)
        self._latin = LatinNames(lexicons)
        self._venues = VenueRule(lexicons, self._tails.walker)
        self.signals = SignalRule(lexicons, self._tails.walker, self.names.surfaces, Witness(lexicons).knows)
        generic = lexicons.words("org", "generic")
        self._places = [place for place in lexicons.words("place", "place") if place not in generic]  # not 新建

    def literals(self) -> Iterator[Literal | Literals]:
        """Names, tails and places."""
        yield from self.names.literals()
        yield from self._tails.literals()
        yield from self._lists.literals()
        yield from self._latin.literals()
        yield from self._venues.literals()
        yield from SLOTS.literals()
        yield from self.signals.literals()
        yield Literals(PLACES, dict.fromkeys(self._places))

    def find(
        self, doc: Doc, given: Sequence[Candidate] = (), known: Sequence[Candidate] | None = None
    ) -> list[Candidate]:
        """Organizations in text order; no two overlap.

        ``given`` are known already: the aliases of this text. ``known`` is what ``names.find`` says, if it was asked.
        """
        known = self.names.find(doc) if known is None else known
        known = leftmost_longest([*known, *outside(given, known)])
        lattice = Lattice(doc, known, doc.hits[PLACES])
        tails = self._tails.find(doc, lattice, known)
        slots = SLOTS.find(doc.folded, doc.hits[SLOTS.channel])
        longer = self._longer.find(doc, lattice, known, tails)
        rest = (*slots, *self._latin.find(doc), *self._venues.find(doc, lattice))
        named = leftmost_longest([*known, *tails, *longer, *rest], doc.trace)
        named = leftmost_longest([*named, *self._stems.find(doc, lattice, named)], doc.trace)
        beside = outside(leftmost_longest(self.signals.find(doc, lattice, named), doc.trace), named, doc.trace)
        named = leftmost_longest([*named, *beside], doc.trace)
        return leftmost_longest([*named, *self._lists.find(doc, named)], doc.trace)
