"""HTML: a page that needs nothing else, to read, to click through and to print.

The article with its mentions marked, its entities and facts beside it, a timeline and a graph. All is there without the
script, which only adds what a page alone cannot do: lighting up the mentions of one thing, and the choice of a theme.
"""

from collections.abc import Iterable, Iterator

from cmfacts.models import Article
from cmfacts.render.html.article import article_section
from cmfacts.render.html.page import foot, head, toolbar
from cmfacts.render.options import Options


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """The head of the page, each article, the foot."""
    yield head("cmfacts")
    yield toolbar(options)
    yield "<main>\n"
    for number, article in enumerate(articles, 1):
        yield article_section(article, options, f"a{number}")
    yield f"</main>\n{foot()}"


def article_page(article: Article, options: Options, index: str) -> Iterator[str]:
    """The page of one article of a folder; ``index`` is the address of the folder's index, relative to the page."""
    yield head(article.title or article.id)
    yield toolbar(options, index)
    yield f"<main>\n{article_section(article, options, 'a1')}</main>\n{foot()}"
