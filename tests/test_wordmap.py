"""Words mapped from bytes, against dictionaries and plain searches; jieba's cut on such words against rjieba's."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmfacts import Extractor
from cmfacts.engine import dictionary
from cmfacts.engine.fold import fold
from cmfacts.engine.scan import Literal, Literals, Scanner
from cmfacts.engine.segment import Segmenter
from cmfacts.wordmap import Late, WordMap, build

WORD = st.text("中国移动ab·\n\t\0𠮷", min_size=1, max_size=4)
TEXT = st.text("中国移动ab·\n\t\0𠮷x", max_size=30)
SAMPLES = Path(__file__).parents[1] / "samples"


def mapped(words):
    return WordMap(memoryview(build(words.items())))


@given(st.dictionaries(WORD, st.text("ab\t中")), TEXT)
def test_a_word_map_is_a_mapping(words, other):
    map = mapped(words)
    assert dict(map) == words
    assert len(map) == len(words)
    assert map.get(other) == words.get(other)
    assert (other in map) == (other in words)
    assert "" not in map


@given(st.dictionaries(WORD, st.just("r")), TEXT)
def test_find_gives_every_occurrence(words, text):
    spans = [(start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    assert list(mapped(words).find(text)) == [(*span, "r") for span in spans if text[slice(*span)] in words]


@pytest.mark.parametrize("words", [{"": "r"}, {"a\x1eb": "r"}, {"a\x1fb": "r"}, {"a": "\x1e"}])
def test_what_a_word_map_cannot_hold_is_refused(words):
    with pytest.raises(ValueError, match="word map"):
        build(words.items())


def test_late_values_are_made_once():
    made = []
    late = Late({"中国": "1", "移动": "2"}, lambda word, record: made.append(word) or (word, record))
    assert len(late) == 2
    assert "中国" in late
    assert "联通" not in late
    assert late.get("联通") is None
    assert made == []
    assert late["中国"] is late["中国"]
    assert made == ["中国"]


# --- the scan


LITERAL = st.text("中国移動动ａa\n", min_size=1, max_size=3)


@given(st.sets(LITERAL, max_size=8), st.dictionaries(LITERAL, st.integers(), max_size=8), st.text("中国移動动ａa\nx"))
def test_the_scan_is_the_same_with_kept_words_and_with_an_automaton(few, many, text):
    def scanner(index):
        return Scanner([*(Literal(word, "few", word) for word in sorted(few)), Literals("many", many)], index)

    kept = scanner(lambda name, make: mapped(make()))
    assert kept.scan(fold(text)) == scanner(lambda name, make: make()).scan(fold(text))
    kept._left = -1
    assert kept.scan(fold(text)) == scanner(lambda name, make: make()).scan(fold(text))


# --- the cut


@pytest.fixture(scope="module")
def words():
    rjieba = pytest.importorskip("rjieba")

    def tag(word):
        pieces = rjieba.tag(word, False)
        return str(pieces[0][1]) if len(pieces) == 1 else "x"

    Extractor()  # leaves something, without which no dictionary is kept
    found = dictionary.load(lambda: tag) or dictionary.load(lambda: tag)
    assert found
    return found


ARTICLES = [json.loads(line)["text"] for line in (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
ODD = "AT&T公司的5G网络、C++和2025-12-01的3.5%，A股\r\n１２００　龥𠀀㐀·γ射线。\n\n\x00囓垌埚唛"


def same(words, text):
    plain = Segmenter("rjieba").tokens(text)
    assert words.cut(text) == list(plain.words)
    for index, word in enumerate(plain.words):
        if not word.isascii():  # these are x whatever a dictionary says
            assert words.tag(word) == plain.tag(index)


@pytest.mark.parametrize("text", [*ARTICLES, ODD, "", "中", "\r\n", "\r", "囓\n"])
def test_words_and_tags_are_rjiebas(words, text):
    same(words, text)
    same(words, fold(text))


@settings(max_examples=300)
@given(st.text(st.sampled_from("".join(ARTICLES) + ODD), max_size=120))
def test_words_and_tags_are_rjiebas_in_any_order_of_characters(words, text):
    same(words, text)


def test_segmenters_agree_before_and_after_the_tokenizer_is_loaded(words):
    segmenter, text = Segmenter(), ARTICLES[0]
    first = segmenter.tokens(text)
    segmenter._left = -1
    later = segmenter.tokens(text)
    assert list(first.words) == list(later.words)
    assert [first.tag(i) for i in range(len(first.words))] == [later.tag(i) for i in range(len(later.words))]


def test_the_table_of_traditional_characters_is_openccs():
    opencc = pytest.importorskip("opencc")
    characters = "".join(map(chr, range(0x3400, 0xA000)))
    assert fold(characters) == opencc.OpenCC("t2s").convert(characters)
