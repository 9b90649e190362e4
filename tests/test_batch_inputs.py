"""What the inputs of a batch name: walks, globs, lists, JSON Lines of all sorts; what no input may do to the rest."""

import gzip
import io
import json
import os
import shutil
import tracemalloc

import pytest
from test_cli import run

from cmfacts import readers
from cmfacts.batch import Inputs, find
from cmfacts.errors import InputError, UsageError
from cmfacts.readers import jsonl

FILES = ("b.txt", "a.md", "c.png", ".d.txt", "e[1].txt", "deep/f.jsonl", "deep/er/g.txt", ".git/h.txt", "README.md")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def names(*inputs, **options):
    """The paths, or the text of an error, in order."""
    return [str(found) for found in Inputs(inputs, **options).paths()]


# --- names


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (["."], ["./a.md", "./b.txt", "./deep/er/g.txt", "./deep/f.jsonl", "./e[1].txt"]),
        (["deep/"], ["deep/er/g.txt", "deep/f.jsonl"]),
        (["b.txt", "-", "c.png", "gone.txt", "README.md"], ["b.txt", "-", "c.png", "gone.txt", "README.md"]),
        (["*.txt"], ["b.txt", "e[1].txt"]),
        (["e[1].txt"], ["e[1].txt"]),
        (["**/*.txt"], ["b.txt", "deep/er/g.txt", "e[1].txt"]),
        (["dee*"], ["deep/er/g.txt", "deep/f.jsonl"]),
        (["x*.txt"], ["x*.txt: no file matches"]),
    ],
)
def test_files_folders_and_globs_in_order(tree, inputs, expected):
    assert list(map(str, find(inputs))) == expected


@pytest.mark.parametrize(
    ("globs", "expected"),
    [
        (["*.txt"], ["./b.txt", "./deep/er/g.txt", "./e[1].txt"]),
        (["*.png", "*.md"], ["./README.md", "./a.md", "./c.png"]),
        (["!*.txt"], ["./a.md", "./deep/f.jsonl"]),
        (["*.txt", "!b*"], ["./deep/er/g.txt", "./e[1].txt"]),
        (["deep/*.txt"], ["./deep/er/g.txt"]),
        (["deep/**/*.jsonl"], ["./deep/f.jsonl"]),
        (["*.docx"], [".: holds no article (*.docx)"]),
        (["!deep"], ["./a.md", "./b.txt", "./e[1].txt"]),
        (["!deep/"], ["./a.md", "./b.txt", "./e[1].txt"]),
        (["!deep/er"], ["./a.md", "./b.txt", "./deep/f.jsonl", "./e[1].txt"]),
        (["!er/"], ["./a.md", "./b.txt", "./deep/f.jsonl", "./e[1].txt"]),
        (["!/deep/er/"], ["./a.md", "./b.txt", "./deep/f.jsonl", "./e[1].txt"]),
        (["!b.txt/"], ["./a.md", "./b.txt", "./deep/er/g.txt", "./deep/f.jsonl", "./e[1].txt"]),
    ],
)
def test_globs_choose_below_folders(tree, globs, expected):
    assert names(".", globs=globs) == expected
    assert names("c.png", globs=globs) == ["c.png"], "a file that is named is read"


def test_what_the_run_writes_is_no_input(tree):
    assert names(".", skip=("deep/f.jsonl", str(tree / "b.txt"))) == ["./a.md", "./deep/er/g.txt", "./e[1].txt"]


@pytest.mark.parametrize(
    ("data", "nul", "expected"),
    [
        (b"b.txt\ndeep\n\nc.png", False, ["b.txt", "deep/er/g.txt", "deep/f.jsonl", "c.png"]),
        (b"b.txt\r\n*.md\r\n", False, ["b.txt", "*.md"]),
        (b"b.txt\0two\nlines.txt\0", True, ["b.txt", "two\nlines.txt"]),
        (b"\xff\xfe.txt\n", False, ["\udcff\udcfe.txt"]),
        (b"", False, []),
        (b"a.md\nb.txt\n", True, ["a.md\nb.txt\n: no such file: names that end with a line end need no --null"]),
        (b"a.md\0b.txt\0", False, ["a.md\0b.txt\0: holds NUL: names that end with it need --null"]),
    ],
)
def test_names_come_from_a_list(tree, data, nul, expected):
    assert names(listing=io.BytesIO(data), nul=nul) == expected


def test_a_glob_finds_no_pipe(tree):
    os.mkfifo("pipe.txt")
    (tree / "gone.txt").symlink_to("nowhere")
    assert names("*.txt") == ["b.txt", "e[1].txt", "gone.txt"]
    assert names("pipe.txt") == ["pipe.txt"]


