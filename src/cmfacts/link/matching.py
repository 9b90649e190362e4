"""A frame held against the items around a trigger: its roles filled, or nothing."""

from collections.abc import Sequence

from cmfacts.link import fact_notes, holdings
from cmfacts.link.clauses import ACTING, OWNING, STOP, WORD, Item, Sentences
from cmfacts.link.frames import Frame, Grammar, Token, Trigger
from cmfacts.link.meanings import Filled, Meanings
from cmfacts.link.particles import Particles
from cmfacts.link.subjects import Subjects

AGREEMENT, OPEN, PART = (
    "agreement",
    "open",
    "part",
)  # classes of nouns; open: none is needed, but none may tell of talks
END = "$"  # a pattern's word for the end of the clause
WIDEST_GAP = 8  # items that a gap in a pattern spans
FARTHEST_OBJECT = 30  # items between a verb and its object
FARTHEST_MENTION = 2  # sentences back to a mention that the text takes up again
_GIVEN = frozenset({"org"})
_THINGS = frozenset({"document", "project", "platform", "award", "event"})
_MODIFYING = frozenset({"plan", "action", "project", "strategy"})
_ROUNDS = frozenset({"led-round", "round-of"})  # tell whose round it is along with an investor
_SHARED = frozenset({"ownership", "investment", "acquisition", "establishment"})
_MARKED = frozenset("本次 此次 本届 该 此 本 这次".split())


class Matcher:
    """Answers for one document."""

    def __init__(self, sentences: Sentences, subjects: Subjects, grammar: Grammar, particles: Particles) -> None:
        self._sentences, self._subjects = sentences, subjects
        self._grammar, self._particles = grammar, particles
        self._round: tuple[tuple[str, ...], int, int] | None = None
        self._meanings = Meanings(sentences, subjects)

    def match(self, frame: Frame, trigger: Trigger, type: str, number: int, at: int) -> Filled | None:
        """The roles of a trigger at an item of a sentence by one frame."""
        hold = _Hold(self, frame, trigger, type, number, at)
        if not hold.right() or not hold.left():
            return None
        filled = hold.checked()
        if filled and type in _SHARED:
            self._meanings.tell(filled.roles["object"][-1], number, at)
        if filled and frame.id in _ROUNDS:
            self._round = filled.roles["object"], number, at
        return filled

    def kinds(self, type: str, role: str, trigger: Trigger) -> frozenset[str]:
        """What may fill a role."""
        return self._grammar.kinds(type, role, trigger)


