"""Who acts: the subject of a trigger, in its clause, carried from a clause before, or stood for by 该公司."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cmfacts.link import phrases
from cmfacts.link.antecedents import LONGEST_CARRY, Antecedents
from cmfacts.link.between import is_relative
from cmfacts.link.clauses import OWNING, STOP, WORD, Item, Sentences
from cmfacts.link.heads import FARTHEST, LONGEST_WAY, Heads, Subject
from cmfacts.link.particles import Particles

LONGEST_NAME = 4  # code points of a person's name: 董事长张三发布
_THEIRS, _AND_THEIRS = "其", "及其"
_NATURAL = "自然人"
_SEVERAL = {"two": 2, "three": 3}


_Step = tuple[bool, Subject | None]  # whether the walk is over, and what it found
_ON: _Step = False, None


@dataclass(slots=True)
class _Walk:
    """The way from a trigger to the left.

    ``pending``: words were passed that only a preposition before them explains; ``attributive``: a 的 among them;
    ``relative``: a 的 follows the trigger; ``titled``: an officer was passed; ``person``: one who speaks for nobody;
    ``name`` is what may be a person's; ``phrase`` is the item to go on from, where a phrase stands between: 通过入股
    的方式.
    """

    number: int
    at: int
    kinds: frozenset[str]
    loose: bool
    depth: int
    officer: bool
    relative: bool
    fixed: bool
    phrase: int = 0
    partners: list[str] = field(default_factory=list)
    pending: bool = False
    attributive: bool = False
    titled: bool = False
    person: bool = False
    stranger: bool = False
    name: int = 0

    def clear(self) -> None:
        """A preposition explains what was passed."""
        self.pending = self.attributive = self.titled = self.person = False
        self.name = 0

    def subject(self, item: Item, place: int) -> Subject:
        """The subject found, with its partners."""
        return Subject(item.refs, tuple(self.partners), self.number, place, self.stranger, item.refs[item.first :])


class Subjects:
    """Answers for one document; ``verbal`` tells of a trigger's word whether its subject stands before it, ``owning``
    whether it tells what that subject has or had: 出售; ``owners`` whose a project is, by its id.
    """

    def __init__(
        self,
        sentences: Sentences,
        particles: Particles,
        verbal: frozenset[str],
        owning: frozenset[str],
        owners: Mapping[str, str],
    ) -> None:
        self._sentences, self._verbal, self._owning = sentences, verbal, owning
        self.particles = self._particles = particles
        self._owners = owners
        self._heads = Heads(sentences, particles, verbal)
        self.antecedents = Antecedents(sentences, particles, self._heads)

    def of(
        self,
        number: int,
        at: int,
        kinds: frozenset[str],
        *,
        loose: bool = False,
        fixed: bool = False,
        officer: bool = False,
        depth: int = 0,
    ) -> Subject | None:
        """The subject of the word at an item of a sentence.

        ``loose`` lets the subject's own things stand between, ``officer`` its officers; a ``fixed`` one is not carried
        from another clause.
        """
        items = self._sentences.items(number)
        relative = is_relative(items, at)
        walk = _Walk(number, at, kinds, loose, depth, officer, relative, fixed, phrase=at)
        for place in range(at - 1, max(-1, at - FARTHEST) - 1, -1):
            if place > walk.phrase:
                continue
            if place < 0 or items[place].kind == STOP:
                return None if walk.pending else self._elsewhere(walk, items, place, fixed)
            over, subject = (self._mention if items[place].kind in kinds else self._word)(walk, items, place)
            if over:
                return subject
        return None

    def stand_in(self, number: int, at: int, otherwise: int) -> int:
        """Where the word stands that opens a sentence for a subject named before, 公司, if that is before ``at``."""
        place = self._heads.first_stand_in(number)
        return otherwise if place is None or place > at else min(place, otherwise)

    def hangs_on(self, number: int, place: int) -> bool:
        """Whether what follows an organization is its own, and the one that is meant: A代表 of 参加大会的A代表."""
        follows = self._sentences.items(number)[place + 1 : place + 2]
        return any(self._heads.owns(item) or self._particles.person(item) for item in follows)

    def _elsewhere(self, walk: "_Walk", items: Sequence[Item], stop: int, fixed: bool) -> Subject | None:
        """The subject of a clause that does not say it: that of the clause it leads up to, or one before."""
        if "org" not in walk.kinds:
            return None
        if fixed and (led := self._heads.leader(walk.number, stop)):  # 由A牵头,联合B起草的X
            return Subject(led.refs, tuple(walk.partners), led.sentence, led.item)
        if fixed:  # 依靠与B达成的合作,A…
            return self._ahead(walk, items, stop) if walk.partners else None
        return self._ahead(walk, items, stop) or self._carried(walk.number, stop, walk.partners, walk.officer)

    def _ahead(self, walk: "_Walk", items: Sequence[Item], stop: int) -> Subject | None:
        """The subject of the next clause, where this one only leads up to it: 通过收购B,A…; 收购B后,A…."""
        end = self._sentences.clause(walk.number, walk.at)[1]
        if end + 1 >= len(items) or (walk.relative and not walk.partners):
            return None
        opens = items[stop + 1]
        led = self._particles.of(opens) in ("phrase", "whole") and opens.text not in self._particles.cues.told_by
        if not led and not any(self._particles.closes(item) for item in items[max(walk.at, end - 2) : end]):
            return None
        following = self._sentences.clause(walk.number, end + 1)[1]
        subject = self._heads.head(walk.number, following, owned=True)
        return Subject(subject.refs, tuple(walk.partners), walk.number, subject.item) if subject else None

    def _mention(self, walk: "_Walk", items: Sequence[Item], place: int) -> _Step:
        """Subject, partner, or part of a phrase, by what stands before it."""
        item, before = items[place], self._heads.governing(items, place)
        role = self._particles.of(before) if before else ""
        if role == "phrase" and phrases.holds(items, place, walk.at, self._particles):
            return True, walk.subject(item, place)
        if before and (role == "whole" or (role == "phrase" and self._in_clause(before, items, walk.at))):
            clear = not (walk.attributive or walk.pending)
            return True, walk.subject(item, place) if clear else None
        if role == "with" and before and before.kind == WORD and not (walk.pending or self._owner(items, place)):
            if self._particles.person(items[place + 1]):  # A与B客户签约
                walk.stranger = True
            else:
                walk.partners += item.refs
        if role in ("with", "phrase", "front"):
            walk.clear()
            return _ON
        if before and phrases.object_before(items, place - 1, self._particles):
            walk.pending = True
            return _ON
        walk.partners += (*self._their_owner(items, place), *self._heads.listed(items, place))
        barred = role == "passive" or ((walk.attributive or walk.pending) and not walk.loose and not walk.titled)
        return True, None if barred else walk.subject(item, place)

    def _word(self, walk: "_Walk", items: Sequence[Item], place: int) -> _Step:
        """Step over what may stand between a subject and its verb, or take what stands for a subject."""
        item, own = items[place], self._particles.of(items[place])
        if walk.loose and (over := self._whose(walk, items, place)):
            return over
        if own in ("with", "phrase", "front"):
            return self._opens_phrase(walk, items, place)
        barred = own in ("bar", "byline") or self._person_acts(walk, item)
        if barred or (walk.relative and phrases.of_owned(items, place)):
            return True, None
        if (own == "link" or item.text == "、") and self._links(walk, items, place, own):
            return True, self._beyond_link(walk, items, place)
        if item.trigger and item.text in self._verbal:
            return self._verb(walk, items, place)
        if own == "" and self._passed(walk, items, place):
            return _ON
        if item.text == "的":
            walk.attributive = walk.pending = True
        elif not walk.pending and self._heads.stands_for_one(items, place):
            return self._stood_in(walk, items, place)
        elif not walk.pending and (several := self._meant(items, place)):
            return True, self.antecedents.several(walk.number, place, several)
        elif walk.officer and not walk.attributive and self._particles.officer(item):
            walk.titled = walk.name <= LONGEST_NAME
        elif own == "" and not self._adverbial(walk, items, place):
            walk.pending = True
            walk.person = walk.person or self._particles.person(item)
            walk.name += len(item.text) if item.tag in ("nr", "x") or len(item.text) == 1 else LONGEST_NAME + 1
        return _ON

    def _stood_in(self, walk: "_Walk", items: Sequence[Item], place: int) -> _Step:
        """Whom a word like 公司 or 其 means as a subject; a partner goes on to who acts with it."""
        if self._stands_for_partner(items, place):
            return _ON
        if items[place].text == _THEIRS and phrases.had_by_another(items, place, self._owning):
            return True, self.antecedents.beside(walk.number, place)
        return True, self.antecedents.one(walk.number, place, walk.partners)

    def _their_owner(self, items: Sequence[Item], place: int) -> tuple[str, ...]:
        """Who acts along with what is theirs: A of A及其子公司B."""
        owner, theirs, owned = items[place - 3 : place] if place > 2 else (items[place],) * 3
        joined = theirs.text == _AND_THEIRS and owned.tag == OWNING and owner.kind == items[place].kind
        return owner.refs if joined else ()

    def _verb(self, walk: "_Walk", items: Sequence[Item], place: int) -> _Step:
        """Step over a verb in a phrase, or take its subject."""
        opening = phrases.by_what_another_did(items, place, self._particles) if walk.attributive else 0
        if not opening:
            beyond = walk.relative and place < walk.at - 1  # A亮相在上海举行的X; but A投资建设的X
            return True, None if beyond else self._of_verb(walk, place)
        walk.phrase = opening
        return _ON

    def _of_verb(self, walk: "_Walk", place: int) -> Subject | None:
        """The subject of a verb before the trigger: A宣布收购B,并发布C."""
        if walk.attributive or walk.depth > LONGEST_CARRY or (walk.pending and walk.relative):
            return None
        officer, fixed = walk.officer, walk.fixed
        return self.of(walk.number, place, walk.kinds, fixed=fixed, officer=officer, depth=walk.depth + 1)

    def _passed(self, walk: "_Walk", items: Sequence[Item], place: int) -> bool:
        """Whether a word ends a phrase that stands between subject and verb: A通过受让的方式V, A及其子公司V."""
        if opening := phrases.way(items, place, self._particles):
            walk.phrase = opening
        item = items[place]
        if item.text == _NATURAL and place and items[place - 1].text == "、":
            walk.clear()  # A、自然人张三签署X
            walk.phrase = place - 2
            return True
        theirs = item.text == _AND_THEIRS or (item.tag == OWNING and items[place - 1].text == _AND_THEIRS)
        if item.tag.startswith("nr") and items[place - 1].text == "、":
            walk.phrase = place - 2  # A、张三共同出资
            return True
        return bool(opening) or theirs

    def _opens_phrase(self, walk: "_Walk", items: Sequence[Item], place: int) -> _Step:
        """Step over what explains the words passed, unless they are persons who act themselves: A、B和C的负责人."""
        item = items[place]
        if self._particles.person(item) and not items[place + 1].refs:  # A代表出席; not 代表A签约
            walk.pending = walk.person = True
        elif walk.person and item.text in self._particles.cues.lists:
            return True, None
        else:
            alone = self._particles.of(item) == "with" and item.text not in self._particles.cues.adds
            walk.clear()
            if alone and items[place + 1].kind not in walk.kinds:
                partner = self._partner_meant(walk, items, place + 1)
                walk.partners += partner
                walk.stranger = walk.stranger or not partner
        return _ON

    def _partner_meant(self, walk: "_Walk", items: Sequence[Item], place: int) -> tuple[str, ...]:
        """Whom a word means that stands for a partner: A of A公告,B与公司签约; nobody in B与公司股东签约."""
        if not self._stands_for_partner(items, place) or self._heads.owns(items[place + 1]):
            return ()
        one = self.antecedents.partner(walk.number, place, items[place - 2].refs)
        return one.refs if one else ()

    def _stands_for_partner(self, items: Sequence[Item], place: int) -> bool:
        """Whether a word like 公司 or 其 stands behind A与."""
        joined = place > 1 and items[place - 2].kind == "org" and self._particles.of(items[place - 1]) == "with"
        return joined and items[place - 1].kind == WORD and self._heads.stands_for_one(items, place)

    def _beyond_link(self, walk: "_Walk", items: Sequence[Item], place: int) -> Subject | None:
        """The subject of the verb before 并, with those who act along there and here."""
        first = self._linked(walk, items, place)
        return first and Subject(first.refs, (*walk.partners, *first.partners), first.sentence, first.item)

    def _whose(self, walk: "_Walk", items: Sequence[Item], place: int) -> _Step | None:
        """Whose the thing is that wins: A of A项目荣获X, if the project's owner is known, and of A研发的系统荣获X."""
        item = items[place]
        if item.refs and (owner := self._owners.get(item.refs[0])):
            told = place > 1 and items[place - 1].text == "的" and items[place - 2].text in self._particles.makers
            makers = self._maker(walk, items, place - 2) if told else None  # all of A、B发起的项目
            return True, makers or Subject((owner,), tuple(walk.partners), walk.number, place)
        made = walk.attributive and item.text in self._particles.makers and items[place + 1].text == "的"
        return (True, self._maker(walk, items, place)) if made else None

    def _maker(self, walk: "_Walk", items: Sequence[Item], verb: int) -> Subject | None:
        """Who made what wins: A of 由A研发的系统荣获X, A、B联合完成的技术荣获X."""
        made = items[verb + 2 : walk.at]
        if not any(item.refs or (len(item.text) > 1 and item.tag != "nr") for item in made):
            return None  # a person: A选送的张三荣获X
        for place in range(verb - 1, max(-1, verb - LONGEST_WAY), -1):
            item = items[place]
            if item.kind in walk.kinds:
                return Subject(item.refs, tuple(walk.partners), walk.number, place)
            if self._particles.of(item) not in ("plain", "with") and not item.tag.startswith(("v", "n", "d")):
                return None
        return None

    def _links(self, walk: "_Walk", items: Sequence[Item], place: int, own: str) -> bool:
        """Whether the subject of the verb before goes on: A启动X并发布Y, A启动X、发布Y."""
        near = own == "link" or place == walk.at - 1
        return near and not walk.pending and not self._follows(items, place, walk.kinds)

    def _adverbial(self, walk: "_Walk", items: Sequence[Item], place: int) -> bool:
        """Whether a word goes with the verb: 出人意料 before 地, a verb in a row with the trigger (重组成立)."""
        if items[place + 1].text == "地":
            return True
        in_a_row = items[place].trigger and items[place].tag != OWNING
        return in_a_row and place == walk.at - 1 and items[walk.at].trigger

    def _person_acts(self, walk: "_Walk", item: Item) -> bool:
        """Whether the subject is a person: 机构负责人出席, where officers do not speak for theirs."""
        named = walk.loose and walk.pending and item.tag == "nr"
        return named or (not (walk.officer or walk.pending) and self._particles.officer(item))

    def _meant(self, items: Sequence[Item], place: int) -> int:
        """How many a word stands for as a subject: 双方 two; none in 双方股东."""
        several = _SEVERAL.get(self._particles.generic.get(items[place].text, ""), 0)
        follows = items[place + 1]
        noun = several and follows.tag[:1] in "nu" and not self._particles.of(follows)
        return 0 if noun else several

    def _owner(self, items: Sequence[Item], place: int) -> bool:
        """Whether an organization only tells whose the next one is: B of B旗下的A."""
        follows = items[place + 1]
        return follows.trigger and follows.tag == OWNING

    def _in_clause(self, before: Item, items: Sequence[Item], at: int) -> bool:
        """Whether a preposition governs the clause and not its subject alone: 根据A发布的…, 在A收购…后."""
        return is_relative(items, at) or self._closed(before, items, at)

    def _follows(self, items: Sequence[Item], place: int, kinds: frozenset[str]) -> bool:
        """Whether the subject itself stands before a word: 中国移动还与…"""
        while place > 0 and self._particles.of(items[place - 1]) == "plain":
            place -= 1
        return place > 0 and items[place - 1].kind in kinds

    def _closed(self, before: Item, items: Sequence[Item], at: int) -> bool:
        """Whether 在 or the like opens a clause, which 后, 时 or the like closes: 在中国移动收购…后."""
        if before.text not in self._particles.cues.opens:
            return False
        for item in items[at + 1 : at + FARTHEST]:
            if item.kind == STOP:
                return False
            if self._particles.closes(item):
                return True
        return False

    def _linked(self, walk: "_Walk", items: Sequence[Item], place: int) -> Subject | None:
        """The subject of the verb before 并, with the partners met on the way."""
        first = self._before_link(walk, items, place)
        return first and Subject(first.refs, (*walk.partners, *first.partners), first.sentence, first.item)

    def _before_link(self, walk: "_Walk", items: Sequence[Item], place: int) -> Subject | None:
        for index in range(place - 1, max(-1, place - FARTHEST), -1):
            if items[index].kind == STOP:
                carried = None if walk.relative else self._carried(walk.number, index, walk.partners)
                return self._heads.head(walk.number, place) or carried
            acts = items[index].trigger and items[index].text in self._verbal and items[index + 1].text != "的"
            if acts and walk.depth <= LONGEST_CARRY:
                return self.of(walk.number, index, walk.kinds, depth=walk.depth + 1)
        return self._heads.head(walk.number, place) if place else None

    def _carried(self, number: int, stop: int, partners: list[str], officer: bool = False) -> Subject | None:
        """The subject of the nearest clause before that has one; of the sentence before where 同时 opens."""
        for _ in range(LONGEST_CARRY):
            if stop < 0:
                opening = self._opening_before(number)
                return opening and Subject(opening.refs, tuple(partners), opening.sentence, opening.item)
            subject = self._heads.head(number, stop, officer=officer)
            start = self._clause_start(number, stop)
            if subject is None and self._heads.stand_in(number, start):
                subject = self.antecedents.one(number, start)  # 公司…,并发布X
            if subject:
                partners = [*partners, *self._joining(subject.sentence, subject.item + 1)]
                return Subject(subject.refs, tuple(partners), subject.sentence, subject.item, along=subject.along)
            if self._heads.opens_anew(number, start, stop):
                return None
            partners = [*partners, *self._joining(number, start)]
            stop = start - 1
        return None

    def _opening_before(self, number: int) -> Subject | None:
        """The first subject of the sentence that this one takes up, or of one that that one does."""
        before = number
        for _ in range(LONGEST_CARRY):
            if not self._goes_on(before):
                return None
            before = self._sentences.back(before)
            if opening := self.antecedents.opening(before) or self._stood_for(before):
                return opening
        return None

    def _stood_for(self, number: int) -> Subject | None:
        """Whom the word means that opens a sentence, where none is named: 公司与B合作; 又获C投资."""
        place = self._heads.first_stand_in(number)
        return None if place is None else self.antecedents.one(number, place)

    def _goes_on(self, number: int) -> bool:
        """Whether a sentence takes up the one before: after a semicolon, with 同时, or with a date in its paragraph."""
        if number <= 0:
            return False
        if self._sentences.goes_on(number):
            return True
        dated = not self._sentences.opens_paragraph(number)
        opens = self._sentences.items(number)[:1]  # none in a sentence of brackets alone
        return any(item.text in self._particles.onward or (dated and item.kind == "date") for item in opens)

    def _joining(self, number: int, start: int) -> tuple[str, ...]:
        """The partners that a clause names and no more: B of A,携手B,启动C and of A携手B,启动C."""
        first, partner, *rest = (*self._sentences.items(number)[start : start + 3], None, None)
        joins = first and first.trigger and self._particles.of(first) == "with"
        alone = not (rest and rest[0]) or rest[0].kind == STOP
        return partner.refs if joins and partner and partner.kind == "org" and alone else ()

    def _clause_start(self, number: int, stop: int) -> int:
        return self._sentences.clause(number, stop)[0]
