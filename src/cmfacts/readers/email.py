"""Mail (RFC 5322): subject and text of a saved message; a text in HTML alone needs the extra ``html``."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import MIMEPart
from io import BytesIO
from typing import BinaryIO, cast

from cmfacts.errors import InputError
from cmfacts.models import Article
from cmfacts.readers.encoding import decode


def read(stream: BinaryIO, source: str, encoding: str | None) -> Iterator[Article]:
    """One article, its text begins with the subject. Raises InputError for what holds no text."""
    message = message_from_bytes(stream.read(), policy=policy.default)
    try:
        body = message.get_body(("plain", "html"))
        content = cast(bytes, body.get_payload(decode=True)) if body else b""
        subject = str(message["subject"] or "").strip() or None
        sent = message["date"].datetime.date().isoformat() if message["date"] and message["date"].datetime else None
    except (LookupError, ValueError, AttributeError) as error:  # a broken header fails deep inside the parser
        raise InputError(source, f"is not a message that can be read ({type(error).__name__})") from None
    if body is None or not message.keys():
        raise InputError(source, "is not a message with a text")
    encoding = encoding or _declared(body)
    if body.get_content_type() == "text/html":
        from cmfacts.readers import html

        text = next(html.read(BytesIO(content), source, encoding)).text
    else:
        text = decode(content, source, encoding)
    yield Article(source, f"{subject}\n{text}" if subject else text, subject, sent)


def _declared(body: MIMEPart) -> str | None:
    """The encoding that the part says it has, if it is one; GB2312 says so of GBK too."""
    name = body.get_content_charset()
    try:
        "".encode(name or "?")
    except LookupError:
        return None
    return name
