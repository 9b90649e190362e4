"""Parks, incubators and halls that act: 由|青岛国家大学科技园|主办, 与|岚泰孵化器|签约.

Elsewhere such a name is a place where something is held, and no organization. A name is believed where it is an item of
a list that ends right before a verb of organizers, in a clause that names no other place of the event.
"""

import re
from collections.abc import Iterator

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit, Literal
from cmfacts.finders.lattice import Lattice
from cmfacts.finders.name_walk import PROPER_TAGS, Walker
from cmfacts.finders.syllables import is_anchor
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

CHANNEL = RULE = "org.venue"
LONGEST = 20  # code points of such a name
REACH = 80  # code points of the clause on each side
MARKS = ",。;:!?\n"
ACTS = re.compile(
    r"(?:等(?:单位|机构)?)?(?:、[^,。;:!?\n]{2,60}?|[和与及][^,。;:!?\n]{2,40}?)??"
    r"(?:(?:联合|共同|联袂|携手)+(?:主办|承办|协办|举办|发起|建设|打造|开展|签[署订约])|携手|主办|承办|协办|签[署订约])"
)
HELD = re.compile(r"在|于|走进|参观|考察|来到|前往|抵达|位于|入驻|落户|地点|建设")


class VenueRule:
    """Finds venues among organizers. Immutable once built."""

    def __init__(self, lexicons: Lexicons, walker: Walker) -> None:
        self._walker = walker
        self._venues = lexicons.pairs("org", "venue", "class")
        self._openers = tuple(lexicons.having("org", "side", "uses", "organizer"))

    def literals(self) -> Iterator[Literal]:
        """Every word that names of venues end with."""
        return (Literal(venue, CHANNEL, class_) for venue, class_ in self._venues.items())

    def find(self, doc: Doc, lattice: Lattice) -> Iterator[Candidate]:
        """The venues that act."""
        ends = {hit.end: hit for hit in sorted(doc.hits[CHANNEL], key=lambda hit: -hit.start)}  # the longest of each
        for hit in ends.values():
            if not self._acts(doc.folded, hit.end):
                continue
            start = self._start(lattice, hit)
            if start < 0 or self._is_place(doc.folded, start):
                doc.refuse(hit.start, hit.end, RULE, "it has no name of its own here, or is where something happens")
                continue
            yield Candidate(start, hit.end, RULE, OrganizationValue(doc.folded[start : hit.end], None, hit.payload))

    @staticmethod
    def _acts(text: str, end: int) -> bool:
        """Whether a verb of organizers follows, or the rest of their list and then the verb."""
        return ACTS.match(text, end, min(len(text), end + REACH)) is not None

    def _start(self, lattice: Lattice, hit: Hit) -> int:
        """Where the name begins, or -1: it needs a place, a parent or a proper word, and an opener or a mark before."""
        pieces, left = [], hit.start
        while hit.end - left <= LONGEST and (piece := lattice.before(left)):
            function = piece.kind == "bracket" or self._walker.stops.get(piece.text) in ("hard", "joint")
            if function or piece.text in self._openers or (piece.tag[:1] in "pcudr" and piece.tag):
                break
            pieces.append(piece)
            left = piece.start
        told = any(is_anchor(piece) or piece.tag in PROPER_TAGS for piece in pieces) or self._walker.has_proper(pieces)
        opened = left == 0 or not lattice.text[left - 1].isalnum() or lattice.text.endswith(self._openers, 0, left)
        return left if told and opened else -1

    @staticmethod
    def _is_place(text: str, start: int) -> bool:
        """Whether the clause says before it that something happens there: 在云州科技园、…联合举办."""
        floor = max(text.rfind(mark, max(0, start - REACH), start) for mark in MARKS)
        return HELD.search(text, max(floor, start - REACH, 0), start) is not None
