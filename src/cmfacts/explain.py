"""Why each mention was found, and what was seen where none was."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Rule
from cmfacts.extractor import Extractor, Trace
from cmfacts.finders.initiative_heads import THRESHOLD, Verdict
from cmfacts.lexicon import Table, split
from cmfacts.models import Article, Mention

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
    """Two or more lines a mention: what it is, the rule or lexicon row behind it, and the literals found inside it."""
    doc = extractor.prepare(article.text, article.published)
    trace = extractor.trace(doc)
    for type, _, value, mention in mentions(article, types):
        yield f"{mention.start}:{mention.end}  {type}  {mention.text}  {value}"
        yield from (f"    {line}" for line in (*_source(mention, doc, extractor), *_grounds(type, mention, doc, trace)))


def explain_span(article: Article, extractor: Extractor, start: int, end: int) -> Iterator[str]:
    """What overlaps a span: mentions, and the literals that were looked for and found there."""
    doc = extractor.prepare(article.text, article.published)
    yield f"{start}:{end}  {article.text[start:end]}"
    types = ("org", "date", "sector", "initiative")
    near = [item for item in mentions(article, types) if item[3].start < end and start < item[3].end]
    if not any((mention.start, mention.end) == (start, end) for *_, mention in near):
        yield "    no rule accepted it"
    for type, _, value, mention in near:
        yield f"    {mention.start}:{mention.end}  {type}  {mention.text}  {value}  by {mention.rule}"
    yield from (f"    {line}" for line in _refused(doc, extractor.trace(doc), start, end))
    hits = list(_hits(doc, start, end))
    yield from (f"    {line}" for line in hits or ["no lexicon entry and no rule's anchor occurs here"])


def _source(mention: Mention, doc: Doc, extractor: Extractor) -> Iterator[str]:
    table = next((table for table in reversed(extractor.lexicons.tables) if table.id == mention.rule), None)
    rule = rules().get(mention.rule)
    if table:
        word = doc.folded[mention.start : mention.end]
        rows = _rows(table, word)
        yield f"lexicon {table.id}"
        yield from (f"{table.path}:{number}: {'  '.join(filter(None, cells))}" for number, cells in rows)
    elif rule:
        yield f"rule {rule.id}{': ' if rule.why else ''}{rule.why}"
        yield from (f"as in {text} -> {value}" for text, value in list(rule.examples.items())[:1])
    else:
        yield f"rule {mention.rule}"
    if not table:
        yield from _hits(doc, mention.start, mention.end)


def _rows(table: Table, word: str) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that hold the word, or else its longest end: 世界5G大会 of 第四届世界5G大会."""
    for start in range(len(word)):
        rows = [(number, cells) for number, cells in table.rows if any(word[start:] in split(cell) for cell in cells)]
        if rows:
            return rows
    return []


def _grounds(type: str, mention: Mention, doc: Doc, trace: Trace) -> Iterator[str]:
    """The weights of the signals for an initiative's head word; the pieces that a sector was grown from."""
    if type == "initiative" and mention.rule.startswith("initiative.head."):
        yield from (
            _weighed(doc, head) for head in trace.heads if (head.start, head.end) == (mention.start, mention.end)
        )
    for field in trace.fields if type == "sector" else ():
        if (field.start, field.end) == (mention.start, mention.end) and len(field.pieces) > 1:
            yield "grown from " + " + ".join(doc.text[a:b] for a, b in pairwise((*field.pieces, field.end)))


def _refused(doc: Doc, trace: Trace, start: int, end: int) -> Iterator[str]:
    """The head words within a span that make no name, and why."""
    for head in trace.heads:
        if head.against and head.head_start < end and start < head.end:
            yield _weighed(doc, head)
            yield f"no initiative: {_AGAINST[head.against]}"


def _weighed(doc: Doc, head: Verdict) -> str:
    """The name that the head word would end, its left edge, and the sum that decides."""
    name = f"{head.start}:{head.end} {doc.text[head.start : head.end]}"
    terms = ", ".join((f"head {head.head.text} {head.head.strength}", *(f"{name} {by:+}" for name, by in head.weights)))
    edge = f"begins after {_EDGES.get(head.stop, head.stop)}" if head.stop else "begins as far left as looked"
    return f"weighed {name} ({edge}): {terms}; together {head.score}, needed {THRESHOLD}"


def _hits(doc: Doc, start: int, end: int) -> Iterator[str]:
    """The literals found within a span, each once, with the channels that look for it."""
    channels: dict[tuple[int, int], set[str]] = {}
    for channel, hits in doc.hits.items():
        for hit in hits:
            if hit.start < end and start < hit.end:
                channels.setdefault((hit.start, hit.end), set()).add(channel)
    for (first, last), names in sorted(channels.items()):
        yield f"{first}:{last}  {doc.text[first:last]}  is looked for by {', '.join(sorted(names))}"


@cache
def rules() -> dict[str, Rule]:
    """Every rule that the extractors declare, by id."""
    package = importlib.import_module("cmfacts.finders")
    names = (module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))
    modules = (importlib.import_module(name) for name in names)
    values = (value for module in modules for value in vars(module).values())
    declared = (item for value in values for item in (value if isinstance(value, tuple | list) else (value,)))
    return {item.id: item for item in declared if isinstance(item, Rule)}