def test_a_list_longer_than_its_buffer(tree):
    expected = [f"{number:05}.txt" for number in range(20_000)]
    assert names(listing=io.BytesIO("\n".join(expected).encode())) == expected


def test_links_do_not_send_the_walk_in_circles(tmp_path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "linked.txt").symlink_to("a.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "nowhere.txt").symlink_to("gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    below = [os.path.basename(path) for path in names(str(tmp_path))]
    assert below == ["a.txt", "linked.txt", "loop.txt", "nowhere.txt"]
    for name in ("loop.txt", "nowhere.txt"):
        [error] = readers.read(tmp_path / name)
        assert isinstance(error, InputError)


def test_a_walk_goes_as_deep_as_the_folders_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        os.mkdir("d")
        os.chdir("d")
    with open("a.txt", "w"):
        pass
    try:
        assert names(str(tmp_path)) == [f"{tmp_path}{1200 * '/d'}/a.txt"]
    finally:  # pytest's own way to remove it would not go as deep
        os.unlink("a.txt")
        for _ in range(1200):
            os.chdir("..")
            os.rmdir("d")


def test_ten_thousand_files_in_one_folder(tmp_path):
    for number in range(10_000):
        (tmp_path / f"{number:05}.txt").touch()
    inputs = Inputs([str(tmp_path)])
    assert [os.path.basename(item.name) for item in inputs] == [f"{number:05}.txt" for number in range(10_000)]
    assert inputs.count() == 10_000


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_listed_is_named(tmp_path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "locked").mkdir(mode=0)
    assert names(str(tmp_path)) == [f"{tmp_path}/a.txt", f"{tmp_path}/locked: Permission denied"]


def test_a_folder_that_goes_meanwhile_costs_no_other(tree):
    paths = Inputs(["."]).paths()
    assert next(paths) == "./a.md"
    shutil.rmtree(tree / "deep")
    rest = list(paths)
    [error] = [path for path in rest if isinstance(path, InputError)]
    assert (error.source, error.stage) == ("./deep", "find")
    assert rest[-1] == "./e[1].txt"


def test_an_unknown_encoding_is_wrong_usage():
    with pytest.raises(UsageError):
        Inputs(["a.txt"], encoding="klingon")


def test_the_count_is_of_files_and_lines(tree):
    (tree / "deep/f.jsonl").write_text('{"text": "一"}\n' * 7)
    assert Inputs(["."]).count() == 4 + 7
    assert Inputs(["-"]).count() is None
    assert Inputs([], listing=io.BytesIO(b"b.txt")).count() is None


# --- lines


ROWS = [
    json.dumps({"id": str(number), "text": f"第{number}期\u2028\u0a0a"}, ensure_ascii=False) for number in range(200)
]


def zst(data: bytes) -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    return bytes(zstd.compress(data))


@pytest.mark.parametrize(
    ("ending", "pack"), [("", bytes), (".gz", gzip.compress), (".zst", zst), (".GZ", gzip.compress)]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_lines_compressed_or_not(tmp_path, ending, pack, encoding):
    path = tmp_path / f"rows.jsonl{ending}"
    path.write_bytes(pack("\n".join(ROWS).encode(encoding)))
    assert [article.id for article in readers.read(path)] == [str(number) for number in range(200)]
    assert names(str(tmp_path)) == [str(path)]


def test_two_archives_in_one_file(tmp_path):
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(f"{ROWS[0]}\n".encode()) + gzip.compress(f"{ROWS[1]}\n".encode()))
    assert [article.id for article in readers.read(path)] == ["0", "1"]


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".zst", zst)])
def test_a_damaged_archive_gives_what_can_be_read_and_one_error(tmp_path, ending, pack):
    path = tmp_path / f"rows.jsonl{ending}"
    path.write_bytes(pack("\n".join(ROWS * 500).encode())[:-20])
    *good, error = readers.read(path)
    assert isinstance(error, InputError)
    assert "damaged" in str(error)
    assert "\n" not in str(error)
    assert all(not isinstance(article, InputError) for article in good[:1000])
    path.write_bytes(b"no archive at all")
    [error] = readers.read(path)
    assert str(error).startswith(f"{path}: ")


