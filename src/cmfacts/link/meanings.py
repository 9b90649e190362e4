"""Whom 其, 公司 or an unsaid company means beside those who act, once the other roles of a fact are filled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from cmfacts.link.antecedents import ORDINALS
from cmfacts.link.clauses import Sentences
from cmfacts.link.heads import FARTHEST, Subject
from cmfacts.link.subjects import Subjects

AMONG = "其中"  # opens what is told of the holders of a company named before


@dataclass(slots=True)
class Filled:
    """Roles with their entities, and where they stand: sentence and item."""

    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)

    def add(self, role: str, refs: Sequence[str], number: int, place: int) -> None:
        """Fill a role, or add to it."""
        self.roles[role] = tuple(dict.fromkeys((*self.roles.get(role, ()), *refs)))
        self.places.append((number, place))

    def contradicts(self, other: "Filled") -> bool:
        """Whether a role of both is filled by others, none being a part of the other."""
        return any(
            not (mine := set(refs)) <= (theirs := set(other.roles[role])) and not theirs <= mine
            for role, refs in self.roles.items()
            if role in other.roles
        )


class Meanings:
    """Answers for one document; knows the company whose shares were told of last."""

    def __init__(self, sentences: Sentences, subjects: Subjects) -> None:
        self._sentences, self._subjects = sentences, subjects
        self._held: tuple[str, int, int] | None = None

    def tell(self, ref: str, number: int, place: int) -> None:
        """A share of a company was told of at an item of a sentence."""
        self._held = ref, number, place

    def resolve(self, filled: Filled, role: str, place: int, number: int, at: int) -> bool:
        """Fill a role with whom the word at an item means, if that is known: one who plays no other role.

        ``at`` is the trigger; a ``place`` equal to it stands for a company that the clause leaves unsaid.
        """
        taken = {ref for other, refs in filled.roles.items() if other != role for ref in refs}
        if not taken.intersection(filled.roles.get(role, taken)):
            return True
        meant = self._meant(filled, taken, place, number, at)
        if meant is None:
            return False
        filled.roles[role] = ()
        filled.add(role, meant.refs[:1], meant.sentence, meant.item)
        return True

    def _meant(self, filled: Filled, taken: Collection[str], place: int, number: int, at: int) -> Subject | None:
        if self._sentences.items(number)[place].text in ORDINALS:
            return self._subjects.antecedents.other(number, place, taken)
        unsaid = place == at
        if unsaid and (held := self._last_held(number, taken)):
            return held
        here = range(*self._sentences.clause(number, at))
        if not any(sentence == number and item in here for sentence, item in filled.places):
            return self._last_held(number, taken)  # A入股B,成为其股东
        if unsaid and self._of_unnamed(number, at):
            return None
        other = self._subjects.antecedents.other(number, place, taken)
        return None if other and unsaid and self._holds_too(other, number, at) else other

    def _of_unnamed(self, number: int, at: int) -> bool:
        """Whether the sentence tells of a firm without a name before: A与B设立合资公司,其中A持股51%."""
        nouns = self._subjects.particles.nouns
        near = self._sentences.items(number)[max(0, at - FARTHEST) : at]
        return any(nouns.get(item.text) == "firm" for item in near)

    def _last_held(self, number: int, taken: Collection[str]) -> Subject | None:
        """The company of which a share was told before: A of B持有A40%股权,C持有60%."""
        if self._held is None or self._held[0] in taken or number - self._held[1] > 1:
            return None
        among = any(item.text == AMONG for item in self._sentences.items(number)[:1])
        if self._held[1] != number and not (among or self._sentences.goes_on(number)):
            return None
        return Subject(self._held[:1], (), number, self._held[2])

    def _holds_too(self, topic: Subject, number: int, at: int) -> bool:
        """Whether what would be the topic is another holder: A of A持股30%,B持股20%."""
        after = self._sentences.items(topic.sentence)[topic.item + 1 : topic.item + 2]
        return bool(after) and after[0].text == self._sentences.items(number)[at].text
