"""Results read back: the JSON of the contract becomes an Article again."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from cmfacts.models import (
    Amount,
    Argument,
    Article,
    Date,
    Evidence,
    Fact,
    Initiative,
    MadeBy,
    Mention,
    Organization,
    Sector,
)

T = TypeVar("T")


def read_article(tree: Mapping[str, Any]) -> Article:
    """The article that ``to_dict(with_text=True)`` gave; one written without its text has none.

    Raises KeyError or TypeError for a tree that is none of ours.
    """
    return _made(
        Article,
        tree,
        text=tree.get("text", ""),
        made_by=_made(MadeBy, tree["made_by"]) if tree["made_by"] else None,
        organizations=tuple(_entity(Organization, entity, class_=entity["class"]) for entity in tree["organizations"]),
        dates=tuple(_entity(Date, entity) for entity in tree["dates"]),
        sectors=tuple(_entity(Sector, entity, **entity.get("also", {})) for entity in tree["sectors"]),
        initiatives=tuple(_entity(Initiative, entity) for entity in tree["initiatives"]),
        facts=tuple(_fact(fact) for fact in tree["facts"]),
    )


def _entity(kind: type[T], tree: Mapping[str, Any], **given: Any) -> T:
    return _made(kind, tree, mentions=tuple(_made(Mention, mention) for mention in tree["mentions"]), **given)


def _fact(tree: Mapping[str, Any]) -> Fact:
    arguments = tuple(_made(Argument, argument) for argument in tree["arguments"])
    evidence = tuple(_made(Evidence, clause) for clause in tree["evidence"])
    amount = _made(Amount, tree["amount"]) if "amount" in tree else None
    return _made(Fact, tree, arguments=arguments, evidence=evidence, amount=amount)


def _made(kind: type[T], tree: Mapping[str, Any], **given: Any) -> T:
    """An object of that class: its fields from the tree, where they are not given."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: tree[name] for name in names if name in tree and name not in given}, **given)
