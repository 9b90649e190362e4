"""A batch that ends early goes on later: whatever ended it, the bytes are those of a run that nothing disturbed."""

import json
import os
import random
import re
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
from cmfacts.batch.order import in_order
from cmfacts.batch.workers import InProcess
from cmfacts.errors import CmfactsError, InputError, UsageError
from cmfacts.models import MadeBy

KILLS = 20
PINNED = Settings(made_by=MadeBy("1", "00000000"))


def rows(count, start=0):
    lines = [json.dumps({"id": f"row{n}", "text": text(n)}, ensure_ascii=False) for n in range(start, start + count)]
    return "".join(f"{line}\n" for line in lines)


def make(folder):
    """Lines, files, and things that fail."""
    folder.mkdir()
    (folder / "rows.jsonl").write_text(rows(700) + "{no json\n" + rows(200, 700), encoding="utf-8")
    for number in range(30):
        (folder / f"{number}.txt").write_text(text(number), encoding="utf-8")
    (folder / "5x.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (folder / "gone.txt").symlink_to("nowhere")


@pytest.fixture
def corpus(tmp_path):
    """The inputs in a folder ``in``; the output goes beside it."""
    make(tmp_path / "in")
    return tmp_path


COMMON = ("batch", "in", "--errors", "errors.jsonl", "-o")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What a run gives that nothing disturbs: the output and the errors."""
    folder = tmp_path_factory.mktemp("undisturbed")
    make(folder / "in")
    assert run(*COMMON, "out.jsonl", "-j1", cwd=folder).returncode == 1
    return (folder / "out.jsonl").read_bytes(), (folder / "errors.jsonl").read_bytes()


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
    early = [(0, moments.uniform(0, 1.2)) for _ in range(KILLS // 2)]
    late = sorted((moments.uniform(1, whole), moments.uniform(0, 0.05)) for _ in range(KILLS - len(early)))
    kills = 0
    for after, pause in early + late:
        kills += killed(corpus, after, pause, moments.choice((1, 2)))
        assert not (corpus / "out.jsonl").exists() or (corpus / "out.jsonl").read_bytes() == undisturbed[0]
    assert kills >= KILLS // 2 + 3  # a run may be done before its moment comes
    done = run(*COMMON, "out.jsonl", "-j2", cwd=corpus)
    assert done.returncode == 1
    assert ((corpus / "out.jsonl").read_bytes(), (corpus / "errors.jsonl").read_bytes()) == undisturbed
    assert sorted(path.name for path in corpus.iterdir()) == ["errors.jsonl", "in", "out.jsonl"]


def started(folder, *options):
    """A run, as soon as it has results."""
    process = subprocess.Popen([COMMAND, *COMMON, "out.jsonl", *options], cwd=folder, stderr=subprocess.PIPE)
    while process.poll() is None and journaled(folder) < 1000:
        time.sleep(0.002)
    return process


def workers(process):
    """The ids of the processes that work for it."""
    found = set()
    for listed in Path(f"/proc/{process.pid}/task").glob("*/children"):
        for child in listed.read_text().split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.add(int(child))
    return found


def lives(pid):
    """Whether the process is there, and not merely as what its parent has yet to notice."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes the way of Linux")
def test_a_killed_run_goes_on_and_its_workers_do_not(corpus, undisturbed):
    process = started(corpus, "-j2")
    left = workers(process)
    assert left
    process.kill()
    process.stderr.close()
    process.wait(timeout=60)
    while any(map(lives, left)):
        time.sleep(0.01)
    done = run(*COMMON, "out.jsonl", cwd=corpus)
    assert (corpus / "out.jsonl").read_bytes() == undisturbed[0]
    [known] = re.findall(r"(\d+) of them done before", done.stderr.decode())
    assert 0 < int(known) < 930


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes the way of Linux")
def test_a_worker_that_is_killed_loses_nothing(corpus, undisturbed):
    process = started(corpus, "-j2", "-q")
    for pid in workers(process):
        os.kill(pid, signal.SIGKILL)
    errors = process.stderr.read().decode().splitlines()
    assert process.wait(timeout=60) == 1
    assert len(errors) == 3
    assert ((corpus / "out.jsonl").read_bytes(), (corpus / "errors.jsonl").read_bytes()) == undisturbed


def test_ctrl_c_says_that_what_is_done_is_kept(corpus, undisturbed):
    process = started(corpus, "-q")
    process.send_signal(signal.SIGTERM)
    said = process.stderr.read().decode().splitlines()
    assert process.wait(timeout=60) == 128 + signal.SIGTERM
    assert [line for line in said if "run the same command again" in line]
    assert run(*COMMON, "out.jsonl", cwd=corpus).returncode == 1
    assert (corpus / "out.jsonl").read_bytes() == undisturbed[0]


