"""The little words of ``lexicons/fact``, asked by what they do."""

import re

from cmfacts.lexicon import Lexicons, split
from cmfacts.link.clauses import WORD, Item, Lists
from cmfacts.link.cues import Cues

_PASSED = ("d", "c", "t", "m", "q", "f", "u", "y", "z", "ad")  # tags of what may stand between subject and verb

NOTHING = "(?!)"


class Particles:
    """The little words of ``lexicons/fact``: their classes, and what stands for a mention made before.

    ``unnamed`` finds the words that tell a fact of nobody named in their sentence: one search for all of them.
    """

    def __init__(self, lexicons: Lexicons) -> None:
        self._classes = lexicons.pairs("fact", "particle", "class")
        self.generic = lexicons.pairs("fact", "generic", "means")
        self.trust = lexicons.pairs("fact", "trust", "effect")
        self.after = lexicons.pairs("fact", "after", "effect")
        self.nouns = lexicons.pairs("fact", "noun", "class")
        several = tuple(word for word, means in self.generic.items() if means in ("two", "three"))
        ends = lexicons.cells("fact", "stand-in", "ends", "only")
        self.stand_ins = {word: (tuple(split(names)), bool(only)) for word, (names, only) in ends.items()}
        rounds = (noun for noun, means in self.nouns.items() if means == "round")
        self.unnamed = re.compile("|".join(map(re.escape, (*several, *self.stand_ins, *rounds))) or NOTHING)
        self.investors = tuple(noun for noun, means in self.nouns.items() if means == "investor")
        self._ends = tuple(noun for noun, means in self.nouns.items() if means == "end")
        self.makers = lexicons.words("fact", "maker")
        self.jointly = tuple(lexicons.words("fact", "joint-word"))
        self.marks = lexicons.words("fact", "mark")
        self.holding = lexicons.words("fact", "holding")
        self.nominal = lexicons.words("fact", "nominal")
        self.onward = lexicons.words("fact", "onward")
        self.cues = Cues(lexicons)
        self.surnames = lexicons.words("org", "surname")
        self.lists = Lists(*(lexicons.words("fact", role) for role in ("group", "person", "quality", "stand-in")))
        self._officers = tuple(lexicons.words("fact", "officer"))

    def of(self, item: Item) -> str:
        """The class of a word: the lexicon's, or ``plain`` or ``phrase`` by its tag; empty for any other."""
        if item.kind != WORD:
            return "plain" if item.kind == "date" else ""
        known = self._classes.get(item.text)
        if known in ("close", "held"):
            return "plain"
        if known or item.trigger:
            return known or ""
        if item.tag == "p":
            return "phrase"
        if item.text in self.trust:
            return "plain"
        number = item.text.isascii() and (len(item.text) <= 3 or item.text.isdigit())
        return "plain" if number or (item.tag.startswith(_PASSED) and item.text != "的") else ""

    def joins(self, trigger: str) -> bool:
        """Whether a trigger joins those who act, as 与 does: 联合."""
        return self._classes.get(trigger) == "with"

    def held(self, item: Item) -> bool:
        """Whether a word opens what someone has: 将[其]…, 将[所持]…"""
        return self._classes.get(item.text) == "held" or self.generic.get(item.text) == "one"

    def officer(self, item: Item) -> bool:
        """Whether a word is the title of one who speaks for an organization: 董事长, 副总经理."""
        return item.kind == WORD and item.text.endswith(self._officers)

    def person(self, item: Item) -> bool:
        """Whether a word tells of persons who speak for nobody: 代表, 负责同志; not 董事长."""
        return item.kind == WORD and item.text in self.lists.persons and not self.officer(item)

    def ends_one(self, title: str) -> bool:
        """Whether a document ends an agreement by its title: 《合同终止协议》."""
        return any(noun in title for noun in self._ends)

    def closes(self, item: Item) -> bool:
        """Whether a word ends a clause of time: 后, 时, 过程."""
        return item.kind == WORD and self._classes.get(item.text) == "close"
