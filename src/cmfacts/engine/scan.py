"""Every literal in use, found in one pass: lexicon entries and the anchors of rules.

Extractors declare literals, each on a channel with a payload; one scan of the folded text finds them all. The first
few articles are looked up in a word map, which is there at once; for more text an Aho-Corasick automaton is built.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from cmfacts.engine.fold import fold
from cmfacts.wordmap import WordMap

FEW = 30_000  # code points; looking up that many takes as long as building the automaton
_BETWEEN = "\t"

SHORT = 5_000  # code points up to which a search for each name is quicker than an automaton, which takes 4 µs a name


class Literal(NamedTuple):
    """A string to look for, the channel that its hits go to, and what each hit carries."""

    text: str
    channel: str
    payload: Any


class Literals(NamedTuple):
    """Many strings of one channel with their payloads, which may be made when they are first asked for."""

    channel: str
    payloads: Mapping[str, Any]


class Hit(NamedTuple):
    """A literal found at ``[start, end)``, in code points."""

    start: int
    end: int
    payload: Any


Uses = list[tuple[str, Any]]
Index = Callable[[str, Callable[[], Mapping[str, str]]], Mapping[str, str]]


def _unkept(name: str, make: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
    return make()


class Scanner:
    """Finds all occurrences of all literals, overlapping ones too, in time linear in text and hits.

    Literals are folded as the texts are, so that a lexicon may hold 乾县 and a user's own table traditional characters.
    ``index`` keeps the folded literals for the next start: ``Lexicons.index``.
    """

    def __init__(self, literals: Iterable[Literal | Literals], index: Index = _unkept) -> None:
        self._few: dict[str, Uses] = defaultdict(list)
        self._many: list[Literals] = []
        for each in literals:
            if isinstance(each, Literals):
                self._many.append(each)
            else:
                self._few[each.text].append((each.channel, each.payload))
        self._spellings = index("literals", self._fold)
        self._uses: dict[str, Uses] = {}
        self._left = FEW  # below zero from the first text on that is one too many: from then on the automaton

    def expect(self, characters: int) -> None:
        """So much text is to come: build the automaton at once if that is too much for looking words up."""
        if characters > self._left:
            self._left = 0

    def _fold(self) -> dict[str, str]:
        """Each folded literal with its spellings."""
        spellings: dict[str, dict[str, None]] = defaultdict(dict)
        for words in (self._few, *(payloads for _, payloads in self._many)):
            for word in words:
                spellings[fold(word)][word] = None
        return {folded: _BETWEEN.join(words) for folded, words in spellings.items()}

    def scan(self, folded: str) -> dict[str, list[Hit]]:
        """Hits by channel, in the order in which they end; a channel without hits is an empty list."""
        hits: dict[str, list[Hit]] = defaultdict(list)
        uses, new = self._uses, tuple.__new__  # Hit(...) would go through one more Python function for each hit
        words, found = self._find(folded)
        for index, start, end in found:
            word = words[index] if words else folded[start:end]
            for channel, payload in uses.get(word) or self._use(word):
                hits[channel].append(new(Hit, (start, end, payload)))
        return hits

    def _find(self, folded: str) -> tuple[Sequence[str], Iterable[tuple[int, int, int]]]:
        """Words, and matches in the order in which they end, each with its word's number where there are words."""
        self._left -= len(folded)
        if isinstance(self._spellings, WordMap) and self._left >= 0:
            found = sorted((end, start) for start, end, _ in self._spellings.find(folded))
            return (), ((0, start, end) for end, start in found)
        if not self._spellings:
            return (), ()
        words, automaton = self._automaton
        return words, automaton.find_matches_as_indexes(folded, overlapping=True)

    @cached_property
    def _automaton(self) -> tuple[list[str], AhoCorasick]:
        words = list(self._spellings)
        return words, AhoCorasick(words, store_patterns=False)

    def _use(self, word: str) -> Uses:
        """Who looks for a folded literal; found out when it first occurs."""
        uses = self._uses[word] = [
            use
            for spelling in self._spellings[word].split(_BETWEEN)
            for use in (
                *self._few.get(spelling, ()),
                *((channel, payloads[spelling]) for channel, payloads in self._many if spelling in payloads),
            )
        ]
        return uses


def occurrences(folded: str, names: Mapping[str, Any]) -> Iterable[Hit]:
    """Every place of names that one text has yielded, folded as it is, each with its value; in no certain order."""
    if len(folded) > SHORT and names:
        automaton = AhoCorasick(names, store_patterns=False)
        values = list(names.values())
        return [Hit(start, end, values[index]) for index, start, end in automaton.find_matches_as_indexes(folded, True)]
    hits: list[Hit] = []
    for name, value in names.items():
        start = folded.find(name)
        while start >= 0:
            hits.append(Hit(start, start + len(name), value))
            start = folded.find(name, start + 1)
    return hits
