"""The whole extraction of any text keeps its promises, and every format renders the result."""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cmfacts"]):
    import cmfacts.extractor
    import cmfacts.render  # noqa: F401 - instrumented as it is imported

sys.path.insert(0, str(Path(__file__).parents[1]))

import pieces
from invariants import check_rendering, extract

VOCABULARY = pieces.words("org", "place", "date", "sector", "initiative", "fact")


def one(data: bytes) -> None:
    check_rendering(extract(pieces.text(data, VOCABULARY)))


if __name__ == "__main__":
    extract("。")
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
