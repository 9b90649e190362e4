"""Why a trigger tells no fact, whatever its frames say: it is a noun, another verb tells it, or others act."""

from collections.abc import Container, Sequence

from cmfacts.link import holdings
from cmfacts.link.between import is_relative
from cmfacts.link.clauses import OWNING, WORD, Item
from cmfacts.link.frames import Grammar, Trigger
from cmfacts.link.particles import Particles
from cmfacts.link.trust import FARTHEST

JOINT = "joint"  # the frame of 共同
ABOUT = "就"
# A joint act of these types is one whatever its object: A联合B印发通知. Of others with no object that has a name, it is
# cooperation still: A与B合资成立公司.
SPEAKING = frozenset({"publication", "event", "participation", "award"})
PERSONAL = frozenset({"ownership", "acquisition", "investment", "establishment"})  # what a person does for himself
GOVERNING = ("phrase", "with", "front", "by", "passive")
NEAR = 4  # items
LONGEST_NAME = 3  # code points


class Silence:
    """Answers by the words of ``lexicons/fact``. Immutable once built."""

    def __init__(self, grammar: Grammar, particles: Particles) -> None:
        self._grammar, self._particles = grammar, particles

    def why(
        self, items: Sequence[Item], start: int, end: int, at: int, trigger: Trigger, signings: Container[int]
    ) -> str:
        """Why the trigger at an item of the clause ``[start, end)`` tells nothing, or an empty string.

        ``signings`` are the places where verbs before it told of an agreement.
        """
        particles = self._particles
        nominal = at + 1 < len(items) and items[at + 1].text in particles.nominal
        if nominal and self._is_noun(items, at) and "establishment" not in trigger.types:  # 成立公司 is no noun
            return f"is part of a noun: {items[at + 1].text} follows (nominal.tsv)"
        if trigger.tying and self._spoken_of(items, start, at):
            return "speaks of what was told before: 此次合作, 这是…合作"
        if particles.joins(items[at].text) and self._acts_jointly(items, at, end):
            return "another verb tells what they do together"
        if signings and self._signed(items, start, at, signings):
            return "the verb before it tells what was signed"
        if at > 1 and items[at - 1].text == ABOUT and self._agreed_upon(trigger, items, at):
            return "is what several come to an agreement about: A与B就收购C签约"
        if trigger.ways[0][1].id == JOINT and self._speaks(items[at + 1 : at + 2]):
            return "the verb after it tells what they do together"
        return self._others(items, end, at, trigger)

    def _others(self, items: Sequence[Item], end: int, at: int, trigger: Trigger) -> str:
        """Why it only looks like an act of those who are named beside it, or an empty string."""
        if self._for_another(items, at, end):
            return "is what another does, for whom this is done: 为B收购C提供贷款"
        if self._is_not_who(items, at):
            return "is what the one before it did not do: A而非B收购C"
        if "cooperation" in trigger.types and at + 1 < end and items[at + 1].text in self._particles.cues.befalls:
            return "tells what happens to several: A、B联合遭处罚, 携手上涨"
        if trigger.types & PERSONAL and self._of_person(items, at, trigger):
            return "tells of the person before it: 张三旗下的B"
        return ""

    def _is_noun(self, items: Sequence[Item], at: int) -> bool:
        """Whether a trigger makes a noun with the nominal after it: 启动仪式; not 增持公司股份, 入股公司控股股东B."""
        owner = at + 2 < len(items) and items[at + 2].tag == OWNING
        return not owner and not holdings.stands(items, at + 1, self._particles)

    def _spoken_of(self, items: Sequence[Item], start: int, at: int) -> bool:
        """Whether a tie is what the clause speaks of and not what it tells: 此次合作, 这是双方第三次合作; not A与B此次
        合作.
        """
        before = items[max(start, at - FARTHEST) : at]
        if not before or any(item.kind == "org" for item in before):
            return False
        return items[start].text in self._particles.cues.sums or before[-1].text in self._particles.marks

    def _acts_jointly(self, items: Sequence[Item], at: int, end: int) -> bool:
        """Whether a verb of its own follows in the clause: A联合B印发…, A、B联合公告, be its object known or not."""
        later = items[at + 1 : min(end, at + FARTHEST)]
        if later and self._particles.of(later[0]) == "govern":
            return True
        triggers = (self._grammar.triggers[item.text] for item in later if item.trigger)
        return any(trigger.verbal and trigger.types <= SPEAKING for trigger in triggers)

    def _signed(self, items: Sequence[Item], start: int, at: int, signings: Container[int]) -> bool:
        """Whether a trigger is but the object of one before it: 购销合同 of A未与B签订购销合同."""
        if self._particles.nouns.get(items[at].text) != "agreement":
            return False
        return any(item.trigger and item.start in signings for item in items[max(start, at - FARTHEST) : at])

    def _agreed_upon(self, trigger: Trigger, items: Sequence[Item], at: int) -> bool:
        """Whether 就 stands between several who act and a verb, which then leaves open who of them does it."""
        if trigger.tying or not trigger.verbal or items[at - 2].kind != "org":
            return False
        return len(items[at - 2].refs) > 1 or (at > 2 and self._particles.of(items[at - 3]) == "with")

    def _speaks(self, words: Sequence[Item]) -> bool:
        """Whether a verb has a type of its own, with a name for its object or without: 共同颁发."""
        triggers, holding = self._grammar.triggers, self._particles.holding
        return any(word.text in holding or (word.trigger and triggers[word.text].types <= SPEAKING) for word in words)

    def _for_another(self, items: Sequence[Item], at: int, end: int) -> bool:
        """Whether the organization right before the trigger is one that is served: A为B收购C提供融资, A代表B收购C."""
        if at < 2 or items[at - 1].kind != "org":
            return False
        word, cues = items[at - 2].text, self._particles.cues
        served = word in cues.serving and any(item.text in cues.serves for item in items[at + 1 : end])
        return served or word in cues.stands_for

    def _is_not_who(self, items: Sequence[Item], at: int) -> bool:
        """Whether the nearest organization before the trigger is the one that did not act: A而非B收购C."""
        near = range(at - 1, max(0, at - NEAR), -1)
        nearest = next((place for place in near if items[place].kind == "org"), 0)
        return nearest > 0 and items[nearest - 1].text in self._particles.cues.instead_of

    def _of_person(self, items: Sequence[Item], at: int, trigger: Trigger) -> bool:
        """Whether a person's name stands before what he owns or has made: 张三旗下的B, 张三创办的B."""
        relative = trigger.tag == OWNING or is_relative(items, at)
        if not at or not relative or items[at - 1].kind != WORD:
            return False
        return items[at - 1].tag.startswith("nr") or self._is_spelled(items[max(0, at - LONGEST_NAME) : at])

    def _is_spelled(self, before: Sequence[Item]) -> bool:
        """Whether a surname and a given name end here, which jieba cuts if it does not know them: 刘|强|东, 郭|广昌."""
        name = ""
        for item in reversed(before):
            if item.kind != WORD or self._particles.of(item) in GOVERNING or len(name + item.text) > LONGEST_NAME:
                return False
            name = item.text + name
            if name != item.text and item.text in self._particles.surnames:
                return True
        return False
