import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text
from test_render import named, rendered
from test_schema import BARE, FULL

from cmfacts.models import Amount, Argument, Article, Evidence, Fact, Initiative, Mention, Organization
from cmfacts.render.places import Places
from cmfacts.render.wrap import wrap

LONG = named("星河通信（南京）卫星与移动通信技术国家工程研究中心有限责任公司" * 3, id="a/" + "很长的路径/" * 20)


READS_LIKE_THIS = """\
题
2020-11-19  a.txt

Organizations 1            class             times  first  in the text
  星河通信                 company               1   1:13  2020年11月19日，星河通信启动云帆计划，服…

Dates 1                    value             times  first  in the text
  2020年11月19日           2020-11-19            1    1:1  2020年11月19日，星河通信启动云帆计划，服…

Sectors 1                  code              times  first  in the text
  智慧医疗                 Q84 卫生              1   1:26  …19日，星河通信启动云帆计划，服务智慧医疗

Initiatives 1              kind              times  first  in the text
  云帆计划                 plan by 星河通信      1   1:19  …19日，星河通信启动云帆计划，服务智慧医疗

Facts 1   type · who → what · when · confidence     first  in the text
  launch · 星河通信 (主办) → 云帆计划 · 2020-11-19    1:1  2020年11月19日，星河通信启动云帆计划
"""


def table(*articles: Article, width: int = 80, **options) -> str:
    return rendered(*articles, format="table", width=width, **{"color": False} | options)


def test_it_reads_like_this():
    assert table(FULL, width=100) == READS_LIKE_THIS


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160, 200])
@pytest.mark.parametrize("article", [FULL, LONG])
def test_no_line_is_too_wide_and_nothing_is_cut(article, width):
    lines = table(article, width=width).split("\n")
    assert max(map(cell_len, lines)) <= width
    names = "".join(line[2:] for line in lines if line.startswith("  "))
    everything = re.sub(r"\s+", "", "".join(lines))
    for entity in article.organizations:
        # A wrapped name goes on below itself: its characters stand in the table in their order.
        assert re.search(".*?".join(map(re.escape, entity.name)), re.sub(r"\s+", "", names))
    assert article.id in everything


@pytest.mark.parametrize("width", [60, 100])
def test_columns_stand_below_each_other(width):
    lines = table(FULL, width=width).split("\n")
    places = {cell_len(line[: match.start()]) for line in lines if (match := re.search(r"\b1:\d+\b|\bfirst\b", line))}
    ends = {cell_len(line[: match.end()]) for line in lines if (match := re.search(r"\b1:\d+\b|\bfirst\b", line))}
    assert len(ends) == 1, places


def test_columns_and_pipe_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    wide = rendered(LONG, format="table")
    assert 100 < max(map(cell_len, wide.split("\n"))) <= 200
    monkeypatch.delenv("COLUMNS")
    assert 80 < max(map(cell_len, rendered(LONG, format="table").split("\n"))) <= 100


def test_no_color_in_a_pipe_and_color_on_demand(monkeypatch):
    assert "\x1b" not in rendered(FULL, format="table")
    assert "\x1b[36mcompany" in table(FULL, color=True)
    assert "\x1b" not in table(FULL, color=False)


def test_types():
    text = table(FULL, types={"date", "fact"})
    assert [word for word in ("Organizations", "Dates", "Sectors", "Initiatives", "Facts") if word in text] == [
        "Dates",
        "Facts",
    ]


def fact(**changes) -> Article:
    return replace(FULL, facts=(replace(FULL.facts[0], **changes),))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "launch · 星河通信 (主办) → 云帆计划 · 2020-11-19"),
        (
            {"amount": Amount(0, 1, "5亿元", 500000000, "CNY"), "date": None},
            "launch · 星河通信 (主办) → 云帆计划 · 5亿元",
        ),
        ({"confidence": 0.5, "date": None}, "launch · 星河通信 (主办) → 云帆计划 · 50%"),
        ({"modality": "planned", "negated": True}, "not planned launch · 星河通信 (主办) → 云帆计划 · 2020-11-19"),
        ({"arguments": FULL.facts[0].arguments[1:], "date": None}, "launch · 云帆计划"),
    ],
)
def test_a_fact_is_a_sentence(changes, sentence):
    lines = table(fact(**changes), types={"fact"}, width=70).split("\n")
    assert re.fullmatch(r"Facts 1( {3}type · who → what · when · confidence)? +first", lines[3])
    assert re.fullmatch(rf"  {re.escape(sentence)} +1:1", lines[4])
    assert lines[5] == f"    {FULL.text[:22]}"


def test_the_arguments_of_a_fact_are_coloured_in_its_evidence():
    text = table(FULL, types={"fact"}, width=120, color=True)
    assert "\x1b[34mlaunch" in text
    for coloured in ("\x1b[33m2020年11月19日", "\x1b[36m星河通信", "\x1b[35m云帆计划"):
        assert coloured in text[text.index("1:1") :]
    plain = [line.rstrip() for line in re.sub("\x1b\\[[0-9;]*m", "", text).split("\n")]
    assert plain == table(FULL, types={"fact"}, width=120).split("\n")


def test_every_telling_of_a_fact_is_a_line():
    clauses = (*FULL.facts[0].evidence, Evidence(16, 22, "启动云帆计划"))
    lines = table(fact(evidence=clauses), types={"fact"}, width=60).split("\n")
    assert [line.strip() for line in lines[5:7]] == [FULL.text[:22], "启动云帆计划"]


