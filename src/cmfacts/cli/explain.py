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
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="An article, or several: each is named then; - for standard input.")
    ],
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
    if span is not None and text is not None:
        raise UsageError("--span and --text are two ways to ask: use one of them")
    bounds = _bounds(span) if span else None

    from cmfacts.batch import Settings, articles, extractor, holds_many
    from cmfacts.explain import explain_mentions, explain_spans

    settings, outcomes = Settings(tuple(lexicon or ()), published, encoding), Outcomes()
    answered = 0
    for article in outcomes.sift(articles([file], settings)):
        spans = _spans(article.text, bounds, text)
        if not spans and (span or text):
            continue
        if holds_many(file):
            print(*[""] * bool(answered), visible(article.id), sep="\n")
        answered += 1
        reader = extractor(settings.lexicons)
        asked = explain_spans(article, reader, spans, chosen)
        for line in asked if spans else explain_mentions(article, reader, chosen or TYPES):
            print(visible(line, lines=True))
    if outcomes.read and not answered:
        raise UsageError(_unanswered(span, text, article.text))
    return outcomes.status


def _spans(article: str, bounds: tuple[int, int] | None, words: str | None) -> list[tuple[int, int]]:
    """What is asked about in an article's text: nothing where it has no such place."""
    if bounds:
        return [bounds] if bounds[1] <= len(article) else []
    return list(_occurrences(article, words)) if words else []


def _unanswered(span: str | None, words: str | None, article: str) -> str:
    if words:
        return f"--text {words!r} does not stand in the article"
    return f"--span {span}: the article has {counted(len(article), 'character')}"


def _bounds(span: str) -> tuple[int, int]:
    start, _, end = span.partition(":")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise UsageError(f"--span {span!r}: write it as START:END, as in 10:14")
    return int(start), int(end)


def _occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + len(words))
