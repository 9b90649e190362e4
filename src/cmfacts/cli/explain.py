"""``cmfacts explain``."""

from collections.abc import Iterator
from typing import Annotated

import typer

from cmfacts.cli import options
from cmfacts.cli.output import Outcomes, counted
from cmfacts.errors import UsageError
from cmfacts.models import TYPES
from cmfacts.render.escape import visible


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An article; - for standard input.")],
    span: Annotated[
        str | None, typer.Option(metavar="START:END", help="Ask about these characters, found or not.")
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Ask about these words.")] = None,
    type: options.Types = None,
    published: options.Published = None,
    lexicon: options.Lexicon = None,
    encoding: options.Encoding = None,
) -> int:
    """Say why each mention and fact was found.

    With --span or --text: what was seen there, found or not, what each rule made of it, and the lexicon line that
    would make it a mention of the --type wanted (org if none is given).
    """
    chosen = options.types(type)
    published = options.published(published)
    bounds = _bounds(span) if span else None

    from cmfacts.batch import Settings, articles, extractor
    from cmfacts.explain import explain_mentions, explain_spans

    settings, outcomes = Settings(tuple(lexicon or ()), published, encoding), Outcomes()
    for article in outcomes.sift(articles([file], settings)):
        if bounds and bounds[1] > len(article.text):
            raise UsageError(f"--span {span}: the article has {counted(len(article.text), 'character')}")
        if not bounds and not text:
            lines = explain_mentions(article, extractor(settings.lexicons), chosen or TYPES)
        else:
            spans = [bounds] if bounds else list(_occurrences(article.text, str(text)))
            lines = explain_spans(article, extractor(settings.lexicons), spans, chosen)
        for line in lines:
            print(visible(line, lines=True))
    return outcomes.status


def _bounds(span: str) -> tuple[int, int]:
    start, _, end = span.partition(":")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise UsageError(f"--span {span!r}: write it as START:END, as in 10:14")
    return int(start), int(end)


def _occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    if start < 0:
        raise UsageError(f"--text {words!r} does not stand in the article")
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + len(words))
