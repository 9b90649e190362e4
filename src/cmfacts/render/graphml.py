"""GraphML: the graph of the articles for Gephi, yEd, networkx and their like."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from cmfacts.models import Article
from cmfacts.render.graph import ATTRIBUTES, Edge, Graph, Node, plain
from cmfacts.render.options import Options

_TYPES = {str: "string", float: "double", bool: "boolean"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
_TAIL = "</graph>\n</graphml>\n"


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """The keys, each article's nodes and edges, the end."""
    yield _HEAD + "".join(_keys()) + '<graph id="cmfacts" edgedefault="directed">\n'
    graph = Graph(options)
    for article in articles:
        pieces = (_node(piece) if isinstance(piece, Node) else _edge(piece) for piece in graph.pieces(article))
        yield "".join(map(_line, pieces))
    yield _TAIL


def _keys() -> Iterator[str]:
    """What each attribute is: their ids are their names, for edges with ``edge-`` before it."""
    for name, type in ({"kind": str, "label": str} | ATTRIBUTES).items():
        yield _line(Element("key", {"id": name, "for": "node", "attr.name": name, "attr.type": _TYPES[type]}))
    for name in ("label", "part"):
        yield _line(Element("key", {"id": f"edge-{name}", "for": "edge", "attr.name": name, "attr.type": "string"}))


def _node(node: Node) -> Element:
    element = Element("node", {"id": node.id})
    for name, value in ({"kind": node.kind, "label": node.label} | node.attributes).items():
        SubElement(element, "data", {"key": name}).text = plain(value)
    return element


def _edge(edge: Edge) -> Element:
    element = Element("edge", {"source": edge.source, "target": edge.target})
    SubElement(element, "data", {"key": "edge-label"}).text = edge.label
    if edge.part:
        SubElement(element, "data", {"key": "edge-part"}).text = edge.part
    return element


def _line(element: Element) -> str:
    return tostring(element, encoding="unicode") + "\n"
