"""Shares: which organizations a list of holdings names, whether a clause tells a share alone, what 公司 means there."""

import re
from collections.abc import Iterator, Sequence

from cmfacts.link.clauses import STOP, WORD, Item
from cmfacts.link.cues import Cues
from cmfacts.link.particles import Particles

FARTHEST = 8  # items between two organizations of a list of holdings, and of a clause that tells a share
_JOINTS = frozenset("、 和 与 及 以及".split())
_OF = "的"
_CONTROL = re.compile(r"控股权|控制权|(?:全部|整体)(?:已?发行)?(?:股权|股份|股本|权益)")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%的?(?:控股|普通)?(?:股|权益)")
HALF = 50  # percent
NEAR = 4  # items


def further(items: Sequence[Item], index: int, particles: Particles) -> Iterator[int]:
    """The places of B and C in A20%股权、B30%股权和C10%股权, from that of A."""
    while (place := _next(items, index, particles)) is not None:
        yield place
        index = place


def _next(items: Sequence[Item], index: int, particles: Particles) -> int | None:
    measured = False
    for place in range(index + 1, min(len(items) - 1, index + FARTHEST)):
        item = items[place]
        if item.text in _JOINTS:
            follows = items[place + 1]
            return place + 1 if measured and follows.kind == "org" and _held(items, place + 1, particles) else None
        if not _measures(item, particles):
            return None
        measured = measured or item.text != _OF
    return None


def _held(items: Sequence[Item], place: int, particles: Particles) -> bool:
    """Whether an organization is one whose shares are meant: B of B30%股权, not of B签署协议."""
    follows = items[place + 1 : place + 2]
    return bool(follows) and follows[0].kind == WORD and _measures(follows[0], particles)


def _measures(item: Item, particles: Particles) -> bool:
    number = item.tag.startswith("m") or item.text.endswith("%") or item.text.replace(".", "").isdigit()
    return item.kind == WORD and (number or item.text == _OF or particles.nouns.get(item.text) in ("share", "part"))


def apart(items: Sequence[Item], at: int, cues: Cues) -> bool:
    """Whether each founds its own, or the verb tells when they were founded: A、B分别成立公司, A、B成立于1990年."""
    after = items[at + 1].text if at + 1 < len(items) else ""
    return after in cues.since or any(item.text in cues.each for item in items[max(0, at - NEAR) : at])


def controls(clause: str) -> bool:
    """Whether the shares that a clause speaks of make their buyer the owner: 受让B55%股权, 受让B控股权."""
    return bool(_CONTROL.search(clause)) or any(float(share[1]) > HALF for share in _SHARE.finditer(clause))


def share_alone(items: Sequence[Item], at: int, particles: Particles, *, moves: bool = False) -> bool:
    """Whether what follows a trigger tells how much and nothing else: B持股30%; not B持股5%以上股东.

    Where it ``moves``, verbs may tell how: 持股比例由4.9%升至5.01%.
    """
    told = False
    passed = ("plain", "phrase", "by") if moves else ("plain", "phrase")
    end = at + 1 + (2 * FARTHEST if moves else FARTHEST)
    for place in range(at + 1, min(len(items), end)):
        item = items[place]
        if item.kind == STOP and not told and place + 1 < len(items) and items[place + 1].text in particles.cues.weighs:
            continue
        if item.kind == STOP or (told and item.text in _JOINTS):
            return told
        told = told or item.text.endswith("%")
        if _measures(item, particles) or (moves and item.kind == WORD and item.tag == "v" and not item.trigger):
            continue
        if item.kind != WORD or particles.of(item) not in passed:
            return False
    return told and end >= len(items)


def stands(items: Sequence[Item], index: int, particles: Particles) -> bool:
    """Whether 公司 or 其 is the company whose shares are meant: 增持公司股份, 收购该公司; not 收购公司资产."""
    item = items[index]
    if item.kind != WORD or particles.generic.get(item.text) != "one":
        return False
    follows = items[index + 1] if index + 1 < len(items) else None
    if follows is None or follows.kind == STOP:
        return item.text.startswith("该")
    return follows.kind == WORD and follows.text != _OF and _measures(follows, particles)
