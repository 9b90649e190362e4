"""Readers: bytes become articles. One input that cannot be read is an InputError among the others, never a crash."""

import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from io import BytesIO
from os import PathLike, fspath
from pathlib import PurePath
from typing import BinaryIO

from cmfacts.errors import InputError, MissingExtraError
from cmfacts.models import Article
from cmfacts.readers.encoding import check_name
from cmfacts.readers.mojibake import refuse_mojibake

_READERS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".docx": "docx",
    ".pdf": "pdf",
    ".eml": "email",
}
ENDINGS = tuple(_READERS)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)  # on standard input


def is_input(path: str | PathLike[str]) -> bool:
    """Whether a walk through a folder reads this file: it is not hidden and its ending is one of ``ENDINGS``."""
    name = PurePath(path).name
    return not name.startswith((".", "~$")) and PurePath(name).suffix.lower() in _READERS


def read(source: str | PathLike[str], *, encoding: str | None = None) -> Iterator[Article | InputError]:
    """The articles of one file (``-`` is standard input); what cannot be read comes as an InputError in its place.

    The ending says how to read it; a file with any other ending is plain text. Each article's ``id`` is the path as
    given, in a ``.jsonl`` file the line's own id. Raises UsageError, at once, for an ``encoding`` that is unknown.
    """
    if encoding is not None:
        check_name(encoding)
    return _read(fspath(source), encoding)


def _read(source: str, encoding: str | None) -> Iterator[Article | InputError]:
    name = _READERS.get(PurePath(source).suffix.lower(), "text")
    try:
        with _open(source) as stream:
            if source == "-":
                stream = BytesIO(stream.read())
                name = "html" if _PAGE.match(stream.getbuffer()) else name
            reader = import_module(f"{__name__}.{name}")
            for article in reader.read(stream, source, encoding):
                yield _sensible(article)
    except InputError as error:
        yield error
    except MissingExtraError as error:
        yield InputError(source, str(error))
    except OSError as error:
        yield InputError(source, error.strerror or str(error))


def _sensible(article: Article | InputError) -> Article | InputError:
    """The article, or the error that its text is in mojibake."""
    if isinstance(article, InputError):
        return article
    try:
        refuse_mojibake(article.text, article.id)
    except InputError as error:
        return error
    return article


def _open(source: str) -> AbstractContextManager[BinaryIO]:
    if source == "-":
        if sys.stdin is None:
            raise InputError(source, "there is no standard input")
        return nullcontext(sys.stdin.buffer)
    try:
        return open(source, "rb")
    except ValueError as error:  # a name that no file can have
        raise InputError(source, str(error)) from None
