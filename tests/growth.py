"""How work grows with a text, counted in lines of Python that run: what a clock would show, without its noise.

Time inside a regular expression is no line; a pattern that backtracks without bound shows as a test that does not end.
"""

import sys
from collections.abc import Callable


def steps(work: Callable[[], object]) -> int:
    """How many lines run."""
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += 1
        return counted

    sys.settrace(counted)
    try:
        work()
    finally:
        sys.settrace(None)
    return count