@given(st.text(st.characters(), min_size=1, max_size=40), st.integers(16, 160))
def test_any_evidence_can_be_shown(text, width):
    mention = Mention(0, len(text), text, "org.listed")
    article = replace(
        BARE,
        text=text,
        organizations=(Organization("o1", text, None, "company", (mention,)),),
        facts=(
            replace(
                FULL.facts[0], arguments=(Argument("agent", "o1"),), date=None, evidence=(Evidence(0, len(text), text),)
            ),
        ),
    )
    shown = table(article, types={"fact"}, width=width)
    assert max(map(cell_len, shown.split("\n"))) <= width
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\ud800-\udfff]", shown)


def test_nothing_found_is_one_plain_line():
    assert table(BARE) == "空.txt\nThe text is empty.\n"
    assert table(Article("a.txt", "天气很好。")) == "a.txt\nNothing found.\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("[red]甲[/red]", "[red]甲[/red]"),
        (":smile:", ":smile:"),
        ("甲\x1b[2J乙", "甲\\x1b[2J乙"),
        ("甲\x1b]0;标题\x07", "甲\\x1b]0;标题\\x07"),
        ("甲\x9b31m乙", "甲\\x9b31m乙"),
        ("甲\u202e乙", "甲\\u202e乙"),
        ("甲\u2066乙", "甲\\u2066乙"),
        ("甲\ud83d乙", "甲\ufffd乙"),
        ("甲\x00\x08乙", "甲\\x00\\x08乙"),
    ],
)
def test_outside_text_is_shown_not_obeyed(name, shown):
    text = table(replace(named(name, id=name), title=name), width=120)
    assert text.count(shown) == 4  # title, path, name, snippet
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\ud800-\udfff]", text)


@given(st.text(max_size=60), st.integers(4, 30))
def test_wrapping_loses_nothing_but_spaces(text, cells):
    lines = wrap(Text(text), cells).plain.split("\n")
    assert "".join("".join(lines).split()) == "".join(Text(text).plain.split())
    assert max(map(cell_len, lines)) <= cells


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("中国移动，联合清华", 8, ["中国移", "动，联合", "清华"]),  # no line begins with a comma
        ("发布《规划》", 6, ["发布", "《规", "划》"]),  # nor ends with an opening mark
        ("中国China Mobile", 8, ["中国", "China", "Mobile"]),
        ("2019-09-16/2019-09-20", 16, ["2019-09-16/", "2019-09-20"]),
        ("Communications", 6, ["Commun", "icatio", "ns"]),
    ],
)
def test_where_lines_break(text, cells, lines):
    assert wrap(Text(text), cells).plain.split("\n") == lines


def test_line_and_column_count_characters():
    places = Places("一二\r\n三😀四\n")
    assert [places.line_and_column(offset) for offset in (0, 1, 4, 6)] == ["1:1", "1:2", "2:1", "2:3"]


@pytest.mark.parametrize(
    ("cells", "around"),
    [
        (80, ("由", "星河通信", "主办的大会开幕。")),
        (18, ("由", "星河通信", "主办的…")),
        (8, ("", "星河通信", "")),
        (4, ("", "星河通信", "")),
    ],
)
def test_words_around_stay_in_the_sentence(cells, around):
    text = "上一句。由星河通信主办的大会开幕。下一句。"
    assert Places(text).around(5, 9, cells) == around


@given(st.text("，。甲a \n", min_size=3, max_size=40), st.integers(0, 60))
def test_words_around_fit(text, cells):
    before, inside, after = Places(text).around(1, 2, cells)
    assert cell_len(before + inside + after) <= max(cells, cell_len(inside))


@pytest.mark.parametrize("width", [20, 24, 32, 40, 50, 55, 56, 60, 80])
def test_no_width_breaks_a_word_or_runs_over(width):
    shown = table(FULL, width=width)
    assert max(map(cell_len, shown.split("\n"))) <= width
    assert set(re.findall("[a-z]+", shown)) <= {*re.findall("[a-z]+", table(FULL, width=160)), "once"}


def test_who_grants_an_award_is_not_among_what_is_won():
    text = "云杉科技获得云岭协会颁发的云帆奖。"
    names = [("o1", "云杉科技"), ("o2", "云岭协会")]
    mentions = {name: Mention(text.index(name), text.index(name) + 4, name, "org.listed") for _, name in names}
    award = Initiative("i1", "云帆奖", "award", None, (Mention(13, 16, "云帆奖", "initiative.quoted"),))
    arguments = (Argument("recipient", "o1"), Argument("object", "i1"), Argument("grantor", "o2"))
    told = Fact("f1", "award", arguments, None, "stated", False, (Evidence(0, 16, text[:16]),), "fact.award.any")
    article = Article(
        "a.txt",
        text,
        organizations=tuple(Organization(id, name, None, "company", (mentions[name],)) for id, name in names),
        initiatives=(award,),
        facts=(told,),
    )
    assert "award · 云杉科技 → 云帆奖 · from 云岭协会 " in table(article, width=100)
    assert "云帆奖, from 云岭协会" in rendered(article, format="markdown")
    assert "云帆奖 · from 云岭协会" in rendered(article, format="html")
    assert "云帆奖; 云岭协会 (grantor)" in rendered(article, format="csv", types={"fact"})
