"""Sectors: industries and technology fields, with their GB/T 4754-2017 code.

Lexicons name the fields and say when a word is one: ``always`` (云计算), in ``context`` (通信 beside 运营商, in a list
of fields, after 智慧), as ``goods`` only before a class noun (手机产业), ``bound`` to 业 (银行业), or ``never``
(工业化, which hides 工业). A field grows to the left by modifiers (绿色), to the right by what is done with it (制造).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from cmfacts.engine.doc import Doc
from cmfacts.engine.record import record
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Hit, Literals
from cmfacts.engine.segment import Tokens
from cmfacts.finders.sector_terms import Activity, Term, Vocabulary, Words, is_trade
from cmfacts.finders.values import SectorValue
from cmfacts.lexicon import Lexicons

CHANNEL = "sector"
TECHNOLOGY = ("I63", "I64", "I65")
JOINTS = frozenset(("", "、", "和", "与", "及", "以及", "、以及", "/", "+", "&"))
QUOTES = "“”\"'「」『』"
CLAUSE_ENDS = frozenset(",。;:!?()\n")
FIGURES = ("额", "量", "价")  # 零售额 is a figure, not a line of business
NUMBER = re.compile(r"(?:[两二三四五六七八九十]{1,2}|\d{1,2})(?:大|个|大类|类)?")  # 建材、有色|两个|行业
SERVICE = "服务"
ENDS_IN_NEW = "更创革翻"  # 更新|消费 is no 新消费
MAX_GAP = 10  # code points between two members of a list, unknown members included: 、存储、
MAX_TAIL = 8  # code points from 等 to the class noun: 等战略性新兴|产业
MAX_WORDS = 3  # modifiers before a field, activities after it
MAX_COMPOUND = 16  # code points of a chain of terms that overlap


@record
class Field:
    """A stretch of text that may be a sector; ``grown`` if a modifier or an activity made it one.

    ``shorter`` is the next shorter term that begins here (通信 in 通信设备), for where this one does not count;
    ``pieces`` are the offsets at which what it was grown from begins.
    """

    start: int
    end: int
    code: str
    when: str
    name: str
    rule: str
    grown: bool = False
    shorter: "Field | None" = None
    pieces: tuple[int, ...] = ()


class SectorFinder:
    """Finds sectors by the tables of ``lexicons/sector``."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._words = Vocabulary(lexicons)

    def literals(self) -> Iterable[Literals]:
        """Every term of the tables."""
        return (Literals(CHANNEL, self._words.terms),)

    def find(self, doc: Doc, organizations: Sequence[Candidate], initiatives: Sequence[Candidate]) -> list[Candidate]:
        """The sectors in text order; none lies in an organization's or initiative's name."""
        return [self._candidate(field) for field in self.fields(doc, organizations, initiatives)]

    def fields(self, doc: Doc, organizations: Sequence[Candidate], initiatives: Sequence[Candidate]) -> list[Field]:
        """The same with what each was grown from: what ``explain`` shows."""
        hits = doc.hits.get(CHANNEL)
        if not hits:
            return []
        names = _mask(len(doc.folded), organizations, initiatives)
        free = [hit for hit in hits if names.find(1, hit.start, hit.end) < 0 and self._is_whole(doc, hit)]
        fields = self._grow(doc.folded, names, self._join(doc.folded, self._longest(doc.folded, free)))
        return list(self._accept(doc.folded, fields))

    def _candidate(self, field: Field) -> Candidate:
        known = self._words.also
        also = known[field.name] if field.name in known else ("", "")  # noqa: SIM401 - .get would raise for most names
        value = SectorValue(field.code, self._words.codes.get(field.code, ""), field.name, *also)
        return Candidate(field.start, field.end, field.rule, value)

    def _is_whole(self, doc: Doc, hit: Hit) -> bool:
        """Not cut out of other words, nor with the 服务 of another word (快递|服务点) or of a verb (金融|服务实体)."""
        served = hit.payload.text.endswith(SERVICE) and self._words.served.at(doc.folded, hit.end)
        return not served and _is_whole(doc, hit, self._words.class_nouns)

    # Terms to fields

    def _longest(self, text: str, hits: Sequence[Hit]) -> list[Field]:
        """Leftmost-longest; fields that share a term are one with the second as its head (智慧医疗 + 医疗设备)."""
        fields: list[Field] = []
        for start, end, term in sorted(hits, key=itemgetter(0, 1)):
            last = fields[-1] if fields else None
            if last is None or start >= last.end:
                fields.append(_field(start, end, term))
            elif start == last.start:
                fields[-1] = _field(start, end, term, last)
            elif end > last.end and self._share_a_term(text, last, start, end, term):
                whole = _field(start, end, term, last)
                name, pieces = text[last.start : end], (*last.pieces, start)
                fields[-1] = Field(
                    last.start, end, whole.code, whole.when, name, whole.rule, shorter=whole.shorter, pieces=pieces
                )
        return fields

    def _share_a_term(self, text: str, last: Field, start: int, end: int, term: Term) -> bool:
        if "never" in (last.when, term.when) or end - last.start > MAX_COMPOUND:
            return False
        if text[start : last.end] not in self._words.terms:
            return False
        rest = text[last.end : end]
        return rest != "业" and (term.when == "goods" or rest not in self._words.cues)

    def _join(self, text: str, fields: Sequence[Field]) -> list[Field]:
        """Fields with nothing between them: a compound (农业大数据), a field and its activity (汽车 制造), or two."""
        joined: list[Field] = []
        for run in _runs(text, fields):
            run = run[:1] + [after for before, after in pairwise(run) if not self._is_tail(text, before, after)]
            joined += [self._union(text, *run)] if len(run) == 2 and self._is_compound(text, *run) else run
        return joined

    def _is_tail(self, text: str, before: Field, after: Field) -> bool:
        """A term that after another is only what is done with it or a class noun: 制造, 加工, 工业."""
        word = text[after.start : after.end]
        if word in self._words.activities and before.when in ("bound", "act"):
            return False  # 服务|装备制造、钢铁等行业
        return before.when != "never" and (word in self._words.activities or word in self._words.class_nouns)

    def _is_compound(self, text: str, first: Field, second: Field) -> bool:
        if {first.when, second.when} & {"never", "bound", "act"}:
            return False
        if text[first.end - 1] == "业" and first.end - first.start > 2:  # 制造业 物流 are two, 农业 大数据 is one
            return False
        technical = first.code in TECHNOLOGY, second.code in TECHNOLOGY
        after = self._words.heads.get(text[second.start : second.end])
        if technical[0] != technical[1] or after == "any":
            return True
        return after == "other" and not technical[0] and first.code[0] != second.code[0]

    def _union(self, text: str, first: Field, second: Field) -> Field:
        name = text[first.start : second.end]
        fields = first.when in ("always", "context") and second.when in ("always", "context")
        grown = fields and (first.when == "always" or text[second.start : second.end] in self._words.heads)
        pieces = first.pieces + second.pieces
        return Field(first.start, second.end, second.code, second.when, name, "sector.compound", grown, first, pieces)

    # Growth

    def _grow(self, text: str, names: bytearray, fields: Sequence[Field]) -> list[Field]:
        """Each field with the modifiers before it and the activities after it, as far as no name begins."""
        grown: list[Field] = []
        ends = {field.start: field.end for field in fields}
        for field in fields:
            lowest = grown[-1].end if grown else 0
            if field.start < lowest:  # 制造业 in the grown 医疗设备制造业
                continue
            wider = field if field.when == "never" else self._active(text, self._modified(text, field, lowest), ends)
            inside = wider is field or names.find(1, wider.start, wider.end) < 0
            grown.append(wider if inside else field)
        return grown

    def _modified(self, text: str, field: Field, lowest: int) -> Field:
        start, pieces = field.start, field.pieces
        if field.when not in ("always", "context"):
            return field
        for _ in range(MAX_WORDS):
            word = self._words.modifier_words.before(text, start, lowest)
            if not word or not self._takes(field, word):
                break
            start -= len(word)
            pieces = (start, *pieces)
        if start == field.start:
            return field
        name = text[start : field.end]
        return Field(start, field.end, field.code, field.when, name, "sector.modifier", True, field.shorter, pieces)

    def _takes(self, field: Field, modifier: str) -> bool:
        sections = self._words.modifiers[modifier]
        return not sections or field.code[0] in sections

    def _active(self, text: str, field: Field, ends: Mapping[int, int]) -> Field:
        code, end, pieces = field.code, field.end, field.pieces
        trade = field.when in ("bound", "act") or self._ends_in_trade(text, field)
        for _ in range(MAX_WORDS):
            activity = self._activity(text, end, ends.get(end, end))
            if not activity or code[0] not in activity.sections:
                break
            code = code if code.startswith(activity.code) else activity.code
            pieces = (*pieces, end)
            end, trade = end + len(activity.word), bool(activity.trade)
        if trade and is_trade(text, end):
            end += 1
        elif field.when in ("bound", "act") and text.startswith(("行业", "产业"), end):
            end += 2
        if end == field.end:
            return field
        name = text[field.start : end]
        return Field(field.start, end, code, field.when, name, "sector.activity", True, field.shorter, pieces)

    def _activity(self, text: str, start: int, field_end: int) -> Activity | None:
        """The activity at ``start``, unless it is a figure (零售额) or only begins another field (仓储 in 仓储物流)."""
        word = self._words.activity_words.at(text, start)
        end = start + len(word)
        if not word or text.startswith(FIGURES, end) or text[end:field_end] not in ("", "业"):
            return None
        return self._words.activities[word]

    def _ends_in_trade(self, text: str, field: Field) -> bool:
        word = self._words.activity_words.before(text, field.end, field.start)
        return bool(word and self._words.activities[word].trade)

    # Context

    def _accept(self, text: str, fields: Sequence[Field]) -> Iterator[Field]:
        """The fields that count where they stand."""
        for chain in self._chains(text, [field for field in fields if field.when != "never"]):
            if self._words.offices.at(text, chain[-1].end):
                continue  # 矿业和能源|部长
            company = self._company(text, chain)
            for field in chain:
                counting: Field | None = field
                while counting and not self._counts(text, counting, company):
                    counting = counting.shorter
                if counting:
                    yield counting

    def _company(self, text: str, chain: Sequence[Field]) -> str:
        """What a field's neighbours in a list say for it: ``class`` (the list ends in a class noun), ``sure`` (one is a
        field anywhere), ``likely`` (one is a field where it stands), or nothing.
        """
        if self._tail_is_class(text, chain[-1].end, len(chain)):
            return "class"
        if chain[-1].end - chain[0].start == sum(field.end - field.start for field in chain):
            return ""
        if any(field.when == "always" or field.grown for field in chain):
            return "sure"
        return "likely" if any(self._counts(text, field, "") for field in chain) else ""

    def _counts(self, text: str, field: Field, company: str) -> bool:
        if field.when == "always" or field.grown:
            return True
        if field.when == "act":
            return False
        if company == "class" or is_trade(text, field.end):
            return True
        if field.when == "context":
            return bool(company or self._words.cues.at(text, field.end))
        return (field.when == "bound" and company == "sure") or bool(self._words.class_nouns.at(text, field.end))

    def _tail_is_class(self, text: str, end: int, members: int) -> bool:
        """Whether a list ends as in 钢铁、水泥等重点行业."""
        if not text.startswith("等", end):
            number = NUMBER.match(text, end)
            return members > 1 and bool(self._words.class_nouns.at(text, number.end() if number else end))
        for place in range(end + 1, min(end + 1 + MAX_TAIL, len(text))):
            if text[place] in CLAUSE_ENDS or text[place] == "、":
                return False
            if self._words.tails.at(text, place):
                return True
        return False

    def _chains(self, text: str, fields: Sequence[Field]) -> Iterator[list[Field]]:
        """Fields joined into lists by 、 and the like, or by nothing."""
        chain: list[Field] = []
        for field in fields:
            if chain and not self._is_joint(text, chain[-1].end, field.start):
                yield chain
                chain = []
            chain.append(field)
        if chain:
            yield chain

    def _is_joint(self, text: str, start: int, end: int) -> bool:
        """Whether the gap between two fields is that of a list: 、 ”和“ 产业、 or 、存储、 with unknown members."""
        if end - start > MAX_GAP:
            return False
        gap = text[start:end].strip(QUOTES)
        if gap[:1] == "、" and gap[-1:] in ("、", "和") and CLAUSE_ENDS.isdisjoint(gap):
            return True
        noun = self._words.class_nouns.at(gap, 0) or gap[: gap.startswith("业")]
        return gap[len(noun) :].strip(QUOTES) in JOINTS


