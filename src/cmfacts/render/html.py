"""HTML: one page that needs nothing else, the mentions marked in the text and listed below it."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from cmfacts.models import TYPES, Article
from cmfacts.render.entries import KINDS
from cmfacts.render.escape import visible
from cmfacts.render.options import Options
from cmfacts.render.sections import Section, sections

_HEAD = """<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>cmfacts</title>
<style>
:root { color-scheme: light dark; --org: #0e7490; --date: #a16207; --sector: #15803d; --initiative: #a21caf; }
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.7 system-ui, sans-serif; }
article + article { border-top: 1px solid #8886; margin-top: 3rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.source, th { color: #888; font-weight: normal; }
mark { color: inherit; background: none; border-bottom: 2px solid; }
.org { border-color: var(--org); } .date { border-color: var(--date); }
.sector { border-color: var(--sector); } .initiative { border-color: var(--initiative); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #8883; }
</style>
</head>
<body>
"""
_TAIL = "</body>\n</html>\n"


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """The head of the page, each article, the foot."""
    yield _HEAD
    for article in articles:
        yield "".join(_article(article, options))
    yield _TAIL


def _article(article: Article, options: Options) -> Iterator[str]:
    source = " · ".join(filter(None, (article.published, article.id)))
    yield f'<article>\n<h1>{_escaped(article.title or article.id)}</h1>\n<p class="source">{_escaped(source)}</p>\n'
    yield f'<div class="text">{"".join(_marked(article, options))}</div>\n'
    for section in sections(article, options):
        yield _table(section)
    yield "</article>\n"


def _marked(article: Article, options: Options) -> Iterator[str]:
    """The text with its mentions marked; where kinds overlap, the pieces carry the marks of all of them."""
    spans = [
        (mention.start, mention.end, kind.type, f"{entry.name}: {entry.value}")
        for kind in KINDS
        if options.shows(kind.type)
        for entry in kind.entries(article)
        for mention in entry.mentions
    ]
    changes = sorted({0, len(article.text), *(edge for span in spans for edge in span[:2])})
    spans.sort(reverse=True)
    open_spans: list[tuple[int, int, str, str]] = []
    for start, end in pairwise(changes):
        open_spans = [span for span in open_spans if span[1] > start]
        while spans and spans[-1][0] <= start:
            open_spans.append(spans.pop())
        piece = _escaped(article.text[start:end])
        yield _mark(piece, open_spans) if open_spans else piece


def _mark(piece: str, spans: Sequence[tuple[int, int, str, str]]) -> str:
    classes = " ".join(type for type in TYPES if any(span[2] == type for span in spans))
    title = " · ".join(span[3] for span in spans)
    return f'<mark class="{classes}" title="{_escaped(title)}">{piece}</mark>'


def _table(section: Section) -> str:
    head = "".join(f"<th>{heading}</th>" for heading in section.headings)
    body = "".join(f"<tr>{''.join(f'<td>{_escaped(cell)}</td>' for cell in row)}</tr>\n" for row in section.rows)
    return f"<h2>{section.title}</h2>\n<table>\n<tr>{head}</tr>\n{body}</table>\n"


def _escaped(text: str) -> str:
    return escape(visible(text, lines=True))
