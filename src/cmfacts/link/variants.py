"""Regular variants of a name in one text that name one organization: 海尔 and 海尔集团, 武汉市政府 and 武汉市人民政府.

Names are compared by a form: a firm's name without its legal form, a body's name as place, level and short body. Two
names whose lexicon rows give different full names stay apart, and so do a group and its joint-stock company.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from cmfacts.engine.rule import Candidate
from cmfacts.finders.endings import endings
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

FIRMS = frozenset({"company", "finance", "media", "other"})
LEVELS = "省市县区州盟旗"
LONGEST_PLACE = 12  # code points
SHORTEST_REST = 6  # of a formal name without the place before it: 海之宝海洋科技有限公司
ELIDED = "org.tail.elided"
FIRM, FORMAL = "firm", "formal"  # scopes that are no places
FORMAL_ENDING = "有限公司"


class Form(NamedTuple):
    """What a name is compared by: names of equal ``name`` and ``scope`` are one unless their ``kind`` differs.

    A firm has its stem and whether it is the group or the joint-stock company, a formal name itself and the place
    before it, a body its short name, its place ("" where the text leaves it out) and that place's level.
    """

    name: str
    scope: str
    kind: str


class Variants:
    """Joins the names of one text that differ only in regular ways. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._places = lexicons.words("place", "place")
        self._firm_forms = lexicons.pairs("org", "firm-form", "kind")
        self._body_forms = lexicons.pairs("org", "body-form", "short")
        [self._branded] = endings(lexicons, "branded")
        self._longest_form = max(map(len, (*self._firm_forms, *self._body_forms)), default=0)
        self._firm_endings, self._body_endings = tuple(self._firm_forms), tuple(self._body_forms)

    def join(self, folded: str, organizations: Sequence[Candidate]) -> list[Candidate]:
        """The organizations in their order; those that are one carry one value."""
        values: dict[str, OrganizationValue] = {}
        for candidate in organizations:
            values.setdefault(candidate.value.key, candidate.value)
        if len(values) < 2:
            return list(organizations)
        forms: dict[str, dict[Form, None]] = defaultdict(dict)
        seen = set()
        for candidate in organizations:
            value, name = candidate.value, folded[candidate.start : candidate.end]
            if (use := (name, value.key, value.class_, candidate.rule == ELIDED)) not in seen:
                seen.add(use)
                forms[value.key].update(dict.fromkeys(self._forms(name, candidate)))
        owner = _Joined(values)
        for alike in _alike(forms):
            owner.join(alike)
        if not owner.any:
            return list(organizations)
        return [
            Candidate(each.start, each.end, each.rule, kept, each.rank) if (kept := owner.of(each.value.key)) else each
            for each in organizations
        ]

    def _forms(self, name: str, candidate: Candidate) -> Iterable[Form]:
        if candidate.value.class_ in FIRMS:
            yield from self._firm(name)
        elif candidate.rule == ELIDED:
            level = name[0] if name[0] in LEVELS else ""
            yield Form(self._short(name.removeprefix(level)), "", level)
        else:
            yield from self._body(name)

    def _firm(self, name: str) -> Iterable[Form]:
        form = self._ending(name, self._firm_forms) if name.endswith(self._firm_endings) else ""
        stem = name[: len(name) - len(form)]
        if len(stem) > 1 and stem not in self._places:
            yield Form(stem, FIRM, self._firm_forms.get(form, "").replace("plain", ""))
        if name.endswith(self._branded):  # 华为 of 华为技术有限公司; the kind keeps it from 华为集团
            brand = name[: -max(len(ending) for ending in self._branded if name.endswith(ending))]
            if len(brand) > 1 and brand not in self._places:
                yield Form(brand, FIRM, "branded")
        if name.endswith(FORMAL_ENDING):
            place = self._place(name)
            yield Form(name, FORMAL, "")
            if place and len(name) - len(place) >= SHORTEST_REST:
                yield Form(name[len(place) :], FORMAL, place)

    def _body(self, name: str) -> Iterable[Form]:
        """Its nearest place without the places around it: 惠州 of 广东省惠州市发改委."""
        place = self._place(name)
        rest = name[len(place) :]
        while inner := self._place(rest):
            place, rest = inner, rest[len(inner) :]
        if place and len(rest) > 1:
            level = place[-1] if place[-1] in LEVELS and place[:-1] in self._places else ""
            yield Form(self._short(rest), place.removesuffix(level), level)

    def _short(self, body: str) -> str:
        form = self._ending(body, self._body_forms) if body.endswith(self._body_endings) else ""
        return body[: len(body) - len(form)] + self._body_forms[form] if form else body

    def _ending(self, name: str, forms: dict[str, str]) -> str:
        """The longest of the forms that ends the name and is not all of it, or nothing."""
        lengths = range(min(self._longest_form, len(name)), 1, -1)
        return next((name[-length:] for length in lengths if name[-length:] in forms), "")

    def _place(self, name: str) -> str:
        """The longest place that begins the name and is not all of it."""
        if name[:2] in self._place_heads:
            for length in range(min(LONGEST_PLACE, len(name) - 1), 1, -1):
                if name[:length] in self._places:
                    return name[:length]
        return ""

    @cached_property
    def _place_heads(self) -> frozenset[str]:
        """What places begin with: most names begin with no place."""
        return frozenset([place[:2] for place in self._places])


def _alike(forms: dict[str, dict[Form, None]]) -> Iterable[list[str]]:
    """The keys that share a form, in text order; none where it is not clear which of two is meant."""
    kinds: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, own in forms.items():
        for form in own:
            kinds[form.name, form.scope][key].add(form.kind)
    _place_elided(kinds)
    for keys in kinds.values():
        if len(keys) > 1 and len(set().union(*keys.values()) - {""}) < 2:  # 吉林省政府 is not 吉林市政府
            yield list(keys)


def _place_elided(kinds: dict[tuple[str, str], dict[str, set[str]]]) -> None:
    """Bodies without a place go to the one place of the text that has such a body."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, scope in kinds:
        if scope not in ("", FIRM, FORMAL):
            places[name].append(scope)
    for (name, scope), keys in list(kinds.items()):
        if not scope and len(places[name]) == 1:
            for key, own in keys.items():
                kinds[name, places[name][0]][key] |= own


class _Joined:
    """Which value stands for a key, as keys are joined."""

    def __init__(self, values: dict[str, OrganizationValue]) -> None:
        self._values = values
        self._root: dict[str, str] = {}

    @property
    def any(self) -> bool:
        """Whether any keys were joined."""
        return bool(self._root)

    def join(self, keys: Sequence[str]) -> None:
        """Make the keys one, those whose full names allow it."""
        first = self._find(keys[0])
        for key in keys[1:]:
            other = self._find(key)
            if other == first or not self._agree(first, other):
                continue
            kept, gone = (
                (other, first)
                if not self._values[first].full_name and self._values[other].full_name
                else (first, other)
            )
            self._root[gone] = first = kept

    def of(self, key: str) -> OrganizationValue | None:
        """The value that stands for the key, None where that is its own."""
        root = self._find(key)
        return self._values[root] if root != key else None

    def _find(self, key: str) -> str:
        while key in self._root:
            key = self._root[key]
        return key

    def _agree(self, one: str, other: str) -> bool:
        first, second = self._values[one], self._values[other]
        alike = first.class_ == second.class_ or {first.class_, second.class_} <= FIRMS
        return alike and (not first.full_name or not second.full_name or first.full_name == second.full_name)
