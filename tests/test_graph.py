"""Graphs: networkx opens the GraphML, Graphviz renders the DOT, and no name is markup to either."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli import run
from test_schema import BARE, FULL

from cmfacts import Extractor
from cmfacts.models import Article, Mention, Organization
from cmfacts.render import format_of, render

GRAPHVIZ = shutil.which("dot")
needs_graphviz = pytest.mark.skipif(GRAPHVIZ is None, reason="Graphviz is not installed")
HOSTILE = [
    '"',
    "\\",
    '\\"',
    "\\N\\n",
    "a\nb",
    "\x1b[31m",
    "<b>",
    "&amp;",
    "&#65;",
    "]]>",
    "<!--",
    "{|}",
    "；#//",
    "‮",
    "\ufffe",
    "\ud83d",
]


def rendered(*articles, format, **options):
    return "".join(render(articles, format, **options))


def opened(*articles, **options):
    """The graph as networkx reads it."""
    return networkx.read_graphml(BytesIO(rendered(*articles, format="graphml", **options).encode()))


def drawn(dot):
    """The titles that Graphviz gives to nodes and the words of their labels, from its SVG."""
    svg = subprocess.run([GRAPHVIZ, "-Tsvg"], input=dot.encode(), capture_output=True, check=True, timeout=60)
    assert svg.stderr == b""
    space = "{http://www.w3.org/2000/svg}"
    nodes = [group for group in ElementTree.fromstring(svg.stdout).iter(f"{space}g") if group.get("class") == "node"]
    return {node.findtext(f"{space}title"): "".join(text.text for text in node.iter(f"{space}text")) for node in nodes}


def named(name, id="a.txt", full_name=None):
    mention = Mention(0, len(name), name, "org.listed")
    return replace(BARE, id=id, text=name, organizations=(Organization("o1", name, full_name, "company", (mention,)),))


@pytest.mark.parametrize(("path", "format"), [("a.dot", "dot"), ("a.gv", "dot"), ("a.graphml", "graphml")])
def test_endings_name_the_formats(path, format):
    assert format_of(path) == format


def test_networkx_opens_the_graph():
    graph = opened(FULL)
    kinds = {graph.nodes[node]["label"]: graph.nodes[node]["kind"] for node in graph}
    assert kinds == {"星河通信": "org", "云帆计划": "initiative", "智慧医疗": "sector", "launch": "fact"}
    fact = graph.nodes["f1"]
    assert (fact["type"], fact["date"], fact["modality"], fact["negated"]) == ("launch", "2020-11-19", "stated", False)
    assert (fact["evidence"], fact["article"], fact["rule"]) == (FULL.text[:22], "a.txt", "fact.launch")
    edges = {(graph.nodes[a]["label"], graph.nodes[b]["label"]): data for a, b, data in graph.edges(data=True)}
    assert edges == {
        ("星河通信", "云帆计划"): {"label": "owner"},
        ("星河通信", "launch"): {"label": "agent", "part": "主办"},
        ("launch", "云帆计划"): {"label": "object"},
    }


def test_what_was_measured_is_a_number():
    (fact,) = FULL.facts
    graph = opened(replace(FULL, facts=(replace(fact, confidence=0.75),)))
    assert graph.nodes["f1"]["confidence"] == 0.75


def test_articles_share_what_they_name_alike():
    one, other = named("中国移动", "1", "中国移动通信集团有限公司"), named("中移动", "2", "中国移动通信集团有限公司")
    graph = opened(one, other, named("中国移动", "3"))
    assert sorted(graph.nodes[node]["label"] for node in graph) == ["中国移动", "中国移动"]
    assert opened(FULL, replace(FULL, id="b.txt")).number_of_nodes() == opened(FULL).number_of_nodes() + 1


def test_two_of_one_name_in_one_article_are_two():
    article = named("长城")
    (organization,) = article.organizations
    twice = replace(article, organizations=(organization, replace(organization, id="o2")))
    assert opened(twice).number_of_nodes() == 2
    assert opened(twice, twice).number_of_nodes() == 2


@pytest.mark.parametrize(
    ("types", "kinds"),
    [
        ({"org"}, ["org"]),
        ({"org", "sector"}, ["org", "sector"]),
        ({"fact"}, ["fact", "initiative", "org"]),
        ({"date"}, []),
    ],
)
def test_types(types, kinds):
    graph = opened(FULL, types=types)
    assert sorted(graph.nodes[node]["kind"] for node in graph) == kinds


@pytest.mark.parametrize("articles", [(), (BARE,)])
def test_no_article_and_an_empty_one_are_an_empty_graph(articles):
    assert opened(*articles).number_of_nodes() == 0
    assert rendered(*articles, format="dot").endswith("}\n")


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_is_a_label_in_graphml(name):
    graph = opened(named(f"甲{name}乙", id=name))
    (label,) = networkx.get_node_attributes(graph, "label").values()
    assert label.startswith("甲")
    assert label.endswith("乙")
    if name.isprintable():
        assert label == f"甲{name}乙"


@given(st.text(st.characters(), min_size=1, max_size=30))
def test_any_name_gives_a_graph_that_opens(name):
    article = named(name, id=name)
    assert opened(article).number_of_nodes() == 1
    rendered(article, format="dot").encode()


@needs_graphviz
@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_graphviz_shows_a_hostile_name_as_it_is(name):
    shown = drawn(rendered(named(f"甲{name}乙", id=name), format="dot"))
    assert list(shown) == ["n1"]
    if name.isprintable():
        assert shown["n1"] == f"甲{name}乙"


@needs_graphviz
def test_graphviz_renders_a_real_article():
    text = "2020年5月，中国移动拟收购咪咕公司。华为与高通签署5G合作协议。民政部印发《养老服务办法》。"
    article = Extractor().extract(text)
    shown = drawn(rendered(article, format="dot"))
    facts = [label for id, label in shown.items() if id.startswith("f")]
    assert facts == ["planned acquisition 2020-05", "cooperation", "publication"]
    entities = {*article.organizations, *article.initiatives}
    assert {entity.name for entity in entities} < set(shown.values())


def test_the_command_writes_one_graph_of_a_folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("中国移动收购咪咕公司。", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("中国移动与华为签署合作协议。", encoding="utf-8")
    out = tmp_path / "out.graphml"
    assert run("extract", tmp_path / "in", "-o", out).returncode == 0
    graph = networkx.read_graphml(out)
    labels = networkx.get_node_attributes(graph, "label")
    assert sorted(labels.values()) == sorted(["中国移动", "咪咕公司", "华为", "acquisition", "cooperation"])
    (mobile,) = (node for node, label in labels.items() if label == "中国移动")
    assert graph.degree(mobile) == 2
    dot = run("extract", tmp_path / "in", "--format", "dot").stdout.decode()
    assert dot.startswith("digraph cmfacts {\n")
    assert dot.count(" -> ") == graph.number_of_edges() == 4


def test_batch_says_that_it_writes_no_graph(tmp_path):
    finished = run("batch", tmp_path, "-o", tmp_path / "out.dot")
    assert finished.returncode == 2
    assert b"batch writes .jsonl, .csv, .parquet or .db" in finished.stderr


def test_an_article_is_taken_when_its_turn_comes():
    taken = []

    def articles():
        for number in range(3):
            taken.append(number)
            yield Article(str(number), "")

    pieces = render(articles(), "graphml")
    next(pieces)
    next(pieces)
    assert taken == [0]
