"""HTML: headline, main text and publication date of a page, without its navigation. Needs the extra ``html``."""

import logging
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from typing import BinaryIO

from cmfacts.errors import MissingExtraError
from cmfacts.models import Article
from cmfacts.readers.encoding import decode

try:
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG, Document, use_config
except ImportError:
    raise MissingExtraError("Reading HTML", "html") from None

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it has to say is no news to our users


def read(stream: BinaryIO, source: str, encoding: str | None) -> Iterator[Article]:
    """One article; its text begins with the headline. Raises InputError for what is no text."""
    page = decode(stream.read(), source, encoding)
    if "<" not in page:
        yield Article(source, page)
        return
    if "<body" not in page.lower():  # a fragment
        page = f"<html><body>{page}</body></html>"
    document = _extract(page, _short_pages_too()) or _extract(page, DEFAULT_CONFIG)
    title, text = (document.title, document.text or "") if document else (None, "")
    if title and title not in text[: 2 * len(title)]:
        text = f"{title}\n{text}"
    yield Article(source, text, title or None, document.date if document else None)


def _extract(page: str, config: ConfigParser) -> Document | None:
    document = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
        config=config,
    )
    return document if isinstance(document, Document) else None


@cache
def _short_pages_too() -> ConfigParser:
    """Trafilatura's settings, but a release of two Chinese sentences counts as the main text of its page."""
    config = use_config()
    for key in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", key, "10")
    return config
