"""Organizations that no list holds, by their last word: …有限公司, …协会, …大学, 黑龙江省|工信厅.

Where the name begins is decided by walking left from the tail over known names, places and words. Each tail's grammar
says what the walk may cross and what the name must hold:

- ``legal``     有限公司: crosses nearly every word, for formal names hold 企业, 合作, 服务; stops at hard words only
- ``company``   公司, 集团: needs a proper word or a parent
- ``body``      协会, 大学, 局: needs a place, a parent, a proper word or a word like 中国 and 国家
- ``unit``      部, 系, 中心: needs a parent or a place, and a word between
- ``industry``  科技, 资本: two to six characters of a proper name right before it
"""

from collections.abc import Iterator, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit, Literal
from cmfacts.finders import walk_notes
from cmfacts.finders.lattice import Lattice, Piece
from cmfacts.finders.name_walk import Tail, Walk, Walker, is_anchor
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

CHANNEL = "org.tail"
PARTNERSHIP = "(有限合伙)"  # a bracket that is the end of a legal form
LONGEST = 64  # code points of a name with all its parents
COMMON_TAILS = frozenset({"公司", "分公司", "科技公司"})  # so common that two stray characters before it prove nothing
VAGUE_ENDINGS = ("中心", "基金", "会议")  # a 综合服务中心 stands in every county
COLLECTIVE_CLASSES = frozenset({"research", "association", "international", "other"})
OFFICES = frozenset({"司", "局", "署"})
LEVELS = "省市县区州盟旗镇乡"


