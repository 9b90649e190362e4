"""What the benchmarks read, all of it made from the samples in the repository."""

import itertools
import json
import math
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"
ARTICLE = SAMPLES / "telecom.txt"
_STEP = 1_000_003  # a prime
_PUNCTUATION = dict.fromkeys(map(ord, "，。、；：？！“”《》（）\n"))


def articles(characters: int) -> list[str]:
    """The sample articles, repeated until they hold so many code points."""
    lines = (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    return texts * math.ceil(characters / sum(map(len, texts)))


def running(characters: int) -> str:
    """One article of so many code points."""
    return "".join(articles(characters))[:characters]


def unbroken(characters: int) -> str:
    """One line without punctuation."""
    text = running(characters).translate(_PUNCTUATION)
    return (text * math.ceil(characters / len(text)))[:characters]


def names(characters: int) -> str:
    """A list of company names, no two alike, nine code points each: 100 000 hold eleven thousand.

    They are drawn from all over the product, so that a short list holds as many that can be names as a long one.
    """
    syllables = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
    made = ["".join(name) + "科技公司、" for name in itertools.product(syllables, repeat=4)]
    return "".join(made[_STEP * number % len(made)] for number in range(characters // 9 + 1))[:characters]


def lines(count: int) -> str:
    """So many articles as JSON Lines."""
    texts = itertools.islice(itertools.cycle(articles(1)), count)
    return "".join(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(texts))
