"""Makes lexicons/initiative/known.tsv from the reference list; the other tables of that folder are kept by hand."""

import csv
import re
from pathlib import Path

from cmfacts.engine.fold import fold

OPENING, CLOSING = "“《", "”》"
YEARLY = re.compile(r"(?:19|20)\d\d")  # 2020世界5G大会 is one of a series, not another name of it
HEADER = "# Named initiatives; build.py makes this table, so edit more.tsv instead.\nname\tkind\talso\towner\n"


def build(reference: Path, lexicons: Path) -> None:
    """Write ``initiative/known.tsv`` under ``lexicons`` from ``initiatives.tsv`` under ``reference``."""
    with (reference / "initiatives.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    seen: set[str] = set()
    with (lexicons / "initiative" / "known.tsv").open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEADER)
        for row in rows:
            names = [name for name in _names(row) if name not in seen]
            seen.update(names)
            if names:
                out.write("\t".join((names[0], row["kind"], ";".join(names[1:]), fold(row["owner"]))) + "\n")


def _names(row: dict[str, str]) -> list[str]:
    """The names as they stand in folded text, each with and without quotation marks; the row's own name first."""
    names: dict[str, None] = {}
    for name in (row["name"], *row["other_names"].split(";")):
        bare = _unwrap(fold(name.strip()))
        if names and YEARLY.match(bare):
            continue
        names |= dict.fromkeys(form for form in (bare, _unmarked(bare)) if form)
    return list(names)


def _unwrap(name: str) -> str:
    """The name without marks that enclose the whole of it."""
    wrapped = len(name) > 2 and name[0] in OPENING and name.find(CLOSING[OPENING.index(name[0])]) == len(name) - 1
    return name[1:-1] if wrapped else name


def _unmarked(name: str) -> str:
    return name.translate(dict.fromkeys(map(ord, OPENING + CLOSING)))
