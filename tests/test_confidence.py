"""How sure a fact is: measured against gold, kept in a table, shown in the output, and a floor that users may set."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from test_cli import lines, run

from cmfacts import Extractor, schema
from cmfacts.errors import InputError, LexiconError
from cmfacts.evaluate_facts import judge, rows
from cmfacts.lexicon import Lexicons
from cmfacts.link.confidence import Confidence

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "confidence.py"
TEXT = "中国移动收购咪咕公司。华为与高通签署合作协议。"


@cache
def extractor():
    return Extractor()


def own(tmp_path, *cells):
    folder = tmp_path / "own" / "fact"
    folder.mkdir(parents=True)
    (folder / "mine.tsv").write_text("rule\tconfidence\n" + "\n".join(cells) + "\n", encoding="utf-8")
    return folder.parent


def test_every_fact_has_the_share_of_its_rule():
    shares = Lexicons().pairs("fact", "rule", "confidence")
    facts = extractor().extract(TEXT).facts
    assert [fact.rule for fact in facts] == ["fact.acquisition.active", "fact.cooperation.sign"]
    assert [fact.confidence for fact in facts] == [float(shares[fact.rule]) for fact in facts]
    tree = extractor().extract(TEXT).to_dict()
    assert [fact["confidence"] for fact in tree["facts"]] == [fact.confidence for fact in facts]
    Draft202012Validator(schema.load()).validate(tree)


def test_the_shipped_table_is_consistent():
    (table,) = (table for table in Lexicons().of("fact", "rule"))
    for rule, right, found, confidence, low in table.select("rule", "right", "found", "confidence", "low"):
        assert 0 <= int(right) <= int(found), rule
        assert 0 <= float(low) <= int(right) / int(found) + 0.005, rule
        assert 0 < float(confidence) < 1, rule


@pytest.mark.parametrize(
    ("row", "share"),
    [("fact.acquisition.active\t0.25", 0.25), ("fact.acquisition\t0.25", None), ("fact.acquisition.by\t0.25", None)],
)
def test_a_user_may_measure_again(tmp_path, row, share):
    (fact,) = Extractor([own(tmp_path, row)]).extract("中国移动收购咪咕公司。").facts
    shipped = extractor().extract("中国移动收购咪咕公司。").facts[0].confidence
    assert fact.confidence == (share or shipped)


def test_a_rule_that_was_not_measured_has_the_share_of_its_type_and_that_of_all_else(tmp_path):
    folder = own(tmp_path, "fact.publication\t0.5", "fact\t0.4")
    (folder / "fact" / "frames.tsv").write_text("frame\tpattern\nplainly\tagent^& ! object>\n", encoding="utf-8")
    triggers = "trigger\ttype\tframes\tkinds\n刊出\tpublication\tplainly\t\n"
    (folder / "fact" / "more.tsv").write_text(triggers, encoding="utf-8")
    (fact,) = Extractor([folder]).extract("民政部刊出《养老服务办法》。").facts
    assert (fact.type, fact.confidence) == ("publication", 0.5)
    assert Confidence(Lexicons([folder])).of("fact.unheard.plainly") == 0.4


@pytest.mark.parametrize("cell", ["often", "1.5", "-0.1", "nan", ""])
def test_a_share_that_is_none_is_named_with_its_line(tmp_path, cell):
    with pytest.raises(LexiconError, match=r"mine\.tsv:2: confidence is"):
        Extractor([own(tmp_path, f"fact.launch\t{cell}")])


@pytest.fixture
def unsure(tmp_path):
    """A folder in which acquisitions are right half the time, and an article with one and a cooperation."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return own(tmp_path, "fact.acquisition.active\t0.5", "fact.cooperation.sign\t0.9")


@pytest.mark.parametrize(
    ("least", "types"),
    [
        ("0", ["acquisition", "cooperation"]),
        ("0.5", ["acquisition", "cooperation"]),
        ("0.51", ["cooperation"]),
        ("1", []),
    ],
)
def test_min_confidence_keeps_the_surer_facts(unsure, least, types, tmp_path):
    wanted = ["--lexicon", unsure, "--min-confidence", least]
    tree = json.loads(run("extract", tmp_path / "a.txt", *wanted).stdout)
    assert [fact["type"] for fact in tree["facts"]] == types
    assert tree["organizations"]
    Draft202012Validator(schema.load()).validate(tree)
    (line,) = lines(run("batch", tmp_path / "a.txt", "-o", "-", "--quiet", *wanted).stdout)
    assert json.loads(line) == tree


