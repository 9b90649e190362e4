"""JSON Lines: one article a line, ``{"text": ..., "id"?, "published"?, "title"?}``. A bad line hides no other."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from cmfacts.errors import InputError
from cmfacts.models import Article
from cmfacts.readers.encoding import check_name, decode, detect, refuse_known_binary
from cmfacts.readers.streams import SIZE_LIMIT, megabytes

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PIECE = 1 << 20


class Line(NamedTuple):
    """One line as it came: ``where`` is file and number, ``encoding`` what it is to be decoded as (None: detect)."""

    where: str
    data: bytes
    encoding: str | None


def lines(stream: BinaryIO, source: str, encoding: str | None) -> Iterator[Line | InputError]:
    """Each line that is not blank, as it comes: the file may be of any size, a line up to ``SIZE_LIMIT``.

    Raises InputError for a file that cannot hold lines at all.
    """
    first = stream.readline(SIZE_LIMIT + 1)
    refuse_known_binary(first, source)
    name = check_name(encoding) if encoding else detect(first[:_PIECE])
    rest: Iterable[bytes]
    if name.startswith(("utf-16", "utf-32")):  # their line ends are no single byte: as UTF-8 from here on
        rest, encoding = _recoded(first, stream, source, name), "utf-8"
    else:
        rest = chain((first,), _limited(stream))
    for number, data in enumerate(_joined(rest), 1):
        where = f"{source}:{number}"
        if len(data) > SIZE_LIMIT:
            yield InputError(where, f"is longer than {megabytes(SIZE_LIMIT)}, too long for one article")
        elif data and not data.isspace():
            yield Line(where, data, encoding)


def _limited(stream: BinaryIO) -> Iterator[bytes]:
    while data := stream.readline(SIZE_LIMIT + 1):
        yield data


def _joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One piece for each line: what follows the first piece of an overlong line is dropped, up to the line's end."""
    cut = False
    for data in pieces:
        if not cut:
            yield data
        cut = not data.endswith(b"\n")


def _recoded(first: bytes, stream: BinaryIO, source: str, name: str) -> Iterator[bytes]:
    """The same lines as UTF-8. What was read to detect the encoding may end inside a character: it goes in first."""
    decoder = codecs.getincrementaldecoder(name)()
    text = ""
    try:
        for piece in chain((first,), iter(partial(stream.read, _PIECE), b""), (b"",)):
            *whole, text = (text + decoder.decode(piece, final=not piece)).split("\n")
            yield from (f"{line}\n".encode("utf-8", "surrogatepass") for line in whole)
            if len(text) > SIZE_LIMIT or not piece:
                yield text.encode("utf-8", "surrogatepass")
                text = ""
    except UnicodeDecodeError as error:
        raise InputError(source, f"is not {name} (byte {error.start})") from None


def parse(line: Line) -> Article | InputError:
    """The article of one line, or the error that names the line."""
    where = line.where
    try:
        entry = _parse(decode(line.data, where, line.encoding), where)
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
