"""The engine: folding, words, scanning, rules and overlap policies, on strings of our own and on any string at all."""

import itertools
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmfacts.engine.fold import fold
from cmfacts.engine.overlap import leftmost_longest, outside, ranked
from cmfacts.engine.rule import Candidate, Rule, RuleSet
from cmfacts.engine.scan import Literal, Scanner
from cmfacts.engine.segment import LONG, Segmenter

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
BACKENDS = ("rjieba", "jieba")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２０年１１月", "2020年11月"),
        ("（ＡＢＣ）：", "(ABC):"),
        ("國際電信聯盟", "国际电信联盟"),
        ("半\u3000角", "半 角"),
        ("\ud800孤", "\ufffd孤"),
        ("简体 text", "简体 text"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@given(ANY_TEXT)
def test_fold_keeps_length_and_is_stable(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize("backend", BACKENDS)
@settings(deadline=None)  # the first example loads a dictionary
@given(text=ANY_TEXT)
def test_words_joined_are_the_text(backend, text):
    folded = fold(text)
    tokens = _segmenter(backend).tokens(folded)
    assert "".join(tokens.words) == folded
    assert tokens.starts[-1] == len(folded)


@cache
def _segmenter(backend: str) -> Segmenter:
    return Segmenter(backend)


def test_backends_agree_on_chinese():
    text = "本次大会由青岛市贸易中心主办，多家企业参加，推动产业合作与技术创新。"
    first, second = (_segmenter(backend).tokens(text) for backend in BACKENDS)
    assert list(first.words) == list(second.words)
    assert [first.tag(i) for i in range(len(first.words))] == [second.tag(i) for i in range(len(second.words))]


def test_tokens_know_their_boundaries():
    tokens = _segmenter("rjieba").tokens("清华大学举办大会")
    assert list(tokens.words) == ["清华大学", "举办", "大会"]
    assert [tokens.is_boundary(offset) for offset in (0, 2, 4, 6, 8)] == [True, False, True, True, True]
    assert [tokens.at(offset) for offset in (0, 3, 4, 7)] == [0, 0, 1, 2]
    assert tokens.tag(1) == "v"


def test_the_tokens_of_a_long_text_answer_as_those_of_a_short_one():
    unit = "清华大学举办大会。"
    short, long = (_segmenter("rjieba").tokens(unit * count) for count in (3, LONG // len(unit) + 1))
    for offset in range(2 * len(unit)):
        assert (long.at(offset), long.is_boundary(offset)) == (short.at(offset), short.is_boundary(offset))
    end = long.starts[-1]
    assert (long.at(end), long.is_boundary(end), long.is_boundary(end + 1)) == (len(long.words) - 1, True, False)
    end = short.starts[-1]
    assert (short.at(end), short.is_boundary(end), short.is_boundary(end + 1)) == (len(short.words) - 1, True, False)


def test_scan_finds_overlapping_literals_on_their_channels():
    scanner = Scanner(
        [
            Literal("中国", "place", 1),
            Literal("中国移动", "org", 2),
            Literal("移动", "tail", 3),
            Literal("中国", "lead", 4),
        ]
    )
    hits = scanner.scan("😀中国移动")
    assert hits["place"] == [(1, 3, 1)]
    assert hits["lead"] == [(1, 3, 4)]
    assert hits["org"] == [(1, 5, 2)]
    assert hits["tail"] == [(3, 5, 3)]
    assert hits["nothing"] == []


def test_scan_without_literals():
    assert Scanner([]).scan("文") == {}


def _number(match, context):
    return None if match["number"] == "0" else int(match["number"]) + context


RULES = RuleSet("test", [Rule("test.unit", anchors=("台",), pattern=r"(?P<number>\d+)台", build=_number)])


def test_a_rule_runs_only_around_its_anchor():
    text = "交付12台，" + "无关" * 200 + "99箱，0台"
    hits = Scanner(RULES.literals()).scan(text)["test"]
    assert list(RULES.find(text, hits, 1)) == [Candidate(2, 5, "test.unit", 13)]
    assert list(RULES.find(text, [], 1)) == []


def test_windows_that_touch_are_searched_once():
    text = "1台2台3台"
    hits = Scanner(RULES.literals()).scan(text)["test"]
    assert [candidate.value for candidate in RULES.find(text, hits, 0)] == [1, 2, 3]


def _c(start, end, rank=0):
    return Candidate(start, end, "r", None, rank)


def test_leftmost_longest():
    assert leftmost_longest([_c(2, 9), _c(0, 3), _c(0, 5), _c(5, 6)]) == [_c(0, 5), _c(5, 6)]
    assert leftmost_longest([_c(0, 3, 0), _c(0, 3, 1)]) == [_c(0, 3, 1)]


def test_ranked():
    assert ranked([_c(0, 9), _c(2, 4, 1), _c(5, 6)]) == [_c(2, 4, 1), _c(5, 6)]


def test_outside():
    assert outside([_c(0, 2), _c(1, 3), _c(4, 6)], [_c(2, 4)]) == [_c(0, 2), _c(4, 6)]
    assert outside([_c(0, 2)], []) == [_c(0, 2)]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.integers(0, 2)), max_size=30))
def test_no_policy_keeps_two_that_overlap(spans):
    candidates = [_c(start, start + length, rank) for start, length, rank in spans]
    for policy in (leftmost_longest, ranked):
        kept = policy(candidates)
        assert all(before.end <= after.start for before, after in itertools.pairwise(kept))
        assert all(any(not (k.end <= c.start or c.end <= k.start) for k in kept) for c in candidates)


def test_scan_folds_its_literals():
    assert Scanner([Literal("乾縣ＡＢ", "place", 1)]).scan(fold("在乾县ab与乾县AB"))["place"] == [(6, 10, 1)]
