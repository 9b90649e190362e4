"""The words of lexicons/initiative, indexed for the finder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cmfacts.engine.scan import Literal
from cmfacts.engine.segment import Tokens
from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons, Table, split

KINDS = frozenset({"plan", "action", "project", "strategy", "document", "event", "award", "platform"})
HEADED = frozenset({"plan", "action", "strategy", "project"})  # kinds that the head noun tells apart
FORBIDDEN = "none"
ADJECTIVES = frozenset("性型级式")  # 开放性, 综合型, 国家级
MODELS = ("模型", "车型", "机型")  # that end so and are none
AT_MEETINGS = frozenset({"会上", "会后", "会前", "会间"})  # 年|会上
FOLDER = "initiative"


class Known(NamedTuple):
    """An initiative that a table names: its canonical name, kind, and the table's id."""

    name: str
    kind: str
    rule: str


class Head(NamedTuple):
    """A word that names end in, the kind it makes and how much it says by itself."""

    text: str
    kind: str
    strength: int


@dataclass(frozen=True)
class Words:
    """All tables of the folder as look-ups."""

    known: dict[str, Known]
    forbidden: frozenset[str]
    heads: dict[str, Head]
    bounds: dict[str, frozenset[str]]
    beside: dict[str, str]
    generic: dict[str, str]
    bare: frozenset[str]
    weights: dict[str, int]
    places: frozenset[str]
    countries: frozenset[str]
    head_sizes: tuple[int, ...]
    head_ends: frozenset[str]

    def literals(self) -> Iterator[Literal]:
        """Known names and head words, on channels of their own."""
        for name, known in self.known.items():
            yield Literal(name, "initiative.name", known)
        for head in self.heads.values():
            yield Literal(head.text, "initiative.head", head)

    def head_at_end(self, text: str) -> Head | None:
        """The longest head word that the text ends in."""
        if text[-1:] in self.head_ends:
            for size in self.head_sizes:
                if size <= len(text) and (head := self.heads.get(text[-size:])):
                    return head
        return None

    def is_head(self, tokens: Tokens, start: int, end: int) -> bool:
        """Whether a head word that was found is a word, or ends a noun: 新闻奖, 行动计划, not 发展 and not 计划生育."""
        if not tokens.is_boundary(end) and tokens.words[tokens.at(end)] not in AT_MEETINGS:
            return False
        if end - start > 1 or tokens.is_boundary(start):
            return True
        index = tokens.at(start)
        return tokens.tag(index)[0] == "n" and len(tokens.words[index]) < 4

    def is_generic(self, word: str, head: Head) -> bool:
        """Whether the word makes no name of the head; a field (环境) makes one of a strong head (论坛) alone."""
        if len(word) > 2 and word[-1] in ADJECTIVES:
            return True
        heads = self.generic.get(word)
        if heads is not None and (heads != "weak" or head.strength < 2):
            return True
        return head.strength < 2 and word in self.heads

    def uses(self, word: str) -> frozenset[str]:
        """What the table of bounds says of the word; of 积极参与 and 深入开展 what it says of the verb."""
        uses = self.bounds.get(word)
        if uses is None and len(word) == 4 and (self.has(word[:2], "stop") or self.has(word[:2], "launch")):
            uses = self.bounds.get(word[2:])
        return uses or frozenset()

    def has(self, word: str, use: str) -> bool:
        """Whether the table of bounds gives the word this use."""
        return use in self.bounds.get(word, ())


def load(lexicons: Lexicons) -> Words:
    """Index the tables; a later row overrides an earlier one. Raises LexiconError for a row that cannot be used."""
    heads = lexicons.value("initiative.heads", lambda: dict(_heads(lexicons)))
    names = lexicons.value("initiative.names", lambda: _headed(dict(_names(lexicons)), heads))
    known = {name: Known(*cells) for name, cells in names.items()}
    return Words(
        known={name: entry for name, entry in known.items() if entry.kind != FORBIDDEN},
        forbidden=frozenset(name for name, entry in known.items() if entry.kind == FORBIDDEN),
        heads={text: Head(text, *cells) for text, cells in heads.items()},
        bounds={word: frozenset(split(use)) for word, use in lexicons.pairs(FOLDER, "bound", "use").items()},
        beside=lexicons.pairs(FOLDER, "beside", "kind"),
        generic=lexicons.pairs(FOLDER, "generic", "heads"),
        bare=lexicons.words(FOLDER, "bare"),
        weights=lexicons.value("initiative.weights", lambda: dict(_weights(lexicons))),
        places=frozenset(lexicons.value("initiative.places", lambda: list(_places(lexicons, "county", never=True)))),
        countries=frozenset(lexicons.value("initiative.countries", lambda: list(_places(lexicons, "country")))),
        head_sizes=tuple(sorted({len(head) for head in heads}, reverse=True)),
        head_ends=frozenset(head[-1] for head in heads),
    )


def _places(lexicons: Lexicons, wanted: str, *, never: bool = False) -> Iterator[str]:
    """The places of a level, or all others: the short names of counties are too often other words."""
    for table in lexicons.of("place", "place"):
        yield from (place for place, level in table.select("place", "level") if (level == wanted) is not never)


def _names(lexicons: Lexicons) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Every name and short name; a row whose kind is ``none`` forbids its names."""
    for table in lexicons.of(FOLDER, "name"):
        for (line, _), (name, kind, also) in zip(table.rows, table.select("name", "kind", "also"), strict=True):
            if kind != FORBIDDEN:
                _check_kind(table, line, kind)
            for form in (name, *split(also)):
                yield form, (name, kind, table.id)


def _headed(
    names: dict[str, tuple[str, str, str]], heads: Mapping[str, tuple[str, int]]
) -> dict[str, tuple[str, str, str]]:
    """The kind of a form is that of its own head: X行动 and X行动计划 may be forms of one name."""
    ends = [head for head, (kind, strength) in heads.items() if strength > 0 and kind in HEADED]
    for form, (name, kind, table) in names.items():
        if kind in HEADED:
            head = max((end for end in ends if form.endswith(end)), key=len, default="")
            names[form] = (name, heads[head][0] if head else kind, table)
    return names


def _heads(lexicons: Lexicons) -> Iterator[tuple[str, tuple[str, int]]]:
    for table in lexicons.of(FOLDER, "head"):
        for (line, _), (text, kind, strength) in zip(table.rows, table.select("head", "kind", "strength"), strict=True):
            _check_kind(table, line, kind)
            yield text, (kind, _number(table, line, strength))


def _weights(lexicons: Lexicons) -> Iterator[tuple[str, int]]:
    for table in lexicons.of(FOLDER, "signal"):
        for (line, _), (signal, weight) in zip(table.rows, table.select("signal", "weight"), strict=True):
            yield signal, _number(table, line, weight)


def _check_kind(table: Table, line: int, kind: str) -> None:
    if kind not in KINDS:
        raise LexiconError(str(table.path), line, f"has the kind {kind!r}, not one of {', '.join(sorted(KINDS))}")


def _number(table: Table, line: int, cell: str) -> int:
    try:
        return int(cell)
    except ValueError:
        raise LexiconError(str(table.path), line, f"has {cell!r} where a whole number belongs") from None


def is_adjective(words: str) -> bool:
    """Whether words only say of what kind a thing is: 一站式, 综合型; not 大模型."""
    return words[-1:] in ADJECTIVES and not words.endswith(MODELS)
