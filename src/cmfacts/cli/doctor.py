"""``cmfacts doctor``: what is installed and in use, for a bug report or a puzzled user."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cmfacts import __version__
from cmfacts.cli import config, options
from cmfacts.cli.output import counted
from cmfacts.errors import CmfactsError

REQUIREMENT = re.compile(r"([\w.-]+)[^;]*(?:;.*extra == ['\"]([\w-]+)['\"])?")


def doctor(lexicon: options.Lexicon = None) -> int:
    """Show what is installed, which tokenizer and extras there are, and where lexicons and cache lie.

    Exit status 1 if something that is in use is broken.
    """
    import platform

    print(f"cmfacts     {__version__} in {Path(__file__).parents[1]}")
    print(f"Python      {platform.python_version()} ({sys.executable}), {platform.system()} {platform.machine()}")
    for line in (*_packages(), *_settings()):
        print(line)
    return _lexicons(lexicon or [])


def _packages() -> Iterator[str]:
    """A line for the tokenizer and one for each package, the optional ones by their extra."""
    from importlib.metadata import requires

    yield f"tokenizer   {'rjieba' if _installed('rjieba') else 'jieba: install rjieba for twenty times its speed'}"
    for line in requires("cmfacts") or ():
        match = REQUIREMENT.match(line)
        if match and not match[1].startswith("cmfacts") and match[2] != "dev":
            extra = f"extra {match[2]}" if match[2] else "needed"
            missing = f"not installed: pip install 'cmfacts[{match[2]}]'" if match[2] else "not installed"
            yield f"{extra:11} {match[1]} {_installed(match[1]) or missing}"


def _installed(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _settings() -> Iterator[str]:
    yield f"settings    {config.settings_file(Path.cwd()) or 'no cmfacts.toml or [tool.cmfacts] here or above'}"
    yield f"output      {sys.stdout.encoding}, {'a terminal' if sys.stdout.isatty() else 'no terminal'}"


def _lexicons(own: list[str]) -> int:
    from cmfacts.lexicon import Lexicons

    try:
        lexicons = Lexicons(own)
        for folder in lexicons.folders:
            tables = [table for table in lexicons.tables if folder in table.path.parents]
            rows = sum(len(table.rows) for table in tables)
            print(f"lexicons    {folder}: {counted(len(tables), 'table')}, {counted(rows, 'row')}")
    except CmfactsError as error:
        print(f"lexicons    {error}")
        return 1
    print(f"            together {lexicons.hash}")
    return 0