def test_a_full_disk_is_one_line_and_a_state_to_go_on_from(corpus, undisturbed):
    room = len(undisturbed[0]) * 2 // 3

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [COMMAND, *COMMON, "out.jsonl", "-j1"]
    for _ in range(2):  # the second finds no more room than the first
        done = subprocess.run(command, cwd=corpus, capture_output=True, preexec_fn=small, timeout=60, check=False)
        assert done.returncode == 1
        last = done.stderr.decode().splitlines()[-1]
        assert last.startswith("cmfacts: cannot write out.jsonl: File too large; what is done is kept")
        assert not (corpus / "out.jsonl").exists()
    done = run(*COMMON, "out.jsonl", cwd=corpus)
    assert "done before" in done.stderr.decode()
    assert ((corpus / "out.jsonl").read_bytes(), (corpus / "errors.jsonl").read_bytes()) == undisturbed


def test_fail_fast_stops_and_goes_on_from_there(tmp_path):
    (tmp_path / "rows.jsonl").write_text(rows(20) + "{no json\n" + rows(20, 20) + "no\n", encoding="utf-8")
    command = ("batch", "rows.jsonl", "-o", "out.jsonl", "--errors", "errors.jsonl", "-j1")
    stopped = run(*command, "--fail-fast", cwd=tmp_path)
    assert stopped.returncode == 1
    named, said, summary = stopped.stderr.decode().splitlines()
    assert "rows.jsonl:21" in named
    assert "stopped at the first failure" in said
    assert "20 articles, 1 could not be read" in summary
    assert not (tmp_path / "out.jsonl").exists()
    done = run(*command, cwd=tmp_path)
    assert "40 articles, 40 of them done before, 2 could not be read" in done.stderr.decode()
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == 40
    failures = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(failure["input"], failure["stage"]) for failure in failures] == [
        ("rows.jsonl:21", "read"),
        ("rows.jsonl:42", "read"),
    ]


# --- what makes a result reusable


def interrupted(settings, target, inputs):
    """A run that is ended when all articles are done, before there is an output."""
    results = run_batch(inputs, settings, JsonLines(target), InProcess())
    next(results)
    results.close()
    assert folder_of(target).is_dir()


def resumed(settings, target, inputs):
    """How many results were reused, what the run had to say, and its output."""
    said = []
    known = sum(
        result.known for result in run_batch(inputs, settings, JsonLines(target), InProcess(), notice=said.append)
    )
    return known, " ".join(said), Path(target).read_bytes()


@pytest.fixture
def mine(tmp_path):
    """A lexicon of one row, and what makes it another."""
    table = tmp_path / "mine/org/mine.tsv"
    table.parent.mkdir(parents=True)

    def write(name):
        table.write_text(f"name\tclass\n{name}\tcompany\n", encoding="utf-8")

    write("星桥")
    return write


@pytest.mark.parametrize(
    "options",
    [
        {"published": "2020-01-01"},
        {"with_text": True},
        {"types": ("org",)},
        {"encoding": "utf-8"},
        {"min_confidence": 0.5},
        {"lexicons": ("mine",)},
        {"made_by": MadeBy("0.0.1", "00000000")},
    ],
)
def test_a_result_is_reused_only_under_the_same_options(tmp_path, monkeypatch, mine, options):
    monkeypatch.chdir(tmp_path)
    inputs = items_of_text(5)
    other = Settings(**options)
    interrupted(Settings(), "out.jsonl", inputs)
    if other.made_by:  # another version: it would not work here, and it must not even try
        with Journal("out.jsonl", other) as journal:
            assert journal.is_stale
        return
    fresh = resumed(other, "fresh.jsonl", inputs)
    assert fresh[:2] == (0, "")
    known, said, output = resumed(other, "out.jsonl", inputs)
    assert (known, output) == (0, fresh[2])
    assert "begun anew" in said


def test_a_result_is_reused_under_the_same_options(tmp_path):
    target = str(tmp_path / "out.jsonl")
    interrupted(Settings(with_text=True), target, items_of_text(5))
    known, said, output = resumed(Settings(with_text=True), target, items_of_text(5))
    assert (known, said, output.count(b"\n")) == (5, "", 5)


def test_a_lexicon_that_changed_meanwhile_makes_all_anew(tmp_path, mine):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "远山星桥于2024年成立。"}) + "\n", encoding="utf-8")
    command = ("batch", "a.jsonl", "gone.txt", "-o", "out.jsonl", "--lexicon", "mine", "-j1")
    assert run(*command, "--fail-fast", cwd=tmp_path).returncode == 1
    mine("远山星桥")
    done = run(*command, cwd=tmp_path)
    assert "begun anew" in done.stderr.decode()
    tree = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert [entity["name"] for entity in tree["organizations"]] == ["远山星桥"]


def items_of_text(count):
    return [Item(f"x:{n}", json.dumps({"id": f"{n}", "text": text(n)}).encode(), True) for n in range(count)]


def test_an_output_has_one_run_at_a_time(tmp_path):
    with Journal(str(tmp_path / "out.jsonl"), PINNED) as journal:
        journal.add([Result(b"k" * 16, b"line\n")])
        with pytest.raises(UsageError, match="another run"):
            Journal(str(tmp_path / "out.jsonl"), PINNED)
    with Journal(str(tmp_path / "out.jsonl"), PINNED):
        pass


