"""The facts of an article as rows of tables: what CSV, SQLite and Parquet hold.

The trees are those of ``Article.to_dict`` (schema ``cmfacts/1``), as they come out of a line of JSON. Writers put the
article's number before each row: from 1, in the order of the output, as ids that users give need not be unique.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from cmfacts.render.entries import ACTING
from cmfacts.surrogates import replaced

Tree = Mapping[str, Any]
Cell = str | int | float | None
Row = tuple[Cell, ...]

NUMBER = "article_number"

# Columns are only ever added, at the end: scripts count on their names and places.
COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": ("article", "title", "published", "year", "cmfacts", "lexicons", "text"),
    "organizations": ("id", "name", "full_name", "class", "times"),
    "dates": ("id", "text", "value", "kind", "year", "times"),
    "sectors": ("id", "term", "code", "name", "strategic", "digital", "rank", "weight", "times"),
    "initiatives": ("id", "name", "kind", "owner", "owner_id", "times"),
    "facts": tuple(
        "id type agent object date date_id year modality negated evidence rule "
        "amount amount_value currency confidence".split()
    ),
    "arguments": ("fact", "position", "role", "part", "ref", "type", "name", "class"),
    "mentions": ("type", "id", "position", "start", "end", "text", "rule"),
}
INTEGERS = frozenset({NUMBER, "year", "times", "rank", "negated", "position", "start", "end"})
REALS = frozenset({"weight", "amount_value", "confidence"})

_YEAR = re.compile(r"(?<![0-9X])[0-9]{2}(?:[0-9][0-9X]|XX)(?![0-9X])")


class Ref(NamedTuple):
    """What an id stands for."""

    type: str | None
    name: str | None
    class_: str | None


Refs = Mapping[str, Ref]


def rows(tree: Tree, types: Collection[str] | None = None) -> Iterator[tuple[str, Row]]:
    """Each row of an article with its table; ``types`` (of ``models.TYPES``; None for all) are the kinds to keep.

    Names are those of the whole tree: a fact names its organizations even where their rows are not asked for.
    """
    yield "articles", _article(tree)
    named = {entity["id"]: _ref(kind, entity) for kind in _KINDS for entity in tree[kind.table]}
    for kind in _KINDS:
        if types is None or kind.type in types:
            for entity in tree[kind.table]:
                yield kind.table, kind.row(entity, named)
                yield from _mentions(kind.type, entity["id"], entity["mentions"])
    for fact in tree["facts"] if types is None or "fact" in types else ():
        yield "facts", _fact(fact, named, tree["published"])
        for position, argument in enumerate(fact["arguments"], 1):
            yield "arguments", (fact["id"], position, *_argument(argument, named))
        yield from _mentions("fact", fact["id"], fact["evidence"], fact["rule"])


def year(value: str | None) -> int | None:
    """The year that an EDTF value names first: of ``2019-01/2020`` 2019, of ``../2020`` 2020, of ``202X`` 2020; of
    one whose decade is lost (``XXXX-05``) None.
    """
    found = _YEAR.search(value or "")
    return int(found[0].replace("X", "0")) if found else None


def _text(value: str | None) -> str | None:
    """Outside text as UTF-8 can hold it: a lone surrogate of a JSON escape becomes U+FFFD."""
    return value if value is None or value.isascii() else replaced(value)


def _article(tree: Tree) -> Row:
    made_by, published = tree["made_by"] or {}, tree["published"]
    head = (_text(tree["id"]), _text(tree["title"]), published, year(published))
    return (*head, made_by.get("cmfacts"), made_by.get("lexicons"), _text(tree.get("text")))


def _mentions(type: str, id: str, places: list[Tree], rule: str | None = None) -> Iterator[tuple[str, Row]]:
    """Where an entity is named, or (type ``fact``) a fact is told, whose clauses share the fact's rule."""
    for position, place in enumerate(places, 1):
        where = (place["start"], place["end"], _text(place["text"]))
        yield "mentions", (type, id, position, *where, rule or place["rule"])


def _organization(entity: Tree, named: Refs) -> Row:
    names = (_text(entity["name"]), _text(entity["full_name"]))
    return (entity["id"], *names, entity["class"], len(entity["mentions"]))


def _date(entity: Tree, named: Refs) -> Row:
    value, mentions = entity["value"], entity["mentions"]
    return (entity["id"], _text(mentions[0]["text"]), value, entity["kind"], year(value), len(mentions))


def _sector(entity: Tree, named: Refs) -> Row:
    also = entity.get("also", {})
    codes = (entity["code"], entity["name"], also.get("strategic"), also.get("digital"))
    standing = (entity["rank"], entity["weight"])
    return (entity["id"], _text(entity["term"]), *codes, *standing, len(entity["mentions"]))


def _initiative(entity: Tree, named: Refs) -> Row:
    owner = entity["owner"]
    by = (named[owner].name if owner in named else None, owner)
    return (entity["id"], _text(entity["name"]), entity["kind"], *by, len(entity["mentions"]))


def _fact(fact: Tree, named: Refs, published: str | None) -> Row:
    """``date`` is the value of the fact's date, ``year`` its year, or else that of the publication."""
    date_id = fact["date"]
    date = named[date_id].name if date_id in named else None
    when = (date, date_id, year(date) or year(published))
    evidence = _text(" / ".join(clause["text"] for clause in fact["evidence"]))
    trust = (fact["modality"], fact["negated"])
    told = (fact["id"], fact["type"], *_sides(fact, named), *when, *trust, evidence, fact["rule"])
    amount = fact.get("amount", {})
    return (*told, _text(amount.get("text")), amount.get("value"), amount.get("currency"), fact.get("confidence"))


def _sides(fact: Tree, named: Refs) -> tuple[str | None, str | None]:
    """Who acts, and what is acted on, in the words that the CSV of ``cmfacts extract`` has for them."""
    sides: tuple[list[str], list[str]] = ([], [])
    for argument in fact["arguments"]:
        role, part, _, _, name, _ = _argument(argument, named)
        label = part or (role if role == "grantor" else None)
        sides[role not in ACTING].append(f"{name} ({label})" if label else str(name))
    return "; ".join(sides[0]) or None, "; ".join(sides[1]) or None


def _argument(argument: Tree, named: Refs) -> Row:
    ref = argument.get("ref")
    return (argument["role"], argument.get("part"), ref, *named.get(ref or "", Ref(None, ref, None)))


class _Kind(NamedTuple):
    """A kind of entity: its table, its type, which key names it in a fact, and how it becomes a row."""

    table: str
    type: str
    name: str
    row: Callable[[Tree, Refs], Row]


def _ref(kind: _Kind, entity: Tree) -> Ref:
    return Ref(kind.type, _text(entity[kind.name]), entity.get("class"))


_KINDS = (
    _Kind("organizations", "org", "name", _organization),
    _Kind("dates", "date", "value", _date),
    _Kind("sectors", "sector", "term", _sector),
    _Kind("initiatives", "initiative", "name", _initiative),
)
