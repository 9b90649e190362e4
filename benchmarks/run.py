"""Speed as ratios against the bare tokenizer in the same run: ``python benchmarks/run.py [--json FILE]``.

The input is made from the samples in the repository. Absolute figures tell of the machine, ratios of the program.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cmfacts
from cmfacts.engine.segment import Segmenter

SAMPLES = Path(__file__).parents[1] / "samples"
ROUNDS = 5


def corpus(size: int) -> list[str]:
    """Articles from the samples, repeated until they hold ``size`` code points."""
    articles = [json.loads(line)["text"] for line in (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    repeats = math.ceil(size / sum(map(len, articles)))
    return articles * repeats


def seconds(work: Callable[[], object]) -> float:
    """The median time of several rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def throughput() -> dict[str, float]:
    """Characters a second of the bare tokenizer, of the whole extraction, and their ratio."""
    articles = corpus(200_000)
    characters = sum(map(len, articles))
    segmenter, extractor = Segmenter(), cmfacts.Extractor()
    segmenter.tokens(articles[0])
    extractor.extract(articles[0])
    words = seconds(lambda: [segmenter.tokens(text) for text in articles])
    facts = seconds(lambda: [extractor.extract(text) for text in articles])
    return {"tokenizer chars/s": characters / words, "extraction chars/s": characters / facts, "ratio": words / facts}


def growth() -> dict[str, float]:
    """The exponent with which the time of one article grows with its length; 1.0 is linear."""
    extractor, base = cmfacts.Extractor(), "".join(corpus(1))
    sizes, times = [], []
    for repeats in (1, 4, 16, 64):
        text = base * repeats
        sizes.append(math.log(len(text)))
        times.append(math.log(seconds(lambda text=text: extractor.extract(text))))
    return {"exponent": statistics.linear_regression(sizes, times).slope}


def cold_start() -> dict[str, float]:
    """The time of a whole process: extraction of one sample, and --help, beside importing jieba and cutting a word."""

    def process(*command: str) -> float:
        return seconds(lambda: subprocess.run(command, check=True, capture_output=True))

    jieba = process(sys.executable, "-c", "import jieba; jieba.lcut('中国移动')")
    extract = process(sys.executable, "-m", "cmfacts", "extract", str(SAMPLES / "telecom.txt"))
    usage = process(sys.executable, "-m", "cmfacts", "--help")
    return {"jieba s": jieba, "extract s": extract, "extract/jieba": extract / jieba, "help/jieba": usage / jieba}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    figures = {work.__name__: work() for work in (throughput, growth, cold_start)}
    for name, values in figures.items():
        print(
            f"{name:12}",
            "   ".join(
                f"{key} {value:,.3g}" if value < 1000 else f"{key} {value:,.0f}" for key, value in values.items()
            ),
        )
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
