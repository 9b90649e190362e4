"""The installed command from end to end, as a subprocess: statuses, streams, formats, bad input and bad options."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("cmfacts")
TEXT = "2024年5月20日，中国移动与清华大学签署战略合作协议，共同推进云计算，并启动“远山计划”。\n"


def run(*arguments, stdin=b"", cwd=None, **environment):
    """The finished process; its standard streams are pipes and bytes."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


def on_terminal(*arguments, **environment):
    """What the command shows when standard output and error are a terminal of 80 columns."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    assert process.wait(timeout=60) == 0
    return shown.decode()


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def names(tree, key="organizations"):
    return [entity["name"] for entity in tree[key]]


def lines(data):
    return data.decode().splitlines()


# --- help and version


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(argument):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cmfacts", argument], capture_output=True, text=True, check=True
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "cmfacts.cli.app" in loaded
    heavy = {
        "jieba",
        "rjieba",
        "ahocorasick_rs",
        "opencc",
        "rich.table",
        "rich.console",
        "lunardate",
        "cmfacts.extractor",
    }
    assert not loaded & heavy


def test_version_tells_the_packages_and_the_lexicons():
    import cmfacts

    made_by = cmfacts.extract("").made_by
    assert run("--version").stdout.decode() == f"cmfacts {cmfacts.__version__}, lexicons {made_by.lexicons}\n"


def test_no_arguments_show_help():
    bare = run()
    assert bare.returncode == 0
    assert bare.stdout == run("--help").stdout != b""


def test_every_command_has_help():
    for command in ("extract", "batch", "explain", "evaluate", "lexicon", "schema", "doctor", "completion"):
        assert command in run("--help").stdout.decode()
        assert b"Usage: cmfacts " + command.encode() in run(command, "--help").stdout


# --- extract: results


def test_json_in_a_pipe(article):
    done = run("extract", article)
    assert (done.returncode, done.stderr) == (0, b"")
    tree = json.loads(done.stdout)
    assert tree["schema"] == "cmfacts/1"
    assert tree["id"] == str(article)
    assert names(tree) == ["中国移动", "清华大学"]


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input(arguments):
    done = run("extract", *arguments, stdin=TEXT.encode())
    assert names(json.loads(done.stdout)) == ["中国移动", "清华大学"]


def test_several_inputs_are_a_list_even_if_one_fails(article, tmp_path):
    done = run("extract", article, tmp_path / "missing.txt")
    assert done.returncode == 1
    assert [tree["id"] for tree in json.loads(done.stdout)] == [str(article)]


def test_a_folder_is_a_list_in_name_order(tmp_path):
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    trees = json.loads(run("extract", ".", cwd=tmp_path).stdout)
    assert [tree["id"] for tree in trees] == ["./a/z.txt", "./b.txt"]


def test_a_folder_of_one_is_still_a_list(article):
    assert len(json.loads(run("extract", article.parent).stdout)) == 1


def test_table_on_a_terminal(article):
    shown = on_terminal("extract", article)
    assert "中国移动" in shown
    assert "\x1b[" in shown
    assert not shown.startswith("{")


def test_no_color(article):
    shown = on_terminal("extract", article, NO_COLOR="1")
    assert "中国移动" in shown
    assert "\x1b[3" not in shown


def test_type_keeps_some_kinds(article):
    tree = json.loads(run("extract", article, "--type", "org,date").stdout)
    assert tree["organizations"]
    assert tree["dates"]
    assert not tree.get("sectors")
    assert not tree.get("initiatives")


def test_published_decides_relative_dates(article):
    article.write_text("去年，公司成立。", encoding="utf-8")
    tree = json.loads(run("extract", article, "--published", "2019-03-01").stdout)
    assert tree["published"] == "2019-03-01"
    assert [date["value"] for date in tree["dates"]] == ["2018"]


def test_encoding_overrides_detection(article):
    article.write_bytes(TEXT.encode("gb18030"))
    assert run("extract", article, "--encoding", "gb18030").returncode == 0
    wrong = run("extract", article, "--encoding", "utf-8")
    assert (wrong.returncode, wrong.stdout) == (1, b"")


def test_with_text(article):
    assert json.loads(run("extract", article, "--with-text").stdout)["text"] == article.read_text(encoding="utf-8")
    assert "text" not in json.loads(run("extract", article).stdout)


def test_own_lexicon(article, tmp_path):
    folder = tmp_path / "own" / "org"
    folder.mkdir(parents=True)
    (folder / "mine.tsv").write_text("name\tclass\n云野\tcompany\n", encoding="utf-8")
    article.write_text("昨天，云野宣布新的安排。", encoding="utf-8")
    before, after = run("extract", article), run("extract", article, "--lexicon", tmp_path / "own")
    assert names(json.loads(before.stdout)) == []
    assert names(json.loads(after.stdout)) == ["云野"]
    assert json.loads(after.stdout)["made_by"]["lexicons"] != json.loads(before.stdout)["made_by"]["lexicons"]


# --- extract: files


@pytest.mark.parametrize(
    ("ending", "begins"), [("json", "{"), ("jsonl", '{"schema'), ("csv", "article,type"), ("md", ""), ("html", "<!")]
)
def test_output_format_by_ending(article, tmp_path, ending, begins):
    out = tmp_path / f"facts.{ending}"
    done = run("extract", article, "-o", out)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    text = out.read_text(encoding="utf-8")
    assert text.lower().startswith(begins)
    assert "中国移动" in text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", out.name]


def test_format_beats_ending(article, tmp_path):
    run("extract", article, "-o", tmp_path / "facts.json", "--format", "csv")
    assert (tmp_path / "facts.json").read_text(encoding="utf-8").startswith("article,")


def test_a_failed_run_leaves_the_old_output(tmp_path):
    out = tmp_path / "facts.json"
    out.write_text("old", encoding="utf-8")
    done = run("extract", tmp_path / "missing.txt", "-o", out)
    assert done.returncode == 1
    assert out.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_output_keeps_a_link_and_the_files_mode(article, tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    run("extract", article, "-o", link)
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("{")
    assert real.stat().st_mode & 0o777 == 0o640


def test_output_to_a_device(article):
    assert run("extract", article, "-o", "/dev/null", "--format", "json").returncode == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("out", ["missing/facts.json", "."])
def test_output_that_cannot_be(article, tmp_path, out):
    done = run("extract", article, "-o", tmp_path / out, "--format", "json")
    assert done.returncode == 2
    assert len(lines(done.stderr)) == 1


# --- extract: bad input


def test_empty_file(article):
    article.write_bytes(b"")
    done = run("extract", article)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["organizations"] == []


def test_missing_file(tmp_path):
    done = run("extract", tmp_path / "missing.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    [line] = lines(done.stderr)
    assert "missing.txt" in line


def test_a_picture_named_txt(article):
    article.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    done = run("extract", article)
    assert (done.returncode, done.stdout) == (1, b"")
    [line] = lines(done.stderr)
    assert str(article) in line


def test_one_bad_file_in_a_folder(article):
    (article.parent / "bad.txt").symlink_to("nowhere")
    done = run("extract", article.parent)
    assert done.returncode == 1
    assert [tree["id"] for tree in json.loads(done.stdout)] == [str(article)]
    [line] = lines(done.stderr)
    assert "bad.txt" in line


@pytest.mark.parametrize("command", [("extract",), ("batch", "-o", "out.jsonl", "-q"), ("explain",), ("evaluate",)])
def test_a_name_of_several_lines_is_named_in_one(tmp_path, command):
    done = run(*command, "no\npe\r\tx.txt", cwd=tmp_path)
    assert done.returncode == 1
    [line] = lines(done.stderr)
    assert r"no\npe\r\tx.txt: No such file" in line


def test_an_input_without_a_name_is_named(tmp_path):
    done = run("extract", "", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, b"cmfacts: '': No such file or directory\n")


def test_a_folder_without_articles(tmp_path):
    done = run("extract", tmp_path)
    assert done.returncode == 1
    [line] = lines(done.stderr)
    assert str(tmp_path) in line


def test_lone_surrogates_become_replacement_characters_and_offsets_stay(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "\\ud800", "text": "\\ud83d中国移动\\udc00"}\n', encoding="utf-8")
    done = run("extract", source, "--with-text")
    assert done.returncode == 0
    [tree] = json.loads(done.stdout.decode("utf-8"))
    assert (tree["id"], tree["text"]) == ("\ufffd", "\ufffd中国移动\ufffd")
    for mention in tree["organizations"][0]["mentions"]:
        assert tree["text"][mention["start"] : mention["end"]] == mention["text"] == "中国移动"


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "html", "markdown", "dot", "graphml"])
def test_no_format_holds_what_utf8_cannot(tmp_path, format):
    name = os.fsencode(tmp_path) + b"/caf\xe9.jsonl"
    with open(name, "wb") as stream:
        stream.write('{"text": "\\udc00中国移动与\\ud83d清华大学\\ud83d签署合作协议。", "title": "\\udce9"}\n'.encode())
    done = run("extract", os.fsdecode(name), "-f", format, "--with-text")
    assert done.returncode == 0
    shown = done.stdout.decode("utf-8")
    assert "中国移动" in shown
    assert "\\ud" not in shown
    if format in ("json", "jsonl", "csv", "table"):
        assert "caf\\xe9.jsonl:1" in shown.replace("\\\\", "\\")


# --- streams and signals


def test_closed_pipe_ends_quietly(article):
    article.write_text(TEXT * 2000, encoding="utf-8")
    process = subprocess.Popen([COMMAND, "extract", article], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("argument", ["--help", "schema"])
def test_output_that_nobody_reads(argument):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([COMMAND, argument], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_utf8_whatever_the_locale(article):
    plain = run("extract", article).stdout
    assert "中国移动" in plain.decode("utf-8")
    ascii_only = {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    assert run("extract", article, LANG="C").stdout == plain
    assert run("extract", article, **ascii_only).stdout == plain


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_named(article):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([COMMAND, "extract", article], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert len(lines(done.stderr)) == 1


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(number, status, tmp_path):
    process = subprocess.Popen(
        [COMMAND, "batch", "-", "-o", tmp_path / "out.jsonl"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a test run in the background ignores it
    )
    while not list(tmp_path.rglob("lines.*")):  # the draft of the output: from here on the command waits for its input
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.2)
    process.send_signal(number)
    complaint = process.stderr.read()
    assert process.wait(timeout=60) == status
    assert len(lines(complaint)) <= 1
    assert b"Traceback" not in complaint
    assert list(tmp_path.iterdir()) == []


# --- wrong usage


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["extract", "--fromat", "json"], "--format"),
        (["extract", "--format", "jsno"], "json"),
        (["extract", "--type", "organization"], "org"),
        (["extract", "--published", "2020/11/19"], "YYYY-MM-DD"),
        (["extract", "--published", "2020-02-30"], "2020-02-30"),
        (["extract", "--encoding", "uft-8"], "utf-8"),
        (["batch", "-", "-o", "facts.xyz"], "--format"),
        (["batch", "-", "-o", "facts.jsonl.gz"], "--format"),
        (["extract", "-o", ""], "--output ''"),
        (["batch", "-", "-o", ""], "--output ''"),
        (["batch", "-", "-o", "out.jsonl", "--errors", ""], "--errors ''"),
        (["batch", "--files-from", "", "-o", "out.jsonl"], "--files-from ''"),
        (["explain", "-", "--text", ""], "--text ''"),
        (["explain", "-", "--span", ""], "--span ''"),
        (["explain", "-", "--span", "0:1", "--text", "中国"], "--span and --text"),
        (["extract", "--lexicon", ""], "--lexicon ''"),
        (["extract", "--published", "２０２０-11-19"], "YYYY-MM-DD"),
        (["extract", "-o", "no\nsuch/x.json"], r"no\nsuch"),
        (["evaluate", "gone\n.jsonl", "--min", "org=2"], "from 0 to 1"),
        (["extract", "-o", "facts.xyz"], "--format"),
        (["extract", "--lexicon", "no-such-folder"], "no-such-folder"),
        (["extrct"], "extract"),
        (["batch", "x.txt"], "--output"),
        (["batch", "x.txt", "-o", "facts.html"], "facts.jsonl"),
        (["batch", "x.txt", "-o", "facts.jsonl", "--jobs", "-1"], "--jobs"),
        (["explain", "-", "--span", "4-7"], "START:END"),
        (["explain", "-", "--span", "4:700"], "characters"),
        (["evaluate", "gold.jsonl", "--min", "ogr=0.7"], "org"),
        (["evaluate", "gold.jsonl", "--min", "date.vlue=0.7"], "value"),
        (["evaluate", "gold.jsonl", "--min", "org=high"], "org=0.7"),
    ],
)
def test_wrong_usage_is_one_line_and_a_hint(arguments, hint, tmp_path):
    done = run(*arguments, stdin=TEXT.encode(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    first, *rest = lines(done.stderr)
    assert hint in done.stderr.decode()
    assert first.startswith("cmfacts: ")
    assert len(rest) <= 1
    assert not list(tmp_path.iterdir())


def test_bad_lexicon_names_file_and_line(article, tmp_path):
    folder = tmp_path / "own" / "org"
    folder.mkdir(parents=True)
    (folder / "mine.tsv").write_text("name\tclass\n云野\tcompany\ttoo much\n", encoding="utf-8")
    done = run("extract", article, "--lexicon", tmp_path / "own")
    assert done.returncode == 2
    assert "mine.tsv:2: has 3 cells" in done.stderr.decode()


# --- the other commands


def test_schema_is_what_the_package_holds():
    from cmfacts import schema

    assert json.loads(run("schema").stdout) == schema.load()


def test_explain_names_the_lexicon_row(article):
    shown = run("explain", article).stdout.decode()
    assert "0:10  date  2024年5月20日  2024-05-20" in shown
    block = shown.split("org  清华大学")[1].split("\n")[1:3]
    assert "lexicon org." in block[0]
    assert ".tsv:" in block[1]


def test_explain_a_span_that_is_no_mention(article):
    start = TEXT.index("推进")
    shown = run("explain", article, "--span", f"{start}:{start + 2}").stdout.decode()
    assert shown.startswith(f"{start}:{start + 2}  推进\n")
    assert "no rule accepted it" in shown


def test_explain_a_span_that_told_a_fact(article):
    start = TEXT.index("签署")
    shown = run("explain", article, "--span", f"{start}:{start + 2}").stdout.decode()
    span = f"{start}:{start + 2}  签署"
    assert shown.startswith(f"{span}\n    {span}  is the trigger of a fact by fact.")
    assert "no rule accepted it" not in shown


def explained(tmp_path, text, *options):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    return run("explain", tmp_path / "a.txt", *options).stdout.decode()


def test_explain_weighs_an_initiative(tmp_path):
    shown = explained(tmp_path, "会上启动云帆计划。")
    assert "begins after a verb of launching): head 计划 2, launch +1; together 3, needed 3" in shown


def test_explain_weighs_what_is_no_initiative(tmp_path):
    shown = explained(tmp_path, "双方签署合作计划。", "--text", "合作计划")
    assert "head 合作计划 0, launch +1; together 1, needed 3" in shown
    assert "no initiative: the sum is too small" in shown


def test_explain_names_the_row_of_a_known_initiative_in_a_series(tmp_path):
    shown = explained(tmp_path, "第四届世界5G大会开幕。")
    assert "initiative  第四届世界5G大会" in shown
    assert "known.tsv" in shown


def test_explain_shows_what_a_sector_was_grown_from(tmp_path):
    shown = explained(tmp_path, "当地建设绿色港口，发展农业大数据，开办手机制造厂。", "--type", "sector")
    for pieces in ("绿色 + 港口", "农业 + 大数据", "手机 + 制造"):
        assert f"grown from {pieces}" in shown


def test_explain_words(article):
    shown = run("explain", article, "--text", "云计算").stdout.decode()
    assert "no rule accepted it" not in shown
    assert "sector" in shown
    assert run("explain", article, "--text", "没有的词").returncode == 2


def test_lexicon_list():
    shown = lines(run("lexicon", "list").stdout)
    rows = {line.split()[0]: line.split() for line in shown[1:]}
    assert rows["org.universities"][1] == "name"
    assert int(rows["org.universities"][2].replace(",", "")) > 1000
    assert Path(rows["org.universities"][3]).is_file()


def test_lexicon_search_shows_the_rows_place_and_the_codes_name():
    shown = run("lexicon", "search", "云计算").stdout.decode()
    first = lines(shown.encode())[0]
    path, number, _ = first.split(":", 2)
    assert "云计算" in Path(path).read_text(encoding="utf-8").splitlines()[int(number) - 1].split("\t")
    assert "I64 互联网和相关服务" in shown


def test_lexicon_search_says_what_a_row_means():
    shown = run("lexicon", "search", "智慧医疗").stdout.decode()
    assert "code=Q84 卫生" in shown
    assert "table sector.reference: a field wherever it stands" in shown
    assert "数字经济及其核心产业统计分类 (2021): 050702" in shown


def test_lexicon_search_names_the_row_that_overrides():
    rows = run("lexicon", "search", "通信设备").stdout.decode().split("\n")
    first = next(index for index, row in enumerate(rows) if "reference.tsv" in row)
    assert any("overridden by" in row and "terms.tsv" in row for row in rows[first : first + 4])


def test_lexicon_search_folds_the_word():
    assert run("lexicon", "search", "雲計算").stdout == run("lexicon", "search", "云计算").stdout


def test_lexicon_search_for_nothing():
    done = run("lexicon", "search", "没有这个词")
    assert (done.returncode, done.stdout) == (0, b"")
    assert "没有这个词" in done.stderr.decode()


def test_lexicon_check_of_the_shipped_ones():
    done = run("lexicon", "check")
    assert (done.returncode, done.stdout) == (0, b"")


def test_lexicon_check_names_each_bad_line(tmp_path):
    (tmp_path / "org").mkdir()
    (tmp_path / "brands").mkdir()
    (tmp_path / "stray.tsv").write_text("name\n", encoding="utf-8")
    (tmp_path / "brands" / "x.tsv").write_text("name\n", encoding="utf-8")
    (tmp_path / "org" / "roles.tsv").write_text("nmae\n云野\n", encoding="utf-8")
    (tmp_path / "org" / "stops.tsv").write_text("stop\tstrength\n攜手\thard\n", encoding="utf-8")
    (tmp_path / "org" / "gbk.tsv").write_bytes("name\n云野\n".encode("gb18030"))
    rows = ["name\tclass", "云野\tcompany", "云野\tcompany", "雲野\tcompany", "ＡＢＣ\tcompany", " 山风 \tcompany"]
    rows += ["海石\tcompny", "a\tb\tc", "\tcompany", "水\u200b木\tcompany"]
    (tmp_path / "org" / "mine.tsv").write_text("\ufeff" + "\r\n".join(rows), encoding="utf-8")
    done = run("lexicon", "check", tmp_path)
    assert done.returncode == 1
    found = [line.removeprefix(f"{tmp_path}/") for line in lines(done.stdout)]
    for wanted in (
        "stray.tsv: is not read",
        "brands/x.tsv: unknown kind 'brands'",
        "org/roles.tsv:1: unknown first column 'nmae': did you mean name?",
        "org/gbk.tsv: is not UTF-8",
        "org/mine.tsv:3: 云野 stands in line 2 already",
        "org/mine.tsv:4: 雲野 stands in line 2 already",
        "org/stops.tsv:2: stop '攜手' never matches: text is folded to half width and simplified, write '携手'",
        "org/mine.tsv:6: name ' 山风 ' has blanks around it",
        "org/mine.tsv:7: unknown class 'compny': did you mean company?",
        "org/mine.tsv:8: has 3 cells, the header has 2",
        "org/mine.tsv:9: the first cell is empty",
        "org/mine.tsv:10: name '水\\u200b木' holds the invisible character U+200B",
    ):
        assert [line for line in found if line.startswith(wanted)], wanted
    assert len(found) == 12
