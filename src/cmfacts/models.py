"""The facts of an article, as immutable values.

All offsets count Unicode code points of ``Article.text``; ``text[start:end]`` is a mention's ``text``, always.
``to_dict`` gives the JSON of the contract (schema ``cmfacts/1``), with keys in the contract's order.
"""

from dataclasses import dataclass, field, replace
from typing import Any

SCHEMA = "cmfacts/1"
TYPES = ("org", "date", "sector", "initiative", "fact")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text where an entity is named, and the rule or lexicon that found it."""

    start: int
    end: int
    text: str
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """The mention as JSON."""
        return {"start": self.start, "end": self.end, "text": self.text, "rule": self.rule}


def _mentions(mentions: tuple[Mention, ...]) -> list[dict[str, Any]]:
    return [mention.to_dict() for mention in mentions]


@dataclass(frozen=True, slots=True)
class Organization:
    """A named organization; ``class_`` is one of the contract's classes (company, government, ...)."""

    id: str
    name: str
    full_name: str | None
    class_: str
    mentions: tuple[Mention, ...]

    def to_dict(self) -> dict[str, Any]:
        """The organization as JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "full_name": self.full_name,
            "class": self.class_,
            "mentions": _mentions(self.mentions),
        }


@dataclass(frozen=True, slots=True)
class Date:
    """A point or stretch on the calendar; ``value`` is EDTF (ISO 8601-2:2019), ``kind`` its precision (day, ...)."""

    id: str
    value: str
    kind: str
    mentions: tuple[Mention, ...]

    def to_dict(self) -> dict[str, Any]:
        """The date as JSON."""
        return {"id": self.id, "value": self.value, "kind": self.kind, "mentions": _mentions(self.mentions)}


@dataclass(frozen=True, slots=True)
class Sector:
    """An industry or technology field; ``code`` is a GB/T 4754-2017 division (``I63``) or section letter (``I``).

    ``rank`` is 1 for the sector that most of the article is about; the weights of all of them add up to 1.
    ``strategic`` and ``digital`` are the codes in 战略性新兴产业分类 (2018) and 数字经济及其核心产业统计分类 (2021).
    """

    id: str
    code: str
    name: str
    term: str
    rank: int
    weight: float
    mentions: tuple[Mention, ...]
    strategic: str | None = None
    digital: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The sector as JSON; ``also`` only where another classification has it."""
        codes = {"strategic": self.strategic, "digital": self.digital}
        also = {classification: code for classification, code in codes.items() if code}
        head = {"id": self.id, "code": self.code, "name": self.name} | ({"also": also} if also else {})
        standing = {"rank": self.rank, "weight": self.weight}
        return head | {"term": self.term} | standing | {"mentions": _mentions(self.mentions)}


@dataclass(frozen=True, slots=True)
class Initiative:
    """A named plan, programme, project, event, award or policy; ``owner`` is the id of the organization it is of."""

    id: str
    name: str
    kind: str
    owner: str | None
    mentions: tuple[Mention, ...]

    def to_dict(self) -> dict[str, Any]:
        """The initiative as JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "owner": self.owner,
            "mentions": _mentions(self.mentions),
        }


@dataclass(frozen=True, slots=True)
class Argument:
    """Who or what plays a ``role`` in a fact; ``ref`` is an entity's id; ``part`` tells 主办, 承办 and 协办 apart."""

    role: str
    ref: str
    part: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The argument as JSON; ``part`` only where there is one."""
        return {"role": self.role, "ref": self.ref} | ({"part": self.part} if self.part else {})


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money: where it stands, its ``value`` in units of the ``currency`` (ISO 4217); None for 数千万元."""

    start: int
    end: int
    text: str
    value: int | float | None
    currency: str

    def to_dict(self) -> dict[str, Any]:
        """The sum as JSON."""
        place = {"start": self.start, "end": self.end, "text": self.text}
        return place | {"value": self.value, "currency": self.currency}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause that tells a fact."""

    start: int
    end: int
    text: str

    def to_dict(self) -> dict[str, Any]:
        """The clause as JSON."""
        return {"start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Fact:
    """Who did what, with whom, when, and the clauses that say so.

    ``confidence`` is how often its rule was right where that was measured; None where it never was. ``amount`` is what
    was paid or invested, where the text says so.
    """

    id: str
    type: str
    arguments: tuple[Argument, ...]
    date: str | None
    modality: str
    negated: bool
    evidence: tuple[Evidence, ...]
    rule: str
    confidence: float | None = None
    amount: Amount | None = None

    def to_dict(self) -> dict[str, Any]:
        """The fact as JSON; ``confidence`` and ``amount`` only where there is one."""
        tree: dict[str, Any] = {
            "id": self.id,
            "type": self.type,
            "arguments": [argument.to_dict() for argument in self.arguments],
            "date": self.date,
            "modality": self.modality,
            "negated": self.negated,
            "evidence": [clause.to_dict() for clause in self.evidence],
            "rule": self.rule,
        }
        if self.confidence is not None:
            tree["confidence"] = self.confidence
        if self.amount:
            tree["amount"] = self.amount.to_dict()
        return tree


@dataclass(frozen=True, slots=True)
class MadeBy:
    """The program's version and a short hash of all lexicons in use: what makes two results comparable."""

    cmfacts: str
    lexicons: str

    def to_dict(self) -> dict[str, Any]:
        """The two as JSON."""
        return {"cmfacts": self.cmfacts, "lexicons": self.lexicons}


@dataclass(frozen=True, slots=True)
class Article:
    """A text, and after extraction its facts.

    A reader makes it with ``id``, ``text`` and what it knows of ``title`` and ``published`` (``YYYY-MM-DD``); the
    extractor returns a copy with the rest filled. The text never changes.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    made_by: MadeBy | None = None
    organizations: tuple[Organization, ...] = field(default=())
    dates: tuple[Date, ...] = field(default=())
    sectors: tuple[Sector, ...] = field(default=())
    initiatives: tuple[Initiative, ...] = field(default=())
    facts: tuple[Fact, ...] = field(default=())

    def trusted(self, least: float) -> "Article":
        """A copy with those facts alone whose rule was measured to be right at least that often; ids stay."""
        facts = tuple(fact for fact in self.facts if fact.confidence is not None and fact.confidence >= least)
        return replace(self, facts=facts)

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        """The article as JSON of the contract; ``with_text`` adds the text that the offsets refer to."""
        head: dict[str, Any] = {
            "schema": SCHEMA,
            "made_by": self.made_by.to_dict() if self.made_by else None,
            "id": self.id,
            "title": self.title,
            "published": self.published,
        }
        if with_text:
            head["text"] = self.text
        return head | {
            "organizations": [entity.to_dict() for entity in self.organizations],
            "dates": [entity.to_dict() for entity in self.dates],
            "sectors": [entity.to_dict() for entity in self.sectors],
            "initiatives": [entity.to_dict() for entity in self.initiatives],
            "facts": [fact.to_dict() for fact in self.facts],
        }
