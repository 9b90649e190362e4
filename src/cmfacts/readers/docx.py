"""Word documents: their paragraphs and the cells of their tables. Needs the extra ``docx``."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from zipfile import ZipFile

from cmfacts.errors import InputError, MissingExtraError
from cmfacts.models import Article
from cmfacts.readers.streams import SIZE_LIMIT, megabytes

try:
    import docx
    from docx.table import Table
except ImportError:
    raise MissingExtraError("Reading Word documents", "docx") from None


def read(stream: BinaryIO, source: str, encoding: str | None) -> Iterator[Article]:
    """One article, a line a paragraph or table row. Raises InputError for what is no Word document."""
    data = stream.read()
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > SIZE_LIMIT:
            raise InputError(source, f"unpacks to {megabytes(size)}, too large for one article")
        document = docx.Document(BytesIO(data))
        lines = [line for block in document.iter_inner_content() for line in _lines(block)]
    except InputError:
        raise
    except Exception as error:  # a broken archive fails in many ways, deep inside the library
        raise InputError(source, f"is not a Word document that can be read ({type(error).__name__})") from None
    yield Article(source, "\n".join(lines))


def _lines(block: object) -> Iterator[str]:
    if isinstance(block, Table):
        for row in block.rows:
            yield "\t".join(cell.text for cell in row.cells)
    else:
        yield getattr(block, "text", "")
