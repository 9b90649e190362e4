"""Lexicon tables: what is read, what is refused with file and line, and what a user's own folder changes."""

import pytest

import cmfacts
from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons, read_table


def _table(folder, text, name="names.tsv", kind="org"):
    path = folder / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_bom_crlf_comments_and_short_rows_are_read(tmp_path):
    path = _table(tmp_path, "\ufeffname\tclass\r\n# a note\r\n\r\n云杉\tcompany\r\n星桥\r\n")
    table = read_table(path, "org")
    assert (table.role, table.id) == ("name", "org.names")
    assert table.rows == ((4, ("云杉", "company")), (5, ("星桥", "")))
    assert list(table.select("class", "name", "absent")) == [("company", "云杉", ""), ("", "星桥", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_writes_is_read(tmp_path, encoding):
    """Its encodings, CRLF, cells in quotation marks, rows padded to the widest, a comment that it quoted."""
    text = '"# ""own"" names, all"\t\t\r\nname\talso\t\r\n"云杉""一号"""\t云一;"杉"\t\r\n'
    table = read_table(_table(tmp_path, text.encode(encoding)), "org")
    assert table.columns == ("name", "also")
    assert table.rows == ((3, ('云杉"一号"', '云一;"杉"')),)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (b"\xff\xff", 0, "is not UTF-8"),
        ("name\n云杉\n".encode("gb18030"), 0, "save it as UTF-8"),
        ("", 0, "has no header row"),
        ("name\t\tclass\n", 1, "unnamed column"),
        ("name\tname\n", 1, "names a column twice"),
        ("name\tclass\n云杉\tcompany\tx\n", 2, "has 3 cells, the header has 2"),
        ("name\tclass\n \tcompany\n", 2, "the first cell is empty"),
    ],
)
def test_a_bad_table_is_refused_with_file_line_and_reason(tmp_path, text, line, reason):
    path = _table(tmp_path, text)
    with pytest.raises(LexiconError) as caught:
        read_table(path, "org")
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(LexiconError, match="is not a folder"):
        Lexicons([tmp_path / "missing"])


def test_a_users_row_adds_overrides_and_forbids(tmp_path):
    text = "云岭七号与华为签约，百度参加。"
    assert _named(cmfacts.Extractor(), text) == {"华为": "company", "百度": "company"}
    _table(tmp_path, "name\tclass\twhen\n云岭七号\tresearch\n华为\tother\n百度\t\tforbid\n")
    own = cmfacts.Extractor(lexicons=[tmp_path])
    assert _named(own, text) == {"云岭七号": "research", "华为": "other"}
    assert {m.rule for o in own.extract(text).organizations for m in o.mentions} == {"org.names"}


def test_the_hash_tells_lexicons_apart(tmp_path):
    _table(tmp_path, "name\n云岭七号\n")
    shipped, own = Lexicons(), Lexicons([tmp_path])
    assert shipped.hash == Lexicons().hash
    assert len(shipped.hash) == 8
    assert shipped.hash != own.hash
    _table(tmp_path, "name\n云岭八号\n")
    assert Lexicons([tmp_path]).hash != own.hash


def _named(extractor, text):
    return {organization.name: organization.class_ for organization in extractor.extract(text).organizations}
