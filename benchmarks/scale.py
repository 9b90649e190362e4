"""What many articles cost: ``python benchmarks/scale.py [ARTICLES.jsonl] [--json FILE]``; the figures of docs/scale.md.

Figures are in seconds of processor time, so that other programs on the machine disturb them less. Without a file the
articles are those of samples/gold.jsonl, which are denser in facts than most news.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import Any

from cmfacts import tables
from cmfacts.batch import Inputs, Item, JsonLines, Result, Settings, extractor, run
from cmfacts.batch.inputs import key_of
from cmfacts.batch.work import work

SAMPLES = Path(__file__).parents[1] / "samples" / "gold.jsonl"
CHARACTERS = 400_000  # of articles to extract
ARTICLES = 20_000  # to hand out, and to put into tables


def spent(task: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    task()
    return time.process_time() - start


def read(path: Path) -> list[bytes]:
    """Lines of articles, repeated until they hold ``CHARACTERS``."""
    lines = path.read_bytes().splitlines(keepends=True)
    kept, characters, place = [], 0, 0
    while characters < CHARACTERS:
        kept.append(lines[place % len(lines)])
        characters += len(json.loads(kept[-1])["text"])
        place += 1
    return kept


class Canned(Executor):
    """An executor that has all results already: what is left is the cost of handing out and taking in."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Any line for each item."""
        [items] = args
        future: Future[Any] = Future()
        canned = enumerate(items)
        future.set_result(
            [Result(key_of(item.name, item.load()), self._lines[n % len(self._lines)], None, 1) for n, item in canned]
        )
        return future


def measure(path: Path) -> dict[str, float]:
    """All figures."""
    rows = read(path)
    characters = sum(len(json.loads(row)["text"]) for row in rows)
    settings = Settings().pinned()
    start = spent(lambda: extractor((), settings.made_by))
    results: list[Result] = []
    items = [Item(f"{path}:{place}", row, True, None, len(row)) for place, row in enumerate(rows)]
    extraction = spent(lambda: results.extend(work(settings, items)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [result.line for result in results]
    figures = {
        "articles": len(rows),
        "characters an article": characters / len(rows),
        "start of a worker s": start,
        "characters a second and core": characters / extraction,
        "articles a second and core": len(rows) / extraction,
        "memory of a worker MB": memory if sys.platform != "darwin" else memory / 1024,
        "bytes of JSON an article": sum(map(len, lines)) / len(lines),
    }
    with tempfile.TemporaryDirectory() as folder:
        return figures | handing_out(rows, lines, Path(folder)) | writing(lines, Path(folder))


def handing_out(rows: Sequence[bytes], lines: Sequence[bytes], folder: Path) -> dict[str, float]:
    """How many articles a second the one process that hands out and writes down can serve."""
    source = folder / "in.jsonl"
    with source.open("wb") as stream:
        stream.writelines(rows[place % len(rows)] for place in range(ARTICLES))
    sink = JsonLines(str(folder / "out.jsonl"))
    inputs = Inputs([str(source)])
    seconds = spent(lambda: sum(1 for _ in run(inputs, Settings(), sink, Canned(lines))))
    return {"articles a second handed out": ARTICLES / seconds}


def writing(lines: Sequence[bytes], folder: Path) -> dict[str, float]:
    """Articles a second that become tables, and what each takes on the disk (articles that differ: Parquet packs)."""
    figures = {}
    for format in tables.FORMATS:
        many = (lines[place % len(lines)] for place in range(ARTICLES))
        figures[f"articles a second to {format}"] = ARTICLES / spent(partial(written, many, folder, format))
        distinct = list(dict.fromkeys(lines))
        figures[f"bytes of {format} an article"] = written(distinct, folder, format) / len(distinct)
    return figures


def written(lines: Iterable[bytes], folder: Path, format: str) -> int:
    """Write tables and say how many bytes they take."""
    with tempfile.TemporaryDirectory(dir=folder) as output:
        target = f"{output}/news.db" if format == "sqlite" else f"{output}/"
        tables.write(map(json.loads, lines), target, format)
        return sum(path.stat().st_size for path in Path(output).iterdir())


def main() -> None:
    """Print the figures; write them as JSON where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = measure(options.articles)
    for name, figure in figures.items():
        print(f"{name:34} {figure:12,.2f}")
    print(f"{'load of the machine':34} {os.getloadavg()[0]:12,.2f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
