"""Speed, as ratios within one run: ``python benchmarks/run.py [--quick] [--json FILE] [PART]...``.

Absolute figures tell of the machine, ratios of the program. The parts: throughput, stages, cold_start, growth, memory,
jobs. ``--quick`` reads less and is good for a look while working.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import inputs

import cmfacts
from cmfacts.engine.fold import fold

Figures = dict[str, float]
TOGETHER = 64  # short articles that a worker of ``batch`` reads at once
CMFACTS = (sys.executable, "-m", "cmfacts")
JIEBA = (sys.executable, "-c", "import jieba; jieba.lcut('中国移动')")
# Run by a small process of its own: a child's peak begins with what its parent held.
PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
# As a user has it: bytecode is written at the first start, and standard output is buffered.
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


def seconds(work: Callable[[], object], rounds: int = 5, clock: Callable[[], float] = time.process_time) -> float:
    """The median time of several rounds: this process's own, so that a busy machine disturbs it less."""
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append(clock() - start)
    return statistics.median(times)


def warm() -> cmfacts.Extractor:
    """An extractor that has read enough to have loaded all that it makes on first use."""
    extractor = cmfacts.Extractor()
    extractor.extract(inputs.running(50_000))
    return extractor


def throughput(quick: bool) -> Figures:
    """Characters a second: the whole extraction beside the bare tokenizers and, where installed, JioNLP's times."""
    texts = inputs.articles(50_000 if quick else 200_000)
    characters, extractor = sum(map(len, texts)), warm()
    works = {"extraction": extractor.extract, **dict(_peers())}
    for work in works.values():
        work(texts[0])
    speeds = {
        name: characters / seconds(lambda work=work: [work(text) for text in texts]) for name, work in works.items()
    }
    ratios = {f"extraction / {name}": speeds["extraction"] / speed for name, speed in speeds.items()}
    many = [cmfacts.Article("-", text) for text in texts]
    groups = [many[start : start + TOGETHER] for start in range(0, len(many), TOGETHER)]
    speeds["many together"] = characters / seconds(lambda: [extractor.read_all(group) for group in groups])
    together = {"many together / one by one": speeds["many together"] / speeds["extraction"]}
    return {f"{name} chars/s": speed for name, speed in speeds.items()} | dict(list(ratios.items())[1:]) | together


def _peers() -> Iterator[tuple[str, Callable[[str], object]]]:
    try:
        import rjieba

        yield "rjieba.cut", lambda text: rjieba.cut(text, False)
    except ImportError:
        pass
    import jieba

    jieba.setLogLevel("WARNING")
    yield "jieba.cut", lambda text: list(jieba.cut(text, HMM=False))
    try:
        import jionlp

        yield "jionlp.ner.extract_time", jionlp.ner.extract_time
    except ImportError:
        pass


class Stopwatch:
    """Adds up the time spent in methods of an object, under a label each."""

    def __init__(self) -> None:
        self.spent: Figures = defaultdict(float)

    def watch(self, owner: Any, method: str, label: str) -> None:
        """Time every call of ``owner.method``."""
        inner = getattr(owner, method)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            try:
                return inner(*args, **kwargs)
            finally:
                self.spent[label] += time.process_time() - start

        setattr(owner, method, timed)


def stages(quick: bool) -> Figures:
    """Each stage's share of the whole, in hundredths; segmentation is the first use of ``Doc.tokens``."""
    texts, extractor, clock = inputs.articles(50_000 if quick else 200_000), warm(), Stopwatch()
    for owner, method, label in (
        (extractor._scanner, "scan", "scan"),
        (extractor._segmenter, "tokens", "segment"),
        (extractor._organizations.names, "find", "names of organizations (with segment)"),
        (extractor._organizations, "find", "other organizations"),
        (extractor._aliases, "join", "aliases"),
        (extractor._variants, "join", "variants"),
        (extractor._dates, "find", "dates"),
        (extractor._sectors, "find", "sectors"),
        (extractor._initiatives, "find", "initiatives"),
        (extractor._owners, "among", "owners"),
        (extractor._facts, "link", "facts"),
    ):
        clock.watch(owner, method, label)
    whole = seconds(lambda: [extractor.extract(text) for text in texts], 1)
    clock.spent["fold"] = seconds(lambda: [fold(text) for text in texts], 1)
    return {f"{label} %": 100 * spent / whole for label, spent in sorted(clock.spent.items(), key=lambda x: -x[1])}


