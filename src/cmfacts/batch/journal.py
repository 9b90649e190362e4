"""What a run has done so far, in a hidden folder beside its output, so that the same command can go on after any end.

A second run meets the same articles in the same order: while their keys (name and content) agree with the log's,
nothing is moved or copied. Where they part (an article changed, came or went) what is left of the old run moves to a
spare log, where results are found by their keys.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from cmfacts.batch.inputs import Item
from cmfacts.batch.log import Log, Record
from cmfacts.batch.work import Result, Settings
from cmfacts.errors import CmfactsError, UsageError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_FORMAT = 1


class Journal:
    """The log of this run, and what an earlier one left. ``target`` is the output; ``settings`` are pinned.

    Raises UsageError where nothing can be written beside the output, or another run is at it; later on, CmfactsError
    where the disk is full.
    """

    def __init__(self, target: str, settings: Settings) -> None:
        self._target, self._head = target, _head(settings)
        self._folder = folder_of(target)
        self._spare: _Spare | None = None
        self._parted = False  # from the earlier run's order
        self._lock: int | None = None
        self._is_new = False
        try:
            self._open()
        except BaseException as error:
            if self._is_new and self._lock is not None:  # an interrupt at this moment leaves nothing to go on with
                self.remove()
            if isinstance(error, OSError):
                raise UsageError(f"cannot write {target}: {error.strerror}") from None
            raise

    def _open(self) -> None:
        self._is_new = not self._folder.exists()  # before it is made: an interrupt may come right after
        with suppress(FileExistsError):
            self._folder.mkdir()
        self._lock = _locked(self._folder / "lock", self._target)
        self._log = Log(self._folder, "lines", self._head)
        if (self._folder / "spare.index").exists():
            self._spare = _Spare(self._folder, self._head)

    @property
    def is_stale(self) -> bool:
        """Whether an earlier run was dropped, as its version, lexicons or options were others."""
        return self._log.is_stale

    def find(self, item: Item) -> Result | None:
        """The result that an earlier run had for this article, if its name and content are as they were."""
        if not self._parted and not self._log.ahead:
            self._part()
        if self._parted and not self._spare:
            return None  # nothing is left to be found: no need to read the article here
        key = item.key()
        if not self._parted:
            if self._log.ahead and self._log.ahead[0].key == key:
                record, _ = self._log.ahead
                self._log.step()
                return record.result(b"", kept=True)
            self._part()
        return self._spare.find(key) if self._spare else None

    def _part(self) -> None:
        """Leave the earlier run's order: what it still had goes to the spare log, and ours grows from here."""
        with _writing(self._target):
            if self._log.ahead:
                self._spare = self._spare or _Spare(self._folder, self._head)
                self._spare.add(self._log.rest())
            self._log.cut()
        self._parted = True

    def add(self, results: Sequence[Result]) -> None:
        """Write down what is new among the results."""
        new = [(Record.of(result.key, result), result.line) for result in results if result.key and not result.kept]
        if new:
            with _writing(self._target):
                self._log.append(new)

    def finish(self) -> Path:
        """The file of all lines, complete and on the disk."""
        with _writing(self._target):
            self._log.cut()
            self._log.close()
        return self._log.path

    def remove(self) -> None:
        """Nothing is left to go on with: the output is there."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: TracebackType | None) -> None:
        if self._log.is_empty and not self._spare:
            self.remove()
        if self._lock is not None:
            os.close(self._lock)


class _Spare:
    """Results of an earlier run, found by key: a log, and a table of its places that is no burden on memory."""

    def __init__(self, folder: Path, head: bytes) -> None:
        self._log = Log(folder, "spare", head)
        self._places = sqlite3.connect("", isolation_level=None)
        self._places.execute("CREATE TABLE places (key BLOB PRIMARY KEY, place INTEGER, record BLOB) WITHOUT ROWID")
        while self._log.ahead:
            self._note(self._log.ahead[0])
            self._log.step()
        self._log.cut()

    def add(self, results: Iterable[tuple[Record, bytes]]) -> None:
        """Keep these too."""
        for record, line in results:
            self._note(record)
            self._log.append([(record, line)])

    def _note(self, record: Record) -> None:
        row = (record.key, self._log.place, record.dump())
        self._places.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", row)

    def find(self, key: bytes) -> Result | None:
        """The result with that key."""
        row = self._places.execute("SELECT place, record FROM places WHERE key = ?", (key,)).fetchone()
        record = Record.parse(row[1]) if row else None
        line = self._log.line(row[0], record) if record else None
        return record.result(line) if record and line is not None else None


def folder_of(target: str) -> Path:
    """The hidden folder of a run that writes ``target``."""
    path = Path(os.path.realpath(target))
    return path.with_name(f".{path.name}.cmfacts")


def _head(settings: Settings) -> bytes:
    """What makes results comparable: version, the lexicons' content (not their place), options."""
    decisive = asdict(settings) | {"lexicons": None, "format": _FORMAT}
    return json.dumps(decisive, sort_keys=True).encode() + b"\n"


def _locked(path: Path, target: str) -> int:
    """A lock on the file, which lasts as long as this process or until it is closed."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise UsageError(f"cannot write {target}: another run is writing it") from None
    return lock


@contextmanager
def _writing(target: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise CmfactsError(f"cannot write {target}: {reason}; what is done is kept, run it again to go on") from None
