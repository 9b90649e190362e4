"""The one runner of the case tables in ``cases/*.toml``.

A table has ``kind`` (org, date, sector, initiative, fact or amount) and ``[[case]]`` entries: ``text``, ``published``
where it matters, ``expect`` (every mention of that kind in text order, as ``span|value`` or the span alone; every fact
as ``type | role=name, role=name | date | modality``, the last two only where they say more than stated; of every fact
the amount as ``text|value currency``, or nothing) and ``why``.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from cmfacts import Extractor

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
            assert case.keys() <= {"text", "published", "expect", "why"}, f"{path.name}, case {number}"
            yield pytest.param(table["kind"], case, id=f"{path.stem}-{number}-{case['text'][:20]}")


@cache
def _extractor():
    return Extractor()


def told(article):
    """Every fact in order."""
    things = (*article.organizations, *article.initiatives)
    names = {thing.id: thing.name for thing in things} | {each.id: each.term for each in article.sectors}
    names |= {date.id: date.value for date in article.dates}
    for fact in article.facts:
        roles = ", ".join(
            f"{argument.role}{f'({argument.part})' if argument.part else ''}={names[argument.ref]}"
            for argument in fact.arguments
        )
        modality = "" if fact.modality == "stated" else fact.modality
        marks = " ".join(filter(None, ("not" if fact.negated else "", modality)))
        yield " | ".join(filter(None, (fact.type, roles, names.get(fact.date), marks)))


def shown(amount):
    """A sum of money with its worth."""
    return f"{amount.text}|{amount.value} {amount.currency}"


def found(article, kind):
    """Every mention of one kind in text order, as ``span|value``; every fact as ``told`` tells it."""
    if kind == "fact":
        return list(told(article))
    if kind == "amount":
        return [shown(fact.amount) if fact.amount else "" for fact in article.facts]
    entities, value = ENTITIES[kind]
    mentions = [
        (mention.start, f"{mention.text}|{getattr(entity, value)}")
        for entity in getattr(article, entities)
        for mention in entity.mentions
    ]
    return [shown for _, shown in sorted(mentions)]


@pytest.mark.parametrize(("kind", "case"), list(_cases()))
def test_case(kind, case):
    wanted = case["expect"]
    got = found(_extractor().extract(case["text"], published=case.get("published")), kind)
    spans_only = [shown if "|" in entry else shown.partition("|")[0] for shown, entry in zip(got, wanted, strict=False)]
    assert spans_only + got[len(wanted) :] == wanted, case.get("why", "")
