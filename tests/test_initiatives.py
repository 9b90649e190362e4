"""Initiatives beyond the case tables: the user's tables, owners, the builder, and texts made to be slow."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from growth import steps

from cmfacts import Extractor
from cmfacts.engine.doc import prepare
from cmfacts.engine.scan import Scanner
from cmfacts.engine.segment import Segmenter
from cmfacts.errors import LexiconError
from cmfacts.finders.initiatives import InitiativeFinder
from cmfacts.lexicon import Lexicons, shipped


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


def own_lexicon(folder: Path, name: str, text: str) -> Path:
    (folder / "initiative").mkdir(exist_ok=True)
    (folder / "initiative" / name).write_text(text, encoding="utf-8")
    return folder


def names(extractor, text):
    return [initiative.name for initiative in extractor.extract(text).initiatives]


def owner(extractor, text):
    """The owner's name of the one initiative of a text."""
    article = extractor.extract(text)
    (initiative,) = article.initiatives
    return next((o.name for o in article.organizations if o.id == initiative.owner), None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("中国移动启动星辰计划。", "中国移动"),
        ("华为联合中国移动、中国电信共同发起“远山共建倡议”。", "华为"),
        ("由工信部主办的第五届“绽放杯”5G应用大赛落幕。", "工信部"),
        ("星辰计划由中国移动发起。", "中国移动"),
        ("第三届中国移动全球合作伙伴大会在广州举行。", "中国移动"),
        ("中国移动的“青苗计划”覆盖全省。", "中国移动"),
        ("华为参加了第五届世界5G大会。", None),
        ("为中国移动打造“云考场”平台。", None),
        ("中国移动业绩增长。启动星辰计划的是别人。", None),
        ("星辰计划已经启动。", None),
    ],
)
def test_owner_where_the_text_says_so(extractor, text, name):
    assert owner(extractor, text) == name


def test_an_initiative_inside_an_organization_is_not_marked(extractor):
    lexicons = Lexicons()
    finder = InitiativeFinder(lexicons)
    doc = prepare("一带一路国际合作促进公司成立。", Scanner(finder.literals()), Segmenter())
    (found,) = finder.find(doc, [])
    assert (found.start, found.end) == (0, 4)
    assert finder.find(doc, [type(found)(0, 12, "org")]) == []


def test_a_users_row_adds_overrides_and_forbids(tmp_path):
    text = "沙洲共生正式发布，星辰计划启动，落实“一带一路”。"
    assert names(Extractor(), text) == ["星辰计划", "“一带一路”倡议"]
    rows = "name\tkind\talso\n沙洲共生\tproject\t\n星辰计划\taward\t\n一带一路\tnone\t\n"
    extractor = Extractor([own_lexicon(tmp_path, "mine.tsv", rows)])
    assert [(i.name, i.kind) for i in extractor.extract(text).initiatives] == [
        ("沙洲共生", "project"),
        ("星辰计划", "award"),
    ]


def test_what_a_head_word_says_is_data(tmp_path):
    text = "双方提到绿水青川计划。"
    assert names(Extractor(), text) == ["绿水青川计划"]
    assert names(Extractor([own_lexicon(tmp_path, "mine.tsv", "head\tkind\tstrength\n计划\tplan\t-9\n")]), text) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("name\tkind\n沙洲共生\tprogramme\n", "programme"),
        ("head\tkind\tstrength\n大会\tevent\tmuch\n", "much"),
        ("head\tkind\tstrength\n大会\tmeeting\t1\n", "meeting"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path, row, reason):
    with pytest.raises(LexiconError, match=f"mine.tsv:2: .*{reason}"):
        Extractor([own_lexicon(tmp_path, "mine.tsv", row)])


UNITS = ("计划", "“计划”", "“", "《", "（", "1", "一", "、", "第一届", "2020", "A计划", "最佳奖", "暨")


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_length_alone(unit):
    finder = InitiativeFinder(Lexicons())
    scanner, segmenter = Scanner(finder.literals()), Segmenter()

    def work(length: int) -> Callable[[], object]:
        doc = prepare(unit * (length // len(unit)), scanner, segmenter)
        assert doc.tokens.words
        return lambda: finder.find(doc, [])

    work(40_000)()
    assert steps(work(4_000)) < 6 * steps(work(1_000))


def test_the_builder_unwraps_names_and_leaves_single_editions_out(tmp_path):
    path = shipped() / "builders" / "initiative.py"
    spec = importlib.util.spec_from_file_location("builder", path)
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    reference, lexicons = tmp_path / "reference", tmp_path / "lexicons"
    reference.mkdir()
    (lexicons / "initiative").mkdir(parents=True)
    (reference / "initiatives.tsv").write_text(
        "name\tkind\tother_names\towner\n“远山”计划\tplan\t《远山》;“远山”\t甲\n云杉大会\tevent\t2020云杉大会\t乙\n",
        encoding="utf-8",
    )
    builder.build(reference, lexicons)
    rows = (lexicons / "initiative" / "known.tsv").read_text(encoding="utf-8").splitlines()
    assert rows[2:] == ["“远山”计划\tplan\t远山计划;远山\t甲", "云杉大会\tevent\t\t乙"]
