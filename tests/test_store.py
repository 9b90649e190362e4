"""What is kept between starts: found again, made anew when its sources change, and never taken from another's hands."""

import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cmfacts import Extractor
from cmfacts.engine import dictionary
from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons
from cmfacts.store import Store, own_folder, stamp
from cmfacts.wordmap import WordMap

SAMPLE = Path(__file__).parents[1] / "samples" / "telecom.txt"
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and owners are POSIX's")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    path = tmp_path / "kept"
    monkeypatch.setenv("CMFACTS_CACHE", str(path))
    return path


def kept(stamp=(1,)):
    """A store of one value and one word map, and whether it had to make them."""
    store, made = Store("test", list(stamp)), []
    value = store.value("value", lambda: made.append("value") or {"乾": [1, "二"]})
    words = store.words("words", lambda: made.append("words") or {"中国移动": "a\tb", "中": ""})
    store.save()
    assert value == {"乾": [1, "二"]}
    assert dict(words) == {"中国移动": "a\tb", "中": ""}
    return made, words


def test_what_was_made_is_found_again(folder):
    assert kept()[0] == ["value", "words"]
    made, words = kept()
    assert made == []
    assert isinstance(words, WordMap)


def test_it_is_made_again_when_the_stamp_differs(folder):
    kept([1])
    assert kept([2])[0] == ["value", "words"]
    assert kept([2])[0] == []


@pytest.mark.parametrize("cut", [0, 7, 30, 100, -1])
def test_a_damaged_file_is_made_again(folder, cut):
    kept()
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:cut])
    assert kept()[0] == ["value", "words"]
    assert kept()[0] == []


def test_a_file_of_something_else_is_made_again(folder):
    kept()
    (path,) = folder.iterdir()
    path.write_bytes(os.urandom(path.stat().st_size))
    assert kept()[0] == ["value", "words"]


