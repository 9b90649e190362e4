"""CSV (RFC 4180, UTF-8): one row a mention, or one row a fact. Safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from cmfacts.models import Article
from cmfacts.render.entries import KINDS, facts
from cmfacts.render.escape import cell
from cmfacts.render.options import Options

MENTION_COLUMNS = ("article", "type", "id", "name", "value", "start", "end", "text", "rule")
FACT_COLUMNS = ("article", "id", "type", "agent", "object", "date", "modality", "negated", "evidence", "amount")

Row = Sequence[str | int]


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """A header, then the rows of each article."""
    if options.types == frozenset({"fact"}):
        yield _lines([FACT_COLUMNS])
        for article in articles:
            yield _lines(_fact_rows(article))
    else:
        yield _lines([MENTION_COLUMNS])
        for article in articles:
            yield _lines(_mention_rows(article, options))


def _mention_rows(article: Article, options: Options) -> Iterator[Row]:
    for kind in KINDS:
        for entry in kind.entries(article) if options.shows(kind.type) else ():
            # As in JSON, the name of a sector is that of its code; its term is in the text.
            name = entry.gloss if kind.type == "sector" else entry.name
            for mention in entry.mentions:
                where = (mention.start, mention.end, mention.text, mention.rule)
                yield (article.id, kind.type, entry.id, name, entry.value, *where)


def _fact_rows(article: Article) -> Iterator[Row]:
    for entry in facts(article):
        fact = entry.fact
        evidence = " / ".join(clause.text for clause in fact.evidence)
        sides = ("; ".join(entry.acting), "; ".join(entry.objects))
        negated = "true" if fact.negated else "false"
        yield (article.id, fact.id, fact.type, *sides, entry.date, fact.modality, negated, evidence, entry.amount)


def _lines(rows: Iterable[Row]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([cell(value) for value in row] for row in rows)
    return buffer.getvalue()
