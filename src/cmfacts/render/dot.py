"""DOT: the graph of the articles for Graphviz, as plain text."""

from collections.abc import Iterable, Iterator

from cmfacts.models import Article
from cmfacts.render.graph import Edge, Graph, Node, Value, plain
from cmfacts.render.options import Options

_SHAPES = {"org": "box", "initiative": "ellipse", "sector": "hexagon", "fact": "plaintext"}
_SHOWN = ("label", "tooltip")  # where Graphviz reads HTML's entities


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """The head, each article's nodes and edges, the foot."""
    yield 'digraph cmfacts {\n  graph [charset="UTF-8", rankdir="LR"];\n'
    graph = Graph(options)
    for article in articles:
        yield "".join(
            f"  {_node(piece) if isinstance(piece, Node) else _edge(piece)};\n" for piece in graph.pieces(article)
        )
    yield "}\n"


def _node(node: Node) -> str:
    shown: dict[str, Value] = {"label": _label(node), "kind": node.kind, "shape": _SHAPES[node.kind]}
    if node.kind == "fact":
        shown["tooltip"] = node.attributes["evidence"]
    return f"{node.id} [{_listed(shown | node.attributes)}]"


def _label(node: Node) -> str:
    """The name; of a fact its type, and what keeps it from being plainly so, and its date."""
    attributes = node.attributes
    marks = ("not" if attributes.get("negated") else "", str(attributes.get("modality", "")).replace("stated", ""))
    return " ".join(filter(None, (*marks, node.label, str(attributes.get("date", "")))))


def _edge(edge: Edge) -> str:
    shown: dict[str, Value] = {"label": edge.label}
    if edge.part:
        shown["part"] = edge.part
    return f"{edge.source} -> {edge.target} [{_listed(shown)}]"


def _listed(attributes: dict[str, Value]) -> str:
    return ", ".join(f"{name}={_quoted(value, name in _SHOWN)}" for name, value in attributes.items())


def _quoted(value: Value, shown: bool) -> str:
    text = plain(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text.replace("&", "&amp;") if shown else text}"'