class TailRule:
    """Finds names by their tails. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._tails: dict[str, Tail] = {}
        for table in lexicons.of("org", "tail"):
            for tail, class_, grammar in table.select("tail", "class", "grammar"):
                self._tails.pop(tail, None)
                if grammar != "none":
                    self._tails[tail] = Tail(class_, grammar)
        for table in lexicons.of("org", "body"):
            for body, class_, bare in table.select("body", "class", "bare"):
                self._tails[body] = Tail(class_, "body", True, bare)
        self._walker = Walker(lexicons)
        self._structural = lexicons.words("org", "structural")
        self._after = lexicons.words("org", "after")
        self._followers = tuple(self._after)
        self._wide = {
            place
            for table in lexicons.of("place", "place")
            for place, level in table.select("place", "level")
            if level in ("country", "region")
        }

    def literals(self) -> Iterator[Literal]:
        """Every tail word."""
        return (Literal(word, CHANNEL, tail) for word, tail in self._tails.items())

    def find(self, doc: Doc, lattice: Lattice, known: Sequence[Candidate]) -> list[Candidate]:
        """Names by tail, left to right, so that one found can be the parent of the next."""
        starts_of_known = {candidate.end: candidate.start for candidate in known}
        places = doc.hits["place"]
        first_place = min((hit.start for hit in places), default=len(doc.folded))
        found = []
        for hit in _longest_by_end(doc.hits[CHANNEL]):
            if starts_of_known.get(hit.end, hit.start) < hit.start:
                continue
            candidate = self._name(doc, lattice, hit) or self._elided(doc, lattice, hit, first_place)
            if candidate:
                lattice.add(candidate)
                found.append(candidate)
        return found

    def _name(self, doc: Doc, lattice: Lattice, hit: Hit) -> Candidate | None:
        tail: Tail = hit.payload
        if not self._is_word(doc, hit, tail):
            return None
        walk = self._walker.walk(lattice, hit.start, tail)
        named = bool(walk.pieces) and self._accepts(walk, tail, doc, hit)
        if doc.trace:
            walk_notes.note(doc.trace, lattice, hit, walk, self._walker.stops, named)
        if not named:
            return None
        start, end = walk.pieces[-1].start, hit.end
        if doc.folded.startswith(PARTNERSHIP, end):
            end += len(PARTNERSHIP)
        if end - start > LONGEST:
            return None
        name = doc.folded[start:end]
        return Candidate(start, end, f"org.tail.{tail.grammar}", OrganizationValue(name, None, tail.class_))

    def _is_word(self, doc: Doc, hit: Hit, tail: Tail) -> bool:
        """Whether the tail ends where a word ends and begins none that means something else (子公司, 内部)."""
        tokens = doc.tokens
        first = tokens.at(hit.start)
        if tokens.starts[first] < hit.start:
            word = tokens.words[first]
            if word in self._walker.stops or (
                len(word) < 4 and tail.grammar in ("company", "industry")
            ):  # 子公司, 电影业
                return doc.refuse(hit.start, hit.end, CHANNEL, f"its tail is part of {word}")
        if tail.grammar == "legal" or tokens.is_boundary(hit.end):
            return True
        last = tokens.at(hit.end)  # 协会|会长 may be one word in jieba's dictionary
        ends = tokens.starts[last] >= hit.start and doc.folded[hit.end : tokens.starts[last + 1]] in self._after
        return ends or doc.refuse(hit.start, hit.end, CHANNEL, f"its tail ends inside {tokens.words[last]}")

    def _elided(self, doc: Doc, lattice: Lattice, hit: Hit, first_place: int) -> Candidate | None:
        """市发改委, or 发改委 alone, once the text has named the place whose body it is."""
        tail: Tail = hit.payload
        start = hit.start - (hit.start > 0 and doc.folded[hit.start - 1] in LEVELS)
        if not tail.functional or not tail.bare or first_place >= start or not doc.tokens.is_boundary(hit.end):
            return None
        if start == hit.start and (tail.bare == "level" or hit.end - start < 3):
            return None
        before = lattice.before(start)
        if before is not None and before.kind == "word" and before.text not in self._walker.stops:
            return None
        name = doc.folded[start : hit.end]
        return Candidate(start, hit.end, "org.tail.elided", OrganizationValue(name, None, tail.class_))

    def _accepts(self, walk: Walk, tail: Tail, doc: Doc, hit: Hit) -> bool:
        words = [
            piece for piece in walk.pieces if piece.kind in ("word", "bracket") and piece.text not in self._walker.leads
        ]
        content = [piece for piece in words if piece.text not in self._walker.generic]
        match tail.grammar:
            case "legal":
                return bool(content) or walk.anchor == "org" or (bool(walk.anchor) and bool(words))
            case "company":
                return self._is_company(walk, words, content, doc.folded[hit.start : hit.end])
            case "body" if tail.functional:
                nearest = walk.pieces[0]
                return is_anchor(nearest) or _is_place_name(walk.pieces)
            case "body":
                vague = doc.folded.endswith(VAGUE_ENDINGS, hit.start, hit.end)
                return self._is_body(walk, tail, words, [] if vague and not walk.anchor else content)
            case "unit":
                first = doc.tokens.words[
                    doc.tokens.at(hit.start)
                ]  # 内部 and 总部 are words of their own; 计算机系 is a unit
                whole = len(first) > 2 or doc.tokens.is_boundary(hit.start)
                whole = whole and (hit.end - hit.start > 1 or len(walk.pieces[0].text) > 1)  # not 新|格|局
                return whole and self._is_unit(walk, words, content, doc.folded[hit.start : hit.end], tail.class_)
            case _:
                length = hit.start - walk.pieces[-1].start
                parent = walk.anchor == "org" and len(walk.pieces) == 1  # 招商局|资本
                proper = parent or (self._walker.has_proper(walk.pieces) and walk.clean)
                return proper and 2 <= length <= 8 and not self._runs_on(doc, hit.end)

    def _is_company(self, walk: Walk, words: Sequence[Piece], content: Sequence[Piece], tail: str) -> bool:
        """海尔集团, 中国移动内蒙古公司, 节能风电公司 in its place; not 上市公司, nor 风投公司."""
        places = [piece for piece in walk.pieces if piece.kind == "place"]
        run = 3 if tail in COMMON_TAILS else 2
        if walk.anchor == "org":
            return not words or bool(places) or self._walker.has_proper(content, run)
        local = any(place.text not in self._wide for place in places)  # 上海工程公司 is one; 美国互联网公司 are many
        return self._walker.has_proper(walk.pieces, run) or (local and bool(words)) or (bool(places) and bool(content))

    def _is_body(self, walk: Walk, tail: Tail, words: Sequence[Piece], content: Sequence[Piece]) -> bool:
        """绍兴市|博物馆, 国际|港口|协会, 绿色包装产业联盟; not 国家重点实验室, nor 行业协会."""
        telling = [piece for piece in words if piece.text not in self._structural]
        if walk.anchor == "lead":
            return bool(telling if tail.class_ in COLLECTIVE_CLASSES else content)
        if walk.anchor:
            return walk.anchor == "org" or bool(words) or tail.class_ not in COLLECTIVE_CLASSES
        length = sum(piece.end - piece.start for piece in walk.pieces)
        descriptive = tail.class_ in COLLECTIVE_CLASSES and walk.clean and bool(content) and length >= 5
        return descriptive or self._walker.has_proper(walk.pieces)

    @staticmethod
    def _is_unit(walk: Walk, words: Sequence[Piece], content: Sequence[Piece], tail: str, class_: str) -> bool:
        """A unit of a parent, which may stand at once after it or after a place, or a body of a place."""
        if walk.anchor == "org":
            # Its own word or a place: a 市场部 is every firm's. An office of state needs none: 科技部|农村司.
            named = content or len(walk.pieces) > len(words) + 1 or (words and tail in OFFICES)
            return len(words) <= 4 and (bool(named) or len(tail) > 2)
        office = len(tail) > 1 or class_ == "government"
        return walk.anchor == "place" and office and bool(content) and len(words) <= 4

    def _runs_on(self, doc: Doc, end: int) -> bool:
        """Whether a noun or a verb goes on where the name should end: 生物科技|领域, 微电子|所."""
        if end >= len(doc.folded):
            return False
        index = doc.tokens.at(end)
        word = doc.tokens.words[index]
        if doc.folded.startswith(self._followers, end) or word in self._walker.stops or not word.isalnum():
            return False
        return doc.tokens.tag(index)[:1] in ("n", "v", "a", "b", "j", "l") or word == "所"


def _is_place_name(pieces: Sequence[Piece]) -> bool:
    """Whether the nearest pieces are a place that no list knows: 云州|市, 平背乡."""
    nearest = pieces[0]
    if nearest.text[-1] not in LEVELS:
        return False
    return len(nearest.text) > 1 or (len(pieces) > 1 and (is_anchor(pieces[1]) or pieces[1].tag[:1] in "nxjg"))


def _longest_by_end(hits: Sequence[Hit]) -> list[Hit]:
    """Of the tails that end at one place the longest, in text order."""
    longest: dict[int, Hit] = {}
    for hit in hits:
        if hit.end not in longest or hit.start < longest[hit.end].start:
            longest[hit.end] = hit
    return sorted(longest.values(), key=lambda hit: (hit.end, hit.start))
