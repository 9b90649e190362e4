"""Any bytes under any ending: articles, or errors of one line that name the file; never anything else."""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cmfacts"]):
    from cmfacts.errors import InputError
    from cmfacts.models import Article
    from cmfacts.readers import ENDINGS, docx, email, html, jsonl, markdown, pdf, read, text  # noqa: F401

FOLDER = tempfile.TemporaryDirectory()


def one(data: bytes) -> None:
    ending = ENDINGS[data[0] % len(ENDINGS)] if data else ".txt"
    path = Path(FOLDER.name, f"any{ending}")
    path.write_bytes(data[1:])
    for outcome in read(str(path)):
        if isinstance(outcome, InputError):
            assert str(outcome).startswith(str(path)), outcome
            assert "\n" not in str(outcome)
        else:
            assert isinstance(outcome, Article)
            assert isinstance(outcome.text, str)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
