"""Tables of facts: what CSV, SQLite and Parquet hold is what the JSON says, in files that are whole or absent."""

import csv
import json
import sqlite3
import sys
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cmfacts
from cmfacts import tables
from cmfacts.errors import CmfactsError, MissingExtraError, UsageError
from cmfacts.tables.rows import COLUMNS, rows, year

parquet = pytest.importorskip("pyarrow.parquet")

TEXTS = [
    ("a", "2021-03-02", "3月1日，瀚辰通信与仁济医院在智慧医疗领域签署战略合作协议。瀚辰通信还启动“远山计划”。"),
    ("b", "2019-03-02", "2018年12月，华为与协和医院签署智慧医疗合作协议。"),
    ("c", None, "中国移动在北京主办2024全球数字大会，清华大学承办。"),
    ("c", "2022-05-06", "没有什么可说的。"),
    ("=1+1", "2022-05-06", "清华大学收购了瀚辰通信。"),
]


@pytest.fixture(scope="module")
def trees():
    """What lines of JSON Lines hold; two articles share an id, one has no facts, one has a formula for an id."""
    extractor = cmfacts.Extractor()
    articles = (extractor.extract(text, published=published, id=id) for id, published, text in TEXTS)
    return [json.loads(json.dumps(article.to_dict())) for article in articles]


def write(trees, folder, format, **options):
    """The output as a user names it; all that is in the folder is from it."""
    output = folder / {"csv": "news.csv", "parquet": "news.parquet", "sqlite": "news.db"}[format]
    tables.write(iter(trees), str(output), format, **options)
    return output


def csv_rows(folder, table):
    with open(folder / f"news.{table}.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def sql(database, query, *values):
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]


def expected(trees):
    """How many rows each table has, counted in the JSON itself."""
    entities = ("organizations", "dates", "sectors", "initiatives")
    counts = {kind: sum(len(tree[kind]) for tree in trees) for kind in (*entities, "facts")}
    facts = [fact for tree in trees for fact in tree["facts"]]
    named = sum(len(entity["mentions"]) for tree in trees for kind in entities for entity in tree[kind])
    told = sum(len(fact["evidence"]) for fact in facts)
    arguments = sum(len(fact["arguments"]) for fact in facts)
    return {"articles": len(trees), **counts, "arguments": arguments, "mentions": named + told}


def test_the_texts_hold_every_kind(trees):
    assert all(expected(trees).values())


