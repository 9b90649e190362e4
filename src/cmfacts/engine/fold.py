"""The folded form of a text: the same length, so that offsets in it are offsets in the text.

Full width becomes half width, traditional characters become simplified ones, lone surrogates become U+FFFD. Character
by character: phrase conversions could change the length. ``t2s.txt`` is what OpenCC's t2s makes of every single
character of the blocks U+3400 to U+9FFF that it changes: their two lines correspond (a test compares them with OpenCC).
"""

from functools import cache
from pathlib import Path

_FULL_WIDTH_TO_ASCII = 0xFEE0


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - _FULL_WIDTH_TO_ASCII) for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = " "
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    traditional, simplified = Path(__file__).with_name("t2s.txt").read_text(encoding="utf-8").splitlines()
    return table | {ord(old): new for old, new in zip(traditional, simplified, strict=True)}


def fold(text: str) -> str:
    """The text with every character in its plainest form; ``len(fold(text)) == len(text)`` for every text."""
    return text.translate(_table())
