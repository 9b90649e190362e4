"""How far a fact can be trusted, and when it was: the words and dates around its trigger."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from cmfacts.link.clauses import STOP, WORD, Item
from cmfacts.link.particles import Particles

_UNTIL = "至"  # 续约至2034年 was not then
_UNDER = "下"  # 在A支持下 wishes for nothing
NEAR = 6  # items of 应…邀请
FARTHEST = 60  # items between a trigger and a word that tells how true it is, or when it was


@dataclass(frozen=True, slots=True)
class Verdict:
    """The contract's ``modality`` and ``negated``."""

    modality: str = "stated"
    negated: bool = False


class Trust:
    """Judges by the words of ``lexicons/fact/trust.tsv``."""

    def __init__(self, particles: Particles) -> None:
        self._particles, self._cues = particles, particles.cues
        reported = (word for word, effect in particles.trust.items() if effect == "reported")
        self._hearsay = tuple(word for word in reported if len(word) > 1)  # jieba cuts most: 有|消息|称

    def judge(self, items: Sequence[Item], start: int, at: int, first: int) -> Verdict | None:
        """What the words before a trigger make of it; None for a wish or a condition."""
        effects = self._governed(items, first, start, at) | self._after(items, at)
        effects |= self._effects(items, max(start, at - FARTHEST), at, at)
        opening = self._opening(items, start, first)
        if opening < start:
            effects |= self._effects(items, opening, start, at) - {"negated"}
        effects |= self._told_by_others(items, start)
        if "none" in effects:
            return None
        modality = next((effect for effect in ("reported", "planned") if effect in effects), "stated")
        return Verdict(modality, "negated" in effects)

    def _told_by_others(self, items: Sequence[Item], start: int) -> set[str]:
        """What the clause that opens the sentence makes of all that follows: 据知情人士透露,A收购B,并…."""
        opening = list(takewhile(lambda item: item.kind != STOP, items[: min(start, FARTHEST)]))
        if len(opening) == min(start, FARTHEST) or any(item.trigger for item in opening):
            return set()
        said = "".join(item.text for item in opening)
        return {"reported"} if any(word in said for word in self._hearsay) else set()

    def _after(self, items: Sequence[Item], at: int) -> set[str]:
        """What the words behind a trigger make of it: 收购B失败, 收购B的可能性."""
        effects: set[str] = set()
        after, before = self._particles.after, items[at]
        for item in items[at + 1 : at + FARTHEST]:
            if item.kind == STOP:
                break
            if item.text in after:
                effects.add(after[item.text])
            elif item.text in self._cues.plans and before.text == "的":
                effects.add("planned")
            before = item
        return effects

    def _effects(self, items: Sequence[Item], begin: int, end: int, at: int) -> set[str]:
        """What the words between two items make of a trigger; most words make nothing."""
        words = self._particles.trust
        return {self._effect(items, place, at) for place in range(begin, end) if items[place].text in words}

    def _governed(self, items: Sequence[Item], first: int, start: int, at: int) -> set[str]:
        """What the words right after a subject of a clause before say of this one: A将收购B,推出C; not …,已推出C."""
        if (
            first >= start
            or items[start].text in self._cues.turns
            or any(item.text in self._cues.done for item in items[start:at])
        ):
            return set()
        effects: set[str] = set()
        for place in range(first + 1, min(start, first + FARTHEST)):
            item, effect = items[place], self._effect(items, place, at)
            effects |= {effect} & {"planned", "reported"}
            if not effect and self._particles.of(item) not in ("plain", "govern"):
                break
        return effects

    def _opening(self, items: Sequence[Item], start: int, first: int) -> int:
        """Where the words that count begin: a clause before, if it has the subject and no trigger of its own."""
        before = () if items[start].text in self._cues.turns else items[max(first, start - FARTHEST) : start]
        return start - len(before) if first < start and not any(item.trigger for item in before) else start

    def _effect(self, items: Sequence[Item], place: int, at: int) -> str:
        item = items[place]
        effect = "" if item.named else self._particles.trust.get(item.text, "")
        if place and items[place - 1].text in self._cues.points:
            return ""
        if effect == "negated" and self._denies_other(items, place, at):
            return ""
        if effect == "none" and (items[place + 1].text == _UNDER or self._invited(items, place)):
            return ""
        if effect and place + 1 == at and self._to_come(items, at):
            return effect
        if not effect or (self._particles.of(item) == "front" and self._fronted(items[place + 1 : place + 3])):
            return ""
        elsewhere = effect == "negated" and any(map(self._acts, items[place + 1 : at]))
        return "" if elsewhere else effect

    def _denies_other(self, items: Sequence[Item], place: int, at: int) -> bool:
        """Whether what a word denies is not the trigger: 不超过2亿元, A终止的计划由B启动, 不是A而是B收购C."""
        follows = items[place + 1].text
        turned = any(item.text in self._cues.instead for item in items[place + 1 : at])
        return follows == "的" or follows in self._cues.bound or turned

    def _to_come(self, items: Sequence[Item], at: int) -> bool:
        """Whether 将 before a verb of holding means the future: A将持有B20%股权; not A将持有的B…, A将持有B转让给C."""
        if items[at].text not in self._particles.holding or items[at + 1].text == "的":
            return False
        for item in items[at + 1 : at + FARTHEST]:
            if item.kind == STOP or item.trigger:
                return item.kind == STOP
        return True

    def _invited(self, items: Sequence[Item], place: int) -> bool:
        """Whether a word is part of 应…邀请, which tells why one came."""
        near = items[max(0, place - NEAR) : place + NEAR]
        inviting = self._cues.invites
        return items[place].text in inviting and all(any(item.text == word for item in near) for word in inviting)

    def _acts(self, item: Item) -> bool:
        """Whether a word is a verb that a 不 before it denies, and not the trigger: 不满业绩而出售B."""
        verb = item.kind == WORD and item.tag.startswith("v") and item.tag != "vn" and not item.trigger
        return item.text in self._cues.tells or (
            verb and not self._particles.of(item) and item.text not in self._particles.trust
        )

    def _fronted(self, after: Sequence[Item]) -> bool:
        """Whether what follows 将 is an object, put before its verb: 将B收购, 将其…, 将持有的…"""
        if not after:
            return False
        owned = len(after) > 1 and after[0].trigger and after[1].text == "的"
        held = self._particles.held(after[0]) or after[0].text.startswith(("所", "持有"))
        return owned or held or (after[0].named and after[0].kind not in ("date", "sector"))

    def date(self, items: Sequence[Item], start: int, end: int, at: int, first: int) -> int | None:
        """The item that dates a trigger, in its clause or the one that governs it; none where it has a vague time."""
        before, after = range(at - 1, max(start, at - FARTHEST) - 1, -1), range(at, min(end, at + FARTHEST))
        for place in before:
            if items[place].kind == "date":
                return place
        for place in after:
            if items[place].kind == "date" and items[place - 1].text != _UNTIL:
                return place
        trust = self._particles.trust
        for place in before:
            if trust.get(items[place].text) == "vague":
                return None
        for stop in range(start - 1, max(-1, start - 1 - FARTHEST), -1):
            item = items[stop]
            if item.kind == "date" and items[stop + 1].text == "的":
                continue  # 今年是“十四五”的第一年,A将…
            if item.kind == "date":
                return stop if stop >= first or self._bare(items, stop) else None
            if self._particles.trust.get(item.text) == "vague":
                return None
            if item.kind != STOP and stop < first and self._particles.of(item) not in ("plain", "phrase"):
                return None
        return None

    def _bare(self, items: Sequence[Item], place: int) -> bool:
        """Whether a date is a clause of its own, or hangs on nothing in it."""
        before = items[place - 1] if place else None
        return before is None or before.kind == STOP or self._particles.of(before) in ("plain", "phrase")
