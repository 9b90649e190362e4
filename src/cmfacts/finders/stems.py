"""Names that begin as a firm's name in the same text does: 岚泰国际 and 苏州岚泰 beside 岚泰科技.

The stem is the first two characters of the firm's name, where no ordinary word, place or other name is made of them.
"""

from collections.abc import Container, Iterator, Sequence
from operator import itemgetter

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import occurrences
from cmfacts.finders.lattice import FIRM_CLASSES, Lattice
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

RULE = "org.stem"
STEM = 2  # code points
FIRM = "公司"
NAMED = range(4, 7)  # code points of a firm's name that a stem is taken of
FUNCTION_TAGS = "pcuryd"  # of a single character after a name
BUSINESS = ("投资", "发展", "管理", "控股")  # 上置|投资, which other words make verbs
EDGE_TAGS = "vpdcurytm"
STEM_TAGS = ("nr", "nrt", "nz", "nt", "x")  # of a stem that jieba holds for a word


def fields(lexicons: Lexicons) -> dict[str, str]:
    """Lines of business (科技, 航空) with the class of the firms whose names they end."""
    return lexicons.value("org.fields", lambda: dict(_field_rows(lexicons)))


def _field_rows(lexicons: Lexicons) -> Iterator[tuple[str, str]]:
    for table in lexicons.of("org", "tail"):
        for tail, class_, grammar in table.select("tail", "class", "grammar"):
            if grammar in ("industry", "brand", "local"):
                yield tail, class_


class StemRule:
    """Finds the other names of a firm's family. Immutable once built."""

    def __init__(self, lexicons: Lexicons, names: Container[str]) -> None:
        self._names = names
        self._generic = lexicons.words("org", "generic")
        self._after = lexicons.words("org", "after")
        self._places = lexicons.words("place", "place")
        self._fields = fields(lexicons)
        self._longest = max(map(len, self._fields), default=0)

    def find(self, doc: Doc, lattice: Lattice, named: Sequence[Candidate]) -> Iterator[Candidate]:
        """A stem with a place before it or a line of business after it."""
        stems, latin = self._stems(doc, named), self._latin(doc, named)
        if not stems and not latin:
            return
        found = occurrences(doc.folded, {stem: stem for stem in (*stems, *latin)})
        for hit in sorted(found, key=itemgetter(1, 0)):
            if hit.payload in latin:
                if _is_whole(doc.folded, hit.start, hit.end) or doc.refuse(
                    hit.start, hit.end, RULE, "a Latin word goes on"
                ):
                    yield self._candidate(doc, hit.start, hit.end, "company")
            elif doc.tokens.is_boundary(hit.start) and doc.tokens.is_boundary(hit.end):
                yield from self._longer(doc, lattice, hit.start)
                if not stems[hit.payload]:
                    doc.refuse(hit.start, hit.end, RULE, "the stem of a longer name, and no name alone")
                elif self._stands(doc, hit.end) and self._is_alone(doc, hit.start):
                    yield self._candidate(doc, hit.start, hit.end, "company")

    @staticmethod
    def _latin(doc: Doc, named: Sequence[Candidate]) -> set[str]:
        """GNC where the text has GNC公司 too."""
        text = doc.folded
        firms = {text[each.start : each.end] for each in named if text.endswith(FIRM, each.start, each.end)}
        stems = (name[: -len(FIRM)] for name in firms)
        return {stem for stem in stems if stem.isascii() and stem.isupper()}

    def _stems(self, doc: Doc, named: Sequence[Candidate]) -> dict[str, bool]:
        """Each stem, and whether it is the whole name but for a line of business: 富力|地产."""
        stems: dict[str, bool] = {}
        for candidate in named:
            stem = doc.folded[candidate.start : candidate.start + STEM]
            if (
                candidate.end - candidate.start in NAMED
                and candidate.value.class_ in FIRM_CLASSES
                and self._is_stem(doc, candidate.start)
            ):
                rest = doc.folded[candidate.start + STEM : candidate.end]
                stems[stem] = stems.get(stem, False) or rest in self._fields or rest == "集团"
        return stems

    def _is_stem(self, doc: Doc, start: int) -> bool:
        """Whether the two characters are no word that others use too, as 中国, 东方 or 云南 is."""
        stem = doc.folded[start : start + STEM]
        common = stem in self._generic or stem in self._places or stem in self._fields
        if common or stem.isascii() or not doc.tokens.is_boundary(start + STEM):
            return False
        index = doc.tokens.at(start)
        return len(doc.tokens.words[index]) == 1 or (doc.tokens.tag(index) in STEM_TAGS and stem in self._names)

    def _longer(self, doc: Doc, lattice: Lattice, start: int) -> Iterator[Candidate]:
        end = start + STEM
        sizes = range(self._longest, 1, -1)
        tail = next(
            (doc.folded[end : end + size] for size in sizes if doc.folded[end : end + size] in self._fields), ""
        )
        if tail and doc.tokens.is_boundary(end + len(tail)) and self._stands(doc, end + len(tail)):
            yield self._candidate(doc, start, end + len(tail), self._fields[tail])
        place = lattice.place_before(start)
        if place and doc.tokens.is_boundary(place.start) and self._stands(doc, end):
            yield self._candidate(doc, place.start, end, "company")

    @staticmethod
    def _stands(doc: Doc, end: int) -> bool:
        """Whether no noun follows, of which the name might be a part: 华为|软件|产品."""
        index = doc.tokens.at(end)
        if doc.folded.startswith(BUSINESS, end):
            return doc.refuse(end - STEM, end, RULE, "a word that ends names follows")
        if end >= len(doc.folded) or doc.tokens.tag(index)[:1] not in ("n", "b", "j") or doc.tokens.tag(index) == "ns":
            return True
        return doc.refuse(end - STEM, end, RULE, f"{doc.tokens.words[index]} follows, of which it may be a part")

    def _is_alone(self, doc: Doc, start: int) -> bool:
        """Whether the stem stands by itself: before a mark or a verb, not in 呷哺|呷哺, 中银|新|经济, 超威|CPU."""
        text, end = doc.folded, start + STEM
        stem = text[start:end]
        if text.startswith(stem, end) or text.endswith(stem, 0, start):
            return doc.refuse(start, end, RULE, "is half of a doubled word")
        if end >= len(text) or not text[end].isalnum():
            return True
        index = doc.tokens.at(end)
        word, tag = doc.tokens.words[index], doc.tokens.tag(index)
        ends = word in self._after or tag[:1] in (FUNCTION_TAGS if len(word) == 1 else EDGE_TAGS)
        return ends or doc.refuse(start, end, RULE, f"{word} follows, of which it may be a part")

    @staticmethod
    def _candidate(doc: Doc, start: int, end: int, class_: str) -> Candidate:
        return Candidate(start, end, RULE, OrganizationValue(doc.folded[start:end], None, class_))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether Latin letters are a word of their own: no letter or digit beside them, nor another word after a space."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum()):
        return False
    return not (after == " " and text[end + 1 : end + 2].isupper())
