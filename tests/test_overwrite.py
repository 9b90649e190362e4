"""No command writes over what it reads, however the input is named; what a run left itself it may write anew."""

import subprocess

import pytest
from test_cli import COMMAND, TEXT, run

LINE = '{"text": "' + TEXT.strip() + '"}\n'


@pytest.fixture
def place(tmp_path):
    (tmp_path / "in").mkdir()
    for name, content in {"a.txt": TEXT, "keep.md": TEXT, "k.jsonl": LINE}.items():
        (tmp_path / "in" / name).write_text(content, encoding="utf-8")
    (tmp_path / "names").write_text("in/a.txt\n", encoding="utf-8")
    return tmp_path


def files(place):
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "arguments",
    [
        "extract in/a.txt -o in/a.txt",
        "extract in/keep.md in/a.txt -o in/keep.md",
        "extract in/k.jsonl -o in/k.jsonl",
        "extract in -o in/keep.md",
        "extract in/*.md -o in/keep.md",
        "extract ./in/../in/a.txt -o in/a.txt",
        "batch in -o in/k.jsonl",
        "batch in/*.jsonl -o in/k.jsonl",
        "batch in* -o in/k.jsonl",
        "batch in -o out.jsonl --errors in/a.txt",
        "batch in -g *.txt -o out.jsonl --errors in/a.txt",
        "batch --files-from names -o out.jsonl --errors in/a.txt",
    ],
)
def test_an_input_is_never_written(place, arguments):
    before = files(place)
    done = run(*arguments.split(), cwd=place)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        f"cmfacts: cannot write {arguments.split()[-1]}: it is one of the inputs"
    ]
    assert files(place) == before


@pytest.mark.parametrize("command", ["extract - -o in/keep.md", "batch - -o in/k.jsonl -j1"])
def test_nor_is_what_standard_input_reads(place, command):
    before = files(place)
    with (place / command.split()[3]).open("rb") as stream:
        done = subprocess.run([COMMAND, *command.split()], stdin=stream, capture_output=True, cwd=place, check=False)
    assert done.returncode == 2
    assert files(place) == before


def test_nor_what_a_piped_list_names(place):
    done = run("batch", "--files-from", "-", "-o", "in/k.jsonl", "-j1", cwd=place, stdin=b"in/a.txt\nin/k.jsonl\n")
    assert done.returncode == 2
    assert b"one of the inputs" in done.stderr
    assert (place / "in" / "k.jsonl").read_text(encoding="utf-8") == LINE


@pytest.mark.parametrize("source", ["in", "in/*"])
def test_a_run_writes_its_own_results_anew_where_they_lie_among_the_inputs(place, source):
    arguments = ("batch", source, "-o", "in/facts.jsonl", "--errors", "in/failed.jsonl", "-j1")
    assert run(*arguments, cwd=place).returncode == 0
    first = files(place)
    assert run(*arguments, cwd=place).returncode == 0
    assert files(place) == first
    assert b'"in/facts.jsonl' not in first["in/facts.jsonl"]


def test_a_file_beside_the_inputs_is_overwritten_as_ever(place):
    (place / "old.md").write_text("old", encoding="utf-8")
    assert run("extract", "in", "-o", "old.md", cwd=place).returncode == 0
    assert "old" not in (place / "old.md").read_text(encoding="utf-8")
