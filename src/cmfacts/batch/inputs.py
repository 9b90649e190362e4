"""What the inputs name, one article at a time: files, folders, globs, lists of files, lines of JSON Lines.

All is enumerated lazily and in an order that depends on names alone, so that a second run meets the same articles.
"""

import glob
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from stat import S_ISREG
from typing import BinaryIO

from cmfacts import readers
from cmfacts.errors import InputError, UsageError
from cmfacts.readers.encoding import check_name

_ABOUT = "readme.*"  # speaks of the folder


@dataclass(frozen=True, slots=True)
class Item:
    """One article to be: ``name`` is its path as given, or file and line.

    ``data`` are its bytes, None for a file that whoever works on it opens itself; ``is_line`` tells a line of JSON.
    ``size`` is how many bytes there are, for sharing out the work.
    """

    name: str
    data: bytes | None = None
    is_line: bool = False
    encoding: str | None = None
    size: int = 0

    def load(self) -> bytes:
        """The bytes; raises InputError for a file that cannot be read."""
        return readers.load(self.name) if self.data is None else self.data

    def key(self) -> bytes:
        """Sixteen bytes that stand for name and content; where it cannot be read, for the reason why."""
        try:
            return key_of(self.name, self.load())
        except InputError as error:
            return key_of(self.name, error.reason.encode(), b"unreadable")


def key_of(name: str, data: bytes, person: bytes = b"") -> bytes:
    """The key of an input's name and content."""
    from hashlib import blake2b  # none but a run of many inputs needs it

    digest = blake2b(name.encode("utf-8", "surrogatepass") + b"\0", digest_size=16, person=person)
    digest.update(data)
    return digest.digest()


@dataclass(frozen=True, slots=True)
class Inputs:
    """The articles that ``names`` name; iterating gives an Item each, an InputError for what cannot be found or read.

    ``globs`` choose among the files below folders (``*.txt``, ``2024/*``; ``!draft*`` leaves out). ``listing`` is a
    stream of further names, one a line or, with ``nul``, each ended by a NUL. ``skip`` are files and folders that a
    walk leaves out, and that no listing may name: what this run writes. ``load`` reads each file here, for workers that
    do not see our disk. Raises UsageError for an ``encoding`` that is unknown.
    """

    names: Collection[str]
    encoding: str | None = None
    globs: Collection[str] = ()
    listing: BinaryIO | None = None
    nul: bool = False
    skip: Collection[str] = ()
    load: bool = False
    _skipped: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        if self.encoding is not None:
            check_name(self.encoding)
        object.__setattr__(self, "_skipped", frozenset(os.path.abspath(path) for path in self.skip))

    def __iter__(self) -> Iterator[Item | InputError]:
        for path in self.paths():
            if isinstance(path, InputError):
                yield path
            elif readers.holds_lines(path):
                yield from self._lines(path)
            else:
                yield from self._file(path)

    def _lines(self, path: str) -> Iterator[Item | InputError]:
        for line in readers.lines(path, self.encoding):
            yield line if isinstance(line, InputError) else _line(line)

    def _file(self, path: str) -> Iterator[Item | InputError]:
        """What no other process could open (a pipe, standard input) is read here."""
        try:
            status = os.stat(path) if path != "-" else None
            here = self.load or status is None or not S_ISREG(status.st_mode)
        except (OSError, ValueError):
            here, status = False, None  # whoever opens it will say what is wrong
        try:
            data = readers.load(path) if here else None
        except InputError as error:
            yield error
            return
        yield Item(path, data, False, self.encoding, status.st_size if status else len(data or b""))

    def paths(self) -> Iterator[str | InputError]:
        """The files: those named as they are, folders with all below them, globs, each sorted."""
        for name in self.names:
            found = sorted(filter(_is_readable, glob.glob(name, recursive=True))) if is_glob(name) else [name]
            if not found:
                yield InputError(name, "no file matches", "find")
            for path in found:
                if not (path != name and self._is_written(os.path.abspath(path))):
                    yield from self._below(path)
        for name in self.listed():
            if self._skipped and os.path.isfile(name) and os.path.abspath(name) in self._skipped:
                raise UsageError(f"cannot write {name}: it is one of the inputs")
            yield from self._unended(name) or self._below(name)

    def listed(self) -> Iterator[str]:
        """The names in ``listing``, as they come."""
        return _listed(self.listing, b"\0" if self.nul else b"\n")

    def _unended(self, name: str) -> list[InputError]:
        """An error for a piece of the list that is several names, ended otherwise than we were told."""
        if "\0" in name:
            return [InputError(name[:80], "holds NUL: names that end with it need --null", "find")]
        if self.nul and name.endswith("\n") and not os.path.lexists(name):
            return [InputError(name[:80], "no such file: names that end with a line end need no --null", "find")]
        return []

    def _below(self, path: str) -> Iterator[str | InputError]:
        if not os.path.isdir(path):
            yield path
            return
        empty = True
        for found in _walk(path):
            if isinstance(found, InputError) or self._reads(found, path):
                empty = False
                yield found
        if empty:
            wanted = " ".join(self.globs or readers.ENDINGS)
            yield InputError(path, f"holds no article ({wanted})", "find")

    def _reads(self, path: str, folder: str) -> bool:
        """Whether a file below a folder is read: it is wanted, and not what this run writes."""
        if self._skipped and self._is_written(os.path.abspath(path)):
            return False
        return self.wants(os.path.relpath(path, folder))

    def wants(self, below: str) -> bool:
        """Whether a walk takes a file, by its path below the folder: its ending, or the globs where there are any."""
        name = os.path.basename(below)
        if any(_leaves_out(below, pattern[1:]) for pattern in self.globs if pattern.startswith("!")):
            return False
        wanted = [pattern for pattern in self.globs if not pattern.startswith("!")]
        if wanted:
            return any(_matches(name, below, pattern) for pattern in wanted)
        return readers.is_input(name) and not fnmatchcase(name.lower(), _ABOUT)

    def _is_written(self, path: str) -> bool:
        """Whether the run writes this file, or the folder that it is in."""
        while path not in self._skipped:
            path, before = os.path.dirname(path), path
            if path == before:
                return False
        return True

    def count(self) -> int | None:
        """How many articles there are, for a progress bar; None where that cannot be told without reading it all."""
        if self.listing or "-" in self.names:
            return None
        total = 0
        for path in self.paths():
            if isinstance(path, str) and readers.holds_lines(path):
                if not path.lower().endswith(".jsonl"):
                    return None
                total += _lines_in(path)
            else:
                total += isinstance(path, str)
        return total


