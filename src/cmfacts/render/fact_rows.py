"""A fact in a table for people: a line that reads like a sentence, and the clauses that prove it, in colours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from cmfacts.models import Article, Evidence, Fact, Mention
from cmfacts.render.entries import FactEntry, facts, names_by_id
from cmfacts.render.escape import one_line, visible

STYLES = {"org": "cyan", "date": "yellow", "sector": "green", "initiative": "magenta", "fact": "blue"}
_TYPES = {"o": "org", "d": "date", "s": "sector", "i": "initiative"}  # by the letter of an id
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class FactRow:
    """``sentence`` is type · who → what · amount · when · confidence; ``evidence`` its clauses, from ``start`` on."""

    sentence: Text
    evidence: Text
    start: int


def fact_rows(article: Article) -> list[FactRow]:
    """A row a fact, in order."""
    names = names_by_id(article)
    groups: tuple[Sequence[Any], ...] = (article.organizations, article.dates, article.sectors, article.initiatives)
    mentions = {entity.id: entity.mentions for group in groups for entity in group}
    return [
        FactRow(_sentence(entry, names), _clauses(entry.fact, mentions), entry.fact.evidence[0].start)
        for entry in facts(article)
    ]


def _style(ref: str) -> str:
    return STYLES[_TYPES[ref[0]]]


def _sentence(entry: FactEntry, names: Mapping[str, str]) -> Text:
    fact = entry.fact
    parts = [Text(f"{entry.marks} {fact.type}".lstrip(), style=STYLES["fact"]), _who_and_what(entry, names)]
    if entry.granted_by:
        styles = _styles(entry, names)
        parts.append(Text("from ") + Text("、").join(_argument(name, styles) for name in entry.granted_by))
    if entry.amount:
        parts.append(Text(one_line(entry.amount)))
    if fact.date:
        parts.append(Text(one_line(entry.date), style=_style(fact.date)))
    if fact.confidence is not None:
        parts.append(Text(f"{fact.confidence:.0%}", style="dim"))
    return Text(" · ").join(parts)


def _who_and_what(entry: FactEntry, names: Mapping[str, str]) -> Text:
    """The names of both sides, each in its kind's colour: A、B (承办) → C."""
    styles = _styles(entry, names)
    sides = [
        Text("、").join(_argument(name, styles) for name in side) for side in (entry.acting, entry.acted_on) if side
    ]
    return Text(" → ").join(sides)


def _styles(entry: FactEntry, names: Mapping[str, str]) -> dict[str, str]:
    return {names.get(argument.ref, argument.ref): _style(argument.ref) for argument in entry.fact.arguments}


def _argument(shown: str, styles: Mapping[str, str]) -> Text:
    """A name, and behind it the part that ``facts`` adds in brackets."""
    name, _, label = shown.rpartition(" (") if shown not in styles else (shown, "", "")
    return Text.assemble((one_line(name), styles.get(name, "")), f" ({label}" if label else "")


def _clauses(fact: Fact, mentions: Mapping[str, Sequence[Mention]]) -> Text:
    """Every clause in which the text tells the fact, one a line."""
    refs = [argument.ref for argument in fact.arguments] + ([fact.date] if fact.date else [])
    spans = sorted((mention.start, mention.end, _style(ref)) for ref in refs for mention in mentions.get(ref, ()))
    return Text("\n").join(Text.assemble(*_pieces(clause, spans)) for clause in fact.evidence)


def _pieces(clause: Evidence, spans: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    """A clause in pieces with their styles; of spans that overlap the first counts."""
    at = clause.start
    for start, end, style in spans:
        if at <= start and end <= clause.end:
            yield _shown(clause, at, start), "dim"
            yield _shown(clause, start, end), style
            at = end
    yield _shown(clause, at, clause.end), "dim"


def _shown(clause: Evidence, start: int, end: int) -> str:
    return visible(_SPACE.sub(" ", clause.text[start - clause.start : end - clause.start]))
