"""Who is tied to whom: the organizations and initiatives of the facts on a circle, a line a tie. Plain SVG."""

from collections import Counter
from itertools import combinations
from math import cos, pi, sin

from cmfacts.models import Article, Fact
from cmfacts.render.entries import names_by_id
from cmfacts.render.html.page import safe

MOST = 16  # nodes; more could not be read
_WIDTH, _HEIGHT, _RADIUS = 720, 420, 150
_LABEL = 12  # characters
# Roles whose fillers are no parties of their own to a tie.
_BESIDE = ("topic", "amount", "date")

Ties = dict[tuple[str, str], list[Fact]]
Place = tuple[float, float]


def graph(article: Article, prefix: str) -> str:
    """A figure of the facts' ties; nothing where no two things are tied."""
    ties = _ties(article)
    degree = Counter(ref for pair in ties for ref in pair)
    if not degree:
        return ""
    names = names_by_id(article)
    order = {ref: number for number, ref in enumerate(names)}
    chosen = sorted(degree, key=lambda ref: (-degree[ref], order[ref]))[:MOST]
    nodes = sorted(chosen, key=order.__getitem__)
    places = {ref: _place(number, len(nodes)) for number, ref in enumerate(nodes)}
    lines = "".join(_line(pair, ties[pair], places, names) for pair in ties if set(pair) <= places.keys())
    dots = "".join(_node(ref, places[ref], names[ref], prefix) for ref in nodes)
    left_out = len(degree) - len(nodes)
    note = f"<figcaption>The {MOST} most tied; {left_out} more are in the facts.</figcaption>\n" if left_out else ""
    return f"""<section class="ties" aria-labelledby="{prefix}-ties">
<h2 id="{prefix}-ties">Ties</h2>
<figure>
<svg viewBox="0 0 {_WIDTH} {_height(len(nodes))}" role="group" aria-label="Graph of the facts above">
{lines}{dots}</svg>
{note}</figure>
</section>
"""


def _ties(article: Article) -> Ties:
    """The pairs of things that a fact ties, each with its facts."""
    shown = {*(entity.id for entity in article.organizations), *(entity.id for entity in article.initiatives)}
    ties: Ties = {}
    for fact in article.facts:
        refs = dict.fromkeys(a.ref for a in fact.arguments if a.role not in _BESIDE and a.ref in shown)
        acting = {a.ref for a in fact.arguments if a.role == "agent"}
        for left, right in combinations(refs, 2):
            if not {left, right} <= acting:
                ties.setdefault((min(left, right), max(left, right)), []).append(fact)
    return ties


def _place(number: int, count: int) -> Place:
    """Clockwise from the top; two things stand side by side."""
    angle = 2 * pi * number / count - (pi if count == 2 else pi / 2)
    stretch = 1.25  # the figure is wider than high, and so are labels
    return _WIDTH / 2 + stretch * _RADIUS * cos(angle), _height(count) / 2 + _RADIUS * sin(angle)


def _height(count: int) -> int:
    return 60 if count == 2 else _HEIGHT


def _line(pair: tuple[str, str], facts: list[Fact], places: dict[str, Place], names: dict[str, str]) -> str:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    types = ", ".join(dict.fromkeys(fact.type for fact in facts))
    style = "tie" if any(not fact.negated and fact.modality == "stated" for fact in facts) else "tie unsure"
    title = f"{names[pair[0]]} – {names[pair[1]]}: {types}"
    line = f'<line class="{style}" x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}">'
    return f"{line}<title>{safe(title)}</title></line>\n"


def _node(ref: str, place: Place, name: str, prefix: str) -> str:
    x, y = place
    side = "middle" if abs(x - _WIDTH / 2) < 20 else "start" if x > _WIDTH / 2 else "end"
    dx = {"middle": 0, "start": 10, "end": -10}[side]
    dy = (-12 if y < _HEIGHT / 2 else 22) if side == "middle" else 5
    label = name if len(name) <= _LABEL else name[: _LABEL - 1] + "…"
    kind = "org" if ref.startswith("o") else "initiative"
    return (
        f'<a href="#{prefix}-{ref}" class="{kind}"><circle cx="{x:.0f}" cy="{y:.0f}" r="6"/>'
        f'<text x="{x + dx:.0f}" y="{y + dy:.0f}" text-anchor="{side}" lang="zh">{safe(label)}</text>'
        f"<title>{safe(name)}</title></a>\n"
    )
