"""The table that README shows first is what the program prints."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = re.compile(r"<!-- table: COLUMNS=(\d+) cmfacts extract (\S+) -->\n```\n(.*?)\n```\n", re.DOTALL)
PRINTS = re.compile(r"<!-- prints -->\n```sh\n(.*?)```\n", re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_table_is_real(name):
    columns, sample, shown = TABLE.search((ROOT / name).read_text(encoding="utf-8")).groups()
    command = [sys.executable, "-m", "cmfacts", "extract", sample, "--format", "table"]
    environment = os.environ | {"COLUMNS": columns, "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    printed = [line.rstrip() for line in done.stdout.decode().splitlines()]
    assert printed == shown.splitlines()


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_two_commands_do_everything(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/cmfacts extract samples/telecom.txt" in text
    assert "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest" in text


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_what_is_asked_of_the_samples_is_answered(name, tmp_path):
    """A command that prints nothing does not tell a reader whether it worked."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    blocks = PRINTS.findall((ROOT / name).read_text(encoding="utf-8"))
    assert len(blocks) == 2
    for block in blocks:
        if not shutil.which("jq") or not shutil.which("sqlite3"):
            pytest.skip("needs jq and sqlite3")
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=tmp_path, capture_output=True, text=True)
        assert (done.returncode, len(done.stdout.splitlines()) > 5) == (0, True), done.stderr


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_commands_read_what_a_clone_has(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.findall(r"^cmfacts .*?(?: |')(?:article\.txt|releases/|archive/)", text, re.MULTILINE)
