"""Sectors: the codes of GB/T 4754-2017 and the field terms that the reference lists tie to them.

``terms.tsv``, ``modifiers.tsv``, ``activities.tsv`` and ``cues.tsv`` are kept by hand and override what is made here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from builders.tables import read, write
from cmfacts.lexicon import read_table

CLASS_NOUNS = ("产业", "行业", "业", "技术")
COLUMNS = ("term", "code", "when")
Terms = dict[str, tuple[str, str]]
CROSSWALKS = {"digital": "digital-economy-2021.tsv", "strategic": "strategic-emerging-2018.tsv"}
# How a term counts until a person has said otherwise in terms.tsv, whose head says what the words mean.
WHEN = {"field": "always", "product": "goods", "activity": "context"}
# Formal names of the classification that are places or bodies, not fields.
BODIES = ("医院", "公司", "中心", "院", "馆", "室", "所", "场馆", "组织", "工作", "平台", "站", "经纪人", "活动", "物")


def _codes(reference: Path) -> Iterator[tuple[str, ...]]:
    for row in read(reference / "gbt4754-2017.tsv"):
        section = "" if row["level"] == "section" else row["section"]
        parent = row["parent"] if row["level"] in ("section", "division") else row["section"] + row["parent"]
        yield section + row["code"], row["name"], row["level"], parent


def _crosswalk(reference: Path) -> Mapping[str, dict[str, str]]:
    """Name without its class noun -> the codes that it has in the two other classifications."""
    also: dict[str, dict[str, str]] = defaultdict(dict)
    for column, file in CROSSWALKS.items():
        for row in read(reference / file):
            for ending in ("", "产业", "行业", "业"):
                also[row["name"].removesuffix(ending)].setdefault(column, row["code"])
    return also


def _by_hand(folder: Path) -> tuple[Terms, dict[str, str]]:
    """The code and condition of each term of terms.tsv, and the kind of each noun that may follow a field."""
    terms = {term: (code, when) for term, code, when in read_table(folder / "terms.tsv", "sector").select(*COLUMNS)}
    return terms, dict(read_table(folder / "cues.tsv", "sector").select("cue", "kind"))


def _shorter(term: str, terms: Terms, cues: Mapping[str, str]) -> str:
    """The code of the term that counts without the noun that this one adds to it: 金融行业, 5G网络, 物流业."""
    for length in range(1, len(term) - 1):
        noun, (code, when) = term[-length:], terms.get(term[:-length], ("", ""))
        kind = "class" if noun == "业" else cues.get(noun, "service")
        if (when == "always" and kind in ("class", "noun", "verb")) or (when == "context" and kind == "class"):
            return code
    return ""


def _terms(reference: Path, folder: Path) -> Iterator[tuple[str, ...]]:
    also = _crosswalk(reference)
    by_hand, cues = _by_hand(folder)
    rows = {
        row["term"]: (row["code"], WHEN[row["kind"]])
        for row in read(reference / "tech-sectors.tsv")
        if not _is_formal_only(row)
    }
    known = rows | by_hand
    for term, (code, when) in rows.items():
        shorter = "" if term in by_hand else _shorter(term, known, cues)
        if shorter and (shorter[0] == "C" or code[0] != "C" or term.endswith(CLASS_NOUNS)):
            continue
        # 风电设备 is the good of another industry than 风电: of its own only before a class noun or 制造.
        condition = "goods" if shorter else when
        yield term, code, condition, *(also.get(term, {}).get(column, "") for column in CROSSWALKS)


def _is_formal_only(row: Mapping[str, str]) -> bool:
    """A name that running text does not use: with brackets or quotes, or a body's name in the classification."""
    term = row["term"]
    formal = row["source"] != "hand" and (len(term) < 4 or term.endswith(BODIES))
    return formal or "(" in term or "“" in term


def build(reference: Path, lexicons: Path) -> None:
    folder = lexicons / "sector"
    write(folder / "codes.tsv", ("code", "name", "level", "parent"), _codes(reference))
    write(folder / "reference.tsv", ("term", "code", "when", *CROSSWALKS), _terms(reference, folder))
