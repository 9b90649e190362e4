"""Why each fact was told, and why a trigger told none."""

from collections.abc import Iterator, Sequence
from typing import Any

from cmfacts.engine.trace import Step
from cmfacts.explain.rows import Rows
from cmfacts.extractor import Traced
from cmfacts.link.facts import TOLD
from cmfacts.models import Amount, Argument, Article, Fact


def explain_facts(traced: Traced, rows: Rows) -> Iterator[str]:
    """Each fact: what it says, the trigger with its lexicon line, the frame, and who fills which role."""
    names = _named(traced.article)
    told = _told(traced, 0, len(traced.doc.text))
    for fact in traced.article.facts:
        first = fact.evidence[0]
        marks = " ".join((*(("not",) if fact.negated else ()), fact.modality))
        yield f"{first.start}:{first.end}  fact  {fact.id}  {fact.type}  {marks}  {first.text.strip()}"
        for step in told:
            if step.by == fact.rule and any(step.start >= e.start and step.end <= e.end for e in fact.evidence):
                yield from (f"    {line}" for line in _trigger(traced, rows, step, fact))
        yield from (f"    {_role(argument)}: {names[argument.ref]}" for argument in fact.arguments)
        if fact.amount:
            yield f"    amount: {fact.amount.text} ({fact.amount.start}:{fact.amount.end}), {_worth(fact.amount)}"
        if fact.confidence is not None:
            yield f"    confidence: {fact.confidence:g}, the share of right facts by this rule where it was measured"
            yield from (f"    {where}" for where in _measured(rows, fact.rule))
        if fact.date:
            yield f"    when: {names[fact.date]}"


def triggers_told(traced: Traced, start: int, end: int) -> Iterator[str]:
    """The triggers in a span that told a fact, each with its rule."""
    for step in _told(traced, start, end):
        word = traced.doc.text[step.start : step.end]
        yield f"{step.start}:{step.end}  {word}  is the trigger of a fact by {step.by}"


def _told(traced: Traced, start: int, end: int) -> list[Step]:
    return [step for step in traced.steps.over(start, end) if step.said == TOLD]


def explain_silence(traced: Traced, rows: Rows, start: int, end: int) -> Iterator[str]:
    """The triggers in a span that told no fact, with what each frame asked for in vain."""
    for first, last in _triggers(traced):
        if not (first < end and start < last):
            continue
        steps = [step for step in traced.steps.over(first, last) if (step.start, step.end) == (first, last)]
        said = [step.said for step in steps if step.by.startswith("fact")]
        if TOLD in said and not any(step.by == "fact" for step in steps):
            continue
        yield f"{first}:{last}  {traced.doc.text[first:last]}  is a trigger and tells no fact"
        yield from (f"    {where}" for where in rows.where("fact", traced.doc.folded[first:last]))
        yield from (f"    {line}" for line in said if line != TOLD)
        if not said and not traced.article.organizations:
            yield "    the text names no organization"


def _triggers(traced: Traced) -> list[tuple[int, int]]:
    """The first and longest of the triggers that overlap."""
    kept: list[tuple[int, int]] = []
    for hit in sorted(traced.doc.hits.get("fact", ()), key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1][1]:
            kept.append((hit.start, hit.end))
    return kept


def _trigger(traced: Traced, rows: Rows, step: Step, fact: Fact) -> Iterator[str]:
    word = traced.doc.text[step.start : step.end]
    yield f"trigger {word} ({step.start}:{step.end}) by {fact.rule}"
    yield from rows.where("fact", traced.doc.folded[step.start : step.end])
    frame = fact.rule.rpartition(".")[2]
    yield from rows.where("frame", frame)


def _measured(rows: Rows, rule: str) -> list[str]:
    """The row that says so: the rule's, its type's or that of all facts."""
    while rule and not rows.where("confidence", rule):
        rule = rule.rpartition(".")[0]
    return rows.where("confidence", rule)


def _role(argument: Argument) -> str:
    return f"{argument.role} ({argument.part})" if argument.part else argument.role


def _worth(amount: Amount) -> str:
    return f"{amount.value or 'some'} {amount.currency}"


def _named(article: Article) -> dict[str, str]:
    """Each entity by its name, id and the place of its first mention."""
    groups: tuple[Sequence[Any], ...] = (article.organizations, article.dates, article.sectors, article.initiatives)
    firsts = ((entity.id, entity.mentions[0]) for group in groups for entity in group)
    return {id: f"{mention.text} ({id}, first at {mention.start})" for id, mention in firsts}
