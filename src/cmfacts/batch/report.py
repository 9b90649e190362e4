"""A folder of HTML: an index, and a page an article. It appears whole, and replaces only a report of ours."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from cmfacts.atomic import synced
from cmfacts.errors import UsageError
from cmfacts.models import Article
from cmfacts.render.html import article_page
from cmfacts.render.html.index import PER_PAGE, Index, index_page, list_name, list_page, list_pages, page_name
from cmfacts.render.options import Options
from cmfacts.results import read_article

PAGES = "articles"
_MARK = ".cmfacts-report"  # what tells a folder of ours from one that we must not touch


class Report:
    """Writes a report; the lines that it is made from must hold the articles' texts."""

    def __init__(self, target: str, types: tuple[str, ...] | None = None) -> None:
        self.target = target.rstrip("/" + os.sep) or target
        self._options = Options(None if types is None else frozenset(types))
        folder = Path(self.target)
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"cannot write {target}: it is a file, and a report is a folder")
        if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).exists():
            raise UsageError(f"cannot write {target}: it holds other things; name a new or an empty folder")

    def paths(self) -> tuple[str, ...]:
        """The folder."""
        return (self.target,)

    def finish(self, lines: Path) -> None:
        """Write all pages into a hidden folder beside the target, and let it take the target's place."""
        target = Path(os.path.realpath(self.target))
        draft = target.with_name(f".{target.name}.cmfacts-draft")
        shutil.rmtree(draft, ignore_errors=True)
        (draft / PAGES).mkdir(parents=True)
        (draft / _MARK).touch()
        self._write(draft, lines, target.name)
        old = target.with_name(f".{target.name}.cmfacts-old")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        draft.rename(target)
        synced(target.parent)
        shutil.rmtree(old, ignore_errors=True)  # also what a run that was killed between the two left

    def _write(self, folder: Path, lines: Path, title: str) -> None:
        index, pages = Index(), list_pages(_count(lines))
        for number, article in enumerate(_articles(lines), 1):
            page = f"{PAGES}/{page_name(number, article)}"
            _put(folder / page, article_page(article, self._options, "../index.html"))
            index.add(article, page)
            if number > PER_PAGE and number % PER_PAGE == 0:
                _put(folder / list_name(number // PER_PAGE), list_page(index, number // PER_PAGE, pages, title))
        if index.further:
            _put(folder / list_name(pages), list_page(index, pages, pages, title))
        _put(folder / "index.html", index_page(index, pages, title))


def _articles(lines: Path) -> Iterator[Article]:
    with lines.open(encoding="utf-8") as stream:
        for line in stream:
            yield read_article(json.loads(line))


def _count(lines: Path) -> int:
    with lines.open("rb") as stream:
        return sum(1 for _ in stream)


def _put(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(pieces)
