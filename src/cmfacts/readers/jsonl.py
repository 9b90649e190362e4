"""JSON Lines: one article a line, ``{"text": ..., "id"?, "published"?, "title"?}``. A bad line hides no other."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from cmfacts.days import FORM, day_of
from cmfacts.errors import InputError
from cmfacts.models import Article
from cmfacts.readers.encoding import check_name, decode, detect, refuse_known_binary
from cmfacts.readers.mojibake import refuse_mojibake
from cmfacts.readers.streams import SIZE_LIMIT, megabytes
from cmfacts.surrogates import legible, replaced

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # str.splitlines would take U+2028 for an end too
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
    first = stream.readline(_PIECE)
    refuse_known_binary(first, source)
    name = check_name(encoding) if encoding else detect(first)
    if "\0" in first.decode(name, "replace"):
        raise InputError(source, "is binary data, no lines of JSON")
    pieces: Iterable[bytes] = chain((first,), iter(partial(stream.readline, _PIECE), b""))
    if name.startswith(("utf-16", "utf-32")):  # their line ends are no single byte: as UTF-8 from here on
        pieces, encoding = _recoded(pieces, source, name), "utf-8"
    for number, data in enumerate(_joined(pieces), 1):
        where = f"{source}:{number}"
        if data is None:
            yield InputError(where, f"is longer than {megabytes(SIZE_LIMIT)}, too long for one article")
        elif data and not data.isspace():
            yield Line(where, data, encoding)


def _joined(pieces: Iterable[bytes]) -> Iterator[bytes | None]:
    """Whole lines, from pieces of them; None for one that is longer than a line may be, of which nothing is kept."""
    parts: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        parts.append(piece)
        if size > SIZE_LIMIT:
            parts.clear()
        if piece.endswith(b"\n"):
            yield _whole(parts)
            size = 0
    if size:
        yield _whole(parts)


def _whole(parts: list[bytes]) -> bytes | None:
    """The parts joined, and given up here: nobody holds two copies of a long line."""
    line = parts[0] if len(parts) == 1 else b"".join(parts) if parts else None
    parts.clear()
    return line


def _recoded(pieces: Iterable[bytes], source: str, name: str) -> Iterator[bytes]:
    """The same as UTF-8, in pieces that end no later than their lines; a piece may have ended inside a character."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for piece in chain(pieces, (b"",)):
            for line in _LINE.findall(decoder.decode(piece, final=not piece)):
                yield line.encode("utf-8", "surrogatepass")
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
        refuse_mojibake(text, where)
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
    return value and replaced(value)


def _id(entry: dict[str, Any], where: str) -> str:
    """The line's own id, a whole number too, else the file and the line."""
    value = entry.get("id")
    if type(value) is int:
        return str(value)
    return _string(entry, "id", where) or legible(where)


def _published(entry: dict[str, Any], where: str) -> str | None:
    """The day that the line says, whatever else it says of the time; blanks and null say none."""
    value = entry.get("published")
    if value is None or value == "" or (isinstance(value, str) and value.isspace()):
        return None
    day = day_of(value) if isinstance(value, str) or type(value) is int else None
    if day is None:
        raise InputError(where, f'"published" is {value!r}, not {FORM}')
    return day
