"""What holds for the result of every text, whatever it is: asked by the property tests and by the fuzzers."""

import itertools
import json
from functools import cache

import jsonschema

import cmfacts
from cmfacts.models import Article
from cmfacts.render import FORMATS, render
from cmfacts.schema import text as schema


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema()))


def check(article: Article, text: str) -> None:
    """Offsets are exact, mentions of a kind apart, references resolve, and the JSON is of the schema."""
    assert article.text == text
    entities = [article.organizations, article.dates, article.sectors, article.initiatives]
    for group in entities:
        mentions = sorted((mention.start, mention.end) for entity in group for mention in entity.mentions)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(mentions))
    for entity in itertools.chain(*entities):
        assert entity.mentions
        for mention in entity.mentions:
            assert 0 <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == mention.text
            assert mention.rule
    ids = {entity.id for entity in itertools.chain(*entities)}
    for fact in article.facts:
        assert {argument.ref for argument in fact.arguments} <= ids
        assert fact.date is None or fact.date in ids
        if fact.amount:
            assert text[fact.amount.start : fact.amount.end] == fact.amount.text != ""
        for clause in fact.evidence:
            assert text[clause.start : clause.end] == clause.text != ""
    _validator().validate(json.loads(json.dumps(article.to_dict())))


def check_rendering(article: Article) -> None:
    """Every format renders it, and none lets a control character of the text reach a terminal or a browser."""
    for name in FORMATS:
        shown = "".join(render([article], name, color=False))
        assert "\x1b" not in shown, name
        assert "\x00" not in shown, name


def extract(text: str) -> Article:
    """The checked result of a text."""
    article = _extractor().extract(text)
    check(article, text)
    return article


@cache
def _extractor() -> cmfacts.Extractor:
    return cmfacts.Extractor()
