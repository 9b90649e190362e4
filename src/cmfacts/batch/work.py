"""What a worker does: articles in, lines of JSON or reasons out. Pure and picklable, for any Executor."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from cmfacts import __version__, readers
from cmfacts.batch.inputs import Inputs, Item, key_of
from cmfacts.errors import CmfactsError, InputError, MissingExtraError
from cmfacts.lexicon import Lexicons
from cmfacts.models import Article, MadeBy
from cmfacts.render import render

if TYPE_CHECKING:
    from cmfacts.extractor import Extractor

BYTES = 3  # of a Chinese character in UTF-8
_OURS = os.path.dirname(os.path.dirname(__file__)) + os.sep


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides a result: two workers with equal settings give the same bytes.

    ``made_by`` pins the program's version and the lexicons' content: a worker that has others gives no result.
    """

    lexicons: tuple[str, ...] = ()
    published: str | None = None
    encoding: str | None = None
    with_text: bool = False
    types: tuple[str, ...] | None = None
    made_by: MadeBy | None = None
    min_confidence: float = 0.0

    def pinned(self) -> "Settings":
        """The settings with the version and the lexicons of this moment."""
        return replace(self, made_by=MadeBy(__version__, Lexicons(self.lexicons).hash))


class Result(NamedTuple):
    """What became of one item: its line of JSON, or why there is none; ``size`` are the characters of its text.

    ``key`` stands for name and content, as ``Item.key``; None where another try may end otherwise. ``known`` results
    are those of an earlier run; ``kept`` ones of them have their lines where they are to be, and none here.
    """

    key: bytes | None
    line: bytes
    error: InputError | None = None
    size: int = 0
    known: bool = False
    kept: bool = False


def work(settings: Settings, items: Sequence[Item]) -> list[Result]:
    """The results of the items, in order. Raises LexiconError or CmfactsError where none of them could be right."""
    reader = extractor(settings.lexicons, settings.made_by)
    reader.expect(sum(item.size for item in items) // BYTES)
    opened = [(item.name, *_keyed(item, settings)) for item in items]
    read = iter(_read_all([(name, each) for name, _, each in opened if isinstance(each, Article)], reader))
    return [_result(key, next(read) if isinstance(each, Article) else each, settings) for _, key, each in opened]


def _keyed(item: Item, settings: Settings) -> tuple[bytes | None, Article | InputError]:
    """The key of an item, and its article to be read or why there is none."""
    try:
        data = item.load()
    except InputError as error:
        return key_of(item.name, error.reason.encode(), b"unreadable"), error
    key = key_of(item.name, data)
    try:
        return key, _opened(item, data, settings)
    except MissingExtraError as error:
        return None, InputError(item.name, str(error))
    except InputError as error:
        return key, error


def _opened(item: Item, data: bytes, settings: Settings) -> Article:
    """The article of an item's bytes, dated as the user says; raises InputError or MissingExtraError."""
    article = _article(item, data)
    return replace(article, published=settings.published or article.published)


def _read_all(articles: Sequence[tuple[str, Article]], reader: "Extractor") -> list[Article | InputError]:
    """The facts of articles, given with the names of their inputs: of all at once, unless one of them hits a bug."""
    try:
        return list(reader.read_all([article for _, article in articles]))
    except Exception:  # one article must not cost the others of a night's run
        return [_read(name, article, reader) for name, article in articles]


def _read(name: str, article: Article, reader: "Extractor") -> Article | InputError:
    try:
        return reader.read(article)
    except Exception as error:
        bug = _bug(name, error, "extract")
        bug.__cause__ = error
        return bug


def _result(key: bytes | None, read: Article | InputError, settings: Settings) -> Result:
    if isinstance(read, InputError):
        return Result(None if isinstance(read.__cause__, MemoryError) else key, b"", read)
    line = "".join(render([_trusted(read, settings)], "jsonl", types=settings.types, with_text=settings.with_text))
    return Result(key, line.encode(), None, len(read.text))


def _trusted(article: Article, settings: Settings) -> Article:
    return article.trusted(settings.min_confidence) if settings.min_confidence else article


def _article(item: Item, data: bytes) -> Article:
    try:
        if not item.is_line:
            return readers.article(data, item.name, item.encoding)
        article = readers.parse(readers.Line(item.name, data, item.encoding))
    except CmfactsError:
        raise
    except Exception as error:
        raise _bug(item.name, error, "read") from error
    if isinstance(article, InputError):
        raise article
    return article


def _bug(name: str, error: Exception, stage: str) -> InputError:
    """The failure that a crash is to the user: in which rule, or in which file of ours, and what it was."""
    rule, place = _culprit(error.__traceback__)
    what = f"{type(error).__name__}: {error}".rstrip(": ").replace("\n", " ")
    return InputError(name, f"internal error in {rule or place}, please report it: {what} ({place})", stage, rule)


def _culprit(traceback: TracebackType | None) -> tuple[str | None, str]:
    """The innermost rule that was at work, None where it was none, and the innermost line of this program."""
    rule, place = None, "a library"
    for frame, number in walk_tb(traceback):
        at_work = getattr(frame.f_locals.get("rule"), "id", None)
        rule = at_work if isinstance(at_work, str) else rule
        if frame.f_code.co_filename.startswith(_OURS):
            module = frame.f_code.co_filename.removeprefix(_OURS).removesuffix(".py").replace(os.sep, ".")
            place = f"{module}:{number}"
    return rule, place


def articles(names: Sequence[str], settings: Settings) -> Iterator[Article | InputError]:
    """The facts of each input's articles, one at a time; an input that cannot be read is an InputError in its place."""
    for item in Inputs(names, settings.encoding):
        if isinstance(item, InputError):
            yield item
            continue
        read: Article | InputError
        try:
            article = _opened(item, item.load(), settings)
        except InputError as error:
            read = error
        except MissingExtraError as error:
            read = InputError(item.name, str(error))
        else:
            read = _read(item.name, article, extractor(settings.lexicons))
        yield _trusted(read, settings) if isinstance(read, Article) else read


@cache
def extractor(lexicons: tuple[str, ...], made_by: MadeBy | None = None) -> "Extractor":
    """One a process and setting: an Executor such as a cluster's takes no initializer.

    Raises CmfactsError where ``made_by`` is given and is not what this process has.
    """
    from cmfacts.extractor import Extractor  # the process that only hands out work never needs it

    built = Extractor(lexicons)
    if made_by is None:
        return built
    if built.made_by.cmfacts != made_by.cmfacts:
        raise CmfactsError(f"a worker runs cmfacts {built.made_by.cmfacts}, not {made_by.cmfacts}: install the same")
    if {built.made_by.lexicons, Lexicons(lexicons).hash} != {made_by.lexicons}:  # before and after they were read
        raise CmfactsError("the lexicons changed while the run was under way: run it again")
    return built