def cold_start(quick: bool) -> Figures:
    """The time of a whole process, all compiled by two earlier ones, beside a script that imports jieba."""
    commands = {"jieba": JIEBA, "extract": (*CMFACTS, "extract", str(inputs.ARTICLE)), "help": (*CMFACTS, "--help")}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(5 if quick else 12):  # in turns, so that a busy moment of the machine hits all of them
        for name, command in commands.items():
            times[name].append(_run(*command))
    medians = {name: statistics.median(values[2:]) for name, values in times.items()}
    return {f"{name} s": median for name, median in medians.items()} | {
        f"{name} / jieba": medians[name] / medians["jieba"] for name in ("extract", "help")
    }


def _run(*command: str) -> float:
    """The time that a process takes by the clock on the wall."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def growth(quick: bool) -> Figures:
    """The exponent with which the time of one article grows with its length, 1.0 being linear; three sorts of text."""
    extractor = warm()
    sizes = [1_000, 10_000, 100_000] if quick else [1_000, 10_000, 100_000, 1_000_000, 10_000_000]
    figures: Figures = {}
    for name, make, longest in (
        ("articles", inputs.running, 10_000_000),
        ("one line, no punctuation", inputs.unbroken, 1_000_000),
        ("nothing but names", inputs.names, 100_000),
    ):
        texts = [make(size) for size in sizes if size <= longest]
        times = [seconds(lambda text=text: extractor.extract(text), 1 if len(text) > 50_000 else 5) for text in texts]
        lengths = [math.log(len(text)) for text in texts]
        figures[f"{name}, exponent"] = statistics.linear_regression(lengths, list(map(math.log, times))).slope
        figures[f"{name}, {len(texts[-1]):,} chars/s"] = len(texts[-1]) / times[-1]
    return figures


def memory(quick: bool) -> Figures:
    """The most memory that a whole process held, in megabytes."""
    figures = {"one article MB": _peak(*CMFACTS, "extract", str(inputs.ARTICLE)), "jieba script MB": _peak(*JIEBA)}
    with tempfile.TemporaryDirectory() as folder:
        for size in (100_000,) if quick else (100_000, 1_000_000):
            path = Path(folder, "long.txt")
            path.write_text(inputs.running(size), encoding="utf-8")
            figures[f"one article of {size:,} characters MB"] = _peak(*CMFACTS, "extract", str(path))
    return figures


def _peak(*command: str) -> float:
    process = subprocess.run(
        [sys.executable, "-c", PEAK, *command], check=True, env=ENVIRONMENT, stdout=subprocess.PIPE
    )
    return int(process.stdout) / (1 << (20 if sys.platform == "darwin" else 10))


def jobs(quick: bool) -> Figures:
    """How much faster two processes are than one."""
    count, times = 200 if quick else 2_000, []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        source.write_text(inputs.lines(count), encoding="utf-8")
        outputs = [Path(folder, f"{number}.jsonl") for number in (1, 2)]
        for number, output in enumerate(outputs, 1):
            command = (*CMFACTS, "batch", str(source), "-o", str(output), "--quiet", "--jobs", str(number))
            times.append(_run(*command))
        if outputs[0].read_bytes() != outputs[1].read_bytes():
            raise SystemExit("--jobs 1 and --jobs 2 differ")
    return {
        "articles": count,
        "--jobs 1 s": times[0],
        "--jobs 2 s": times[1],
        "--jobs 2 is faster by": times[0] / times[1],
    }


PARTS = (throughput, stages, cold_start, growth, memory, jobs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help="default: all")
    parser.add_argument("--quick", action="store_true", help="less input, fewer rounds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    arguments = parser.parse_args()
    unknown = {*arguments.parts} - {part.__name__ for part in PARTS}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    figures: dict[str, Any] = {"machine": _machine()}
    for part in PARTS:
        if not arguments.parts or part.__name__ in arguments.parts:
            figures[part.__name__] = part(arguments.quick)
            _show(part.__name__, figures[part.__name__])
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _machine() -> dict[str, object]:
    return {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "cmfacts": cmfacts.__version__,
    }


def _show(part: str, figures: Figures) -> None:
    print(part)
    for name, value in figures.items():
        print(f"  {name:48} {f'{value:,.0f}' if value >= 1000 else f'{value:.3g}':>12}", flush=True)


if __name__ == "__main__":
    main()
