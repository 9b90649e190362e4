"""What each tail's grammar asks of the words before it: the grammars are told at the head of ``tails``."""

import re
from collections.abc import Container, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.scan import Hit
from cmfacts.finders.endings import endings
from cmfacts.finders.latin_heads import LATIN_HEADED
from cmfacts.finders.lattice import Lattice, Piece
from cmfacts.finders.name_walk import Tail, Walk, Walker
from cmfacts.finders.syllables import AND, LEVELS, TOWNS, is_anchor, opens_with_town
from cmfacts.lexicon import Lexicons

FIELD_TAGS = frozenset({"n", "vn", "nz", "j"})
COLLECTIVE_CLASSES = frozenset({"research", "association", "international", "other"})
MINISTRY = "部"
ZONE_NAMES = ("前海", "横琴", "中关村", "张江", "光谷", "河套")
ZONES = tuple("区城园港岛谷")  # what a 管委会 manages
FIRM = "公司"
FIELD_SYLLABLES = "光新大小老"  # 光|通信, 新|能源
FOUNDATION = "基金会"
BIDDERS = "联合体"  # 中铁四局|联合体|中标
COMMUNITY = "社区"
UNNAMED = tuple("某该各每其多几")  # 某|省市场监管局, 该|市教育局
FIRST = ("首", "第")  # 首家, 首个: one alone
TOWN = 2  # code points of a town's name without its level
FUND = "基金"
FUND_ACTS = re.compile(
    r"(?:、[^。;\n]{2,40}?)?(?:等[^,。;\n]{0,8})?(?:共同|联合|独家|分别|也|均|已|拟|将)*(?:参与)?"
    r"(?:领投|跟投|参投|投资|出资|入股|认购|增资|持股|持有|控股|减持)"
)  # 四川院士科技创新基金|跟投
MASKS = tuple("×*○")  # what hides a name: ××投资发展有限公司
TEAM = "专班"  # any office has one: only its place or parent tells which


