"""Where a command's output goes: results to standard output or a file, everything else to standard error."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TextIO, TypeVar

from cmfacts.atomic import atomic_write
from cmfacts.errors import InputError
from cmfacts.render.escape import visible

T = TypeVar("T")


def warn(message: object, advice: str = "") -> None:
    """One line on standard error, whatever names it holds; a second one for advice."""
    print(f"cmfacts: {visible(str(message))}", file=sys.stderr)
    if advice:
        print(visible(advice), file=sys.stderr)


def counted(number: int, what: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def destination(path: str | None) -> AbstractContextManager[TextIO]:
    """The file, written whole or not at all; standard output for None and ``-``."""
    return nullcontext(sys.stdout) if path in (None, "-") else atomic_write(str(path))


class Outcomes:
    """Lets results pass, names what could not be read on standard error, and counts both."""

    def __init__(self) -> None:
        self.read = self.failed = 0

    def sift(self, outcomes: Iterable[T | InputError]) -> Iterator[T]:
        """The results among the outcomes."""
        for outcome in outcomes:
            if isinstance(outcome, InputError):
                self.failed += 1
                warn(outcome)
            else:
                self.read += 1
                yield outcome

    @property
    def status(self) -> int:
        """The exit status: 1 where some input could not be read."""
        return 1 if self.failed else 0
