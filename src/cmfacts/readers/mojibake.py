"""Text that was decoded wrongly once and saved as it looked: 鏄熻景璁″垝 for 星辰计划. Its words are beyond rules."""

import re

from cmfacts.errors import InputError

_SAMPLE = 2_000  # code points; a page is in mojibake from its first line on
_LEAST = 8  # characters beyond ASCII; fewer prove nothing
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile("[\xa0-\xff]")  # at least every third byte of Chinese, in UTF-8 as in GBK
# What a lost character looks like: U+FFFD itself, and its UTF-8 read as GBK (锟斤拷).
_LOST = re.compile(r"[\ufffd锟拷]")
# Windows-1252 fills most of Latin-1's control characters; a browser reads the others as Latin-1.
_WINDOWS = {
    ord(bytes([byte]).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}


def refuse_mojibake(text: str, source: str) -> None:
    """Raise InputError, which says how it came about, for a text that makes sense only as the bytes of another one."""
    sample = text[:_SAMPLE]
    strange = _beyond(sample, "ascii")
    if strange < _LEAST:
        return
    if len(_LOST.findall(sample)) > strange / 4:
        raise InputError(source, "is mojibake: its characters were lost when it was saved in the wrong encoding")
    if _is_chinese(sample.encode("gb18030", "replace")):
        raise InputError(source, "is mojibake: UTF-8 that was read as GBK and saved again")
    if len(_CHINESE.findall(sample)) > strange / 10:
        return  # as below, for most texts in a third of the time
    western = sample.translate(_WINDOWS)
    if _beyond(western, "latin-1") > strange / 10 or len(_LATIN.findall(sample)) < strange / 4:
        return  # the quotes and dots of Chinese text are bytes of Windows-1252 too
    data = western.encode("latin-1", "replace")
    if _is_chinese(data):
        raise InputError(source, "is mojibake: UTF-8 that was read as Latin-1 or Windows-1252 and saved again")
    if 2 * strange > len(sample) and _is_chinese(data, "gb18030"):
        raise InputError(source, "is mojibake: GBK that was read as Latin-1 or Windows-1252 and saved again")


def _beyond(text: str, encoding: str) -> int:
    """How many characters the encoding lacks; every article is asked, so no loop over its characters."""
    return len(text) - len(text.encode(encoding, "ignore"))


def _is_chinese(data: bytes, encoding: str = "utf-8") -> bool:
    """Whether the bytes are Chinese in that encoding, but for those that the wrong reading lost."""
    decoded = data.decode(encoding, "replace")
    return len(_CHINESE.findall(decoded)) > max(2, decoded.count("\ufffd"))
