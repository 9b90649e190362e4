"""Organization names with short names and class, and the tail words of names that no list holds."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jieba

from builders.tables import read, several, write
from cmfacts.engine.fold import fold
from cmfacts.finders.names import KnownNames
from cmfacts.lexicon import Lexicons

COLUMNS = ("name", "full_name", "class", "also", "when")
Row = tuple[str, ...]

# A university's regular short form: place + this, for the ending at the left.
SHORT_ENDINGS = {
    "农业大学": "农大",
    "师范大学": "师大",
    "科技大学": "科大",
    "工业大学": "工大",
    "理工大学": "理工",
    "财经大学": "财大",
    "医科大学": "医大",
    "林业大学": "林大",
    "交通大学": "交大",
    "中医药大学": "中医大",
    "民族大学": "民大",
    "海洋大学": "海大",
    "矿业大学": "矿大",
    "地质大学": "地大",
    "石油大学": "石大",
    "建筑大学": "建大",
    "政法大学": "政法大",
    "经贸大学": "经贸大",
    "工商大学": "工商大",
    "传媒大学": "传媒大",
    "体育大学": "体大",
    "体育学院": "体院",
    "美术学院": "美院",
    "师范学院": "师院",
    "职业技术学院": "职院",
    "职业技术大学": "职大",
}
# With these the place's first character alone is used as well (浙江师范大学: 浙师大), where only one university has it.
SHORT_PLACE_ENDINGS = ("农大", "师大", "科大", "工大", "理工", "财大", "医大", "林大", "民大", "工商大")


def _generic(lexicons: Path) -> set[str]:
    """Words that make no name: the hand-made table and sector words."""
    return {row["generic"] for row in read(lexicons / "org" / "generic.tsv")}


def _common(rows: Iterator[Row], lexicons: Path) -> Iterator[Row]:
    """Rows whose name is made of common words only (商业银行, 中国电影) need a second signal."""
    generic, places = _generic(lexicons), {row["place"] for row in read(lexicons / "place" / "places.tsv")}
    for row in rows:
        words = jieba.lcut(row[0], HMM=False)
        firm = words[-1] in FIRM_ENDINGS and words[0] in places  # 宁波银行: nobody means a bank of Ningbo
        content = words[1:] if words[0] in places else words
        common = all(word in generic or _stripped(word) in generic for word in content)
        yield (*row[:4], "weak") if common and not firm and len(row[0]) <= SHORT else row


def _stripped(word: str) -> str:
    return next((word.removesuffix(tail) for tail in TAIL_WORDS if word.endswith(tail) and word != tail), word)


SHORT = 4  # code points of a name that may be ordinary words side by side
FIRM_ENDINGS = frozenset({"银行", "证券", "股份", "控股", "集团", "公司", "移动", "电信", "联通", "铁塔", "邮政"})
TAIL_WORDS = frozenset({"公司", "集团", "银行", "中心", "企业", "机构", "组织", "委员会", "协会", "学会", "联盟"})


CLASS_ENDINGS = {
    "finance": "银行 分行 支行 证券 基金 保险 信托 期货 人寿 财险 金融租赁 消费金融 农商行 信用社 信用合作社",
    "health": "医院 卫生院",
    "education": "大学 中学 小学 幼儿园",
    "media": "日报社 晚报社 通讯社 杂志社 日报 晚报 电视台 广播电台",
}


def class_of(name: str, class_: str) -> str:
    """The class that a name's ending tells, where its source says no more than that it is a company or something."""
    if class_ not in ("company", "other"):
        return class_
    for form in ("公司", "有限", "有限责任", "股份", "集团", "控股"):
        name = name.removesuffix(form)
    told = (each for each, endings in CLASS_ENDINGS.items() if name.endswith(tuple(endings.split())))
    return next(told, class_)


def _listed(reference: Path) -> Iterator[Row]:
    for row in read(reference / "listed-companies.tsv"):
        class_ = "finance" if row["division"][:1] == "J" else class_of(row["short_name"], "company")
        yield row["short_name"], row["full_name"], class_, "", ""


def _former_listed(reference: Path) -> Iterator[Row]:
    for row in read(reference / "listed-companies.tsv"):
        for name in filter(None, row["other_name"].split(";")):
            if name != row["short_name"] and not name.endswith("退"):
                yield name, row["full_name"], "company", row["short_name"], ""


def _soes(reference: Path) -> Iterator[Row]:
    for row in read(reference / "central-soes.tsv"):
        yield row["short_name"], row["full_name"], "company", several(row["other_names"], row["latin"]), ""


STATE_CLASSES = {"party": "party", "military": "military", "mass": "association", "department": "government"}


def _state(reference: Path) -> Iterator[Row]:
    for row in read(reference / "state-organs.tsv"):
        name = row["short_name"] or row["full_name"]
        if row["full_name"].endswith(("日报社", "通讯社", "杂志社")):
            yield name, row["full_name"], "media", row["other_names"], ""
            continue
        class_ = "party" if row["full_name"].startswith("中国共产党") else STATE_CLASSES.get(row["kind"], "government")
        yield name, row["full_name"], class_, row["other_names"], ""


def _banks(reference: Path) -> Iterator[Row]:
    for row in read(reference / "banks-insurers-brokers.tsv"):
        yield row["name"], row["full_name"], "finance", row["other_names"], ""


def _universities(reference: Path) -> Iterator[Row]:
    rows = list(read(reference / "universities.tsv"))
    derived = Counter(short for row in rows for short in _regular_short_names(row["name"]))
    classes = {"research-institute": "research", "military-academy": "military"}
    for row in rows:
        regular = ";".join(short for short in _regular_short_names(row["name"]) if derived[short] == 1)
        yield row["name"], "", classes.get(row["kind"], "education"), several(row["short_names"], regular), ""


