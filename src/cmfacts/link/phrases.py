"""What stands between a subject and its verb: phrases, and the organizations in them that are no subject."""

from collections.abc import Container, Sequence

from cmfacts.link import holdings
from cmfacts.link.clauses import OWNING, STOP, Item
from cmfacts.link.heads import FARTHEST
from cmfacts.link.particles import Particles

_WAYS = ("way", "talk")  # classes of nouns: 方式 is of both
_BY = ("通过", "以", "用", "按")
_ABOUT = ("针对", "就", "因", "因为")
_WHICH = "所"
_THERE_IS = "有"  # 有A、B等企业参加X


def way(items: Sequence[Item], place: int, particles: Particles) -> int:
    """Where a phrase begins that ends at an item, if it tells in which way: 通过 of 通过增资和受让的方式."""
    if items[place - 1].text != "的" or particles.nouns.get(items[place].text) not in _WAYS:
        return 0
    for index in range(place - 2, max(0, place - FARTHEST), -1):
        if items[index].kind == STOP:
            return 0
        if items[index].text in _BY and particles.of(items[index]) == "phrase":
            return index
    return 0


def holds(items: Sequence[Item], place: int, at: int, particles: Particles) -> bool:
    """Whether a preposition is about what an organization holds, which is named right before the verb: 对A所持B股份
    的收购, 针对A持有B股份; not 对A所持公司股份.
    """
    word = items[at].text
    about = items[place - 1].text in _ABOUT and word in particles.holding
    told = place == at - 1 and (about or word.startswith(_WHICH))
    return told and not holdings.stands(items, at + 1, particles)


def object_before(items: Sequence[Item], verb: int, particles: Particles) -> bool:
    """Whether the word before an organization is a verb without a subject, and it the object: 在击败A后; or the verb
    tells what several agree about: C of A与B就收购C签约.
    """
    word, before = items[verb], items[verb - 1] if verb else None
    if word.trigger:
        return before is not None and before.text in _ABOUT
    if not word.tag.startswith("v") or word.tag == "vn" or particles.of(word) or word.text == _THERE_IS:
        return False
    return before is None or before.kind == STOP or particles.of(before) == "phrase"


def of_owned(items: Sequence[Item], place: int) -> bool:
    """Whether the verb tells what an unnamed firm does: 投资 of A旗下负责投资的公司B."""
    follows = items[place + 1]
    return items[place].tag == OWNING and follows.tag == "v" and not follows.trigger


def had_by_another(items: Sequence[Item], place: int, owning: Container[str]) -> bool:
    """Whether 其 has what another buys: 收购其持有的B; not 出售其持有的B."""
    return place > 0 and items[place - 1].trigger and items[place - 1].text not in owning
