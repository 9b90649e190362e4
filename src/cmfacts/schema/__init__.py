"""The JSON Schema of the output."""

import json
from importlib.resources import files
from typing import Any


def text() -> str:
    """The schema of one article, ``cmfacts/1``, as it is printed."""
    return (files(__name__) / "article-1.json").read_text(encoding="utf-8")


def load() -> dict[str, Any]:
    """The schema as a tree."""
    return json.loads(text())  # type: ignore[no-any-return]
