"""Word segmentation behind one function: rjieba (Rust) where its wheel exists, jieba otherwise.

Both run jieba's dictionary and its maximum-probability path without the HMM: unknown names then stay single
characters, which a rule can join, instead of words that the HMM guessed. They agree on Chinese text; runs of ASCII
are cut differently, so no rule may lean on such tokens.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate, repeat

from cmfacts.engine import dictionary

LONG = 200_000  # code points of a text whose words are searched for, to save memory
FEW = 25_000  # code points; cutting that many takes as long as loading rjieba

Cutter = Callable[[str], Sequence[str]]
Tagger = Callable[[str], str]


class _Tags(dict[str, str]):
    """Part of speech by word, asked of the dictionary once for each word of it; no run of ASCII is in it or kept."""

    def __init__(self, ask: Tagger) -> None:
        self._ask = ask

    def __missing__(self, word: str) -> str:
        if word.isascii():
            return "x"
        tag = self[word] = self._ask(word)
        return tag


class Tokens:
    """The words of a text in order: ``starts[i]`` is where word ``i`` begins, and one more entry marks the end.

    ``at(offset)`` is the index of the word that covers an offset from 0 to the text's end, the last word's for the end;
    ``is_boundary(offset)`` tells whether a word begins (or the text ends) there; ``tag_of(word)`` is a word's part of
    speech. They are asked for every other character of a text, so they are what a list, a set and a dict answer
    themselves, without a function of ours between.
    """

    __slots__ = ("at", "is_boundary", "starts", "tag_of", "words")

    at: Callable[[int], int]
    is_boundary: Callable[[int], bool]
    tag_of: Tagger

    def __init__(self, words: Sequence[str], tags: _Tags) -> None:
        self.words = words
        self.starts = list(accumulate(map(len, words), initial=0))
        if self.starts[-1] > LONG:
            self.at, self.is_boundary = _searching(self.starts)
        else:
            begins = b"".join(map(b"\1".ljust, map(len, words), repeat(b"\0")))  # 1 where one begins
            self.at = [*accumulate(begins[1:], initial=0), len(words) - 1].__getitem__ if words else [-1].__getitem__
            self.is_boundary = frozenset(self.starts).__contains__
        self.tag_of = tags.__getitem__

    def tag(self, index: int) -> str:
        """The word's part of speech in jieba's dictionary (``n``, ``v``, ``p``, ...; ``x`` for an unknown word)."""
        return self.tag_of(self.words[index])


def _searching(starts: Sequence[int]) -> tuple[Callable[[int], int], Callable[[int], bool]]:
    """What ``Tokens`` answers, without a list and a set that take fifty bytes a character."""
    count = len(starts) - 1

    def at(offset: int) -> int:
        return bisect_right(starts, offset, 0, count) - 1

    def is_boundary(offset: int) -> bool:
        return starts[bisect_right(starts, offset) - 1] == offset

    return at, is_boundary


class Segmenter:
    """Cuts texts into words. ``backend`` is ``rjieba``, ``jieba``, or None for the first that is installed.

    With None the first few articles are cut with a mapped dictionary, where there is one (see ``dictionary``).
    """

    def __init__(self, backend: str | None = None) -> None:
        self._backend = backend
        self._dictionary = None if backend else dictionary.load(lambda: _first_installed()[1])
        self._left = FEW
        self._tags = _Tags(self._dictionary.tag if self._dictionary else lambda word: self._loaded[1](word))

    def expect(self, characters: int) -> None:
        """So much text is to come: load the tokenizer at once if that is too much for the mapped dictionary."""
        if characters > self._left:
            self._left = 0

    def tokens(self, text: str) -> Tokens:
        """The words of the text; joined they are the text."""
        self._left -= len(text)
        if self._dictionary and self._left >= 0:
            return Tokens(self._dictionary.cut(text), self._tags)
        return Tokens(self._loaded[0](text), self._tags)

    @cached_property
    def _loaded(self) -> tuple[Cutter, Tagger]:
        """The tokenizer itself, loaded when there is more to cut."""
        return _BACKENDS[self._backend]() if self._backend else _first_installed()


def _rjieba() -> tuple[Cutter, Tagger]:
    import rjieba

    def cut(text: str) -> Sequence[str]:
        words: Sequence[str] = rjieba.cut(text, False)
        return words

    def tag(word: str) -> str:
        pieces = rjieba.tag(word, False)
        return str(pieces[0][1]) if len(pieces) == 1 else "x"

    return cut, tag


def _jieba() -> tuple[Cutter, Tagger]:
    import logging
    import tempfile

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory(prefix="cmfacts-jieba-") as private:  # jieba's cache in /tmp is anyone's to write
        tokenizer.tmp_dir = private
        tokenizer.initialize()
    tags: dict[str, str] = {}

    def cut(text: str) -> Sequence[str]:
        return list(tokenizer.cut(text, HMM=False))

    def tag(word: str) -> str:
        if not tags:
            for line in tokenizer.get_dict_file():
                name, _, rest = line.decode("utf-8").partition(" ")
                tags[name] = rest.rpartition(" ")[2].strip()
        return tags.get(word, "x")

    return cut, tag


_BACKENDS: dict[str, Callable[[], tuple[Cutter, Tagger]]] = {"rjieba": _rjieba, "jieba": _jieba}


def _first_installed() -> tuple[Cutter, Tagger]:
    try:
        return _rjieba()
    except ImportError:
        return _jieba()
