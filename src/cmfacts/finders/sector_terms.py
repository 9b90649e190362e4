"""The words of ``lexicons/sector``, indexed: which terms there are, and what may stand before and after a field."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons
from cmfacts.wordmap import Late

KIND = "sector"
_LIST = re.compile(r"[、和及]")
CONDITIONS = ("always", "context", "goods", "bound", "act", "never", "skip")
OFFICIAL = "sector.codes"
SHORTEST_OFFICIAL = 5  # code points: 住宿业 and 家具 are for the tables of terms to decide
NOT_FIELDS = ("S", "T")  # sections of bodies, not of industries
# After a field these are not the 业 of 银行业.
NOT_TRADE = ("业务", "业主", "业绩", "业界", "业态", "业内", "业者", "业余")


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the term tables: ``when`` it counts, and the ``name`` under which its mentions are one sector."""

    text: str
    code: str
    when: str
    name: str
    table: str


@dataclass(frozen=True, slots=True)
class Activity:
    """What is done with a field: its ``code``, unless the field's own lies within that; the ``sections`` whose fields
    take it; and whether a following 业 belongs to it (药品制造业 against 药品零售|业).
    """

    word: str
    code: str
    sections: str
    trade: str


class Words:
    """A set of words, to be looked up at a place of a text: one slice for each length, longest first, that words with
    the character there have.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._by_first = _lengths((word[0], len(word)) for word in self._words)
        self._by_last = _lengths((word[-1], len(word)) for word in self._words)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def at(self, text: str, start: int, highest: int | None = None) -> str:
        """The longest word that begins at ``start`` and ends by ``highest``, or an empty string."""
        lengths = self._by_first.get(text[start : start + 1])
        if lengths:
            room = (len(text) if highest is None else highest) - start
            for length in lengths:
                if length <= room and (word := text[start : start + length]) in self._words:
                    return word
        return ""

    def before(self, text: str, end: int, lowest: int = 0) -> str:
        """The longest word that ends at ``end`` and begins from ``lowest`` on, or an empty string."""
        for length in self._by_last.get(text[end - 1 : end], ()):
            if end - length >= lowest and (word := text[end - length : end]) in self._words:
                return word
        return ""


def _lengths(sizes: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """The lengths, longest first, by character."""
    lengths: dict[str, set[int]] = {}
    for character, size in sizes:
        lengths.setdefault(character, set()).add(size)
    return {character: sorted(sizes, reverse=True) for character, sizes in lengths.items()}


class Vocabulary:
    """All tables of one kind together, the user's own rows over the shipped ones."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.codes = lexicons.pairs(KIND, "code", "name")
        self.also = Late(lexicons.index("sector.also", lambda: _also(lexicons)), lambda _, record: record.split("\t"))
        self.heads = lexicons.pairs(KIND, "head", "after")
        activities = lexicons.cells(KIND, "activity", "code", "sections", "trade")
        self.activities = {word: Activity(word, *cells) for word, cells in activities.items()}
        self.activity_words = Words(self.activities)
        self.modifiers = lexicons.pairs(KIND, "modifier", "sections")
        self.modifier_words = Words(self.modifiers)
        cues = lexicons.pairs(KIND, "cue", "kind")
        self.cues = Words(cue for cue, kind in cues.items() if kind in ("class", "noun", "service"))
        self.served = Words(cue for cue, kind in cues.items() if kind == "served")
        self.offices = Words(cue for cue, kind in cues.items() if kind == "office")
        self.class_nouns = Words(cue for cue, kind in cues.items() if kind == "class")
        self.tails = Words(cue for cue, kind in cues.items() if kind in ("class", "tail"))
        records = lexicons.index("sector.terms", lambda: _records(_terms(lexicons, self.codes)))
        self.terms = Late(records, lambda text, record: Term(text, *record.split("\t")))


def _also(lexicons: Lexicons) -> dict[str, str]:
    """The codes that a term has in the classifications of strategic and of digital industries."""
    rows = (row for table in lexicons.of(KIND, "term") for row in table.select("term", "strategic", "digital"))
    return {term: f"{strategic}\t{digital}" for term, strategic, digital in rows if strategic or digital}


def _records(terms: Mapping[str, Term]) -> dict[str, str]:
    return {text: "\t".join((term.code, term.when, term.name, term.table)) for text, term in terms.items()}


def _terms(lexicons: Lexicons, codes: Mapping[str, str]) -> dict[str, Term]:
    """The rows by their text, a later one over an earlier one, whose code it takes where it gives none itself.

    ``skip`` withdraws a term. Raises LexiconError for an unknown code or condition.
    """
    terms: dict[str, Term] = {}
    for table in lexicons.of(KIND, "term"):
        cells, rule = table.select("term", "code", "when", "as"), table.id
        for (line, _), (text, code, when, name) in zip(table.rows, cells, strict=True):
            if when not in CONDITIONS:
                raise LexiconError(str(table.path), line, f"{when!r} is not one of {', '.join(CONDITIONS)}")
            if not code and text in terms:
                code = terms[text].code
            if code not in codes and when not in ("never", "skip"):
                raise LexiconError(str(table.path), line, f"{code!r} is no code of GB/T 4754-2017")
            terms[text] = Term(text, code, when, name or text, rule)
    known = {text: term for text, term in terms.items() if term.when != "skip"}
    return _official(codes, terms) | known


def _official(codes: Mapping[str, str], decided: Mapping[str, Term]) -> dict[str, Term]:
    """The names of the classification that hold a list and yet are one: 交通运输、仓储和邮政业, also without 、."""
    official = {}
    for code, name in codes.items():
        if code[0] in NOT_FIELDS or len(name) < SHORTEST_OFFICIAL or not _LIST.search(name) or name.startswith("其他"):
            continue
        for text in (name, name.removesuffix("业"), name.replace("、", ""), name.replace("、", "").removesuffix("业")):
            if text not in decided and len(text) >= SHORTEST_OFFICIAL:
                official[text] = Term(text, code[:3], "always", name, OFFICIAL)
    return official


def is_trade(text: str, end: int) -> bool:
    """Whether the 业 of 银行业 stands at ``end``."""
    return text.startswith("业", end) and not text.startswith(NOT_TRADE, end)
