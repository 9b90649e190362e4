"""The whole extractor: what holds for every text, and the Python API of the contract."""

import dataclasses
import datetime
import gc
import json
from functools import cache, partial
from pathlib import Path

import opencc
import pytest
from growth import steps
from hypothesis import example, given, settings
from hypothesis import strategies as st
from invariants import check, check_rendering

import cmfacts
from cmfacts.finders.slots import SLOTS
from cmfacts.lexicon import Lexicons

NAMES = "中国移动 华为 清华大学 哈尔滨市 工信厅 有限公司 协会 （以下简称“ ”） 人工智能 智慧 农业 云计算 计划"
JOINTS = "（ ） 、 和 与 ， 。 由 主办 启动 等企业 “ ” 《 》 第四届 大会 奖 平台 😀 5G ＡＩ 臺灣 ."
DATES = "2020年11月19日 今年 年月 上半年 至 月底 19日"
WORDS = st.sampled_from([*NAMES.split(), *JOINTS.split(), *DATES.split(), "\n", "\ud800", "\x00", " "])
ARTICLES = st.lists(WORDS | st.text(max_size=4), max_size=40).map("".join)

# A table is drawn before a word of it, so that rare ones (此外, 双方) meet the verbs and the ends of paragraphs.
TABLES = [sorted({cells[0] for _, cells in table.rows}) for table in Lexicons().tables if table.kind == "fact"]
TOLD = st.sampled_from(TABLES).flatmap(st.sampled_from) | WORDS | st.sampled_from("。\n\n ， 、 ；".split(" "))
TELLING = st.lists(TOLD, max_size=40).map("".join)


@cache
def extractor(segmenter: str | None = None) -> cmfacts.Extractor:
    return cmfacts.Extractor(segmenter=segmenter)


def entities(article):
    return [*article.organizations, *article.dates, *article.sectors, *article.initiatives]


@settings(max_examples=400, deadline=None)
@given(ARTICLES)
def test_every_promise_holds_for_every_text(text):
    check(extractor().extract(text), text)


@settings(max_examples=400, deadline=None)
@given(TELLING)
@example("商务部。\n此外，双方、扩大共识")  # a sentence without words between what 此外 takes up and itself
@example("，腾讯旗；联手轮")  # a sentence that opens with a mark
@example("今天下午在北京，中国石化与华为。两公司共同")  # who acts stands later in its sentence than 共同
@example("中国石化股份公告向公司转让公司%股")  # a stake without a company that it is held in
def test_every_promise_holds_where_facts_are_told(text):
    check(extractor().extract(text), text)


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_every_format_renders_every_text(text):
    check_rendering(extractor().extract(text))


@settings(max_examples=100, deadline=None)
@given(ARTICLES)
def test_the_same_text_gives_the_same_result(text):
    first, second = extractor().extract(text), extractor().extract(text)
    assert json.dumps(first.to_dict()) == json.dumps(second.to_dict())


@settings(max_examples=100, deadline=None)
@given(ARTICLES)
def test_both_segmenters_give_the_same_facts(text):
    assert extractor("rjieba").extract(text).to_dict() == extractor("jieba").extract(text).to_dict()


def test_api_of_the_contract():
    article = cmfacts.extract("中国移动11月19日启动星辰计划。", published="2020-11-19")
    assert isinstance(article, cmfacts.Article)
    assert article.organizations[0].name == "中国移动"
    assert article.dates[0].value == "2020-11-19"
    assert article.to_dict()["schema"] == "cmfacts/1"
    assert "text" not in article.to_dict()
    assert article.to_dict(with_text=True)["text"] == article.text
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.text = ""


def test_stream_keeps_order_and_carries_nothing_over():
    texts = ["云杉科技有限公司（以下简称“云杉”）成立。", "云杉长得很高。", "华为发布报告。"]
    found = [[o.name for o in article.organizations] for article in extractor().stream(texts)]
    assert found == [["云杉科技有限公司", "云杉"], [], ["华为"]] or found == [["云杉科技有限公司"], [], ["华为"]]


def test_entries_come_in_order_of_first_mention_with_running_ids():
    article = extractor().extract("华为与清华大学合作，华为出资，百度参加。")
    assert [(o.id, o.name, len(o.mentions)) for o in article.organizations] == [
        ("o1", "华为", 2),
        ("o2", "清华大学", 1),
        ("o3", "百度", 1),
    ]


def test_an_alias_and_its_full_name_are_one_organization():
    article = extractor().extract("青岛海润智联科技有限公司（以下简称“海润智联”）成立，海润智联扩产。")
    (organization,) = article.organizations
    assert [mention.text for mention in organization.mentions] == ["青岛海润智联科技有限公司", "海润智联", "海润智联"]
    assert (organization.name, organization.full_name) == ("海润智联", "青岛海润智联科技有限公司")


def test_an_initiative_is_called_as_the_text_writes_it_first():
    text = "市政府印发《绿色出行行动计划（2024—2026年）》。《绿色出行行动计划(2024—2026年)》要求公交提速。"
    (initiative,) = extractor().extract(text).initiatives
    assert initiative.name == "绿色出行行动计划（2024—2026年）"
    assert [mention.text for mention in initiative.mentions] == [initiative.name, "绿色出行行动计划(2024—2026年)"]


@pytest.mark.parametrize("text", ["", " ", "\n", "a", "。", "年", "\x00"])
def test_texts_that_hold_nothing(text):
    assert entities(extractor().extract(text)) == []


@pytest.mark.parametrize("rule", SLOTS.rules, ids=lambda rule: rule.id)
def test_slot_examples(rule):
    for text, name in rule.examples.items():
        assert (name, rule.id) in by_rule(text)
    for text in rule.rejects:
        assert rule.id not in [found for _, found in by_rule(text)]


