"""Other extractors on the same texts: ``python benchmarks/peers.py GOLD.jsonl...``; F1 of exact spans, and speed.

A gold file holds an article a line: ``{"text", "published"?, "mentions": [{"start", "end", "type"}]}``. Measured is
what is installed: LAC (``pip install lac 'paddlepaddle<3'``), JioNLP (``jionlp``), Recognizers-Text
(``recognizers-text-suite 'emoji<2'``). The time of a peer leaves out the loading of its models; each runs on one core.
"""

import argparse
import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

Article = dict[str, Any]
Spans = set[tuple[int, int]]
# A peer: from an article to its spans by type.
Peer = Callable[[Article], dict[str, Spans]]


def cmfacts() -> Peer:
    import cmfacts

    extractor = cmfacts.Extractor()

    def read(article: Article) -> dict[str, Spans]:
        found = extractor.extract(article["text"], published=article.get("published"))
        return {
            "org": {(m.start, m.end) for entity in found.organizations for m in entity.mentions},
            "date": {(m.start, m.end) for entity in found.dates for m in entity.mentions},
        }

    return read


def lac() -> Peer:
    import paddle.base

    sys.modules.setdefault("paddle.fluid", paddle.base)  # LAC 2.1 asks for it by its name of before Paddle 2.5
    sys.modules.setdefault("paddle.fluid.core", paddle.base.core)
    from LAC import LAC

    model = LAC(mode="lac")

    def read(article: Article) -> dict[str, Spans]:
        words, tags = model.run(article["text"])
        spans = list(pairwise(accumulate(map(len, words), initial=0)))
        return {type: {span for span, t in zip(spans, tags, strict=True) if t == tag} for type, tag in LAC_TAGS.items()}

    return read


LAC_TAGS = {"org": "ORG", "date": "TIME"}


def jionlp() -> Peer:
    import jionlp

    def read(article: Article) -> dict[str, Spans]:
        found = jionlp.ner.extract_time(article["text"], time_base=_day(article).timestamp())
        return {"date": {tuple(time["offset"]) for time in found if time["type"] in ("time_point", "time_span")}}

    return read


def recognizers() -> Peer:
    from recognizers_date_time import Culture, DateTimeOptions, DateTimeRecognizer

    model = DateTimeRecognizer(Culture.Chinese, DateTimeOptions.NONE).get_datetime_model()

    def read(article: Article) -> dict[str, Spans]:
        found = model.parse(article["text"], _day(article))
        return {"date": {(r.start, r.end + 1) for r in found if "duration" not in r.type_name}}

    return read


def _day(article: Article) -> datetime:
    return datetime.fromisoformat(article.get("published") or "2020-06-15")


PEERS = (cmfacts, lac, jionlp, recognizers)


def installed() -> Iterator[tuple[str, Peer]]:
    """The peers that can be made, each called once so that lazy loading is no part of its time."""
    for make in PEERS:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                peer = make()
                peer({"text": "2020年11月19日，中国移动在广州成立。"})
        except ImportError as error:
            print(f"{make.__name__}: not installed ({error})", file=sys.stderr)
        else:
            yield make.__name__, peer


def measure(peer: Peer, articles: list[Article]) -> dict[str, float]:
    """F1 of exact spans by type, and thousands of characters a second."""
    counts: dict[str, list[int]] = {}
    seconds = 0.0
    for article in articles:
        start = time.perf_counter()
        found = peer(article)
        seconds += time.perf_counter() - start
        for type, spans in found.items():
            gold = {(m["start"], m["end"]) for m in article["mentions"] if m["type"] == type}
            right, given, wanted = counts.setdefault(type, [0, 0, 0])
            counts[type] = [right + len(gold & spans), given + len(spans), wanted + len(gold)]
    scores = {f"{type} F1": 2 * right / (given + wanted or 1) for type, (right, given, wanted) in counts.items()}
    return scores | {"thousand characters/s": sum(len(article["text"]) for article in articles) / seconds / 1000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    arguments = parser.parse_args()
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # before a peer reads them
        os.environ.setdefault(variable, "1")
    texts = {path.stem: [json.loads(line) for line in path.open(encoding="utf-8")] for path in arguments.gold}
    for name, peer in installed():
        for file, articles in texts.items():
            figures = "  ".join(f"{key} {value:.3f}" for key, value in measure(peer, articles).items())
            print(f"{name:12} {file:12} {figures}", flush=True)


if __name__ == "__main__":
    main()
