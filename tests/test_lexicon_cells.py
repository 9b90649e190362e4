"""Cells of a user's own tables: what checking names, loading names, and no bad row takes a shipped one away."""

import pytest
from test_cli import lines, run

from cmfacts import Extractor
from cmfacts.errors import LexiconError
from cmfacts.lexicon_check import check

FESTIVAL, TRIGGER = "festival\trule\n", "trigger\ttype\tframes\tkinds\tpart\n"
FAULTY = [
    ("date", FESTIVAL + "光棍节\t13-45\n", "'13-45' names no day"),
    ("date", FESTIVAL + "光棍节\t02-30\n", "'02-30' names no day"),
    ("date", FESTIVAL + "云杉节\t10-01/10-32\n", "names no day"),
    ("date", FESTIVAL + "端午节\tlunar 14-05\n", "names no day"),
    ("date", FESTIVAL + "端午节\tlunar\n", "names no day"),
    ("date", FESTIVAL + "云杉节\tfeast christmass\n", "names no day"),
    ("date", FESTIVAL + "云杉节\tweekday 13:1:7\n", "names no day"),
    ("date", FESTIVAL + "云杉节\t\n", "names no day"),
    ("date", "season\tcode\n春季\t27\n", "unknown code '27': choose from 21, 22, 23, 24"),
    ("date", "deictic\tunit\toffset\tfrom\n前年\tyear\ttwo\tnow\n", "offset 'two' is no whole number"),
    ("fact", TRIGGER + "揽入麾下\tfoo\tactive\n", "unknown type 'foo'"),
    ("fact", TRIGGER + "揽入麾下\tacquisition;foo\tactive\n", "unknown type 'foo'"),
    ("fact", TRIGGER + "揽入麾下\tacquisition\tactve\n", "unknown frame 'actve': did you mean active?"),
    ("fact", TRIGGER + "揽入麾下\tacquisition\tactive\tzzz\n", "unknown kind 'zzz'"),
    ("fact", TRIGGER + "揽入麾下\tacquisition\tactive\t\t乱办\n", "unknown part '乱办': choose from 主办, 协办, 承办"),
    ("fact", TRIGGER + "揽入麾下\tacquisition\n", "lacks a type or a frame"),
    ("fact", "frame\tpattern\nmine\tagent object\n", "a frame's pattern has one !"),
    ("org", "tail\tclass\tgrammar\n云社\tcompany\tzzz\n", "unknown grammar 'zzz'"),
    ("initiative", "head\tkind\tstrength\n云行\tplan\tmuch\n", "strength 'much' is no whole number"),
    ("sector", "term\tcode\n低空观光\tI6510\n", "unknown code 'I6510': did you mean I65?"),
]


def write(folder, kind, table, name="own.tsv"):
    (folder / kind).mkdir(parents=True, exist_ok=True)
    (folder / kind / name).write_text(table, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("kind", "table", "reason"), FAULTY)
def test_checking_and_loading_name_the_same_line(tmp_path, kind, table, reason):
    write(tmp_path, kind, table)
    [found] = check(tmp_path)
    assert reason in str(found)
    assert str(found).startswith(f"{tmp_path}/{kind}/own.tsv:2: ")
    with pytest.raises(LexiconError) as raised:
        Extractor([tmp_path])
    assert str(raised.value) == str(found)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (
            "date",
            FESTIVAL + "云杉节\t02-29\n云松节\tlunar 12-30\n云柏节\t12-30/01-02\n云桐节\t05\n云桂节\tterm 清明-1\n",
        ),
        ("fact", "frame\tpattern\nmine\tagent^& ! object>\n"),
        ("org", "tail\tclass\tgrammar\tnote\n云社\tcompany\t\twhatever\n"),
    ],
)
def test_what_the_shipped_tables_may_hold_own_ones_may(tmp_path, kind, table):
    assert check(write(tmp_path, kind, table)) == []
    Extractor([tmp_path])


def test_a_trigger_may_use_a_frame_of_ones_own(tmp_path):
    write(tmp_path, "fact", "frame\tpattern\nmine\tagent^& ! object>\n", "frames.tsv")
    write(tmp_path, "fact", TRIGGER + "揽进怀里\tacquisition\tmine\n")
    assert check(tmp_path) == []


@pytest.mark.parametrize("command", [["extract"], ["batch", "-", "-o", "out.jsonl"], ["explain", "-"]])
def test_no_command_runs_on_a_bad_row(tmp_path, command):
    own = write(tmp_path / "own", "date", FESTIVAL + "光棍节\t13-45\n")
    done = run(*command, "--lexicon", own, stdin="去年光棍节。".encode(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    [line] = lines(done.stderr)
    assert "own.tsv:2: rule '13-45' names no day" in line


def test_one_check_names_faults_of_all_sorts_each_in_its_line(tmp_path):
    write(tmp_path, "fact", TRIGGER + "揽入麾下\tfoo\tactive\n揽进怀里\tevent\tnone-such\n")
    rows = [
        "name\tclass\twhen",
        "学习\tcompany",
        "海石\tcompny",
        "百度\tcompany",
        "中国\tcompany\tstrong",
        "的\tcompany\tstrong",
    ]
    write(tmp_path, "org", "# own\n" + "\n".join([*rows, '"云岭\tcompany']))
    done = run("lexicon", "check", tmp_path)
    assert done.returncode == 1
    places = dict.fromkeys(line.removeprefix(f"{tmp_path}/").split(": ")[0] for line in lines(done.stdout))
    assert list(places) == [*(f"fact/own.tsv:{n}" for n in (2, 3)), *(f"org/own.tsv:{n}" for n in (3, 4, 5, 6, 7, 8))]


def test_a_hint_is_short(tmp_path):
    write(tmp_path, "sector", "term\tcode\n低空观光\tZ99\n")
    [fault] = check(tmp_path)
    assert len(fault.reason) < 120


def test_one_fault_is_one_fault(tmp_path):
    done = run("lexicon", "check", write(tmp_path, "date", FESTIVAL + "光棍节\t13-45\n"))
    assert lines(done.stderr) == ["cmfacts: 1 fault"]
