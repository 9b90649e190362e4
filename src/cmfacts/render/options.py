"""What a renderer is, and what may be asked of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from cmfacts.models import Article


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
    """A copy that holds the kinds asked for alone; the others are empty, not absent."""
    if options.types is None:
        return article
    return replace(
        article,
        organizations=article.organizations if options.shows("org") else (),
        dates=article.dates if options.shows("date") else (),
        sectors=article.sectors if options.shows("sector") else (),
        initiatives=article.initiatives if options.shows("initiative") else (),
        facts=article.facts if options.shows("fact") else (),
    )