class TailGrammar:
    """Tells whether what a walk crossed makes a name. Immutable once built; ``tails`` are all words that end names."""

    def __init__(self, lexicons: Lexicons, walker: Walker, tails: Container[str]) -> None:
        self.walker, self._tails = walker, tails
        self._terms = lexicons.words("sector", "term")
        self._places = lexicons.words("place", "place")
        self._syllables = lexicons.words("org", "syllable")
        self._structural = lexicons.words("org", "structural")
        self._common, self._vague, self._divisions = endings(lexicons, "common", "vague", "division")
        self._offices, self._of_place, self._needs_words = endings(lexicons, "office", "of-place", "needs-word")
        self._party_units, self._settlements, self._ports = endings(lexicons, "party-unit", "settlement", "port")
        self._event_bodies, self._events = endings(lexicons, "event-body", "event")
        self._short_zones, self._many = endings(lexicons, "short-zone", "many")
        self.wide = frozenset(lexicons.value("place.wide", lambda: sorted(_wide(lexicons))))

    def accepts(self, walk: Walk, lattice: Lattice, doc: Doc, hit: Hit) -> bool:
        """Whether the pieces of a walk that crossed some and the tail ``hit`` make a name."""
        tail: Tail = hit.payload
        if tail.grammar in ("industry", "brand"):
            return self._accepts_line(walk, lattice, hit)
        if tail.grammar == "legal" and walk.anchor == "org":
            return True
        town = not walk.anchor and tail.grammar in ("unit", "company") and opens_with_town(walk.pieces, LEVELS)
        if town:
            walk = Walk(walk.pieces, "place", walk.clean)  # 云|门|市|运输|事务|中心
        leads, generic = self.walker.leads, self.walker.generic
        words = [piece for piece in walk.pieces if piece.kind in ("word", "bracket") and piece.text not in leads]
        content = [piece for piece in words if piece.text not in generic]
        match tail.grammar:
            case "legal":
                own = any(piece.text not in self.walker.stops for piece in content)
                firm = walk.anchor == "place" and doc.folded.endswith(FIRM, hit.start, hit.end)  # 北海|股份有限公司
                local = firm and any(piece.text not in self.wide for piece in walk.pieces)
                own = own or self._is_motto(doc, walk, words, hit)
                own = own and (bool(walk.anchor) or not self._is_unnamed(lattice.before(walk.pieces[-1].start)))
                return own or local or (bool(walk.anchor) and bool(words))
            case "company":
                tail_word = doc.folded[hit.start : hit.end]
                parent = next((piece.end for piece in walk.pieces if piece.kind == "org"), -1)
                firm = not lattice.ends_organ(parent)
                company = self._is_company(walk, words, content, tail_word, is_firm=firm) or (town and len(words) > 2)
                return company and (bool(walk.anchor) or not self._is_kind(lattice, walk, words, hit))
            case "body":
                return self._accepts_body(walk, lattice, doc, hit, words, content)
            case _:
                first = doc.tokens.words[
                    doc.tokens.at(hit.start)
                ]  # 内部 and 总部 are words of their own; 计算机系 is a unit
                whole = len(first) > 2 or doc.tokens.is_boundary(hit.start)
                whole = whole and (  # not 新|格|局, but 国家卫生健康委|医|政|司
                    hit.end - hit.start > 1 or len(walk.pieces[0].text) > 1 or _spells(walk, words)
                )
                return whole and self._is_unit(walk, words, content, doc.folded[hit.start : hit.end], tail.class_)

    def _accepts_line(self, walk: Walk, lattice: Lattice, hit: Hit) -> bool:
        """Whether a proper name or a firm's stands before a line of business."""
        if not 2 <= hit.start - walk.pieces[-1].start <= 8:
            return False
        stem = lattice.text[walk.pieces[-1].start : hit.start]
        if stem in self._terms or not stem[-1].isalnum():
            return False  # 文旅|地产, 中医药+|文旅
        parent = (
            walk.anchor == "org" and len(walk.pieces) == 1 and not lattice.ends_organ(hit.start)
        )  # 招商局|资本; not 国家铁路局|科技
        return parent or (walk.clean and self.walker.has_proper(walk.pieces))

    def _accepts_body(
        self, walk: Walk, lattice: Lattice, doc: Doc, hit: Hit, words: Sequence[Piece], content: Sequence[Piece]
    ) -> bool:
        """Whether a walk from the tail of a body makes a name; a functional one needs its place or its parent."""
        tail: Tail = hit.payload
        tail_word = doc.folded[hit.start : hit.end]
        if not walk.anchor and tail_word.endswith(TEAM):
            return False
        if tail_word == FUND and (not words or not self._fund_acts(walk, doc, hit)):
            return False
        if tail_word in self._party_units:
            named = len(walk.pieces) > 1 or len(walk.pieces[0].text) > 2
            return named and walk.pieces[0].text.endswith(self._settlements)
        if not words and tail_word in self._needs_words:
            return walk.anchor == "org" and not tail_word.endswith(BIDDERS)
        if tail.functional:
            if is_anchor(walk.pieces[0]) or self._is_bare_place(walk.pieces[0], tail_word):
                return True
            team = tail.class_ == "sports" and walk.anchor == "place" and self.walker.has_proper(words)
            zone = walk.anchor == "place" and walk.pieces[0].text.endswith(ZONES) and tail.bare == "zone"
            world = tail.class_ == "association" and walk.anchor == "lead" and len(walk.pieces) == 1  # 国际|足联
            near = self._is_place_name(walk.pieces) or walk.pieces[0].text.endswith(self._ports)
            near = near or (walk.pieces[0].text == COMMUNITY and bool(content))
            return near or team or zone or world or self._is_managed(walk, tail) or self._joins_fields(walk, tail_word)
        vague = tail_word.endswith(self._vague)
        foundation = tail_word.endswith(FOUNDATION)
        content = [] if vague and not walk.anchor else content
        alone = walk.anchor in ("", "lead")
        if alone and self._is_unnamed(lattice.before(walk.pieces[-1].start)):
            return False  # 一批|国家|…|学院
        technology = alone and self._is_technology(lattice, walk, hit)
        return technology or self._is_body(walk, tail, words, content, foundation=foundation)

    def _is_technology(self, lattice: Lattice, walk: Walk, hit: Hit) -> bool:
        """Whether a technology or a treaty opens the name of a body: AI|产业|创新联盟, RCEP|国家|科技|园区|联盟."""
        first, class_ = walk.pieces[-1], hit.payload.class_
        if not walk.clean or len(first.text) < 2 or not first.text.isascii() or first.text.isdigit():
            return False
        before = lattice.before(first.start)
        many = before is not None and (before.text in self.walker.generic or self._is_unnamed(before))
        told = len(walk.pieces) > 1 or len(first.text) > 2  # any 研究院 or 联盟 may be of AI
        told = told or (class_ == "association" and hit.end - hit.start > 2)
        return not many and told and class_ in LATIN_HEADED

    def _is_motto(self, doc: Doc, walk: Walk, words: Sequence[Piece], hit: Hit) -> bool:
        """Whether a formal name is all ordinary words, the first a verb: 创新|科技|有限公司, 发展|控股|有限公司."""
        first = walk.pieces[-1]
        whole = walk.clean and (len(words) > 1 or doc.folded.startswith(self._divisions, hit.start))
        return whole and first.tag[:1] == "v" and doc.folded[first.start - 1 : first.start] not in MASKS

    def _is_company(
        self, walk: Walk, words: Sequence[Piece], content: Sequence[Piece], tail: str, *, is_firm: bool
    ) -> bool:
        """海尔集团, 中国移动内蒙古公司, 节能风电公司 in its place; not 上市公司, nor 风投公司."""
        places = [piece for piece in walk.pieces if piece.kind == "place"]
        run = 3 if tail in self._common else 2
        if walk.anchor == "org":
            own = words if tail.endswith(self._divisions) else content
            if tail == FIRM and len(words) == 2 and not own:
                own = words  # 中企华|资产|评估|公司
            firm = is_firm and len(words) == len(own) <= 1 + (own is words) and all(map(self._is_field, own))
            line = tail == FIRM and len(words) == 1 and words[0].text in self._tails  # 日本丰田|汽车|公司
            return ((not words or line) and is_firm) or bool(places) or firm or self.walker.has_proper(content, run)
        local = any(place.text not in self.wide for place in places)  # 上海工程公司 is one; 美国互联网公司 are many
        if len(places) > 1 and tail == "集团" and not words and places[1].text[-1] in LEVELS:  # 青海省|三江|集团
            return True
        if local and not words and len(tail) > 2 and tail.endswith(("厂", "集团")):  # 北京水泥厂, 江西省投资集团
            return True
        foreign = len(words) == 2 and walk.clean and all(word.text in self._syllables for word in words)
        if tail == FIRM and foreign and not walk.anchor:  # 劳|拉|公司
            return True
        return self.walker.has_proper(walk.pieces, run) or (local and bool(words)) or (bool(places) and bool(content))

    def _is_trade(self, body: str) -> bool:
        """Whether a field is all that stands before 公司, which says what firms do: 物联网|公司, 光|通信|公司."""
        return body in self._terms or (body[1:] in self._terms and body[0] in FIELD_SYLLABLES)

    def _is_kind(self, lattice: Lattice, walk: Walk, words: Sequence[Piece], hit: Hit) -> bool:
        """Whether a firm is only told by its trade: 物联网|公司, 一家|能源|产业|物联网|公司, 无人驾驶|技术|公司."""
        plain = all(word.text in self._terms or word.text in self.walker.generic for word in words)
        unnamed = self._is_unnamed(lattice.before(walk.pieces[-1].start))
        return plain or unnamed or self._is_trade(lattice.text[walk.pieces[-1].start : hit.start])

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

    def _is_unit(self, walk: Walk, words: Sequence[Piece], content: Sequence[Piece], tail: str, class_: str) -> bool:
        """A unit of a parent, which may stand at once after it or after a place, or a body of a place."""
        if walk.anchor not in ("org", "place") and tail not in self._event_bodies:
            return False
        if walk.anchor == "org":
            # Its own word or a place: a 市场部 is every firm's. An office of state needs none: 科技部|农村司.
            named = content or len(walk.pieces) > len(words) + 1 or (words and tail in self._offices)
            told = sum(len(word.text) for word in words) > 4  # 科技部|高新技术|研究|发展|中心
            if class_ == "health" and not any(
                piece.text.endswith("院") for piece in walk.pieces if piece.kind == "org"
            ):
                return False  # 江州人民医院|骨科
            return len(words) <= 5 and (bool(named) or told or class_ == "health" or len(tail) > 2)
        office = len(tail) > 1 or class_ == "government"
        fields = len(words) > 1 and tail == "局" and AND not in {word.text for word in words}  # 海南|国际|经济|发展|局
        if not walk.anchor and tail in self._event_bodies:
            return words[0].text.endswith(self._events) and bool(content) and len(words) > 1
        content = words if fields else content
        return walk.anchor == "place" and office and bool(content) and len(words) <= 4

    def _is_place_name(self, pieces: Sequence[Piece]) -> bool:
        """Whether the nearest pieces are a place that no list knows: 云州|市, 平背乡; not 城市."""
        nearest = pieces[0]
        if all(level in LEVELS for level in nearest.text) and len(nearest.text) > 1:
            return False  # 县市区|教育局
        if nearest.text[-1] not in LEVELS or (nearest.text in self.walker.generic and len(pieces) == 1):
            return False
        if len(nearest.text) > 1 or len(pieces) == 1:
            return len(nearest.text) > 1
        if self._is_spelled(pieces):
            return True
        zone = pieces[-1].kind == "place" and "".join(piece.text for piece in pieces[2::-1]).endswith(self._short_zones)
        return zone or is_anchor(pieces[1]) or pieces[1].tag[:1] in "nxjg"

    def _fund_acts(self, walk: Walk, doc: Doc, hit: Hit) -> bool:
        """Whether a fund that is no kind of fund invests: 四川院士科技创新基金|跟投; not 公|募|基金|减持."""
        kind = doc.folded[walk.pieces[-1].start : hit.end]
        return kind not in self.walker.generic and FUND_ACTS.match(doc.folded, hit.end) is not None

    @staticmethod
    def _is_spelled(pieces: Sequence[Piece]) -> bool:
        """Whether single characters between a place and its level name a town: 无棣县|佘|家|镇; not 云州市|三|镇."""
        between = pieces[1:-1]
        own = all(len(piece.text) == 1 and piece.tag != "m" and piece.text not in UNNAMED for piece in between)
        return pieces[0].text in TOWNS and pieces[-1].kind == "place" and own and len(between) == TOWN

    def _is_bare_place(self, nearest: Piece, tail: str) -> bool:
        """Whether the tail has the level of a place that the list has with one: 清丰|县委; 监利|县委, now 监利市."""
        if tail[0] not in LEVELS or len(nearest.text) < 2 or nearest.text in self.walker.generic:
            return False
        return any(f"{nearest.text}{level}" in self._places for level in LEVELS)

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
            joined and tail.endswith(MINISTRY) and any(piece.text in self.wide for piece in walk.pieces)
        )  # 巴西|矿业|和|能源部
        return state or (
            joined and any(f"{each}{office}" in self._tails for each in fields for office in self._of_place)
        )

    def _is_unnamed(self, before: Piece | None) -> bool:
        """Whether what stands before a name of ordinary words says that it names nobody: 某|生物科技, 一家|网络科技."""
        if before is None or before.text.startswith(FIRST):
            return False
        return before.text in UNNAMED or (before.tag == "m" and before.text.endswith(self._many))


def _spells(walk: Walk, words: Sequence[Piece]) -> bool:
    """Whether single characters are all that stands between a parent and an office: 国家卫生健康委|医|政|司."""
    return walk.anchor == "org" and len(words) > 1 and all(len(word.text) == 1 for word in words)


def _wide(lexicons: Lexicons) -> set[str]:
    """Countries and parts of the world, but no zones of a city: 前海, 两江新区."""
    rows = (row for table in lexicons.of("place", "place") for row in table.select("place", "level"))
    [zones] = endings(lexicons, "zone")
    return {
        place
        for place, level in rows
        if level == "country" or (level == "region" and place not in ZONE_NAMES and not place.endswith(zones))
    }
