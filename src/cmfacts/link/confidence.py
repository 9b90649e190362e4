"""How often a rule of facts was right where it was measured: ``lexicons/fact/confidence.tsv``."""

from collections.abc import Iterator

from cmfacts.errors import LexiconError
from cmfacts.lexicon import Lexicons, Table


class Confidence:
    """The measured precision of each rule. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._shares = lexicons.value("fact.confidence", lambda: dict(_shares(lexicons)))

    def of(self, rule: str) -> float | None:
        """From 0 to 1: that of the rule (``fact.launch.active``), else of its type, else of all; None if unmeasured."""
        while rule and rule not in self._shares:
            rule = rule.rpartition(".")[0]
        return self._shares.get(rule)


def _shares(lexicons: Lexicons) -> Iterator[tuple[str, float]]:
    for table in lexicons.of("fact", "rule"):
        for (number, _), (rule, cell) in zip(table.rows, table.select("rule", "confidence"), strict=True):
            yield rule, _share(table, number, cell)


def _share(table: Table, number: int, cell: str) -> float:
    try:
        share = float(cell)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise LexiconError(str(table.path), number, f"confidence is {cell!r}, not a number from 0 to 1")
    return share
