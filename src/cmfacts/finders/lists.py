"""What stands in a list with known organizations: 携手信通院、高通、芯翼、移芯等企业.

A list goes from name to name over 、 and over 和, 与, 及, never over a comma. Two known names vouch for the rest, or
one where the list closes with a class noun (等企业).
"""

from collections.abc import Container, Iterator, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.engine.record import record
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Literal
from cmfacts.finders.lattice import Lattice
from cmfacts.finders.name_walk import PLAIN_TAGS
from cmfacts.finders.names import CHANNEL as NAMES
from cmfacts.finders.stems import fields
from cmfacts.finders.values import OrganizationValue
from cmfacts.lexicon import Lexicons

RULE = "org.list"
GOVERNED = "org.list.governed"
CHANNEL = "org.list-verb"
FUND = "投资"  # which names of funds end in: 国汽投资
GOVERNOR = "由"  # 由A、B主办: what stands between the two is a list of organizations
CLOSER = "org.list-closer"
FIRMS, MANY = ("企业", "公司", "厂商", "车企", "药企"), ("", "多家", "知名", "龙头")
ITEM_MARKS = "、和与及"
REACH = 80  # code points from the verb back to its governor
LONGEST = 12  # code points of an unknown item; Latin names may be three times as long
MARK = "、"
MOST_BEFORE = 40  # unknown items of a list before a known one
COUNTED = ("家", "个", "批")  # 六家
LONGEST_PERSON = 3  # code points
VERBS = ("到", "有", "是")  # 应用|到|云杉平台、…, 代表房企|有|云杉、…
BRAND, FIELD = 2, 2  # code points of a brand and of its line of business
CLAUSE_MARKS = ",。;:!?\n"  # as they stand in the folded text
SHORT = 6  # up to this length an item that fills the space between two marks may hold any word: 超聚变
EXAMPLE_WORDS = ("如", "像")  # 险企如|云杉人寿、…
POINTERS = frozenset("该此本其某各")  # 由|该校|发起
CLOSING_TAGS = frozenset({"p", "c", "d", "r", "u", "uj", "ul", "uz", "ud", "uv", "y"})


@record
class Span:
    """An item of a list: where it is and whether it is an organization already known."""

    start: int
    end: int
    known: bool


