"""What a verb has to its right: whether a mention there is its object, and where the search for one ends."""

from collections.abc import Collection, Sequence

from cmfacts.link.between import is_relative
from cmfacts.link.clauses import ACTING, OWNING, STOP, WORD, Item
from cmfacts.link.frames import Grammar, Trigger
from cmfacts.link.particles import Particles

CHILD = "of-child"
FARTHEST = 30  # items between a verb and its object
NEAR = 8  # items from a mention to what tells that it is not the object
_THINGS = frozenset({"document", "project", "platform", "award", "event"})
_AWAY = frozenset({"with", "phrase", "front", "passive", "or"})
_BARS = frozenset({"bar", "link", "whole"})
SHARING = frozenset("并 和 及 、".split())
_MODIFYING = frozenset({"plan", "action", "project", "strategy"})


class Objects:
    """Answers for one trigger at an item, telling a fact of a type."""

    def __init__(
        self, items: Sequence[Item], at: int, trigger: Trigger, type: str, grammar: Grammar, particles: Particles
    ) -> None:
        self._items, self._at, self._trigger, self._type = items, at, trigger, type
        self._grammar, self._particles = grammar, particles

    def opening(self, place: int) -> int:
        """Where the search goes on at a joint: behind a verb that shares the object, 实施 of 发布并实施X."""
        verb = self._items[place + 1] if place + 1 < len(self._items) else None
        shares = verb and verb.tag.startswith("v") and self._particles.of(verb) in ("", "plain")
        return place + 2 if shares else place

    def beyond_relative(self, index: int) -> int:
        """Where the search goes on behind who only tells whose the object is: 的 of 由A校友创办的B; else the item."""
        if not index or self._particles.of(self._items[index - 1]) != "by":
            return index
        for place in range(index + 1, min(len(self._items), index + NEAR)):
            if self._items[place].kind == STOP:
                break
            if self._items[place].text == "的" and self._items[place - 1].tag.startswith("v"):
                return place
        return index

    def only_of(self, index: int) -> bool:
        """Whether not the organization is bought but a thing of its: 收购A的手机业务; not A股权及资产."""
        for item in self._items[index + 1 : index + 1 + NEAR]:
            means = self._particles.nouns.get(item.text)
            if means == "thing" or item.kind in _THINGS:
                return True
            if item.kind not in (WORD, "sector") or means == "share" or item.tag.startswith("v"):
                return False
        return False

    def holds_another(self, index: int, kinds: Collection[str]) -> bool:
        """Whether an organization only holds the shares of one that has no name here: 受让A所持公司股份."""
        for item in self._items[index + 1 : index + 4]:
            if item.text in self._particles.holding:
                return self.head(index, kinds) == index
            if self._particles.of(item) != "plain":
                break
        return False

    def owns_another(self, index: int) -> bool:
        """Whether what is bought is only called by its owner: 收购A旗下物业公司, 收购A关联公司, 接盘A转让X股权."""
        item = self._items[index + 1] if index + 1 < len(self._items) else None
        if item is None or item.text == "关联":
            return item is not None
        return self._gives(index) or (self._owning(item) and item.tag == OWNING)

    def _gives(self, index: int) -> bool:
        """Whether an organization only sells what is bought: A of 接盘A挂牌转让的X股权; not 收购A股权,转让B."""
        for item in self._items[index + 1 : index + 4]:
            if item.trigger and item.text.endswith(self._particles.cues.gives):
                return True
            if item.kind == STOP or self._particles.nouns.get(item.text) == "share":
                break
        return False

    def is_thing(self, item: Item) -> bool:
        """Whether a mention is one of an initiative."""
        return item.named and item.kind not in ("org", "date", "sector")

    def attributive(self, index: int) -> bool:
        """Whether an organization only tells whose the object is: A of 加入由A发起的X, 加入A“X计划”."""
        if index and self._particles.of(self._items[index - 1]) == "by":
            return True
        after = self._items[index + 1 : index + 1 + NEAR]
        if after and after[0].named and after[0].kind not in ("org", "date", "sector"):
            return True
        verb = next((place for place, item in enumerate(after[:-1]) if item.trigger), None)
        return verb is not None and after[verb + 1].text == "的" and not any(item.kind == STOP for item in after[:verb])

    def modifies(self, index: int) -> bool:
        """Whether a plan or project only tells what kind of thing is meant: 星辰计划企业名单; 加入X的行列."""
        if self._type == "participation" and is_relative(self._items, index):
            return not self._member(index)
        if self._items[index].kind not in _MODIFYING or self._built(index):
            return False
        following = self._items[index + 1 : index + 1 + NEAR]
        after = next((item for item in following if not item.tag.startswith(("a", "b"))), None)
        if after and self._particles.generic.get(after.text) in _MODIFYING:  # 启动“零碳园区”项目
            return False
        return after is not None and after.kind == WORD and after.tag.startswith("n") and not self._particles.of(after)

    def _built(self, index: int) -> bool:
        """Whether a project follows right on who builds it, whatever part of it is meant: A建设的X主体封顶."""
        return self._type == "construction" and index == self._at + 2 and self._items[index - 1].text == "的"

    def _member(self, index: int) -> bool:
        """Whether the rest of a clause tells of being one of them: 参加X的活动 does not, 加入X的会员 does."""
        return any(self._particles.nouns.get(item.text) == "member" for item in self._items[index + 1 : index + 4])

    def head(self, index: int, kinds: Collection[str]) -> int:
        """The last of a chain of owners: 收购A旗下B, 收购A所持有的B股权."""
        place, owned, farthest = index + 1, False, min(len(self._items), index + FARTHEST)
        while place < min(farthest, index + NEAR):
            item = self._items[place]
            if item.kind in kinds and owned:
                index, owned = place, False
            elif self._particles.nouns.get(item.text) == "share":
                break
            elif self._owning(item) or item.text in ("的", "所", "所在", "拥有"):
                owned = True
            elif self._particles.of(item) != "plain" and item.tag[:1] not in ("n", "a", "b"):
                break
            place += 1
        return index

    def ends(self, index: int, *, strict: bool, noun: bool) -> bool:
        """Whether no object stands beyond a word; ``noun`` tells that one was passed, which is the object then.

        ``strict`` searches are for an organization, which stands nearer than a project does.
        """
        item = self._items[index]
        own = self._particles.of(item)
        if own in _BARS:
            return own != "whole" or not self._titled(index + 1)
        verb = item.kind == WORD and item.tag.startswith("v") and item.tag != "vn"
        if noun and verb and not item.trigger and not (strict and self._relative(item)):
            return True
        if not strict or (item.named and item.kind != "sector"):
            return False
        verbal = self._trigger.verbal
        if (not verbal and (item.text == "、" or own == "by")) or own in _AWAY:
            return True
        share = self._particles.nouns.get(item.text) == "share" and item.text[-1] != "股"  # 万股 only measures
        if share or (item.trigger and not verbal and not self._child(item)):
            return True
        idle = not verbal and item.kind == WORD and item.tag.startswith(("i", "d"))
        return (verb or idle) and not (self._owning(item) or self._relative(item))

    def _titled(self, index: int) -> bool:
        """Whether a document stands there: 《X》 of 印发关于《X》的通知."""
        return index < len(self._items) and self._items[index].kind == "document"

    def _child(self, item: Item) -> bool:
        """Whether a word only says what an owner's firm is: 子公司 of A旗下物流子公司B."""
        owner = self._at and self._items[self._at - 1].kind == "org"
        return (
            bool(owner)
            and item.tag == OWNING
            and all(
                any(frame.id == CHILD for _, frame in trigger.ways)
                for trigger in (self._trigger, self._grammar.triggers[item.text])
            )
        )

    def _relative(self, verb: Item) -> bool:
        """Whether a verb tells what kind of firm is owned: A旗下从事投资的公司B."""
        led = False
        for item in self._items[self._at + 1 : self._at + FARTHEST]:
            if item.kind == "org" or item.kind == STOP or (item.trigger and item.tag == ACTING):
                return led and item.kind == "org"
            led = (led or (item.text == "的" and item.start > verb.start)) and not (
                item.start > verb.start and item.tag == "v"
            )
        return False

    def _owning(self, item: Item) -> bool:
        trigger = self._grammar.triggers.get(item.text)
        return trigger is not None and "ownership" in trigger.types
