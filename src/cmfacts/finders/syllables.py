"""Characters that elsewhere are words, as parts of names: 孝|丰镇, 云|溪|县, 安|和|口腔医院, 杭州|未|斯."""

from collections.abc import Sequence
from typing import TypeGuard

from cmfacts.finders.lattice import Lattice, Piece

FUNCTION_CHARACTERS = frozenset("由与和及向对在被将把从给是为的于到等了因据且或而")
SYLLABLES = "而之以"  # function words that single characters on both sides make part of a name
AND = "和"
COUNTING_TAGS = frozenset("mrqpcd")
LEVELS = "省市县区州盟旗镇乡"
TOWNS = ("镇", "乡", "村", "县")
SYLLABLE_TAGS = "naxgzjbv"  # of a first character before 和


def town(lattice: Lattice, place: Piece) -> list[Piece]:
    """The character before what only looks like a place: 孝|丰镇, where the list has a 丰镇."""
    first = lattice.before(place.start) if place.kind == "place" and place.text.endswith(TOWNS) else None
    own = first is not None and _is_single(first) and len(place.text) == 2 and first.tag[:1] in SYLLABLE_TAGS
    before = lattice.before(first.start) if first and own else None
    return [first] if first and own and (before is None or before.kind == "place") else []


def opens_with_town(pieces: Sequence[Piece], levels: str = "镇乡村县") -> bool:
    """Whether the first two to four characters spell a town or county that no list knows: 云|溪|县."""
    spelled = ""
    for piece in reversed(pieces[-4:]):
        if len(piece.text) > 2 or piece.kind != "word" or piece.tag[:1] in "mr":
            return False
        if spelled and piece.text[-1] in levels:
            return len(spelled + piece.text) <= 4
        spelled += piece.text
    return False


def opens_name(joint: Piece, lattice: Lattice) -> bool:
    """Whether 和 is the second character of a name, for it would join a single one: 安|和|口腔医院; not 想|和|…."""
    first = lattice.before(joint.start)
    if first is None or not _is_single(first) or first.tag[:1] not in SYLLABLE_TAGS:
        return False
    if joint.text == AND and first.tag == "v":
        return False
    before = lattice.before(first.start)
    return before is None or before.kind == "place"


def _is_single(piece: Piece | None) -> bool:
    return piece is not None and piece.kind == "word" and len(piece.text) == 1


def is_syllable(piece: Piece, lattice: Lattice, pieces: Sequence[Piece]) -> bool:
    """Whether a character that elsewhere is a word stands in a formal name after its place: 杭州|未|斯, 天津|天|任.

    和 too, where what it would join is no name: 深圳|和|记, 长沙|盛|和|投资.
    """
    joint = piece.text == AND and bool(pieces)
    if piece.text in SYLLABLES and pieces and len(pieces[-1].text) == 1:  # 慧|而|特
        return _is_single(lattice.before(piece.start))
    if len(piece.text) > 1 or (piece.text in FUNCTION_CHARACTERS and not joint):
        return False
    if joint and len(pieces[-1].text) > 1 and not _is_single(lattice.before(piece.start)):
        return False
    before = lattice.before(piece.start)
    if (
        before is not None
        and before.kind == "word"
        and len(before.text) == 1
        and before.text not in FUNCTION_CHARACTERS
    ):
        before = lattice.before(before.start)
    return before is not None and before.kind == "place"


def is_anchor(piece: Piece | None) -> TypeGuard[Piece]:
    """Whether a piece is one that names begin with: an organization or a place."""
    return piece is not None and piece.kind in ("org", "place")
