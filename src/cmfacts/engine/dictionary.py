"""jieba's cut without loading jieba's dictionary: for the first few articles, which are done before it would be loaded.

The dictionary is mapped from a kept file (see ``store``), and a text's words are looked up one by one. The path of
highest probability is jieba's, to the last bit: the same sums in the same order, and of equal paths the same one.
"""

import re
import zlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from importlib.util import find_spec
from math import inf, log
from pathlib import Path

from cmfacts import store, wordmap
from cmfacts.store import Store, stamp
from cmfacts.wordmap import WordMap

# What jieba looks up in its dictionary; whatever lies between is cut into characters.
_BLOCK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaffa-zA-Z0-9+#&._%-]+|\r\n|.", re.DOTALL)
_RUN = re.compile(r"[a-zA-Z0-9]")  # single ones of these are joined again: 5G, 2020
_RARE = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))
_FILE = "dict.txt"
UNKNOWN = "x"

Edge = tuple[int, float]  # where a word ends, and the logarithm of its probability


class Dictionary:
    """Cuts texts and tags words as jieba does, at some five microseconds a character."""

    def __init__(self, words: WordMap, total: int, tags: Mapping[str, str]) -> None:
        self._words, self._log_total, self._tags = words, log(total), tags

    def cut(self, text: str) -> list[str]:
        """The words of a text; joined they are the text."""
        edges: list[list[Edge]] = [[] for _ in text]
        for start, end, record in self._words.find(text):
            edges[start].append((end, log(int(record.split(" ")[0]) or 1) - self._log_total))
        return [word for block in _BLOCK.finditer(text) for word in self._words_of(text, *block.span(), edges)]

    def tag(self, word: str) -> str:
        """The word's part of speech; ``x`` for a word that the dictionary lacks."""
        record = self._words.get(word)
        return record.split(" ")[1] if record else self._tags.get(word, UNKNOWN)

    def _words_of(self, text: str, start: int, end: int, edges: Sequence[Sequence[Edge]]) -> Iterator[str]:
        """The words of one block; single letters and digits that stand together are one."""
        if end - start == 1 or text[start] == "\r":
            yield text[start:end]
            return
        ends = self._path(start, end, edges)
        run = at = start
        while at < end:
            stop = ends[at - start]
            if stop > at + 1 or not _RUN.match(text, at):
                if run < at:
                    yield text[run:at]
                yield text[at:stop]
                run = stop
            at = stop
        if run < end:
            yield text[run:end]

    def _path(self, start: int, end: int, edges: Sequence[Sequence[Edge]]) -> list[int]:
        """For every offset of a block, where the word that begins there ends; of equal paths the longer word's."""
        unknown = -self._log_total
        scores, ends = [0.0] * (end - start + 1), [0] * (end - start)
        for at in range(end - 1, start - 1, -1):
            best, best_stop = -inf, at
            for stop, weight in edges[at] or ((at + 1, unknown),):
                score = weight + scores[stop - start]
                if score >= best:
                    best, best_stop = score, stop
            scores[at - start], ends[at - start] = best, best_stop
        return ends


def load(tagger: Callable[[], Callable[[str], str]]) -> Dictionary | None:
    """The kept dictionary; None where it isn't kept yet (the second start does that) or cannot be.

    ``tagger`` gives the tag function of the tokenizer that this one stands in for: rjieba tags a thousand rare
    characters that its words lack.
    """
    jieba, rjieba = find_spec("jieba"), find_spec("rjieba")
    if jieba is None or jieba.origin is None:
        return None
    path = Path(jieba.origin).with_name(_FILE)
    code = (__file__, str(store.__file__), str(wordmap.__file__))  # what says how the file is to be read
    sources = (path, *code, *((rjieba.origin,) if rjieba and rjieba.origin else ()))
    name = f"jieba-{zlib.crc32(str(path).encode('utf-8', 'surrogateescape')):08x}"
    kept = Store(name, stamp(sources))
    if not kept.is_worth_keeping():
        return None
    words = kept.words("words", lambda: dict(_entries(path)))
    total = kept.value("total", lambda: sum(int(record.split(" ")[0]) for _, record in _lines(path)))
    tags = kept.value("tags", lambda: _other_tags(words, tagger()))
    kept.save()
    return Dictionary(words, total, tags) if isinstance(words, WordMap) else None


def _other_tags(words: Container[str], tagger: Callable[[str], str]) -> dict[str, str]:
    """The characters that have a tag although they are no word."""
    characters = (chr(code) for code in _RARE if chr(code) not in words)
    return {character: tag for character in characters if (tag := tagger(character)) != UNKNOWN}


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    """The words that jieba can find: those that one block holds."""
    return ((word, record) for word, record in _lines(path) if (block := _BLOCK.match(word)) and block[0] == word)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each word with its frequency and tag."""
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, record = line.partition(" ")
        yield word, record