def test_each_format_has_all_rows(trees, tmp_path):
    counts = expected(trees)
    for format in tables.FORMATS:
        write(trees, tmp_path, format)
    assert {table: len(csv_rows(tmp_path, table)) for table in COLUMNS} == counts
    database = tmp_path / "news.db"
    assert {table: sql(database, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in COLUMNS} == counts
    found = {table: parquet.read_table(tmp_path / f"news.{table}.parquet").num_rows for table in ("facts", "mentions")}
    assert found == {"facts": counts["facts"], "mentions": counts["mentions"]}
    entities = sum(counts[kind] for kind in ("organizations", "dates", "sectors", "initiatives"))
    assert parquet.read_table(tmp_path / "news.entities.parquet").num_rows == entities


@pytest.mark.parametrize("table", ["facts", "mentions"])
def test_the_three_formats_say_the_same(trees, tmp_path, table):
    for format in tables.FORMATS:
        write(trees, tmp_path, format)
    columns = ("article_number", *COLUMNS[table])

    def cells(found):
        """The rows as a set of texts; each format has its own empty cell and truth."""
        empty_or_truth = {"None": "", "True": "1", "False": "0", "true": "1", "false": "0"}
        return {tuple(empty_or_truth.get(str(row[name]), str(row[name])) for name in columns) for row in found}

    from_sql = cells(sql(tmp_path / "news.db", f"SELECT * FROM {table}"))
    assert len(from_sql) == expected(trees)[table]
    assert from_sql == cells(parquet.read_table(tmp_path / f"news.{table}.parquet").to_pylist())
    assert from_sql == cells(csv_rows(tmp_path, table))


def test_references_are_named(trees, tmp_path):
    database = write(trees, tmp_path, "sqlite")
    [launch] = sql(database, "SELECT * FROM facts WHERE type = 'launch'")
    assert (launch["agent"], launch["object"], launch["year"]) == ("瀚辰通信", "远山计划", 2021)
    parties = sql(database, "SELECT name, class, type FROM arguments WHERE role = 'party' AND article_number = 2")
    assert [tuple(party.values()) for party in parties] == [("华为", "company", "org"), ("协和医院", "health", "org")]
    [event] = sql(database, "SELECT agent FROM facts WHERE type = 'event'")
    assert event["agent"] == "中国移动 (主办); 清华大学 (承办)"


def test_a_fact_has_the_year_of_its_date_or_else_of_the_publication(trees, tmp_path):
    database = write(trees, tmp_path, "sqlite")
    found = sql(database, "SELECT article_number, date, year FROM facts WHERE article_number IN (2, 3, 5)")
    assert [tuple(fact.values()) for fact in found] == [(2, "2018-12", 2018), (3, None, None), (5, None, 2022)]


def test_keys_hold_and_articles_of_one_id_stay_apart(trees, tmp_path):
    database = write(trees, tmp_path, "sqlite")
    assert sql(database, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert sql(database, "PRAGMA foreign_key_check") == []
    assert [row["article_number"] for row in sql(database, "SELECT * FROM articles WHERE article = 'c'")] == [3, 4]


def test_the_views_answer(trees, tmp_path):
    database = write(trees, tmp_path, "sqlite")
    pairs = sql(
        database, "SELECT organization, partner, topic, year FROM cooperations ORDER BY article_number, organization"
    )
    assert [tuple(pair.values()) for pair in pairs] == [
        ("仁济医院", "瀚辰通信", "智慧医疗", 2021),
        ("瀚辰通信", "仁济医院", "智慧医疗", 2021),
        ("华为", "协和医院", "智慧医疗", 2018),
        ("协和医院", "华为", "智慧医疗", 2018),
    ]
    [bought] = sql(database, "SELECT agent, object, object_type FROM acts WHERE type = 'acquisition'")
    assert tuple(bought.values()) == ("清华大学", "瀚辰通信", "org")
    by_year = sql(database, "SELECT year, facts FROM facts_by_sector_and_year WHERE term = '智慧医疗' ORDER BY year")
    assert [tuple(row.values()) for row in by_year] == [(2018, 1), (2021, 1)]
    [topic] = sql(database, "SELECT articles, times FROM sectors_by_year WHERE term = '智慧医疗' AND year = 2019")
    assert tuple(topic.values()) == (1, 1)
    named = sql(database, "SELECT organization, articles, times FROM most_named_organizations")
    assert tuple(named[0].values()) == ("瀚辰通信", 2, 3)


def test_a_question_by_name_uses_an_index(trees, tmp_path):
    database = write(trees, tmp_path, "sqlite")
    plan = sql(database, "EXPLAIN QUERY PLAN SELECT * FROM organizations WHERE name = '华为'")
    assert "organizations_by_name" in plan[0]["detail"]


@pytest.mark.parametrize("format", tables.FORMATS)
def test_the_same_articles_give_the_same_bytes(trees, tmp_path, format):
    found = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        write(trees, folder, format)
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert found[0] == found[1]
    assert not any(name.startswith(".") for name in found[0])


@pytest.mark.parametrize("format", tables.FORMATS)
def test_nothing_appears_when_the_articles_break_off(trees, tmp_path, format):
    write(trees[:1], tmp_path, format)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken():
        yield from trees
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        write(broken(), tmp_path, format)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("format", tables.FORMATS)
def test_no_articles_are_tables_without_rows(tmp_path, format):
    write([], tmp_path, format)
    assert {str(path) for path in tmp_path.iterdir()} == set(
        tables.paths(str(tmp_path / {"sqlite": "news.db"}.get(format, f"news.{format}")), format)
    )
    if format == "parquet":
        assert parquet.read_table(tmp_path / "news.facts.parquet").num_rows == 0
    if format == "sqlite":
        assert sql(tmp_path / "news.db", "SELECT * FROM cooperations") == []
    if format == "csv":
        assert (tmp_path / "news.mentions.csv").read_text().startswith("article_number,article,type,id,")


@pytest.mark.parametrize("format", tables.FORMATS)
def test_types_empty_the_other_tables_but_names_stay(trees, tmp_path, format):
    write(trees, tmp_path, format, types=("fact",))
    if format == "sqlite":
        found = sql(tmp_path / "news.db", "SELECT agent FROM facts")
        kinds = {row["type"] for row in sql(tmp_path / "news.db", "SELECT type FROM mentions")}
        assert sql(tmp_path / "news.db", "SELECT * FROM organizations") == []
    elif format == "csv":
        found, kinds = csv_rows(tmp_path, "facts"), {row["type"] for row in csv_rows(tmp_path, "mentions")}
        assert csv_rows(tmp_path, "organizations") == []
    else:
        found = parquet.read_table(tmp_path / "news.facts.parquet").to_pylist()
        kinds = set(parquet.read_table(tmp_path / "news.mentions.parquet")["type"].to_pylist())
        assert parquet.read_table(tmp_path / "news.entities.parquet").num_rows == 0
    assert found[0]["agent"] == "瀚辰通信; 仁济医院"
    assert kinds == {"fact"}


def test_an_initiative_keeps_its_owner_s_name_without_organizations(trees):
    found = [row for tree in trees for table, row in rows(tree, ("initiative",)) if table == "initiatives"]
    assert ("i1", "远山计划", "plan", "瀚辰通信", "o1", 1) in found


def test_a_spreadsheet_runs_nothing(trees, tmp_path):
    write(trees, tmp_path, "csv")
    assert csv_rows(tmp_path, "articles")[4]["article"] == "'=1+1"
    assert {row["article"] for row in csv_rows(tmp_path, "mentions") if row["article_number"] == "5"} == {"'=1+1"}


@pytest.mark.parametrize("bom", [True, False])
def test_the_byte_order_mark_is_there_on_demand(trees, tmp_path, bom):
    write(trees, tmp_path, "csv", bom=bom)
    assert {path.read_bytes().startswith(b"\xef\xbb\xbf") for path in tmp_path.iterdir()} == {bom}


def test_a_byte_order_mark_is_for_csv_alone(tmp_path):
    with pytest.raises(UsageError, match="CSV alone"):
        write([], tmp_path, "sqlite", bom=True)


@pytest.mark.parametrize(
    ("output", "names"),
    [
        ("news.csv", {"news.articles.csv", "news.mentions.csv"}),
        ("news", {"news.articles.csv", "news.mentions.csv"}),
        ("News.CSV", {"News.articles.csv"}),
        ("new/", {"new/articles.csv", "new/mentions.csv"}),
        ("there", {"there/articles.csv"}),
    ],
)
def test_where_the_tables_go(tmp_path, monkeypatch, output, names):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    tables.write([], output, "csv")
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.csv")}
    assert names <= found
    assert len(found) == len(COLUMNS)
    assert {str(tmp_path / path) for path in tables.paths(output, "csv")} == {str(tmp_path / path) for path in found}


def test_where_nothing_can_be_written_is_said_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    for output, format in (("file/x.csv", "csv"), ("file/x.db", "sqlite"), ("no/where/x.parquet", "parquet")):
        with pytest.raises(UsageError, match="cannot write"):
            tables.write([], str(tmp_path / output), format)
    (tmp_path / "a.db").mkdir()
    with pytest.raises(UsageError, match="no regular file"):
        tables.write([], str(tmp_path / "a.db"), "sqlite")


def test_a_database_in_use_is_left_alone(trees, tmp_path):
    database = tmp_path / "news.db"
    with closing(sqlite3.connect(database)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE mine (x)")
        with pytest.raises(UsageError, match="has it open"):
            tables.write(trees, str(database), "sqlite")
    assert sql(database, "SELECT name FROM sqlite_master") == [{"name": "mine"}]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_a_full_disk_is_an_error_and_the_old_file_stays(trees, tmp_path):
    import resource

    size = resource.getrlimit(resource.RLIMIT_FSIZE)
    for format in tables.FORMATS:
        write(trees[:1], tmp_path, format)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, size[1]))
    try:
        for format in tables.FORMATS:
            with pytest.raises((OSError, CmfactsError)):
                write(trees * 500, tmp_path, format)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, size)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_without_pyarrow_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    for act in (lambda: tables.write([], str(tmp_path / "x.parquet"), "parquet"), lambda: tables.paths("x", "parquet")):
        with pytest.raises(MissingExtraError) as caught:
            act()
        assert str(caught.value) == "Parquet needs an optional part: pip install 'cmfacts[parquet]'"
    assert list(tmp_path.iterdir()) == []


