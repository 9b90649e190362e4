"""Frames: how the roles of a fact stand around its trigger, read from the lexicon.

A pattern is a row of tokens with one ``!``, the trigger. See the head of ``lexicons/fact/frames.tsv`` for what a token
may be.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons, split
from cmfacts.link.clauses import ACTING, OTHER, OWNING

_MARKS = {"^": "subject", "+": "subject", "*": "subject", ">": "right", "<": "before", "~": "owner", "@": "other"}
BY = "by"
END = "$"  # a pattern's word for the end of the clause
_TO = frozenset("向 为 给".split())
ROLES = ("agent", "object", "party", "recipient", "grantor", "round")


@dataclass(frozen=True, slots=True)
class Token:
    """One step of a pattern.

    ``role`` with ``how`` (next, subject, right, ahead, before, owner, other), or ``words``, which ``may`` be missing,
    or a ``noun`` class, or none of them: a gap. ``loose`` lets the subject's own things stand between, ``officer``
    its officers; ``alone`` is a mention that nothing hangs on, ``idle`` one that plays no role; ``kinds`` are those of
    mention that may fill it, where they are not the type's own.
    """

    role: str = ""
    how: str = "next"
    partners: bool = False
    loose: bool = False
    officer: bool = False
    alone: bool = False
    words: frozenset[str] = frozenset()
    may: bool = False
    noun: str = ""
    idle: bool = False
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Frame:
    """``left`` is in the order in which it is read, from the trigger outwards.

    ``needs`` are the words without which it fits no sentence, one of each set.
    """

    id: str
    left: tuple[Token, ...]
    right: tuple[Token, ...]
    needs: tuple[frozenset[str], ...] = ()

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of mention of which it needs one, where they are not the type's own."""
        return frozenset().union(*(token.kinds for token in (*self.left, *self.right)))

    @cached_property
    def acts(self) -> bool:
        """Whether a subject stands before the trigger, with at most one to whom something is done between."""
        after = self.left[2:3] if any(not _TO.isdisjoint(token.words) for token in self.left[1:2]) else ()
        return any(token.how == "subject" for token in (*self.left[:1], *after))

    @cached_property
    def far(self) -> bool:
        """Whether it takes the clause's subject whatever stands between, for want of an owner that stands near, or a
        company that the clause leaves unsaid.
        """
        return any(token.how in ("owner", "other") for token in self.left)


@dataclass(frozen=True)
class Trigger:
    """What words tell: facts of some types, and how; ``ways`` are tried in their order. All words with the same cells
    in the table share one.
    """

    ways: tuple[tuple[str, Frame], ...]
    kinds: frozenset[str]
    part: str | None

    @cached_property
    def verbal(self) -> bool:
        """Whether its subject stands before it: 收购 does, 供货 of A向B供货 too, 子公司 does not."""
        return any(frame.acts for _, frame in self.ways)

    @cached_property
    def tying(self) -> bool:
        """Whether it tells of a tie by a verb or an act: 合作, 签约; not 客户."""
        ids = {frame.id for _, frame in self.ways}
        return "tied" in ids and "tie" not in ids

    @cached_property
    def given(self) -> bool:
        """Whether it tells of one who acts by a 由 before it alone: 组织."""
        return not self.verbal and any(frame.id == BY for _, frame in self.ways)

    @cached_property
    def merging(self) -> bool:
        """Whether it is 重组 or the like, which has a subject in A重组B and parties in A与B重组."""
        return self.types == {"acquisition"}

    @cached_property
    def tag(self) -> str:
        """What a reader of clauses needs to know of it."""
        if self.verbal:
            return ACTING
        return OWNING if "ownership" in self.types else OTHER

    @cached_property
    def types(self) -> frozenset[str]:
        """The types of fact that it may tell."""
        return frozenset(type for type, _ in self.ways)


