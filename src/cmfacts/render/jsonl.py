"""JSON Lines: one article a line."""

from collections.abc import Iterable, Iterator

from cmfacts.models import Article
from cmfacts.render.json import dump
from cmfacts.render.options import Options


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """One object a line."""
    return (dump(article, options) + "\n" for article in articles)
