import json
from copy import deepcopy

import pytest
from jsonschema import Draft202012Validator

from cmfacts import schema
from cmfacts.models import (
    Argument,
    Article,
    Date,
    Evidence,
    Fact,
    Initiative,
    MadeBy,
    Mention,
    Organization,
    Sector,
)
from cmfacts.render import render

VALIDATOR = Draft202012Validator(schema.load())
BARE = Article("空.txt", "", made_by=MadeBy("0.1.0", "3f2a9c1b"))
TEXT = "2020年11月19日，星河通信启动云帆计划，服务智慧医疗"
FULL = Article(
    "a.txt",
    TEXT,
    "题",
    "2020-11-19",
    MadeBy("0.1.0", "3f2a9c1b"),
    (Organization("o1", "星河通信", None, "company", (Mention(12, 16, "星河通信", "org.listed"),)),),
    (Date("d1", "2020-11-19", "day", (Mention(0, 11, "2020年11月19日", "date.day"),)),),
    (Sector("s1", "Q84", "卫生", "智慧医疗", 1, 1.0, (Mention(25, 29, "智慧医疗", "sector.fields"),), digital="0504"),),
    (Initiative("i1", "云帆计划", "plan", "o1", (Mention(18, 22, "云帆计划", "initiative.head"),)),),
    (
        Fact(
            "f1",
            "launch",
            (Argument("agent", "o1", "主办"), Argument("object", "i1")),
            "d1",
            "stated",
            False,
            (Evidence(0, 22, TEXT[:22]),),
            "fact.launch",
        ),
    ),
)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema.load())
    assert json.loads(schema.text()) == schema.load()


@pytest.mark.parametrize("article", [BARE, FULL])
@pytest.mark.parametrize("with_text", [False, True])
def test_articles_validate(article, with_text):
    VALIDATOR.validate(article.to_dict(with_text=with_text))


@pytest.mark.parametrize("types", [{"org"}, {"date", "fact"}, set()])
def test_articles_with_some_types_validate(types):
    (line,) = render([FULL], "jsonl", types=types)
    VALIDATOR.validate(json.loads(line))


def test_results_of_before_rank_weight_and_also_stay_valid():
    tree = FULL.to_dict()
    for key in ("rank", "weight", "also"):
        del tree["sectors"][0][key]
    VALIDATOR.validate(tree)


VALUES = """2020-11-19 2020-11 2020 202X 20XX XXXX XXXX-11-20 XXXX-40 2020-XX XXXX-XX 2020-21 2020-36 2020-41
2019-01/2020-06 2019/.. ../2020 2020-35/2020-36 XXXX/.. 2020-11-XX"""
NO_VALUES = """2020-13 2020-25 2020-42 2020-11-32 2020/ /2020 ../.. 20 2020年 2020-1-1 20201119 2020-11-19T10:00"""


@pytest.mark.parametrize(("values", "good"), [(VALUES, True), (NO_VALUES, False)])
def test_date_values(values, good):
    validator = VALIDATOR.evolve(schema=schema.load()["$defs"]["date"]["properties"]["value"])
    assert [value for value in values.split() if validator.is_valid(value) is not good] == []


BROKEN = {
    "no schema": lambda tree: tree.pop("schema"),
    "other schema": lambda tree: tree.update(schema="cmfacts/2"),
    "unknown key": lambda tree: tree.update(persons=[]),
    "no version": lambda tree: tree.update(made_by=None),
    "missing kind": lambda tree: tree.pop("sectors"),
    "date with a time": lambda tree: tree.update(published="2020-11-19T00:00"),
    "unknown class": lambda tree: tree["organizations"][0].update({"class": "firm"}),
    "class_": lambda tree: tree["organizations"][0].update(class_="company"),
    "wrong id": lambda tree: tree["organizations"][0].update(id="d1"),
    "no mentions": lambda tree: tree["dates"][0].update(mentions=[]),
    "unknown date kind": lambda tree: tree["dates"][0].update(kind="week"),
    "section that is none": lambda tree: tree["sectors"][0].update(code="Z99"),
    "group code": lambda tree: tree["sectors"][0].update(code="I631"),
    "owner that is no org": lambda tree: tree["initiatives"][0].update(owner="i1"),
    "negative offset": lambda tree: tree["dates"][0]["mentions"][0].update(start=-1),
    "float offset": lambda tree: tree["dates"][0]["mentions"][0].update(start=0.5),
    "empty mention": lambda tree: tree["dates"][0]["mentions"][0].update(text=""),
    "crosswalk to nowhere": lambda tree: tree["sectors"][0].update(also={"national": "A01"}),
    "empty crosswalk": lambda tree: tree["sectors"][0].update(also={}),
    "wrong digital code": lambda tree: tree["sectors"][0].update(also={"digital": "1.2"}),
    "rank 0": lambda tree: tree["sectors"][0].update(rank=0),
    "weight over 1": lambda tree: tree["sectors"][0].update(weight=1.5),
    "no rule": lambda tree: tree["dates"][0]["mentions"][0].pop("rule"),
    "unknown modality": lambda tree: tree["facts"][0].update(modality="wished"),
    "unknown fact": lambda tree: tree["facts"][0].update(type="meeting"),
    "no evidence": lambda tree: tree["facts"][0].update(evidence=[]),
    "unknown part": lambda tree: tree["facts"][0]["arguments"][0].update(part="协办单位"),
    "null part": lambda tree: tree["facts"][0]["arguments"][0].update(part=None),
    "fact as argument": lambda tree: tree["facts"][0]["arguments"][0].update(ref="f1"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_articles_do_not_validate(case):
    tree = deepcopy(FULL.to_dict())
    BROKEN[case](tree)
    assert not VALIDATOR.is_valid(tree)