def test_row_groups_are_bounded_by_rows_and_by_weight(trees, tmp_path, monkeypatch):
    from cmfacts.tables import parquet as ours

    monkeypatch.setattr(ours, "ROW_GROUP", 3)
    output = write(trees, tmp_path, "parquet")
    mentions = parquet.ParquetFile(output.with_name("news.mentions.parquet"))
    sizes = [mentions.metadata.row_group(place).num_rows for place in range(mentions.num_row_groups)]
    assert set(sizes[:-1]) == {3}
    assert sum(sizes) == expected(trees)["mentions"]
    heavy = [tree | {"text": "长" * 5_000_000} for tree in trees]
    monkeypatch.setattr(ours, "ROW_GROUP", 50_000)
    write(heavy, tmp_path, "parquet")
    assert parquet.ParquetFile(tmp_path / "news.articles.parquet").num_row_groups == 3


def test_text_is_kept_where_the_json_has_it(trees, tmp_path):
    with_text = [tree | {"text": text} for tree, (_, _, text) in zip(trees, TEXTS, strict=True)]
    for format in tables.FORMATS:
        write(with_text, tmp_path, format)
    texts = [text for _, _, text in TEXTS]
    assert [row["text"] for row in csv_rows(tmp_path, "articles")] == texts
    assert [row["text"] for row in sql(tmp_path / "news.db", "SELECT text FROM articles")] == texts
    assert parquet.read_table(tmp_path / "news.articles.parquet")["text"].to_pylist() == texts
    cuts = 'substr(a.text, start + 1, "end" - start) AS cut, m.text'
    for row in sql(tmp_path / "news.db", f"SELECT {cuts} FROM mentions AS m JOIN articles AS a USING (article_number)"):
        assert row["cut"] == row["text"]


