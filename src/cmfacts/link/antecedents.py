"""Whom a word means that stands for a mention made before: 该公司, 其, 后者, 双方."""

from collections.abc import Collection, Sequence

from cmfacts.link.clauses import OWNING, STOP, Sentences
from cmfacts.link.heads import FARTHEST, LONGEST_WAY, Heads, Subject
from cmfacts.link.particles import Particles
from cmfacts.link.stand_ins import StandIns

FARTHEST_BACK = 3  # sentences from 公司 back to the one that names it
LONGEST_GAP = 24  # and with the empty ones between paragraphs and what semicolons part
LONGEST_CARRY = 6  # clauses that a subject is carried over
ORDINALS = _FORMER, _LATTER = "前者", "后者"
_THEIRS = "其"
_FROM = "从"
_FIRST_PERSON = ("我", "本")


class Antecedents:
    """Answers for one document, by the heads of its clauses."""

    def __init__(self, sentences: Sentences, particles: Particles, heads: Heads) -> None:
        self._sentences, self._particles, self._heads = sentences, particles, heads
        self._stand_ins = StandIns(sentences, particles)
        self._found: dict[tuple[int, int, int], Subject | None] = {}  # before a sentence: frames ask the same again

    def one(
        self, number: int, place: int, partners: Sequence[str] = (), *, depth: int = LONGEST_CARRY
    ) -> Subject | None:
        """What 该公司 or 该校 stands for; ``depth`` is how many such words may stand for one another."""
        word = self._sentences.items(number)[place].text
        found = self._subject_before(number, place, depth)
        if word in self._particles.stand_ins and not (found and self._particles.generic.get(word) == "one"):
            found = self._stand_ins.of(number, place, found)
            if found and word.startswith(_FIRST_PERSON) and self._is_partner(found):
                return None  # 本公司与B签约。我司…
        if found and word in self._particles.cues.ours and self._is_body(found):
            found = self._firm_before(number, depth)  # A成立研究院。该院由B建设。公司…
        return found and Subject(found.refs[:1], tuple(partners), found.sentence, found.item)

    def _is_body(self, subject: Subject) -> bool:
        """Whether an organization is no firm by its name."""
        return self._sentences.items(subject.sentence)[subject.item].text.endswith(self._particles.cues.bodies)

    def _firm_before(self, number: int, depth: int) -> Subject | None:
        """The nearest firm that opens a sentence before."""
        for before in range(number - 1, max(-1, number - 1 - FARTHEST_BACK), -1):
            found = self.opening(before, depth)
            if found and not self._is_body(found):
                return found
        return None

    def _is_partner(self, subject: Subject) -> bool:
        """Whether a 与 stands before an organization: whoever speaks is not the one with whom it acts."""
        before = self._sentences.items(subject.sentence)[subject.item - 1] if subject.item else None
        return before is not None and self._particles.of(before) == "with"

    def _subject_before(self, number: int, place: int, depth: int) -> Subject | None:
        """The subject carried from before, else the first subject of the sentence before."""
        stop, word = place, self._sentences.items(number)[place].text
        if word == _LATTER:
            return self._latter(number, place)
        if word == _FORMER:
            return self._former(number, place)
        if word in self._particles.cues.ours and (announcing := self._announcing(number, place)):
            return announcing
        for _ in range(LONGEST_CARRY):
            if stop < 0:
                break
            subject = self._heads.head(number, stop, owned=stop == place)
            start = self._sentences.clause(number, stop)[0]
            if word == "其" and subject is None and self._heads.opens_anew(number, start, stop):
                return None
            if subject and not self._contrasted(word, number, start, stop):
                return subject
            stop = start - 1
        reach = FARTHEST_BACK if word in self._particles.cues.ours else 1
        return self._only(number, place) or self._taken_up(number, reach, depth)

    def other(self, number: int, place: int, taken: Collection[str], *, depth: int = LONGEST_CARRY) -> Subject | None:
        """Whom 其 or 公司 means beside those who act: A of A公告称,B增持公司股份; ``depth`` as in ``one``."""
        stop, word = place, self._sentences.items(number)[place].text
        if word in ORDINALS:
            subject = self._latter(number, place) if word == _LATTER else self._former(number, place)
            return None if subject is None or subject.refs[0] in taken else subject
        for _ in range(LONGEST_CARRY):
            if stop < 0:
                break
            start = self._sentences.clause(number, stop)[0]
            subject = self._heads.head(number, stop, owned=True)
            if subject is None and start < place and self._heads.stand_in(number, start):
                subject = self.one(number, start, depth=depth)  # 公司收购B,B将成为其子公司
            tells = subject and (stop != place or self._governs(number, subject.item, place))
            if subject and tells and not any(ref in taken for ref in subject.refs):
                return subject if len(subject.refs) == 1 else None
            if subject and (owner := self._heads.owner(number, subject.item)) and owner.refs[0] not in taken:
                return owner  # A的控股股东B增持公司股份
            stop = start - 1
        subject = self._taken_up(number, 1, depth)
        return subject if subject and subject.refs[0] not in taken else None

    def _governs(self, number: int, first: int, last: int) -> bool:
        """Whether a verb that tells something stands between two items: A公告B增持…; not A及其股东B增持…."""
        between = self._sentences.items(number)[first + 1 : last]
        return any(self._particles.of(item) == "govern" for item in between[:FARTHEST])

    def partner(self, number: int, place: int, taken: Collection[str]) -> Subject | None:
        """Whom 公司 or 其 means behind A与, where A is ``taken``: the one who announces it, else another before."""
        ours = self._sentences.items(number)[place].text in self._particles.cues.ours
        found = self._announcing(number, place) if ours else self.other(number, place, taken)
        return None if found is None or found.refs[0] in taken else found

    def _announcing(self, number: int, place: int) -> Subject | None:
        """Who announces what the sentence tells: A of A公告,B与公司股东C签订…."""
        stop, announces = place, self._particles.cues.announces
        for _ in range(LONGEST_CARRY):
            if stop < 0:
                break
            subject = self._heads.head(number, stop)
            start = self._sentences.clause(number, stop)[0]
            words = self._sentences.items(number)[subject.item : stop][:FARTHEST] if subject else ()
            headed = len(words) == 1 and self._sentences.items(number)[stop : stop + 1][0].text == ":"
            announced = headed or any(word.text.endswith(announces) for word in words)
            if subject and announced and stop < place:
                return subject
            stop = start - 1
        return None

    def _latter(self, number: int, place: int) -> Subject | None:
        """Whom 后者 means: the last that was named."""
        for sentence in range(number, max(-1, number - 2), -1):
            items = self._sentences.items(sentence)
            last = place if sentence == number else len(items)
            for index in range(last - 1, max(-1, last - FARTHEST), -1):
                if items[index].kind == "org":
                    return Subject(items[index].refs[-1:], (), sentence, index)
        return None

    def _former(self, number: int, place: int) -> Subject | None:
        """Whom 前者 means: the first of the two that the clause before names."""
        stop = self._sentences.clause(number, place)[0] - 1
        two = self._exactly(number, self._sentences.clause(number, stop)[0], stop, 2) if stop > 0 else None
        return two and Subject(two.refs[:1], (), number, two.item)

    def _contrasted(self, word: str, number: int, start: int, stop: int) -> bool:
        """Whether a clause sets its subject apart from 公司: B仍为公司的子公司."""
        words = self._sentences.items(number)[max(start, stop - FARTHEST) : stop]
        return any(item.text == word for item in words)

    def _only(self, number: int, place: int) -> Subject | None:
        """The one organization that a sentence has named before an item: 以A为例,公司…"""
        items = self._sentences.items(number)
        first = self._heads.opening_word(items, 0, place)
        named = [index for index in range(max(first, place - FARTHEST), place) if items[index].kind == "org"]
        source = named and self._heads.tells(items[named[0] + 1 : self._sentences.clause(number, named[0])[1]])
        if source and (not named[0] or items[named[0] - 1].text != _FROM):  # 从A获悉,公司…
            return None
        if named and self._particles.of(items[named[0] + 1]) == "byline":
            return None
        if not named or len({items[index].refs for index in named}) > 1 or len(items[named[0]].refs) > 1:
            return None
        return Subject(items[named[0]].refs, (), number, named[0])

    def heading(self, number: int, at: int) -> Subject | None:
        """The organization that opens the clause of an item, if no other stands between them."""
        subject = self._heads.head(number, at)
        if subject is None or subject.sentence != number or at - subject.item > LONGEST_WAY:
            return None
        between = self._sentences.items(number)[subject.item + 1 : at]
        if between and (between[0].text in self._particles.cues.former or self._particles.person(between[-1])):
            return None  # A前董事长张三创办B, A员工创办B
        clear = not any(item.kind == "org" or item.text == "的" or item.tag == OWNING for item in between)
        return subject if clear else None

    def owner(self, number: int, at: int) -> Subject | None:
        """Whose 控股股东 or 子公司 it is, where no owner stands before it: that of the clause's subject."""
        return self.one(number, at)

    def stands_for(self, number: int, place: int) -> Subject | None:
        """The organization that the word at an item stands for, if it is a word that does."""
        items = self._sentences.items(number)
        if not self._heads.stands_for_one(items, place):
            return None
        return self.one(number, place)

    def _taken_up(self, number: int, reach: int, depth: int = LONGEST_CARRY) -> Subject | None:
        """The first subject of the sentence before, be it of another paragraph, or of one farther back where those
        between name nobody.
        """
        asked = number, reach, depth
        if asked not in self._found:
            self._found[asked] = self._find_before(number, reach, depth)
        return self._found[asked]

    def _find_before(self, number: int, reach: int, depth: int) -> Subject | None:
        for before in range(number - 1, max(-1, number - 1 - LONGEST_GAP), -1):
            items = self._sentences.items(before)
            if all(item.kind == STOP for item in items):
                continue
            subject = self._topic(before, depth) or self.opening(before, depth)
            if subject is None and self._heads.first_stand_in(before) is None:  # not B of 本公司与B签约。我司…
                subject = self._owner_before(before)
            reach -= not self._sentences.goes_on(before)  # 经营范围包含:软件开发;广告发布. is one
            if subject or not reach or any(item.kind == "org" for item in items):
                return subject
        return None

    def _topic(self, number: int, depth: int) -> Subject | None:
        """Whom a sentence is about where another acts upon it: A of A完成融资。B曾向其投资。该公司…"""
        items = self._sentences.items(number) if depth else ()
        for place in range(1, min(len(items), FARTHEST) - 1):
            upon = items[place].text == _THEIRS and self._particles.of(items[place - 1]) == "phrase"
            if upon and not self._heads.owns(items[place + 1]):
                acting = self._heads.head(number, place)
                return self.other(number, place, acting.refs if acting else (), depth=depth - 1)
        return None

    def _owner_before(self, number: int) -> Subject | None:
        """Whose thing a sentence is about, if it names no other organization: A的连接数突破8000万。公司…."""
        items = self._sentences.items(number) if number >= 0 else ()
        named = {ref for item in items if item.kind == "org" for ref in item.refs}
        if len(named) != 1:
            return None
        stops = (index for index, item in enumerate(items[:FARTHEST]) if item.kind == STOP)
        for stop in (*stops, min(len(items), FARTHEST)):
            if subject := self._heads.head(number, stop, owned=True):
                return Subject(subject.refs, (), subject.sentence, subject.item)
        return None

    def opening(self, number: int, depth: int = LONGEST_CARRY) -> Subject | None:
        """The first subject of a sentence."""
        items = self._sentences.items(number)
        stops = (index for index, item in enumerate(items[:FARTHEST]) if item.kind == STOP)
        for stop in (*stops, min(len(items), FARTHEST)):
            start = self._sentences.clause(number, stop)[0]
            if depth and self._heads.stand_in(number, start):
                return self.one(number, start, depth=depth - 1)
            if subject := self._heads.head(number, stop):
                return Subject(subject.refs[:1], (), subject.sentence, subject.item)
        return None

    def beside(self, number: int, place: int) -> Subject | None:
        """Whose 其 after a verb is: of the one acted with, 向A购买其…, 与A签约,收购其…; else unclear."""
        items = self._sentences.items(number)
        for index in range(place - 1, max(0, place - FARTHEST), -1):
            if items[index].kind == "org":
                role = self._particles.of(items[index - 1])
                return Subject(items[index].refs, (), number, index) if role in ("with", "phrase") else None
        return None

    def several(self, number: int, place: int, several: int) -> Subject | None:
        """Whom 双方 or 三方 means: as many as the clause, or else the sentence, that names so many before them, or
        lists them: A和B of A和B与C大学的联合实验室. Of those whom the sentence before names, who speaks is one.
        """
        before = self._sentences.back(number)
        near = self._sentences.items(number)[max(0, place - FARTHEST) : place]
        ahead = {ref for item in near if item.kind == "org" for ref in item.refs}
        subject = self._named_so_many(number, place, before, several)
        if subject and subject.sentence == before and self._witness(subject):
            before = self._sentences.back(before)  # A与B签约。C、D见证签约。双方…
            subject = self._named_so_many(number, place, before, several)
        told_by_another = subject is not None and subject.sentence == before and not ahead.issubset(subject.refs)
        return None if told_by_another else subject

    def _witness(self, subject: Subject) -> bool:
        """Whether those whom a clause names only stand by."""
        start, end = self._sentences.clause(subject.sentence, subject.item)
        clause = self._sentences.items(subject.sentence)[start:end]
        return any(item.text in self._particles.cues.witnesses for item in clause)

    def _named_so_many(self, number: int, place: int, before: int, several: int) -> Subject | None:
        for sentence, stop in ((number, place), (before, len(self._sentences.items(before)))):
            end = stop
            for _ in range(LONGEST_CARRY):
                if end <= 0:
                    break
                start = self._sentences.clause(sentence, end - 1 if end == stop else end)[0]
                if subject := self._exactly(sentence, start, end, several):
                    return subject
                end = start - 1
            if subject := self._exactly(sentence, 0, stop, several) or self._listed(sentence, stop, several):
                return subject
        return None

    def _listed(self, number: int, stop: int, several: int) -> Subject | None:
        """The one list of so many in a sentence that is no clause's object."""
        items = self._sentences.items(number)
        near = range(max(0, stop - FARTHEST), min(stop, len(items)))
        found = [place for place in near if items[place].kind == "org" and len(items[place].refs) == several]
        return Subject(items[found[0]].refs, (), number, found[0]) if len(found) == 1 else None

    def _exactly(self, number: int, start: int, end: int, several: int) -> Subject | None:
        items = self._sentences.items(number)
        places = [place for place in range(max(start, end - FARTHEST), end) if items[place].kind == "org"]
        refs = tuple(dict.fromkeys(ref for place in places for ref in items[place].refs))
        return Subject(refs, (), number, places[-1]) if len(refs) == several else None
