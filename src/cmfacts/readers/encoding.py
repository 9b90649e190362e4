"""Bytes become text: a byte order mark decides, then strict UTF-8, then the likeliest Chinese.

GB18030 and Big5 share nearly all byte pairs, so that either decodes the other's text without an error, into characters
that nobody uses. The judge is therefore how common the characters are: each counts with the logarithm of its share in
news, which follows from its place in ``common-characters.txt``.
"""

import codecs
from collections import Counter
from functools import cache
from importlib.resources import files
from math import log
from unicodedata import category

from cmfacts.errors import InputError, UsageError
from cmfacts.readers.mojibake import refuse_mojibake

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-8", "utf-16-le", "utf-16-be")
_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, or a Word or Excel document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
)
# A superset for a name that is often written for it.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "ascii": "utf-8"}

_ASCII_WEIGHT = log(1 / 100)
_UNKNOWN_WEIGHT = log(1 / 20_000)
_BROKEN_WEIGHT = log(1 / 10_000_000)
_HARMLESS = "\t\n\r\f\x1b"  # ESC too: a log in colour is text
_BROKEN_SHARE = 0.02
_LOST = "\ufffd"
_PLAIN = frozenset(_HARMLESS + "\u3000\xa0")


def check_name(encoding: str) -> str:
    """Python's name of a text encoding, widened where the name is used loosely (GBK is read as GB18030).

    Raises UsageError if there is no such encoding.
    """
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)  # refuses codecs that are not of text, such as hex
    except (LookupError, ValueError):
        raise UsageError(f"unknown encoding {encoding!r}; try utf-8, gb18030, big5 or utf-16") from None
    return _WIDER.get(name, name)


def refuse_known_binary(data: bytes, source: str) -> None:
    """Raise InputError for data that begins as a well-known kind of binary file does."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(source, f"is {what}, not text")


def decode(data: bytes, source: str, encoding: str | None = None) -> str:
    """The text of ``data``, without its byte order mark; ``encoding`` overrides detection.

    Raises InputError, which names ``source``, for bytes that are not of that encoding or not text at all.
    """
    refuse_known_binary(data, source)
    try:
        text = _decode_as(data, check_name(encoding)) if encoding else _decode(data)
    except UnicodeDecodeError as error:
        raise InputError(source, f"is not {encoding or error.encoding} (byte {error.start})") from None
    if _is_binary(text):
        refuse_mojibake(text, source)
        raise InputError(source, "is binary data, or text in an encoding that we do not know")
    return text


def detect(data: bytes) -> str:
    """Python's name of the encoding that ``data`` most likely has."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\0" not in data and _is_utf8(data):
        return "utf-8"
    return max(_CANDIDATES, key=lambda name: _likelihood(data, name))


def _decode(data: bytes) -> str:
    return data.decode(detect(data), errors="replace").removeprefix("\ufeff")


def _decode_as(data: bytes, name: str) -> str:
    return data.decode(name).removeprefix("\ufeff")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _likelihood(data: bytes, name: str) -> float:
    """How likely Chinese the bytes are in that encoding: the sum of the logarithms of its characters' shares."""
    characters = Counter(data.decode(name, errors="replace"))
    return sum(count * _weight(character) for character, count in characters.items())


def _is_binary(text: str) -> bool:
    """Whether it holds a NUL or too much that no text holds; one lost byte is forgiven even in a short text."""
    # What is broken is not printable, save the mark of a lost byte: most texts are done with at a glance.
    if _LOST not in text and all(map(str.isprintable, {*text} - _PLAIN)):
        return False
    broken = sum(count for character, count in Counter(text).items() if _is_broken(character))
    return "\0" in text or broken > 1 + _BROKEN_SHARE * len(text)


def _is_broken(character: str) -> bool:
    """Whether it is a control, unassigned or private character, or the mark of a byte that could not be decoded."""
    return character == _LOST or (category(character) in ("Cc", "Cn", "Co", "Cs") and character not in _HARMLESS)


def _weight(character: str) -> float:
    common = _common().get(character)
    if common is not None:
        return common
    if _is_broken(character):
        return _BROKEN_WEIGHT
    return _ASCII_WEIGHT if character.isascii() else _UNKNOWN_WEIGHT


@cache
def _common() -> dict[str, float]:
    """Each common character's weight: by Zipf's law the one in place n has a share of about 1 / (n + 10)."""
    lines = (files(__package__) / "common-characters.txt").read_text(encoding="utf-8").splitlines()
    weights: dict[str, float] = {}
    for line in lines:
        if not line.startswith("#"):
            for place, character in enumerate(line):
                weights.setdefault(character, -log(place + 10))
    return weights
