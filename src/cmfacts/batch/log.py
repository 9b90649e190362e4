"""Finished lines and an index of them: two files that only grow, and of which every end can be trusted.

The index holds one short record for each article: its key, how long its line is, a checksum of the two, and the failure
where there is no line. Lines are written before their records, and a record counts only while its checksum fits the
bytes that are there: whatever a crash left of the last writes is cut off.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from cmfacts.batch.work import Result
from cmfacts.errors import InputError

_RECORD = re.compile(rb"([0-9a-f]{32}) ([0-9]{1,15}) ([0-9a-f]{8}) (.*)\n")


class Record(NamedTuple):
    """One article's entry in an index; ``failure`` is JSON, empty where there is a line of ``size`` bytes."""

    key: bytes
    size: int
    checksum: int
    failure: bytes = b""

    @classmethod
    def of(cls, key: bytes, result: Result) -> "Record":
        """The entry for a result."""
        failure = json.dumps(result.error.args).encode() if result.error else b""
        return cls(key, len(result.line), _checksum(key, result.line, failure), failure)

    @classmethod
    def parse(cls, entry: bytes) -> "Record | None":
        """The record of an index's line, None for what is none."""
        match = _RECORD.fullmatch(entry)
        return cls(bytes.fromhex(match[1].decode()), int(match[2]), int(match[3], 16), match[4]) if match else None

    def dump(self) -> bytes:
        """The record as a line of the index."""
        return b"%s %d %08x %s\n" % (self.key.hex().encode(), self.size, self.checksum, self.failure)

    def fits(self, line: bytes) -> bool:
        """Whether this is the line that was written, whole."""
        return len(line) == self.size and _checksum(self.key, line, self.failure) == self.checksum

    def result(self, line: bytes, *, kept: bool = False) -> Result:
        """The result that was written."""
        error = InputError(*json.loads(self.failure)) if self.failure else None
        return Result(self.key, line, error, known=True, kept=kept)


def _checksum(key: bytes, line: bytes, failure: bytes) -> int:
    return crc32(failure, crc32(line, crc32(key)))


class Log:
    """The two files and a cursor: what is before it is sound, what follows is read on or cut off.

    ``head`` is the index's first line; a log that begins otherwise is emptied (``is_stale`` tells). Raises OSError.
    """

    def __init__(self, folder: Path, name: str, head: bytes) -> None:
        self.path = folder / f"{name}.jsonl"
        self._index, self._lines = _grown(folder / f"{name}.index"), _grown(self.path)
        found = self._index.readline()
        self.is_stale = found.endswith(b"\n") and found != head
        self._begin = len(head)
        self.place = 0  # of the cursor, in the lines
        self._entry = len(head)  # and in the index
        if found != head:
            self._entry = 0
            self.cut()
            _write(self._index, head)
            self._entry = len(head)
        self._next = self._read()
        self.ahead: tuple[Record, bytes] | None = next(self._next, None)

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing at all."""
        return self.place == 0 and not self.ahead and self._entry == self._begin

    def _read(self) -> Iterator[tuple[Record, bytes]]:
        """The sound records from the cursor on, each with its line."""
        with open(self._index.name, "rb") as index, open(self.path, "rb") as lines:
            left = os.fstat(lines.fileno()).st_size - self.place
            index.seek(self._entry)
            lines.seek(self.place)
            for entry in index:
                record = Record.parse(entry)
                if record is None or record.size > left:
                    return
                line = lines.read(record.size)
                if not record.fits(line):
                    return
                left -= record.size
                yield record, line

    def step(self) -> None:
        """Move the cursor over the record ahead."""
        if self.ahead:
            self._entry += len(self.ahead[0].dump())
            self.place += self.ahead[0].size
            self.ahead = next(self._next, None)

    def rest(self) -> Iterator[tuple[Record, bytes]]:
        """What follows the cursor, which stays where it is."""
        if self.ahead:
            yield self.ahead
            yield from self._next

    def cut(self) -> None:
        """Drop what follows the cursor: from here on the log grows."""
        self._index.truncate(self._entry)
        self._lines.truncate(self.place)
        self.ahead = None

    def append(self, results: Iterable[tuple[Record, bytes]]) -> None:
        """Add records and their lines; ``cut`` comes before the first."""
        pairs = list(results)
        _write(self._lines, b"".join(line for _, line in pairs))
        entries = b"".join(record.dump() for record, _ in pairs)
        _write(self._index, entries)
        self.place += sum(record.size for record, _ in pairs)
        self._entry += len(entries)

    def line(self, place: int, record: Record) -> bytes | None:
        """The line at that place, None where it does not fit the record."""
        self._lines.seek(place)
        line = self._lines.read(record.size)
        return line if line is not None and record.fits(line) else None

    def close(self) -> None:
        """What was written is on the disk from here on."""
        for file in (self._lines, self._index):
            os.fsync(file.fileno())
            file.close()


def _grown(path: Path) -> FileIO:
    """The file, made where it is not there yet; whatever is written goes to its end, at once."""
    file = open(path, "a+b", buffering=0)  # noqa: SIM115 - it lives as long as the log
    file.seek(0)
    return file


def _write(file: FileIO, data: bytes) -> None:
    """All of it: a disk that is nearly full takes a part, and only then says so."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]
