"""One Aho-Corasick automaton over every literal in use: lexicon entries and the anchors of rules.

Extractors declare literals, each on a channel with a payload; one scan of the folded text finds them all.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from cmfacts.engine.fold import fold


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
            uses = self._uses
            for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
                for channel, payload in uses[index]:
                    hits[channel].append(Hit(start, end, payload))
        return hits
