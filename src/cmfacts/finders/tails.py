"""Organizations that no list holds, by their last word: …有限公司, …协会, …大学, 黑龙江省|工信厅.

Where the name begins is decided by walking left from the tail over known names, places and words. Each tail's grammar
says what the walk may cross and what the name must hold:

- ``legal``     有限公司: crosses nearly every word, for formal names hold 企业, 合作, 服务; stops at hard words only
- ``company``   公司, 集团: needs a proper word or a parent
- ``body``      协会, 大学, 局: needs a place, a parent, a proper word or a word like 中国 and 国家
- ``unit``      部, 系, 中心: needs a parent or a place, and a word between
- ``industry``  科技, 资本: two to six characters of a proper name right before it
- ``brand``     新能源, 期货: only right after the name of a firm, which it makes longer: 华友|新能源
- ``local``     航空, 城投: as industry, and right after a place: 老挝|航空
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from operator import itemgetter

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit, Literal
from cmfacts.finders import walk_notes
from cmfacts.finders.false_tails import NAMES, FalseTails
from cmfacts.finders.lattice import DASHES, Lattice, is_headed
from cmfacts.finders.name_walk import Tail, Walk, Walker
from cmfacts.finders.syllables import LEVELS, is_anchor
from cmfacts.finders.tail_grammar import UNNAMED, TailGrammar
from cmfacts.finders.values import OrganizationValue
from cmfacts.finders.walks import Walks
from cmfacts.lexicon import Lexicons

CHANNEL = "org.tail"
PARTNERSHIP = "(有限合伙)"  # a bracket that is the end of a legal form
ROLE = 2  # code points before 公司 in a word for a role
LONG_TAIL = 3  # code points of a tail that a known name may reach into
SECTORS = "sector"
LONGEST = 64  # code points of a name with all its parents
JOINED = ("brand", "industry")
COMMITTEES = ("省委", "市委", "县委", "区委", "州委")
PARTS = ("子公司", "业务", "板块", "事业部")
NOBODY = "某"


class TailRule:
    """Finds names by their tails. Immutable once built."""

    def __init__(self, lexicons: Lexicons, names: Container[str] = ()) -> None:
        self._tails = {
            tail: Tail(class_, "industry", local=True) if grammar == "local" else Tail(class_, grammar)
            for tail, (class_, grammar) in lexicons.cells("org", "tail", "class", "grammar").items()
            if grammar != "none"
        }
        for body, (class_, bare) in lexicons.cells("org", "body", "class", "bare").items():
            self._tails[body] = Tail(class_, "body", True, bare)
        self.walker = Walker(lexicons, names)
        self._false = FalseTails(lexicons)
        self._after = lexicons.words("org", "after")
        acts = (word for word, right in lexicons.pairs("org", "signal", "right").items() if right)
        self._followers = tuple({*self._after, *acts})
        self._following = frozenset(word[0] for word in self._followers)
        self._grammar = TailGrammar(lexicons, self.walker, self._tails)

    def literals(self) -> Iterator[Literal]:
        """Every tail word."""
        return (Literal(word, CHANNEL, tail) for word, tail in self._tails.items())

    def find(self, doc: Doc, lattice: Lattice, known: Sequence[Candidate], walks: Walks) -> list[Candidate]:
        """Names by tail, left to right, so that one found can be the parent of the next.

        ``walks`` are what an earlier pass over the text left, or none yet.
        """
        walks.begin(lattice)
        starts_of_known = {candidate.end: candidate.start for candidate in known}
        starts = [candidate.start for candidate in known]
        places = doc.hits["place"]
        first_place = min(map(itemgetter(0), places), default=len(doc.folded))
        found = []
        done = failed = -1
        for hit in _longest_first(doc.hits[CHANNEL]):
            if (
                hit.end == done
                or (hit.end == failed and hit.payload.functional)
                or starts_of_known.get(hit.end, hit.start) < hit.start
            ):
                continue
            if before := walks.before(hit):
                candidate = before[0]
            else:
                lattice.lowest = hit.start
                grammar = hit.payload.grammar
                reaches = hit.end - hit.start >= LONG_TAIL and grammar not in JOINED
                candidate = self._reaching(doc, lattice, known, starts, hit) if reaches else None
                if not candidate and grammar in JOINED:
                    candidate = self._joined(doc, lattice, hit)
                if not candidate and grammar != "brand":
                    candidate = self._name(doc, lattice, hit) or self._elided(doc, lattice, hit, first_place)
                walks.note(hit, candidate, lattice.lowest)
            if candidate:
                lattice.add(candidate)
                found.append(candidate)
            if candidate or not hit.payload.functional:
                done = hit.end
            elif self._is_word(doc, hit, hit.payload):
                failed = hit.end
        return found

    @staticmethod
    def _reaching(
        doc: Doc, lattice: Lattice, known: Sequence[Candidate], starts: Sequence[int], hit: Hit
    ) -> Candidate | None:
        """A tail that begins inside a known name makes it longer: 克而瑞|研究|中心, 并购重组|委|员会."""
        index = bisect_left(starts, hit.start) - 1
        if index < 0 or not known[index].start < hit.start < known[index].end < hit.end:
            return None
        if not doc.tokens.is_boundary(hit.end):
            return None
        start, tail = known[index].start, hit.payload
        while (parent := lattice.before(start)) and is_anchor(parent):  # 湖北|武汉|中船|武昌造船|厂
            start = parent.start
        return Candidate(
            start,
            hit.end,
            f"org.tail.{tail.grammar}",
            OrganizationValue(doc.folded[start : hit.end], None, tail.class_),
        )

    def _name(self, doc: Doc, lattice: Lattice, hit: Hit) -> Candidate | None:
        tail: Tail = hit.payload
        if not self._is_word(doc, hit, tail):
            return None
        walk = self.walker.walk(lattice, hit.start, tail)
        if walk.pieces and self._names_person(walk, doc, hit):
            return self._no_name(doc, hit, "its tail begins a person's title")
        named = bool(walk.pieces) and self._grammar.accepts(walk, lattice, doc, hit)
        if named and tail.grammar == "industry":
            part = walk.anchor == "org" and doc.folded.startswith(PARTS, hit.end)  # 科大讯飞|医疗|子公司
            named = not (part or self._runs_on(doc, hit.end))
        if named and self._describes(doc, walk, hit):
            return self._no_name(doc, hit, "it says what the firm is whose name follows")
        before = lattice.before(walk.pieces[-1].start) if named else None
        if before is not None and before.text == NOBODY:
            return self._no_name(doc, hit, f"{NOBODY} names nobody")
        if named and self._false.counts_many(doc.folded, walk.pieces, hit.end):
            return self._no_name(doc, hit, "a place has many of the kind")
        if doc.trace:
            walk_notes.note(doc.trace, lattice, hit, walk, self.walker.stops, named)
        if not named:
            return None
        start, end = walk.pieces[-1].start, hit.end
        start += doc.folded[start] in DASHES  # 清华大学-|华为|联合实验室
        if doc.folded.startswith(PARTNERSHIP, end):
            end += len(PARTNERSHIP)
        if end - start > LONGEST:
            return self._no_name(doc, hit, f"its name with all parents would be longer than {LONGEST} characters")
        name = doc.folded[start:end]
        return Candidate(start, end, f"org.tail.{tail.grammar}", OrganizationValue(name, None, tail.class_))

    @staticmethod
    def _opens_field(doc: Doc, hit: Hit) -> bool:
        """Whether the tail is the beginning of a field's name: 海尔|智能制造|研究院; not 云海|智能|研发中心."""
        return any(field.end > hit.end for field in doc.beginning(SECTORS, hit.start))

    @staticmethod
    def _no_name(doc: Doc, hit: Hit, why: str) -> None:
        """None, and where ``explain`` is listening a note of why."""
        doc.refuse(hit.start, hit.end, CHANNEL, why)

    def _joined(self, doc: Doc, lattice: Lattice, hit: Hit) -> Candidate | None:
        """A firm's or a place's name made longer by a line of business: 华友|新能源, 老挝|航空."""
        parent = lattice.before(hit.start)
        if not is_anchor(parent) or (parent.kind == "place" and not hit.payload.local):
            return None
        firm = parent.kind == "org" and lattice.ends_firm(hit.start) and not parent.text.endswith(self._false.complete)
        local = parent.kind == "place" and (parent.text not in self._grammar.wide or hit.payload.class_ != "finance")
        if (
            self._false.holds_shares(doc, parent, hit)
            or self._false.closes(doc, hit)
            or not (firm or local)
            or not self._is_word(doc, hit, hit.payload)
            or self._goes_on(doc, hit.end)
            or self._opens_field(doc, hit)
        ):
            return self._no_name(doc, hit, f"it makes no longer name of {parent.text} here")
        name = doc.folded[parent.start : hit.end]
        return Candidate(parent.start, hit.end, "org.tail.brand", OrganizationValue(name, None, hit.payload.class_))

    def _is_word(self, doc: Doc, hit: Hit, tail: Tail) -> bool:
        """Whether the tail ends where a word ends and begins none that means something else (子公司, 内部)."""
        if self._false.covers(doc, hit):
            return doc.refuse(hit.start, hit.end, CHANNEL, "only looks like a tail")
        tokens = doc.tokens
        first = tokens.at(hit.start)
        if tokens.starts[first] < hit.start:
            word = tokens.words[first]
            if (
                word in self.walker.stops
                or word in self.walker.leads
                or (len(word) < 4 and tail.grammar in ("company", "industry"))
            ):  # 子公司, 电影业
                return doc.refuse(hit.start, hit.end, CHANNEL, f"its tail is part of {word}")
        if tail.grammar == "company" and self._is_role(doc, hit):
            return doc.refuse(hit.start, hit.end, CHANNEL, "its tail ends a word for a role")
        if tail.grammar == "legal" or tokens.is_boundary(hit.end) or is_headed(doc.folded, hit.start, hit.end):
            return True
        last = tokens.at(hit.end)  # 协会|会长 may be one word in jieba's dictionary
        ends = tokens.starts[last] >= hit.start and doc.folded[hit.end : tokens.starts[last + 1]] in self._after
        return ends or doc.refuse(hit.start, hit.end, CHANNEL, f"its tail ends inside {tokens.words[last]}")

    def _is_role(self, doc: Doc, hit: Hit) -> bool:
        """Whether the words before the tail and it are what a firm is to others: 华为|关联|公司."""
        text = doc.folded
        return any(text[at : hit.end] in self.walker.stops for at in range(max(0, hit.start - ROLE), hit.start))

    def _elided(self, doc: Doc, lattice: Lattice, hit: Hit, first_place: int) -> Candidate | None:
        """市发改委, and 发改委 alone once the text has named the place whose body it is."""
        tail: Tail = hit.payload
        start = hit.start - (hit.start > 0 and doc.folded[hit.start - 1] in LEVELS)
        if tail.class_ == "party" and doc.folded.endswith(COMMITTEES, 0, hit.start):  # 省委|宣传部
            start = hit.start - 2
        known_place = first_place < start or (start < hit.start and tail.bare == "yes")
        if (
            not tail.functional
            or tail.bare not in ("yes", "level")
            or not known_place
            or not doc.tokens.is_boundary(hit.end)
        ):
            return None
        if start == hit.start and (tail.bare == "level" or hit.end - start < 3):
            return None
        before = lattice.before(start)
        if before is not None and before.kind == "word" and before.text not in self.walker.stops:
            return self._no_name(doc, hit, f"alone it is a body of a place named before, but {before.text} precedes it")
        if before is not None and before.text[0] in UNNAMED and before.text[1:] in ("", *LEVELS):  # 各市|县公安局
            return self._no_name(doc, hit, f"{before.text} names no place")
        name = doc.folded[start : hit.end]
        return Candidate(start, hit.end, "org.tail.elided", OrganizationValue(name, None, tail.class_))

    def _describes(self, doc: Doc, walk: Walk, hit: Hit) -> bool:
        """Whether a country and a trade say what the named firm after them is: 美国|日用品|公司|宝洁."""
        if hit.payload.grammar != "company" or walk.anchor == "org" or self.walker.has_proper(walk.pieces):
            return False
        if not any(piece.text in self._grammar.wide for piece in walk.pieces):
            return False
        return any(
            name.end - name.start >= LONG_TAIL or not name.payload.weak for name in doc.beginning(NAMES, hit.end)
        )

    @staticmethod
    def _names_person(walk: Walk, doc: Doc, hit: Hit) -> bool:
        """Whether 所|长 and the like follow a person: 庞昭进|所长."""
        return hit.end - hit.start == 1 and is_headed(doc.folded, hit.start, hit.end) and len(walk.pieces[0].text) == 1

    def _runs_on(self, doc: Doc, end: int) -> bool:
        """Whether a noun or a verb goes on where the name should end: 生物科技|领域, 微电子|所."""
        if end >= len(doc.folded):
            return False
        index = doc.tokens.at(end)
        word = doc.tokens.words[index]
        if word in self.walker.stops or not word.isalnum() or self._is_followed(doc.folded, end):
            return False
        return doc.tokens.tag(index)[:1] in ("n", "v", "a", "b", "j", "l") or word == "所"

    def _is_followed(self, text: str, end: int) -> bool:
        """Whether what organizations have or do comes next; there are hundreds of such words."""
        return text[end] in self._following and text.startswith(self._followers, end)

    def _goes_on(self, doc: Doc, end: int) -> bool:
        """Whether a line of business is more likely a noun of its own: 比亚迪|汽车|和电子业务, 汇丰|资产|管理."""
        if doc.folded.startswith(PARTS, end):
            return True
        if end >= len(doc.folded) or self._is_followed(doc.folded, end):
            return False
        index = doc.tokens.at(end)
        if doc.tokens.tag(index) in ("vn", "c", "ns"):
            return True
        return doc.tokens.tag(index) not in ("v", "vi") and self._runs_on(doc, end)


def _longest_first(hits: Sequence[Hit]) -> list[Hit]:
    """By where they end; of the tails that end at one place the longest first."""
    return sorted(hits, key=itemgetter(1, 0))
