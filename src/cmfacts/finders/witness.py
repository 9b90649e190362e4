"""Short names of companies gathered by machine: a quarter of a million, and many of them ordinary words.

Such a name proves nothing alone. It is a witness: where something else already says that a company stands here (a stock
code, 领投, a word such as 董事长 after it, a list), it tells whether, and how far, the characters there are a name.
The list is mapped from disk, so that it costs nothing until it is asked.
"""

import mmap
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from cmfacts.engine.doc import Doc
from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons

LONGEST = 6  # code points of the longest name worth asking for; the list has hardly any above four
SHORTEST = 2
STRETCH = 4096  # bytes between the names that are compared before the rest is looked through


class _Names:
    """The names of one file, found by the first name of each stretch of it: asked for every other candidate."""

    def __init__(self, names: mmap.mmap) -> None:
        self._names = names
        self._starts = list(_starts(names))
        self._firsts = [names[start : names.find(b"\n", start)] for start in self._starts[:-1]]

    def __contains__(self, key: bytes) -> bool:
        place = bisect_right(self._firsts, key)
        lines = self._names[self._starts[place - 1] : self._starts[place]] if place else b""
        return b"\n%b\n" % key in b"\n%b\n" % lines


class Witness:
    """The names of every ``witness`` table's file: UTF-8, one name a line, sorted by code point.

    The table (``org/witness.tsv``) names the file beside it and that file's SHA-256, which makes the list part of the
    lexicons' hash. Immutable; a file is opened when it is first asked.
    """

    def __init__(self, lexicons: Lexicons) -> None:
        self._paths = tuple(map(Path, lexicons.value("org.witness", lambda: list(_files(lexicons)))))

    @cached_property
    def _lists(self) -> tuple[_Names, ...]:
        return tuple(_mapped(path) for path in self._paths)

    def knows(self, name: str) -> bool:
        """Whether the list holds this name. Folded text, please: half width and simplified."""
        if not SHORTEST <= len(name) <= LONGEST or "\n" in name:
            return False
        key = name.encode("utf-8", "replace")
        for names in self._lists:  # noqa: SIM110 - a generator would take as long as the search
            if key in names:
                return True
        return False

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


def _starts(names: mmap.mmap) -> Iterator[int]:
    """Where each stretch begins: with a name; and where the file ends."""
    start = 0
    while start < len(names):
        yield start
        start = names.find(b"\n", min(start + STRETCH, len(names) - 1)) + 1 or len(names)
    yield len(names)


def _mapped(path: Path) -> _Names:
    try:
        with path.open("rb") as file:
            return _Names(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise LexiconError(str(path), 0, getattr(error, "strerror", None) or "is empty") from None
