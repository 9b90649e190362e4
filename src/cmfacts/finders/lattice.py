"""What stands to the left of an offset: a known name, a place, or a word.

Known names and places replace jieba's words: the lexicons decide names, the words vote on boundaries.
"""

import re
from collections.abc import Iterable

from cmfacts.engine.doc import Doc
from cmfacts.engine.record import record
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit

BRACKETED = 8  # code points that a bracket inside a name may have: 云图信息（上海）有限公司
DASHES = ("—", "–", "-", "－")
OPENING = {")": "(", "”": "“", "」": "「"}
_WORD = re.compile(r"[\w·&+-]+\Z")
FIRM_CLASSES = ("company", "finance")
STATE_CLASSES = ("government", "party", "military")
UNCUT = ("国际", "国家")  # words that begin with a character which names of countries end with
GLUED = "由据与和向被在将对"  # jieba has persons such as 由迪志 and 和云杉
LATIN_REACH = 48  # code points of a Latin name
_LATIN = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z][\w.&'+-]* ){0,5}[A-Za-z](?:[\w.&'+-]*[\w.])?\Z", re.ASCII)


_OFFICER = re.compile(r"(?<=[部局厅司署处院社所台])长(?![期远达效三沙春江城征度短级])")
RANKS = "副前代正理任国"  # 副司长, 代理司长


def is_headed(text: str, start: int, end: int) -> bool:
    """Whether the head of a body follows its last word with one character for both: 管理处|长; not 统计局|局长."""
    before = text[start - 1 : start]
    return _OFFICER.match(text, end) is not None and before not in RANKS and before != text[end - 1]


@record
class Piece:
    """One step to the left. ``kind`` is org, place, bracket or word; ``tag`` is a word's part of speech."""

    start: int
    end: int
    text: str
    kind: str
    tag: str = ""


class Lattice:
    """The pieces of one text. Places may be refined by ``add`` as organizations are found."""

    def __init__(self, doc: Doc, organizations: Iterable[Candidate], places: Iterable[Hit]) -> None:
        self.text, self.tokens = doc.folded, doc.tokens
        self._places: dict[int, int] = {}
        for place in places:
            self._places[place.end] = min(place.start, self._places.get(place.end, place.start))
        self._place_starts = frozenset(self._places.values())
        self._organizations: dict[int, int] = {}
        self._firms: set[int] = set()
        self._organs: set[int] = set()
        self.lowest = 0  # where the leftmost piece begins that was asked for since this was set
        self._made: dict[int, Piece | None] = {}  # by where it ends: the walks from several tails cross the same words
        for candidate in organizations:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        """Make an organization known as a possible parent of later names."""
        start = self._organizations.get(candidate.end, candidate.start)
        self._organizations[candidate.end] = min(start, candidate.start)
        if self._made:
            self._forget(candidate.end)
        if candidate.value.class_ in FIRM_CLASSES:
            self._firms.add(candidate.end)
        elif candidate.value.class_ in STATE_CLASSES:
            self._organs.add(candidate.end)

    def changes(self, other: "Lattice") -> list[int]:
        """Where a name ends that the other lattice of the same text lacks, or has with another start or class.

        What only the other has does not count: the tails that gave it are asked again.
        """
        names = {end for end, start in self._organizations.items() if other._organizations.get(end) != start}
        classes = (self._firms ^ other._firms) | (self._organs ^ other._organs)
        return sorted(names | (classes & self._organizations.keys()))

    def _forget(self, end: int) -> None:
        """A name that ends here is a piece now, and cuts the word that it ends in."""
        beyond = self.tokens.starts[self.tokens.at(end) + 1] if end < len(self.text) else end
        for offset in range(end, beyond + 1):
            self._made.pop(offset, None)

    def ends_firm(self, offset: int) -> bool:
        """Whether the name of a firm ends at ``offset``."""
        return offset in self._firms

    def ends_organ(self, offset: int) -> bool:
        """Whether the name of an organ of state, party or army ends at ``offset``: it owns no firm by its name."""
        return offset in self._organs

    def before(self, offset: int) -> Piece | None:
        """The piece that ends at ``offset``, or None at punctuation or the text's beginning."""
        if offset <= 0:
            return None
        if offset not in self._made:
            self._made[offset] = self._before(offset)
        piece = self._made[offset]
        if (offset if piece is None else piece.start) < self.lowest:
            self.lowest = offset if piece is None else piece.start
        return piece

    def _before(self, offset: int) -> Piece | None:
        start = self._organizations.get(offset)
        if start is not None:
            return Piece(start, offset, self.text[start:offset], "org")
        start = self._places.get(offset)
        if start is not None and self.tokens.is_boundary(start):  # not 江口 in 珠江口
            return Piece(start, offset, self.text[start:offset], "place")
        if opening := OPENING.get(self.text[offset - 1]):
            return self._bracket(offset, opening)
        return self._word(offset)

    def place_before(self, offset: int) -> Piece | None:
        """The place that ends at ``offset``."""
        return self._piece(self._places[offset], offset, "place") if offset in self._places else None

    def begins_with_place(self, candidate: Candidate) -> bool:
        """Whether the name itself opens with a place: 中国铁建."""
        return candidate.start in self._place_starts

    def opens_with_place(self, piece: Piece) -> bool:
        """Whether a piece is a place, or a name that opens with one."""
        return piece.kind == "place" or (piece.kind == "org" and piece.start in self._place_starts)

    def _word(self, offset: int) -> Piece | None:
        if self.text[offset - 1].isascii() and (
            latin := _LATIN.search(self.text, max(0, offset - LATIN_REACH), offset)
        ):
            return Piece(latin.start(), offset, latin[0], "word", "eng" if len(latin[0]) > 1 else "x")
        tokens = self.tokens
        index = tokens.at(offset - 1)
        start = tokens.starts[index]
        # A known name that ends inside this word cuts it: 深圳市|政府 is read 深圳|市政府 where jieba saw 深圳市.
        whole = self.text[start:offset]
        for inner in range(offset - 1, start, -1):
            if inner in self._organizations or self._cuts(inner, start, whole):
                start = inner
                break
        tag = tokens.tag_of(tokens.words[index])
        if self.text[start] in GLUED and offset - start > 2 and tag in ("nr", "nrt"):
            start += 1
        text = self.text[start:offset]
        if not text.isalnum() and not _WORD.match(text):
            return None
        return Piece(start, offset, text, "word", tag)

    def _cuts(self, inner: int, start: int, word: str) -> bool:
        """Whether a place ends at ``inner`` within a word: not 西北 in 广西|北部湾, nor 泰国 in 岚|泰|国际."""
        place = self._places.get(inner)
        if place is None or place >= start:
            return place is not None
        return self.tokens.is_boundary(place) and word not in UNCUT

    def _bracket(self, offset: int, opening: str) -> Piece | None:
        start = self.text.rfind(opening, max(0, offset - BRACKETED), offset)
        inside = self.text[start + 1 : offset - 1]
        return self._piece(start, offset, "bracket") if start >= 0 and _WORD.match(inside) else None

    def _piece(self, start: int, end: int, kind: str) -> Piece:
        return Piece(start, end, self.text[start:end], kind)
