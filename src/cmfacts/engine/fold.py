"""The folded form of a text: the same length, so that offsets in it are offsets in the text.

Full width becomes half width, traditional characters become simplified ones, lone surrogates become U+FFFD. Character
by character, from OpenCC's t2s table: phrase conversions could change the length.
"""

from functools import cache

import opencc

_FULL_WIDTH_TO_ASCII = 0xFEE0
_CJK = range(0x3400, 0xA000)


@cache
def _table() -> dict[int, str]:
    table = {code: chr(code - _FULL_WIDTH_TO_ASCII) for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = " "
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    characters = "".join(map(chr, _CJK))
    simplified = opencc.OpenCC("t2s").convert(characters)
    if len(simplified) != len(characters):  # pragma: no cover - a table that merges characters would shift offsets
        raise RuntimeError("OpenCC's t2s changed the length of a list of single characters")
    table |= {ord(old): new for old, new in zip(characters, simplified, strict=True) if old != new}
    return table


def fold(text: str) -> str:
    """The text with every character in its plainest form; ``len(fold(text)) == len(text)`` for every text."""
    return text.translate(_table())
