"""Outside text made safe to show: nothing in it may command a terminal, hide itself or turn the line around."""

import re

from cmfacts.surrogates import legible, replaced

# C0 and C1 controls, soft hyphen, bidi and other format characters, line separators, lone surrogates, tags.
_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_ANY = re.compile(f"[{_UNSEEN}]")
_ANY_BUT_LINES = re.compile(f"(?![\t\r\n])[{_UNSEEN}]")

# A spreadsheet runs a cell that begins with one of these as a formula; in East Asian settings the full-width ones too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def visible(text: str, *, lines: bool = False) -> str:
    r"""The text with every character that cannot be seen as its escape (``\x1b``, ``\u202e``); ``lines`` stay."""
    return (_ANY_BUT_LINES if lines else _ANY).sub(_escaped, legible(text))


def one_line(text: str) -> str:
    """The same on one line: each run of white space is one space."""
    return visible(" ".join(text.split()))


def cell(value: str | int) -> str:
    """A cell of a spreadsheet, never a formula; a lone mark such as the ``-`` of standard input is none."""
    text = replaced(str(value))
    return f"'{text}" if len(text) > 1 and text.startswith(_FORMULA) else text


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