def test_ids_of_facts_stay(unsure, tmp_path):
    tree = json.loads(run("extract", tmp_path / "a.txt", "--lexicon", unsure, "--min-confidence", "0.6").stdout)
    assert [fact["id"] for fact in tree["facts"]] == ["f2"]


@pytest.mark.parametrize("value", ["1.1", "-1", "nan", "much"])
@pytest.mark.parametrize("command", [["extract", "-"], ["batch", "-", "-o", "-"]])
def test_a_floor_that_is_no_share_is_refused(command, value):
    finished = run(*command, "--min-confidence", value)
    assert finished.returncode == 2
    assert b"--min-confidence" in finished.stderr
    assert b"Traceback" not in finished.stderr


# --- measuring

FACTS = [
    {
        "type": "acquisition",
        "arguments": [{"role": "agent", "text": "中国移动"}, {"role": "object", "text": "咪咕公司"}],
    },
    {"type": "cooperation", "arguments": [{"role": "party", "text": "华为"}, {"role": "party", "text": "浦发银行"}]},
]
ROW = {"id": "1", "text": TEXT, "facts": FACTS}
PAIRS = {"id": "1", "text": TEXT, "known": ["中国移动", "咪咕公司", "华为", "高通"], "other": []}


def judged(gold):
    return [(fact.type, right) for fact, right in judge(extractor().extract(TEXT), gold)]


def test_a_fact_is_right_where_it_tells_one_of_the_gold():
    assert judged(ROW) == [("acquisition", True), ("cooperation", False)]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"pairs": [["中国移动", "咪咕公司", "acquisition"]]}, [("acquisition", True), ("cooperation", False)]),
        ({"pairs": [["中国移动", "咪咕公司", "ownership"]]}, [("acquisition", False), ("cooperation", False)]),
        ({"pairs": [], "other": [["华为", "高通"]]}, [("acquisition", False)]),
        ({"pairs": [], "known": ["中国移动", "华为", "高通"]}, [("cooperation", False)]),
        ({"pairs": [], "types": ["cooperation"]}, [("cooperation", False)]),
    ],
)
def test_pairs_judge_the_facts_that_tie_known_names(more, wanted):
    assert judged(PAIRS | more) == wanted


def write(path, *articles):
    path.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), encoding="utf-8")


def test_the_command_that_measures_writes_a_table_that_loads(tmp_path):
    write(tmp_path / "press-dev.jsonl", {"id": "1", "text": TEXT})
    write(tmp_path / "facts-dev.jsonl", {"id": "1", "facts": FACTS})
    write(tmp_path / "pairs-dev.jsonl", PAIRS | {"pairs": [["中国移动", "咪咕公司", "acquisition"]]})
    out = tmp_path / "own" / "fact" / "confidence.tsv"
    out.parent.mkdir(parents=True)
    gold = [tmp_path / "press-dev.jsonl", tmp_path / "pairs-dev.jsonl"]
    subprocess.run([sys.executable, SCRIPT, *gold, "-o", out], check=True, capture_output=True, timeout=60)
    shown = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert shown[0] == ["rule", "right", "found", "confidence", "low", "measured"]
    # two of three are right and the prior is one half: (2 + 2 * 0.5) / (3 + 2), then (2 + 2 * 0.6) / (2 + 2)
    assert shown[1] == ["fact", "2", "3", "0.60", "0.20", "pairs-dev 1/1; press-dev 1/2"]
    assert shown[2] == ["fact.acquisition", "2", "2", "0.80", "0.34", "pairs-dev 1/1; press-dev 1/1"]
    assert shown[3] == ["fact.acquisition.active", "2", "2", "0.90", "0.34", "pairs-dev 1/1; press-dev 1/1"]
    assert [row[:3] for row in shown[4:]] == [["fact.cooperation", "0", "1"], ["fact.cooperation.sign", "0", "1"]]
    assert Extractor([tmp_path / "own"]).extract(TEXT).facts[0].confidence == 0.9


def test_gold_without_facts_is_named(tmp_path):
    write(tmp_path / "press-dev.jsonl", {"id": "1", "text": TEXT})
    with pytest.raises(InputError, match=r"press-dev\.jsonl: has no pairs"):
        rows(str(tmp_path / "press-dev.jsonl"))
