"""Tables through the command: formats by name, resumed runs, wrong options, and the questions that the page answers."""

import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from test_cli import COMMAND, run

from cmfacts import tables

DOCUMENTS = [Path(__file__).parents[1] / "docs/outputs.md"]
QUESTION = re.compile(r"<!-- question: (\w+) -->\n```sh\n(.*?)\n```\n", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)\n```\n", re.DOTALL)

ARTICLES = [
    ("2021-03-02", "3月1日，瀚辰通信与仁济医院在智慧医疗领域签署战略合作协议。"),
    ("2021-03-05", "瀚辰通信与仁济医院签署智慧医疗合作协议。"),
    ("2022-06-01", "腾讯公司携手阿里巴巴集团布局智慧医疗。中国移动与东方航空签署战略合作协议。"),
    ("2019-03-02", "2018年12月，华为与协和医院签署智慧医疗合作协议。"),
    ("2022-03-02", "中国移动与东方航空就智慧物流达成战略合作。"),
    ("2022-03-03", "华为否认与协和医院签署智慧医疗合作协议。"),
    (None, "中国电信与阿里巴巴集团围绕智慧医疗展开合作。"),
]
ANSWER = {
    ("瀚辰通信", "仁济医院", "2021"),
    ("腾讯公司", "阿里巴巴集团", "2022"),
    ("阿里巴巴集团", "腾讯公司", "2022"),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A folder with JSON Lines of articles, and what a run makes of them in each format."""
    folder = tmp_path_factory.mktemp("corpus")
    rows = [{"id": str(place), "published": day, "text": text} for place, (day, text) in enumerate(ARTICLES)]
    known = ({key: value for key, value in row.items() if value} for row in rows)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in known)
    (folder / "in.jsonl").write_text(lines, encoding="utf-8")
    for output in ("news.jsonl", "news.csv", "news.parquet", "news.db"):
        done = run("batch", "in.jsonl", "-o", output, "-q", "-j", 1, cwd=folder)
        assert (done.returncode, done.stderr, done.stdout) == (0, b"", b"")
    return folder


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_each_format_is_what_the_json_lines_say(corpus, tmp_path):
    with open(corpus / "news.jsonl", encoding="utf-8") as stream:
        trees = [json.loads(line) for line in stream]
    for output, format in (("news.csv", "csv"), ("news.parquet", "parquet"), ("news.db", "sqlite")):
        tables.write(trees, str(tmp_path / output), format)
    found, expected = contents(corpus), contents(tmp_path)
    assert len(expected) == 8 + 4 + 1
    assert {name: found[name] for name in expected} == expected
    assert set(found) - set(expected) == {"in.jsonl", "news.jsonl"}


@pytest.mark.parametrize(
    ("output", "format", "files"),
    [
        ("a.sqlite", None, {"a.sqlite"}),
        ("a.sqlite3", None, {"a.sqlite3"}),
        ("a", "sqlite", {"a"}),
        ("a.txt", "jsonl", {"a.txt"}),
        ("new/", "parquet", {f"new/{table}.parquet" for table in ("articles", "entities", "facts", "mentions")}),
        ("old", "parquet", {f"old/{table}.parquet" for table in ("articles", "entities", "facts", "mentions")}),
    ],
)
def test_the_output_s_name_or_the_option_chooses(corpus, tmp_path, output, format, files):
    (tmp_path / "old").mkdir()
    options = ["--format", format] if format else []
    done = run("batch", corpus / "in.jsonl", "-o", output, "-q", "-j", 1, *options, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == files


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "-", "-f", "csv"], "cannot write csv to -: name files with -o"),
        (["-o", "new/"], "cannot write new/: it is a folder; name a file, or add --format html, csv or parquet"),
        (["-o", "x.html"], "cannot write x.html: batch writes .jsonl, .csv, .parquet or .db; name it x.jsonl"),
        (["-o", "x.db", "--bom"], "--bom is for CSV alone"),
        (["-o", "x.db", "-f", "sqlit"], "unknown format 'sqlit': did you mean sqlite?"),
        (["-o", "x.db", "-j", "2", "--cluster", "tcp://127.0.0.1:1"], "--jobs is for this machine: with --cluster, "),
    ],
)
def test_wrong_usage_is_one_line_and_writes_nothing(corpus, tmp_path, arguments, message):
    done = run("batch", corpus / "in.jsonl", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    [line] = done.stderr.decode().splitlines()
    assert line.startswith(f"cmfacts: {message}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("library", "arguments", "message"),
    [
        ("pyarrow", ["-o", "x.parquet"], "Parquet needs an optional part: pip install 'cmfacts[parquet]'"),
        (
            "distributed",
            ["-o", "x.jsonl", "--cluster", "tcp://127.0.0.1:1"],
            "--cluster needs an optional part: pip install 'cmfacts[cluster]'",
        ),
    ],
)
def test_a_missing_library_is_one_line_before_anything_is_read(corpus, tmp_path, library, arguments, message):
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / f"{library}.py").write_text("raise ImportError")
    done = run("batch", corpus / "in.jsonl", *arguments, cwd=tmp_path, PYTHONPATH=str(tmp_path / "without"))
    assert (done.returncode, done.stderr.decode()) == (2, f"cmfacts: {message}\n")
    assert {path.name for path in tmp_path.iterdir()} == {"without"}


def test_types_and_bom_reach_the_tables(corpus, tmp_path):
    options = ("--type", "fact", "--bom", "-q", "-j", 1)
    assert run("batch", corpus / "in.jsonl", "-o", "x.csv", *options, cwd=tmp_path).returncode == 0
    facts = (tmp_path / "x.facts.csv").read_text(encoding="utf-8-sig")
    assert "瀚辰通信; 仁济医院,智慧医疗,2021-03-01" in facts
    assert (tmp_path / "x.facts.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len((tmp_path / "x.organizations.csv").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize("output", ["out.db", "out.parquet", "out.csv"])
def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(corpus, tmp_path, output):
    source = tmp_path / "in.jsonl"
    source.write_text((corpus / "in.jsonl").read_text(encoding="utf-8") * 120, encoding="utf-8")
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for folder in (whole, broken):
        folder.mkdir()
    running = subprocess.Popen([COMMAND, "batch", source, "-o", output, "-q", "-j", "1"], cwd=broken)
    while running.poll() is None and not any(path.stat().st_size for path in broken.glob(".*.cmfacts/lines.jsonl")):
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL, "killed before it was done"
    assert [path for path in broken.iterdir() if not path.name.startswith(".")] == []
    for folder in (whole, broken):
        assert run("batch", source, "-o", output, "-q", "-j", 1, cwd=folder).returncode == 0
    assert contents(broken) == contents(whole)


def test_a_full_disk_at_the_end_is_one_line_and_a_run_to_go_on_with(corpus, tmp_path):
    """The lines still fit; the database, which is larger, does not."""
    limited = ["bash", "-c", 'ulimit -f 40; exec "$@"', "-", str(COMMAND), "batch", str(corpus / "in.jsonl")]
    command = [*limited, "-o", "out.db", "-q", "-j", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    [line] = done.stderr.decode().splitlines()
    assert line.startswith("cmfacts: cannot write out.db: ")
    assert {path.name for path in tmp_path.iterdir()} == {".out.db.cmfacts"}
    assert run("batch", corpus / "in.jsonl", "-o", "out.db", "-q", "-j", 1, cwd=tmp_path).returncode == 0
    assert (tmp_path / "out.db").read_bytes() == (corpus / "news.db").read_bytes()


# --- what the documents say


def questions():
    found = [
        pytest.param(name, command, id=f"{path.name}-{name}")
        for path in DOCUMENTS
        for name, command in QUESTION.findall(path.read_text(encoding="utf-8"))
    ]
    assert {param.values[0] for param in found} == {"jq", "duckdb", "sqlite3"}
    return found


@pytest.mark.parametrize(("program", "command"), questions())
def test_who_cooperates_with_whom(corpus, program, command):
    """Each command prints a row a pair, however it draws its table."""
    assert shlex.split(command)[0] == program
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(["bash", "-c", command], cwd=corpus, env=environment, capture_output=True, check=True)
    rows = [tuple(re.findall(r"[\w]+", line)) for line in done.stdout.decode().splitlines()]
    rows = [row for row in rows if len(row) == 3 and row[2].isdigit()]
    assert set(rows) == ANSWER
    assert len(rows) == len(ANSWER)


def test_json_lines_become_tables_in_python(corpus, tmp_path, monkeypatch):
    [snippet] = PYTHON.findall(DOCUMENTS[0].read_text(encoding="utf-8"))
    shutil.copy(corpus / "news.jsonl", tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(snippet, {})
    assert (tmp_path / "news.db").read_bytes() == (corpus / "news.db").read_bytes()


def test_the_page_names_every_table_column_and_view():
    from cmfacts.tables.rows import COLUMNS

    page = DOCUMENTS[0].read_text(encoding="utf-8")
    for table, columns in COLUMNS.items():
        [row] = [line for line in page.splitlines() if line.startswith(f"| `{table}` |")]
        assert re.findall(r"`(\w+)`", row.rsplit("|", 2)[1]) == list(columns), table
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript((Path(tables.__file__).parent / "sqlite.sql").read_text(encoding="utf-8"))
        views = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert re.findall(r"^\| `(\w+)` \|", page.split("**SQLite**")[1], re.MULTILINE) == views