def _line(line: readers.Line) -> Item:
    return Item(line.where, line.data, True, line.encoding, len(line.data))


def find(names: Iterable[str]) -> Iterator[str | InputError]:
    """The files that the names stand for, as ``Inputs.paths`` gives them."""
    return Inputs(tuple(names)).paths()


def holds_many(name: str) -> bool:
    """Whether an input may hold several articles, by what it is and not by what it holds today."""
    return os.path.isdir(name) or is_glob(name) or readers.holds_lines(name)


def is_glob(name: str) -> bool:
    """Whether a name stands for others: a file that has such a name is meant itself."""
    return any(mark in name for mark in "*?[") and not os.path.lexists(name)


def _is_readable(path: str) -> bool:
    """Whether what a glob found is a file or a folder, or a link that leads nowhere (to be named); no pipe."""
    return os.path.isfile(path) or os.path.isdir(path) or not os.path.exists(path)


def _leaves_out(below: str, pattern: str) -> bool:
    """Whether a pattern names the file, or a folder that it is in; with a slash at its end it is for folders alone."""
    parts = below.split(os.sep)
    folders = [os.sep.join(parts[:count]) for count in range(1, len(parts))]
    paths = folders if pattern.endswith("/") else [*folders, below]
    return any(_matches(os.path.basename(path), path, pattern.rstrip("/")) for path in paths)


def _matches(name: str, below: str, pattern: str) -> bool:
    """A pattern with a slash is for the path below the folder, any other for the file's name, as in ripgrep."""
    if "/" not in pattern:
        return fnmatchcase(name, pattern)
    pattern = pattern.removeprefix("/")
    return fnmatchcase(below, pattern) or fnmatchcase(below, pattern.replace("**/", ""))


def _walk(folder: str) -> Iterator[str | InputError]:
    """The files below a folder, sorted within each; hidden ones and links to folders are left out."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path.endswith(os.sep) or path == folder:
            try:
                waiting += _children(path)
            except OSError as error:
                yield InputError(path.rstrip(os.sep) or path, error.strerror or str(error), "find")
        else:
            yield path


def _children(folder: str) -> list[str]:
    """The paths in a folder, last first; those of folders end in a slash."""
    with os.scandir(folder) as entries:
        marked = ((entry.name, _mark(entry)) for entry in entries if not entry.name.startswith((".", "~$")))
        named = [(name, mark) for name, mark in marked if mark is not None]
    return [os.path.join(folder, name) + mark for name, mark in sorted(named, reverse=True)]


def _mark(entry: os.DirEntry[str]) -> str | None:
    """A slash for a folder, nothing for a file or a link that leads nowhere (to be named), None for what is neither."""
    try:
        if entry.is_file():
            return ""
        if entry.is_dir():
            return None if entry.is_symlink() else os.sep
        return "" if entry.is_symlink() and not os.path.exists(entry.path) else None
    except OSError:
        return ""


def _listed(listing: BinaryIO | None, end: bytes) -> Iterator[str]:
    """The names in a stream, in pieces: it may be longer than memory."""
    rest = b""
    for piece in iter(partial(listing.read, 1 << 16), b"") if listing else ():
        *whole, rest = (rest + piece).split(end)
        yield from filter(None, (_name(line, end) for line in whole))
    if name := _name(rest, end):
        yield name


def _name(line: bytes, end: bytes) -> str:
    return os.fsdecode(line.removesuffix(b"\r") if end == b"\n" else line)


def _lines_in(path: str) -> int:
    try:
        with open(path, "rb") as stream:
            return sum(block.count(b"\n") for block in iter(partial(stream.read, 1 << 20), b""))
    except OSError:
        return 1