@pytest.mark.parametrize(
    ("value", "first"),
    [
        ("2020-11-19", 2020),
        ("2019-01/2020-06", 2019),
        ("../2026", 2026),
        ("2019/..", 2019),
        ("202X", 2020),
        ("20XX", 2000),
        ("XXXX-05", None),
        ("XXXX/2021", 2021),
        ("2020-33", 2020),
        (None, None),
    ],
)
def test_the_year_of_a_value(value, first):
    assert year(value) == first


OUTSIDE = st.text(alphabet=st.characters(), max_size=20)


@given(id=OUTSIDE, title=st.none() | OUTSIDE, text=OUTSIDE.filter(bool))
def test_any_text_survives_every_format(tmp_path_factory, id, title, text):
    """Quotes, line ends, NUL, lone surrogates: no cell moves, and what UTF-8 can hold is what was there."""
    folder = tmp_path_factory.mktemp("any")
    mention = {"start": 0, "end": len(text), "text": text, "rule": "org.any"}
    organization = {"id": "o1", "name": text, "full_name": title, "class": "other", "mentions": [mention]}
    empty = {"dates": [], "sectors": [], "initiatives": [], "facts": []}
    tree = {"id": id, "title": title, "published": None, "made_by": None, "organizations": [organization], **empty}
    for format in tables.FORMATS:
        write([tree], folder, format)
    plain = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    [row] = sql(folder / "news.db", "SELECT CAST(name AS BLOB) AS name FROM organizations")
    assert row["name"].decode() == plain
    assert parquet.read_table(folder / "news.entities.parquet")["name"].to_pylist() == [plain]
    [row] = csv_rows(folder, "organizations")
    assert row["name"] in (plain, f"'{plain}")
    assert len(row) == len(COLUMNS["organizations"]) + 2
