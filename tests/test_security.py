"""Outside text that tries: each gets its right answer or one clear line, and commands nobody.

What tables, CSV and HTML do with such text is in test_render*.py and test_report.py; archives and lists of files in
test_batch_inputs.py; here is the whole program, and the readers' worst files.
"""

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from invariants import extract

from cmfacts.errors import InputError, LexiconError
from cmfacts.lexicon import Lexicons
from cmfacts.readers import read

EVIL = "\x1b]0;owned\x07\x1b[31m[red]星河[/red]\x9b2J\u202e=cmd|'/c calc'!A1<script>alert(1)</script>"
TEXT = f"{EVIL}11月19日，华为与百度签署合作协议，启动“{EVIL}星辰计划”。\x00\u2066\u200b"
FORMATS = ("table", "json", "jsonl", "csv", "html", "markdown")


def run(*arguments, stdin="", **options):
    data = stdin.encode("utf-8", "surrogatepass")
    return subprocess.run([sys.executable, "-m", "cmfacts", *arguments], input=data, capture_output=True, **options)


def only_error(path):
    (outcome,) = read(path)
    assert isinstance(outcome, InputError)
    assert str(outcome).startswith(str(path))
    assert "\n" not in str(outcome)
    return str(outcome)


# --- text


@pytest.mark.parametrize("format", FORMATS)
def test_no_control_of_the_text_reaches_the_output(format, tmp_path):
    lines = tmp_path / "a.jsonl"
    lines.write_text(json.dumps({"text": TEXT, "id": EVIL, "title": EVIL}) + "\n", encoding="utf-8")
    done = run("extract", str(lines), "--format", format, "--published", "2020-11-20")
    assert done.returncode == 0
    shown = done.stdout.decode()
    assert "华为" in shown
    if format != "csv":  # a cell holds what the text holds; a spreadsheet is no terminal
        assert not set("\x1b\x07\x9b\u202e\u2066\u200b\x00") & set(shown)
    assert "<script>alert" not in shown or format in ("json", "jsonl", "csv", "markdown", "table")


@pytest.mark.parametrize("asked", [(), ("--text", "星辰")])
def test_what_explain_shows_of_the_text_commands_no_terminal(asked):
    done = run("explain", "-", *asked, stdin="华为\x1b[31m\x9b公司启动\u202e\x1b[0m星辰\x1b计划。")
    assert done.returncode == 0
    assert "星辰" in done.stdout.decode()
    assert not set("\x1b\x9b\u202e") & set(done.stdout.decode())


