"""cmfacts reads Chinese press releases and news and pulls out their facts.

import cmfacts
article = cmfacts.extract(text, published="2020-11-19")
article.organizations[0].name
article.to_dict()
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Article", "Extractor", "extract"]

if TYPE_CHECKING:
    from cmfacts.api import extract
    from cmfacts.extractor import Extractor
    from cmfacts.models import Article

_HOMES = {"Article": "cmfacts.models", "Extractor": "cmfacts.extractor", "extract": "cmfacts.api"}


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``cmfacts --version`` loads neither jieba nor a lexicon."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'cmfacts' has no attribute {name!r}")
