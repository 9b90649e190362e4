"""One Aho-Corasick automaton over every literal in use: lexicon entries and the anchors of rules.

Extractors declare literals, each on a channel with a payload; one scan of the folded text finds them all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from cmfacts.engine.fold import fold

SHORT = 5_000  # code points up to which a search for each name is quicker than an automaton, which takes 4 µs a name


class Literal(NamedTuple):
    """A string to look for, the channel that its hits go to, and what each hit carries."""

    text: str
    channel: str
    payload: Any


class Hit(NamedTuple):
    """A literal found at ``[start, end)``, in code points."""

    start: int
    end: int
    payload: Any


class Scanner:
    """Finds all occurrences of all literals, overlapping ones too, in time linear in text and hits.

    Literals are folded as the texts are, so that a lexicon may hold 乾县 and a user's own table traditional characters.
    """

    def __init__(self, literals: Iterable[Literal]) -> None:
        uses: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        for text, channel, payload in literals:
            uses[fold(text)].append((channel, payload))
        self._uses = list(uses.values())
        self._automaton = AhoCorasick(list(uses), store_patterns=False) if uses else None

    def scan(self, folded: str) -> dict[str, list[Hit]]:
        """Hits by channel, in the order in which they end; a channel without hits is an empty list."""
        hits: dict[str, list[Hit]] = defaultdict(list)
        if self._automaton is not None:
            uses, new = self._uses, tuple.__new__  # Hit(...) would go through one more Python function for each hit
            for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
                for channel, payload in uses[index]:
                    hits[channel].append(new(Hit, (start, end, payload)))
        return hits


def occurrences(folded: str, names: Mapping[str, Any]) -> Iterable[Hit]:
    """Every place of names that one text has yielded, folded as it is, each with its value; in no certain order."""
    if len(folded) > SHORT:
        return Scanner(Literal(name, "", value) for name, value in names.items()).scan(folded)[""]
    return (Hit(start, start + len(name), value) for name, value in names.items() for start in _places(folded, name))


def _places(folded: str, name: str) -> Iterator[int]:
    start = folded.find(name)
    while start >= 0:
        yield start
        start = folded.find(name, start + 1)
