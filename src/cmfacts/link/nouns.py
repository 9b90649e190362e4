"""Nouns that a frame asks for to the right of its trigger: 签署…协议, 持有…股权."""

from cmfacts.link import holdings
from cmfacts.link.clauses import OWNING, STOP, Item, Sentences
from cmfacts.link.objects import FARTHEST
from cmfacts.link.particles import Particles

# Classes of nouns. open: none is needed, but none may tell of talks; part: a share alone; ratio: or how it moves;
# control: more than half. What must not follow the trigger. main: 的; alone: nor a noun; joint: nor what is no tie.
AGREEMENT, OPEN, PART, RATIO, CONTROL, FIRM = "agreement", "open", "part", "ratio", "control", "firm"
SHARE = "share"
ALONE, JOINT, MAIN = "alone", "joint", "main"
_SHARES = ("股份", "A股", "B股", "H股")  # ends of names: 所持青岛海尔股份


class Nouns:
    """Answers for one trigger at an item of a sentence, telling a fact of a type."""

    def __init__(self, sentences: Sentences, particles: Particles, type: str, number: int, at: int) -> None:
        self._sentences, self._particles = sentences, particles
        self._type, self._number, self._at = type, number, at
        self._items = sentences.items(number)

    def follows(self, noun: str) -> bool:
        """Whether a noun of a class stands to the right of the trigger in its clause, and is what it is about: not
        签署合同终止协议, 就加强合作进行交流.
        """
        if noun in (ALONE, JOINT, MAIN):
            after = self._items[self._at + 1 : self._at + 2]
            return not any(item.text == "的" or self._makes_noun(noun, item) for item in after)
        if noun in (PART, RATIO):
            return holdings.share_alone(self._items, self._at, self._particles, moves=noun == RATIO)
        if noun == CONTROL:
            return holdings.controls(self._clause())
        if noun == FIRM and holdings.apart(self._items, self._at, self._particles.cues):
            return False
        found = noun == OPEN
        for item in self._items[self._at + 1 : self._at + FARTHEST]:
            if item.kind == STOP:
                break
            means = self._particles.nouns.get(item.text) or self._summed_up(item)
            if item.trigger and noun == SHARE and means != SHARE and not self._holds(item):
                break
            if means == "end" or (item.kind == "document" and self._particles.ends_one(item.text)):
                return False
            if item.kind == "org" and (noun == FIRM or (noun == SHARE and item.text.endswith(_SHARES))):
                means = noun
            agreed = item.kind == "document" or means == AGREEMENT
            found = (found or means == noun or (agreed and noun in (OPEN, AGREEMENT))) and means != "talk"
            if found and noun not in (OPEN, AGREEMENT):
                break
        return found

    def _makes_noun(self, noun: str, item: Item) -> bool:
        """Whether the trigger is a part of a noun with the word after it (参展企业; not 与会交流), or that word tells
        what several do (联合执法).
        """
        means = self._particles.nouns.get(item.text)
        return (noun == ALONE and item.tag.startswith("n") and means != "talk") or (noun == JOINT and means == "act")

    def _clause(self) -> str:
        """The trigger's clause, as far as a fact reaches in it."""
        start, end = self._sentences.clause(self._number, self._at)
        first, last = max(start, self._at - FARTHEST), min(end, self._at + FARTHEST) - 1
        return self._sentences.doc.folded[self._items[first].start : self._items[last].end]

    def _holds(self, item: Item) -> bool:
        """Whether a trigger only tells whose the shares are: 受让A全资子公司B股权, 受让A持有的B股权."""
        holds = (
            item.tag == OWNING or item.text in self._particles.holding or item.text.endswith(self._particles.cues.gives)
        )
        return self._type != "ownership" and holds

    def _summed_up(self, item: Item) -> str | None:
        """The class of the noun that sums up a list: 投资者 of A、B等投资者."""
        if len(item.refs) < 2:
            return None
        listed = self._sentences.doc.folded[item.start : item.end]
        return "investor" if listed.endswith(self._particles.investors) else None
