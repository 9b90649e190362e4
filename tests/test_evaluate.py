"""Scores on a gold of four sentences whose figures can be counted by hand."""

import json

import pytest
from test_cli import on_terminal, run

from cmfacts.errors import InputError
from cmfacts.evaluate import Report, compare, overlaps, read_gold
from cmfacts.models import Article, Date, Initiative, Mention, Organization, Sector

TEXT = "甲公司与乙公司在2024年发展云计算，启动远山计划。"


def mention(words: str) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, "test")


def marked(type: str, words: str, **value: str) -> dict:
    where = mention(words)
    return {"type": type, "start": where.start, "end": where.end, "text": words, **value}


GOLD = {
    "id": "a",
    "published": "2024-05-20",
    "text": TEXT,
    "mentions": [
        marked("org", "甲公司"),
        marked("org", "乙公司"),
        marked("date", "2024年", value="2024"),
        marked("sector", "云计算", code="I64"),
        marked("initiative", "远山计划", kind="plan"),
    ],
}
RESULT = Article(
    "a",
    TEXT,
    organizations=(
        Organization("o1", "甲公司", None, "company", (mention("甲公司"),)),
        Organization("o2", "公司在", None, "company", (mention("公司在"),)),
        Organization("o3", "发展", None, "company", (mention("发展"),)),
    ),
    dates=(Date("d1", "2023", "year", (mention("2024年"),)),),
    sectors=(Sector("s1", "I65", "软件", "云计算", 1, 1.0, (mention("云计算"),)),),
    initiatives=(Initiative("i1", "远山计划", "plan", None, (mention("远山计划"),)),),
)


def write(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def report(tmp_path):
    report = Report()
    for gold in read_gold(write(tmp_path / "gold.jsonl", GOLD)):
        compare(report, gold, RESULT)
    return report


def counts(score):
    return score.right, score.found, score.gold


def test_every_measure(report):
    found = {type: {name: counts(score) for name, score in row.items()} for type, row in report.scores().items()}
    assert found == {
        "org": {"span": (1, 3, 2), "overlap": (2, 3, 2)},
        "date": {"span": (1, 1, 1), "overlap": (1, 1, 1), "value": (0, 1, 1)},
        "sector": {"span": (1, 1, 1), "overlap": (1, 1, 1), "code": (0, 1, 1), "letter": (1, 1, 1)},
        "initiative": {"span": (1, 1, 1), "overlap": (1, 1, 1), "kind": (1, 1, 1)},
    }
    org = report.score("org", "span")
    assert (org.p, org.r, org.f1) == (pytest.approx(1 / 3), 0.5, 0.4)


def test_mistakes_by_sort(report):
    assert report.commonest(5) == {
        "date value": [("2024年 2024 not 2023", 1)],
        "org missed": [("乙公司", 1)],
        "org wrong": [("公司在", 1), ("发展", 1)],
        "sector code": [("云计算 I64 not I65", 1)],
    }
    assert report.commonest(1)["org wrong"] == [("公司在", 1)]


def test_only_the_annotated_types_count(tmp_path):
    report = Report()
    for gold in read_gold(write(tmp_path / "gold.jsonl", GOLD | {"types": ["date"]})):
        compare(report, gold, RESULT)
    assert report.scores().keys() == {"date"}


def test_shortfalls(report):
    assert report.shortfalls({"org": 0.4, "date.span": 1.0, "sector.letter": 1.0}) == []
    assert report.shortfalls({"org": 0.41, "date.value": 0.1}) == [
        "org span F1 is 0.4000, wanted 0.41",
        "date value F1 is 0.0000, wanted 0.1",
    ]


def test_nothing_found_and_nothing_marked_is_no_division_by_zero():
    score = Report().score("org", "span")
    assert (score.p, score.r, score.f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("gold", "found", "number"),
    [
        ([(0, 4)], [(3, 5)], 1),
        ([(0, 4)], [(4, 5)], 0),
        ([(0, 4)], [(0, 1), (2, 3)], 1),
        ([(0, 1), (2, 3)], [(0, 3)], 1),
        ([(0, 2), (2, 4), (9, 10)], [(1, 3), (3, 4), (5, 6), (9, 12)], 3),
    ],
)
def test_overlaps_are_one_to_one(gold, found, number):
    assert overlaps(gold, found) == number


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{no", "is no JSON"),
        ("[]", "not in the format"),
        ('{"id": "a", "mentions": []}', "lacks 'text'"),
        (
            '{"text": "甲公司", "mentions": [{"start": 0, "end": 2, "type": "org", "text": "公司"}]}',
            "'甲公', not '公司'",
        ),
        ('{"text": "甲", "mentions": [{"start": 0, "end": 1, "type": "person", "text": "甲"}]}', "'person'"),
        ('{"text": "甲", "mentions": [], "types": ["fact"]}', 'has no "facts"'),
        ('{"text": "甲", "mentions": [], "types": ["person"]}', "person"),
        ('{"text": "甲", "mentions": [], "facts": [{"type": "award"}]}', "arguments"),
        ('{"text": "甲", "mentions": [], "published": "2024"}', "'2024'"),
    ],
)
def test_a_bad_gold_line_is_named(line, reason, tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        list(read_gold(str(path)))
    assert str(error.value).startswith(f"{path}:2: ")
    assert reason in str(error.value)


# --- the command

REAL = "2024年5月20日，中国移动与清华大学启动合作。"
REAL_GOLD = {
    "id": "real",
    "types": ["org", "date"],
    "text": REAL,
    "mentions": [
        {"start": 0, "end": 10, "type": "date", "text": "2024年5月20日", "value": "2024-05-20"},
        {"start": 11, "end": 15, "type": "org", "text": "中国移动"},
        {"start": 16, "end": 20, "type": "org", "text": "清华大学"},
        {"start": 20, "end": 22, "type": "org", "text": "启动"},
    ],
}


@pytest.fixture
def gold(tmp_path):
    return write(tmp_path / "gold.jsonl", REAL_GOLD)


def test_the_command_prints_figures_and_mistakes(gold):
    done = run("evaluate", gold, "--errors", 3)
    assert (done.returncode, done.stderr) == (0, b"")
    rows = [line.split() for line in done.stdout.decode().splitlines()]
    assert ["org", "span", "1.000", "0.667", "0.800", "2", "2", "3"] in rows
    assert ["date", "value", "1.000", "1.000", "1.000", "1", "1", "1"] in rows
    assert rows[-1] == ["org", "missed:", "启动", "x1"]


def test_the_command_on_a_terminal(gold):
    shown = on_terminal("evaluate", gold)
    assert "0.667" in shown
    assert "│" in shown


def test_json(gold):
    tree = json.loads(run("evaluate", gold, gold, "--format", "json", "--errors", 1).stdout)
    assert tree["articles"] == 2
    assert tree["scores"]["org"]["span"] == {"p": 1.0, "r": 0.6667, "f1": 0.8, "right": 4, "found": 4, "gold": 6}
    assert tree["errors"] == {"org missed": [{"text": "启动", "count": 2}]}


def test_min(gold):
    assert run("evaluate", gold, "--min", "org=0.8,date.value=1").returncode == 0
    done = run("evaluate", gold, "--min", "org=0.81", "--min", "date=1,sector=0.1")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "cmfacts: org span F1 is 0.8000, wanted 0.81",
        "cmfacts: sector span F1 is 0.0000, wanted 0.1",
    ]


