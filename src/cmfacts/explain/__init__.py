"""Why each mention and fact was found, and why something was not: the same run with its trace on, put into words."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from cmfacts.engine.doc import Doc
from cmfacts.explain.advice import advice
from cmfacts.explain.facts import explain_facts, explain_silence, triggers_told
from cmfacts.explain.rows import Rows, hits, place
from cmfacts.extractor import Extractor, Traced
from cmfacts.finders.coined import RULE as SIGNALS
from cmfacts.finders.initiative_heads import THRESHOLD, Verdict
from cmfacts.finders.signals import NEEDED
from cmfacts.models import Article, Mention

ENTITIES = ("org", "date", "sector", "initiative")

# Why a head word makes no name, and what ends a name to the left, by the words that the finder has for them.
_AGAINST = {
    "score": "the sum is too small",
    "empty": "nothing before the head word belongs to it",
    "common": "common words alone",
    "part": "it only follows the name of an event, or is one of several",
}
_EDGES = {
    "stop": "a word that no name holds",
    "mark": "a mark",
    "launch": "a verb of launching",
    "award": "a verb of honouring",
    "count": "a number and a measure word",
    "date": "a date",
    "owner": "what stands before the owner",
    "ordinal": "what stands before the ordinal or year",
}
# What the rules of organizations that have no pattern go by.
_RULES = {
    "org.branch": "a place, a parent or a prefix right before a name",
    "org.latin": "capitalized words before a word for a firm or a body",
    "org.signals": "what stands beside it says that it is a name",
    "org.stem": "begins as a firm's name in the same text does",
    "org.tail.brand": "a line of business right after the name of a firm or a place",
    "org.list": "stands in a list with known organizations",
    "org.list.governed": "stands between 由 and a verb whose agents are organizations",
    "org.tail.elided": "a body whose place was named before",
    "org.alias.defined": "the text says in brackets that it is short for a name",
    "org.alias.latin": "stands in brackets after a name, in Latin letters",
    "org.alias.bracket": "stands in brackets after a name whose characters it takes",
    "org.alias.derived": "the short form of a formal name in this text",
    "org.alias.part": "what the parent leaves of a unit's name in this text",
    "org.alias.initials": "the first characters of the words of a body's name in this text",
}

Found = tuple[str, Any, str, Mention]  # type, entity, what its value is, one of its mentions


def mentions(article: Article, types: Sequence[str]) -> list[Found]:
    """Every mention of these types in text order."""
    groups: dict[str, list[tuple[Any, str]]] = {
        "org": [(entity, entity.class_) for entity in article.organizations],
        "date": [(entity, entity.value) for entity in article.dates],
        "sector": [(entity, f"{entity.code} {entity.name}") for entity in article.sectors],
        "initiative": [(entity, entity.kind) for entity in article.initiatives],
    }
    found = [
        (type, entity, value, mention)
        for type in types
        for entity, value in groups.get(type, ())
        for mention in entity.mentions
    ]
    return sorted(found, key=lambda item: (item[3].start, item[3].end))


def explain_mentions(article: Article, extractor: Extractor, types: Sequence[str]) -> Iterator[str]:
    """Two or more lines a mention: what it is, the rule or lexicon row behind it, and what was seen on the way.

    After the mentions the facts, and the triggers that told none.
    """
    traced, rows = extractor.trace(article), Rows(extractor.lexicons)
    for type, entity, value, mention in mentions(traced.article, types):
        yield f"{mention.start}:{mention.end}  {type}  {mention.text}  {value}"
        source = (*_source(mention, traced.doc, extractor, rows), *_grounds(type, entity, mention, traced))
        yield from (f"    {line}" for line in source)
        if mention.rule == SIGNALS:
            signals = _beside(extractor, traced.doc, rows, mention.start, mention.end)
            yield from (f"    {line}" for line in signals)
    if "fact" in types:
        yield from explain_facts(traced, rows)
        yield from explain_silence(traced, rows, 0, len(article.text))


def explain_spans(
    article: Article, extractor: Extractor, spans: Sequence[tuple[int, int]], types: Sequence[str] | None = None
) -> Iterator[str]:
    """What overlaps each span: mentions, what the rules made and dropped there, and the literals found there.

    After the first span that is no mention of the ``types`` wanted (None: of any kind) comes the lexicon line that
    would make it one.
    """
    traced, rows = extractor.trace(article), Rows(extractor.lexicons)
    advised = False
    for start, end in spans:
        yield from _span(traced, extractor, rows, start, end)
        exact = {found[0] for found in mentions(traced.article, ENTITIES) if _is_at(found[3], start, end)}
        wanted = [type for type in types or ("org",) if type not in exact]
        if not advised and wanted and (types or not exact):
            advised = True
            if not types and (what := _no_name(traced.doc, rows, start, end)):
                yield f"    {what}; --type org shows how to make it a name all the same"
                continue
            yield from (f"    {line}" for line in advice(traced, extractor, start, end, wanted))


def _no_name(doc: Doc, rows: Rows, start: int, end: int) -> str:
    """What a span is that nobody takes for a name: a place (广州), stops, generic words, triggers (签署)."""
    if rows.where("place", doc.folded[start:end]):
        return "a place, which is no organization by itself"
    tokens = doc.tokens
    words = tokens.words[tokens.at(start) : tokens.at(end - 1) + 1]
    ordinary = all(rows.ordinary(word) or rows.where("fact", word) for word in words)
    return "words that no name is made of" if ordinary else ""


def _is_at(mention: Mention, start: int, end: int) -> bool:
    return (mention.start, mention.end) == (start, end)


def _span(traced: Traced, extractor: Extractor, rows: Rows, start: int, end: int) -> Iterator[str]:
    doc = traced.doc
    yield f"{start}:{end}  {doc.text[start:end]}"
    near = [found for found in mentions(traced.article, ENTITIES) if found[3].start < end and start < found[3].end]
    told = list(triggers_told(traced, start, end))
    if not told and not any(_is_at(mention, start, end) for *_, mention in near):
        yield "    no rule accepted it"
    yield from (f"    {line}" for line in told)
    for type, _, value, mention in near:
        yield f"    {mention.start}:{mention.end}  {type}  {mention.text}  {value}  by {mention.rule}"
    yield from (f"    {line}" for line in _dropped(traced, near, start, end))
    yield from (f"    {line}" for line in _refused(traced, start, end))
    if not near or any(_is_at(mention, start, end) and mention.rule == SIGNALS for *_, mention in near):
        yield from (f"    {line}" for line in _beside(extractor, doc, rows, start, end))
    yield from (f"    {line}" for line in explain_silence(traced, rows, start, end))
    known = list(hits(doc, start, end, rows))
    yield from (f"    {line}" for line in known or ["no lexicon entry and no rule's anchor occurs here"])
    words = _words(doc, start, end)
    yield f"    the words are {'|'.join(words)}"
    for word in dict.fromkeys((*words, doc.folded[start:end])):
        yield from (f"    {line}" for line in rows.conditions(word))


def _words(doc: Doc, start: int, end: int) -> list[str]:
    """The segmentation around a span: a word that reaches over its edge cuts it off."""
    tokens = doc.tokens
    first, last = tokens.at(max(0, start - 1)), tokens.at(min(end, len(doc.folded) - 1))
    return [word.replace("\n", " ") for word in tokens.words[first : last + 1]]


def _dropped(traced: Traced, near: Sequence[Found], start: int, end: int) -> Iterator[str]:
    """The candidates that finders made over a span and dropped, each with the reason."""
    kept = {(mention.start, mention.end, mention.rule) for *_, mention in near}
    for step in traced.steps.over(start, end):
        if not step.by.startswith("fact") and (step.start, step.end, step.by) not in kept:
            yield f"{step.start}:{step.end}  {traced.doc.text[step.start : step.end]}  by {step.by}: {step.said}"


def _source(mention: Mention, doc: Doc, extractor: Extractor, rows: Rows) -> Iterator[str]:
    table, rule = rows.table(mention.rule), extractor.rules.get(mention.rule)
    if table:
        yield f"lexicon {table.id}"
        yield from (place(table, row) for row in rows.longest(table, doc.folded[mention.start : mention.end]))
        return
    why = rule.why if rule else _RULES.get(mention.rule, "")
    yield f"rule {mention.rule}{': ' if why else ''}{why}"
    if rule:
        yield from (f"as in {text} -> {value}" for text, value in list(rule.examples.items())[:1])
    yield from hits(doc, mention.start, mention.end, rows)


def _grounds(type: str, entity: Any, mention: Mention, traced: Traced) -> Iterator[str]:
    """What speaks for a mention: the walk from its tail, the name it is short for, the weights of its signals, the
    pieces that it was grown from.
    """
    doc, span = traced.doc, (mention.start, mention.end)
    if type == "org" and mention.rule.startswith("org.alias."):
        first = entity.mentions[0]
        yield f"a name of {first.text} ({first.start}:{first.end})"
    if type == "org" and mention.rule.startswith("org.tail."):
        yield from (step.said for step in traced.steps.over(*span) if (step.start, step.end) == span)
    if type == "initiative" and mention.rule.startswith("initiative.head."):
        yield from (_weighed(doc, head) for head in traced.heads if (head.start, head.end) == span)
    for field in traced.fields if type == "sector" else ():
        if (field.start, field.end) == span and len(field.pieces) > 1:
            yield "grown from " + " + ".join(doc.text[a:b] for a, b in pairwise((*field.pieces, field.end)))


def _beside(extractor: Extractor, doc: Doc, rows: Rows, start: int, end: int) -> Iterator[str]:
    """What speaks for a name that no lexicon has: the sum that decides, and the lexicon line of each signal."""
    signals = extractor.signals(doc, start, end)
    if signals:
        terms = ", ".join(f"{signal.text} {signal.weight:+}" for signal in signals)
        yield f"weighed as an unknown name: {terms}; together {sum(s.weight for s in signals)}, needed {NEEDED}"
    for signal in signals:
        yield from rows.where("org.signal", signal.text)


def _refused(traced: Traced, start: int, end: int) -> Iterator[str]:
    """The head words within a span that make no name, and why."""
    for head in traced.heads:
        if head.against and head.head_start < end and start < head.end:
            yield _weighed(traced.doc, head)
            yield f"no initiative: {_AGAINST[head.against]}"


def _weighed(doc: Doc, head: Verdict) -> str:
    """The name that the head word would end, its left edge, and the sum that decides."""
    name = f"{head.start}:{head.end} {doc.text[head.start : head.end]}"
    terms = ", ".join((f"head {head.head.text} {head.head.strength}", *(f"{name} {by:+}" for name, by in head.weights)))
    edge = f"begins after {_EDGES.get(head.stop, head.stop)}" if head.stop else "begins as far left as looked"
    return f"weighed {name} ({edge}): {terms}; together {head.score}, needed {THRESHOLD}"
