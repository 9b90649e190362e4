"""The facts of a table of articles with Spark: spark-submit spark.py ARTICLES.jsonl OUT

ARTICLES has `text` and, if you like, `id`, `published`, `title`. OUT becomes a folder of JSON Lines, as `cmfacts batch`
writes them. Each partition builds one Extractor (a second or so), so let partitions be large: some tens of megabytes.
"""

import json
import sys
from collections.abc import Iterator

import pandas
from pyspark.sql import SparkSession

import cmfacts

COLUMNS = ["id", "text", "published", "title"]


def extract(frames: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    """One line of JSON for each article."""
    extractor = cmfacts.Extractor()
    for frame in frames:
        known = frame.astype(object).where(frame.notna(), None)
        articles = (extractor.extract(**row) for row in known.to_dict("records"))
        yield pandas.DataFrame({"value": [json.dumps(article.to_dict(), ensure_ascii=False) for article in articles]})


def main(articles: str, output: str) -> None:
    """Read, extract, write."""
    spark = SparkSession.builder.appName("cmfacts").getOrCreate()
    table = spark.read.schema(", ".join(f"{column} string" for column in COLUMNS)).json(articles)
    table.mapInPandas(extract, "value string").write.mode("overwrite").text(output)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
