"""Renderers: articles in, pieces of text out, for writing in order to a UTF-8 stream opened with ``newline=""``."""

from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from os import PathLike
from pathlib import PurePath

from cmfacts.errors import UsageError
from cmfacts.models import TYPES, Article
from cmfacts.render.options import Options, Renderer

FORMATS = ("table", "json", "jsonl", "csv", "html", "markdown", "dot", "graphml")
_ENDINGS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".txt": "table",
    ".dot": "dot",
    ".gv": "dot",
    ".graphml": "graphml",
}


def format_of(path: str | PathLike[str]) -> str | None:
    """The format that a file's ending names (``facts.csv``: ``csv``; ``.txt`` is a table), or None."""
    return _ENDINGS.get(PurePath(path).suffix.lower())


def render(
    articles: Iterable[Article],
    format: str,
    *,
    types: Collection[str] | None = None,
    with_text: bool = False,
    as_list: bool | None = None,
    width: int | None = None,
    color: bool | None = None,
) -> Iterator[str]:
    """The articles in one of ``FORMATS``, piece by piece; each is taken from ``articles`` only when its turn comes.

    ``types`` (of ``models.TYPES``; None for all) are the kinds to show. ``with_text`` adds the text to JSON.
    ``as_list`` says whether JSON is a list (None: one article is one object, any other number a list).
    ``width`` and ``color`` are the table's: None takes them from the terminal, from COLUMNS and from NO_COLOR.
    Raises UsageError, at once, for an unknown format or type, or for types that the format cannot show together.
    """
    renderer = _renderer(format)
    for type in types or ():
        if type not in TYPES:
            raise UsageError(f"unknown type {type!r}; known are {', '.join(TYPES)}")
    chosen = None if types is None else frozenset(types)
    if format == "csv" and chosen and "fact" in chosen and len(chosen) > 1:
        raise UsageError("CSV has rows of mentions or rows of facts: ask for --type fact alone, or leave it out")
    return renderer(articles, Options(chosen, with_text, as_list, width, color))


def _renderer(format: str) -> Renderer:
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")
    renderer: Renderer = import_module(f"{__name__}.{format}").render
    return renderer
