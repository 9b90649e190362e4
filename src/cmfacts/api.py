"""The one-call form of the Python API."""

from datetime import date
from functools import cache

from cmfacts.extractor import Extractor
from cmfacts.models import Article


@cache
def _extractor() -> Extractor:
    return Extractor()


def extract(text: str, *, published: str | date | None = None, title: str | None = None, id: str = "-") -> Article:
    """The facts of one text with the shipped lexicons, loaded on the first call.

    ``published`` is a ``date`` or ``YYYY-MM-DD``. For your own lexicons, or for many texts, make an ``Extractor``.
    """
    return _extractor().extract(text, published=published, title=title, id=id)
