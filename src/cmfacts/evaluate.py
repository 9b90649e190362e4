"""Scores against hand-annotated articles: precision, recall and F1 by type, and the list of mistakes.

``span`` wants start and end right; ``overlap`` any common character, one to one; ``value`` (dates), ``code`` (sectors)
and ``kind`` (initiatives) want the span and that value right, ``letter`` the span and the section of a sector's code.
A ``fact`` is right where its type is, and of party (two), agent, object and recipient one argument each.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cmfacts.days import FORM, day_of
from cmfacts.errors import InputError
from cmfacts.evaluate_facts import matched
from cmfacts.extractor import Extractor
from cmfacts.models import Article

Spans = Mapping[tuple[int, int], str | None]

VALUES = {"org": None, "date": "value", "sector": "code", "initiative": "kind"}
MEASURES = {
    "org": ("span", "overlap"),
    "date": ("span", "overlap", "value"),
    "sector": ("span", "overlap", "code", "letter"),
    "initiative": ("span", "overlap", "kind"),
    "fact": ("fact",),
}


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with the mentions that a person marked; ``types`` are the kinds that the person looked for."""

    article: Article
    types: tuple[str, ...]
    spans: Mapping[str, Spans]
    facts: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How many of ``found`` and of ``gold`` are right."""

    right: int
    found: int
    gold: int

    @property
    def p(self) -> float:
        """Precision."""
        return self.right / self.found if self.found else 0.0

    @property
    def r(self) -> float:
        """Recall."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0

    def to_dict(self) -> dict[str, float | int]:
        """The figures as JSON."""
        rounded = {name: round(value, 4) for name, value in (("p", self.p), ("r", self.r), ("f1", self.f1))}
        return rounded | {"right": self.right, "found": self.found, "gold": self.gold}


@dataclass(slots=True)
class Report:
    """Counts over any number of articles."""

    articles: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistakes: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def score(self, type: str, measure: str) -> Score:
        """One figure: ``score("date", "value").f1``."""
        counts = self.counts
        return Score(counts[type, measure], counts[type, "found"], counts[type, "gold"])

    def scores(self) -> dict[str, dict[str, Score]]:
        """Every figure of the types that the gold annotates."""
        return {
            type: {measure: self.score(type, measure) for measure in measures}
            for type, measures in MEASURES.items()
            if self.counts[type, "gold"] or self.counts[type, "found"]
        }

    def commonest(self, number: int) -> dict[str, list[tuple[str, int]]]:
        """The commonest mistakes of each sort (``org missed``, ``org wrong``, ``date value``), with how often."""
        return {
            f"{type} {sort}": sorted(texts.items(), key=lambda item: (-item[1], item[0]))[:number]
            for (type, sort), texts in sorted(self.mistakes.items())
        }

    def shortfalls(self, floors: Mapping[str, float]) -> list[str]:
        """One line for each figure (``org``, ``org.span``, ``sector.code``: F1) that is under its floor."""
        lines = []
        for name, floor in floors.items():
            type, _, measure = name.partition(".")
            measure = measure or MEASURES[type][0]
            f1 = self.score(type, measure).f1
            if f1 < floor:
                lines.append(f"{type} {measure} F1 is {f1:.4f}, wanted {floor:g}")
        return lines

    def to_dict(self, errors: int = 0) -> dict[str, Any]:
        """The report as JSON."""
        scores = {
            type: {measure: score.to_dict() for measure, score in row.items()} for type, row in self.scores().items()
        }
        mistakes = {
            sort: [{"text": text, "count": count} for text, count in texts]
            for sort, texts in self.commonest(errors).items()
        }
        return {"articles": self.articles, "scores": scores} | ({"errors": mistakes} if errors else {})


def evaluate(gold: Iterable[GoldArticle], extractor: Extractor) -> Report:
    """Read every gold article afresh and compare."""
    report = Report()
    for marked in gold:
        compare(report, marked, extractor.read(marked.article))
    return report


def compare(report: Report, gold: GoldArticle, result: Article) -> None:
    """Add one article's counts to the report."""
    report.articles += 1
    for type in gold.types:
        if type == "fact":
            _compare_facts(report, gold.facts, result)
            continue
        _compare_type(report, type, gold.article.text, gold.spans[type], _found(result, type))


