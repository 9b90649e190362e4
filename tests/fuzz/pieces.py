"""Texts for the fuzzers: words of the lexicons, marks and digits, mixed with whatever the fuzzer thinks of."""

from cmfacts.lexicon import Lexicons

MARKS = "，。、；：（）“”《》()\n \t|-—~～·&/＆年月日第届“”0123456789一二三十百２０两 of"


def words(*kinds: str) -> list[list[str]]:
    """The first cells of each table of these kinds: what rules look for. The short tables are the little words."""
    tables = (sorted({cells[0] for _, cells in table.rows}) for table in Lexicons().tables if table.kind in kinds)
    return [table for table in tables if table]


def text(data: bytes, vocabulary: list[list[str]]) -> str:
    """A text of up to 200 pieces: a word, a mark, a number or a few code points of any kind."""
    from atheris import FuzzedDataProvider  # what only repeats words does without it

    provider = FuzzedDataProvider(data)
    pieces = []
    while provider.remaining_bytes() and len(pieces) < 200:
        kind = provider.ConsumeIntInRange(0, 7)
        if kind < 3:
            table = vocabulary[provider.ConsumeIntInRange(0, len(vocabulary) - 1)]
            pieces.append(table[provider.ConsumeIntInRange(0, len(table) - 1)])
        elif kind < 6:
            pieces.append(MARKS[provider.ConsumeIntInRange(0, len(MARKS) - 1)])
        elif kind == 6:
            pieces.append(str(provider.ConsumeIntInRange(0, 3000)))
        else:
            pieces.append(provider.ConsumeUnicode(3))
    return "".join(pieces)