def _field(start: int, end: int, term: Term, shorter: Field | None = None) -> Field:
    if term.when == "never" or (shorter and end - shorter.end < 2):
        shorter = None
    return Field(start, end, term.code, term.when, term.name, term.table, shorter=shorter, pieces=(start,))


def _mask(length: int, *spans: Sequence[Candidate]) -> bytearray:
    """One byte a character: 1 where a name stands."""
    mask = bytearray(length)
    for names in spans:
        for name in names:
            mask[name.start : name.end] = b"\1" * (name.end - name.start)
    return mask


def _is_whole(doc: Doc, hit: Hit, nouns: Words) -> bool:
    """Not a piece of a longer Latin word (AI in CAICT), nor across two words (地产 in 当地产业; but 助推|算力|产业)."""
    text, term = doc.folded, hit.payload.text
    if term[0].isascii() and hit.start and _continues(text[hit.start - 1], "-."):
        return False
    if term[-1].isascii() and hit.end < len(text) and _continues(text[hit.end]):
        return False
    if term[-1] == "业" and not is_trade(text, hit.end - 1):
        return False
    if len(term) > 2:
        return term[0] != "新" or doc.tokens.is_boundary(hit.start) or text[hit.start - 1] not in ENDS_IN_NEW
    return term.isascii() or not _crosses(doc.tokens, hit) or bool(nouns.at(text, hit.end))


def _continues(character: str, marks: str = "") -> bool:
    """Whether a Latin word goes on with this character."""
    return character.isascii() and (character.isalnum() or character in marks)


def _crosses(tokens: Tokens, hit: Hit) -> bool:
    """Whether the words of the segmentation cut the hit and one of them reaches beyond it."""
    first = tokens.at(hit.start)
    if tokens.starts[first + 1] >= hit.end:
        return False  # one word covers it
    return tokens.starts[first] < hit.start or not tokens.is_boundary(hit.end)


def _runs(text: str, fields: Sequence[Field]) -> Iterator[list[Field]]:
    """Fields with nothing between them, or with the + of 5G+医疗."""
    run: list[Field] = []
    for field in fields:
        if run and field.start != run[-1].end and not _is_plus(text, run[-1], field):
            yield run
            run = []
        run.append(field)
    if run:
        yield run


def _is_plus(text: str, first: Field, second: Field) -> bool:
    technical = first.code in TECHNOLOGY and first.when == "always" and second.code not in TECHNOLOGY
    return technical and text[first.end : second.start] == "+"
