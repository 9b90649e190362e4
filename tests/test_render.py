import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_schema import BARE, FULL

from cmfacts.errors import UsageError
from cmfacts.models import Article, Mention, Organization
from cmfacts.render import FORMATS, format_of, render
from cmfacts.render.escape import visible
from cmfacts.render.html.marks import Mark, marked


def rendered(*articles: Article, format: str, **options) -> str:
    return "".join(render(articles, format, **options))


def named(name: str, id: str = "a.txt") -> Article:
    """An article whose whole text is one organization's name."""
    mention = Mention(0, len(name), name, "org.listed")
    return replace(BARE, id=id, text=name, organizations=(Organization("o1", name, None, "company", (mention,)),))


def cells(*articles: Article, **options) -> list[list[str]]:
    return list(csv.reader(io.StringIO(rendered(*articles, format="csv", **options), newline="")))


@pytest.mark.parametrize(
    ("path", "format"),
    [("a.json", "json"), ("A.JSONL", "jsonl"), ("a.csv", "csv"), ("a.htm", "html"), ("a.md", "markdown"), ("a", None)],
)
def test_endings_name_formats(path, format):
    assert format_of(path) == format


@pytest.mark.parametrize(
    ("format", "types"), [("xml", None), ("json", {"orgs"}), ("csv", {"org", "fact"}), ("__init__", None)]
)
def test_wrong_usage_is_told_before_an_article_is_read(format, types):
    with pytest.raises(UsageError):
        render(iter(()), format, types=types)


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_gives_the_same_bytes_twice(format):
    once = rendered(FULL, BARE, format=format, width=90, color=False)
    assert once == rendered(FULL, BARE, format=format, width=90, color=False)
    assert once.endswith("\n")


@pytest.mark.parametrize("format", ["table", "jsonl", "csv", "html", "markdown"])
def test_articles_are_taken_one_at_a_time(format):
    taken = []

    def articles():
        for number in range(3):
            taken.append(number)
            yield replace(FULL, id=str(number))

    pieces = render(articles(), format, width=80, color=False)
    next(piece for piece in pieces if "云帆计划" in piece)
    assert taken == [0]


@pytest.mark.parametrize("format", FORMATS)
@given(text=st.text(st.characters(), min_size=1, max_size=20))
def test_any_text_can_be_shown_and_encoded(format, text):
    rendered(replace(named(text), id=text, title=text), format=format, width=60, color=True).encode()


@pytest.mark.parametrize("format", FORMATS)
def test_facts_alone_in_every_format(format):
    text = rendered(FULL, BARE, format=format, types={"fact"}, width=90, color=False)
    for word in ("launch", "星河通信", "云帆计划", "2020-11-19", "2020年11月19日，星河通信启动云帆计划"):
        assert word in text
    assert "智慧医疗" not in text or format == "html"  # that shows the whole text


class TestJson:
    def test_one_article_is_an_object_and_several_are_a_list(self):
        assert json.loads(rendered(FULL, format="json")) == FULL.to_dict()
        assert json.loads(rendered(FULL, BARE, format="json")) == [FULL.to_dict(), BARE.to_dict()]
        assert json.loads(rendered(format="json")) == []

    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_a_list_on_demand(self, count):
        assert json.loads(rendered(*[BARE] * count, format="json", as_list=True)) == [BARE.to_dict()] * count

    def test_an_object_on_demand(self):
        assert json.loads(rendered(BARE, format="json", as_list=False)) == BARE.to_dict()

    def test_lines_are_lines(self):
        lines = rendered(named("甲\u2028乙\u0085丙\n丁"), BARE, format="jsonl").splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["a.txt", "空.txt"]

    def test_chinese_stays_readable_and_a_lone_surrogate_is_replaced(self):
        data = rendered(named("中移\ud83d\ude00动"), format="jsonl").encode()
        assert "中移\ufffd\ufffd动".encode() in data
        assert b"\\ud" not in data

    def test_types_empty_the_other_kinds(self):
        tree = json.loads(rendered(FULL, format="json", types=["date"]))
        assert tree == FULL.to_dict() | {"organizations": [], "sectors": [], "initiatives": [], "facts": []}

    def test_facts_alone_keep_what_they_refer_to(self):
        tree = json.loads(rendered(FULL, format="json", types=["fact"]))
        assert tree == FULL.to_dict() | {"sectors": []}
        assert json.loads(rendered(replace(FULL, facts=()), format="json", types=["fact"]))["organizations"] == []

    def test_text_on_demand(self):
        assert json.loads(rendered(FULL, format="json", with_text=True)) == FULL.to_dict(with_text=True)


