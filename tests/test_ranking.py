"""The rank and weight of an article's sectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmfacts import Extractor
from cmfacts.link.ranking import standings
from cmfacts.models import Mention


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


CASES = {
    # text, title, the terms from the first rank to the last
    "more often": ("物流与钢铁、钢铁、钢铁。", None, ["钢铁", "物流"]),
    "of equals the earlier": ("半导体和云计算。", None, ["半导体", "云计算"]),
    "the title before the number": ("半导体与云计算、云计算、云计算。", "半导体开门红", ["半导体", "云计算"]),
    "the title in the text": ("云计算新闻\n\n半导体与半导体与云计算。", "云计算新闻", ["云计算", "半导体"]),
    "the first paragraph": ("公司做云计算。\n也做半导体，半导体。", None, ["云计算", "半导体"]),
    "but not against many": ("公司做云计算。\n" + "也做半导体。" * 9, None, ["半导体", "云计算"]),
    "a name of the title is no field": ("通信与物流，物流。", "云州物流通信", ["物流", "通信"]),
}


@pytest.mark.parametrize("case", CASES)
def test_rank(extractor, case):
    text, title, terms = CASES[case]
    sectors = extractor.extract(text, title=title).sectors
    assert [sector.term for sector in sorted(sectors, key=lambda sector: sector.rank)] == terms
    assert sorted(sector.rank for sector in sectors) == list(range(1, len(sectors) + 1))
    assert [sector.weight for sector in sorted(sectors, key=lambda sector: sector.rank)] == sorted(
        (sector.weight for sector in sectors), reverse=True
    )


def test_weights_are_shares_of_the_scores():
    text = "一" * 250
    often, once = [Mention(at, at + 1, "一", "r") for at in (201, 210, 220, 230)], [Mention(5, 6, "一", "r")]
    assert standings(text, None, [often, once]) == [(1, 0.5), (2, 0.5)]  # the root of 4; 1 and the first paragraph
    assert standings(text, "一", [once]) == [(1, 1.0)]
    assert standings(text, None, []) == []


@given(st.lists(st.integers(1, 30), max_size=60))
def test_weights_add_up_to_one(numbers):
    sectors = [[Mention(300 + at, 301 + at, "一", "r") for at in range(number)] for number in numbers]
    found = standings("一" * 400, None, sectors)
    assert sum(round(1000 * standing.weight) for standing in found) == (1000 if numbers else 0)
    assert all(standing.weight == round(standing.weight, 3) for standing in found)
