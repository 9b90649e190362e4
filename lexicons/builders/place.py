"""Places: provinces, prefectures, counties, countries, regions."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jieba

from builders.tables import read, write


@cache
def tags() -> dict[str, str]:
    """jieba's dictionary: word -> part of speech."""
    with jieba.get_dict_file() as file:
        lines = (line.decode("utf-8").split() for line in file)
        return {cells[0]: cells[2] for cells in lines if len(cells) == 3}


def _rows(reference: Path) -> Iterator[tuple[str, str]]:
    for row in read(reference / "places.tsv"):
        level, name, short = row["level"], row["name"], row["short_name"]
        yield name, level
        if row["full_name"]:
            yield row["full_name"], level
        # A county's short name may be any word (和平, 会同, 中方): kept where jieba too takes it for a place.
        if short != name and len(short) > 1 and (level != "county" or tags().get(short) == "ns"):
            yield short, level


def build(reference: Path, lexicons: Path) -> None:
    write(lexicons / "place" / "places.tsv", ("place", "level"), sorted(set(_rows(reference))))
