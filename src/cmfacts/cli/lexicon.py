"""``cmfacts lexicon``: list, search and check the lexicons, the shipped ones and the user's own."""

from typing import Annotated

import typer

from cmfacts.cli import options
from cmfacts.cli.output import counted, warn

lexicon = typer.Typer(rich_markup_mode=None, help="List, search and check lexicons, and begin your own.")


@lexicon.command("list")
def list_(lexicon: options.Lexicon = None) -> None:
    """Show each table: its id, what its rows are, how many, and where it is."""
    from cmfacts.lexicon import Lexicons

    tables = Lexicons(lexicon or ()).tables
    rows = [(table.id, table.role, f"{len(table.rows):>7,}", str(table.path)) for table in tables]
    for row in [("table", "role", "   rows", "path"), *rows]:
        print(f"{row[0]:28}  {row[1]:10}  {row[2]}  {row[3]}")


@lexicon.command()
def search(
    word: Annotated[str, typer.Argument(metavar="WORD", help="All or part of an entry.")],
    lexicon: options.Lexicon = None,
    quiet: options.Quiet = False,
) -> None:
    """Show the entries that hold a word: file, line, all cells and what they mean; whole matches first."""
    from cmfacts import lexicon_search
    from cmfacts.engine.fold import fold
    from cmfacts.lexicon import Lexicons

    shown = list(lexicon_search.search(Lexicons(lexicon or ()), fold(word)))
    for line in shown:
        print(line)
    if not shown and not quiet:
        warn(f"no lexicon holds {word}")


@lexicon.command()
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Made if it is missing; no file in it is overwritten.")],
    quiet: options.Quiet = False,
) -> None:
    """Begin a folder of your own lexicons: a commented, empty table of each kind."""
    from pathlib import Path

    from cmfacts.lexicon_new import create

    for path in create(Path(folder)):
        print(path)
    if not quiet:
        warn(f"fill in what you need, then: cmfacts lexicon check {folder}; cmfacts extract FILE --lexicon {folder}")


@lexicon.command()
def check(
    folder: Annotated[str | None, typer.Argument(metavar="[DIR]", help="Default: all lexicons in use.")] = None,
    lexicon: options.Lexicon = None,
    quiet: options.Quiet = False,
) -> int:
    """Name every bad line with its file, line and reason; exit status 1 if there is one."""
    from pathlib import Path

    from cmfacts.lexicon_check import check

    own = [folder] if folder else lexicon or ()
    faults = [] if folder else check()
    faults += [fault for each in own for fault in check(Path(each))]
    for fault in faults:
        print(fault)
    if not quiet:
        warn(counted(len(faults), "fault") if faults else "no fault")
    return 1 if faults else 0