class _Hold:
    """One attempt."""

    def __init__(self, matcher: Matcher, frame: Frame, trigger: Trigger, type: str, number: int, at: int) -> None:
        self._m, self._frame, self._trigger, self._type = matcher, frame, trigger, type
        self._number, self._at = number, at
        self._items = matcher._sentences.items(number)
        self.filled = Filled()
        self._meant: tuple[str, int] | None = None  # the role and place of a word like 其, whoever that is

    def left(self) -> bool:
        return self._side(self._frame.left, -1)

    def right(self) -> bool:
        return self._side(self._frame.right, 1)

    def _side(self, tokens: Sequence[Token], step: int) -> bool:
        place, gap = self._at + step, False
        for token in tokens:
            if token.role:
                after = self._role(token, place, step, gap)
            elif token.words:
                after = self._word(token, place, step, gap)
            elif token.noun:
                after = place if self._noun(token.noun) else None
            else:
                gap = True
                continue
            if after is None:
                return self._misses(token, step)
            place, gap = after, False
        return True

    def _misses(self, token: Token, step: int) -> bool:
        """False, and where ``explain`` is listening a note of what the frame lacks."""
        doc, here = self._m._sentences.doc, self._items[self._at]
        if not doc.trace:
            return False
        kinds, means = self._kinds(token), self._m._particles.generic
        said = fact_notes.missing(self._frame, token, step, kinds, self._items[: self._at], means)
        return doc.refuse(here.start, here.end, f"fact.{self._type}", said)

    def _role(self, token: Token, place: int, step: int, gap: bool) -> int | None:
        if token.how == "subject":
            return self._subject(token, place)
        if token.how == "right":
            return self._object(token, place)
        if token.how == "ahead":
            return self._beyond(token, place)
        if token.how == "owner":
            return self._owner(token, place)
        if token.how == "other":
            self._meant = token.role, self._at
            return place
        if token.how == "before":
            return self._mentioned(token, place)
        return self._next(token, place, step, gap)

    def _kinds(self, token: Token) -> frozenset[str]:
        return self._m.kinds(self._type, token.role, self._trigger)

    def _word(self, token: Token, place: int, step: int, gap: bool) -> int | None:
        reach = 0
        start = place
        while 0 <= place < len(self._items) and reach <= WIDEST_GAP:
            item = self._items[place]
            if item.text in token.words and not item.named:
                return place + step
            if item.kind == STOP and END in token.words:
                return place
            if token.may or item.kind == STOP or (item.named and item.kind not in ("date", "sector")):
                break
            if not gap and self._m._particles.of(item) != "plain":
                break
            place, reach = place + step, reach + 1
        return start if token.may or (END in token.words and place >= len(self._items)) else None

    def _noun(self, noun: str) -> bool:
        """Whether a noun of a class stands to the right of the trigger in its clause, and is what it is about: not
        签署合同终止协议, 就加强合作进行交流.
        """
        if noun == PART:
            return holdings.share_alone(self._items, self._at, self._m._particles)
        found = noun == OPEN
        for item in self._items[self._at + 1 : self._at + FARTHEST_OBJECT]:
            if item.kind == STOP or (item.trigger and noun == "share"):
                break
            means = self._m._particles.nouns.get(item.text)
            if means == "end" or (item.kind == "document" and self._m._particles.ends_one(item.text)):
                return False
            agreed = item.kind == "document" or means == AGREEMENT
            found = (found or means == noun or (agreed and noun in (OPEN, AGREEMENT))) and means != "talk"
            if found and noun not in (OPEN, AGREEMENT):
                break
        return found

    def _next(self, token: Token, place: int, step: int, gap: bool) -> int | None:
        kinds = self._kinds(token)
        pending = False
        for _ in range(WIDEST_GAP):
            if not 0 <= place < len(self._items):
                return None
            item = self._items[place]
            if item.kind in kinds:
                if pending:
                    return None
                self.filled.add(token.role, item.refs, self._number, place)
                return self._joined(token, place, kinds) if step < 0 else place + step
            if "org" in kinds and step < 0 and (stood := self._m._subjects.antecedents.stands_for(self._number, place)):
                self.filled.add(token.role, stood.refs, stood.sentence, stood.item)
                self._meant = token.role, place
                return place + step
            if item.kind == STOP:
                return None
            own = self._m._particles.of(item)
            if gap and own == "front" and step < 0 and place + 1 != self._at:
                return None  # A of A将…转让给B is not what is sold
            if not gap and own not in ("plain", "govern") and not (own == "with" and item.trigger and step < 0):
                if step > 0 or item.named or item.text == "的" or own not in ("", "phrase"):
                    return None
                pending = own == "" and not self._chained(item, place) and not self._told_apart(item, step)
            place += step
        return None

    def _told_apart(self, item: Item, step: int) -> bool:
        """Whether a word says which of the owner's things is meant: 主要 of A主要股东B."""
        return step < 0 and self._trigger.tag == OWNING and item.tag.startswith(("a", "b"))

    def _joined(self, token: Token, place: int, kinds: frozenset[str]) -> int:
        """Those who act along, left of an agent that 由 names: A of 由A联合B主办; returns the item before them."""
        items = self._items
        while place > 1 and items[place - 1].trigger and self._m._particles.of(items[place - 1]) == "with":
            if items[place - 2].kind not in kinds:
                break
            place -= 2
            self.filled.add(token.role, items[place].refs, self._number, place)
        return place - 1

    def _chained(self, item: Item, place: int) -> bool:
        """Whether a verb makes one act with the trigger that it stands before: 由A投资建设."""
        return self._trigger.verbal and place == self._at - 1 and item.tag.startswith("v")

    def _subject(self, token: Token, place: int) -> int | None:
        kinds = self._kinds(token)
        if kinds != _GIVEN:
            generic = self._taken_up(kinds, place)
            if generic:
                self.filled.add(token.role, (generic,), self._number, place)
                return place
        bought, after = self._bought(), self._items[self._at + 1 : self._at + 2]
        relative = any(item.text == "的" for item in after)
        subject = self._m._subjects.of(
            self._number, place + 1, kinds, loose=token.loose, fixed=relative and not bought, officer=token.officer
        )
        if subject is None and bought and not relative:
            subject = self._m._subjects.antecedents.heading(self._number, place + 1)
        if subject is None:
            return None
        refs = subject.all if token.partners or token.role == "party" else subject.refs
        self.filled.add(token.role, refs, subject.sentence, subject.item)
        return subject.item - 1 if subject.sentence == self._number else place

    def _bought(self) -> bool:
        """Whether the object is an organization: the subject that opens the clause then stands not far."""
        return self._m.kinds(self._type, "object", self._trigger) == _GIVEN

    def _owner(self, token: Token, place: int) -> int | None:
        if place >= 0 and self._unknown(self._items[place]):
            return None
        owner = self._m._subjects.antecedents.owner(self._number, place + 1)
        if owner is None:
            return None
        self.filled.add(token.role, owner.refs, owner.sentence, owner.item)
        return place

    def _unknown(self, item: Item) -> bool:
        """Whether a word may be the end of a name that was not found: the owner is another then."""
        return item.kind != STOP and not self._m._particles.of(item) and not item.tag.startswith(("v", "a", "b", "u"))

    def _taken_up(self, kinds: frozenset[str], place: int) -> str | None:
        """The event that 本次会议 right before stands for."""
        if not 0 <= place < len(self._items) or not self._generic(kinds, place):
            return None
        return self._latest(kinds, self._items[place].start, self._number + 1)

    def _generic(self, kinds: frozenset[str], place: int) -> bool:
        """会议 alone; with 本次 before it whatever ends in such a word: 本次对接会."""
        generic, text = self._m._particles.generic, self._items[place].text
        if generic.get(text) == "event" and "event" in kinds:
            return True
        words = [text for text, means in generic.items() if means in kinds]
        marked = any(item.text in _MARKED for item in self._items[max(0, place - 3) : place])
        return marked and text.endswith(tuple(words))

    def _alone(self, kinds: frozenset[str], place: int) -> str | None:
        """The event that a bare 活动 or 大会 at the end of a clause means: the only one so far, or one near."""
        new = self._type == "event" and not self._trigger.part  # 举行发布会 tells of another one
        if new or "event" not in kinds or self._m._particles.generic.get(self._items[place].text) != "event":
            return None
        if place + 1 < len(self._items) and self._items[place + 1].kind != STOP:
            return None
        start = self._items[place].start
        only = self._m._sentences.only("event", start)
        return self._latest(frozenset({"event"}), start, self._number + 1 if only else FARTHEST_MENTION)

    def _latest(self, kinds: frozenset[str], offset: int, reach: int) -> str | None:
        span = self._m._sentences.latest(sorted(kinds), offset)
        return span.ref if span and self._m._sentences.index(span.start) > self._number - reach else None

    def _mentioned(self, token: Token, place: int) -> int | None:
        if self._kinds(token) == _GIVEN:
            if self._m._round is None:
                return None
            self.filled.add(token.role, *self._m._round)
            return place
        kinds, start = self._kinds(token), self._items[self._at].start
        only = kinds == {"event"} and self._m._sentences.only("event", start)
        found = self._latest(kinds, start, self._number + 1 if only else FARTHEST_MENTION)
        if found is None:
            return None
        self.filled.add(token.role, (found,), self._number, self._at)
        return place

    def _object(self, token: Token, place: int) -> int | None:
        kinds = self._kinds(token)
        strict = kinds == _GIVEN
        noun = verb = False
        for index in range(place, min(len(self._items), place + FARTHEST_OBJECT)):
            item = self._items[index]
            if item.kind in kinds and not (verb and not strict and self._qualifies(index)):
                index = self._head(index, kinds) if strict and self._trigger.verbal else index
                if self._modifies(index) or (strict and self._type == "acquisition" and self._only_of(index)):
                    return None
                chosen = self._items[index]
                refs = chosen.refs if self._trigger.verbal else chosen.refs[: chosen.first]
                self.filled.add(token.role, refs, self._number, index)
                if strict and self._trigger.verbal:
                    for more in holdings.further(self._items, index, self._m._particles):
                        self.filled.add(token.role, self._items[more].refs, self._number, more)
                return index + 1
            if strict and self._trigger.verbal and holdings.stands(self._items, index, self._m._particles):
                self._meant = token.role, index
                return index + 1
            if item.kind == STOP or self._ends_search(item, strict, noun):
                return None
            noun = noun or (item.kind == WORD and item.tag.startswith("n"))
            verb = verb or (item.kind == WORD and item.tag.startswith("v"))
            if not strict and item.text in _MARKED and (found := self._taken_up(kinds, index + 1)):
                self.filled.add(token.role, (found,), self._number, index)
                return index + 2
            if not strict and (found := self._alone(kinds, index)):
                self.filled.add(token.role, (found,), self._number, index)
                return index + 1
        return None

    def _beyond(self, token: Token, place: int) -> int | None:
        """What several verbs share, the last with a 的: X of 由A主办,B承办的X."""
        kinds, shared = self._kinds(token), False
        for index in range(place, min(len(self._items), place + FARTHEST_OBJECT)):
            item = self._items[index]
            if item.kind in kinds:
                if shared:
                    self.filled.add(token.role, item.refs, self._number, index)
                return index + 1 if shared else None
            shared = shared or (item.text == "的" and self._items[index - 1].trigger)
        return None

    def _only_of(self, index: int) -> bool:
        """Whether not the organization is bought but a thing of its: 收购A的手机业务; not A股权及资产."""
        for item in self._items[index + 1 : index + 1 + WIDEST_GAP]:
            means = self._m._particles.nouns.get(item.text)
            if means == "thing" or item.kind in _THINGS:
                return True
            if item.kind not in (WORD, "sector") or means == "share" or item.tag.startswith("v"):
                return False
        return False

    def _qualifies(self, index: int) -> bool:
        """Whether a mention stands before a 的: 支持“双碳”的工具, X行动的行列."""
        return index + 1 < len(self._items) and self._items[index + 1].text == "的"

    def _member(self, index: int) -> bool:
        """Whether the rest of a clause tells of being one of them: 参加X的活动 does not, 加入X的会员 does."""
        return any(self._m._particles.nouns.get(item.text) == "member" for item in self._items[index + 1 : index + 4])

    def _modifies(self, index: int) -> bool:
        """Whether a plan or project only tells what kind of thing is meant: 星辰计划企业名单; 加入X的行列."""
        if self._type == "participation" and self._qualifies(index):
            return not self._member(index)
        if self._items[index].kind not in _MODIFYING or index + 1 >= len(self._items):
            return False
        after = self._items[index + 1]
        return after.kind == WORD and after.tag.startswith("n") and not self._m._particles.of(after)

    def _ends_search(self, item: Item, strict: bool, noun: bool) -> bool:
        """Whether no object stands beyond a word; ``noun`` tells that one was passed, which is the object then."""
        own = self._m._particles.of(item)
        verb = item.kind == WORD and item.tag.startswith("v") and item.tag != "vn"
        if own in ("bar", "link") or (noun and verb and not item.trigger and not (strict and self._relative(item))):
            return True
        if not strict:
            return False
        if item.named and item.kind != "sector":
            return False
        if item.text == "、" and not self._trigger.verbal:
            return True
        share = self._m._particles.nouns.get(item.text) == "share" and item.text[-1] != "股"  # 万股 only measures
        if share or (item.trigger and not self._trigger.verbal) or own in ("with", "phrase", "front", "passive", "or"):
            return True
        idle = item.kind == WORD and item.tag.startswith(("i", "d")) and not self._trigger.verbal
        return (verb or idle) and not (self._owning(item) or self._relative(item))

    def _relative(self, verb: Item) -> bool:
        """Whether a verb tells what kind of firm is owned: A旗下从事投资的公司B."""
        led = False
        for item in self._items[self._at + 1 : self._at + FARTHEST_OBJECT]:
            if item.kind == "org" or item.kind == STOP or (item.trigger and item.tag == ACTING):
                return led and item.kind == "org"
            led = (led or (item.text == "的" and item.start > verb.start)) and not (
                item.start > verb.start and item.tag == "v"
            )
        return False

    def _owning(self, item: Item) -> bool:
        trigger = self._m._grammar.triggers.get(item.text)
        return trigger is not None and "ownership" in trigger.types

    def _head(self, index: int, kinds: frozenset[str]) -> int:
        """The last of a chain of owners: 收购A旗下B, 收购A所持有的B股权."""
        place, owned = index + 1, False
        while place < min(len(self._items), index + WIDEST_GAP):
            item = self._items[place]
            if item.kind in kinds and owned:
                index, owned = place, False
            elif self._m._particles.nouns.get(item.text) == "share":
                break
            elif self._owning(item) or item.text in ("的", "所", "所在", "拥有"):
                owned = True
            elif self._m._particles.of(item) != "plain" and item.tag[:1] not in ("n", "a", "b"):
                break
            place += 1
        return index

    def checked(self) -> Filled | None:
        """The roles, if no entity plays two and there are two parties."""
        if not self._resolved():
            return self._fails("leaves open whom a word like 其 stands for")
        roles = self.filled.roles
        if self._frame.id == "round":
            (number, place) = self.filled.places[0]
            self._m._round = roles["round"], number, place
            return self._fails("is a round of financing, told with its investors")
        if "party" in roles and len(roles["party"]) < 2:
            return self._fails("has one party alone")
        if "party" in roles and self._type == "acquisition":
            agent, *others = roles.pop("party")
            roles |= {"agent": (agent,), "object": tuple(others)}
        every = [ref for refs in roles.values() for ref in refs]
        return self.filled if len(set(every)) == len(every) else self._fails("gives one entity two roles")

    def _resolved(self) -> bool:
        """Whether it is known whom a word like 其 means, if one was met."""
        return self._meant is None or self._m._meanings.resolve(self.filled, *self._meant, self._number, self._at)

    def _fails(self, why: str) -> Filled | None:
        """None, and where ``explain`` is listening a note of why not."""
        here = self._items[self._at]
        said = f"frame {self._frame.id}: {why}"
        return self._m._sentences.doc.refuse(here.start, here.end, f"fact.{self._type}", said) or None
