"""Readers: bytes become articles. One input that cannot be read is an InputError among the others, never a crash."""

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from os import PathLike, fspath
from pathlib import PurePath

from cmfacts.errors import InputError, MissingExtraError
from cmfacts.models import Article
from cmfacts.readers.encoding import check_name
from cmfacts.readers.jsonl import Line, parse
from cmfacts.readers.jsonl import lines as _lines
from cmfacts.readers.mojibake import refuse_mojibake
from cmfacts.readers.streams import COMPRESSED, SIZE_LIMIT, megabytes, opened
from cmfacts.surrogates import legible, replaced

_READERS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".eml": "email",
}
_LINES = (".jsonl", *(f".jsonl{ending}" for ending in COMPRESSED))
ENDINGS = (*_READERS, *_LINES)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)  # on standard input


def is_input(path: str | PathLike[str]) -> bool:
    """Whether a walk through a folder reads this file: it is not hidden and its ending is one of ``ENDINGS``."""
    name = PurePath(path).name
    return not name.startswith((".", "~$")) and (PurePath(name).suffix.lower() in _READERS or holds_lines(name))


def holds_lines(path: str | PathLike[str]) -> bool:
    """Whether the file holds an article a line, by its ending."""
    return fspath(path).lower().endswith(_LINES)


def read(source: str | PathLike[str], *, encoding: str | None = None) -> Iterator[Article | InputError]:
    r"""The articles of one file (``-`` is standard input); what cannot be read comes as an InputError in its place.

    The ending says how to read it; a file with any other ending is plain text. Each article's ``id`` is the path as
    given (``\xe9`` for a byte that is no UTF-8), in a file of JSON Lines the line's own id; lone surrogates in a text
    become U+FFFD. Raises UsageError, at once, for an ``encoding`` that is unknown.
    """
    if encoding is not None:
        check_name(encoding)
    path = fspath(source)
    if holds_lines(path):
        return (line if isinstance(line, InputError) else parse(line) for line in lines(path, encoding))
    return _read(path, encoding)


def _read(source: str, encoding: str | None) -> Iterator[Article | InputError]:
    try:
        yield article(load(source), source, encoding)
    except InputError as error:
        yield error
    except MissingExtraError as error:
        yield InputError(source, str(error))


def load(source: str) -> bytes:
    """The bytes of a file that is one article. Raises InputError for what cannot be read or is beyond all reason."""
    with opened(source) as stream:
        data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise InputError(source, f"is larger than {megabytes(SIZE_LIMIT)}, too large for one article")
    return data


def article(data: bytes, source: str, encoding: str | None = None) -> Article:
    """The one article of a file with these bytes; the name's ending says how to read them.

    Raises InputError for what cannot be read, MissingExtraError where the reader of that ending is not installed.
    """
    name = _READERS.get(PurePath(source).suffix.lower(), "text")
    if source == "-" and _PAGE.match(data):
        name = "html"
    reader = import_module(f"{__name__}.{name}")
    [only] = reader.read(BytesIO(data), source, encoding)
    if not isinstance(only, Article):
        raise TypeError(f"{reader.__name__} gave {only!r}")
    refuse_mojibake(only.text, source)
    title = only.title and replaced(only.title)
    return replace(only, id=legible(source), text=replaced(only.text), title=title)


def lines(source: str, encoding: str | None = None) -> Iterator[Line | InputError]:
    """The lines of a JSON Lines file, compressed or not, as bytes yet to be parsed: a file of any size."""
    try:
        with opened(source) as stream:
            yield from _lines(stream, source, encoding)
    except InputError as error:
        yield error


__all__ = [
    "ENDINGS",
    "SIZE_LIMIT",
    "Line",
    "MissingExtraError",
    "article",
    "holds_lines",
    "is_input",
    "lines",
    "load",
    "parse",
    "read",
]
