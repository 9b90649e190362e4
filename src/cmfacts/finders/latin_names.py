"""Names in Latin letters that end with a word for a firm or a body: Orchard Asset Management, Bluefield Group."""

import re
from collections.abc import Iterator

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Literal
from cmfacts.finders.lattice import LATIN_REACH
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

CHANNEL = "org.latin-tail"
RULE = "org.latin"
WORD = r"[A-Z0-9][\w.&'’+-]*"
BEFORE = re.compile(
    rf"(?<![\w.&'’+-])(?:[A-Z]|[a-z]{{1,2}}[A-Z])[\w.&'’+-]*,?(?: (?:{WORD},?|&|of|and|de|for)){{0,5}} \Z", re.ASCII
)
TITLE_CASE = re.compile(r" [A-Z]")


class LatinNames:
    """Finds Latin names by their last word. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._tails = lexicons.pairs("org", "latin-tail", "class")

    def literals(self) -> Iterator[Literal]:
        """Every tail word, after the space that parts it from the word before."""
        return (Literal(f" {tail}", CHANNEL, class_) for tail, class_ in self._tails.items())

    def find(self, doc: Doc) -> Iterator[Candidate]:
        """The names, each with all its capitalized words; a name that goes on is found by its later word."""
        text = doc.folded
        for hit in doc.hits[CHANNEL]:
            following = text[hit.end : hit.end + 1]
            if following.isascii() and (following.isalnum() or following in "-'&_"):
                continue
            before = BEFORE.search(text, max(0, hit.start - LATIN_REACH), hit.start + 1)
            if not before or TITLE_CASE.match(text, hit.end):
                doc.refuse(hit.start + 1, hit.end, RULE, "no capitalized word stands before it, or one follows")
            else:
                name = text[before.start() : hit.end]
                yield Candidate(before.start(), hit.end, RULE, OrganizationValue(name, None, hit.payload))
