"""Facts: the lexicon's own examples, evidence, merging, and time that grows with the text alone."""

from functools import cache

import pytest
from growth import steps
from jsonschema import Draft202012Validator

from cmfacts import Extractor, schema
from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons, split
from cmfacts.link.frames import parse

COLUMNS = ("trigger", "type", "example", "counter-example")
ROWS = [row for table in Lexicons().of("fact", "trigger") for row in table.select(*COLUMNS)]


@cache
def extractor():
    return Extractor()


def facts(text, **options):
    return extractor().extract(text, **options).facts


@pytest.mark.parametrize(("word", "types", "example", "counter"), ROWS, ids=[row[0] for row in ROWS])
def test_a_trigger_tells_its_example_and_nothing_of_its_counter_example(word, types, example, counter):
    assert word in example
    assert word in counter
    assert {fact.type for fact in facts(example)} & set(split(types))
    assert not {fact.type for fact in facts(counter)} & set(split(types))


TEXT = """2020年11月19日，中国移动启动“星辰计划”，并与华为签署战略合作协议。
本次“创客大赛”由中国移动主办，华为承办。据传中国移动旗下咪咕公司将入股浦发银行。
中国移动荣获“亚洲移动大奖”；民政部等八部门印发《养老服务管理办法》。
"""


def test_a_text_with_many_facts_is_valid_and_its_evidence_is_exact():
    article = extractor().extract(TEXT)
    assert {fact.type for fact in article.facts} == {
        "launch",
        "cooperation",
        "event",
        "ownership",
        "investment",
        "award",
        "publication",
    }
    assert [fact.id for fact in article.facts] == [f"f{number}" for number in range(1, len(article.facts) + 1)]
    assert all(TEXT[clause.start : clause.end] == clause.text for fact in article.facts for clause in fact.evidence)
    Draft202012Validator(schema.load()).validate(article.to_dict())


def test_arguments_and_dates_are_entities_of_the_article():
    article = extractor().extract(TEXT)
    ids = {entity.id for entity in (*article.organizations, *article.sectors, *article.initiatives)}
    assert {argument.ref for fact in article.facts for argument in fact.arguments} <= ids
    assert {fact.date for fact in article.facts} <= {date.id for date in article.dates} | {None}


def test_a_fact_told_twice_is_one_with_two_clauses():
    (fact,) = facts("中国移动收购咪咕公司。此前有分析。2020年5月，中国移动收购咪咕公司。")
    assert [clause.text for clause in fact.evidence] == ["中国移动收购咪咕公司", "2020年5月，中国移动收购咪咕公司"]
    assert fact.date is not None


def test_facts_of_two_dates_are_two():
    assert len(facts("2019年，中国移动举办“创客大赛”。2020年，中国移动举办“创客大赛”。")) == 2


def test_planned_and_stated_are_two():
    told = facts("中国移动拟收购咪咕公司。中国移动收购咪咕公司。")
    assert [fact.modality for fact in told] == ["planned", "stated"]


def test_full_width_and_traditional_text_tells_the_same():
    (fact,) = facts("中國移動與華為簽署戰略合作協議。")
    assert fact.type == "cooperation"
    assert fact.evidence[0].text == "中國移動與華為簽署戰略合作協議"


@pytest.mark.parametrize("text", ["", "。", "收购", "由主办", "中国移动", "与" * 50, "（收购" * 50, "，。" * 50])
def test_odd_texts_tell_nothing(text):
    assert facts(text) == ()


LONG = {
    "one verb": "中国移动收购",
    "carried": "，收购",
    "conjunction": "并",
    "pronoun": "公司收购",
    "bracket": "（收购",
    "noun": "子公司",
    "passive": "由中国移动主办",
    "list": "、华为",
    "both": "双方收购",
    "theirs": "，收购其持有的华为股权",
    "firm": "公司公告称，公司收购",
    "source": "显示华为，",
    "owners": "收购华为旗下",
    "relative": "的华为收购",
    "event": "参加活动，",
    "hosts": "、华为主办",
    "denied": "未收购不购买",
    "shares": "华为持股30%，",
    "holdings": "持有浦发银行20%股权、",
    "objects": "公司增持公司股份，",
    "said": "华为与北欧领先的经销商",
}


def linking(text):
    """The linker's work on a text."""
    article, doc = extractor().extract(text), extractor().prepare(text)
    assert doc.tokens.words
    entities = (article.organizations, article.dates, article.sectors, article.initiatives)
    return lambda: extractor()._facts.link(doc, *entities)


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG)
def test_work_grows_with_the_text(unit):
    few, many = (steps(linking("中国移动" + unit * times + "签署协议")) for times in (100, 800))
    assert many < 10 * few


@pytest.mark.parametrize("pattern", ["agent object", "agent ! ! object"])
def test_a_frame_has_one_trigger(pattern):
    with pytest.raises(ValueError, match="one !"):
        parse("broken", pattern)


def test_an_unknown_frame_is_named_with_its_line(tmp_path):
    (tmp_path / "fact").mkdir()
    (tmp_path / "fact" / "own.tsv").write_text("trigger\ttype\tframes\n并网\tlaunch\tsideways\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"own\.tsv:2: unknown frame 'sideways'"):
        Extractor([tmp_path])


def test_a_user_may_add_a_trigger(tmp_path):
    (tmp_path / "fact").mkdir()
    (tmp_path / "fact" / "own.tsv").write_text("trigger\ttype\tframes\n鲸吞\tacquisition\tactive\n", encoding="utf-8")
    (fact,) = Extractor([tmp_path]).extract("中国移动鲸吞咪咕公司。").facts
    assert (fact.type, fact.rule) == ("acquisition", "fact.acquisition.active")


def test_every_frame_is_some_trigger_s():
    frames = {name for table in Lexicons().of("fact", "frame") for (name,) in table.select("frame")}
    used = {
        name.rpartition(":")[2]
        for table in Lexicons().of("fact", "trigger")
        for (cell,) in table.select("frames")
        for name in split(cell)
    }
    assert frames == used


EVIDENCE = [
    ("会上，中国移动荣获“亚洲移动大奖”。", "中国移动荣获“亚洲移动大奖”"),
    ("会上，“星辰计划”由中国移动启动。", "“星辰计划”由中国移动启动"),
    ("他说：“中国移动启动星辰计划。”", "中国移动启动星辰计划"),
    ("“中国移动收购了咪咕公司”，他说。", "中国移动收购了咪咕公司"),
    ("中国移动发布《关于“星辰”的通知》。", "中国移动发布《关于“星辰”的通知》"),
]


@pytest.mark.parametrize(("text", "clause"), EVIDENCE, ids=[clause for _, clause in EVIDENCE])
def test_evidence_has_a_mark_of_quotation_where_it_has_the_other_half(text, clause):
    (fact,) = facts(text)
    assert [evidence.text for evidence in fact.evidence] == [clause]
