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
from cmfacts.finders.lattice import Lattice, Piece, is_headed
from cmfacts.finders.name_walk import AND, LATIN_HEADED, LEVELS, Tail, Walk, Walker, is_anchor, opens_with_town
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

CHANNEL = "org.tail"
PARTNERSHIP = "(有限合伙)"  # a bracket that is the end of a legal form
ROLE = 2  # code points before 公司 in a word for a role
LONG_TAIL = 3  # code points of a tail that a known name may reach into
LONGEST = 64  # code points of a name with all its parents
FIELD_TAGS = frozenset({"n", "vn", "nz", "j"})
JOINED = ("brand", "industry")
COMMON_TAILS = frozenset({"公司", "分公司", "科技公司"})  # so common that two stray characters before it prove nothing
VAGUE_ENDINGS = ("中心", "基金", "会议")  # a 综合服务中心 stands in every county
COLLECTIVE_CLASSES = frozenset({"research", "association", "international", "other"})
MINISTRY = "部"
OFFICES_OF_PLACES = ("局", "厅", "委")
OFFICES = frozenset({"司", "局", "署", "大队", "支队", "总队"})
DIVISIONS = ("集团", "事业部")  # a firm's own, which may be named by two words: 西门子|数字化|工业|集团
ZONE_NAMES = ("前海", "横琴", "中关村", "张江", "光谷", "河套")
ZONE_ENDINGS = ("新区", "片区", "自贸区")
ZONES = tuple("区城园港岛谷")  # what a 管委会 manages
ZONE_WORDS = ("经开区", "高新区", "合作区", "示范区", "试验区")  # 北京|经|开|区|工委
COMMITTEES = ("省委", "市委", "县委", "区委", "州委")
PARTS = ("子公司", "业务", "板块", "事业部")
PORTS = ("机场", "口岸", "车站", "火车站", "港区")  # 白云机场|海关
COMMITTEES_OF_EVENTS = ("组委会", "执委会")
EVENTS = tuple("会赛展节奖杯坛")  # 外滩|大会|组委会; not 大会组委会
FIRM = "公司"
FIELD_SYLLABLES = "光新大小老"  # 光|通信, 新|能源
FOUNDATION = "基金会"
UNNAMED = tuple("某该各每其多几")  # 某|省市场监管局, 该|市教育局
MANY = ("家", "个", "多", "些", "批", "所")
FIRST = ("首", "第")  # 首家, 首个: one alone
NOBODY = "某"
MASKS = tuple("×*○")  # what hides a name: ××投资发展有限公司
BIDDERS = "联合体"  # 中铁四局|联合体|中标
NEEDS_WORDS = (BIDDERS, "管理局")  # 青海省|管理局 is that of a park or the like
TEAM = "专班"  # any office has one: only its place or parent tells which


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
        self._structural = lexicons.words("org", "structural")
        self._after = lexicons.words("org", "after")
        acts = (word for word, right in lexicons.pairs("org", "signal", "right").items() if right)
        self._terms = lexicons.words("sector", "term")
        self._followers = tuple({*self._after, *acts})
        self._wide = frozenset(lexicons.value("place.wide", lambda: sorted(_wide(lexicons))))

    def literals(self) -> Iterator[Literal]:
        """Every tail word."""
        return (Literal(word, CHANNEL, tail) for word, tail in self._tails.items())

    def find(self, doc: Doc, lattice: Lattice, known: Sequence[Candidate]) -> list[Candidate]:
        """Names by tail, left to right, so that one found can be the parent of the next."""
        starts_of_known = {candidate.end: candidate.start for candidate in known}
        starts = [candidate.start for candidate in known]
        places = doc.hits["place"]
        first_place = min((hit.start for hit in places), default=len(doc.folded))
        found = []
        done = failed = -1
        for hit in _longest_first(doc.hits[CHANNEL]):
            if (
                hit.end == done
                or (hit.end == failed and hit.payload.functional)
                or starts_of_known.get(hit.end, hit.start) < hit.start
            ):
                continue
            candidate = self._reaching(doc, lattice, known, starts, hit)
            if not candidate and hit.payload.grammar in JOINED:
                candidate = self._joined(doc, lattice, hit)
            if not candidate and hit.payload.grammar != "brand":
                candidate = self._name(doc, lattice, hit) or self._elided(doc, lattice, hit, first_place)
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
        if hit.end - hit.start < LONG_TAIL or hit.payload.grammar in JOINED:
            return None
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
        named = bool(walk.pieces) and self._accepts(walk, lattice, doc, hit)
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
        if doc.folded.startswith(PARTNERSHIP, end):
            end += len(PARTNERSHIP)
        if end - start > LONGEST:
            return self._no_name(doc, hit, f"its name with all parents would be longer than {LONGEST} characters")
        name = doc.folded[start:end]
        return Candidate(start, end, f"org.tail.{tail.grammar}", OrganizationValue(name, None, tail.class_))

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
        local = parent.kind == "place" and (parent.text not in self._wide or hit.payload.class_ != "finance")
        if (
            self._false.holds_shares(doc, parent, hit)
            or not (firm or local)
            or not self._is_word(doc, hit, hit.payload)
            or self._goes_on(doc, hit.end)
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
        if before is not None and before.text in UNNAMED:
            return self._no_name(doc, hit, f"{before.text} names no place")
        name = doc.folded[start : hit.end]
        return Candidate(start, hit.end, "org.tail.elided", OrganizationValue(name, None, tail.class_))

    def _describes(self, doc: Doc, walk: Walk, hit: Hit) -> bool:
        """Whether a country and a trade say what the named firm after them is: 美国|日用品|公司|宝洁."""
        if hit.payload.grammar != "company" or walk.anchor == "org" or self.walker.has_proper(walk.pieces):
            return False
        if not any(piece.text in self._wide for piece in walk.pieces):
            return False
        return any(
            name.end - name.start >= LONG_TAIL or not name.payload.weak for name in doc.beginning(NAMES, hit.end)
        )

    @staticmethod
    def _names_person(walk: Walk, doc: Doc, hit: Hit) -> bool:
        """Whether 所|长 and the like follow a person: 庞昭进|所长."""
        return hit.end - hit.start == 1 and is_headed(doc.folded, hit.start, hit.end) and len(walk.pieces[0].text) == 1

    def _accepts(self, walk: Walk, lattice: Lattice, doc: Doc, hit: Hit) -> bool:
        tail: Tail = hit.payload
        words = [
            piece for piece in walk.pieces if piece.kind in ("word", "bracket") and piece.text not in self.walker.leads
        ]
        content = [piece for piece in words if piece.text not in self.walker.generic]
        match tail.grammar:
            case "legal":
                own = any(piece.text not in self.walker.stops for piece in content)
                firm = walk.anchor == "place" and doc.folded.endswith(FIRM, hit.start, hit.end)  # 北海|股份有限公司
                local = firm and any(piece.text not in self._wide for piece in walk.pieces)
                own = own or self._is_motto(doc, walk, words, hit)
                own = own and (bool(walk.anchor) or not _is_unnamed(lattice.before(walk.pieces[-1].start)))
                return own or walk.anchor == "org" or local or (bool(walk.anchor) and bool(words))
            case "company":
                tail_word = doc.folded[hit.start : hit.end]
                parent = next((piece.end for piece in walk.pieces if piece.kind == "org"), -1)
                trade = not walk.anchor and self._is_trade(doc.folded[walk.pieces[-1].start : hit.start])
                return not trade and self._is_company(
                    walk, words, content, tail_word, is_firm=not lattice.ends_organ(parent)
                )
            case "body" if not walk.anchor and doc.folded.endswith(TEAM, hit.start, hit.end):
                return False
            case "body" if not words and doc.folded[hit.start : hit.end] in NEEDS_WORDS:
                return walk.anchor == "org" and not doc.folded.endswith(BIDDERS, hit.start, hit.end)
            case "body" if tail.functional:
                team = tail.class_ == "sports" and walk.anchor == "place" and self.walker.has_proper(words)
                zone = walk.anchor == "place" and walk.pieces[0].text.endswith(ZONES) and tail.bare == "zone"
                world = tail.class_ == "association" and walk.anchor == "lead" and len(walk.pieces) == 1  # 国际|足联
                near = is_anchor(walk.pieces[0]) or self._is_place_name(walk.pieces)
                near = near or walk.pieces[0].text.endswith(PORTS)
                return (
                    near
                    or team
                    or zone
                    or world
                    or self._is_managed(walk, tail)
                    or self._joins_fields(walk, doc.folded[hit.start : hit.end])
                )
            case "body":
                vague = doc.folded.endswith(VAGUE_ENDINGS, hit.start, hit.end)
                foundation = doc.folded.endswith(FOUNDATION, hit.start, hit.end)
                content = [] if vague and not walk.anchor else content
                if walk.anchor in ("", "lead") and _is_unnamed(lattice.before(walk.pieces[-1].start)):
                    return False  # 一批|国家|…|学院
                if walk.anchor in ("", "lead") and self._is_technology(lattice, walk, hit):
                    return True
                return self._is_body(walk, tail, words, content, foundation=foundation)
            case "unit":
                first = doc.tokens.words[
                    doc.tokens.at(hit.start)
                ]  # 内部 and 总部 are words of their own; 计算机系 is a unit
                whole = len(first) > 2 or doc.tokens.is_boundary(hit.start)
                whole = whole and (  # not 新|格|局, but 国家卫生健康委|医|政|司
                    hit.end - hit.start > 1 or len(walk.pieces[0].text) > 1 or _spells(walk, words)
                )
                return whole and self._is_unit(walk, words, content, doc.folded[hit.start : hit.end], tail.class_)
            case _:
                length = hit.start - walk.pieces[-1].start
                parent = (
                    walk.anchor == "org" and len(walk.pieces) == 1 and not lattice.ends_organ(hit.start)
                )  # 招商局|资本; not 国家铁路局|科技
                proper = parent or (self.walker.has_proper(walk.pieces) and walk.clean)
                return proper and 2 <= length <= 8 and not self._runs_on(doc, hit.end)

    def _is_technology(self, lattice: Lattice, walk: Walk, hit: Hit) -> bool:
        """Whether a technology or a treaty opens the name of a body: AI|产业|创新联盟, RCEP|国家|科技|园区|联盟."""
        first, class_ = walk.pieces[-1], hit.payload.class_
        if not walk.clean or len(first.text) < 2 or not first.text.isascii() or first.text.isdigit():
            return False
        before = lattice.before(first.start)
        many = before is not None and (before.text in self.walker.generic or _is_unnamed(before))
        told = len(walk.pieces) > 1 or len(first.text) > 2  # any 研究院 or 联盟 may be of AI
        told = told or (class_ == "association" and hit.end - hit.start > 2)
        return not many and told and class_ in LATIN_HEADED

    @staticmethod
    def _is_motto(doc: Doc, walk: Walk, words: Sequence[Piece], hit: Hit) -> bool:
        """Whether a formal name is all ordinary words, the first a verb: 创新|科技|有限公司, 发展|控股|有限公司."""
        first = walk.pieces[-1]
        whole = walk.clean and (len(words) > 1 or doc.folded.startswith(DIVISIONS, hit.start))
        return whole and first.tag[:1] == "v" and doc.folded[first.start - 1 : first.start] not in MASKS

    def _is_company(
        self, walk: Walk, words: Sequence[Piece], content: Sequence[Piece], tail: str, *, is_firm: bool
    ) -> bool:
        """海尔集团, 中国移动内蒙古公司, 节能风电公司 in its place; not 上市公司, nor 风投公司."""
        places = [piece for piece in walk.pieces if piece.kind == "place"]
        run = 3 if tail in COMMON_TAILS else 2
        if walk.anchor == "org":
            own = words if tail in DIVISIONS else content
            if tail == FIRM and len(words) == 2 and not own:
                own = words  # 中企华|资产|评估|公司
            firm = (
                is_firm
                and len(words) == len(own) <= 1 + (tail in DIVISIONS or own is words)
                and all(map(self._is_field, own))
            )
            return (not words and is_firm) or bool(places) or firm or self.walker.has_proper(content, run)
        local = any(place.text not in self._wide for place in places)  # 上海工程公司 is one; 美国互联网公司 are many
        if len(places) > 1 and tail == "集团" and not words and places[1].text[-1] in LEVELS:  # 青海省|三江|集团
            return True
        if local and not words and len(tail) > 2 and tail.endswith(("厂", "集团")):  # 北京水泥厂, 江西省投资集团
            return True
        return self.walker.has_proper(walk.pieces, run) or (local and bool(words)) or (bool(places) and bool(content))

    def _is_trade(self, body: str) -> bool:
        """Whether a field is all that stands before 公司, which says what firms do: 物联网|公司, 光|通信|公司."""
        return body in self._terms or (body[1:] in self._terms and body[0] in FIELD_SYLLABLES)

    def _is_field(self, word: Piece) -> bool:
        """A line of business, or a number: 万里扬|能源|公司, 中石化|第二|建设|公司; not 新|公司."""
        return len(word.text) > 1 and word.tag in FIELD_TAGS and word.text not in self._structural

    def _is_body(
        self, walk: Walk, tail: Tail, words: Sequence[Piece], content: Sequence[Piece], *, foundation: bool
    ) -> bool:
        """绍兴市|博物馆, 国际|港口|协会, 绿色包装产业联盟; not 国家重点实验室, nor 行业协会."""
        telling = [piece for piece in words if piece.text not in self._structural]
        if walk.anchor == "lead":
            return bool(telling if tail.class_ in COLLECTIVE_CLASSES else content)
        if walk.anchor:
            return walk.anchor == "org" or bool(words) or tail.class_ not in COLLECTIVE_CLASSES
        length = sum(piece.end - piece.start for piece in walk.pieces)
        level = walk.pieces[-1].text in LEVELS or opens_with_town(walk.pieces, LEVELS)
        if level and content and tail.class_ == "association":  # 省|脑卒中|学会, 明|州市|医|学会
            return True
        if foundation and walk.clean and content and length > 2:  # 爱心|树|公益基金会
            return True
        descriptive = tail.class_ in COLLECTIVE_CLASSES and walk.clean and bool(content) and length >= 5
        return descriptive or self.walker.has_proper(walk.pieces)

    @staticmethod
    def _is_unit(walk: Walk, words: Sequence[Piece], content: Sequence[Piece], tail: str, class_: str) -> bool:
        """A unit of a parent, which may stand at once after it or after a place, or a body of a place."""
        if walk.anchor == "org":
            # Its own word or a place: a 市场部 is every firm's. An office of state needs none: 科技部|农村司.
            named = content or len(walk.pieces) > len(words) + 1 or (words and tail in OFFICES)
            told = sum(len(word.text) for word in words) > 4  # 科技部|高新技术|研究|发展|中心
            if class_ == "health" and not any(
                piece.text.endswith("院") for piece in walk.pieces if piece.kind == "org"
            ):
                return False  # 江州人民医院|骨科
            return len(words) <= 5 and (bool(named) or told or class_ == "health" or len(tail) > 2)
        office = len(tail) > 1 or class_ == "government"
        fields = len(words) > 1 and tail == "局" and AND not in {word.text for word in words}  # 海南|国际|经济|发展|局
        if not walk.anchor and tail in COMMITTEES_OF_EVENTS:
            return words[0].text.endswith(EVENTS) and bool(content) and len(words) > 1
        content = words if fields else content
        return walk.anchor == "place" and office and bool(content) and len(words) <= 4

    def _is_managed(self, walk: Walk, tail: Tail) -> bool:
        """Whether a zone that no list knows stands before its committee: 云岭|经|开|区|管委会."""
        told = any(len(piece.text) > 1 and piece.text not in self.walker.generic for piece in walk.pieces[1:])
        return tail.bare == "zone" and walk.pieces[0].text.endswith(ZONES) and told and len(walk.pieces) <= 5

    def _joins_fields(self, walk: Walk, tail: str) -> bool:
        """Whether a place's office has two fields, the first of which has offices of its own: 文体|广电|和|旅游局."""
        joined = (
            walk.anchor == "place" and len(walk.pieces) > 2 and self.walker.stops.get(walk.pieces[0].text) == "joint"
        )
        fields = [piece.text for piece in walk.pieces if piece.kind == "word"][1:]
        fields = [*fields, "".join(fields[::-1])]
        state = (
            joined and tail.endswith(MINISTRY) and any(piece.text in self._wide for piece in walk.pieces)
        )  # 巴西|矿业|和|能源部
        return state or (
            joined and any(f"{each}{office}" in self._tails for each in fields for office in OFFICES_OF_PLACES)
        )

    def _is_place_name(self, pieces: Sequence[Piece]) -> bool:
        """Whether the nearest pieces are a place that no list knows: 云州|市, 平背乡; not 城市."""
        nearest = pieces[0]
        if nearest.text[-1] not in LEVELS or (nearest.text in self.walker.generic and len(pieces) == 1):
            return False
        if len(nearest.text) > 1 or len(pieces) == 1:
            return len(nearest.text) > 1
        zone = pieces[-1].kind == "place" and "".join(piece.text for piece in pieces[2::-1]).endswith(ZONE_WORDS)
        return zone or is_anchor(pieces[1]) or pieces[1].tag[:1] in "nxjg"

    def _runs_on(self, doc: Doc, end: int) -> bool:
        """Whether a noun or a verb goes on where the name should end: 生物科技|领域, 微电子|所."""
        if end >= len(doc.folded):
            return False
        index = doc.tokens.at(end)
        word = doc.tokens.words[index]
        if doc.folded.startswith(self._followers, end) or word in self.walker.stops or not word.isalnum():
            return False
        return doc.tokens.tag(index)[:1] in ("n", "v", "a", "b", "j", "l") or word == "所"

    def _goes_on(self, doc: Doc, end: int) -> bool:
        """Whether a line of business is more likely a noun of its own: 比亚迪|汽车|和电子业务, 汇丰|资产|管理."""
        if doc.folded.startswith(PARTS, end):  # 科大讯飞|医疗|子公司
            return True
        if end >= len(doc.folded) or doc.folded.startswith(self._followers, end):
            return False
        index = doc.tokens.at(end)
        if doc.tokens.tag(index) in ("vn", "c", "ns"):
            return True
        return doc.tokens.tag(index) not in ("v", "vi") and self._runs_on(doc, end)


def _spells(walk: Walk, words: Sequence[Piece]) -> bool:
    """Whether single characters are all that stands between a parent and an office: 国家卫生健康委|医|政|司."""
    return walk.anchor == "org" and len(words) > 1 and all(len(word.text) == 1 for word in words)


def _is_unnamed(before: Piece | None) -> bool:
    """Whether what stands before a name of ordinary words says that it names nobody: 某|生物科技|…, 一家|网络科技|…."""
    if before is None or before.text.startswith(FIRST):
        return False
    return before.text in UNNAMED or (before.tag == "m" and before.text.endswith(MANY))


def _longest_first(hits: Sequence[Hit]) -> list[Hit]:
    """By where they end; of the tails that end at one place the longest first."""
    return sorted(hits, key=itemgetter(1, 0))


def _wide(lexicons: Lexicons) -> set[str]:
    """Countries and parts of the world, but no zones of a city: 前海, 两江新区."""
    rows = (row for table in lexicons.of("place", "place") for row in table.select("place", "level"))
    return {
        place
        for place, level in rows
        if level == "country" or (level == "region" and place not in ZONE_NAMES and not place.endswith(ZONE_ENDINGS))
    }
