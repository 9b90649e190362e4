"""A run on a real Dask cluster: a scheduler and workers as processes on loopback, one of them killed midway."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

import pytest
from test_cli import COMMAND, run

pytest.importorskip("distributed")

from cmfacts.batch.cluster import connect
from cmfacts.errors import CmfactsError

PATIENCE = 90


@contextmanager
def process(*arguments, cwd, **environment):
    """A process of Dask that is ended with the block."""
    command = [sys.executable, "-m", "dask", *map(str, arguments)]
    with open(cwd / "dask.log", "ab") as log:
        started = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log, env=os.environ | environment)
    try:
        yield started
    finally:
        started.terminate()  # a nanny ends its worker
        started.wait()


def until(condition, what):
    """Wait for a condition to hold; what it is to be is for the message of the failure."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


class Scheduler(NamedTuple):
    """Where it is, and its process."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def scheduler(folder, **environment):
    """One on a free port."""
    file = folder / "scheduler.json"
    arguments = ("--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--no-jupyter", "--scheduler-file", file)
    with process("scheduler", *arguments, cwd=folder, **environment) as started:
        until(lambda: file.exists() and file.read_text().endswith("}"), "the scheduler")
        yield Scheduler(json.loads(file.read_text())["address"], started)


def worker(address, folder, **environment):
    """One process with one thread, which nobody starts again when it dies."""
    options = ("--nthreads", 1, "--no-nanny", "--no-dashboard")
    return process("worker", address, *options, "--local-directory", folder / "space", cwd=folder, **environment)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler's address, and the two workers that it has."""
    folder = tmp_path_factory.mktemp("cluster")
    with ExitStack() as stack:
        address, _ = stack.enter_context(scheduler(folder))
        workers = [stack.enter_context(worker(address, folder)) for _ in range(2)]
        until(lambda: b"2 workers" in seen(address), "two workers")
        yield address, workers


