"""A batch that ends early goes on later: whatever ended it, the bytes are those of a run that nothing disturbed."""

import json
import os
import random
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_batch import text
from test_cli import COMMAND, run

from cmfacts.batch import Inputs, Item, JsonLines, Result, Settings
from cmfacts.batch import run as run_batch
from cmfacts.batch.journal import Journal, folder_of
from cmfacts.batch.order import chunks, in_order
from cmfacts.batch.work import extractor
from cmfacts.batch.workers import InProcess
from cmfacts.errors import CmfactsError, InputError, UsageError
from cmfacts.models import MadeBy

KILLS = 20
PINNED = Settings(made_by=MadeBy("1", "00000000"))


def rows(count, start=0):
    lines = [json.dumps({"id": f"row{n}", "text": text(n)}, ensure_ascii=False) for n in range(start, start + count)]
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture
def corpus(tmp_path):
    """Lines, files, and things that fail, in a folder; the output goes beside it."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "rows.jsonl").write_text(rows(700) + "{no json\n" + rows(200, 700), encoding="utf-8")
    for number in range(30):
        (folder / f"{number}.txt").write_text(text(number), encoding="utf-8")
    (folder / "5x.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (folder / "gone.txt").symlink_to("nowhere")
    return tmp_path


COMMON = ("batch", "in", "--errors", "errors.jsonl", "-o")


@pytest.fixture
def undisturbed(corpus):
    """What a run gives that nothing disturbs: the output and the errors."""
    assert run(*COMMON, "whole.jsonl", "-j1", cwd=corpus).returncode == 1
    return (corpus / "whole.jsonl").read_bytes(), (corpus / "errors.jsonl").read_bytes()


def journaled(folder):
    """How many bytes the index of the run holds so far."""
    try:
        return (folder / ".out.jsonl.cmfacts" / "lines.index").stat().st_size
    except FileNotFoundError:
        return 0


def killed(folder, after, pause, jobs):
    """Whether the run was killed: when its index had so many bytes, and a moment later."""
    process = subprocess.Popen(
        [COMMAND, *COMMON, "out.jsonl", f"-j{jobs}"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and journaled(folder) < after:
        time.sleep(0.002)
    time.sleep(pause)
    process.kill()
    return process.wait(timeout=60) == -signal.SIGKILL


def test_twenty_kills_at_random_moments_leave_no_trace(corpus, undisturbed):
    moments = random.Random(8)
    whole = 50 * len(undisturbed[0].splitlines())  # bytes of an index, roughly: a record has about fifty
    afters = sorted(moments.uniform(0, whole) for _ in range(KILLS - 4)) + [0] * 4
    kills, least = 0, 0
    for after in afters:
        kills += killed(corpus, after, moments.uniform(0, 0.05), moments.choice((1, 2)))
        assert not (corpus / "out.jsonl").exists() or (corpus / "out.jsonl").read_bytes() == undisturbed[0]
        least = max(least, journaled(corpus))
    assert kills >= KILLS - 3  # a run may be done before its moment comes
    assert least > 0
    done = run(*COMMON, "out.jsonl", "-j2", cwd=corpus)
    assert done.returncode == 1
    assert ((corpus / "out.jsonl").read_bytes(), (corpus / "errors.jsonl").read_bytes()) == undisturbed
    assert sorted(path.name for path in corpus.iterdir()) == ["errors.jsonl", "in", "out.jsonl", "whole.jsonl"]