def by_rule(text):
    article = extractor().extract(text)
    return [(mention.text, mention.rule) for organization in article.organizations for mention in organization.mentions]


@pytest.mark.parametrize("unit", ["有限公司", "中国移动", "海科技", "协会", "、甲乙", "（以下简称“甲乙”）", "由主办"])
def test_no_name_grows_with_the_text(unit):
    """Names that chain into each other would cost time quadratic in the article's length."""
    article = extractor().extract(unit * 500)
    assert max((len(m.text) for o in article.organizations for m in o.mentions), default=0) <= 64


def test_reading_makes_no_circles_and_leaves_the_collector_as_it_was():
    text = "云州移动股份有限公司（以下简称“云移”）2020年11月19日联合华为启动“星辰计划”，云移董事长出席。" * 3
    extractor().extract(text)
    gc.collect()
    gc.disable()
    try:
        extractor().extract(text)
        assert gc.collect() == 0
        assert not gc.isenabled()
    finally:
        gc.enable()
    extractor().extract(text)
    assert gc.isenabled()


@pytest.mark.parametrize("name", ["education", "energy", "manufacturing", "telecom", "transport"])
def test_traditional_characters_give_the_same_entities_cut_from_the_original(name):
    text = (Path(__file__).parents[1] / "samples" / f"{name}.txt").read_text(encoding="utf-8")
    traditional = opencc.OpenCC("s2t").convert(text)
    assert len(traditional) == len(text)
    assert traditional != text
    simple, converted = extractor().extract(text), extractor().extract(traditional)

    def places(article):
        return [[(m.start, m.end) for m in entity.mentions] for entity in entities(article)]

    assert places(simple) == places(converted)
    assert len(simple.facts) == len(converted.facts)
    check(converted, traditional)


def test_what_is_to_come_changes_no_result():
    text = "2020年11月19日，岚泰科技有限公司与中国移动签署战略合作协议，共建工业互联网平台。"
    told = cmfacts.Extractor()
    told.expect(1_000_000)
    assert told.extract(text) == cmfacts.Extractor().extract(text)


@given(st.lists(ARTICLES, max_size=4))
@settings(max_examples=30, deadline=None)
def test_articles_read_together_are_as_they_are_read_alone(texts):
    articles = [cmfacts.Article(str(number), text) for number, text in enumerate(texts)]
    assert extractor().read_all(articles) == [extractor().read(article) for article in articles]


# Repeated, most of these once made some rule look at all of the text again and again; the others are of their kind.
REPEATED = {
    "words between a name and its signal": "拟",
    "owners of owners": "减持（交运集团",
    "names behind a country's firm": "中国航天科工集团二院（1通用汽车入主",
    "holdings": "参股SMM",
    "signals": "系",
    "paragraphs": "商务部。\n此外，双方",
    "weak names in a list": "中煤协、",
    "words that stand for a firm": "年天猫双11牵手",
    "a firm's bracket": "奖项占前晚定增(集团)有限公司正式发布",
    "sums of money": "腾讯以5亿元收购京东，",
    "places that end names": "路桥",
    "coined names in a list": "青禾植保、等企业",
    "units and their parents": "中石化第二建设公司",
}


@pytest.mark.parametrize("unit", REPEATED.values(), ids=REPEATED)
def test_work_grows_with_the_text(unit):
    texts = (unit * (size // len(unit)) for size in (600, 4800))
    few, many = (steps(partial(extractor().extract, text)) for text in texts)
    assert many < 9 * few


@pytest.mark.parametrize(
    "published", [datetime.date(2020, 11, 19), datetime.datetime(2020, 11, 19, 8), "2020-11-19T08:00:00", "2020/11/19"]
)
def test_the_day_of_publication_in_other_forms(published):
    article = cmfacts.extract("中国移动今天启动星辰计划。", published=published)
    assert (article.published, article.dates[0].value) == ("2020-11-19", "2020-11-19")


@pytest.mark.parametrize(
    ("text", "published", "error", "said"),
    [
        (None, None, TypeError, "text is NoneType"),
        (b"abc", None, TypeError, "text is bytes"),
        ("今天", "2024", ValueError, "'2024'"),
        ("今天", "２０２０-11-19", ValueError, "a day such as 2020-11-19"),
        ("今天", "2020-02-30", ValueError, "'2020-02-30'"),
    ],
)
def test_what_is_no_text_or_no_day_is_named(text, published, error, said):
    with pytest.raises(error, match=said):
        cmfacts.extract(text, published=published)
    with pytest.raises(error, match=said):
        cmfacts.Extractor().read(cmfacts.Article("-", text, None, published))


@pytest.mark.parametrize("blank", ["\t", "\u3000", "\xa0", " ", "  "])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公司启动“_繁星计划”。", ["繁星计划"]),
        ("公司启动“繁星计划_”。", ["繁星计划"]),
        ("公司发布《_云帆行动计划_》。", ["云帆行动计划"]),
        ("公司推进“_清水行动_、_蓝天行动_”。", ["清水行动", "蓝天行动"]),
        ("瀚辰通信集团股份有限公司（以下简称“_瀚辰通信_”）成立。", ["瀚辰通信集团股份有限公司", "瀚辰通信"]),
        ("瀚辰通信集团股份有限公司（以下简称“__”）发布《__》。“__”", ["瀚辰通信集团股份有限公司"]),
    ],
)
def test_blanks_inside_marks_belong_to_no_name(text, found, blank):
    text = text.replace("_", blank)
    article = cmfacts.extract(text)
    mentions = [each for entity in (*article.organizations, *article.initiatives) for each in entity.mentions]
    assert [mention.text for mention in mentions] == found
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
