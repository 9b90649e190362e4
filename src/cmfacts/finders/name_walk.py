"""Where an organization's name begins: the walk to the left of its tail, over known names, places and words.

- 由|黑龙江省|工信厅: a place opens it, 由 is no part of it
- 中国移动|内蒙古|公司: a parent opens it
- 大漠|电力|建设|有限责任公司: a formal name holds nearly every word
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from cmfacts.engine.record import record
from cmfacts.finders.endings import endings
from cmfacts.finders.latin_heads import spaced
from cmfacts.finders.lattice import FIRM_CLASSES, Lattice, Piece
from cmfacts.finders.syllables import (
    AND,
    COUNTING_TAGS,
    FUNCTION_CHARACTERS,
    LEVELS,
    TOWNS,
    is_anchor,
    is_syllable,
    opens_name,
    opens_with_town,
    town,
)
from cmfacts.lexicon import Lexicons

LONGEST = 40  # code points of a name's own body; formal names are shorter
FARTHEST = 64  # code points of places in a row before a name, of which none has as many
INNER = 5  # code points between a place inside a name and the place that opens it
PROPER_TAGS = frozenset({"nr", "nrt", "nrfg", "nz", "nt", "ns", "eng"})
BRAND_TAGS = ("nz", "nt")
NAME_TAGS = frozenset({"n", "j", "b", "l", "i", "x", "g", "h", "k"})
CLOSED_TAGS = frozenset("pcuryeo")
PLAIN_TAGS = frozenset("vdpcrmtqufa")  # of single characters: a row of these alone is no name
ORDINAL = "第"  # 第二|建设公司, 第三|海洋研究所
LONGEST_STOP = 5
QUOTES = "“「"
HOLDING = "控股"
FIRMS = ("公司", "集团")
CLOUD = "云"
NATION = ("国家", "全国")
SECONDS = frozenset("元本同里间台万亿日月年时分号")  # measures that are second characters of names
INVESTS = "投资"  # 腾讯投资|心域科技: a verb, or a fund and what it buys
OFFICE_CLASSES = {"unit": ("government",), "body": ("association",)}  # whose names hold 企业, 机构
JOINING_CLASSES = frozenset({"education", "association", "government"})


@dataclass(frozen=True, slots=True)
class Tail:
    """A tail word: the class of what it ends, its grammar, and for a functional body how it stands without its place.

    ``bare`` is ``yes`` (发改委), ``level`` (only after 省, 市, 县, 区: 市法院) or empty (a bare 市政府 is no name).
    """

    class_: str
    grammar: str
    functional: bool = False
    bare: str = ""
    local: bool = False


@record
class Walk:
    """What stands left of a tail, nearest first.

    ``anchor`` is org, place or lead where the walk ended at one; ``clean`` is False where it ended at an ordinary word.
    """

    pieces: Sequence[Piece]
    anchor: str = ""
    clean: bool = True


class Walker:
    """Walks left from tails. Immutable once built.

    ``stops`` are the words that end a name or that only an anchor excuses, ``leads`` those that open one (中国, 国际),
    ``inside`` verbs and the like that real names hold, ``generic`` words that alone make no name, ``names`` what the
    lexicons name, believed or not.
    """

    def __init__(self, lexicons: Lexicons, names: Container[str] = ()) -> None:
        self._names = names
        self.generic = lexicons.words("org", "generic")
        self.leads = lexicons.words("org", "lead")
        self._inside = lexicons.words("org", "inside")
        self._roles = lexicons.words("org", "role")
        self.tails = lexicons.words("org", "tail")
        trades, self._role_ends, self._measures = endings(lexicons, "trade", "role", "measure")
        self._trades = self.generic.union(self.tails, lexicons.words("org", "trade"), trades)
        self.stops = lexicons.pairs("org", "stop", "strength")
        self._ending: dict[str, set[str]] = {}  # the words that end names, by their first character
        for word, strength in self.stops.items():
            if strength == "hard":
                self._ending.setdefault(word[0], set()).add(word)

    def walk(self, lattice: Lattice, offset: int, tail: Tail) -> Walk:
        """What belongs to the name whose tail begins at ``offset``."""
        pieces: list[Piece] = []
        clean = True
        soft: int | None = None  # how many pieces stand right of the first word that only an anchor excuses
        left = offset
        while offset - left < LONGEST:
            piece = lattice.before(left) or spaced(lattice, left, pieces, "" if tail.functional else tail.class_)
            if piece is None:
                break
            if piece.kind == "org" or piece.kind == "place":
                return self._anchored(lattice, pieces, piece, soft, tail)
            if cut := self._stop_at(lattice, piece, offset):
                pieces = [inner for inner in pieces if inner.start >= cut]
                break
            verdict = self._step(lattice, piece, pieces, tail)
            if verdict == "stop":
                clean = piece.kind == "bracket" or piece.text in self.stops
                break
            if verdict == "soft" and pieces and pieces[-1].text[0] in QUOTES:
                break  # 建设|“云帆”|大数据中心
            if verdict == "soft" and soft is None:
                soft = len(pieces)
                if self.has_proper(pieces):
                    break
            pieces.append(piece)
            left = piece.start
            if piece.text in self.leads and (led := self._led(lattice, pieces, tail)):
                return led
        return self._unanchored(pieces, soft, tail, clean=clean)

    def _led(self, lattice: Lattice, pieces: list[Piece], tail: Tail) -> Walk | None:
        """The walk that ends with a word which opens names: 中国, 国际; None where the name may go on."""
        lead = pieces[-1]
        if tail.grammar not in ("body", "legal"):
            return None
        parent = lattice.before(lead.start)
        if parent is not None and self._brands(parent, lattice, pieces, tail):
            return None  # 鑫|磊|国际|(香港)|有限公司, RCEP|国家|科技|园区|联盟
        if is_anchor(parent):
            return self._anchored(lattice, pieces, parent, None, tail)
        opens = parent is None or tail.class_ != "research" or self._is_told(pieces[:-1])
        return Walk(pieces, "lead") if opens else None

    def _unanchored(self, pieces: list[Piece], soft: int | None, tail: Tail, *, clean: bool) -> Walk:
        """The walk that has met no name or place: up to the first word that only one would excuse."""
        if soft is not None and tail.grammar == "legal" and opens_with_town(pieces):
            soft = None  # 云|溪|县|乡村|振兴|投资|有限公司
        if soft == 0 and tail.functional and opens_with_town(pieces, LEVELS):
            return Walk(pieces, "place")  # 敦|江|市|文体|广电|和|旅游局
        if soft is None and pieces and pieces[-1].text in NATION and tail.grammar == "body":
            return Walk(pieces, "lead")  # 会同|国家|农产品|物流|研究中心
        return Walk(self._trimmed(pieces if soft is None else pieces[:soft], tail), clean=clean)

    def _brands(self, piece: Piece, lattice: Lattice, pieces: Sequence[Piece], tail: Tail) -> bool:
        """Whether a word is of a firm's own name: a proper noun or a character that goes on; Latin before a body's."""
        if tail.grammar != "legal":
            return tail.class_ == "association" and piece.tag == "eng"
        own = len(piece.text) == 1 or piece.tag in PROPER_TAGS or piece.text in self._names
        return piece.kind == "word" and own and self._step(lattice, piece, pieces, tail) == "go"

    def _is_told(self, pieces: Sequence[Piece]) -> bool:
        """Whether some word is more than general: 国家|海洋|实验室; …技术|国家|重点|实验室 begins further left."""
        return any(piece.text not in self.generic for piece in pieces)

    def _step(self, lattice: Lattice, piece: Piece, pieces: Sequence[Piece], tail: Tail) -> str:
        """The verdict on a bracket or word, in its place."""
        if piece.kind == "bracket":
            return "go" if belongs(piece, lattice, tail) else "stop"
        verdict = self._verdict(piece, pieces, tail)
        if piece.text == AND and verdict != "go" and tail.grammar in ("company", "body") and opens_name(piece, lattice):
            return "go"
        if verdict == "soft" and piece.text in SECONDS and tail.grammar in ("company", "body") and not tail.functional:
            verdict = "go" if opens_name(piece, lattice) else verdict  # 启|元|实验室
        if verdict == "soft" and len(piece.text) == 1 and self._spells_town(piece, lattice, pieces):
            verdict = "go"
        if tail.grammar != "legal" or verdict == "go":
            return verdict
        if verdict == "soft":  # 诚信|监理|有限公司: a trade right before the form; 奋进|科技|…: a brand
            trade = (
                bool(pieces)
                or piece.text in self.stops
                or piece.text in self._trades
                or lattice.text.startswith(FIRMS, piece.end)
            )
            own = trade and all(self._is_trade(word.text) for word in pieces)
            own = own or self._follows_place(piece, lattice)
        else:
            own = is_syllable(piece, lattice, pieces)
        return "go" if own else verdict

    def _is_trade(self, word: str) -> bool:
        """Whether a word says what firms do, which any may have in its name: 科技, 建筑|安装."""
        halves = word[:2], word[2:]
        return word in self._trades or all(half in self._trades for half in halves)

    def _spells_town(self, piece: Piece, lattice: Lattice, pieces: Sequence[Piece]) -> bool:
        """Whether what elsewhere is a measure stands in a village's name: 苏|家|院|镇, 台|盘|村; not 一|家|…."""
        if piece.text in FUNCTION_CHARACTERS or not pieces or len(pieces[-1].text) > 1:
            return False
        if not any(inner.text in TOWNS for inner in pieces[-3:]):
            return False
        before = lattice.before(piece.start)
        if before is None or before.kind != "word" or self.stops.get(before.text) == "hard":
            return True
        return len(before.text) == 1 and before.tag[:1] not in COUNTING_TAGS

    def _follows_place(self, piece: Piece, lattice: Lattice) -> bool:
        """Whether a verb stands in a formal name right after its place: 江苏|集萃|…有限公司."""
        before = lattice.before(piece.start)
        return len(piece.text) == 2 and piece.text not in self.stops and before is not None and before.kind == "place"

    def _stop_at(self, lattice: Lattice, piece: Piece, limit: int) -> int:
        """The end of a word that ends names and that jieba cut into several (领|投, 关联|公司), or 0."""
        if piece.kind != "word":
            return 0
        text, start = lattice.text, piece.start
        if ending := self._ending.get(text[start]):
            for end in range(min(start + LONGEST_STOP, limit), piece.end, -1):
                if text[start:end] in ending:
                    return end
        return 0

    def _trimmed(self, pieces: list[Piece], tail: Tail) -> list[Piece]:
        """Without what no name begins with: 投资|芯翼信息, 原|牙膏工业协会."""
        while len(pieces) > 1 and (
            pieces[-1].kind == "bracket" or self.stops.get(pieces[-1].text) in ("soft", "first")
        ):
            if opens_with_town(pieces) and len(pieces[-2].text) == 1:
                break
            if tail.grammar == "legal" and pieces[-1].text in self._inside and not self._is_told(pieces[:-1]):
                break  # 建设|发展|集团有限公司: no verb, for what is left names nobody
            pieces = pieces[:-1]
        return pieces

    def _anchored(self, lattice: Lattice, pieces: list[Piece], anchor: Piece, soft: int | None, tail: Tail) -> Walk:
        """The walk has met a name or a place: it takes it, and the larger places before it."""
        if anchor.text.endswith(INVESTS) and tail.grammar in ("industry", "company") and self.has_proper(pieces):
            return Walk(pieces)
        if soft is not None and (
            self.has_proper(pieces[:soft]) or not self._excused(pieces, anchor, soft, tail, lattice)
        ):
            return Walk(pieces[:soft])
        taken = [*pieces, anchor, *(town(lattice, anchor) or self._within_name(lattice, anchor, tail))]
        while larger := lattice.before(taken[-1].start):
            force = larger.kind == "org" and tail.grammar == "unit"  # 武警|湖北|总队
            far = anchor.end - taken[-1].start > FARTHEST
            if far or force or (larger.kind != "place" and larger.text not in self.leads):
                break
            taken.append(larger)
        local = lattice.opens_with_place(taken[-1])  # 南方电网|贵州电网|公司
        if larger and larger.kind == "org" and (local or tail.grammar == "unit"):
            seat = lattice.before(larger.start) if tail.grammar == "legal" else None  # 广东|粤电|湛江|风力发电有限公司
            return Walk([*taken, larger, *([seat] if seat and seat.kind == "place" else [])], "org")
        return Walk(taken, anchor.kind)

    def _excused(self, pieces: Sequence[Piece], anchor: Piece, soft: int, tail: Tail, lattice: Lattice) -> bool:
        """Whether the anchor excuses the soft words on the way to it.

        和 and 与 join two fields in the name of a school or an office. A verb after an organization is what that does:
        AK公司|组成|联合体; an office of its own may hold one.
        """
        if tail.grammar == "legal" and anchor.kind == "org" and not self._is_told(pieces[:soft]):
            return True  # 国美|共享|网络|科技|有限公司: what follows the verb tells no firm from another
        if tail.class_ == "other" and tail.grammar == "unit" and pieces[soft].text not in self.stops:
            # 国家药监局|药品|审评|中心; not 上海|聚焦|建设|国际|经济|中心
            rescue = soft == 0 and len(pieces) == 2 and pieces[1].tag[:1] != "v" and anchor.kind == "place"
            return rescue or (lattice.ends_organ(anchor.end) and len(pieces) <= 5)  # 三亚|海上|搜救|中心
        if self.stops.get(pieces[-1].text) == "joint":
            return False  # 香港金管局|和|财政司 are two
        if any(self.stops.get(piece.text) == "joint" for piece in pieces):
            own = tail.class_ == "research" and anchor.kind == "org"  # 云州大学|网络|与|交换|技术|重点实验室
            return (own or tail.class_ in JOINING_CLASSES) and len(pieces) <= 5
        if tail.class_ == "research" and anchor.kind == "org" and not anchor.text.endswith(FIRMS):
            # 清华大学|自然语言|处理|实验室; not 清华大学|新建|实验室
            return pieces[-1].tag[:1] not in "va" and not any(piece.text in self.stops for piece in pieces)
        if tail.class_ == "association":  # 汽车维修行业协会|汽车|维修|工作委员会
            own = pieces[-1].tag[:1] != "v" and not any(piece.text in self.stops for piece in pieces)
            return anchor.kind == "place" or own  # not 云杉保险|结成|战略|联盟
        return anchor.kind == "place" or tail.class_ == "government"

    def _within_name(self, lattice: Lattice, anchor: Piece, tail: Tail) -> list[Piece]:
        """What lies between a name or place inside a longer name and that name's beginning.

        芜湖|红|花山|投资有限公司 begins with a place, 海|润|智联|科技有限公司 with single characters.
        """
        between: list[Piece] = []
        left = anchor.start
        while tail.grammar != "industry" and anchor.start - left < INNER:
            piece = lattice.before(left)
            if piece is None or (
                piece.kind == "word" and self._step(lattice, piece, between or [anchor], tail) != "go"
            ):
                break
            if is_anchor(piece):
                if piece.kind == "place" or tail.grammar != "legal" or not between:
                    return between
                verb = between[-1].text in self.stops and between[-1].text != HOLDING
                return [] if verb else [*between, piece]  # 云杉|控股|香港|有限公司
            between.append(piece)
            left = piece.start
        known = len(between) == 1 and between[0].text in self._names and anchor.kind == "place"  # 小米|武汉|总部
        owned = tail.grammar == "legal" or (
            known and tail.class_ in FIRM_CLASSES and tail.grammar in ("company", "unit")
        )
        return between if owned and self._is_brand(between, anchor, lattice.before(left)) else []

    def _is_brand(self, between: Sequence[Piece], anchor: Piece, beyond: Piece | None) -> bool:
        """Whether the words before the name or place in a formal name begin it: 海|润|智联, 丰|牧|越南, 华能|江苏."""
        if not between:
            return False
        if all(len(piece.text) == 1 for piece in between):
            return anchor.kind == "org" or (
                len(between) > 1 and not all(piece.tag[:1] in PLAIN_TAGS for piece in between)
            )
        closed = beyond is None or beyond.text in self.stops or beyond.tag[:1] in CLOSED_TAGS
        word = between[0]
        known = word.tag in BRAND_TAGS or word.text in self._names or word.text in self._inside
        plain = word.text in self.generic or word.text in self.stops or word.text in self.tails
        return len(between) == 1 and closed and known and not plain

    def _verdict(self, piece: Piece, pieces: Sequence[Piece], tail: Tail) -> str:
        """``go`` on, ``soft`` (only an anchor further left excuses it) or ``stop``."""
        tag = piece.tag
        if strength := self.stops.get(piece.text):
            return self._stopped(strength, piece, pieces, tail)
        firm = tail.grammar in ("legal", "company", "industry")
        if firm and piece.text in self._roles and self._is_told(pieces):
            return "stop"  # 平台|北辰|股份有限公司; not 云图|平台|科技|有限公司
        if pieces and self._is_role(piece, tail) and (tail.grammar != "legal" or self.has_proper(pieces)):
            return "stop"
        if tag == "m" and piece.text[-1] in self._measures and piece.text[0] != ORDINAL:
            return "stop"  # 四十多家|医院
        if tag in ("i", "l") and tail.grammar in ("industry", "company"):
            return "stop"
        if piece.text.isascii():
            return "go" if not piece.text.isdigit() or not pieces else "stop"
        if len(piece.text) == 1 or (piece.text[0] == ORDINAL and not self._counts(piece, pieces)):
            return "go"
        if tag in PROPER_TAGS or tag[:1] in NAME_TAGS or tag in ("vn", "an") or piece.text in self._inside:
            return "go"
        office = tail.class_ == "government" and not pieces  # 美国国会|预算|办公室
        if tail.grammar == "unit" and tag == "v" and (office or tail.class_ == "other"):  # 国家药监局|药品|审评|中心
            return "soft"
        if tag[:1] in CLOSED_TAGS or tail.grammar not in ("legal", "body"):
            return "stop"
        return "stop" if tag[:1] in "qt" else "soft"

    def _stopped(self, strength: str, piece: Piece, pieces: Sequence[Piece], tail: Tail) -> str:
        """The verdict on a word of the list of stops."""
        if strength == "joint":  # 旅游与国土资源学院: only within the name of a unit
            office = tail.functional and tail.class_ == "government"  # 文体|广电|和|旅游局
            return (
                "soft"
                if (pieces or office) and tail.grammar in ("body", "unit") and office >= tail.functional
                else "stop"
            )
        if strength == "first":  # 原 is no part of 原牙膏工业协会, but of 朔原
            return "go"
        if strength == "firm" and tail.class_ in OFFICE_CLASSES.get(tail.grammar, ()):
            return "soft"  # 中国银保监会|非银行机构检查局, 深圳|服务贸易企业促进会
        if strength in ("soft", "firm") and tail.grammar == "legal" and piece.text in self._inside:
            return "stop" if strength == "firm" and self.has_proper(pieces) else "go"
        return "stop" if strength in ("hard", "firm") or tail.grammar == "industry" else "soft"

    def _counts(self, ordinal: Piece, pieces: Sequence[Piece]) -> bool:
        """Whether an ordinal counts things and is no part of a name: 第三座, 第四|家."""
        return ordinal.text[-1] in self._measures or bool(pieces and pieces[-1].text[0] in self._measures)

    def _is_role(self, piece: Piece, tail: Tail) -> bool:
        """A word for what a firm is to others, which stands before its name: 零售商|塔吉特公司, 国有企业|云杉集团."""
        firm = tail.grammar in ("legal", "company", "industry")
        return firm and len(piece.text) > 2 and piece.text.endswith(self._role_ends)

    def has_proper(self, pieces: Sequence[Piece], least: int = 2) -> bool:
        """A word that only a name would hold: a proper noun, Latin, or ``least`` single characters in a row."""
        run: list[Piece] = []
        for piece in pieces:
            plain = piece.kind != "word" or piece.text in self.generic or piece.text in self.leads
            latin = piece.text.isascii() and piece.text[0].isalpha() and len(piece.text) > 1
            if not plain and (piece.tag in PROPER_TAGS or latin):
                return True
            first = piece.text == CLOUD and bool(run)  # 云|溪: with another character no word for a service
            run = [*run, piece] if len(piece.text) == 1 and (not plain or first) else []
            levels = all(single.text in LEVELS for single in run)  # 旗|县|医院
            if len(run) >= least and not levels and not all(single.tag[:1] in PLAIN_TAGS for single in run):
                return True
        return False


def belongs(bracket: Piece, lattice: Lattice, tail: Tail) -> bool:
    """Whether a bracket is of the name: any in a firm's name, elsewhere a place or what quotation marks hold."""
    place = lattice.place_before(bracket.end - 1)
    return (
        tail.grammar in ("legal", "company")
        or not bracket.text.startswith("(")
        or (place is not None and place.start == bracket.start + 1)
    )
