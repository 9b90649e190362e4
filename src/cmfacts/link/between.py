"""Words between a trigger and what plays a role: which may stand there, and what they say."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from cmfacts.link.clauses import OWNING, STOP, WORD, Item
from cmfacts.link.particles import Particles

NEAR = 8  # items
_WHAT_FOR = tuple("nrmqflsjt")  # tags of words between a firm and what another is to it


def says_who(items: Sequence[Item], place: int, particles: Particles) -> bool:
    """Whether a word only says what the next organization is: 转让给公司控股股东A, 转让给关联方A."""
    item, follows = items[place], items[place + 1 : place + 2]
    if item.kind != WORD or not follows:
        return False
    owner = item.tag == OWNING or particles.generic.get(item.text) == "one"
    return owner or (item.tag.startswith("n") and (follows[0].kind == "org" or follows[0].tag == OWNING))


def supplied(item: Item, *, verbs: bool) -> bool:
    """Whether a word says for what one firm is tied to another: 电池 of A的电池供应商, 发行 of A本次发行的保荐机构."""
    if item.kind == "sector" or item.text == "的":
        return True
    said = item.tag.startswith(_WHAT_FOR) or (item.tag.startswith("v") and (verbs or item.tag != "v"))
    return item.kind == WORD and not item.trigger and said


def signs_of(items: Sequence[Item], at: int, particles: Particles) -> bool:
    """Whether an agreement only tells of the firm after it: 与B有过合作的A."""
    following = items[at + 1 : at + NEAR]
    return any(particles.nouns.get(noun.text) == "agreement" and of.text == "的" for noun, of in pairwise(following))


def is_relative(items: Sequence[Item], place: int) -> bool:
    """Whether a 的 follows an item, which then tells which thing is meant: 收购 of A收购的B, “双碳” of “双碳”的工具."""
    return place + 1 < len(items) and items[place + 1].text == "的"


def follows_with(items: Sequence[Item], place: int, particles: Particles) -> bool:
    """Whether a 与 opens what would be the subject: 与A、B一起."""
    return place > 0 and particles.of(items[place - 1]) == "with"


def owned_further(items: Sequence[Item], at: int) -> bool:
    """Whether an organization after the trigger is what is owned: B of C是A旗下B的客户, C是A旗下的平台B的子公司."""
    clause = takewhile(lambda item: item.kind != STOP, items[at + 1 : at + NEAR])
    following = [item for item in clause if item.text != "的"]
    owns = any(one.kind == "org" and other.tag == OWNING for one, other in pairwise(following))
    return owns or any(item.kind == "org" for item in items[at + 1 : at + 2])
