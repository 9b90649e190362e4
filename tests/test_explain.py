"""Explaining: the trace changes no result, says why something was not found, and advice that is followed works."""

import json
from functools import cache
from pathlib import Path

import pytest
from test_cli import run

from cmfacts import Extractor, readers
from cmfacts.explain import ENTITIES, explain_mentions, explain_spans
from cmfacts.models import TYPES, Article

SAMPLES = Path(__file__).parents[1] / "samples"


@cache
def extractor():
    return Extractor()


def about(text, words, *types):
    """What is said of the words' first place."""
    start = text.index(words)
    lines = explain_spans(Article("-", text), extractor(), [(start, start + len(words))], types or None)
    return "\n".join(lines)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.name)
def test_the_trace_changes_nothing(path):
    (article,) = readers.read(str(path))
    traced = extractor().trace(article)
    assert traced.article == extractor().read(article)
    assert traced.steps.steps
    assert all(0 <= step.start < step.end <= len(article.text) for step in traced.steps.steps)


def test_a_normal_run_writes_no_trace():
    assert extractor().prepare("中国移动启动星辰计划。").trace is None


MISSES = [
    ("苹果今年丰收。", "苹果", "a weak name (another word as well)"),
    ("腾讯投资增持三家公司。", "腾讯", "gives way to 0:4 by org.group-families, which is longer"),
    (
        "双方的浩瀚云公司已成立。",
        "浩瀚云公司",
        "walked left over 云, ended at 浩瀚 (no part of a name by its part of speech)",
    ),
    ("许多互联网公司参加。", "互联网公司", "no name: this tail wants a proper name, a parent, or a place and a word"),
    ("许多上市公司参加。", "上市公司", "its tail is part of 上市公司"),
    ("他在子公司工作。", "子公司", "its tail is part of 子公司"),
    ("他买了ABB2024型机器。", "ABB", "a Latin word, a ticker or a standard's number goes on after it"),
    ("相关部门表示支持。", "相关部门", "words that no name is made of"),
    ("会上“星河”引人注目。", "星河", "by initiative.quoted: no word in or beside the marks names a kind"),
    ("他出版了《规划（2011-2015年）》。", "2011-2015年", "stands in a name or a title"),
    ("他说手机很贵。", "手机", "a term of C39: goods: a field only before a class noun"),
    ("启航云完成A轮融资。", "启航云", "weighed as an unknown name: funding +2; together 2, needed 3"),
    ("岚泰智慧表示看好。", "岚泰智慧", "weighed as an unknown name: no ordinary words +1; together 1, needed 3"),
    ("智慧领投的公司。", "智慧", "by org.signals: is too short or long, a place, or a word that names of firms share"),
    ("会上 Group 一词。", "Group", "by org.latin: no capitalized word stands before it"),
    ("岚泰科技上市。岚泰岚泰。", "岚泰岚泰", "by org.stem: is half of a doubled word"),
    ("岚泰科技公司上市。岚泰在。", "岚泰在", "by org.stem: the stem of a longer name, and no name alone"),
    ("南京交通银行开业。", "南京交通银行", "by org.branch: such a name grows by a country alone"),
    ("万科A股今日上涨。", "万科A", "by org.listed: the letter begins another word"),
    ("吴高盛出席。", "高盛", "is a given name after a surname"),
]


@pytest.mark.parametrize(("text", "words", "said"), MISSES, ids=[f"{text[:8]}-{words}" for text, words, _ in MISSES])
def test_why_something_was_not_found(text, words, said):
    shown = about(text, words)
    assert "no rule accepted it" in shown
    assert said in shown


def test_a_number_in_the_text_is_no_count_of_a_table():
    assert "(inside)" not in about("华为分得10座。", "10座")


SILENT = [
    ("中国移动启动了设备。", "启动", "frame active: no object (action, event, plan, platform, project, strategy)"),
    ("项目已启动星辰计划。", "启动", "the text names no organization"),
    ("华为表示看好。项目启动星辰计划。", "启动", "frame active: no agent (org) is the subject of its clause"),
    ("双方启动星辰计划。华为表示看好。", "启动", "双方 stands for nothing that was named before"),
    ("中国移动的启动仪式上，星辰计划亮相。", "启动", "is part of a noun: 仪式 follows"),
    ("中国移动有望收购咪咕公司。", "收购", "a word before makes it a wish"),
    ("腾讯投资表示看好京东。", "投资", "stands in a name"),
    ("中国移动收购中国移动。", "收购", "gives one entity two roles"),
    ("中国移动签署了一份声明。", "签署", "no noun of the class agreement (nouns.tsv)"),
    ("中国移动将华为收购咪咕公司。", "收购", "frame fronted and frame active read it differently"),
    ("中国移动联合华为启动星辰计划。", "联合", "a verb of its own type tells the joint act"),
]


