"""Files as streams of bytes: standard input, compressed files, and one kind of error for all that can go wrong.

No stream is read without a limit: a compressed file of a few kilobytes may hold terabytes, ``/dev/zero`` has no end.
"""

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, BinaryIO

from cmfacts.errors import InputError, MissingExtraError

SIZE_LIMIT = 128 << 20  # bytes of one article: 50 MB of text, should all of it be escaped in JSON


def megabytes(size: int) -> str:
    """A size in words."""
    return f"{size >> 20} MB"


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    """The bytes of a file (``-`` is standard input), decompressed where its ending says so.

    Raises InputError, here and inside the block, for a file that cannot be opened, read or decompressed.
    """
    try:
        with _open(source) as stream:
            yield stream
    except (EOFError, zlib.error) as error:
        raise InputError(source, f"is damaged: {str(error)[:1].lower()}{str(error)[1:]}") from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise InputError(source, getattr(error, "strerror", None) or str(error)) from None
    except MissingExtraError as error:
        raise InputError(source, str(error)) from error


def _open(source: str) -> Any:
    if source == "-":
        if sys.stdin is None:
            raise InputError(source, "there is no standard input")
        return nullcontext(sys.stdin.buffer)
    opener = COMPRESSED.get(source[source.rfind(".") :].lower(), open)
    return opener(source, "rb")


def _gzip(source: str, mode: str) -> Any:
    import gzip

    return gzip.open(source, mode)


@contextmanager
def _zstd(source: str, mode: str) -> Iterator[Any]:
    try:
        try:
            from compression import zstd
        except ImportError:
            from backports import zstd
    except ImportError:
        raise MissingExtraError("Reading Zstandard archives", "zstd") from None
    try:
        with zstd.open(source, mode) as stream:
            yield stream
    except zstd.ZstdError as error:
        raise EOFError(str(error)) from None


COMPRESSED: dict[str, Callable[..., Any]] = {".gz": _gzip, ".zst": _zstd}
