"""One article: its marked text, and beside it what it holds."""

from collections.abc import Iterator, Sequence

from cmfacts.models import Article
from cmfacts.render.entries import KINDS, Entry, Kind
from cmfacts.render.html.cards import evidence_anchors, fact_cards, timeline
from cmfacts.render.html.graph import graph
from cmfacts.render.html.marks import Mark, marked
from cmfacts.render.html.page import safe
from cmfacts.render.options import Options


def article_section(article: Article, options: Options, prefix: str) -> str:
    """The article as an HTML element; ``prefix`` keeps its ids apart from those of other articles on the page."""
    source = " · ".join(filter(None, (article.published, article.id)))
    facts = options.shows("fact") and bool(article.facts)
    marks = list(_marks(article, options, prefix))
    anchors = evidence_anchors(article, prefix) if facts else []
    beside = [_entities(kind, kind.entries(article), prefix) for kind in KINDS if options.shows(kind.type)]
    below = [fact_cards(article, prefix), timeline(article, prefix), graph(article, prefix)] if facts else []
    return f"""<article id="{prefix}" aria-labelledby="{prefix}-title">
<header>
<h1 id="{prefix}-title" lang="zh">{safe(article.title or article.id)}</h1>
<p class="source">{safe(source)}</p>
</header>
<div class="columns">
<section class="text" lang="zh" aria-label="Text">{marked(article.text, marks, anchors)}</section>
<aside aria-label="Entities">
{"".join(beside) or '<p class="none">Nothing found.</p>'}</aside>
</div>
{"".join(below)}</article>
"""


def _marks(article: Article, options: Options, prefix: str) -> Iterator[Mark]:
    for kind in KINDS:
        for entry in kind.entries(article) if options.shows(kind.type) else ():
            title = safe(f"{kind.title[:-1]}: {entry.name}, {entry.value} {entry.gloss}".rstrip())
            for number, mention in enumerate(entry.mentions, 1):
                entity = f"{prefix}-{entry.id}"
                yield Mark(mention.start, -mention.end, kind.type, entity, title, f"{entity}-{number}")


def _entities(kind: Kind, entries: Sequence[Entry], prefix: str) -> str:
    if not entries:
        return ""
    items = "".join(_entity(entry, f"{prefix}-{entry.id}") for entry in entries)
    return f"""<section class="kind {kind.type}">
<h2>{kind.title} <span class="count">{len(entries)}</span></h2>
<ul>
{items}</ul>
</section>
"""


def _entity(entry: Entry, id: str) -> str:
    times = len(entry.mentions)
    count = f'<span class="count" aria-label="{times} mentions">{times}</span>' if times > 1 else ""
    others = f'<span class="other" lang="zh">{safe("、".join(entry.spellings))}</span>' if entry.spellings else ""
    value = safe(f"{entry.value} {entry.gloss}".rstrip())
    return (
        f'<li id="{id}"><a href="#{id}-1" data-entity="{id}"><span class="name" lang="zh">{safe(entry.name)}</span>'
        f'{count}<span class="value">{value}</span>{others}</a></li>\n'
    )
