"""The sample releases against what a careful reader marked in them."""

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from cmfacts import Extractor, schema
from cmfacts.models import Article
from cmfacts.readers import read

SAMPLES = Path(__file__).parent.parent / "samples"
FILES = sorted(path for path in SAMPLES.iterdir() if path.name not in ("README.md", "gold.jsonl"))
GOLD = [json.loads(line) for line in (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
ENTITIES = ("organizations", "dates", "sectors", "initiatives")
VALUES = {"org": None, "date": "value", "sector": "code", "initiative": "kind"}
# A little under what was measured; raise them with the program, never lower them without saying why.
SPAN_FLOORS = {"org": 0.82, "date": 0.94, "sector": 0.88, "initiative": 0.83}
VALUE_FLOORS = {"date": 0.92, "sector": 0.86, "initiative": 0.83}


@cache
def articles() -> dict[str, Article]:
    """Every sample as its reader gives it, by the id that gold.jsonl uses."""
    read_ = [article for path in FILES for article in read(path)]
    assert all(isinstance(article, Article) for article in read_), read_
    return {Path(article.id).name: article for article in read_}


@cache
def extracted(segmenter: str | None = None) -> dict[str, Article]:
    extractor = Extractor(segmenter=segmenter)
    return {name: extractor.read(article) for name, article in articles().items()}


@cache
def scored() -> dict[str, Article]:
    """As the scorers do it: the annotated text, with the annotated date of publication."""
    extractor = Extractor()
    return {gold["id"]: extractor.extract(gold["text"], published=gold["published"]) for gold in GOLD}


def mentions(article: Article, kind: str) -> set[tuple[int, int, str | None]]:
    """Span and value of each mention of one kind."""
    entities = {
        "org": [(None, o) for o in article.organizations],
        "date": [(d.value, d) for d in article.dates],
        "sector": [(s.code, s) for s in article.sectors],
        "initiative": [(i.kind, i) for i in article.initiatives],
    }[kind]
    return {(mention.start, mention.end, value) for value, entity in entities for mention in entity.mentions}


def f1(kind: str, *, values: bool) -> float:
    right = found = expected = 0
    for gold in GOLD:
        key = VALUES[kind] if values else None
        want = {(m["start"], m["end"], m[key] if key else None) for m in gold["mentions"] if m["type"] == kind}
        got = {(s, e, value if key else None) for s, e, value in mentions(scored()[gold["id"]], kind)}
        right, found, expected = right + len(want & got), found + len(got), expected + len(want)
    return 2 * right / (found + expected)


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["id"])
def test_gold_is_exact(gold):
    for mention in gold["mentions"]:
        assert gold["text"][mention["start"] : mention["end"]] == mention["text"]
        assert (VALUES[mention["type"]] is None) or mention[VALUES[mention["type"]]]
    for kind in VALUES:
        spans = sorted((m["start"], m["end"]) for m in gold["mentions"] if m["type"] == kind)
        assert all(one[1] <= other[0] for one, other in pairwise(spans)), kind


def test_there_are_ten_and_each_has_gold():
    assert len(FILES) == 10
    assert articles().keys() == {gold["id"] for gold in GOLD}


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["id"])
def test_the_reader_gives_the_annotated_text_and_date(gold):
    article = extracted()[gold["id"]]
    assert article.text == gold["text"]
    assert article.published == gold["published"]
    assert article.title, "every sample has a title"


@pytest.mark.parametrize("name", sorted(articles()))
def test_output_is_valid_and_its_offsets_exact(name):
    article = extracted()[name]
    tree = json.loads(json.dumps(article.to_dict()))
    jsonschema.Draft202012Validator(schema.load()).validate(tree)
    found = [m for kind in ENTITIES for entity in tree[kind] for m in entity["mentions"]]
    assert found
    for mention in found:
        assert article.text[mention["start"] : mention["end"]] == mention["text"]


def test_both_segmenters_give_the_same_facts():
    assert extracted("rjieba") == extracted("jieba")


@pytest.mark.parametrize(("kind", "floor"), SPAN_FLOORS.items())
def test_spans_do_not_get_worse(kind, floor):
    assert f1(kind, values=False) >= floor


@pytest.mark.parametrize(("kind", "floor"), VALUE_FLOORS.items())
def test_values_do_not_get_worse(kind, floor):
    assert f1(kind, values=True) >= floor
