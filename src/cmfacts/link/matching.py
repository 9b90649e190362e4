"""A frame held against the items around a trigger: its roles filled, or nothing."""

from collections.abc import Iterator, Sequence

from cmfacts.link import between, fact_notes, holdings
from cmfacts.link.clauses import ACTING, DASH, JOINTS, OWNING, STOP, WORD, Item, Sentences
from cmfacts.link.frames import END, Frame, Grammar, Token, Trigger
from cmfacts.link.meanings import Filled, Meanings
from cmfacts.link.nouns import Nouns
from cmfacts.link.objects import FARTHEST as FARTHEST_OBJECT
from cmfacts.link.objects import SHARING, Objects
from cmfacts.link.particles import Particles
from cmfacts.link.subjects import Subjects
from cmfacts.link.taken_up import LONGEST_LIST, TakenUp

LISTED, LABEL = "listed", "label"  # frames of 主办单位:A and 主办:A, which may stand before the event's name
SHORTLISTED = "shortlisted"
NEAR = 5  # items before a 的
WIDEST_GAP = 8  # items that a gap in a pattern spans
MOST_SAID = 4  # words that say what an organization is: 是上市公司B的子公司
WIDEST_PRICE = 18  # and before a trigger, where a price may stand: 将B70%股权以1.1亿元的价格转让给A
_BESIDE = frozenset({"joint", "between"})  # frames whose parties stand right before the trigger
_HELD = frozenset({"ownership"})
_GIVEN = frozenset({"org"})
_ROUNDS = frozenset({"led-round", "round-of"})  # tell whose round it is along with an investor
_PLACED = frozenset({"project", "platform"})  # no more than named where others meet: A园区开工,B参加
_SHARED = frozenset({"ownership", "investment", "acquisition", "establishment"})


class Matcher:
    """Answers for one document; knows the company of the last round of financing."""

    def __init__(self, sentences: Sentences, subjects: Subjects, grammar: Grammar, particles: Particles) -> None:
        self.sentences, self.subjects, self.grammar, self.particles = sentences, subjects, grammar, particles
        self.meanings = Meanings(sentences, subjects)
        self.taken_up = TakenUp(sentences, particles)
        self.round: tuple[tuple[str, ...], int, int] | None = None
        self._quiet = sentences.doc.trace is None  # else every frame is tried, and says itself what it lacks

    def fitting(self, trigger: Trigger, number: int) -> Iterator[tuple[int, str, Frame]]:
        """The ways of a trigger, counted from 1, without those that lack a word in the sentence: half of all frames."""
        words = self.sentences.words(number)
        for place, (type, frame) in enumerate(trigger.ways, 1):
            for one_of in frame.needs if self._quiet else ():
                if words.isdisjoint(one_of):
                    break
            else:
                if not frame.kinds or any(map(self.sentences.mentions, frame.kinds)):
                    yield place, type, frame

    def match(self, frame: Frame, trigger: Trigger, type: str, number: int, at: int) -> Filled | None:
        """The roles of a trigger at an item of a sentence by one frame."""
        hold = _Hold(self, frame, trigger, type, number, at)
        return hold.checked() if hold.right() and hold.left() else None

    def tell(self, frame: Frame, type: str, filled: Filled, number: int, at: int) -> None:
        """A frame's roles are what the text tells: later words like 其 or 本轮 may mean them."""
        if type in _SHARED and "object" in filled.roles:
            self.meanings.tell(filled.roles["object"][-1], number, at)
        if frame.id in _ROUNDS:
            self.round = filled.roles["object"], number, at


