"""What a renderer is, and what may be asked of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from cmfacts.models import Article, Date, Initiative, Organization, Sector

E = TypeVar("E", Organization, Date, Sector, Initiative)


@dataclass(frozen=True, slots=True)
class Options:
    """``types`` are the kinds to show, None for all; the rest is as ``render`` explains it."""

    types: frozenset[str] | None = None
    with_text: bool = False
    as_list: bool | None = None
    width: int | None = None
    color: bool | None = None

    def shows(self, type: str) -> bool:
        """Whether this kind was asked for."""
        return self.types is None or type in self.types


class Renderer(Protocol):
    """Articles in, pieces of text out, each as soon as its article is there."""

    def __call__(self, articles: Iterable[Article], options: Options) -> Iterator[str]:
        """The pieces, in order; joined they are the whole output."""


def select(article: Article, options: Options) -> Article:
    """A copy that holds the kinds asked for alone; the others are empty, not absent.

    With facts stay the entities that they refer to, so that every ``ref`` leads somewhere.
    """
    if options.types is None:
        return article
    facts = article.facts if options.shows("fact") else ()
    told = {argument.ref for fact in facts for argument in fact.arguments} | {fact.date for fact in facts}

    def kept(type: str, entities: tuple[E, ...]) -> tuple[E, ...]:
        return entities if options.shows(type) else tuple(entity for entity in entities if entity.id in told)

    return replace(
        article,
        organizations=kept("org", article.organizations),
        dates=kept("date", article.dates),
        sectors=kept("sector", article.sectors),
        initiatives=kept("initiative", article.initiatives),
        facts=facts,
    )
