"""The scripts of docs/examples run, and say what the program says. Spark and Ray are too heavy to install for it."""

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import cmfacts

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
ROWS = [
    {"id": "a", "text": "3月1日，瀚辰通信与仁济医院签署智慧医疗合作协议。", "published": "2021-03-02"},
    {"id": "b", "text": "清华大学启动“远山计划”。", "title": "远山计划启动"},
    {"id": "c", "text": "没有什么可说的。"},
]


def run(script, tmp_path):
    """The lines of JSON that a script makes of the rows, each a tree."""
    source, output = tmp_path / "articles.jsonl", tmp_path / "out"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, EXAMPLES / script, source, output]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path, timeout=180)
    return output


def check(lines):
    extractor = cmfacts.Extractor()
    expected = {row["id"]: extractor.extract(**row).to_dict() for row in ROWS}
    assert {tree["id"]: tree for tree in map(json.loads, lines)} == expected
    assert len(lines) == len(ROWS)


@pytest.mark.skipif(not find_spec("pyspark"), reason="pyspark is not installed")
def test_spark(tmp_path):
    output = run("spark.py", tmp_path)
    check([line for part in output.glob("part-*") for line in part.read_text(encoding="utf-8").splitlines()])


@pytest.mark.skipif(not find_spec("ray"), reason="ray is not installed")
def test_ray_data(tmp_path):
    from pyarrow import parquet

    check(parquet.read_table(run("ray_data.py", tmp_path))["value"].to_pylist())


def test_the_page_shows_what_the_scripts_hold():
    page = (EXAMPLES.parent / "scale.md").read_text(encoding="utf-8")
    shown = re.findall(r"<!-- from: examples/(\w+\.py) -->\n```python\n(.*?)```\n", page, re.DOTALL)
    assert [script for script, _ in shown] == ["spark.py", "ray_data.py"]
    for script, code in shown:
        assert code in (EXAMPLES / script).read_text(encoding="utf-8")