def test_a_trigger_that_told_a_fact_says_so():
    shown = about("腾讯以5亿元收购咪咕公司。", "收购")
    assert "收购  is the trigger of a fact by fact.acquisition.active" in shown
    assert "no rule accepted it" not in shown


@pytest.mark.parametrize(("text", "words", "said"), SILENT, ids=[text[:12] for text, _, _ in SILENT])
def test_why_a_trigger_told_nothing(text, words, said):
    shown = about(text, words)
    assert f"{words}  is a trigger and tells no fact" in shown
    assert "triggers.tsv:" in shown
    assert said in shown


def test_a_fact_shows_trigger_frame_and_fillers():
    article = Article("-", "2020年5月，中国移动收购咪咕公司。")
    shown = "\n".join(explain_mentions(article, extractor(), TYPES))
    for line in (
        "fact  f1  acquisition  stated  2020年5月，中国移动收购咪咕公司",
        "trigger 收购 (12:14) by fact.acquisition.active",
        "triggers.tsv:",
        "frames.tsv:",
        "agent: 中国移动 (o1, first at 8)",
        "object: 咪咕公司 (o2, first at 14)",
        "when: 2020年5月 (d1, first at 0)",
    ):
        assert line in shown


def test_a_name_by_its_tail_shows_the_walk():
    shown = "\n".join(explain_mentions(Article("-", "由苏州瀚图信息科技有限公司承办。"), extractor(), ["org"]))
    assert "rule org.tail.legal" in shown
    assert "walked left over 苏州|瀚|图|信息|科技, ended with a place" in shown
    assert "tails.tsv:" in shown


@pytest.mark.parametrize(
    ("text", "words", "sum", "row"),
    [
        (
            "岚泰智能领投的公司。",
            "岚泰智能",
            "no ordinary words +1, 领投 +2, opens a line +1; together 4, needed 3",
            "领投",
        ),
        (
            "控股子公司岚泰拟收购京东。",
            "岚泰",
            "no ordinary words +1, 控股子公司 +2; together 3, needed 3",
            "控股子公司",
        ),
    ],
)
def test_a_name_by_its_signals_shows_the_sum_and_their_lines(text, words, sum, row):
    shown = "\n".join(explain_mentions(Article("-", text), extractor(), ["org"]))
    for lines in (shown, about(text, words)):
        assert f"weighed as an unknown name: {sum}" in lines
        assert any("signals.tsv:" in line and f": {row}  strong" in line for line in lines.split("\n"))


def test_an_alias_shows_whose_it_is():
    text = "中国移动（以下简称“甲方”）表示，甲方将努力。"
    shown = "\n".join(explain_mentions(Article("-", text), extractor(), ["org"]))
    assert "rule org.alias.defined: the text says in brackets that it is short for a name" in shown
    assert "a name of 中国移动 (0:4)" in shown


def advised(shown):
    """The file that advice names, and the lines to put into it."""
    lines = shown.split("\n")
    begin = next(number for number, line in enumerate(lines) if " (tabs between the cells) to " in line)
    rows = [line.strip(" ") for line in lines[begin + 1 :] if "\t" in line]
    return lines[begin].rpartition(" to ")[2], rows


FIXES = [
    ("旧事重提，浩瀚云公司今日宣布涨价。", "浩瀚云公司", "org", "organizations"),
    ("今年苹果丰收。", "苹果", "org", "organizations"),
    ("昨天快手的人来了。", "快手的人", "org", "organizations"),
    ("当地产业兴旺。", "地产", "org", "organizations"),
    ("腾讯投资增持三家公司。", "腾讯", "org", "organizations"),
    ("会上介绍了观星术。", "观星术", "initiative", "initiatives"),
    ("大力发展观星术。", "观星术", "sector", "sectors"),
]


@pytest.mark.parametrize(("text", "words", "type", "group"), FIXES, ids=[f"{fix[2]}-{fix[1]}" for fix in FIXES])
def test_a_user_fixes_a_miss_by_the_line_that_explain_shows(tmp_path, text, words, type, group):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    asked = run("explain", "a.txt", "--text", words, "--type", type, cwd=tmp_path)
    assert asked.returncode == 0
    path, rows = advised(asked.stdout.decode())
    assert path.startswith(f"my-lexicons/{type}/")
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text("\n".join(rows) + "\n", encoding="utf-8")
    again = run("explain", "a.txt", "--text", words, "--type", type, "--lexicon", "my-lexicons", cwd=tmp_path)
    start = text.index(words)
    assert f"{start}:{start + len(words)}  {type}  {words}" in again.stdout.decode()
    assert "no rule accepted it" not in again.stdout.decode()
    found = run("extract", "a.txt", "--format", "csv", "--type", type, "--lexicon", "my-lexicons", cwd=tmp_path)
    assert f",{start},{start + len(words)},{words}," in found.stdout.decode()


