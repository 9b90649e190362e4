"""Tables of tab-separated values as editors and spreadsheets write them: lines, and the cells in each.

UTF-8 with or without a byte order mark, UTF-16 with one; LF or CRLF; cells in quotation marks where a spreadsheet put
them; rows padded with empty cells.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

from cmfacts.errors import LexiconError

SIZE_LIMIT = 64 << 20  # bytes; thirty times all shipped tables
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line number (from 1) and the cells of each line that is neither blank nor a comment.

    Raises LexiconError for a file that cannot be opened or is in another encoding.
    """
    for number, line in enumerate(_text(path).split("\n"), 1):
        line = line.rstrip("\r")
        if line.strip() and not line.startswith(("#", '"#')):
            cells = tuple(line.split("\t"))
            yield number, tuple(map(_unquoted, cells)) if '"' in line else cells


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise LexiconError(str(path), 0, f"is larger than {SIZE_LIMIT >> 20} MB: no table that a person keeps")
        data = path.read_bytes()
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(str(path), 0, f"is not UTF-8 (byte {error.start}): save it as UTF-8") from None
    except OSError as error:
        raise LexiconError(str(path), 0, error.strerror or str(error)) from None


def _unquoted(cell: str) -> str:
    """A cell without the marks that a spreadsheet puts around one that holds such a mark, which it doubles."""
    if len(cell) >= 2 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell
