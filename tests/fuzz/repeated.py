"""Search for texts whose reading takes more than its share of time: a few words of the lexicons, repeated.

    python tests/fuzz/repeated.py [SECONDS] [SEED]

Prints each unit for which ten times the text takes more than twice ten times the time. A rule that looks at all of a
text for each of its candidates shows as ten times; noise of a busy machine seldom as two.
"""

import random
import sys
import time

from pieces import MARKS, words

import cmfacts

SHORT, LONG = 2_000, 20_000  # code points
SLOW = 10e-6  # seconds a code point; what is faster at the shorter length is not looked at again
TABLES = words("org", "place", "date", "sector", "initiative", "fact")


def unit(chance: random.Random) -> str:
    """One to seven words or marks."""
    count = chance.randint(1, 7)
    return "".join(chance.choice(chance.choice((MARKS, *chance.choices(TABLES, k=2)))) for _ in range(count))


def cost(extractor: cmfacts.Extractor, text: str) -> float:
    """Processor seconds a code point."""
    start = time.process_time()
    extractor.extract(text)
    return (time.process_time() - start) / len(text)


def main(seconds: float, seed: int) -> None:
    chance, extractor, end, tried = random.Random(seed), cmfacts.Extractor(), time.monotonic() + seconds, 0
    extractor.extract("。" * 2 * LONG)  # the automaton is built on long texts
    while time.monotonic() < end:
        each, tried = unit(chance), tried + 1
        few = cost(extractor, each * (SHORT // len(each)))
        if few > SLOW and (many := cost(extractor, each * (LONG // len(each)))) > 2 * few:
            print(f"{each!r}: {few * 1e6:.0f} -> {many * 1e6:.0f} microseconds a code point", flush=True)
    print(f"{tried} units tried")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
