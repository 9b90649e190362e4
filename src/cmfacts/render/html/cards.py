"""The facts as cards, and those with a date once more as a timeline."""

import re

from cmfacts.models import Article
from cmfacts.render.entries import FactEntry, facts
from cmfacts.render.html.page import safe

_DATED = re.compile(r"(?:\.\./)?([0-9]{4}[0-9X-]*)")


def evidence_anchors(article: Article, prefix: str) -> list[tuple[int, str]]:
    """Where each clause of evidence begins and ends in the text, with the ids of the two places."""
    return [
        (offset, f"{prefix}-{fact.id}-{number}-{edge}")
        for fact in article.facts
        for number, clause in enumerate(fact.evidence, 1)
        for offset, edge in ((clause.start, "from"), (clause.end, "to"))
    ]


def fact_cards(article: Article, prefix: str) -> str:
    """A card a fact: its type, who, what, when, and the clauses that tell it."""
    cards = "".join(_card(entry, prefix) for entry in facts(article))
    return f"""<section class="facts" aria-labelledby="{prefix}-facts">
<h2 id="{prefix}-facts">Facts <span class="count">{len(article.facts)}</span></h2>
<ul class="cards">
{cards}</ul>
</section>
"""


def _card(entry: FactEntry, prefix: str) -> str:
    id = f"{prefix}-{entry.fact.id}"
    clauses = "".join(
        f'<blockquote lang="zh"><a href="#{id}-{number}-from" data-evidence="{id}-{number}">{safe(clause.text)}</a>'
        "</blockquote>\n"
        for number, clause in enumerate(entry.fact.evidence, 1)
    )
    return f"""<li class="card" id="{id}">
<p class="type">{safe(entry.fact.type)}{_badges(entry)}{_time(entry)}</p>
<p class="told" lang="zh">{told(entry)}</p>
{clauses}</li>
"""


def _badges(entry: FactEntry) -> str:
    return "".join(f' <span class="badge">{safe(mark)}</span>' for mark in entry.marks.split())


def _time(entry: FactEntry) -> str:
    return f' <span class="when">{safe(entry.date)}</span>' if entry.date else ""


def told(entry: FactEntry) -> str:
    """The fact as one line: who, and after an arrow what is acted on, for how much."""
    sides = [safe("、".join(side)) for side in (entry.acting, entry.acted_on) if side]
    granted = f" · from {safe('、'.join(entry.granted_by))}" if entry.granted_by else ""
    amount = f' · <span class="amount">{safe(entry.amount)}</span>' if entry.amount else ""
    return ' <span class="arrow" aria-hidden="true">→</span> '.join(sides) + granted + amount


def timeline(article: Article, prefix: str) -> str:
    """The dated facts in the order of their dates; nothing where there are none."""
    matched = ((_DATED.match(entry.date), entry) for entry in facts(article))
    dated = sorted(((match[1], entry) for match, entry in matched if match), key=lambda item: item[0])
    if not dated:
        return ""
    items = "".join(
        f'<li><span class="when">{safe(entry.date)}</span> <a href="#{prefix}-{entry.fact.id}">'
        f'<span class="type">{safe(entry.fact.type)}</span> <span lang="zh">{told(entry)}</span></a>'
        f"{_badges(entry)}</li>\n"
        for _, entry in dated
    )
    return f"""<section class="timeline" aria-labelledby="{prefix}-timeline">
<h2 id="{prefix}-timeline">Timeline</h2>
<ol>
{items}</ol>
</section>
"""