class ListRule:
    """Finds unknown names between known ones. Immutable once built.

    ``names`` are all that lexicons name: in a list one of them is believed even if it is a place too (长安).
    """

    def __init__(self, lexicons: Lexicons, names: Container[str]) -> None:
        self._names = names
        self._joints = lexicons.words("org", "joint")
        self._joint_starts = frozenset(MARK).union(joint[0] for joint in self._joints)
        self._classes = lexicons.words("org", "list-noun")
        self._openers = lexicons.words("org", "list-opener")
        self._verbs = tuple(lexicons.words("org", "list-verb"))
        self._manners = lexicons.words("org", "list-manner")
        self._generic = lexicons.words("org", "generic")
        self._surnames = lexicons.pairs("org", "surname", "word")
        self._fields = frozenset(fields(lexicons))
        self._places = lexicons.words("place", "place")
        self._stops = {word for word in lexicons.words("org", "stop") if len(word) > 1}

    def literals(self) -> Iterator[Literal]:
        """The verbs whose agents, named after 由, are organizations (主办, 领投)."""
        yield from (Literal(verb, CHANNEL, None) for verb in self._verbs)
        yield from (Literal(f"等{many}{firms}", CLOSER, None) for firms in FIRMS for many in MANY)

    def find(self, doc: Doc, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """The unknown items of every list that known organizations or a governing verb vouch for."""
        yield from self._governed(doc, known)
        yield from self._vouched_for(doc, known)
        yield from self._coined(doc, known)

    def _governed(self, doc: Doc, known: Sequence[Candidate]) -> Iterator[Candidate]:
        ends = {candidate.start: candidate.end for candidate in known}
        for hit in doc.hits[CHANNEL]:
            if doc.folded.rfind(GOVERNOR, max(0, hit.start - REACH), hit.start) < 0:
                continue
            if doc.folded.startswith(self._verbs, hit.end):
                continue
            floor = max(doc.folded.rfind(mark, max(0, hit.start - REACH), hit.start) for mark in CLAUSE_MARKS)
            governor = doc.folded.rfind(GOVERNOR, max(floor, hit.start - REACH, 0), hit.start)
            if governor >= 0 and self._governs(doc.tokens.words[doc.tokens.at(governor)]):
                yield from self._agents(doc, ends, governor + 1, hit.start)

    @staticmethod
    def _governs(word: str) -> bool:
        """Whether 由 stands alone here: 由于 and 理由 are words, but jieba also has names such as 由云杉."""
        return word == GOVERNOR or (word.startswith(GOVERNOR) and len(word) > 2)

    def _agents(self, doc: Doc, ends: dict[int, int], offset: int, stop: int) -> list[Candidate]:
        """The unknown items of a list that fills all of ``[offset, stop)``; nothing where it holds something else."""
        found = []
        while offset < stop:
            end = ends.get(offset) or min(stop, self._item_end(doc, offset))
            if doc.folded[end:stop] == FUND and end > offset:  # 由国汽|投资|领投
                end = stop
            if offset not in ends:
                first = doc.tokens.at(offset)
                verb = len(doc.tokens.words[first]) > 1 and doc.tokens.tag(first) == "v"  # 由|有着|多年…
                if verb or not self._plausible(doc, offset, end, last=False):
                    return []
                if not self._is_person(doc, offset, end):
                    found.append(self._candidate(doc, Span(offset, end, False), GOVERNED))
            joint = self._joint_at(doc.folded, end)
            if end < stop and not joint:
                return found if doc.folded[end:stop] in self._manners else []
            offset = end + joint
        return found

    @staticmethod
    def _candidate(doc: Doc, item: Span, rule: str) -> Candidate:
        name = doc.folded[item.start : item.end]
        return Candidate(item.start, item.end, rule, OrganizationValue(name, None, "company"))

    def _vouched_for(self, doc: Doc, known: Sequence[Candidate]) -> Iterator[Candidate]:
        ends = {candidate.start: candidate.end for candidate in known}
        lattice: Lattice | None = None
        done = -1
        for candidate in known:
            if candidate.start < done:
                continue
            items = [Span(candidate.start, candidate.end, True)]
            if doc.folded.endswith(MARK, 0, candidate.start):
                lattice = lattice or Lattice(doc, known, ())
                items = self._leftward(doc, lattice, candidate) + items
            if doc.folded[candidate.end : candidate.end + 1] in self._joint_starts:
                items += self._rightward(doc, ends, candidate.end)
            done = items[-1].end
            if len(items) > 1 and self._vouched(doc, items):
                unknown = (item for item in items if not item.known and not self._is_person(doc, item.start, item.end))
                yield from (self._candidate(doc, item, RULE) for item in unknown)
            elif len(items) > 1:
                doc.refuse(
                    items[0].start, done, RULE, "the list names too few known organizations to vouch for the rest"
                )

    def _coined(self, doc: Doc, known: Sequence[Candidate]) -> Iterator[Candidate]:
        """Two items or more that no words make up, where 等企业 closes the list: 青禾植保、沃土农服等企业."""
        lattice: Lattice | None = None
        for hit in doc.hits[CLOSER]:
            lattice = lattice or Lattice(doc, known, ())
            items: list[Span] = []
            end = hit.start
            while end > 0 and len(items) < MOST_BEFORE and (not items or doc.folded[end] in ITEM_MARKS):
                start = self._item_start(doc, lattice, end)
                if (
                    start is None
                    or not self._plausible(doc, start, end, last=False)
                    or not self._is_odd(doc, start, end)
                ):
                    break
                items.append(Span(start, end, False))
                end = start - 1
            if len(items) > 1:
                yield from (self._candidate(doc, item, RULE) for item in items)

    def _is_odd(self, doc: Doc, start: int, end: int) -> bool:
        """Whether an item holds characters that are no words, and is no person: 青|禾|植保; not 纺织, 大|中型."""
        tokens = doc.tokens
        indices = range(tokens.at(start), tokens.at(end - 1) + 1)
        single = [tokens.tag(index)[:1] for index in indices if len(tokens.words[index]) == 1]
        odd = len(single) > 1 and not PLAIN_TAGS.issuperset(single)
        return odd and end - start > LONGEST_PERSON and not self._is_person(doc, start, end)

    def _vouched(self, doc: Doc, items: Sequence[Span]) -> bool:
        known = sum(item.known for item in items)
        closing = doc.folded[items[-1].end : items[-1].end + 12]
        named = closing.startswith("等") and any(noun in closing for noun in self._classes)
        listed = known > 0 and all(item.known or doc.folded[item.start : item.end] in self._names for item in items)
        listed = listed or (known > 0 and all(item.known or self._is_local(doc, item) for item in items))
        return listed or (known >= 2 and known * 4 >= len(items)) or (named and known * 8 >= len(items))

    def _is_local(self, doc: Doc, item: Span) -> bool:
        """Whether two characters that are no word stand behind a place: 上海富驰和|东莞|华|晶; not 和|东莞|市民."""
        brand = item.end - BRAND
        tags = [doc.tokens.tag(doc.tokens.at(at))[:1] for at in (brand, item.end - 1)]
        single = all(doc.tokens.is_boundary(at) for at in range(brand, item.end + 1))
        return doc.folded[item.start : brand] in self._places and single and not PLAIN_TAGS.issuperset(tags)

    def _rightward(self, doc: Doc, ends: dict[int, int], offset: int) -> Iterator[Span]:
        while joint := self._joint_at(doc.folded, offset):
            start = offset + joint
            end = ends.get(start)
            known = end is not None
            if end is not None and self._goes_on(doc, end, self._between_marks(doc, start)):
                known, end = False, self._between_marks(doc, start)
            if end is None:
                end = self._item_end(doc, start)
                if not self._plausible(doc, start, end, last=not self._joint_at(doc.folded, end)):
                    return
            yield Span(start, end, known)
            offset = end

    def _leftward(self, doc: Doc, lattice: Lattice, first: Candidate) -> list[Span]:
        items: list[Span] = []
        end = first.start - 1
        while end > 0 and doc.folded[end] == MARK and len(items) < MOST_BEFORE:
            start = self._item_start(doc, lattice, end)
            if start is None or not self._plausible(doc, start, end, last=False):
                break
            items.append(Span(start, end, False))
            end = start - 1
        return items[::-1]

    def _item_start(self, doc: Doc, lattice: Lattice, end: int) -> int | None:
        """Where an unknown item begins: with a weak name, or after what is no part of a name; None at a known name."""
        start = self._weak_start(doc, end)
        if start < end:
            return start
        while (piece := lattice.before(start)) and end - piece.start <= LONGEST:
            if piece.kind == "org":
                return None
            if self._closes(piece.text, piece.tag) or (start < end and piece.text in EXAMPLE_WORDS):
                break
            start = piece.start
        while start < end and doc.tokens.words[doc.tokens.at(start)] in self._openers:
            start += 1
        return start

    def _weak_start(self, doc: Doc, end: int) -> int:
        """The start of a name that lexicons know, if a mark stands before it too; else ``end``."""
        longest = min(LONGEST, end - 1)
        for start in sorted(hit.start for hit in doc.ending(NAMES, end)):
            if 1 < end - start <= longest and doc.folded[start - 1] == MARK and doc.folded[start:end] in self._names:
                return start
        return end

    def _joint_at(self, text: str, offset: int) -> int:
        """The length of the mark or conjunction that joins the next item, 0 where the list ends."""
        if text[offset : offset + 1] not in self._joint_starts:
            return 0
        mark = text.startswith(MARK, offset)
        joints = (len(joint) for joint in self._joints if text.startswith(joint, offset + mark))
        return mark + max(joints, default=0)

    def _item_end(self, doc: Doc, start: int) -> int:
        """Where an unknown item ends: with a weak name, at a mark, a stop word, or a word that is no part of a name."""
        if closed := self._weak_end(doc, start) or self._between_marks(doc, start):
            return closed
        tokens, end = doc.tokens, start
        for branded in (
            start + BRAND + FIELD + 1,
            start + BRAND + FIELD,
        ):  # 正为|资本, though 为 alone is a preposition
            if doc.folded[start + BRAND : branded] in self._fields and tokens.is_boundary(branded):
                return branded  # 长江|创新投
        while end < len(doc.folded) and end - start <= 3 * LONGEST:
            index = tokens.at(end)
            word = doc.folded[end : tokens.starts[index + 1]]
            if not (word[0].isalnum() or (word in " -&." and end > start and doc.folded[start].isascii())):
                break
            if end > start and self._closes(word, tokens.tag(index)):
                break
            end += len(word)
        while end > start and doc.folded[end - 1] in " -&.":
            end -= 1
        return end

    def _weak_end(self, doc: Doc, start: int) -> int:
        """The end of a name that lexicons know, if a mark or a joint follows it: 宁波联合 in 四方达、宁波联合和…"""
        for end in sorted((hit.end for hit in doc.beginning(NAMES, start)), reverse=True):
            closed = self._joint_at(doc.folded, end) or doc.folded[end : end + 1] == "等"
            if closed and 1 < end - start <= LONGEST and doc.folded[start:end] in self._names:
                return end
        return 0

    def _between_marks(self, doc: Doc, start: int) -> int:
        """The end of a short item that a mark closes, 0 where there is none or a stop word stands in it."""
        end = doc.folded.find(MARK, start + 2, start + SHORT + 1)
        item = doc.folded[start : max(end, start)]
        return end if end > 0 and item.isalnum() and self._stops.isdisjoint(_parts(item)) else 0

    @staticmethod
    def _goes_on(doc: Doc, known: int, mark: int) -> bool:
        """Whether characters that are no words stand between a known name and the mark: 北汽|幻|速、."""
        first, last = doc.tokens.at(known), doc.tokens.at(mark - 1)
        return known < mark and all(len(word) == 1 for word in doc.tokens.words[first : last + 1])

    def _closes(self, word: str, tag: str) -> bool:
        """Whether a word is no part of a name: a stop word, or by its part of speech."""
        return (
            word in self._stops or word in VERBS or tag in CLOSING_TAGS or (len(word) > 1 and tag in ("v", "vi", "ad"))
        )

    def _is_person(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a surname and a given name are all that stands here, and no lexicon names it: 由|王国斌|发起."""
        text = doc.folded[start:end]
        if len(text) > LONGEST_PERSON or text[0] not in self._surnames or text in self._names:
            return False
        tokens = doc.tokens
        words = range(tokens.at(start), tokens.at(end - 1) + 1)
        if all(tokens.tag(index).startswith("nr") for index in words):
            return True
        given = text[1:] not in self._generic and text[1:] not in self._fields  # 苏|高新 is none
        return len(text) == LONGEST_PERSON and given and not self._surnames[text[0]] and len(words) > 1

    def _plausible(self, doc: Doc, start: int, end: int, *, last: bool) -> bool:
        text = doc.folded[start:end]
        longest = 3 * LONGEST if text.isascii() else LONGEST
        if not 2 <= len(text) <= longest or text in self._generic or text.isdigit():
            return doc.refuse(start, end, RULE, "is too short or long for an item, a number or a generic phrase")
        if text[0] in POINTERS and text not in self._names:
            return doc.refuse(start, end, RULE, "points to something named before")
        first = doc.tokens.at(start)
        if doc.tokens.tag(first) == "m" and doc.tokens.words[first].endswith(COUNTED):
            return doc.refuse(start, end, RULE, "is a number of things")
        if text in self._places and text not in self._names:
            return doc.refuse(start, end, RULE, "is a place")
        following = doc.folded[end : end + 1]
        # 华为、中兴手机: the last item runs into a noun that is no name, unless 等, a mark or a verb closes it.
        ends = not last or not following or not following.isalnum() or following in "等在将已共" or len(text) <= 4
        return ends or doc.refuse(start, end, RULE, f"is the last item and runs on into {following}")


def _parts(item: str) -> Iterator[str]:
    """All strings of two characters or more that stand in a short item."""
    size = len(item)
    return (item[start:end] for start in range(size - 1) for end in range(start + 2, size + 1))
