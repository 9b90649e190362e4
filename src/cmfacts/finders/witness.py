"""Short names of companies gathered by machine: a quarter of a million, and many of them ordinary words.

Such a name proves nothing alone. It is a witness: where something else already says that a company stands here (a stock
code, 领投, a word such as 董事长 after it, a list), it tells whether, and how far, the characters there are a name.
The list is mapped from disk and searched by halves, so that it costs nothing until it is asked.
"""

import mmap
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from cmfacts.engine.doc import Doc
from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons

LONGEST = 6  # code points of the longest name worth asking for; the list has hardly any above four
SHORTEST = 2


class Witness:
    """The names of every ``witness`` table's file: UTF-8, one name a line, sorted by code point.

    The table (``org/witness.tsv``) names the file beside it and that file's SHA-256, which makes the list part of the
    lexicons' hash. Immutable; a file is opened when it is first asked.
    """

    def __init__(self, lexicons: Lexicons) -> None:
        self._paths = tuple(map(Path, lexicons.value("org.witness", lambda: list(_files(lexicons)))))

    @cached_property
    def _lists(self) -> tuple[mmap.mmap, ...]:
        return tuple(_mapped(path) for path in self._paths)

    def knows(self, name: str) -> bool:
        """Whether the list holds this name. Folded text, please: half width and simplified."""
        if not SHORTEST <= len(name) <= LONGEST or "\n" in name:
            return False
        key = name.encode("utf-8", "replace")
        return any(_holds(names, key) for names in self._lists)

    def starts(self, doc: Doc, end: int) -> Iterator[int]:
        """Where a name that ends at ``end`` may begin, the longest first: only where a word begins."""
        for start in range(max(0, end - LONGEST), end - SHORTEST + 1):
            if doc.tokens.is_boundary(start) and self.knows(doc.folded[start:end]):
                yield start

    def ends(self, doc: Doc, start: int) -> Iterator[int]:
        """Where a name that begins at ``start`` may end, the longest first: only where a word ends."""
        for end in range(min(len(doc.folded), start + LONGEST), start + SHORTEST - 1, -1):
            if doc.tokens.is_boundary(end) and self.knows(doc.folded[start:end]):
                yield end


def _files(lexicons: Lexicons) -> Iterator[str]:
    for table in lexicons.of("org", "witness"):
        yield from (str((table.path.parent / file).absolute()) for (file,) in table.select("witness"))


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise LexiconError(str(path), 0, getattr(error, "strerror", None) or "is empty") from None


def _holds(names: mmap.mmap, key: bytes) -> bool:
    """Search by halves over lines of unequal length: the line around the middle byte decides."""
    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        start = names.rfind(b"\n", low, middle) + 1 or low
        end = names.find(b"\n", middle, high)
        end = high if end < 0 else end
        line = names[start:end]
        if line == key:
            return True
        if line < key:
            low = end + 1
        else:
            high = start
    return False
