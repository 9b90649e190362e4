"""The documents: commands run, examples of Python hold, every field of the JSON is told, no link leads nowhere."""

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *DOCS, ROOT / "CONTRIBUTING.md", ROOT / "lexicons" / "README.md"]
SHELL = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)

sys.path.insert(0, str(ROOT / "docs"))


@pytest.fixture
def place(tmp_path):
    """A folder that holds the samples, and what the pages call article.txt, releases/, archive/ and more.jsonl."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    shutil.copy(ROOT / "samples" / "telecom.txt", tmp_path / "article.txt")
    for folder in ("releases", "archive"):
        (tmp_path / folder).mkdir()
        for name in ("health.html", "finance.txt", "education.txt"):
            shutil.copy(ROOT / "samples" / name, tmp_path / folder)
    shutil.copy(ROOT / "samples" / "briefs.jsonl", tmp_path / "more.jsonl")
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if SHELL.search(page.read_text(encoding="utf-8"))], ids=str)
def test_every_command_runs(page, place):
    """A page's commands are one session, in one folder; a command whose program is not here ends it."""
    for block in SHELL.findall(page.read_text(encoding="utf-8")):
        for program in re.findall(r"\b(jq|duckdb|sqlite3)\b", block):
            if not shutil.which(program):
                pytest.skip(f"needs {program}")
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=place, capture_output=True, text=True)
        assert done.returncode == 0, f"{block}\n{done.stderr}"


def test_every_example_of_python_holds(monkeypatch):
    monkeypatch.chdir(ROOT)
    outcome = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 10
    assert outcome.failed == 0


def test_every_field_and_word_of_the_json_is_told():
    schema = json.loads((ROOT / "src" / "cmfacts" / "schema" / "article-1.json").read_text(encoding="utf-8"))
    told = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    nodes, names = [schema], set()
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            names |= set(node.get("properties", {})) | {word for word in node.get("enum", []) if isinstance(word, str)}
            nodes += node.values()
        elif isinstance(node, list):
            nodes += node
    assert {name for name in names if name not in told} == set()


def test_the_page_of_commands_is_what_they_print():
    import make_cli

    assert make_cli.PAGE.read_text(encoding="utf-8") == make_cli.page(), "run: python docs/make_cli.py"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_link_leads_nowhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_no_page_names_this_machine():
    for page in PAGES:
        assert str(Path.home()) + os.sep not in page.read_text(encoding="utf-8")
