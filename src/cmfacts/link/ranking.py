"""How much of an article each of its sectors makes: a rank, and a weight, so that releases can be grouped by sector.

A sector scores the square root of the number of its mentions (the tenth says less than the first), 2 if the title
names it, and 1 if the first paragraph does. Its weight is its share of all scores, in thousandths that add up to 1.
"""

from collections.abc import Callable, Sequence
from math import sqrt
from typing import NamedTuple

from cmfacts.models import Mention

TITLE = 2.0
LEAD = 1.0
LONGEST_LEAD = 200  # code points of the first paragraph that count, for a text without line breaks has but one
THOUSAND = 1000

Mentions = Sequence[Mention]


class Standing(NamedTuple):
    """``rank`` 1 is the sector that most of the article is about; ``weight`` its share."""

    rank: int
    weight: float


def standings(text: str, title: str | None, sectors: Sequence[Mentions]) -> list[Standing]:
    """The standing of each of an article's sectors, given by their mentions; of equals the earlier ranks higher."""
    in_title, in_lead = _title(text, (title or "").strip()), _lead(text, (title or "").strip())
    scores = [sqrt(len(each)) + TITLE * any(map(in_title, each)) + LEAD * any(map(in_lead, each)) for each in sectors]
    ranked = sorted(range(len(scores)), key=lambda index: -scores[index])
    ranks = {index: rank for rank, index in enumerate(ranked, 1)}
    return [Standing(ranks[index], share / THOUSAND) for index, share in enumerate(_shares(scores))]


def _title(text: str, title: str) -> Callable[[Mention], bool]:
    """Whether a mention stands in the title, or, where the text goes without its title, is named there too."""
    start = text.find(title)
    if start < 0:
        return lambda mention: mention.text in title
    return lambda mention: start <= mention.start < start + len(title)


def _lead(text: str, title: str) -> Callable[[Mention], bool]:
    """Whether a mention stands in the first paragraph that is not the title."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip() and line.strip() != title:
            break
        start += len(line)
    else:
        start = 0
    end = text.find("\n", start)
    end = min(start + LONGEST_LEAD, len(text) if end < 0 else end)
    return lambda mention: start <= mention.start < end


def _shares(scores: Sequence[float]) -> list[int]:
    """Whole thousandths that add up to a thousand: what rounding down leaves goes to the largest remainders."""
    total = sum(scores)
    exact = [score * THOUSAND / total for score in scores]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: shares[index] - exact[index])
    for index in by_remainder[: THOUSAND - sum(shares)]:
        shares[index] += 1
    return shares
