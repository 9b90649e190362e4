"""What a document shows of an article below its headline: one section a kind, with headings and rows of plain text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cmfacts.models import Article
from cmfacts.render.entries import KINDS, Entry, FactEntry, facts
from cmfacts.render.options import Options
from cmfacts.render.places import Places


@dataclass(frozen=True, slots=True)
class Section:
    """A title, and a table below it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def sections(article: Article, options: Options) -> Iterator[Section]:
    """The sections of the kinds asked for that hold anything."""
    places = Places(article.text)
    for kind in KINDS:
        if options.shows(kind.type) and (entries := kind.entries(article)):
            rows = [_entity_row(entry, places) for entry in entries]
            yield Section(f"{kind.title} ({len(rows)})", ("name", kind.value_title, "times", "first"), rows)
    if options.shows("fact") and article.facts:
        rows = [_fact_row(entry) for entry in facts(article)]
        yield Section(f"Facts ({len(rows)})", ("type", "who", "what", "when", "evidence"), rows)


def _entity_row(entry: Entry, places: Places) -> Sequence[str]:
    names = ", ".join((entry.name, *entry.spellings))
    first = places.line_and_column(entry.mentions[0].start)
    return names, f"{entry.value} {entry.gloss}".rstrip(), str(len(entry.mentions)), first


def _fact_row(entry: FactEntry) -> Sequence[str]:
    evidence = " / ".join(clause.text for clause in entry.fact.evidence)
    what = f"{entry.marks} {entry.fact.type}".lstrip()
    amount = f" ({entry.amount})" if entry.amount else ""
    granted = f", from {'、'.join(entry.granted_by)}" if entry.granted_by else ""
    return what, "、".join(entry.acting), "、".join(entry.acted_on) + granted + amount, entry.date, evidence
