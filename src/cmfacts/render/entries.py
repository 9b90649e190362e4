"""The entities and facts of an article as rows: what every format that is no JSON shows of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from cmfacts.models import Article, Fact, Mention

# Roles that CSV and tables show on the acting side; all others stand on the side of what is acted on.
ACTING = ("agent", "party", "recipient")
# Kinds of date whose EDTF value is a code (2020-35, 202X) that not everybody reads.
_CODED = ("quarter", "half", "season", "decade", "century")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity: ``value`` is its class, date value, code or kind; ``gloss`` says more of that value; ``rank`` is
    that of one of several sectors.
    """

    type: str
    id: str
    name: str
    value: str
    gloss: str
    mentions: tuple[Mention, ...]
    rank: int = 0

    @property
    def spellings(self) -> tuple[str, ...]:
        """The other ways in which the text names it, in order."""
        return tuple(dict.fromkeys(mention.text for mention in self.mentions if mention.text != self.name))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entity: its headings, and how an article's entities become entries."""

    type: str
    title: str
    value_title: str
    entries: Callable[[Article], Sequence[Entry]]


def _organizations(article: Article) -> list[Entry]:
    return [Entry("org", e.id, e.name, e.class_, "", e.mentions) for e in article.organizations]


def _dates(article: Article) -> list[Entry]:
    return [
        Entry("date", e.id, e.mentions[0].text, e.value, e.kind if e.kind in _CODED else "", e.mentions)
        for e in article.dates
    ]


def _sectors(article: Article) -> list[Entry]:
    several = len(article.sectors) > 1
    return [Entry("sector", e.id, e.term, e.code, e.name, e.mentions, e.rank * several) for e in article.sectors]


def _initiatives(article: Article) -> list[Entry]:
    names = names_by_id(article)
    return [
        Entry("initiative", e.id, e.name, e.kind, f"by {names[e.owner]}" if e.owner in names else "", e.mentions)
        for e in article.initiatives
    ]


KINDS = (
    Kind("org", "Organizations", "class", _organizations),
    Kind("date", "Dates", "value", _dates),
    Kind("sector", "Sectors", "code", _sectors),
    Kind("initiative", "Initiatives", "kind", _initiatives),
)


def names_by_id(article: Article) -> dict[str, str]:
    """What to call each thing that an ``owner``, an argument or a fact's ``date`` refers to."""
    named: tuple[tuple[Sequence[Any], str], ...] = (
        (article.organizations, "name"),
        (article.dates, "value"),
        (article.sectors, "term"),
        (article.initiatives, "name"),
    )
    return {entity.id: attrgetter(attribute)(entity) for entities, attribute in named for entity in entities}


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact in words: who acts (agent, party, recipient), on what, when, for how much, by whom an award is given."""

    fact: Fact
    acting: tuple[str, ...]
    acted_on: tuple[str, ...]
    date: str
    granted_by: tuple[str, ...] = ()

    @property
    def amount(self) -> str:
        """The sum of money as the text has it, or nothing."""
        return self.fact.amount.text if self.fact.amount else ""

    @property
    def objects(self) -> tuple[str, ...]:
        """What is acted on, and who grants it, in one list."""
        return (*self.acted_on, *(f"{name} (grantor)" for name in self.granted_by))

    @property
    def marks(self) -> str:
        """What keeps the fact from being plainly so: ``not``, ``planned``, ``reported``, or nothing."""
        modality = "" if self.fact.modality == "stated" else self.fact.modality
        return " ".join(filter(None, ("not" if self.fact.negated else "", modality)))


def facts(article: Article) -> Iterator[FactEntry]:
    """The facts, their references replaced by names."""
    names = names_by_id(article)
    for fact in article.facts:
        sides: tuple[list[str], list[str], list[str]] = ([], [], [])
        for argument in fact.arguments:
            name = names.get(argument.ref, argument.ref)
            side = 2 if argument.role == "grantor" else argument.role not in ACTING
            sides[side].append(f"{name} ({argument.part})" if argument.part else name)
        acting, acted_on, granted_by = map(tuple, sides)
        yield FactEntry(fact, acting, acted_on, names.get(fact.date or "", ""), granted_by)
