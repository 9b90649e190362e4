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
    return [_result(item, settings, reader) for item in items]


def _result(item: Item, settings: Settings, reader: "Extractor") -> Result:
    try:
        data = item.load()
    except InputError as error:
        return Result(key_of(item.name, error.reason.encode(), b"unreadable"), b"", error)
    key = key_of(item.name, data)
    try:
        article = _facts(item.name, _article(item, data), settings, reader)
    except MissingExtraError as error:
        return Result(None, b"", InputError(item.name, str(error)))
    except InputError as error:
        return Result(None if isinstance(error.__cause__, MemoryError) else key, b"", error)
    line = "".join(render([article], "jsonl", types=settings.types, with_text=settings.with_text))
    return Result(key, line.encode(), None, len(article.text))


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


def _facts(name: str, article: Article, settings: Settings, reader: "Extractor") -> Article:
    try:
        read = reader.read(replace(article, published=settings.published or article.published))
        return read.trusted(settings.min_confidence) if settings.min_confidence else read
    except Exception as error:  # one article that hits a bug must not cost the others of a night's run
        raise _bug(name, error, "extract") from error


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
        try:
            yield _facts(item.name, _article(item, item.load()), settings, extractor(settings.lexicons))
        except (InputError, MissingExtraError) as error:
            yield error if isinstance(error, InputError) else InputError(item.name, str(error))


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