@pytest.mark.parametrize("wanted", ["org=2", "org=-0.1", "org=nan", "org=80"])
def test_a_floor_that_no_figure_reaches_is_wrong_usage(gold, wanted):
    done = run("evaluate", gold, "--min", wanted)
    assert done.returncode == 2
    assert "from 0 to 1" in done.stderr.decode()


# --- facts


def fact(type: str, *arguments: tuple[str, str]) -> dict:
    return {"type": type, "arguments": [{"role": role, "text": text} for role, text in arguments]}


TOLD = "华为与百度、腾讯签署战略合作协议。京东收购海石科技有限公司。中国移动启动星辰计划。"
PARTIES = [("party", "华为"), ("party", "百度")]


@pytest.mark.parametrize(
    ("facts", "right"),
    [
        ([fact("cooperation", *PARTIES), fact("launch", ("agent", "中国移动"), ("object", "星辰计划"))], 2),
        ([fact("cooperation", *PARTIES), fact("cooperation", *PARTIES)], 1),
        ([fact("cooperation", ("party", "华为"), ("party", "小米"))], 0),
        ([fact("acquisition", ("agent", "京东"))], 1),
        ([fact("investment", ("agent", "京东"))], 0),
        ([fact("acquisition", ("agent", "海石科技有限公司"), ("object", "京东"))], 0),
        ([], 0),
    ],
)
def test_facts_are_scored_where_gold_lists_them(tmp_path, facts, right):
    path = write(tmp_path / "gold.jsonl", {"text": TOLD, "mentions": [], "types": [], "facts": facts})
    tree = json.loads(run("evaluate", path, "--format", "json", "--errors", 9).stdout)
    score = tree["scores"]["fact"]["fact"]
    assert (score["right"], score["found"], score["gold"]) == (right, 3, len(facts))
    wrong = sum(each["count"] for each in tree["errors"].get("fact wrong", []))
    missed = sum(each["count"] for each in tree["errors"].get("fact missed", []))
    assert (wrong, missed) == (3 - right, len(facts) - right)
    assert run("evaluate", path, "--min", "fact=0.9").returncode == 1
    assert run("evaluate", path, "--min", "fact.fact=0").returncode == 0


def test_a_fact_is_told_once_however_the_pairs_are_tried(tmp_path):
    """The first gold fact is told by both that are found, the second by one alone."""
    text = "华为与百度签署合作协议。华为与百度、腾讯签署合作协议。"
    facts = [fact("cooperation", *PARTIES), fact("cooperation", ("party", "百度"), ("party", "腾讯"))]
    path = write(tmp_path / "gold.jsonl", {"text": text, "mentions": [], "types": [], "facts": facts})
    assert json.loads(run("evaluate", path, "-f", "json").stdout)["scores"]["fact"]["fact"]["right"] == 2


def test_missing_gold(tmp_path):
    done = run("evaluate", tmp_path / "none.jsonl")
    assert done.returncode == 1
    assert len(done.stderr.decode().splitlines()) == 1
