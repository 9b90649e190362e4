"""Articles as one graph: who and what they name, and the facts that tie them. What the graph formats write.

A fact ties any number of arguments, so it is a node of its own, with edges from those who act and to what is acted on.
An organization, initiative or sector that several articles name alike is one node.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cmfacts.models import Article, Fact
from cmfacts.render.entries import names_by_id
from cmfacts.render.escape import one_line
from cmfacts.render.options import Options

ACTING = ("agent", "party", "recipient", "grantor")
_NEVER = re.compile("[\ufffe\uffff]")  # what no XML may hold and escape leaves alone

Value = str | float | bool


@dataclass(frozen=True, slots=True)
class Node:
    """``kind`` is org, initiative, sector or fact; ``attributes`` say more, by names that ``ATTRIBUTES`` lists."""

    id: str
    kind: str
    label: str
    attributes: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """``label`` is the role that an argument plays in a fact, or ``owner``; ``part`` tells 主办 and 承办 apart."""

    source: str
    target: str
    label: str
    part: str | None = None


# Every attribute that a node may have, with its type.
ATTRIBUTES: dict[str, type] = {
    "value": str,  # an organization's class, an initiative's kind, a sector's code
    "full_name": str,
    "type": str,
    "date": str,
    "modality": str,
    "negated": bool,
    "confidence": float,
    "amount": str,
    "evidence": str,
    "rule": str,
    "article": str,
}


class Graph:
    """Gives each article's nodes and edges, those that an article before it gave left out."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._ids: dict[tuple[str, ...], str] = {}
        self._owned: set[tuple[str, str]] = set()
        self._facts = 0

    def pieces(self, article: Article) -> Iterator[Node | Edge]:
        """Nodes first, then the edges between them."""
        facts = article.facts if self._options.shows("fact") else ()
        told = {argument.ref for fact in facts for argument in fact.arguments}
        ids: dict[str, str] = {}
        yield from self._entities(article, told, ids)
        yield from self._owners(article, ids)
        names = names_by_id(article)
        for fact in facts:
            self._facts += 1
            node = f"f{self._facts}"
            yield Node(node, "fact", fact.type, _attributes(article, fact, names.get(fact.date or "", "")))
            for argument in fact.arguments:
                ends = ids[argument.ref], node
                source, target = ends if argument.role in ACTING else ends[::-1]
                yield Edge(source, target, argument.role, argument.part)

    def _entities(self, article: Article, told: Collection[str], ids: dict[str, str]) -> Iterator[Node]:
        """The nodes of an article's entities; ``ids`` is filled with their ids by those of the entities."""
        taken: set[str] = set()
        for kind, ref, name, value, more in _entries(article):
            if not (self._options.shows(kind) or ref in told):
                continue
            key: tuple[str, ...] = (kind, more or name, value)
            while self._ids.get(key) in taken:  # two of one name in one article are two
                key = (*key, "")
            new = key not in self._ids
            id = self._ids.setdefault(key, f"n{len(self._ids) + 1}")
            taken.add(id)
            ids[ref] = id
            if new:
                attributes: dict[str, Value] = {"value": value}
                yield Node(id, kind, name, attributes | ({"full_name": more} if more else {}))

    def _owners(self, article: Article, ids: dict[str, str]) -> Iterator[Edge]:
        for initiative in article.initiatives:
            ends = ids.get(initiative.owner or ""), ids.get(initiative.id)
            if ends[0] and ends[1] and (ends[0], ends[1]) not in self._owned:
                self._owned.add((ends[0], ends[1]))
                yield Edge(ends[0], ends[1], "owner")


def plain(value: Value) -> str:
    """An attribute as text on one line that both formats can hold."""
    return str(value).lower() if isinstance(value, bool) else _NEVER.sub("\ufffd", one_line(str(value)))


def _entries(article: Article) -> Iterator[tuple[str, str, str, str, str]]:
    """Kind, id, name, value and full name of each entity that is a node."""
    for organization in article.organizations:
        yield "org", organization.id, organization.name, organization.class_, organization.full_name or ""
    for initiative in article.initiatives:
        yield "initiative", initiative.id, initiative.name, initiative.kind, ""
    for sector in article.sectors:
        yield "sector", sector.id, sector.term, sector.code, ""


def _attributes(article: Article, fact: Fact, date: str) -> dict[str, Value]:
    attributes: dict[str, Value | None] = {
        "type": fact.type,
        "date": date or None,
        "modality": fact.modality,
        "negated": fact.negated,
        "confidence": fact.confidence,
        "amount": fact.amount.text if fact.amount else None,
        "evidence": " / ".join(clause.text for clause in fact.evidence),
        "rule": fact.rule,
        "article": article.id,
    }
    return {name: value for name, value in attributes.items() if value is not None}
