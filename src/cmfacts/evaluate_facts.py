"""Facts against gold: which of the facts found are right, rule by rule.

Gold comes in two forms. A file of facts lists all facts of an article; a found fact is right where it tells one of
them: the same type, and of party (two), agent, object and recipient one argument each. A file of pairs lists which of
the names known in a sentence are tied by which type of fact; a found fact is right where all pairs of known names that
it ties are listed. It is not counted where it ties none, or one that the file ties by a relation of its own
(``other``), or where no pair of the file is of its type.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from cmfacts.errors import InputError
from cmfacts.models import Article, Fact

CORE = ("party", "agent", "object", "recipient")

Roles = Mapping[str, Sequence[Collection[str]]]  # role -> each argument's names


def judge(article: Article, gold: Mapping[str, Any]) -> Iterator[tuple[Fact, bool]]:
    """The facts of an article that a row of gold (``facts`` or ``pairs``) can judge, with whether each is right."""
    names = _names(article)
    for fact in article.facts:
        roles = _roles(fact, names)
        if fact.type not in gold.get("types", (fact.type,)):
            continue
        if "pairs" not in gold:
            yield fact, any(_tells(fact.type, roles, each) for each in gold["facts"])
            continue
        pairs = _pairs(fact.type, roles, gold["known"])
        listed = {tuple(pair) for pair in gold["pairs"]}
        other = {tuple(pair) for pair in gold["other"]}
        judged = [pair for pair in pairs if pair in listed or pair[:2] not in other]
        if judged:
            yield fact, listed.issuperset(judged)


def matched(article: Article, gold: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """The facts found that tell a gold one, as pairs of places in ``article.facts`` and in ``gold``, as many as there
    can be: no fact stands in two pairs.
    """
    names = _names(article)
    told = [(fact.type, _roles(fact, names)) for fact in article.facts]
    tells = [[place for place, (type, roles) in enumerate(told) if _tells(type, roles, each)] for each in gold]
    taken: dict[int, int] = {}  # a found fact -> the gold one that it is told for

    def settle(wanted: int, tried: set[int]) -> bool:
        for place in tells[wanted]:
            if place not in tried:
                tried.add(place)
                if place not in taken or settle(taken[place], tried):
                    taken[place] = wanted
                    return True
        return False

    for wanted in range(len(gold)):
        settle(wanted, set())
    return sorted(taken.items())


def rows(path: str) -> list[dict[str, Any]]:
    """The articles of a gold file with their ``pairs`` and the types that pairs have, or with their ``facts``.

    Those stand in a file beside it: ``facts-dev.jsonl`` beside ``press-dev.jsonl``. Raises InputError for a file with
    neither.
    """
    found = _read(Path(path))
    if all("pairs" in row for row in found):
        types = sorted({pair[2] for row in found for pair in row["pairs"]})
        return [row | {"types": types} for row in found]
    beside = Path(path).with_name("facts-" + Path(path).name.rsplit("-", 1)[-1])
    facts = {row["id"]: row["facts"] for row in _read(beside)} if beside.is_file() else {}
    if not all(row["id"] in facts for row in found):
        raise InputError(path, f"has no pairs, and {beside} does not list its facts")
    return [row | {"facts": facts[row["id"]]} for row in found]


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read as gold: {error}") from None


def _names(article: Article) -> dict[str, set[str]]:
    """Every name that an entity goes by, by its id."""
    groups: tuple[Sequence[Any], ...] = (
        article.organizations,
        article.dates,
        article.sectors,
        article.initiatives,
    )
    return {
        entity.id: {mention.text for mention in entity.mentions}
        | {getattr(entity, "name", ""), getattr(entity, "full_name", None) or ""} - {""}
        for group in groups
        for entity in group
    }


def _roles(fact: Fact, names: Mapping[str, Collection[str]]) -> Roles:
    roles: dict[str, list[Collection[str]]] = defaultdict(list)
    for argument in fact.arguments:
        roles[argument.role].append(names.get(argument.ref, ()))
    return roles


def _tells(type: str, roles: Roles, gold: Mapping[str, Any]) -> bool:
    """Whether a found fact tells a gold one."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for argument in gold["arguments"]:
        wanted[argument["role"]].append(argument["text"])
    return type == gold["type"] and all(
        sum(any(text in names for names in roles.get(role, ())) for text in wanted[role])
        >= (min(2, len(wanted[role])) if role == "party" else 1)
        for role in CORE
        if role in wanted
    )


def _pairs(type: str, roles: Roles, known: Collection[str]) -> set[tuple[str, ...]]:
    """The pairs of known names that a fact ties, as the gold writes them."""
    tied = sorted({name for each in roles.values() for names in each for name in names if name in known})
    return {(*pair, type) for pair in combinations(tied, 2)}