def test_the_names_of_files_command_no_terminal(tmp_path):
    name = "\x1b[31m\u202e[red].txt"
    (tmp_path / name).write_bytes(b"\x89PNG\r\n")
    done = run("extract", name, cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not {0x1B} & set(done.stderr)


BAITS = (
    "一",
    "(",
    "年",
    "“",
    "（以下简称“",
    "3月",
    "二〇",
    "、华为",
    "由",
    "第四届",
    "《",
    "与华为",
    "有限公司",
    "2020-",
    "的计划",
    "将",
    "\u0301",
)


@pytest.mark.parametrize("bait", BAITS)
def test_thirty_thousand_of_one_thing(bait):
    extract(bait * (30_000 // len(bait)))


@pytest.mark.parametrize(
    "text", ["\ud800" * 9, "\x00", "\u202e华为\u202c", "\ufeff华为", "华\u200b为", "\U000e0041华为", "\r\n\x85\u2028"]
)
def test_odd_characters_keep_their_places(text):
    extract(text)


# --- files


def _docx(parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize("kind", ["laughs", "file"])
def test_entities_of_a_word_document_are_not_expanded(tmp_path, kind):
    pytest.importorskip("docx")
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!ENTITY l0 "哈">{laughs}' if kind == "laughs" else f'<!ENTITY l11 SYSTEM "{secret.as_uri()}">'
    document = f"<?xml version='1.0'?><!DOCTYPE d [{declared}]>" + BODY.format("华为&l11;")
    path = tmp_path / "a.docx"
    path.write_bytes(_docx({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}))
    (outcome,) = read(path)
    assert isinstance(outcome, InputError) or ("秘密" not in outcome.text and len(outcome.text) < 100)


def _pdf(*objects):
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


@pytest.mark.parametrize(
    "objects",
    [
        (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
        (
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 9999999/Kids[3 0 R]>>",
            b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]>>",
        ),
        (b"<</Type/Catalog/Pages 1 0 R>>",),
    ],
)
def test_a_pdf_whose_pages_go_in_circles(tmp_path, objects):
    pytest.importorskip("pypdf")
    path = tmp_path / "loop.pdf"
    path.write_bytes(_pdf(*objects))
    for outcome in read(path):
        assert isinstance(outcome, InputError) or outcome.text == ""


def _little_memory():
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


@pytest.mark.parametrize("name", ["hole.txt", "hole.html", "hole.docx", "hole.jsonl"])
def test_two_gigabytes_of_nothing_are_one_line(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(2 << 30)
    (tmp_path / "good.txt").write_text("华为与百度合作。", encoding="utf-8")
    arguments = ("batch", str(path), str(tmp_path / "good.txt"), "-o", "-", "--jobs", "1", "--quiet")
    done = run(*arguments, preexec_fn=_little_memory)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert name.encode() in done.stderr
    assert json.loads(done.stdout)["id"].endswith("good.txt")


# --- lexicons


def _table(folder, rows, header="name\tclass\talso"):
    (folder / "org").mkdir(parents=True, exist_ok=True)
    (folder / "org" / "mine.tsv").write_text(f"{header}\n{rows}", encoding="utf-8")
    return folder


def test_a_lexicon_of_ten_million_lines_is_one_line(tmp_path):
    path = _table(tmp_path, "") / "org" / "mine.tsv"
    with path.open("ab") as stream:
        for _ in range(100):
            stream.write("云杉\n".encode() * 100_000)
    with pytest.raises(LexiconError, match="is larger than"):
        list(Lexicons([tmp_path]).tables)


def test_names_that_are_each_others_aliases(tmp_path):
    import cmfacts

    rows = "云杉一号\tcompany\t云杉二号\n云杉二号\tcompany\t云杉三号\n云杉三号\tcompany\t云杉一号;云杉三号\n"
    article = cmfacts.Extractor([_table(tmp_path, rows)]).extract("云杉一号与云杉二号、云杉三号签约。")
    assert sum(len(organization.mentions) for organization in article.organizations) == 3


def test_an_entry_is_text_and_no_pattern(tmp_path):
    import cmfacts

    own = cmfacts.Extractor([_table(tmp_path, "(a+)+$[云\tcompany\t\n")])
    assert [o.name for o in own.extract("(a+)+$[云表示，" + "a" * 5000).organizations] == ["(a+)+$[云"]


# --- outputs


def test_an_output_through_a_link_stays_where_the_link_points(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link.json").symlink_to(tmp_path / "real" / "out.json")
    done = run("extract", "-o", "link.json", stdin="华为。", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real" / "out.json").read_text(encoding="utf-8"))["organizations"]


def test_what_is_not_ours_is_not_overwritten_by_an_error(tmp_path):
    target = tmp_path / "out.json"
    target.write_text("mine", encoding="utf-8")
    assert run("extract", "missing.txt", "-o", str(target)).returncode == 1
    assert target.read_text(encoding="utf-8") == "mine"
    assert os.listdir(tmp_path) == ["out.json"]


def test_the_program_opens_no_connection():
    """No module of the program imports one that talks to a network, but for the cluster that the user names."""
    root = Path(__file__).parents[1] / "src" / "cmfacts"
    for path in root.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for module in ("socket", "urllib.request", "http.client", "requests"):
            assert f"import {module}" not in source, path
