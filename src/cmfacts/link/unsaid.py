"""What only looks like an act of those who are named beside a trigger: others act, or it befalls them."""

from collections.abc import Sequence

from cmfacts.link.clauses import OWNING, WORD, Item
from cmfacts.link.frames import Trigger
from cmfacts.link.particles import Particles

GOVERNING = ("phrase", "with", "front", "by", "passive")
NEAR = 4  # items
LONGEST_NAME = 3  # code points
PERSONAL = frozenset({"ownership", "acquisition", "investment", "establishment"})  # what a person does for himself


def why_unsaid(items: Sequence[Item], at: int, end: int, trigger: Trigger, particles: Particles) -> str:
    """Why the trigger at ``at`` of a clause that ends at ``end`` tells nothing of its neighbours; empty if it may."""
    if _for_another(items, at, end, particles):
        return "is what another does, for whom this is done: 为B收购C提供贷款"
    if _is_not_who(items, at, particles):
        return "is what the one before it did not do: A而非B收购C"
    if "cooperation" in trigger.types and _befalls(items, at, particles):
        return "tells what happens to several: A、B联合遭处罚"
    if trigger.types & PERSONAL and _of_person(items, at, trigger, particles):
        return "tells of the person before it: 张三旗下的B"
    return ""


def _for_another(items: Sequence[Item], at: int, end: int, particles: Particles) -> bool:
    """Whether the organization right before the trigger is one that is served: A为B收购C提供融资, A代表B收购C."""
    if at < 2 or items[at - 1].kind != "org":
        return False
    word = items[at - 2].text
    served = word in particles.cues.serving and any(item.text in particles.cues.serves for item in items[at + 1 : end])
    return served or word in particles.cues.stands_for


def _is_not_who(items: Sequence[Item], at: int, particles: Particles) -> bool:
    """Whether the nearest organization before the trigger is the one that did not act: A而非B收购C."""
    near = range(at - 1, max(0, at - NEAR), -1)
    nearest = next((place for place in near if items[place].kind == "org"), 0)
    return nearest > 0 and items[nearest - 1].text in particles.cues.instead_of


def _befalls(items: Sequence[Item], at: int, particles: Particles) -> bool:
    """Whether what several do together is done to them, or is how their shares move: 联合遭处罚, 携手上涨."""
    return at + 1 < len(items) and items[at + 1].text in particles.cues.befalls


def _of_person(items: Sequence[Item], at: int, trigger: Trigger, particles: Particles) -> bool:
    """Whether a person's name stands before what he owns or has made: 张三旗下的B, 张三创办的B."""
    relative = trigger.tag == OWNING or (at + 1 < len(items) and items[at + 1].text == "的")
    if not at or not relative or items[at - 1].kind != WORD:
        return False
    return items[at - 1].tag.startswith("nr") or _is_spelled(items[max(0, at - LONGEST_NAME) : at], particles)


def _is_spelled(before: Sequence[Item], particles: Particles) -> bool:
    """Whether a surname and a given name end here, which jieba cuts where it does not know them: 刘|强|东, 郭|广昌."""
    name = ""
    for item in reversed(before):
        if item.kind != WORD or particles.of(item) in GOVERNING or len(name + item.text) > LONGEST_NAME:
            return False
        name = item.text + name
        if name != item.text and item.text in particles.surnames:
            return True
    return False
