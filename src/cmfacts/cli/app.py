"""The commands in the order of the help page. Imports of jieba, lexicons and rich wait until a command needs them."""

from typing import Annotated, Any

import typer

from cmfacts import __version__
from cmfacts.cli.batch import batch
from cmfacts.cli.completion import completion
from cmfacts.cli.doctor import doctor
from cmfacts.cli.evaluate import evaluate
from cmfacts.cli.examples import epilog
from cmfacts.cli.explain import explain
from cmfacts.cli.extract import extract
from cmfacts.cli.lexicon import lexicon
from cmfacts.cli.plain import PlainCommand, PlainGroup
from cmfacts.cli.schema import schema

app = typer.Typer(
    cls=PlainGroup,
    help="Pull organizations, dates, sectors, initiatives and facts out of Chinese press releases and news.",
    rich_markup_mode=None,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for function in (extract, batch, explain, evaluate, schema, doctor, completion):
    app.command(cls=PlainCommand, epilog=epilog(function.__name__))(function)
app.add_typer(lexicon, name="lexicon", epilog=epilog("lexicon"))


def _version(wanted: bool) -> None:
    if wanted:
        from cmfacts.lexicon import Lexicons

        typer.echo(f"cmfacts {__version__}, lexicons {Lexicons().hash}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def complete() -> None:
    """Answer a shell that asks, through its completion script, how a command line may go on; ends the process."""
    from typer.completion import completion_init  # type: ignore[attr-defined]

    completion_init()
    command().main(prog_name="cmfacts")


def command() -> Any:
    """The whole command line as one click command."""
    return typer.main.get_command(app)
