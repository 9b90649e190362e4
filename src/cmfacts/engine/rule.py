"""Rules: a pattern, the literals without which it cannot match, and the examples that prove it.

A rule runs only where one of its anchors occurred, on a window around it. Finding and valuing are one act: ``build``
turns a match into a candidate's value, or returns None to reject it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from cmfacts.engine.record import record
from cmfacts.engine.scan import Hit, Literal


@record
class Candidate:
    """A span that may become a mention: where it is, which rule or lexicon says so, and the value it would have."""

    start: int
    end: int
    rule: str
    value: Any = None
    rank: int = 0

    @property
    def length(self) -> int:
        """Code points covered."""
        return self.end - self.start


@dataclass(frozen=True)
class Rule:
    """One way to say a thing.

    ``pattern`` matches the folded text; its group ``mention``, if it has one, is the span. ``build(match, context)``
    gives the value or None; ``context`` is whatever the extractor passes (the reference date, say). ``examples`` map a
    text to the expected value's string, ``rejects`` are texts in which the rule must find nothing; both are tests.
    ``why`` says what isn't plain from the pattern.
    ``lead`` and ``trail`` are how many code points of a match may stand before and after its anchor, where that is less
    than the rule set's reach; with ``lead=0`` every match begins at its anchor. ``holds`` are characters of which every
    match has at least one: where there is none around an anchor the pattern is not tried.
    """

    id: str
    anchors: Sequence[str]
    pattern: str
    build: Callable[[re.Match[str], Any], Any]
    examples: Mapping[str, str] = field(default_factory=dict)
    rejects: Sequence[str] = ()
    why: str = ""
    rank: int = 0
    lead: int | None = None
    trail: int | None = None
    holds: Set[str] = frozenset()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)

    @cached_property
    def group(self) -> str | int:
        """The group that is the mention."""
        return "mention" if "mention" in self.regex.groupindex else 0

    def candidate(self, match: re.Match[str], value: Any) -> Candidate:
        """The match as a candidate with its value."""
        start, end = match.span(self.group)
        return Candidate(start, end, self.id, value, self.rank)


class RuleSet:
    """Rules that share a channel of the scan; ``reach`` is how far, in code points, a match may go from its anchor."""

    def __init__(self, channel: str, rules: Iterable[Rule], reach: int = 40) -> None:
        self.channel, self.rules, self.reach = channel, tuple(rules), reach

    def literals(self) -> Iterator[Literal]:
        """The anchors, each carrying the rules that it wakes."""
        woken: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for anchor in rule.anchors:
                woken[anchor].append(rule)
        for anchor, rules in woken.items():
            yield Literal(anchor, self.channel, tuple(rules))

    def find(self, folded: str, hits: Sequence[Hit], context: Any = None) -> Iterator[Candidate]:
        """Candidates of every rule on the windows around its anchors; windows that touch are searched once."""
        anchored: dict[tuple[int, str], Rule] = {}
        woken: dict[str, tuple[Rule, list[Hit]]] = {}
        for hit in sorted(hits, key=itemgetter(0)):
            for rule in hit.payload:
                if rule.lead == 0:
                    anchored[hit.start, rule.id] = rule
                elif rule.id in woken:
                    woken[rule.id][1].append(hit)
                else:
                    woken[rule.id] = rule, [hit]
        for rule, near in woken.values():
            for start, end in self._windows(rule, near):
                if rule.holds and rule.holds.isdisjoint(folded[start:end]):
                    continue
                for match in rule.regex.finditer(folded, start, end):
                    value = rule.build(match, context)
                    if value is not None:
                        yield rule.candidate(match, value)
        for (start, _), rule in anchored.items():
            opened = rule.regex.match(folded, start)
            value = rule.build(opened, context) if opened else None
            if opened and value is not None:
                yield rule.candidate(opened, value)

    def _windows(self, rule: Rule, hits: Iterable[Hit]) -> list[tuple[int, int]]:
        """Where a rule is to search: around each of its anchors, as one where they touch."""
        lead = self.reach if rule.lead is None else rule.lead
        trail = self.reach if rule.trail is None else rule.trail
        windows: list[tuple[int, int]] = []
        reached = -1
        for begin, end, _ in hits:
            start = max(0, begin - lead)
            if start <= reached:
                start = windows.pop()[0]
            reached = max(reached, end + trail)
            windows.append((start, reached))
        return windows
