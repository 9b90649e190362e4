"""``cmfacts evaluate``."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cmfacts.cli import options
from cmfacts.cli.output import counted, warn
from cmfacts.errors import UsageError
from cmfacts.surrogates import replaced

if TYPE_CHECKING:
    from cmfacts.evaluate import Report

FORMATS = ("table", "json")


def evaluate(
    gold: Annotated[list[str], typer.Argument(metavar="GOLD.jsonl...", help="Hand-annotated articles.")],
    errors: Annotated[
        int, typer.Option("--errors", min=0, metavar="N", help="Also show the N commonest mistakes of each sort.")
    ] = 0,
    minimum: Annotated[
        list[str] | None,
        typer.Option("--min", metavar="org=0.7,date.value=0.85", help="F1 wanted; exit status 1 if one falls short."),
    ] = None,
    format: Annotated[str, typer.Option("--format", "-f", metavar="|".join(FORMATS))] = "table",
    lexicon: options.Lexicon = None,
) -> int:
    """Score against hand-annotated articles.

    Prints precision, recall and F1 by type; of facts too, where the articles list theirs.
    """
    form = options.choice(format, FORMATS, "format")

    from cmfacts import evaluate
    from cmfacts.extractor import Extractor

    floors = _floors(minimum or ())
    marked = [article for path in gold for article in evaluate.read_gold(path)]
    report = evaluate.evaluate(marked, Extractor(lexicon or ()))
    if form == "json":
        import json

        print(replaced(json.dumps(report.to_dict(errors), ensure_ascii=False, indent=2)))
    else:
        _show(report, errors)
    shortfalls = report.shortfalls(floors)
    for line in shortfalls:
        warn(line)
    return 1 if shortfalls else 0


def _floors(values: Sequence[str]) -> dict[str, float]:
    from cmfacts.evaluate import MEASURES

    floors = {}
    for item in (item.strip() for value in values for item in value.split(",")):
        name, _, floor = item.partition("=")
        type, _, measure = name.partition(".")
        options.choice(type, tuple(MEASURES), "type in --min")
        options.choice(measure or MEASURES[type][0], MEASURES[type], f"measure of {type} in --min")
        try:
            floors[name] = float(floor)
        except ValueError:
            raise UsageError(f"--min {item!r}: write TYPE=F1, as in org=0.7") from None
        if not 0 <= floors[name] <= 1:
            raise UsageError(f"--min {item!r}: write a number from 0 to 1, as in org=0.7")
    return floors


def _show(report: "Report", errors: int) -> None:
    rows = [
        (
            type,
            measure,
            *(f"{x:.3f}" for x in (score.p, score.r, score.f1)),
            *map(str, (score.right, score.found, score.gold)),
        )
        for type, row in report.scores().items()
        for measure, score in row.items()
    ]
    header = ("type", "measure", "P", "R", "F1", "right", "found", "gold")
    print(counted(report.articles, "article"))
    if sys.stdout.isatty():
        _table(header, rows)
    else:
        for row in (header, *rows):
            print(f"{row[0]:10}  {row[1]:8}" + "".join(f"  {cell:>5}" for cell in row[2:]))
    for sort, texts in report.commonest(errors).items() if errors else ():
        print(f"{sort}: " + " | ".join(f"{text} x{number}" for text, number in texts))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for place, name in enumerate(header):
        table.add_column(name, justify="right" if place > 1 else "left")
    previous = ""
    for row in rows:
        if previous and row[0] != previous:
            table.add_section()
        table.add_row(row[0] if row[0] != previous else "", *row[1:])
        previous = row[0]
    Console().print(table)
