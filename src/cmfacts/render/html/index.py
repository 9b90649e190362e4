"""The index of a folder of pages: the articles, what they name most, and when. Counts grow, articles are let go."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from cmfacts.models import Article
from cmfacts.render.entries import KINDS
from cmfacts.render.html.page import foot, head, safe, toolbar

PER_PAGE = 500  # articles on one page of the list
MOST = 20  # names in a list of the most named
_COUNTED = {"org": "Most named organizations", "sector": "Sectors over time", "initiative": "Initiatives over time"}
_UNSAFE = re.compile(r"[^\w-]+")
_MONTHS = 36  # bars; further back is one bar more


def page_name(number: int, article: Article) -> str:
    """The file name of an article's page: its number, which makes it unique, and what is harmless of its id."""
    stem = _UNSAFE.sub("-", PurePath(article.id).stem)[:40].strip("-")
    return f"{number:06}-{stem}.html" if stem else f"{number:06}.html"


@dataclass(frozen=True, slots=True)
class Row:
    """What the list shows of an article: its page, title, day, and how many of each kind it holds."""

    page: str
    title: str
    published: str
    counts: tuple[int, ...]


def _by_name() -> dict[str, Counter[str]]:
    return defaultdict(Counter)


@dataclass(slots=True)
class Index:
    """What the index knows of the articles seen so far; of their rows, those that no page of the list has yet."""

    first: list[Row] = field(default_factory=list)
    further: list[Row] = field(default_factory=list)
    articles: int = 0
    named: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    months: dict[str, dict[str, Counter[str]]] = field(default_factory=lambda: defaultdict(_by_name))

    def add(self, article: Article, page: str) -> None:
        """Count an article in; ``page`` is the address of its page."""
        self.articles += 1
        counts = (*(len(kind.entries(article)) for kind in KINDS), len(article.facts))
        row = Row(page, article.title or article.id, article.published or "", counts)
        (self.first if self.articles <= PER_PAGE else self.further).append(row)
        for kind in KINDS:
            if kind.type in _COUNTED:
                for name in {entry.name for entry in kind.entries(article)}:
                    self.named[kind.type][name] += 1
                    if article.published:
                        self.months[kind.type][name][article.published[:7]] += 1


def list_pages(articles: int) -> int:
    """How many pages the list of that many articles has; the first stands on the index itself."""
    return max(1, -(-articles // PER_PAGE))


def list_name(number: int) -> str:
    """The file name of a page of the list."""
    return "index.html" if number == 1 else f"list-{number:04}.html"


def list_page(index: Index, number: int, pages: int, title: str) -> Iterator[str]:
    """A further page of the list: the rows that no page has yet, which are then let go."""
    rows, index.further = index.further, []
    yield f"""{head(f"{title}, page {number}")}{toolbar()}<main class="index">
<h1>{safe(title)}</h1>
{_table(rows, number, pages)}</main>
{foot()}"""


def index_page(index: Index, pages: int, title: str) -> Iterator[str]:
    """The index itself: what is named most, and the first page of the list."""
    most = "".join(_most(type, heading, index) for type, heading in _COUNTED.items())
    yield f"""{head(title)}{toolbar()}<main class="index">
<h1>{safe(title)}</h1>
<p class="source">{index.articles:,} articles</p>
<div class="most">
{most}</div>
{_table(index.first, 1, pages)}</main>
{foot()}"""


def _most(type: str, heading: str, index: Index) -> str:
    """The names of a kind that the most articles hold, each with its articles by month."""
    ranked = sorted(index.named[type].items(), key=lambda item: (-item[1], item[0]))[:MOST]
    if not ranked:
        return ""
    months = _span({month for name, _ in ranked for month in index.months[type][name]})
    rows = "".join(
        f'<tr><td lang="zh">{safe(name)}</td><td class="number">{count:,}</td>'
        f"<td>{_bars(index.months[type][name], months, name)}</td></tr>\n"
        for name, count in ranked
    )
    when = f"{months[0]} to {months[-1]}" if months else "no dates"
    return f"""<section class="kind {type}">
<h2>{heading}</h2>
<div class="wide"><table>
<thead><tr><th>name</th><th class="number">articles</th><th>{when}</th></tr></thead>
<tbody>
{rows}</tbody></table></div>
</section>
"""


def _span(months: set[str]) -> list[str]:
    """All months from the first to the last, as YYYY-MM; of a long time the latest ones."""
    if not months:
        return []
    first, last = (12 * int(month[:4]) + int(month[5:7]) - 1 for month in (min(months), max(months)))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(max(first, last - _MONTHS + 1), last + 1)]


def _bars(counts: Counter[str], months: Sequence[str], name: str) -> str:
    if not counts:
        return ""
    most = max(counts.values())
    heights = {month: max(1, round(28 * counts[month] / most)) for month in months if counts[month]}
    bars = "".join(
        f'<rect x="{4 * place}" y="{30 - heights[month]}" width="3" height="{heights[month]}">'
        f"<title>{month}: {counts[month]}</title></rect>"
        for place, month in enumerate(months)
        if month in heights
    )
    label = safe(f"{name}: articles by month")
    frame = f'viewBox="0 0 {max(4 * len(months), 40)} 30" preserveAspectRatio="none" role="img" aria-label="{label}"'
    return f'<svg class="bars" {frame}>{bars}</svg>'


def _table(rows: Sequence[Row], number: int, pages: int) -> str:
    body = "".join(_article(row) for row in rows)
    heads = "".join(f'<th class="number">{kind.title.lower()}</th>' for kind in KINDS)
    return f"""<section aria-labelledby="articles">
<h2 id="articles">Articles</h2>
<div class="wide"><table class="list">
<thead><tr><th>title</th><th>published</th>{heads}<th class="number">facts</th></tr></thead>
<tbody>
{body}</tbody></table></div>
{"".join(_pager(number, pages))}</section>
"""


def _article(row: Row) -> str:
    counts = "".join(f'<td class="number">{count}</td>' for count in row.counts)
    return (
        f'<tr><td lang="zh"><a href="{safe(row.page)}">{safe(row.title)}</a></td>'
        f"<td>{safe(row.published)}</td>{counts}</tr>\n"
    )


def _pager(number: int, pages: int) -> Iterator[str]:
    if pages > 1:
        before = f'<a href="{list_name(number - 1)}" rel="prev">Earlier</a> ' if number > 1 else ""
        after = f' <a href="{list_name(number + 1)}" rel="next">Further</a>' if number < pages else ""
        yield f'<p class="pager">{before}Page {number} of {pages}{after}</p>\n'