def test_a_sink_that_fails_is_finished_by_the_next_run(tmp_path):
    class Full(JsonLines):
        def finish(self, lines):
            raise OSError(28, "No space left on device")

    target = str(tmp_path / "out.jsonl")
    items = items_of_text(1)
    with pytest.raises(CmfactsError, match="No space left on device; run it again"):
        list(run_batch(items, Settings(), Full(target), InProcess()))
    [result] = run_batch(items, Settings(), JsonLines(target), InProcess())
    assert result.kept
    assert json.loads((tmp_path / "out.jsonl").read_bytes())["id"] == "0"


# --- the journal alone, under everything that can happen to it


def shout(items):
    """Stands for extraction: a pure function of name and content; some fail, some only now and then."""
    return [_shout(item) for item in items]


def _shout(item):
    if item.data.startswith(b"bad"):
        return Result(item.key(), b"", InputError(item.name, "is bad"))
    return Result(item.key(), item.name.encode() + b" " + item.data.upper() * 3 + b"\n", None, len(item.data))


def advance(target, items, steps=None):
    """One run, ended after so many chunks; the bytes of all lines, and the failures, where it came to its end."""
    failures = []
    with Journal(str(target), PINNED) as journal:
        slots = (journal.find(item) or item for item in items)
        pieces = ([slot] for slot in slots)
        for number, results in enumerate(in_order(InProcess(), shout, pieces, ahead=3)):
            journal.add(results)
            failures += [str(result.error) for result in results if result.error]
            if number == steps:
                return None
        lines = journal.finish().read_bytes()
        journal.remove()
    return lines, failures


def expected(items):
    results = shout(items)
    return b"".join(result.line for result in results), [str(result.error) for result in results if result.error]


def items_of(words):
    return [Item(f"{number}", word.encode()) for number, word in enumerate(words)]


WORDS = st.lists(st.sampled_from(["one", "two", "three", "bad", "bad one", "星桥\n", ""]), max_size=12)
FIXTURE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FIXTURE
@given(runs=st.lists(st.tuples(WORDS, st.integers(0, 12)), max_size=4), last=WORDS)
def test_inputs_may_change_between_runs(tmp_path, runs, last):
    target = tmp_path / "out.jsonl"
    for words, steps in runs:
        advance(target, items_of(words), steps)
    assert advance(target, items_of(last)) == expected(items_of(last))
    assert not folder_of(str(target)).exists()


@FIXTURE
@given(
    words=WORDS,
    steps=st.integers(0, 12),
    name=st.sampled_from(["lines.jsonl", "lines.index"]),
    damage=st.sampled_from(["cut", "zeros", "noise"]),
    place=st.floats(0, 1),
)
def test_a_power_failure_may_lose_the_end_of_either_file(tmp_path, words, steps, name, damage, place):
    target = tmp_path / "out.jsonl"
    advance(target, items_of(words), steps)
    file = folder_of(str(target)) / name
    if file.exists():
        data = file.read_bytes()
        end = int(len(data) * place)
        tail = {"cut": b"", "zeros": bytes(len(data) - end), "noise": b"\n7 \xff" * 9}[damage]
        file.write_bytes(data[:end] + tail)
    assert advance(target, items_of(words)) == expected(items_of(words))


def test_what_was_done_is_found_wherever_it_goes(tmp_path):
    """An article that came, went or changed costs no other its result."""
    target, items = tmp_path / "out.jsonl", items_of(["one", "two", "three", "bad", "four"])
    advance(target, items, steps=4)
    changed = [items[0], Item("new", b"five"), *items[2:]]
    with Journal(str(target), PINNED) as journal:
        found = [journal.find(item) for item in changed]
    assert [result is not None for result in found] == [True, False, True, True, True]
    assert [result.kept for result in found if result] == [True, False, False, False]
    assert str(found[3].error) == "3: is bad"
    advance(target, changed, steps=3)
    advance(target, changed, steps=4)
    with Journal(str(target), PINNED) as journal:
        assert all(journal.find(item) for item in changed)
    assert advance(target, changed) == expected(changed)


def test_nothing_is_read_twice_once_all_that_was_done_is_found(tmp_path, monkeypatch):
    target, items = tmp_path / "out.jsonl", items_of(["one", "two", "three"])
    advance(target, items[:1], steps=0)
    read = []
    monkeypatch.setattr(Item, "key", lambda item, key=Item.key: read.append(item.name) or key(item))
    with Journal(str(target), PINNED) as journal:
        assert [journal.find(item) is not None for item in items] == [True, False, False]
    assert read == ["0"]


def test_an_input_that_comes_back_is_read(tmp_path):
    path, target = tmp_path / "a.txt", tmp_path / "out.jsonl"
    inputs = Inputs([str(path)])
    with Journal(str(target), Settings().pinned()) as journal:
        [item] = inputs
        journal.add([Result(item.key(), b"", InputError(str(path), "No such file or directory"))])
    with Journal(str(target), Settings().pinned()) as journal:
        assert journal.find(item).error, "as long as it is not there, nothing is new"
    path.write_text(text(1), encoding="utf-8")
    [result] = run_batch(inputs, Settings(), JsonLines(str(target)), InProcess())
    assert result.error is None
