"""The table that README shows first is what the program prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = re.compile(r"<!-- table: COLUMNS=(\d+) cmfacts extract (\S+) -->\n```\n(.*?)\n```\n", re.DOTALL)


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
