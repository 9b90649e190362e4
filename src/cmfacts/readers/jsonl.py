"""JSON Lines: one article a line, ``{"text": ..., "id"?, "published"?, "title"?}``. A bad line hides no other."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, BinaryIO

from cmfacts.errors import InputError
from cmfacts.models import Article
from cmfacts.readers.encoding import check_name, decode, detect, refuse_known_binary

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read(stream: BinaryIO, source: str, encoding: str | None) -> Iterator[Article | InputError]:
    """Each line's article, or the InputError that names the line, as the lines come: the file may be of any size.

    Raises InputError for a file that cannot hold lines at all.
    """
    first = stream.readline()
    refuse_known_binary(first, source)
    lines: Iterable[bytes] = chain((first,), stream)
    name = check_name(encoding) if encoding else detect(first)
    if name.startswith(("utf-16", "utf-32")):  # their line ends are no single byte: read whole, as UTF-8 from here on
        lines, encoding = decode(b"".join(lines), source, name).encode().split(b"\n"), "utf-8"
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _article(line, f"{source}:{number}", encoding)


def _article(line: bytes, where: str, encoding: str | None) -> Article | InputError:
    try:
        entry = _parse(decode(line, where, encoding), where)
        text = _string(entry, "text", where)
        if text is None:
            raise InputError(where, 'has no "text"')
        return Article(_id(entry, where), text, _string(entry, "title", where), _published(entry, where))
    except InputError as error:
        return error


def _parse(line: str, where: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(where, f"is not JSON ({error.msg} at column {error.colno})") from None
    except (ValueError, RecursionError):  # a number or a nesting beyond what Python reads
        raise InputError(where, "is not JSON that can be read") from None
    if not isinstance(entry, dict):
        raise InputError(where, "is not a JSON object")
    return entry


def _string(entry: dict[str, Any], key: str, where: str) -> str | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(where, f'"{key}" is not a string')
    return value


def _id(entry: dict[str, Any], where: str) -> str:
    """The line's own id, a whole number too, else the file and the line."""
    value = entry.get("id")
    if type(value) is int:
        return str(value)
    return _string(entry, "id", where) or where


def _published(entry: dict[str, Any], where: str) -> str | None:
    value = _string(entry, "published", where) or None
    if value is None:
        return None
    try:
        if _DATE.fullmatch(value) is None:
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise InputError(where, f'"published" is {value!r}, not a date such as 2020-11-19') from None
    return value
