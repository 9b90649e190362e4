"""Options that several commands share, and the checks that need no more than the option itself."""

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Annotated

import typer

from cmfacts.cli import config
from cmfacts.errors import UsageError
from cmfacts.models import TYPES
from cmfacts.render import FORMATS


def _with_configured(named: list[str] | None) -> list[str]:
    return config.folders(named or ())


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(FORMATS),
        help="Default: table on a terminal, json in a pipe.",
        autocompletion=lambda: list(FORMATS),
    ),
]
Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        "-t",
        metavar=",".join(TYPES),
        help="Keep these kinds only.",
        autocompletion=lambda: list(TYPES),
    ),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="YYYY-MM-DD", help="The date that relative dates count from. Default: the article's own."),
]
Lexicon = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DIR",
        help="A folder of your own lexicons; its entries override. May be repeated. "
        "Before these come those of cmfacts.toml and CMFACTS_LEXICONS.",
        callback=_with_configured,
    ),
]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="The inputs' encoding. Default: detected.")]
WithText = Annotated[bool, typer.Option("--with-text", help="Add the text that the offsets refer to.")]
MinConfidence = Annotated[
    float,
    typer.Option(metavar="X", help="Only facts by rules that were right at least this often where measured, 0 to 1."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on standard error but errors.")]


def choice(value: str, choices: Sequence[str], what: str) -> str:
    """The value if it is one of the choices; else UsageError with the nearest one."""
    if value in choices:
        return value
    near = get_close_matches(value.lower(), choices, 1)
    hint = f"did you mean {near[0]}?" if near else f"choose from {', '.join(choices)}"
    raise UsageError(f"unknown {what} {value!r}: {hint}")


def min_confidence(value: float) -> float:
    """A share."""
    if not 0 <= value <= 1:
        raise UsageError(f"--min-confidence {value:g}: write a number from 0 to 1, as in 0.8")
    return value


def types(values: Sequence[str] | None) -> tuple[str, ...] | None:
    """The kinds of ``--type org,date --type sector``; None for all."""
    if not values:
        return None
    chosen = [choice(name.strip(), TYPES, "type") for value in values for name in value.split(",")]
    return tuple(type for type in TYPES if type in chosen)


def published(value: str | None) -> str | None:
    """A day that exists, as ``YYYY-MM-DD``."""
    try:
        if value is None or (re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) and date.fromisoformat(value)):
            return value
    except ValueError as error:
        raise UsageError(f"--published {value}: {error}") from None
    raise UsageError(f"--published {value!r}: write the day as YYYY-MM-DD, as in 2020-11-19")