class _Hold:
    """One attempt."""

    def __init__(self, matcher: Matcher, frame: Frame, trigger: Trigger, type: str, number: int, at: int) -> None:
        self._m, self._frame, self._trigger, self._type = matcher, frame, trigger, type
        self._number, self._at = number, at
        self._items = matcher.sentences.items(number)
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
                nouns = Nouns(self._m.sentences, self._m.particles, self._type, self._number, self._at)
                after = place if nouns.follows(token.noun) else None
            elif token.idle:
                after = place + step if place < len(self._items) and self._items[place].named else None
            else:
                gap = True
                continue
            if after is None:
                return self._misses(token, step)
            place, gap = after, False
        return True

    def _misses(self, token: Token, step: int) -> bool:
        """False, and where ``explain`` is listening a note of what the frame lacks."""
        doc, here = self._m.sentences.doc, self._items[self._at]
        if not doc.trace:
            return False
        kinds, means = self._kinds(token), self._m.particles.generic
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
        return token.kinds or self._m.grammar.kinds(self._type, token.role, self._trigger)

    def _word(self, token: Token, place: int, step: int, gap: bool) -> int | None:
        reach = 0
        start = place
        while 0 <= place < len(self._items) and reach <= WIDEST_GAP:
            item = self._items[place]
            if item.text in token.words and not item.named:
                return place + step
            if END in token.words and (item.kind == STOP or self._m.particles.nouns.get(item.text) == "share"):
                return place if item.kind == STOP else None  # 购得A100万股 is not all of A
            if token.may or item.kind == STOP or (item.named and item.kind not in ("date", "sector")):
                break
            says = item.text == DASH or item.tag.startswith("n") or (item.text == "的" and "将" in token.words)
            says = says and step < 0 and reach < MOST_SAID
            if not gap and not says and self._m.particles.of(item) != "plain":
                break
            place, reach = place + step, reach + 1
        return start if token.may or (END in token.words and place >= len(self._items)) else None

    def _next(self, token: Token, place: int, step: int, gap: bool) -> int | None:
        kinds = self._kinds(token)
        pending = False
        for _ in range(WIDEST_PRICE if gap and step < 0 else WIDEST_GAP):
            if not 0 <= place < len(self._items):
                return place if self._frame.id == LISTED and self._lines(token, kinds) else None
            item = self._items[place]
            if item.kind in kinds:
                if pending or (token.alone and self._m.subjects.hangs_on(self._number, place)):
                    return None
                self.filled.add(token.role, item.refs, self._number, place)
                return self._joined(token, place, kinds) if step < 0 else place + step
            if "org" in kinds and step < 0 and (stood := self._m.subjects.antecedents.stands_for(self._number, place)):
                self.filled.add(token.role, stood.refs, stood.sentence, stood.item)
                self._meant = token.role, place
                return place + step
            if item.kind == STOP or (step < 0 and self._bars(place, gap)):
                return None
            own = self._m.particles.of(item)
            if not gap and own not in ("plain", "govern") and not (own == "with" and item.trigger and step < 0):
                if (step > 0 and token.role == "agent" and between.says_who(self._items, place, self._m.particles)) or (
                    step < 0 and self._tied(item)
                ):
                    place += step
                    continue
                of = item.text == "的" and (_HELD.isdisjoint(self._trigger.types) or place + 1 == self._at)
                if step > 0 or item.named or of or own not in ("", "phrase"):
                    return None
                if item.text != "的":
                    pending = own == "" and not self._chained(item, place) and not self._told_apart(item, step)
            place += step
        return None

    def _lines(self, token: Token, kinds: frozenset[str]) -> bool:
        """Whether names stand in the lines below: 主办单位: with A and B on lines of their own."""
        found = False
        for number in range(self._number + 1, self._number + 1 + LONGEST_LIST):
            items = self._m.sentences.items(number)
            if items and (items[0].kind not in kinds or len(items) > 1):
                break
            for item in items:
                self.filled.add(token.role, item.refs, number, 0)
                found = True
        return found

    def _bars(self, place: int, gap: bool) -> bool:
        """Whether a word left of the trigger tells that no role stands before it."""
        item = self._items[place]
        if self._type == "cooperation" and item.tag == OWNING:
            return True  # B是A旗下的供应商 tells no tie to A
        if not gap:
            return False
        sold = self._m.particles.of(item) == "front" and place + 1 != self._at  # A将…转让给B: A is not what is sold
        return sold or self._m.particles.nouns.get(item.text) == "thing"  # 将A的业务转让给B

    def _tied(self, item: Item) -> bool:
        """Whether a word left of the trigger says what two firms have to do with each other."""
        if self._type != "cooperation" or self._trigger.tag == ACTING:
            return False
        return between.supplied(item, verbs=self._frame.id == "tie")  # not of A拜访供应商B

    def _told_apart(self, item: Item, step: int) -> bool:
        """Whether a word says which of the owner's things is meant: 主要 of A主要股东B, 最大 of A最大供应商B."""
        return step < 0 and self._trigger.tag != ACTING and item.tag.startswith(("a", "b"))

    def _joined(self, token: Token, place: int, kinds: frozenset[str]) -> int:
        """Those who act along, left of an agent that 由 names: A of 由A联合B主办; returns the item before them."""
        items = self._items
        joins = self._trigger.tag != OWNING
        while place > 1 and (joins or items[place - 1].trigger) and self._m.particles.of(items[place - 1]) == "with":
            if items[place - 2].kind not in kinds:
                break
            place -= 2
            self.filled.add(token.role, items[place].refs, self._number, place)
        owned = token.role == "object" and place and items[place].kind != "org" and items[place - 1].kind == "org"
        return place - 2 if owned else place - 1

    def _chained(self, item: Item, place: int) -> bool:
        """Whether a verb makes one act with the trigger that it stands before: 由A投资建设."""
        return self._trigger.verbal and place == self._at - 1 and item.tag.startswith("v")

    def _subject(self, token: Token, place: int) -> int | None:
        kinds = self._kinds(token)
        if kinds != _GIVEN and (generic := self._taken_up(kinds, place)):
            self.filled.add(token.role, (generic,), self._number, place)
            return place
        bought, after = self._bought(), self._items[self._at + 1 : self._at + 2]
        relative = any(item.text == "的" for item in after) or (
            self._type == "cooperation" and between.signs_of(self._items, self._at, self._m.particles)
        )
        subject = self._m.subjects.of(
            self._number, place + 1, kinds, loose=token.loose, fixed=relative and not bought, officer=token.officer
        )
        if subject is None and bought and not relative:
            subject = self._m.subjects.antecedents.heading(self._number, place + 1)
        if subject is None or (token.role == "party" and subject.stranger and not (subject.partners or subject.along)):
            return None
        refs = subject.all if token.partners or token.role == "party" else subject.refs
        named = self._m.sentences.items(subject.sentence)[subject.item].refs
        if token.partners and not set(refs).issuperset(named) and self._jointly():
            refs = (*refs, *named)
        if self._items[self._at].text.startswith(self._m.particles.cues.shared):  # A与B签约,共建C
            refs = tuple(dict.fromkeys((*refs, *subject.along)))
        self.filled.add(token.role, refs, subject.sentence, subject.item)
        return subject.item - 1 if subject.sentence == self._number else place

    def _jointly(self) -> bool:
        """Whether the clause says that several act: 共同 of A与B签约,共同启动C."""
        start, jointly = self._m.sentences.clause(self._number, self._at)[0], self._m.particles.jointly
        near = self._items[max(start, self._at - WIDEST_GAP) : self._at + 1]
        return any(item.text.startswith(jointly) for item in near)

    def _taken_up(self, kinds: frozenset[str], place: int) -> str | None:
        """What a noun left of the trigger takes up, past its date: X of 该系统今日由A上线."""
        for index in range(place, max(-1, place - WIDEST_GAP), -1):
            if self._items[index].kind == STOP:
                return None
            taken_up = self._m.taken_up
            if found := taken_up.by_word(kinds, self._number, index) or taken_up.opening(kinds, self._number, index):
                return found
            if self._m.particles.of(self._items[index]) != "plain":
                return None
        return None

    def _bought(self) -> bool:
        """Whether the object is an organization: the subject that opens the clause then stands not far."""
        return self._m.grammar.kinds(self._type, "object", self._trigger) == _GIVEN

    def _owner(self, token: Token, place: int) -> int | None:
        owner = self._m.subjects.antecedents.stands_for(self._number, place) if place >= 0 else None
        if owner is None and place >= 0 and self._unknown(self._items[place]):
            return None
        owner = owner or self._m.subjects.antecedents.owner(self._number, place + 1)
        if owner is None:
            return None
        self.filled.add(token.role, owner.refs, owner.sentence, owner.item)
        return place

    def _unknown(self, item: Item) -> bool:
        """Whether a word may be the end of a name that was not found: the owner is another then."""
        acts = item.trigger and item.tag != OWNING
        passed = item.kind == STOP or acts or self._m.particles.of(item)
        return not passed and not item.tag.startswith(("v", "a", "b", "u"))

    def _mentioned(self, token: Token, place: int) -> int | None:
        if self._kinds(token) == _GIVEN and self._type != "participation":
            if self._m.round is None:
                return None
            self.filled.add(token.role, *self._m.round)
            return place
        found = self._before(self._kinds(token), min(place + 1, self._at))
        if found is None:
            return None
        self.filled.add(token.role, (found,), self._number, self._at)
        return place

    def _before(self, kinds: frozenset[str], place: int) -> str | None:
        """The mention named last before an item; for those who join, it may be an alliance or a plan."""
        taken_up = self._m.taken_up
        if self._type != "participation" or "org" not in kinds:
            kinds = kinds - _PLACED if self._type == "participation" else kinds
            listed = self._frame.id in (LISTED, LABEL)
            found = taken_up.last(kinds, self._number, place, reach=LONGEST_LIST if listed else 1)
            return found or (taken_up.next(kinds, self._number) if listed else None)
        return taken_up.joined(kinds | self._m.grammar.fillers(self._type, "object"), self._number, place)

    def _object(self, token: Token, place: int) -> int | None:
        kinds = self._kinds(token)
        strict = kinds == _GIVEN
        if strict and self._trigger.verbal and any(item.text == "、" for item in self._items[place : place + 1]):
            return None  # A领投、B跟投
        noun = verb = False
        objects = Objects(self._items, self._at, self._trigger, self._type, self._m.grammar, self._m.particles)
        if place < len(self._items) and self._items[place].text in SHARING:
            place = objects.opening(place)
        for index in range(place, min(len(self._items), place + FARTHEST_OBJECT)):
            item = self._items[index]
            if strict and (index < place or (item.kind in kinds and (place := objects.beyond_relative(index)) > index)):
                continue
            if not strict and item.kind == "org" and objects.attributive(index):
                continue
            if item.kind in kinds and not (verb and not strict and between.is_relative(self._items, index)):
                if strict and self._trigger.verbal and objects.holds_another(index, kinds):
                    continue
                return self._chosen(token, index, kinds, objects)
            if strict and self._trigger.verbal and holdings.stands(self._items, index, self._m.particles):
                self._meant = token.role, index
                return index + 1
            if index == self._at + 2 and self._items[index - 1].text == "的" and objects.is_thing(item):
                return None  # 发布 of A根据B发布的《X》启动Y has X
            if item.kind == STOP or objects.ends(index, strict=strict, noun=noun) or self._ends_act(item):
                return None
            noun = noun or (item.kind == WORD and item.tag.startswith("n"))
            verb = verb or (item.kind == WORD and item.tag.startswith("v"))
            if not strict and (after := self._named_before(token, kinds, index)):
                return after
        return None

    def _chosen(self, token: Token, index: int, kinds: frozenset[str], objects: Objects) -> int | None:
        """The first mention to the right, or what it belongs to or owns, unless it is no object."""
        firms = kinds == _GIVEN and self._trigger.verbal
        index = objects.head(index, kinds) if firms and not self._relative() else index
        if objects.modifies(index) and not self._relative():
            return None
        if firms and objects.owns_another(index):
            return None
        if self._type == "acquisition" and objects.only_of(index):
            return None
        chosen = self._items[index]
        refs = chosen.refs if self._trigger.verbal else chosen.refs[: chosen.first]
        self.filled.add(token.role, refs, self._number, index)
        more = holdings.further(self._items, index, self._m.particles) if firms else self._beside(index, kinds)
        for place in more:
            self.filled.add(token.role, self._items[place].refs, self._number, place)
        return index + 1

    def _ends_act(self, item: Item) -> bool:
        """Whether a 的 ends what one takes part in: 参与组成的联合体中标X."""
        acts = self._type == "participation" and self._items[self._at + 1].tag.startswith("v")
        return acts and item.text == "的"

    def _beside(self, index: int, kinds: frozenset[str]) -> Iterator[int]:
        """What is listed with an object, of another kind: 启动“X计划”、“Y行动”."""
        while index + 1 < len(self._items):
            index += 1 + (self._items[index + 1].text in JOINTS)
            if index >= len(self._items) or self._items[index].kind not in kinds - _GIVEN:
                return
            yield index

    def _relative(self) -> bool:
        """Whether the frame has a 的 after the object: 参加X的A."""
        return any("的" in token.words for token in self._frame.right)

    def _named_before(self, token: Token, kinds: frozenset[str], index: int) -> int | None:
        """The item after a word that takes up what was named before: 本次大会, or 大会 at the end of the clause."""
        after, found = index + 2, None
        if self._items[index].text in self._m.particles.marks:
            found = self._m.taken_up.by_word(kinds, self._number, index + 1)
        another = self._type == "event" and not self._trigger.part  # 举行发布会 tells of another one
        if not found and not another:
            after, found = index + 1, self._m.taken_up.alone(kinds, self._number, index)
        if not found:
            return None
        self.filled.add(token.role, (found,), self._number, index)
        return after

    def _beyond(self, token: Token, place: int) -> int | None:
        """What several verbs share, the last with a 的: X of 由A主办,B承办的X."""
        kinds, shared = self._kinds(token), False
        for index in range(place, min(len(self._items), place + FARTHEST_OBJECT)):
            item = self._items[index]
            if item.kind in kinds:
                if shared:
                    self.filled.add(token.role, item.refs, self._number, index)
                return index + 1 if shared else None
            shared = shared or (item.text == "的" and self._closes_relative(index))
        return None

    def _named_after(self) -> bool:
        """Whether the rest of the sentence names what was won: A榜上有名,获X."""
        kinds = self._m.grammar.fillers(self._type, "object")
        return any(item.kind in kinds for item in self._items[self._at + 1 : self._at + FARTHEST_OBJECT])

    def _closes_relative(self, index: int) -> bool:
        """Whether a 的 ends what tells of an event: B承办的, 以“…”为主题的, 为期三天的."""
        before = self._items[max(self._at, index - NEAR) : index]
        return before[-1].trigger or any(item.text in self._m.particles.cues.told_of for item in before)

    def checked(self) -> Filled | None:
        """The roles, if no entity plays two and there are two parties."""
        number, place = self.filled.places[0]
        items = self._m.sentences.items(number)
        if self._frame.id in _BESIDE and between.follows_with(items, place, self._m.particles):
            return self._fails("leaves out who acts")
        if self._frame.id == "is-child" and between.owned_further(self._items, self._at):
            return self._fails("tells of the organization after it")
        if not self._resolved():
            return self._fails("leaves open whom a word like 其 stands for")
        if self._frame.id == SHORTLISTED and self._named_after():
            return self._fails("stands before the award")
        roles = self.filled.roles
        if self._frame.id == "round":
            self._m.round = roles["round"], number, place
            return self._fails("is a round of financing, told with its investors")
        if self._type in _SHARED and roles.keys().isdisjoint(("object", "party")):
            return self._fails("leaves open what was acted upon")
        if "party" in roles and len(roles["party"]) < 2:
            return self._fails("has one party alone")
        if "party" in roles and self._type == "acquisition":
            agent, *others = roles.pop("party")
            roles |= {"agent": (agent,), "object": tuple(others)}
        every = [ref for refs in roles.values() for ref in refs]
        return self.filled if len(set(every)) == len(every) else self._fails("gives one entity two roles")

    def _resolved(self) -> bool:
        """Whether it is known whom a word like 其 means, if one was met."""
        return self._meant is None or self._m.meanings.resolve(self.filled, *self._meant, self._number, self._at)

    def _fails(self, why: str) -> Filled | None:
        """None, and where ``explain`` is listening a note of why not."""
        here = self._items[self._at]
        said = f"frame {self._frame.id}: {why}"
        return self._m.sentences.doc.refuse(here.start, here.end, f"fact.{self._type}", said) or None
