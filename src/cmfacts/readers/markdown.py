"""Markdown: the text without its marks. Its first heading is the title."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from cmfacts.models import Article
from cmfacts.readers.encoding import decode

# No pattern looks past the end of its line or the next mark of its own kind: the whole stays linear.
_MARKS = (
    (re.compile(r"\A---\r?\n(?:(?!---).*\n)*---[ \t\r]*$", re.M), ""),  # front matter
    (re.compile(r"<!--(?:(?!<!--|-->)[\s\S])*-->"), ""),
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.M), ""),  # fences; the code stays
    (re.compile(r"^(?=[ \t|:*_]*[-*_])[ \t|:*_-]+$", re.M), ""),  # rules, and the line under a table's header
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M), ""),
    (re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", re.M), ""),
    (re.compile(r"^[ \t]*#{1,6}[ \t]+", re.M), ""),
    (re.compile(r"!?\[([^\[\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)"), r"\1"),  # links and images keep their words
    (re.compile(r"`+|\*{2,3}|~~|(?<!\w)_{1,3}|_{1,3}(?!\w)"), ""),
    (re.compile(r"(?<!\\)\*([^*\n]+)\*"), r"\1"),
    (re.compile(r"\|"), " "),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_BLANK_LINES = re.compile(r"\n{3,}")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)$", re.M)


def read(stream: BinaryIO, source: str, encoding: str | None) -> Iterator[Article]:
    """One article. Raises InputError for what is no text."""
    text = decode(stream.read(), source, encoding)
    heading = _HEADING.search(text)
    yield Article(source, _plain(text), title=_plain(heading[1]) if heading else None)


def _plain(text: str) -> str:
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()