def _compare_type(report: Report, type: str, text: str, gold: Spans, found: Spans) -> None:
    both = gold.keys() & found.keys()
    right = [span for span in both if gold[span] == found[span]]
    value = VALUES[type]
    tallies = {"gold": len(gold), "found": len(found), "span": len(both)}
    tallies["overlap"] = overlaps(sorted(gold), sorted(found))
    if value:
        tallies[value] = len(right)
    if type == "sector":
        tallies["letter"] = sum((gold[span] or " ")[0] == (found[span] or "-")[0] for span in both)
    report.counts.update({(type, name): number for name, number in tallies.items()})
    for start, end in gold.keys() - found.keys():
        report.mistakes[type, "missed"][text[start:end]] += 1
    for start, end in found.keys() - gold.keys():
        report.mistakes[type, "wrong"][text[start:end]] += 1
    for start, end in both.difference(right) if value else ():
        span = start, end
        report.mistakes[type, str(value)][f"{text[start:end]} {gold[span]} not {found[span]}"] += 1


def _compare_facts(report: Report, gold: Sequence[Mapping[str, Any]], result: Article) -> None:
    pairs = matched(result, gold)
    tallies = {"gold": len(gold), "found": len(result.facts), "fact": len(pairs)}
    report.counts.update({("fact", name): number for name, number in tallies.items()})
    told, right = {place for _, place in pairs}, {place for place, _ in pairs}
    for place, fact in enumerate(gold):
        if place not in told:
            words = "、".join(argument["text"] for argument in fact["arguments"])
            report.mistakes["fact", "missed"][f"{fact['type']} {words}"] += 1
    for place, found in enumerate(result.facts):
        if place not in right:
            report.mistakes["fact", "wrong"][f"{found.type} {found.evidence[0].text}"] += 1


def overlaps(gold: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]) -> int:
    """How many gold spans share a character with a found one, one to one; both in text order, without overlaps."""
    number = place = 0
    for start, end in gold:
        while place < len(found) and found[place][1] <= start:
            place += 1
        if place < len(found) and found[place][0] < end:
            number, place = number + 1, place + 1
    return number


def _found(article: Article, type: str) -> Spans:
    entities: dict[str, Iterable[tuple[Any, str | None]]] = {
        "org": ((entity, None) for entity in article.organizations),
        "date": ((entity, entity.value) for entity in article.dates),
        "sector": ((entity, entity.code) for entity in article.sectors),
        "initiative": ((entity, entity.kind) for entity in article.initiatives),
    }
    return {(mention.start, mention.end): value for entity, value in entities[type] for mention in entity.mentions}


def read_gold(path: str) -> Iterator[GoldArticle]:
    """The articles of a gold file; a line that is not in the guideline's format raises InputError with its number."""
    try:
        with open(path, encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _gold_article(f"{path}:{number}", line)
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise InputError(path, "is not UTF-8") from None


def _gold_article(place: str, line: str) -> GoldArticle:
    try:
        row = json.loads(line)
        spans = _spans(place, row["text"], row["mentions"])
        facts = [_gold_fact(fact) for fact in row.get("facts", ())]
        looked_for = {*row.get("types", VALUES), *(("fact",) if "facts" in row else ())}
        published = row.get("published")
    except ValueError as error:
        raise InputError(place, f"is no JSON ({error})") from None
    except KeyError as error:
        raise InputError(place, f"lacks {error}, or does not know it") from None
    except (TypeError, AttributeError):
        raise InputError(place, "is not in the format of a gold file") from None
    if unknown := looked_for - MEASURES.keys():
        raise InputError(place, f"annotates {', '.join(sorted(unknown))}, which cannot be scored here")
    if "fact" in looked_for and "facts" not in row:
        raise InputError(place, 'says that it annotates facts, and has no "facts"')
    if published and not day_of(published):
        raise InputError(place, f'"published" is {published!r}, not {FORM}')
    types = tuple(type for type in MEASURES if type in looked_for)
    return GoldArticle(Article(str(row.get("id", place)), row["text"], None, published), types, spans, facts)


def _gold_fact(fact: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of a fact is compared; raises KeyError or TypeError where it lacks it."""
    arguments = [{"role": str(argument["role"]), "text": str(argument["text"])} for argument in fact["arguments"]]
    return {"type": fact["type"], "arguments": arguments}


def _spans(place: str, text: str, mentions: Iterable[Mapping[str, Any]]) -> Mapping[str, Spans]:
    spans: dict[str, dict[tuple[int, int], str | None]] = {type: {} for type in VALUES}
    for mention in mentions:
        start, end, value = mention["start"], mention["end"], VALUES[mention["type"]]
        if text[start:end] != mention["text"]:
            raise InputError(place, f"{start}:{end} is {text[start:end]!r}, not {mention['text']!r}")
        spans[mention["type"]][start, end] = mention.get(value) if value else None
    return spans
