"""The facts of a table of articles with Ray Data: python ray_data.py ARTICLES.jsonl OUT

ARTICLES has `text` and, if you like, `id`, `published`, `title`. OUT becomes a folder of Parquet files with one column,
a line of JSON for each article as `cmfacts batch` writes it. Each actor builds one Extractor and keeps it.
"""

import json
import sys

import numpy
import ray

import cmfacts

COLUMNS = ["id", "text", "published", "title"]


class Extract:
    """An actor: built once, then called with one batch of articles after the other."""

    def __init__(self) -> None:
        self._extractor = cmfacts.Extractor()

    def __call__(self, batch: dict[str, numpy.ndarray]) -> dict[str, list[str]]:
        """One line of JSON for each article."""
        known = [batch[column] for column in COLUMNS if column in batch]
        names = [column for column in COLUMNS if column in batch]
        rows = (dict(zip(names, row, strict=True)) for row in zip(*known, strict=True))
        articles = (self._extractor.extract(**row) for row in rows)
        return {"value": [json.dumps(article.to_dict(), ensure_ascii=False) for article in articles]}


def main(articles: str, output: str) -> None:
    """Read, extract, write."""
    table = ray.data.read_json(articles, lines=True)
    cores = int(ray.cluster_resources()["CPU"])
    # From one actor up: as many actors as cores would leave none to read with.
    table.map_batches(Extract, batch_size=256, concurrency=(1, cores)).write_parquet(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