def test_a_line_beyond_all_reason_costs_no_other(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "SIZE_LIMIT", 1000)
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(f"{ROWS[0]}\n{'0' * 1_000_000}\n{ROWS[1]}\n{'0' * 1_000_000}".encode()))
    first, error, second, last = readers.read(path)
    assert (first.id, second.id) == ("0", "1")
    assert str(error).startswith(f"{path}:2: is longer than")
    assert str(last).startswith(f"{path}:4: is longer than")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_bomb_does_not_fill_the_memory(tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(jsonl, "SIZE_LIMIT", 1 << 20)
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(f"{ROWS[0]}\n".encode(encoding))
        for _ in range(64):
            stream.write(("0" * (1 << 20)).encode(encoding.replace("utf-16", "utf-16-le")))
    tracemalloc.start()
    article, error = readers.read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert article.id == "0"
    assert "is longer than" in str(error)
    assert peak < 24 << 20


def test_lines_of_any_number_in_constant_memory(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(ROWS * 1000), encoding="utf-8")
    tracemalloc.start()
    assert sum(1 for _ in Inputs([str(path)])) == 200_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_a_file_without_end_is_one_error(tmp_path, monkeypatch):
    monkeypatch.setattr(readers, "SIZE_LIMIT", 1 << 20)
    [item] = Inputs(["/dev/zero"])
    assert isinstance(item, InputError)
    assert "too large" in str(item)


def test_a_word_document_that_unpacks_to_no_end(tmp_path, monkeypatch):
    from zipfile import ZIP_DEFLATED, ZipFile

    from cmfacts.readers import docx

    monkeypatch.setattr(docx, "SIZE_LIMIT", 1 << 20)
    path = tmp_path / "bomb.docx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * (2 << 20))
    [error] = readers.read(path)
    assert str(error) == f"{path}: unpacks to 2 MB, too large for one article"


# --- the command


def test_the_command_reads_a_list_and_globs(tmp_path):
    for name in ("a.txt", "b.txt", "b.md", "two\nlines.txt"):
        (tmp_path / name).write_text("2024年5月20日，中国移动成立。", encoding="utf-8")

    def ids(*arguments, stdin=b""):
        done = run("batch", *arguments, "-o", "-", "-q", "-j1", stdin=stdin, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, b"")
        return [json.loads(line)["id"] for line in done.stdout.splitlines()]

    assert ids(".", "-g", "*.txt", "--glob", "!a*") == ["./b.txt", "./two\nlines.txt"]
    assert ids("--files-from", "-", "-0", "a.txt", stdin=b"two\nlines.txt\0b.md\0") == [
        "a.txt",
        "two\nlines.txt",
        "b.md",
    ]


def test_names_that_are_not_utf_8(tmp_path):
    folder = os.fsencode(tmp_path) + b"/in"
    os.mkdir(folder)
    for name in (b"\xd0\xc2\xce\xc5.txt", b"\xff.html", b"\xfe.jsonl"):
        with open(folder + b"/" + name, "wb") as stream:
            stream.write("中国移动于2024年成立。".encode())
    done = run("batch", "in", "-o", "out.jsonl", "--errors", "errors.jsonl", "-j1", cwd=tmp_path)
    assert done.returncode == 1
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [r"in/\xd0\xc2\xce\xc5.txt", r"in/\xff.html"]
    [failure] = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert failure["input"] == r"in/\xfe.jsonl:1"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "out.jsonl"], "--files-from"),
        (["rows.jsonl", "-o", "rows.jsonl"], "one of the inputs"),
        (["a.txt", "-o", "out.jsonl", "--errors", "a.txt"], "one of the inputs"),
        (["a.txt", "-o", "out.jsonl", "--errors", "out.jsonl"], "the output"),
        (["--files-from", "names", "-o", "out.jsonl", "--errors", "names"], "one of the inputs"),
        (["-", "--files-from", "-", "-o", "out.jsonl"], "standard input"),
        (["--files-from", "gone", "-o", "out.jsonl"], "cannot read gone"),
        (["a.txt", "-o", "gone/out.jsonl"], "cannot write gone/out.jsonl"),
        (["a.txt", "-o", "."], "a folder"),
        (["a.txt", "-o", "out.jsonl", "--errors", "gone/errors"], "cannot write gone/errors"),
    ],
)
def test_wrong_usage_is_one_line_and_touches_nothing(tmp_path, arguments, says):
    (tmp_path / "a.txt").write_text("中国移动。", encoding="utf-8")
    (tmp_path / "names").write_text("a.txt\n", encoding="utf-8")
    (tmp_path / "rows.jsonl").touch()
    done = run("batch", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    [line] = done.stderr.decode().splitlines()
    assert says in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "names", "rows.jsonl"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "中国移动。"
