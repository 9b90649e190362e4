"""Batch: order, the same bytes however run, bounded look-ahead, workers that die, errors that cost nobody else."""

import json
import os
import pickle
import signal
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from test_cli import COMMAND, on_terminal, run

from cmfacts.batch import InProcess, Inputs, Item, Result, Settings, Workers, stream
from cmfacts.batch.order import CHUNK_BYTES, CHUNK_LENGTH, chunks, in_order
from cmfacts.batch.work import extractor, work
from cmfacts.batch.workers import WorkerDied
from cmfacts.cli.progress import Tally, _lines
from cmfacts.errors import CmfactsError, InputError, LexiconError, MissingExtraError
from cmfacts.models import MadeBy

PLACES = ("北京", "天津", "上海", "重庆", "广州", "深圳", "成都", "武汉")


def text(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    return (
        f"2024年{number % 12 + 1}月{number % 28 + 1}日，{place}大学与中国移动在{place}启动第{number}期云计算合作。\n"
        * (number % 7 + 1)
    )


@pytest.fixture
def corpus(tmp_path):
    """Sixty lines of JSON, ten files of text, one line and one file that cannot be read."""
    rows = [json.dumps({"id": f"row{number}", "text": text(number)}, ensure_ascii=False) for number in range(60)]
    rows.insert(30, "{no json")
    (tmp_path / "rows.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.txt").write_text(text(number), encoding="utf-8")
    (folder / "5x.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    return tmp_path


# --- order


def outcomes(inputs, executor, ahead=3, settings=Settings()):  # noqa: B008 - it never changes
    """Each result as a string, and whether it is a failure."""
    results = stream(Inputs([str(name) for name in inputs]), settings, executor, ahead=ahead)
    return [(str(result.error), True) if result.error else (result.line.decode(), False) for result in results]


def test_results_and_errors_come_in_the_order_of_the_inputs(corpus):
    results = list(stream(Inputs([str(corpus / "rows.jsonl"), str(corpus / "folder")]), Settings(), InProcess()))
    ids = [result.error.source if result.error else json.loads(result.line)["id"] for result in results]
    rows = [f"row{number}" for number in range(60)]
    files = [f"{corpus}/folder/{name}.txt" for name in ("0", "1", "2", "3", "4", "5", "5x", "6", "7", "8", "9")]
    assert ids[:30] == rows[:30]
    assert ids[31:] == rows[30:] + files
    assert [place for place, result in enumerate(results) if result.error] == [30, 67]


def test_any_executor_gives_the_same(corpus):
    inputs = [*[corpus / "rows.jsonl"] * 10, corpus / "folder"]
    alone = outcomes(inputs, InProcess())
    assert len(alone) == 621
    for pool in (ThreadPoolExecutor(4), Workers(2), ProcessPoolExecutor(1)):
        with pool:
            assert outcomes(inputs, pool, ahead=8) == alone
            assert pool.submit(int, "1").result() == 1, "an executor of the caller's stays open"


def test_bytes_that_travel_give_the_same_as_files(corpus):
    files = Inputs([str(corpus / "folder")])
    loaded = Inputs([str(corpus / "folder")], load=True)
    assert all(item.data is None for item in files)
    assert all(item.data for item in loaded)
    one, other = (list(stream(inputs, Settings(), InProcess())) for inputs in (files, loaded))
    assert [(result.key, result.line) for result in one] == [(result.key, result.line) for result in other]


def echo(items):
    return [Result(None, item.name.encode()) for item in items]


def test_only_a_few_chunks_are_under_way():
    taken = []

    def pieces():
        for number in range(100):
            taken.append(number)
            yield [Item(str(number))]

    with ThreadPoolExecutor(2) as pool:
        results = in_order(pool, echo, pieces(), ahead=4)
        assert [result.line for result in next(results)] == [b"0"]
        assert taken == [0, 1, 2, 3]
        assert [result.line for [result] in results] == [str(number).encode() for number in range(1, 100)]


def test_what_is_ready_keeps_its_place_among_what_is_worked_on():
    ready = Result(None, b"ready")
    slots = [ready, Item("a"), ready, Item("b"), ready]
    assert [r.line for [*rs] in in_order(InProcess(), echo, chunks(slots), 1) for r in rs] == [
        b"ready",
        b"a",
        b"ready",
        b"b",
        b"ready",
    ]


def test_chunks_are_bounded_by_weight_and_by_length():
    heavy, light = Item("a", size=CHUNK_BYTES // 2), Item("a", size=1)
    assert [len(chunk) for chunk in chunks([heavy] * 5)] == [2, 2, 1]
    assert [len(chunk) for chunk in chunks([light] * (CHUNK_LENGTH + 1))] == [CHUNK_LENGTH, 1]


# --- workers that die


def fragile(items):
    """As ``echo``, but an item named after a signal does to its process what the name says."""
    for item in items:
        if item.name.startswith("SIG"):
            os.kill(os.getpid(), signal.Signals[item.name])
        if item.name == "exit":
            os._exit(3)
    return echo(items)


def test_a_bug_of_a_reader_does_not_cost_the_others(monkeypatch):
    pytest.importorskip("trafilatura")
    from cmfacts.readers import html

    monkeypatch.setattr(html, "bare_extraction", lambda *_, **__: 1 / 0)
    first, second = work(Settings(), [Item("a.html", b"<p>x</p>"), Item("b.txt", text(1).encode())])
    assert (first.error.stage, second.error) == ("read", None)
    assert "ZeroDivisionError" in first.error.reason


@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_worker_that_dies_is_an_error_of_the_article_that_killed_it(size):
    names = [*map(str, range(20)), "SIGKILL", *map(str, range(20)), "exit", "SIGSEGV", *map(str, range(20))]
    items = [Item(name) for name in names]
    pieces = [items[start : start + size] for start in range(0, len(items), size)]
    with Workers(2) as pool:
        results = [result for piece in in_order(pool, fragile, pieces, 6) for result in piece]
    good = [name for name in names if name.isdecimal()]
    assert [result.line.decode() for result in results if not result.error] == good
    assert [(result.error.source, result.error.stage) for result in results if result.error] == [
        (name, "worker") for name in names if not name.isdecimal()
    ]
    reasons = [result.error.reason for result in results if result.error]
    for reason, word in zip(reasons, ("SIGKILL, perhaps for lack of memory", "status 3", "SIGSEGV"), strict=True):
        assert word in reason
    assert all(result.key is None for result in results if result.error), "another run tries it again"


def test_a_pool_that_is_broken_as_a_whole_ends_the_run():
    with ProcessPoolExecutor(1) as pool, pytest.raises(CmfactsError, match="workers are gone"):
        list(in_order(pool, fragile, [[Item("SIGKILL")], [Item("a")], [Item("b")]], 1))


def test_workers_end_with_their_owner():
    with Workers(2) as pool:
        first = pool.submit(os.getpid).result()
        assert first != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    pool = Workers(1)
    endless = pool.submit(time.sleep, 600)
    pool.__exit__(ZeroDivisionError)  # what still runs when an error leaves the block is ended at once
    assert isinstance(endless.exception(timeout=60), WorkerDied)


# --- work


@pytest.fixture
def broken_rule():
    """The rule of days, which fails in articles of 2031: it stands for a bug of ours."""
    [rule] = [rule for rule in extractor((), None)._dates.rules if rule.id == "date.day"]
    build = rule.build

    def broken(match, context):
        if "2031" in match.string:
            raise ZeroDivisionError("two\nlines")
        return build(match, context)

    object.__setattr__(rule, "build", broken)
    yield
    object.__setattr__(rule, "build", build)


def test_one_article_that_hits_a_bug_does_not_cost_the_others(broken_rule):
    row = json.dumps({"id": "a", "text": text(1)}).encode()
    items = [Item("x:1", row, True), Item("x:2", row.replace(b"2024", b"2031"), True), Item("x:3", row, True)]
    first, second, third = work(Settings(), items)
    assert first.line == third.line != b""
    failure = second.error.to_dict()
    place = failure["reason"].rpartition("(")[2]
    assert failure == {
        "input": "x:2",
        "stage": "extract",
        "reason": f"internal error in date.day, please report it: ZeroDivisionError: two lines ({place}",
        "rule": "date.day",
    }
    assert place.startswith("engine.rule:")


def test_lexicons_that_changed_since_the_run_began_give_no_result():
    with pytest.raises(CmfactsError, match="lexicons changed"):
        extractor((), MadeBy(Settings().pinned().made_by.cmfacts, "00000000"))
    with pytest.raises(CmfactsError, match="install the same"):
        extractor((), MadeBy("0.0.0", Settings().pinned().made_by.lexicons))


@pytest.mark.parametrize(
    "error",
    [
        InputError("a.txt", "is empty"),
        InputError("a.txt", "is bad", "extract", "date.day"),
        LexiconError("a.tsv", 3, "is bad"),
        MissingExtraError("HTML", "html"),
        CmfactsError("x"),
    ],
)
def test_errors_come_home_from_a_worker(error):
    home = pickle.loads(pickle.dumps(error))
    assert (type(home), str(home), vars(home)) == (type(error), str(error), vars(error))


# --- the command


def test_the_same_bytes_at_any_jobs(corpus):
    inputs = [corpus / "folder", *[corpus / "rows.jsonl"] * 20, corpus / "folder"]
    one, two = corpus / "one.jsonl", corpus / "two.jsonl"
    first, second = run("batch", *inputs, "-o", one), run("batch", *inputs, "-o", two, "--jobs", 2)
    assert first.returncode == second.returncode == 1
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().count(b"\n") == 60 * 20 + 20
    errors = first.stderr.decode().splitlines()[:-1]
    assert len(errors) == 22
    assert errors == second.stderr.decode().splitlines()[:-1]


def test_summary_counts_and_quiet_leaves_it_out(corpus):
    out = corpus / "out.jsonl"
    done = run("batch", corpus / "rows.jsonl", "-o", out)
    assert done.stdout == b""
    named, summary = done.stderr.decode().splitlines()
    assert "rows.jsonl:31" in named
    assert "60 articles" in summary
    assert "1 could not be read" in summary
    assert run("batch", corpus / "rows.jsonl", "-o", out, "--quiet").stderr.decode().splitlines() == [named]


def test_the_earlier_output_in_the_same_folder_is_no_input(corpus):
    folder = corpus / "folder"
    (folder / "5x.txt").unlink()
    results = []
    for _ in range(2):
        assert run("batch", ".", "-o", "out.jsonl", cwd=folder).returncode == 0
        results.append((folder / "out.jsonl").read_bytes())
    assert results[0] == results[1]
    assert results[0].count(b"\n") == 10


def test_an_input_is_never_the_output(corpus):
    before = (corpus / "rows.jsonl").read_bytes()
    done = run("batch", corpus / "rows.jsonl", "-o", corpus / "rows.jsonl")
    assert done.returncode == 2
    assert (corpus / "rows.jsonl").read_bytes() == before


def test_output_to_a_pipe(corpus):
    done = run("batch", corpus / "folder" / "0.txt", "-o", "-", "--quiet")
    assert json.loads(done.stdout)["id"].endswith("0.txt")


def test_options_reach_every_worker(corpus):
    (corpus / "rel.jsonl").write_text('{"id": "x", "text": "去年，中国移动成立。"}\n' * 600, encoding="utf-8")
    options = ["--published", "2019-03-01", "--with-text", "--type", "date"]
    done = run("batch", corpus / "rel.jsonl", "-o", "-", "--jobs", 2, *options)
    trees = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(trees) == 600
    for tree in trees:
        assert tree["text"].startswith("去年")
        assert [date["value"] for date in tree["dates"]] == ["2018"]
        assert not tree.get("organizations")


def test_a_bad_lexicon_in_workers_is_wrong_usage(corpus):
    done = run("batch", corpus / "folder", "-o", corpus / "out.jsonl", "--jobs", 2, "--lexicon", corpus / "none")
    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) == 1
    assert not (corpus / "out.jsonl").exists()


def test_progress_on_a_terminal_only(corpus):
    out = corpus / "out.jsonl"
    (corpus / "folder" / "5x.txt").unlink()
    assert "10/10" in on_terminal("batch", corpus / "folder", "-o", out)
    assert "10/10" not in on_terminal("batch", corpus / "folder", "-o", out, "--quiet")


def test_progress_off_a_terminal_is_a_line_now_and_then(capsys):
    now = 0.0
    tally = Tally(clock=lambda: now)
    tally.total = 100
    for number in range(20):
        tally.add(Result(b"", b"", size=300, known=number < 10))
    tally.add(Result(None, b"", InputError("a", "is bad")))
    tally.add(Result(None, b"", InputError("b", "was killed", "worker")))
    now = 2.0
    assert tally.line() == "22 of 100 done, 6 articles/s, 3,000 characters/s, 2 failed, 0:13 left"
    assert tally.summary() == ("20 articles, 10 of them done before, 1 could not be read, 1 killed their worker, 2.0 s")
    with _lines(tally, interval=0.01):
        time.sleep(0.1)
    assert f"cmfacts: {tally.line()}\n" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_the_workers_too_and_leaves_nothing(jobs, tmp_path):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    line = json.dumps({"text": text(6)}, ensure_ascii=False) + "\n"
    source.write_text(line * 50_000, encoding="utf-8")
    process = subprocess.Popen(
        [COMMAND, "batch", source, "-o", out, "--jobs", str(jobs)],
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while len(list(tmp_path.iterdir())) < 2:  # until the draft of the output is there
        time.sleep(0.01)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers as well
    assert process.stderr.read() == b"cmfacts: interrupted\n"  # read to its end: no worker holds it open
    assert process.wait(timeout=60) == 130
    assert list(tmp_path.iterdir()) == [source]