def seen(address):
    """How many workers a scheduler has, as a client sees it."""
    from distributed import Client

    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        return b"%d workers" % len(client.nthreads())


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Enough articles for many chunks: lines of JSON, one of them bad, and files in a folder."""
    folder = tmp_path_factory.mktemp("corpus")
    place = ("北京", "上海", "广州", "深圳", "成都")
    sentence = "2024年{0}月{1}日，{2}大学与中国移动在{2}签署智慧医疗合作协议，并启动“远山{0}{1}计划”。"
    rest = "\n天气很好，大家一边慢慢地走，一边说起那些旧事，谁也不急着回去。" * 60
    texts = [sentence.format(row % 12 + 1, row % 28 + 1, place[row % 5]) + rest for row in range(480)]
    rows = [json.dumps({"id": f"row{row}", "text": text}, ensure_ascii=False) for row, text in enumerate(texts)]
    rows.insert(200, "{no json")
    (folder / "rows.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "files").mkdir()
    for row in range(20):
        (folder / "files" / f"{row}.txt").write_text(texts[row], encoding="utf-8")
    return folder


def test_a_cluster_that_loses_a_worker_midway_gives_the_bytes_of_one_machine(cluster, corpus):
    address, (first, second) = cluster
    here, there = corpus / "here.jsonl", corpus / "there.jsonl"
    alone = run("batch", corpus / "rows.jsonl", corpus / "files", "-o", here, "--quiet")
    command = [COMMAND, "batch", corpus / "rows.jsonl", corpus / "files", "-o", there, "--quiet", "--cluster", address]
    running = subprocess.Popen(command, stderr=subprocess.PIPE)
    written = corpus / f".{there.name}.cmfacts" / "lines.jsonl"
    until(lambda: running.poll() is not None or (written.exists() and written.stat().st_size > 0), "first results")
    assert running.poll() is None, "the run was over before a worker could be killed"
    done = written.stat().st_size
    first.send_signal(signal.SIGKILL)
    _, errors = running.communicate(timeout=PATIENCE)
    assert done < there.stat().st_size, "the worker was killed midway"
    assert (running.returncode, errors) == (alone.returncode, alone.stderr)
    assert running.returncode == 1, "of the bad line"
    assert there.read_bytes() == here.read_bytes()
    assert here.read_bytes().count(b"\n") == 500
    assert (first.poll(), second.poll()) == (-signal.SIGKILL, None)


def test_workers_that_do_not_see_our_files_read_them_all_the_same(cluster, corpus):
    """A path that means nothing where the workers run: they have another working folder."""
    address, _ = cluster
    done = run("batch", "files", "-o", "relative.db", "--quiet", "--cluster", address, cwd=corpus)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (corpus / "relative.db").exists()


def test_only_a_few_chunks_are_ahead(cluster):
    """What is handed in at a time depends on the workers, not on the corpus."""
    from cmfacts.batch import CHUNKS_AHEAD
    from cmfacts.batch.inputs import Item
    from cmfacts.batch.order import CHUNK_BYTES, chunks, in_order

    taken = []

    def items():
        for number in range(40):
            taken.append(number)
            yield Item(str(number), b"", size=CHUNK_BYTES)

    with connect(cluster[0]) as (executor, width):
        stream = in_order(executor, list, chunks(items()), width * CHUNKS_AHEAD)
        assert [item.name for item in next(stream)] == ["0"]
        assert len(taken) == width * CHUNKS_AHEAD
        assert len(list(stream)) == 39


def test_an_article_that_kills_every_worker_costs_only_itself(tmp_path):
    from cmfacts.batch.inputs import Item
    from cmfacts.batch.order import in_order
    from cmfacts.batch.work import Result

    def work(items):  # nested, so that it travels by value
        if any(item.name == "poison" for item in items):
            os._exit(9)
        return [Result(None, item.name.encode()) for item in items]

    pieces = [[Item("a"), Item("poison"), Item("b")], [Item("c")]]
    with ExitStack() as stack:
        address, _ = stack.enter_context(scheduler(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0"))
        for _ in range(3):  # the chunk costs one, the article by itself another
            stack.enter_context(worker(address, tmp_path))
        until(lambda: seen(address) == b"3 workers", "three workers")
        executor, _ = stack.enter_context(connect(address, patience=PATIENCE))
        results = [result for results in in_order(executor, work, pieces, 1) for result in results]
    assert [result.line for result in results] == [b"a", b"", b"b", b"c"]
    assert str(results[1].error) == "poison: the worker that read it died, and so did others that it was given to"
    assert results[1].error.stage == "worker"


def test_a_worker_without_this_version_is_named(tmp_path):
    """A worker that imports another cmfacts, as if the cluster were older."""
    (tmp_path / "old" / "cmfacts").mkdir(parents=True)
    (tmp_path / "old" / "cmfacts" / "__init__.py").write_text('__version__ = "0.0.1"')
    with ExitStack() as stack:
        address, _ = stack.enter_context(scheduler(tmp_path))
        stack.enter_context(worker(address, tmp_path, PYTHONPATH=str(tmp_path / "old")))
        with pytest.raises(CmfactsError, match=r"tcp://\S+ has cmfacts 0\.0\.1, install "):
            stack.enter_context(connect(address, patience=PATIENCE))


def test_a_cluster_that_cannot_be_reached_is_one_line(tmp_path):
    with pytest.raises(CmfactsError) as caught, connect("tcp://127.0.0.1:1", patience=1):
        pass
    assert str(caught.value).startswith("cannot reach the cluster at tcp://127.0.0.1:1: ")
    assert "\n" not in str(caught.value)


def test_a_cluster_without_workers_is_one_line(tmp_path):
    with (
        scheduler(tmp_path) as (address, _),
        pytest.raises(CmfactsError, match="has no workers"),
        connect(address, patience=1),
    ):
        pass


def test_a_scheduler_that_dies_leaves_a_run_to_go_on_with(tmp_path, corpus):
    """The run says so in one line, and the same command on this machine ends with the same bytes."""
    here, output = corpus / "here.jsonl", tmp_path / "out.jsonl"
    if not here.exists():
        run("batch", corpus / "rows.jsonl", corpus / "files", "-o", here, "--quiet")
    command = [COMMAND, "batch", corpus / "rows.jsonl", corpus / "files", "-o", output, "--quiet"]
    with ExitStack() as stack:
        address, dying = stack.enter_context(scheduler(tmp_path))
        stack.enter_context(worker(address, tmp_path))
        running = subprocess.Popen([*command, "--cluster", address], stderr=subprocess.PIPE)
        written = tmp_path / f".{output.name}.cmfacts" / "lines.jsonl"
        until(lambda: running.poll() is not None or (written.exists() and written.stat().st_size > 0), "first results")
        dying.kill()
        _, errors = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    assert errors.decode().splitlines() == [f"cmfacts: the cluster at {address} went away; run it again to go on"]
    assert not output.exists()
    assert written.stat().st_size > 0
    subprocess.run(command, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False)
    assert output.read_bytes() == here.read_bytes()