@posix
def test_folder_and_file_are_the_owners_alone(folder):
    kept()
    (path,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_can_write_is_not_used(folder, mode):
    folder.mkdir()
    folder.chmod(mode)
    assert own_folder() is None
    kept()
    assert list(folder.iterdir()) == []


@posix
def test_a_file_that_others_can_write_is_not_read(folder):
    kept()
    (path,) = folder.iterdir()
    path.chmod(0o622)
    assert kept()[0] == ["value", "words"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_another_users_folder_or_file_is_not_used(folder, monkeypatch):
    kept()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert own_folder() is None
    assert kept()[0] == ["value", "words"]


@posix
def test_links_are_not_followed(folder, tmp_path):
    kept()
    (path,) = folder.iterdir()
    moved = tmp_path / "elsewhere"
    path.rename(moved)
    path.symlink_to(moved)
    assert kept()[0] == ["value", "words"]
    assert not path.is_symlink()
    folder.rename(tmp_path / "real")
    folder.symlink_to(tmp_path / "real")
    assert own_folder() is None


def test_nothing_is_kept_where_it_is_turned_off(tmp_path, monkeypatch):
    monkeypatch.setenv("CMFACTS_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert own_folder() is None
    assert kept()[0] == ["value", "words"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG names no folder there")
def test_the_usual_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("CMFACTS_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert own_folder() == tmp_path / "xdg" / "cmfacts"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert own_folder() == tmp_path / ".cache" / "cmfacts"


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CMFACTS_CACHE", str(tmp_path / "file" / "kept"))
    assert own_folder() is None
    assert kept()[0] == ["value", "words"]


def test_many_writers_leave_one_whole_file(folder):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: kept([number % 2]), range(64)))
    assert len(list(folder.iterdir())) == 1
    found = [Store("test", [number])._values for number in (0, 1)]
    assert sorted(map(len, found)) == [0, 1]


def test_old_files_and_drafts_go_and_others_stay(folder):
    kept()
    old = time.time() - 90 * 86_400
    for name in ("gone.cmfacts", ".draft-x.cmfacts", "mine.txt"):
        (folder / name).write_text("")
        os.utime(folder / name, (old, old))
    kept([2])
    assert sorted(path.name for path in folder.iterdir()) == ["mine.txt", "test.cmfacts"]


def test_a_stamp_tells_a_changed_and_a_missing_file(tmp_path):
    path = tmp_path / "table.tsv"
    missing = stamp([path])
    path.write_text("a")
    first = stamp([path])
    path.write_text("bc")
    assert len({str(each) for each in (missing, first, stamp([path]))}) == 3


# --- the lexicons


def table(folder, text):
    path = folder / "org" / "mine.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(text, *own):
    return [each.name for each in Extractor(own).extract(text).organizations]


def test_an_edited_table_counts_at_the_next_start(folder, tmp_path):
    own = tmp_path / "own"
    table(own, "name\tclass\n砺芯阁\tcompany\n")
    for _ in range(2):
        assert names("昨天砺芯阁表示，不会涨价。", own) == ["砺芯阁"]
    table(own, "name\tclass\n瀚海楼\tcompany\n")
    assert names("昨天砺芯阁表示，不会涨价。", own) == []
    assert names("昨天瀚海楼表示，不会涨价。", own) == ["瀚海楼"]


def test_a_bad_line_is_named_at_every_start(folder, tmp_path):
    own = tmp_path / "own"
    table(own, "name\tclass\n砺芯阁\tcompany\n")
    Extractor([own])
    path = table(own, "name\tclass\n砺芯阁\tcompany\ttoo\tmany\n")
    for _ in range(2):
        with pytest.raises(LexiconError, match=f"{path.name}:2"):
            Extractor([own])


def test_kept_lexicons_are_the_tables(folder, monkeypatch):
    """Whatever is asked, the answer is the same from the tables, on the day that it is kept, and afterwards."""
    questions = [
        lambda lexicons: lexicons.hash,
        lambda lexicons: lexicons.words("place", "place"),
        lambda lexicons: lexicons.pairs("org", "before", "strength"),
        lambda lexicons: lexicons.cells("date", "deictic", "unit", "offset"),
        lambda lexicons: [list(table.rows) for table in lexicons.of("fact", "trigger")],
        lambda lexicons: dict(lexicons.index("test", lambda: {"某": "x", "某某": "y\tz"})),
    ]
    answers = []
    for state in ("making", "kept", "off"):
        monkeypatch.setenv("CMFACTS_CACHE", "" if state == "off" else str(folder))
        lexicons = Lexicons()
        answers.append([question(lexicons) for question in questions])
        lexicons.save()
    assert answers[0] == answers[1] == answers[2]


def test_the_shipped_lexicons_can_be_kept(folder):
    """A literal that a word map cannot hold would make every start slow, and nothing else would tell."""
    first, second, third = Extractor(), Extractor(), Extractor()
    assert not first._segmenter._dictionary
    assert isinstance(second._scanner._spellings, WordMap)
    assert third._segmenter._dictionary


@pytest.mark.parametrize("module", ["cmfacts.store", "cmfacts.wordmap", "cmfacts.engine.dictionary"])
def test_a_dictionary_kept_by_other_code_is_made_again(folder, monkeypatch, tmp_path, module):
    """An upgrade may read the file in another way; it stands on the code that wrote it."""

    def load():
        return dictionary.load(lambda: lambda word: "x")

    Extractor()  # leaves something, without which no dictionary is kept
    assert load() or load()
    (path,) = folder.glob("jieba-*")
    before = path.stat().st_mtime_ns
    assert load()
    assert path.stat().st_mtime_ns == before
    (tmp_path / "newer.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys.modules[module], "__file__", str(tmp_path / "newer.py"))
    load()
    assert path.stat().st_mtime_ns > before


def test_results_do_not_depend_on_what_is_kept(folder):
    command = [sys.executable, "-m", "cmfacts", "extract", str(SAMPLE)]
    first, second, third, off = (
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "CMFACTS_CACHE": kept}).stdout
        for kept in (str(folder), str(folder), str(folder), "")
    )
    assert first == second == third == off


def test_a_start_with_kept_lexicons_loads_neither_tokenizer_nor_tables(folder):
    command = [sys.executable, "-X", "importtime", "-m", "cmfacts", "extract", str(SAMPLE)]
    for _ in range(3):
        done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "cmfacts.extractor" in loaded
    assert not loaded & {"rjieba", "jieba", "hashlib", "rich.console", "pydantic"}
