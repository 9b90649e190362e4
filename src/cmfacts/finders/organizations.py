"""Organizations: names from the lexicons, names by their tail word, aliases, and what stands in a list with them."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from cmfacts.engine.doc import Doc
from cmfacts.engine.overlap import leftmost_longest, outside
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Literal, Literals
from cmfacts.engine.trace import Trace
from cmfacts.finders.latin_names import LatinNames
from cmfacts.finders.lattice import Lattice
from cmfacts.finders.lists import ListRule
from cmfacts.finders.longer_names import LongerNames
from cmfacts.finders.names import KnownNames
from cmfacts.finders.signals import Signal, SignalRule
from cmfacts.finders.slots import SLOTS
from cmfacts.finders.stems import StemRule
from cmfacts.finders.tails import TailRule
from cmfacts.finders.venues import VenueRule
from cmfacts.finders.walks import Walks
from cmfacts.finders.witness import Witness
from cmfacts.lexicon import Lexicons

PLACES = "place"


@dataclass(slots=True)
class Seen:
    """What a text shows whatever is known of it: ``known`` by the lexicons, ``brands`` closed in on both sides, what is
    ``fixed`` by its own form. And what a first pass leaves for a second: the walks from tails, and what speaks for the
    spans beside signals.
    """

    known: Sequence[Candidate]
    brands: Set[tuple[int, int]]
    fixed: Sequence[Candidate] | None = None
    walks: Walks = field(default_factory=Walks)
    weighed: dict[tuple[int, int], list[Signal]] = field(default_factory=dict)


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

    def look(self, doc: Doc) -> Seen:
        """What every pass over the text begins with."""
        return Seen(self.names.find(doc), self.signals.closed_in(doc))

    def find(self, doc: Doc, seen: Seen, given: Sequence[Candidate] = ()) -> list[Candidate]:
        """Organizations in text order; no two overlap. ``given`` are known already: the aliases of this text."""
        known = leftmost_longest([*seen.known, *outside(given, seen.known)]) if given else seen.known
        lattice = Lattice(doc, known, doc.hits[PLACES])
        tails = self._tails.find(doc, lattice, known, seen.walks)
        longer = self._longer.find(doc, lattice, known, tails)
        if seen.fixed is None:
            slots = SLOTS.find(doc.folded, doc.hits[SLOTS.channel])
            seen.fixed = [*self._longer.ministries(doc), *slots, *self._latin.find(doc)]
        venues = self._venues.find(doc, lattice)  # each pass: an alias may be the parent of one
        named = leftmost_longest([*known, *tails, *longer, *seen.fixed, *venues], doc.trace)
        named = _with(named, self._stems.find(doc, lattice, named), doc.trace)
        signalled = self.signals.find(doc, lattice, named, seen.brands, seen.weighed)
        beside = leftmost_longest(signalled, doc.trace)
        named = _with(named, outside(beside, named, doc.trace), doc.trace)
        named = _with(named, self._lists.find(doc, named), doc.trace)
        return _with(named, self.names.again(doc, named), doc.trace)


def _with(named: list[Candidate], more: Iterable[Candidate], trace: Trace | None) -> list[Candidate]:
    """The names in text order, those that a rule adds among them: mostly none."""
    added = list(more)
    return leftmost_longest([*named, *added], trace) if added else named
