"""Any row of date words: values are EDTF, and an interval does not end before it begins."""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cmfacts"]):
    import cmfacts.extractor
    import cmfacts.render  # noqa: F401 - instrumented as it is imported

sys.path.insert(0, str(Path(__file__).parents[1]))

import pieces
from invariants import extract
from test_dates import is_edtf

VOCABULARY = [*pieces.words("date"), list("年月日号周季度旬初末底前后内起至到—-~第上下本今明去昨当")]


def one(data: bytes) -> None:
    for date in extract(pieces.text(data, VOCABULARY)).dates:
        assert is_edtf(date.value), date


if __name__ == "__main__":
    extract("。")
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
