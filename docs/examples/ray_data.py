"""The facts of a table of articles with Ray Data: python ray_data.py ARTICLES.jsonl OUT

ARTICLES has `text` and, if you like, `id`, `published`, `title`. OUT becomes a folder of Parquet files with one column,
a line of JSON for each article as `cmfacts batch` writes it. Each actor builds one Extractor and keeps it.
"""

import json
import sys

import pandas
import ray

import cmfacts


class Extract:
    """An actor: built once, then called with one batch of articles after the other."""

    def __init__(self) -> None:
        self._extractor = cmfacts.Extractor()

    def __call__(self, batch: pandas.DataFrame) -> pandas.DataFrame:
        """One line of JSON for each article."""
        known = batch[[column for column in ("id", "text", "published", "title") if column in batch]].astype(object)
        rows = known.where(known.notna(), None).to_dict("records")
        articles = (self._extractor.extract(**row) for row in rows)
        return pandas.DataFrame({"value": [json.dumps(article.to_dict(), ensure_ascii=False) for article in articles]})


def main(articles: str, output: str) -> None:
    """Read, extract, write. From one actor up, as many actors as cores would leave none to read with."""
    table = ray.data.read_json(articles, lines=True)
    cores = int(ray.cluster_resources()["CPU"])
    facts = table.map_batches(Extract, batch_format="pandas", batch_size=256, concurrency=(1, cores))
    facts.write_parquet(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