def _token(word: str) -> Token:
    if word == "..":
        return Token()
    if word == "_":
        return Token(idle=True)
    if word[0] == "#":
        return Token(noun=word[1:])
    named = word.rstrip("^&+*<>~@.")
    role, _, kinds = named.partition(":")
    if role in ROLES:
        marks = word[len(named) :]
        how = "ahead" if ">>" in marks else next((_MARKS[mark] for mark in marks if mark in _MARKS), "next")
        own = frozenset(kinds.split("|")) if kinds else frozenset()
        return Token(role, how, "&" in marks, "+" in marks, "*" in marks, "." in marks, kinds=own)
    may = word[0] == "("
    return Token(words=frozenset(word.strip("()").split("|")), may=may)


def parse(id: str, pattern: str) -> Frame:
    """The frame of a pattern; raises ValueError where it has not one trigger."""
    left, _, right = pattern.partition("!")
    if pattern.count("!") != 1:
        raise ValueError("a frame's pattern has one !")
    before, after = ([_token(word) for word in side.split()] for side in (left, right))
    needs = [token.words for token in (*before, *after) if token.words and not token.may and END not in token.words]
    return Frame(id, tuple(reversed(before)), tuple(after), tuple(needs))


class Grammar:
    """All triggers, frames and what may fill a role."""

    def __init__(self, lexicons: Lexicons) -> None:
        patterns = lexicons.value("fact.frames", lambda: dict(_patterns(lexicons)))
        self._frames = {id: parse(id, pattern) for id, pattern in patterns.items()}
        fillers = lexicons.pairs("fact", "role", "kinds")
        self._kinds = {tuple(key.split(".", 1)): frozenset(split(kinds)) for key, kinds in fillers.items()}
        self.triggers: dict[str, Trigger] = {}
        for *cells, words in lexicons.value("fact.triggers", lambda: _alike(_trigger_rows(lexicons, patterns))):
            self.triggers |= dict.fromkeys(words, self._trigger(*cells))

    def kinds(self, type: str, role: str, trigger: Trigger) -> frozenset[str]:
        """The kinds of mention that may fill a role of a type."""
        if role == "object" and trigger.kinds:
            return trigger.kinds
        return self._kinds.get((type, role), frozenset())

    def fillers(self, type: str, role: str) -> frozenset[str]:
        """The kinds of mention that may fill a role of a type, whatever the trigger."""
        return self._kinds.get((type, role), frozenset())

    def _trigger(self, types: str, frames: str, kinds: str, part: str) -> Trigger:
        entries = [entry.rpartition(":") for entry in split(frames)]
        ways = [(type, self._frames[name]) for type in split(types) for only, _, name in entries if only in ("", type)]
        return Trigger(tuple(ways), frozenset(split(kinds)), part or None)


COLUMNS = ("trigger", "type", "frames", "kinds", "part")


def _patterns(lexicons: Lexicons) -> Iterator[tuple[str, str]]:
    """Each frame with its pattern; raises LexiconError for one that is none."""
    for table in lexicons.of("fact", "frame"):
        for number, (id, pattern, *_) in table.rows:
            try:
                parse(id, pattern)
            except ValueError as error:
                raise LexiconError(str(table.path), number, str(error)) from None
            yield id, pattern


def _alike(rows: Iterable[list[str]]) -> list[list[Any]]:
    """The cells of rows, each with all words that have them; a later row overrides an earlier one."""
    words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word, cells in {word: tuple(cells) for word, *cells in rows}.items():
        words[cells].append(word)
    return [[*cells, alike] for cells, alike in words.items()]


def _trigger_rows(lexicons: Lexicons, frames: Container[str]) -> Iterator[list[str]]:
    """The rows of triggers; raises LexiconError for one without a frame, or with one that isn't there."""
    for table in lexicons.of("fact", "trigger"):
        for (number, _), cells in zip(table.rows, table.select(*COLUMNS), strict=True):
            if not cells[1] or not cells[2]:
                raise LexiconError(str(table.path), number, "lacks a frame")
            for entry in split(cells[2]):
                if (name := entry.rpartition(":")[2]) not in frames:
                    raise LexiconError(str(table.path), number, f"unknown frame {name!r}")
            yield list(cells)
