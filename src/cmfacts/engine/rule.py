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


Windows = list[tuple[int, int]]


class RuleSet:
    """Rules that share a channel of the scan; ``reach`` is how far, in code points, a match may go from its anchor."""

    def __init__(self, channel: str, rules: Iterable[Rule], reach: int = 40) -> None:
        self.channel, self.rules, self.reach = channel, tuple(rules), reach
        self._reaches = {
            rule.id: (reach if rule.lead is None else rule.lead, reach if rule.trail is None else rule.trail)
            for rule in self.rules
        }

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
        anchored, woken = self._windows(hits)
        for rule, windows in woken:
            holds, finditer = rule.holds, rule.regex.finditer
            for start, end in windows:
                if holds and holds.isdisjoint(folded[start:end]):
                    continue
                for match in finditer(folded, start, end):
                    value = rule.build(match, context)
                    if value is not None:
                        yield rule.candidate(match, value)
        for start, rule in anchored:
            opened = rule.regex.match(folded, start)
            value = rule.build(opened, context) if opened else None
            if opened and value is not None:
                yield rule.candidate(opened, value)

    def _windows(self, hits: Sequence[Hit]) -> tuple[Iterable[tuple[int, Rule]], Iterable[tuple[Rule, Windows]]]:
        """Where rules begin at an anchor, and where others search: around their anchors, joined where they touch.

        A character wakes ten rules, so this is one loop with nothing in it that can be done outside.
        """
        anchored: dict[tuple[int, str], Rule] = {}
        woken: dict[str, tuple[Rule, Windows]] = {}
        reaches = self._reaches
        for begin, end, rules in sorted(hits, key=itemgetter(0)):
            for rule in rules:
                lead, trail = reaches[rule.id]
                if lead == 0:
                    anchored[begin, rule.id] = rule
                    continue
                start = begin - lead if begin > lead else 0
                if rule.id not in woken:
                    woken[rule.id] = rule, [(start, end + trail)]
                    continue
                windows = woken[rule.id][1]
                first, reached = windows[-1]
                if start <= reached:
                    windows[-1] = first, (end + trail if end + trail > reached else reached)
                else:
                    windows.append((start, end + trail))
        return ((start, rule) for (start, _), rule in anchored.items()), woken.values()
