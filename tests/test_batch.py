"""Batch: what the inputs name, order, the same bytes however run, bounded look-ahead, errors that cost nobody else."""

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from test_cli import COMMAND, on_terminal, run

from cmfacts import batch
from cmfacts.batch import Settings, find, lines
from cmfacts.errors import CmfactsError, InputError, LexiconError, MissingExtraError
from cmfacts.models import Article

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


# --- find


def test_find_gives_files_folders_and_globs_in_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.md", "c.png", ".d.txt", "e[1].txt", "deep/f.jsonl", "deep/er/g.txt", ".git/h.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert list(find(["."])) == ["./a.md", "./b.txt", "./deep/er/g.txt", "./deep/f.jsonl", "./e[1].txt"]
    assert list(find(["b.txt", "-", "c.png", "gone.txt"])) == ["b.txt", "-", "c.png", "gone.txt"]
    assert list(find(["*.txt"])) == ["b.txt", "e[1].txt"]
    assert list(find(["e[1].txt"])) == ["e[1].txt"]
    assert list(find(["**/*.txt"])) == ["b.txt", "deep/er/g.txt", "e[1].txt"]
    assert list(find(["dee*"])) == ["deep/er/g.txt", "deep/f.jsonl"]
    assert list(find(["."], skip="deep/f.jsonl"))[2:] == ["./deep/er/g.txt", "./e[1].txt"]
    [missing] = find(["x*.txt"])
    assert (missing.source, missing.reason) == ("x*.txt", "no file matches")


def test_links_do_not_send_the_walk_in_circles(tmp_path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "self").symlink_to(tmp_path)
    assert list(find([str(tmp_path)])) == [f"{tmp_path}/a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_listed_is_named(tmp_path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "locked").mkdir(mode=0)
    readable, refused = sorted(find([str(tmp_path)]), key=lambda found: isinstance(found, InputError))
    assert readable == f"{tmp_path}/a.txt"
    assert refused.source == f"{tmp_path}/locked"


# --- lines


def test_results_and_errors_come_in_the_order_of_the_inputs(corpus):
    outcomes = list(lines([str(corpus / "rows.jsonl"), str(corpus / "folder")], Settings()))
    ids = [outcome.source if isinstance(outcome, InputError) else json.loads(outcome)["id"] for outcome in outcomes]
    rows = [f"row{number}" for number in range(60)]
    files = [f"{corpus}/folder/{name}.txt" for name in ("0", "1", "2", "3", "4", "5", "5x", "6", "7", "8", "9")]
    assert ids[:30] == rows[:30]
    assert ids[31:] == rows[30:] + files
    assert [place for place, outcome in enumerate(outcomes) if isinstance(outcome, InputError)] == [30, 67]


def test_any_executor_gives_the_same(corpus):
    inputs = [*[str(corpus / "rows.jsonl")] * 10, str(corpus / "folder")]
    alone = [str(outcome) for outcome in lines(inputs, Settings())]
    with ThreadPoolExecutor(4) as pool:
        assert [str(outcome) for outcome in lines(inputs, Settings(), jobs=4, executor=pool)] == alone
        assert pool.submit(int, "1").result() == 1, "an executor of the caller's stays open"


def test_only_a_few_chunks_are_under_way():
    taken = []

    def chunks():
        for number in range(100):
            taken.append(number)
            yield [str(number)]

    with ThreadPoolExecutor(2) as pool:
        stream = batch._in_order(pool, list, chunks(), ahead=4)
        assert next(stream) == "0"
        assert taken == [0, 1, 2, 3]
        assert list(stream) == [str(number) for number in range(1, 100)]


def test_chunks_are_bounded_by_weight_and_by_length():
    heavy, light = Article("a", "长" * (batch.CHUNK_WEIGHT // 2)), Article("a", "短")
    assert [len(chunk) for chunk in batch._chunks([heavy] * 5)] == [2, 2, 1]
    assert [len(chunk) for chunk in batch._chunks([light] * (batch.CHUNK_LENGTH + 1))] == [batch.CHUNK_LENGTH, 1]


def test_one_article_that_hits_a_bug_does_not_cost_the_others():
    broken = Article("broken", 5)  # no reader gives such a text: it stands for a bug of ours
    first, second, third = batch._work(Settings(), [Article("a", text(1)), broken, Article("b", text(2))])
    assert isinstance(second, InputError)
    assert str(second).startswith("broken: internal error")
    assert [json.loads(line)["id"] for line in (first, third)] == ["a", "b"]


@pytest.mark.parametrize(
    "error",
    [
        InputError("a.txt", "is empty"),
        LexiconError("a.tsv", 3, "is bad"),
        MissingExtraError("HTML", "html"),
        CmfactsError("x"),
    ],
)
def test_errors_come_home_from_a_worker(error):
    import pickle

    home = pickle.loads(pickle.dumps(error))
    assert (type(home), str(home)) == (type(error), str(error))


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
