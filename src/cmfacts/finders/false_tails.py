"""Words that only look like the end of an organization's name: 控股|子公司, 新格|局, 减持|云杉|股份."""

import re
from collections.abc import Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.scan import Hit
from cmfacts.finders.lattice import Piece
from cmfacts.lexicon import Lexicons

NAMES = "org.name"  # the channel of the lexicons' names
CONTROL = "控股"  # 阿里巴巴|控股|的|银泰: a verb where what it holds follows 的
HELD_NOUNS = ("公司", "企业", "子公司", "上市公司")
SENTENCE_ENDS = "。;!\n"
SHARES = "股份"
REACH = 8  # code points before a firm's name in which a verb says that its shares are meant
MARKS = ("(", ":", "、", ",")  # right after 股份 they tell a name
ACTING_TAGS = ("v", "d", "p")  # 云杉股份|采购, 云杉股份|正式|…
PLACES = {
    "any": "省市区州县镇乡旗盟",
    "city": "省市区州",
    "province": "省",
    "none": "",
}  # the last character of the place
YEAR = re.compile(r"\d{4}年")


class FalseTails:
    """Knows where a tail word is none. Immutable once built.

    ``complete`` are the endings of firms' names that no line of business makes longer.
    """

    def __init__(self, lexicons: Lexicons) -> None:
        sides = lexicons.pairs("org", "not-tail", "side")
        self._begin = tuple(word for word, side in sides.items() if side == "begins")
        self._end = tuple(word for word, side in sides.items() if side == "ends")
        shares = lexicons.pairs("org", "share-word", "side")
        self._before = tuple(word for word, side in shares.items() if side != "after")
        self._after = frozenset(word for word, side in shares.items() if side != "before")
        self._kinds = lexicons.pairs("org", "generic-body", "places")
        self._kind_ends = tuple({kind[-1] for kind in self._kinds})
        self._longest_kind = max(map(len, self._kinds), default=0)
        self.complete = tuple(lexicons.words("org", "complete"))

    def counts_many(self, text: str, walk: Sequence[Piece], end: int) -> bool:
        """Whether a name tells of what a place has many, and which of them nobody says: 云州市|中等职业学校|有131所."""
        start = walk[-1].start
        if not text.endswith(self._kind_ends, start, end) or any(piece.kind == "org" for piece in walk):
            return False  # 云杉|上海|研发中心
        for at in range(max(start, end - self._longest_kind), end - 1):
            places = self._kinds.get(text[at:end])
            if places and at == start:
                return True
            if places and text[at - 1] in PLACES[places]:
                return True
            if places == "any" and any(piece.end == at and piece.kind == "place" for piece in walk):
                return True
        return False

    def covers(self, doc: Doc, hit: Hit) -> bool:
        """Whether the tail is part of another word, or a verb: 联合会|商, 格|局, 阿里巴巴|控股|的|银泰."""
        if doc.folded.startswith(self._begin, hit.start) or doc.folded.endswith(self._end, 0, hit.end):
            return True
        held = hit.end + 1
        if doc.folded[hit.start : held] != CONTROL + "的":
            return False
        return doc.folded.startswith(HELD_NOUNS, held) or bool(doc.beginning(NAMES, held))

    @staticmethod
    def closes(doc: Doc, hit: Hit) -> bool:
        """Whether 控股 is the verb that a sentence closes with: 由|中国平安|控股。"""
        end = doc.folded[hit.end : hit.end + 1]
        return doc.folded[hit.start : hit.end] == CONTROL and (not end or end in SENTENCE_ENDS)

    def holds_shares(self, doc: Doc, parent: Piece, hit: Hit) -> bool:
        """Whether 股份 are shares and no part of the name: 减持|云杉|股份, 云杉股份|的8%; not 云杉股份|采购."""
        text, tokens = doc.folded, doc.tokens
        if text[hit.start : hit.end] != SHARES:
            return False
        before = text[max(0, parent.start - REACH) : parent.start].rpartition("、")[2]
        if any(verb in before for verb in self._before):
            return True
        if text.startswith(MARKS, hit.end) or YEAR.match(text, hit.end):
            return False
        if hit.end >= len(text):
            return True
        following = tokens.at(hit.end)
        return tokens.tag(following) not in ACTING_TAGS or tokens.words[following] in self._after
