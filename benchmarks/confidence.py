"""Measure how often each rule of facts is right, and write ``lexicons/fact/confidence.tsv``.

    python benchmarks/confidence.py GOLD.jsonl... -o lexicons/fact/confidence.tsv

A gold file holds ``pairs``, or has a file of facts beside it (``facts-dev.jsonl`` beside ``press-dev.jsonl``). Run it
again whenever triggers or frames have changed.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from math import floor, sqrt
from pathlib import Path

from cmfacts import Extractor
from cmfacts.evaluate_facts import judge, rows

HEAD = """\
# How often each rule of facts was right where it was measured; benchmarks/confidence.py makes this table, so do not
# edit it. A row of a type (fact.launch) stands for its rules that have no row, that of fact for types that have none.
# Of the found facts so many were right; low is the lower end of Wilson's interval of 95 %. confidence is the precision
# drawn towards that of the type by the weight of two facts (a type's towards that of all facts), so that a rule seen
# once is neither sure nor hopeless. measured: right/found in each file.
rule\tright\tfound\tconfidence\tlow\tmeasured
"""
WEIGHT = 2.0  # of the prior, in facts
Z = 1.96  # of a 95 % interval

Counts = Counter[tuple[str, str, bool]]  # rule, file, right -> how many


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("-o", "--output", default="-", help="where the table goes; default: standard output")
    options = parser.parse_args()
    table = HEAD + "".join(f"{line}\n" for line in lines(measure(options.gold)))
    if options.output == "-":
        sys.stdout.write(table)
    else:
        Path(options.output).write_text(table, encoding="utf-8")


def measure(paths: Iterable[str]) -> Counts:
    """How often each rule was right and wrong in each file."""
    extractor, counts = Extractor(), Counts()
    for path in paths:
        for row in rows(path):
            article = extractor.extract(row["text"], published=row.get("published"))
            counts.update((fact.rule, Path(path).stem, right) for fact, right in judge(article, row))
    return counts


def lines(counts: Counts) -> Iterator[str]:
    """The rows: each type, then its rules."""
    overall = _share(counts, "fact", 0.5)
    yield _line(counts, "fact", overall)
    types = sorted({rule.rpartition(".")[0] for rule, _, _ in counts})
    for type in types:
        share = _share(counts, type, overall)
        yield _line(counts, type, share)
        for rule in sorted({rule for rule, _, _ in counts if rule.rpartition(".")[0] == type}):
            yield _line(counts, rule, _share(counts, rule, share))


def _of(counts: Counts, rule: str) -> Counts:
    """The counts of a rule, a type, or ``fact`` for all."""
    return Counts({key: number for key, number in counts.items() if f"{key[0]}.".startswith(f"{rule}.")})


def _share(counts: Counts, rule: str, prior: float) -> float:
    own = _of(counts, rule)
    right = sum(number for (_, _, is_right), number in own.items() if is_right)
    return (right + WEIGHT * prior) / (own.total() + WEIGHT)


def _line(counts: Counts, rule: str, share: float) -> str:
    own = _of(counts, rule)
    files = sorted({file for _, file, _ in own})
    sums = {file: _sums(Counts({key: number for key, number in own.items() if key[1] == file})) for file in files}
    right, found = _sums(own)
    measured = "; ".join(f"{file} {sums[file][0]}/{sums[file][1]}" for file in files)
    shares = (floor(number * 100 + 1e-9) / 100 for number in (share, wilson(right, found)))  # nothing is sure: no 1.00
    return "\t".join((rule, str(right), str(found), *(f"{number:.2f}" for number in shares), measured))


def _sums(counts: Counts) -> tuple[int, int]:
    return sum(number for (_, _, is_right), number in counts.items() if is_right), counts.total()


def wilson(right: int, found: int) -> float:
    """The lower end of Wilson's score interval of a share."""
    if not found:
        return 0.0
    share, square = right / found, Z * Z
    spread = Z * sqrt(share * (1 - share) / found + square / (4 * found * found))
    return (share + square / (2 * found) - spread) / (1 + square / found)


if __name__ == "__main__":
    main()
