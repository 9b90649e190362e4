"""What names and the words beside them end with: ``lexicons/org/endings.tsv``, which says what each use means."""

from cmfacts.lexicon import Lexicons


def endings(lexicons: Lexicons, *uses: str) -> tuple[tuple[str, ...], ...]:
    """The endings of each use, which a word may be itself."""
    return tuple(tuple(sorted(lexicons.having("org", "ending", "uses", use))) for use in uses)
