"""Plain text: the article is the file."""

from collections.abc import Iterator
from typing import BinaryIO

from cmfacts.models import Article
from cmfacts.readers.encoding import decode


def read(stream: BinaryIO, source: str, encoding: str | None) -> Iterator[Article]:
    """One article. Raises InputError for what is no text."""
    yield Article(source, decode(stream.read(), source, encoding))
