"""Markdown: a section an article, a table a kind."""

import re
from collections.abc import Iterable, Iterator

from cmfacts.models import Article
from cmfacts.render.escape import one_line
from cmfacts.render.options import Options
from cmfacts.render.sections import Section, sections

_MARK = re.compile(r"[\\`*_\[\]<>|~&$]")  # whatever Markdown reads as a mark wherever it stands
_NUMBER = re.compile(r"^(\d+)([.)])")  # what begins a list


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """The articles, an empty line between."""
    gap = ""
    for article in articles:
        yield gap + "\n\n".join(_blocks(article, options)) + "\n"
        gap = "\n"


def _blocks(article: Article, options: Options) -> Iterator[str]:
    """Headline, tables, and the text if it was asked for: what empty lines part."""
    yield f"# {_escaped(article.title or article.id)}"
    yield " · ".join(_escaped(part) for part in (article.published, article.id) if part)
    yield from [_table(section) for section in sections(article, options)] or ["Nothing found."]
    if options.with_text:
        yield "## Text"
        yield from (_escaped(line) for line in article.text.splitlines() if line.strip())


def _table(section: Section) -> str:
    rows = ([_escaped(cell) for cell in row] for row in section.rows)
    lines = [section.headings, ["---"] * len(section.headings), *rows]
    return f"## {section.title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escaped(text: str) -> str:
    text = _MARK.sub(r"\\\g<0>", one_line(text))
    return _NUMBER.sub(r"\1\\\2", f"\\{text}" if text.startswith(("#", "+", "-", "=")) else text)
