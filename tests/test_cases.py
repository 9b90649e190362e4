"""The one runner of the case tables in ``cases/*.toml``.

A table has ``kind`` (org, date, sector or initiative) and ``[[case]]`` entries: ``text``, ``published`` where it matters,
``expect`` (every mention of that kind in text order, as ``span|value``; the value may be left out) and ``why``.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from cmfacts import Extractor
from cmfacts.models import Article

FOLDER = Path(__file__).parent / "cases"
ENTITIES = {
    "org": ("organizations", "class_"),
    "date": ("dates", "value"),
    "sector": ("sectors", "code"),
    "initiative": ("initiatives", "kind"),
}


def _cases():
    for path in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, case in enumerate(table["case"], 1):
            yield pytest.param(table["kind"], case, id=f"{path.stem}-{number}-{case['text'][:20]}")


@cache
def _extractor() -> Extractor:
    return Extractor()


def found(article: Article, kind: str) -> list[tuple[str, str]]:
    """Span and value of every mention of one kind, in text order."""
    entities, value = ENTITIES[kind]
    mentions = [
        (mention.start, mention.text, getattr(entity, value))
        for entity in getattr(article, entities)
        for mention in entity.mentions
    ]
    return [(text, value) for _, text, value in sorted(mentions)]


@pytest.mark.parametrize(("kind", "case"), _cases())
def test_case(kind, case):
    assert case.keys() <= {"text", "published", "expect", "why"}
    wanted = [entry.rpartition("|") if "|" in entry else (entry, "", None) for entry in case["expect"]]
    got = found(_extractor().extract(case["text"], published=case.get("published")), kind)
    shown = [(text, value if index < len(wanted) and wanted[index][2] is not None else None)
             for index, (text, value) in enumerate(got)]
    assert shown == [(text, value) for text, _, value in wanted], case.get("why", "")
