"""Lone surrogates, which are code points but no characters: neither UTF-8 nor a strict reader of JSON bears them."""

import re

_LONE = re.compile("[\ud800-\udfff]")


def replaced(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, so that offsets stay."""
    return _LONE.sub("\ufffd", text)


def legible(name: str) -> str:
    r"""The name of a file, its bytes that are no UTF-8 as ``\xe9``."""
    return _LONE.sub(_byte, name)


def _byte(match: re.Match[str]) -> str:
    code = ord(match[0]) - 0xDC00  # as Python hides the bytes of a name (PEP 383)
    return rf"\x{code:02x}" if 0x80 <= code <= 0xFF else "\ufffd"
