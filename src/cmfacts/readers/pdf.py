"""PDF documents: the text of their pages. Needs the extra ``pdf``."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from cmfacts.errors import InputError, MissingExtraError
from cmfacts.models import Article

try:
    from pypdf import PdfReader
except ImportError:
    raise MissingExtraError("Reading PDF", "pdf") from None

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(stream: BinaryIO, source: str, encoding: str | None) -> Iterator[Article]:
    """One article, page after page. Raises InputError for what is no PDF, is locked, or holds pictures alone."""
    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(stream.read())).pages]
    except Exception as error:  # a broken file fails in many ways, deep inside the library
        raise InputError(source, f"is not a PDF that can be read ({type(error).__name__})") from None
    text = "\n".join(pages)
    if pages and not text.strip():
        raise InputError(source, "holds no text, only pictures: run text recognition (OCR) on it first")
    yield Article(source, text)
