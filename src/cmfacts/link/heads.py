"""The subject of one clause: the organization at its head."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmfacts.link.clauses import ACTING, DASH, OTHER, OWNING, STOP, WORD, Item, Sentences
from cmfacts.link.particles import Particles

FARTHEST = 40  # items between a subject and its trigger
LONGEST_WAY = 12  # items between the subject that opens a clause and a verb, whatever they are
LONGEST_TITLE = 4  # items between an organization and the end of its officer's title
FARTHEST_OWNED = 6  # items between an owner and what is owned: A旗下的物流公司B
LONGEST_SAID = 8  # items that say what an organization is
_SAID = ("n", "a", "b", "m", "q", "f", "j", "s")
_PLACES = tuple("省市区县州镇")


@dataclass(slots=True)
class Subject:
    """The entities that act, their partners (与B), and where they stand: sentence and item."""

    refs: tuple[str, ...]
    partners: tuple[str, ...]
    sentence: int
    item: int
    stranger: bool = False  # whether someone who is no organization acts along: 与张三
    along: tuple[str, ...] = ()  # those after a 与, who may not go on in the next clause

    @property
    def all(self) -> tuple[str, ...]:
        """The subject and its partners."""
        return tuple(dict.fromkeys((*self.refs, *self.partners)))


class Heads:
    """Answers for one document; ``verbal`` tells of a trigger's word whether its subject stands before it."""

    def __init__(self, sentences: Sentences, particles: Particles, verbal: frozenset[str]) -> None:
        self._sentences, self._particles, self._verbal = sentences, particles, verbal
        self._heads: dict[tuple[int, int, bool, bool], Subject | None] = {}

    def head(self, number: int, stop: int, *, owned: bool = False, officer: bool = False) -> Subject | None:
        """The subject of the clause that ends at an item: its first organization that hangs on nothing else.

        ``owned`` takes one too whose own thing is the subject: what 其 means in 中国移动的计划由其…; ``officer`` one
        whose officer is.
        """
        start = self._sentences.clause(number, stop)[0]
        key = number, stop, owned, officer
        if key not in self._heads:
            self._heads[key] = self._find_head(number, start, stop, owned, officer)
        return self._heads[key]

    def _find_head(self, number: int, start: int, stop: int, owned: bool, officer: bool) -> Subject | None:
        items, particles = self._sentences.items(number), self._particles
        phrase = modified = acting = False
        for place in range(self.opening_word(items, start, stop), min(stop, start + FARTHEST)):
            item = items[place]
            before = self.governing(items, place) if place > start and item.kind == "org" else None
            role = particles.of(before) if before else ""
            if item.kind == "org":
                joined = role == "with" and place == start + 2 and self._place(items[start])
                if joined or (role == "by" and self._leads(items, place + 1)):
                    return Subject(item.refs, (), number, place)  # a place is no party: 某县与A合作
                if role in ("with", "phrase", "front", "passive", "by"):
                    continue
                if place > start and not self._leads_up(items[place - 1], modified, acting):
                    return None
                if self._owned(items, place, stop):
                    continue
                return self._headed(number, place, stop, owned, officer)
            own = particles.of(item)
            if particles.closes(item):  # 交易完成后A将…
                phrase = modified = acting = False
            elif own in ("phrase", "with"):
                phrase = True
            elif (place == start and self.stands_for_one(items, place)) or self._handed(items, place, stop):
                return None
            elif own == "" and (not phrase or item.trigger):
                modified = True
                acting = acting or item.tag == ACTING
        return None

    def _headed(self, number: int, place: int, stop: int, owned: bool, officer: bool) -> Subject | None:
        """The organization that heads a clause as its subject, unless what follows it acts, or it is but the source."""
        items = self._sentences.items(number)
        refs, first = items[place].refs, items[place].first
        if not owned and self._has_more(items, place):
            titles = items[place + 1 : place + 1 + LONGEST_TITLE]
            titled = officer and any(map(self._particles.officer, titles))
            return Subject(refs[:first], (), number, place) if titled else None
        if self.tells(items[place + 1 : min(stop, place + FARTHEST)]):
            return None
        return Subject(refs[:first], (), number, place, along=refs[first:])

    def _has_more(self, items: Sequence[Item], place: int) -> bool:
        """Whether what follows an organization is its own, and acts for it: A董事长…, A子公司…."""
        follows = items[place + 1 : place + 2]
        return any(map(self.owns, follows)) and not self._ends_clause(items, place + 1)

    def leader(self, number: int, stop: int) -> Subject | None:
        """Who leads what the next clause tells, if the clause that ends at an item only says so: A of 由A牵头."""
        subject = self.head(number, stop) if stop > 0 else None
        if subject is None or not subject.item:
            return None
        items = self._sentences.items(number)
        led = self._particles.of(items[subject.item - 1]) == "by" and self._leads(items, subject.item + 1)
        return subject if led else None

    def _leads(self, items: Sequence[Item], place: int) -> bool:
        """Whether a clause tells who leads what the next one tells: 由A牵头,联合B成立…"""
        ends = place + 1 >= len(items) or items[place + 1].kind == STOP
        return place < len(items) and items[place].text in self._particles.cues.leads and ends

    def _handed(self, items: Sequence[Item], place: int, stop: int) -> bool:
        """Whether a word puts what is held before its verb, which is no subject: 将 of 将持有的A转让."""
        follows = items[place + 1] if place + 1 < stop else None
        if follows is None or follows.text not in self._particles.holding:
            return False
        return items[place].text.endswith(self._particles.cues.fronts)

    def _owned(self, items: Sequence[Item], place: int, stop: int) -> bool:
        """Whether an organization only tells whose the one is that acts: A of A旗下的物流公司B, A控制的B."""
        owning = telling = False
        for item in items[place + 1 : min(stop, place + 1 + FARTHEST_OWNED)]:
            if item.kind == "org":
                return owning
            if item.text == "的":
                owning = owning or telling
            elif item.trigger and not (owning or telling) and not item.text.endswith("有"):
                owning, telling = item.tag == OWNING, item.tag == ACTING
            elif not owning or item.trigger or not self._says(item):
                return False
        return False

    def _says(self, item: Item) -> bool:
        """Whether a word may say what an organization is: 物流公司 of A旗下的物流公司B."""
        return item.kind == "sector" or (item.kind == WORD and item.tag.startswith(_SAID))

    def _leads_up(self, before: Item, modified: bool, acting: bool) -> bool:
        """Whether what stands before an organization lets it be a subject: V…的A, —A, 龙头企业A; not V A."""
        if before.text in ("的", DASH):
            return True
        if before.tag.startswith("v") and before.kind == WORD and not self._particles.of(before):
            return False
        return not modified or (before.tag.startswith("n") and not acting)

    def _place(self, item: Item) -> bool:
        return item.tag == "ns" or (item.tag == "n" and item.text.endswith(_PLACES))

    def opening_word(self, items: Sequence[Item], start: int, stop: int) -> int:
        """Where a clause begins behind its byline: 中新网厦门10月16日电."""
        for place in range(start, min(stop, start + LONGEST_WAY)):
            if self._particles.of(items[place]) == "byline":
                return place + 1
        return start

    def tells(self, words: Sequence[Item]) -> bool:
        """Whether an organization is but the source of what is told: 企查查显示,该公司…; not A公告显示."""
        near = words[:FARTHEST]
        source = any(self._particles.of(word) == "source" for word in near)
        return source and not any("公告" in word.text for word in near)

    def owns(self, follows: Item) -> bool:
        """Whether what follows an organization is its own: 中国移动的…, 中国移动董事长."""
        if follows.text == "的":
            return True
        acts = follows.tag.startswith(("v", "a", "i", "l", "z")) or (follows.trigger and follows.text in self._verbal)
        return follows.kind not in (STOP, "org") and not acts and not self._particles.of(follows)

    def _ends_clause(self, items: Sequence[Item], place: int) -> bool:
        """Whether a trigger that tells a tie closes a clause, and so is its verb: A与B签约,…; not A控股股东,…."""
        last = place + 1 >= len(items) or items[place + 1].kind == STOP
        return last and items[place].trigger and items[place].tag == OTHER

    def opens_anew(self, number: int, start: int, stop: int) -> bool:
        """Whether a clause without an organization as its subject has another: 项目已启动, 张三表示."""
        items, particles = self._sentences.items(number), self._particles
        for item in items[start : min(stop, start + FARTHEST)]:
            own = particles.of(item)
            if own in ("phrase", "with", "govern", "link") or item.trigger or item.tag.startswith("v"):
                return False
            if own == "":
                return item.kind != "org"
        return False

    def governing(self, items: Sequence[Item], place: int) -> Item | None:
        """What stands before an organization, past the noun that says what it is: 与客户A."""
        place = self._outermost(items, place)
        before = items[place - 1] if place else None
        if (
            before
            and place > 1
            and (
                before.tag.startswith(("n", "s", "f", "b"))
                or before.text in self._particles.cues.names
                or before.text == "的"
            )
            and not self._particles.of(before)
        ):
            if before.tag == OWNING and self._particles.of(items[place - 2]) == "phrase":
                return items[place - 2]  # 通过子公司A
            return self._joint(items, place - 2) or before
        return before

    def _joint(self, items: Sequence[Item], place: int) -> Item | None:
        """The 与 before all that says what an organization is: 与北欧领先的经销商A."""
        told = False
        for index in range(place, max(-1, place - LONGEST_SAID), -1):
            item = items[index]
            if self._particles.of(item) == "with":
                return item
            told = told or item.text == "的"  # 与总部位于上海的A
            said = item.kind == "sector" or item.text in ("的", DASH) or item.tag.startswith(_SAID)
            said = said or (told and item.tag.startswith("v"))
            if not said or item.trigger or self._particles.of(item):
                return None
        return None

    def listed(self, items: Sequence[Item], place: int) -> tuple[str, ...]:
        """Those listed before an organization that is told by its owner: A of A、B旗下的C."""
        first = self._outermost(items, place)
        listed = 1 < first < place and items[first - 1].text == "、" and items[first - 2].kind == items[place].kind
        return items[first - 2].refs if listed else ()

    def owner(self, number: int, place: int) -> Subject | None:
        """Whose an organization is, where one stands right before it: A of A的控股股东B."""
        first = self._outermost(self._sentences.items(number), place)
        return Subject(self._sentences.items(number)[first].refs, (), number, first) if first < place else None

    def _outermost(self, items: Sequence[Item], place: int) -> int:
        """Where the owners of an organization begin: B of 与B旗下的A."""
        owner = place - 1
        while owner > 0 and items[owner].text == "的":
            owner -= 1
        if owner <= 0 or not items[owner].trigger or items[owner].tag != OWNING:
            return place
        owner -= 1 + (items[owner - 1].text == "的")
        return owner if owner >= 0 and items[owner].kind == items[place].kind else place

    def stand_in(self, number: int, start: int) -> bool:
        """Whether a clause opens with 公司 or 其 as its subject: not 公司产品."""
        items = self._sentences.items(number)[start : start + 2]
        return len(items) > 1 and self.stands_for_one(items, 0) and not self.owns(items[1])

    def first_stand_in(self, number: int) -> int | None:
        """Where a sentence has such a subject in its first clause that is no bare date."""
        items, start = self._sentences.items(number), 0
        while start < len(items) and self._leads_in(items[start]):
            start = 1 + (start if items[start].kind == STOP else self._sentences.clause(number, start)[1])
        return start if self.stand_in(number, start) else None

    def _leads_in(self, item: Item) -> bool:
        """Whether a clause only says when or under what: 5月3日, 据公告."""
        return item.kind in ("date", STOP) or self._particles.of(item) == "phrase"

    def stands_for_one(self, items: Sequence[Item], place: int) -> bool:
        """Whether a word stands for an organization named before: 该公司, 其."""
        word = items[place].text
        stands = self._particles.generic.get(word) == "one" or word in self._particles.stand_ins
        return stands and not (place and items[place - 1].named)
