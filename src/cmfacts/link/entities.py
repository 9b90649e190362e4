"""Mentions of one thing joined into one entity, in the order of its first mention."""

from collections.abc import Hashable, Iterable, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.finders.values import SectorValue
from cmfacts.link.owners import OwnersOf
from cmfacts.link.ranking import Standing, standings
from cmfacts.link.variants import FORMAL_ENDING
from cmfacts.models import Date, Initiative, Mention, Organization, Sector


def _groups(text: str, keyed: Iterable[tuple[Hashable, Candidate]]) -> list[tuple[Candidate, tuple[Mention, ...]]]:
    """The first candidate and all mentions of each key, in order of first mention; they come in text order."""
    groups: dict[Hashable, tuple[Candidate, list[Mention]]] = {}
    for key, candidate in keyed:
        start, end = candidate.start, candidate.end
        mention = Mention(start, end, text[start:end], candidate.rule)
        if key in groups:
            groups[key][1].append(mention)
        else:
            groups[key] = candidate, [mention]
    return [(first, tuple(mentions)) for first, mentions in groups.values()]


def organizations(text: str, candidates: Sequence[Candidate]) -> tuple[Organization, ...]:
    """Organizations by the key that the finder gave: every name that a lexicon row or an alias ties together."""
    groups = _groups(text, ((candidate.value.key, candidate) for candidate in candidates))
    return tuple(
        Organization(f"o{number}", _commonest(mentions), _full_name(first, mentions), first.value.class_, mentions)
        for number, (first, mentions) in enumerate(groups, 1)
    )


def _full_name(first: Candidate, mentions: Sequence[Mention]) -> str | None:
    """The lexicon's, else the longest name with a tail word where the text uses a shorter one too."""
    known: str | None = first.value.full_name
    if known or len(mentions) == 1:
        return known
    formal = [each.text for each in mentions if each.rule.startswith("org.tail.") or each.text.endswith(FORMAL_ENDING)]
    longest = max(formal, key=len, default="")
    return longest if any(len(mention.text) < len(longest) for mention in mentions) else None


def _commonest(mentions: Sequence[Mention]) -> str:
    """The name most used in this text; of equals the first."""
    if len(mentions) == 1:
        return mentions[0].text
    counts: dict[str, int] = {}
    for mention in mentions:
        counts[mention.text] = counts.get(mention.text, 0) + 1
    return max(counts, key=counts.__getitem__)


def dates(text: str, candidates: Sequence[Candidate]) -> tuple[Date, ...]:
    """Dates by their value, those apart that are not known well enough to be one."""
    groups = _groups(text, ((candidate.value, candidate) for candidate in candidates))
    return tuple(
        Date(f"d{number}", first.value.value, first.value.kind, mentions)
        for number, (first, mentions) in enumerate(groups, 1)
    )


def sectors(text: str, title: str | None, candidates: Sequence[Candidate]) -> tuple[Sector, ...]:
    """Sectors by their term and code, ranked among each other."""
    groups = _groups(text, ((candidate.value, candidate) for candidate in candidates))
    ranks = standings(text, title, [mentions for _, mentions in groups])
    return tuple(
        _sector(f"s{number}", first.value, standing, mentions)
        for number, ((first, mentions), standing) in enumerate(zip(groups, ranks, strict=True), 1)
    )


def _sector(id: str, value: SectorValue, standing: Standing, mentions: tuple[Mention, ...]) -> Sector:
    also = value.strategic or None, value.digital or None
    return Sector(id, value.code, value.name, value.term, *standing, mentions, *also)


def initiatives(doc: Doc, candidates: Sequence[Candidate], owners: OwnersOf) -> tuple[Initiative, ...]:
    """Initiatives by their canonical name and kind, with their owner."""
    groups = _groups(doc.text, ((candidate.value, candidate) for candidate in candidates))
    return tuple(
        Initiative(f"i{number}", _as_written(doc, first), first.value.kind, owners.owner_of(mentions), mentions)
        for number, (first, mentions) in enumerate(groups, 1)
    )


def _as_written(doc: Doc, first: Candidate) -> str:
    """The name as the text has it first, unless a lexicon has another for it: 计划（2024年）, not 计划(2024年)."""
    plain = first.value.name == doc.folded[first.start : first.end]
    return doc.text[first.start : first.end] if plain else str(first.value.name)
