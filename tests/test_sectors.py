"""The sector finder by itself: names that block it, the user's own terms, bad rows, growth with length."""

from itertools import pairwise

import pytest
from growth import steps

from cmfacts.engine.doc import prepare
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Scanner
from cmfacts.engine.segment import Segmenter
from cmfacts.errors import LexiconError
from cmfacts.finders.sectors import SectorFinder
from cmfacts.lexicon import Lexicons


def finder(*folders):
    sectors = SectorFinder(Lexicons(folders))
    return sectors, Scanner(sectors.literals())


@pytest.fixture(scope="module")
def shipped():
    return finder()


def find(setup, text, organizations=(), initiatives=()):
    sectors, scanner = setup
    doc = prepare(text, scanner, Segmenter())
    return sectors.find(doc, list(organizations), list(initiatives))


def spans(text, candidates):
    return [text[candidate.start : candidate.end] for candidate in candidates]


def span(text, name):
    return Candidate(text.index(name), text.index(name) + len(name), "test")


def own_terms(tmp_path, table):
    (tmp_path / "sector").mkdir()
    (tmp_path / "sector" / "own.tsv").write_text(table, encoding="utf-8")
    return finder(tmp_path)


def test_a_field_inside_a_name_is_dropped(shipped):
    text = "农业银行与云计算大会签约，农业和云计算受益。"
    found = find(shipped, text, [span(text, "农业银行")], [span(text, "云计算大会")])
    assert spans(text, found) == ["农业", "云计算"]
    assert found[0].start > text.index("签约")


def test_a_field_does_not_grow_into_a_name(shipped):
    text = "东方绿色农业发展很快"
    assert spans(text, find(shipped, text)) == ["绿色农业"]
    assert spans(text, find(shipped, text, [span(text, "东方绿色")])) == ["农业"]


def test_a_candidate_carries_code_name_and_common_term(shipped):
    text = "电商与电子商务，VR与虚拟现实。"
    values = [candidate.value for candidate in find(shipped, text)]
    assert [value.code for value in values] == ["I64", "I64", "I65", "I65"]
    assert values[0] == values[1]
    assert values[2] == values[3]
    assert values[0].name == "互联网和相关服务"


def test_the_rule_is_the_table_or_the_way_it_grew(shipped):
    text = "云计算。绿色港口。手机制造。服装电商。"
    assert [candidate.rule for candidate in find(shipped, text)] == [
        "sector.reference",
        "sector.modifier",
        "sector.activity",
        "sector.compound",
    ]


def test_no_mentions_overlap(shipped):
    text = "智慧医疗设备制造业大数据产业互联网金融科技服务业云计算大数据人工智能物联网" * 20
    found = find(shipped, text)
    assert found
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_a_users_row_adds_overrides_and_withdraws(tmp_path):
    setup = own_terms(tmp_path, "term\tcode\twhen\n量子农场\tA01\talways\n云计算\t\tskip\n大数据\tI65\talways\n")
    text = "量子农场用上云计算和大数据。"
    found = find(setup, text)
    assert spans(text, found) == ["量子农场", "大数据"]
    assert [candidate.value.code for candidate in found] == ["A01", "I65"]
    assert found[0].rule == "sector.own"


@pytest.mark.parametrize(
    ("row", "reason"),
    [("量子农场\tA99\talways", "'A99' is no code"), ("量子农场\tA01\tsometimes", "'sometimes' is not one of")],
)
def test_a_bad_row_is_named(tmp_path, row, reason):
    with pytest.raises(LexiconError, match=reason) as error:
        own_terms(tmp_path, f"term\tcode\twhen\n{row}\n")
    assert error.value.line == 2


@pytest.mark.parametrize("unit", ["农业", "绿色", "、", "等", "5G+", "医疗设备", "云", "农业、", "（", "a", "业"])
def test_work_is_linear_in_a_run_of_one_word(shipped, unit):
    sectors, scanner = shipped

    def work(times):
        doc = prepare(unit * times, scanner, Segmenter())
        assert doc.tokens.words
        return lambda: sectors.find(doc, [], [])

    work(40_000)()
    assert steps(work(2_000)) < 6 * steps(work(500))
