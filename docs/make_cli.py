"""Writes ``docs/cli.md``: the help of every command, as it is printed on a terminal 100 columns wide."""

import os
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).with_name("cli.md")
COMMANDS = (
    "", "extract", "batch", "explain", "evaluate", "lexicon", "lexicon list", "lexicon search", "lexicon new",
    "lexicon check", "schema", "doctor", "completion",
)  # fmt: skip
HEAD = """# The command line

Made by `python docs/make_cli.py` from the help pages; do not edit.

Results go to standard output, everything else to standard error. Exit status: 0 all was read; 1 some
inputs could not be read, each named in one line, the rest done; 2 wrong usage, or a
lexicon that cannot be used. `lexicon check` and `evaluate --min` give 1 for what they find wanting; Ctrl-C gives 130.

`extract --format json` of one file is one object, and of a file that could not be read nothing; of several files, a
folder, a glob or JSON Lines it is a list, empty (`[]`) where nothing could be read.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(f"\n## {f'cmfacts {name}'.strip()}\n\n```text\n{_help(name)}```\n" for name in COMMANDS)


def _help(command: str) -> str:
    run = [sys.executable, "-m", "cmfacts", *command.split(), "--help"]
    return subprocess.run(
        run, capture_output=True, check=True, text=True, encoding="utf-8", env=os.environ | {"COLUMNS": "100"}
    ).stdout


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