def _regular_short_names(name: str) -> Iterator[str]:
    for ending, short in SHORT_ENDINGS.items():
        if name.endswith(ending) and 2 <= len(name) - len(ending) <= 3:
            place = name.removesuffix(ending)
            yield place + short
            if len(place) == 2 and place[0] not in "大中" and short in SHORT_PLACE_ENDINGS:  # 大理工 may be 大理|工
                yield place[0] + short


INTERNATIONAL_CLASSES = {
    "multinational-or-foreign-org": "company",
    "foreign-media": "media",
    "foreign-academic": "education",
    "foreign-association-or-body": "association",
    "foreign-government": "government",
    "standards-or-industry-body": "international",
    "international-org": "international",
}


def _international(reference: Path) -> Iterator[Row]:
    for row in read(reference / "international-orgs.tsv"):
        name = row["name_zh"] or row["latin"]
        yield name, "", INTERNATIONAL_CLASSES[row["kind"]], several(row["latin"], row["other_names"]), ""


def _associations(reference: Path) -> Iterator[Row]:
    for row in read(reference / "alliances-associations.tsv"):
        yield row["name"], "", row["org_class"], row["other_names"], ""


def _seen(reference: Path) -> Iterator[Row]:
    for row in read(reference / "seen-org-names.tsv"):
        name = row["name"]
        class_ = class_of(name, row["class"].replace("unknown", "other"))
        # A short name met once, by one witness, is weak evidence: it needs a second signal in the text.
        once = int(row["count"]) < 3 and ";" not in row["evidence"]
        yield name, "", class_, "", "weak" if len(name) <= 3 and once else ""


NAME_TABLES = {
    "soes": _soes,
    "state-organs": _state,
    "banks": _banks,
    "universities": _universities,
    "international": _international,
    "associations": _associations,
    "listed": _listed,
    "listed-former": _former_listed,
    "witnessed": _seen,
}

AUTOMATIC = (
    "listed",
    "listed-former",
    "witnessed",
)  # gathered by machines or exchanges: their names may be common words

LEGAL = ("有限公司", "有限责任公司", "股份公司", "合伙企业", "有限合伙", "事务所")
BODY_CLASSES = ("government", "education", "health", "research", "association", "international", "military", "other")


def _grammar(suffix: str, class_: str, strength: str) -> str:
    """How a name with this tail is bounded on its left; see organizations.py."""
    if suffix.endswith(LEGAL):
        return "legal"
    if class_ in ("company", "finance"):
        return "company" if strength == "strong" else "industry"
    if strength == "weak":
        return "unit"
    return "body"


def _tails(reference: Path) -> Iterator[Row]:
    for row in read(reference / "org-suffixes.tsv"):
        if row["stands_alone"] == "no":
            yield row["suffix"], row["org_class"], _grammar(row["suffix"], row["org_class"], row["strength"])


def _inside(reference: Path, lexicons: Path) -> Iterator[Row]:
    """Verbs, adjectives and the like that stand inside formal names of real organizations (服务, 发展, 合作, ...)."""
    names = [
        row["full_name"] for file in ("listed-companies", "central-soes") for row in read(reference / f"{file}.tsv")
    ]
    names += [
        row["name"] for file in ("universities", "alliances-associations") for row in read(reference / f"{file}.tsv")
    ]
    names += [row["name"] for row in read(reference / "seen-org-names.tsv") if len(row["name"]) >= 6]
    counts = Counter(word for name in names if name for word in set(jieba.lcut(name, HMM=False)) if len(word) > 1)
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count >= 3:
            yield word, str(count)


# Parts of speech of words that may be a company's name as well; persons (春耕 is one to jieba) and common words not.
NAME_TAGS = frozenset({"", "nrt", "nz", "nt"})
WITNESS = "witness.txt"


def _weak_names(reference: Path, lexicons: Path) -> Iterator[str]:
    """The short names that no table holds and that are no word of the language nor a place."""
    held = Lexicons()
    known = {fold(word) for word in (*KnownNames(held).surfaces, *held.words("sector", "term"))}
    known |= _generic(lexicons) | {row["place"] for row in read(lexicons / "place" / "places.tsv")}
    for row in read(reference / "company-short-names.tsv"):
        name = fold(row["name"])
        fits = len(name) <= WITNESS_LENGTH and name.isalnum() and row["jieba_tag"] in NAME_TAGS
        if fits and name not in known and not _ordinary(name):
            yield name


def _ordinary(name: str) -> bool:
    """Whether words of two characters and more, all of them in jieba's dictionary, make up the name: 智慧|校园."""
    return len(name) > 2 and all(len(word) > 1 and jieba.get_FREQ(word) for word in jieba.lcut(name, HMM=False))


WITNESS_LENGTH = 6


def _witness(reference: Path, folder: Path) -> None:
    """The sorted file that ``finders/witness.py`` maps, and the table that names it with its digest."""
    names = sorted({name.encode() for name in _weak_names(reference, folder.parent)})
    data = b"\n".join(names) + b"\n"
    (folder / WITNESS).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    write(folder / "witness.tsv", ("witness", "names", "sha256"), [(WITNESS, str(len(names)), digest)])


def build(reference: Path, lexicons: Path) -> None:
    folder = lexicons / "org"
    for table, rows in NAME_TABLES.items():
        made = rows(reference)
        write(folder / f"{table}.tsv", COLUMNS, _common(made, lexicons) if table in AUTOMATIC else made)
    write(folder / "tails.tsv", ("tail", "class", "grammar"), _tails(reference))
    write(folder / "inside.tsv", ("inside", "names"), _inside(reference, lexicons))
    _witness(reference, folder)