def test_a_second_miss_goes_into_the_file_that_is_there(tmp_path):
    (tmp_path / "a.txt").write_text("浩瀚云公司今日宣布涨价。", encoding="utf-8")
    table = tmp_path / "mine" / "org" / "own.tsv"
    table.parent.mkdir(parents=True)
    table.write_text("name\tfull_name\tclass\n观星阁\t\tcompany\n", encoding="utf-8")
    shown = run("explain", "a.txt", "--text", "浩瀚云公司", "--lexicon", "mine", cwd=tmp_path).stdout.decode()
    assert "add this line (tabs between the cells) to mine/org/own.tsv" in shown
    path, rows = advised(shown)
    assert rows == ["浩瀚云公司\t\tcompany"]
    with (tmp_path / path).open("a", encoding="utf-8") as stream:
        stream.write(rows[0] + "\n")
    found = run("extract", "a.txt", "--format", "csv", "--type", "org", "--lexicon", "mine", cwd=tmp_path)
    assert ",浩瀚云公司,company,0,5," in found.stdout.decode()


@pytest.mark.parametrize(
    ("text", "words", "type", "said"),
    [
        ("今天开会。", "今天", "date", "dates are found by rules"),
        ("甲\n乙公司", "甲\n乙", "org", "no org has such a name"),
        ("中国移动", "中国移动", "org", "org  中国移动"),
    ],
)
def test_no_line_is_shown_where_none_helps(text, words, type, said):
    shown = about(text, words, type)
    assert said in shown or type == "date"
    assert "tabs between the cells" not in shown


def test_asked_for_facts_alone_it_advises_nothing():
    assert "tabs between the cells" not in about("华为表示看好。项目启动星辰计划。", "启动", "fact")


@pytest.mark.parametrize("type", ENTITIES)
def test_every_mention_of_a_sample_names_its_source(type):
    article = Article("-", (SAMPLES / "telecom.txt").read_text(encoding="utf-8"))
    lines = list(explain_mentions(article, extractor(), [type]))
    heads = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert heads
    assert all(lines[number + 1].startswith(("    lexicon ", "    rule ")) for number in heads)


def test_several_articles_are_told_apart(tmp_path):
    rows = [{"id": "first", "text": "华为发布公告。"}, {"id": "second", "text": "百度发布公告。"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    shown = run("explain", "a.jsonl", cwd=tmp_path).stdout.decode().splitlines()
    places = [shown.index(line) for line in ("first", "0:2  org  华为  company", "second", "0:2  org  百度  company")]
    assert places == sorted(places)
    asked = run("explain", "a.jsonl", "--text", "百度", cwd=tmp_path).stdout.decode().splitlines()
    assert asked[:2] == ["second", "0:2  百度"]
    assert run("explain", "a.jsonl", "--text", "腾讯", cwd=tmp_path).returncode == 2
    assert run("explain", "a.jsonl", "--span", "0:99", cwd=tmp_path).returncode == 2


def test_one_article_has_no_heading(tmp_path):
    (tmp_path / "a.txt").write_text("华为发布公告。", encoding="utf-8")
    assert run("explain", "a.txt", cwd=tmp_path).stdout.decode().startswith("0:2  org")


def test_nobody_is_advised_to_make_a_place_a_company(tmp_path):
    (tmp_path / "a.txt").write_text("华为在广州召开会议。", encoding="utf-8")
    shown = run("explain", "a.txt", "--text", "广州", cwd=tmp_path).stdout.decode()
    assert "a place, which is no organization by itself" in shown
    assert "广州\tcompany" not in shown
    assert "广州\tcompany" in run("explain", "a.txt", "--text", "广州", "--type", "org", cwd=tmp_path).stdout.decode()


def test_the_advised_file_is_the_one_that_lexicon_new_makes(tmp_path):
    (tmp_path / "a.txt").write_text("云岭七号今天宣布消息。", encoding="utf-8")
    shown = run("explain", "a.txt", "--text", "云岭七号", cwd=tmp_path).stdout.decode()
    [path] = [word for line in shown.splitlines() for word in line.split() if word.endswith(".tsv") and "my-" in word]
    assert path in run("lexicon", "new", "my-lexicons", cwd=tmp_path).stdout.decode().split()
