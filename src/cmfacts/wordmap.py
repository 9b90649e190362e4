"""Words with a record each, in a form that is mapped from a file and costs nothing until a word is looked up.

The words are grouped by their first two characters. A sorted array of those pairs leads to a group's words in a blob
of UTF-8; a group is decoded when a text holds its pair. One article reads a few hundred of a hundred thousand groups.
"""

import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import add
from typing import TypeVar

V = TypeVar("V")
_SIZES = struct.Struct("=QQ")  # how many groups, how many words; native order: the file never leaves the machine
_BETWEEN, _WITHIN = "\x1e", "\x1f"  # around the words of a group, between a word and its record
_END = _BETWEEN.encode()

Group = tuple[list[int], dict[str, str]]  # the lengths that occur, and the words without their first two characters
_NONE: Group = ([], {})


def build(entries: Iterable[tuple[str, str]]) -> bytes:
    """The bytes that a WordMap reads. Raises ValueError for what it cannot hold: an empty word, a separator."""
    ordered = sorted(entries)
    if any(not word or _BETWEEN in word + record or _WITHIN in word for word, record in ordered):
        raise ValueError("a word map holds no empty words and no separators")
    keys, ends, blob = array("Q"), array("Q", [0]), bytearray()
    for head, group in groupby(ordered, lambda entry: entry[0][:2]):
        keys.append(_key(head))
        lines = "".join(f"{_BETWEEN}{word[2:]}{_WITHIN}{record}" for word, record in group)
        blob += (lines + _BETWEEN).encode("utf-8", "surrogatepass")
        ends.append(len(blob))
    return b"".join((_SIZES.pack(len(keys), len(ordered)), keys.tobytes(), ends.tobytes(), blob))


def _key(head: str) -> int:
    """Both characters as one number that sorts as they do; no second one is 0."""
    return ord(head[0]) << 21 | (ord(head[1]) + 1 if len(head) > 1 else 0)


def _head(key: int) -> str:
    second = key & 0x1FFFFF
    return chr(key >> 21) + (chr(second - 1) if second else "")


class WordMap(Mapping[str, str]):
    """Words and their records; ``data`` is what ``build`` made."""

    def __init__(self, data: memoryview) -> None:
        groups: int
        groups, self._count = _SIZES.unpack_from(data)
        keys_end = _SIZES.size + 8 * groups
        ends_end = keys_end + 8 * (groups + 1)
        self._keys = data[_SIZES.size : keys_end].cast("Q")
        self._ends = data[keys_end:ends_end].cast("Q")
        self._blob = data[ends_end:]
        self._last: tuple[str, bytes] = "", b""  # the group that was asked last: its words are asked for one by one

    def __len__(self) -> int:
        return int(self._count)

    def __iter__(self) -> Iterator[str]:
        for place, key in enumerate(self._keys):
            yield from (_head(key) + rest for rest in self._decode(place)[1])

    def __getitem__(self, word: str) -> str:
        lines, start = self._line(word)
        if start < 0:
            raise KeyError(word)
        return str(lines[start : lines.index(_END, start)], "utf-8", "surrogatepass")

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._line(word)[1] >= 0

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every occurrence of every word, overlapping ones too, by start and then by length: start, end, record."""
        groups = {head: self._group(head) for head in {*text, *map(add, text, text[1:])}}
        for start, char in enumerate(text):
            if "" in groups[char][1]:
                yield start, start + 1, groups[char][1][""]
            after = start + 2
            lengths, words = groups.get(text[start:after], _NONE) if after <= len(text) else _NONE
            for length in lengths:
                record = words.get(text[after : after + length])
                if record is not None and after + length <= len(text):
                    yield start, after + length, record

    def _line(self, word: str) -> tuple[bytes, int]:
        """A word's group as it is kept, and where the word's record begins in it; less than 0 where there is none.

        Many words are asked for once, so nothing but that one word is looked for in the group.
        """
        head, lines = self._last
        if head != word[:2] or not head:
            place = self._place(word[:2])
            lines = bytes(self._blob[self._ends[place] : self._ends[place + 1]]) if place >= 0 else b""
            self._last = word[:2], lines
        if not lines:
            return b"", -1
        opening = f"{_BETWEEN}{word[2:]}{_WITHIN}".encode("utf-8", "surrogatepass")
        found = -1 if _WITHIN in word else lines.find(opening)
        return lines, found + len(opening) if found >= 0 else -1

    def _place(self, head: str) -> int:
        """The number of the group of words with this beginning, or -1."""
        if not head:
            return -1
        key = _key(head)
        place = bisect_left(self._keys, key)
        return place if place < len(self._keys) and self._keys[place] == key else -1

    def _group(self, head: str) -> Group:
        place = self._place(head)
        return self._decode(place) if place >= 0 else _NONE

    def _decode(self, place: int) -> Group:
        lines = str(self._blob[self._ends[place] : self._ends[place + 1]], "utf-8", "surrogatepass").split(_BETWEEN)
        words = dict(line.split(_WITHIN, 1) for line in lines[1:-1])
        return sorted({len(word) for word in words}), words


class Late(Mapping[str, V]):
    """Values made from a word's record when they are first asked for, then kept."""

    def __init__(self, records: Mapping[str, str], make: Callable[[str, str], V]) -> None:
        self._records, self._make = records, make
        self._made: dict[str, V] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __contains__(self, word: object) -> bool:
        return word in self._made or word in self._records

    def __getitem__(self, word: str) -> V:
        value = self._made.get(word)
        if value is None:
            value = self._made[word] = self._make(word, self._records[word])
        return value