class TestCsv:
    def test_one_row_a_mention(self):
        assert cells(FULL) == [
            ["article", "type", "id", "name", "value", "start", "end", "text", "rule"],
            ["a.txt", "org", "o1", "星河通信", "company", "12", "16", "星河通信", "org.listed"],
            ["a.txt", "date", "d1", "2020年11月19日", "2020-11-19", "0", "11", "2020年11月19日", "date.day"],
            ["a.txt", "sector", "s1", "卫生", "Q84", "25", "29", "智慧医疗", "sector.fields"],
            ["a.txt", "initiative", "i1", "云帆计划", "plan", "18", "22", "云帆计划", "initiative.head"],
        ]

    def test_types(self):
        assert [row[1] for row in cells(FULL, types={"date", "sector"})] == ["type", "date", "sector"]

    def test_one_row_a_fact(self):
        assert cells(FULL, BARE, types={"fact"}) == [
            ["article", "id", "type", "agent", "object", "date", "modality", "negated", "evidence", "amount"],
            [
                "a.txt",
                "f1",
                "launch",
                "星河通信 (主办)",
                "云帆计划",
                "2020-11-19",
                "stated",
                "false",
                FULL.text[:22],
                "",
            ],
        ]

    @pytest.mark.parametrize("name", ["=1+1", "+86", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM"])
    def test_a_formula_is_disarmed(self, name):
        row = cells(named(name))[1]
        assert (row[3], row[7]) == (f"'{name}", f"'{name}")

    def test_standard_input_keeps_its_name(self):
        assert cells(named("甲", id="-"))[1][0] == "-"

    def test_quotes_commas_and_lines_as_rfc_4180_has_them(self):
        name = '甲"乙",\n丙'
        text = rendered(named(name), format="csv")
        assert '"甲""乙"",\n丙"' in text
        assert text.count("\r\n") == 2
        assert cells(named(name))[1][3] == name


class Page(HTMLParser):
    """The tags of a page, its text, and what is marked in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


class TestHtml:
    def test_mentions_are_marked_in_the_whole_text(self):
        page = rendered(FULL, format="html")
        assert '<mark id="a1-i1-1" class="initiative" data-entity="a1-i1"' in page
        assert ' title="Initiative: 云帆计划, plan by 星河通信">云帆计划</mark>' in page
        assert FULL.text in Page(page).text

    def test_mentions_that_cross_are_split_and_nest(self):
        article = replace(
            FULL, organizations=(replace(FULL.organizations[0], mentions=(Mention(12, 20, "x", "r.r"),)),)
        )
        page = rendered(article, format="html")
        assert ' title="Initiative: 云帆计划, plan by 星河通信">云帆</mark></mark><mark class="initiative"' in page
        assert page.count('id="a1-i1-1"') == 1
        assert article.text in Page(page).text

    def test_outside_text_is_no_markup_and_loads_nothing(self):
        evil = '<script>alert(1)</script><img src="http://x">&amp;"\''
        page = rendered(replace(named(evil), title=evil, id=evil), format="html")
        assert {"img", "link", "iframe"}.isdisjoint(Page(page).tags)
        assert Page(page).tags.count("script") == 1
        assert Page(page).text.count(evil) >= 4
        assert "default-src 'none'" in page
        assert not re.search(r"""(?:src|href)=["'](?!#)""", page)

    @given(text=st.text(min_size=1, max_size=12), data=st.data())
    def test_any_marks_nest_and_keep_the_text(self, text, data):
        spans = data.draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2), max_size=6))
        marks = [Mark(min(s), -max(s), "org", "e", "t", f"m{n}") for n, s in enumerate(spans) if s[0] != s[1]]
        page = marked(text, marks, [(offset, "x") for span in spans for offset in span])
        assert unescape(re.sub("<[^>]*>", "", page)) == visible(text, lines=True)
        depth = 0
        for tag in re.findall("</?mark", page):
            depth += 1 if tag == "<mark" else -1
            assert depth >= 0
        assert depth == 0
        assert sorted(re.findall(' id="(m[0-9])"', page)) == sorted(mark.id for mark in marks)

    def test_types(self):
        assert "<mark" not in rendered(FULL, format="html", types={"fact"})


class TestMarkdown:
    def test_a_table_a_kind(self):
        page = rendered(FULL, format="markdown")
        assert "# 题\n\n2020-11-19 · a.txt\n\n## Organizations (1)\n\n| name | class | times | first |\n" in page
        assert "| 智慧医疗 | Q84 卫生 | 1 | 1:26 |" in page
        assert "| launch | 星河通信 (主办) | 云帆计划 | 2020-11-19 |" in page

    def test_marks_are_escaped(self):
        page = rendered(replace(named("a|b*c*<br>[x](y)"), title="1. 甲\n# 乙"), format="markdown")
        assert "| a\\|b\\*c\\*\\<br\\>\\[x\\](y) | company |" in page
        assert page.startswith("# 1\\. 甲 # 乙\n")

    def test_nothing_found(self):
        assert rendered(BARE, format="markdown") == "# 空.txt\n\n空.txt\n\nNothing found.\n"
