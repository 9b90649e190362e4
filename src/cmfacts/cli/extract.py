"""``cmfacts extract``."""

import sys
from typing import Annotated

import typer

from cmfacts.cli import options
from cmfacts.cli.output import Outcomes, destination, warn
from cmfacts.errors import UsageError
from cmfacts.render import FORMATS, format_of


def extract(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|DIR|-", help="Articles. Default: standard input.")
    ] = None,
    format: options.Format = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write here; the ending chooses the format.")
    ] = None,
    type: options.Types = None,
    published: options.Published = None,
    lexicon: options.Lexicon = None,
    encoding: options.Encoding = None,
    with_text: options.WithText = False,
    min_confidence: options.MinConfidence = 0.0,
    quiet: options.Quiet = False,
) -> int:
    """Show the facts of one or a few articles."""
    output = None if output == "-" else output
    form = _format(format, output)
    types = options.types(type)
    published = options.published(published)
    least = options.min_confidence(min_confidence)
    inputs = files or ["-"]
    if "-" in inputs and sys.stdin and sys.stdin.isatty() and not quiet:
        warn("reading the article from the terminal; end it with Ctrl-D")

    from cmfacts.batch import Inputs, Settings, articles, holds_many, refuse_overwriting
    from cmfacts.render import render

    if output:
        refuse_overwriting(Inputs(inputs), [output])
    outcomes = Outcomes()
    settings = Settings(tuple(lexicon or ()), published, encoding, min_confidence=least)
    pieces = render(
        outcomes.sift(articles(inputs, settings)),
        form,
        types=types,
        with_text=with_text,
        as_list=len(inputs) > 1 or holds_many(inputs[0]),
        color=False if output else None,
    )
    with destination(output) as stream:
        stream.writelines(pieces)
        if outcomes.failed and not outcomes.read:
            raise typer.Exit(1)  # inside the block: a file that holds nothing is not written
    return outcomes.status


def _format(format: str | None, output: str | None) -> str:
    if format:
        return options.choice(format, FORMATS, "format")
    if output:
        named = format_of(output)
        if named is None:
            raise UsageError(f"cannot tell the format of {output} by its ending: add --format")
        return named
    return "table" if sys.stdout.isatty() else "json"
