"""What is made from files once and kept for the next start, in a folder that only its owner can write.

A kept file holds JSON and word maps, no code, so that the worst that a damaged one can do is to be made again. It says
what it was made from; where that has changed, where there is no folder to write to, or where ``CMFACTS_CACHE`` is set
to nothing, everything is made anew and results are the same.
"""

import json
import mmap
import os
import stat
import struct
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from cmfacts import wordmap
from cmfacts.wordmap import WordMap

T = TypeVar("T")
_MAGIC = b"cmfacts\x01"
_HEAD = struct.Struct("=8sQQ")  # the magic word, the file's length, the length of the JSON that follows
_ENDING, _DRAFT = ".cmfacts", ".draft-"
_KEEP = 60 * 86_400  # seconds after which a file is made again, so that those of removed installations go

Stamp = list[Any]


def stamp(files: Iterable[str | Path]) -> Stamp:
    """What tells whether one of these files was changed or replaced since: cheaper than reading them."""
    return [[str(path), *_state(path)] for path in files]


def _state(path: str | Path) -> tuple[int, ...]:
    try:
        state = os.stat(path)
    except OSError:
        return ()
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns


class Store:
    """Values and word maps under names; what is not there is made, and kept by ``save``.

    ``name`` is the file's, ``stamp`` whatever JSON changes when the values do.
    """

    def __init__(self, name: str, stamp: Stamp) -> None:
        folder = own_folder()
        self._path = folder / f"{name}{_ENDING}" if folder else None
        self._stamp = [sys.byteorder, *stamp]
        self._values: dict[str, Any] = {}
        self._words: dict[str, Mapping[str, str]] = {}
        self._sections: dict[str, memoryview | bytes] = {}
        self._new = False
        if self._path:
            self._load(self._path)

    def value(self, name: str, make: Callable[[], T]) -> T:
        """The value of this name, made if it isn't kept; it must survive JSON, so no tuple and no set."""
        if name not in self._values:
            self._values[name] = make()
            self._new = True
        value: T = self._values[name]
        return value

    def words(self, name: str, make: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """Words and their records: a WordMap where they are kept, else what ``make`` gives."""
        if name not in self._words:
            self._words[name] = WordMap(memoryview(self._sections[name])) if name in self._sections else make()
            self._new |= name not in self._sections
        return self._words[name]

    def is_worth_keeping(self) -> bool:
        """Whether to make what is only good when kept: there is a place for it, and an earlier start left something.

        A first start may be the only one, as in a container.
        """
        if self._path is None or self._sections:
            return bool(self._sections)
        return os.access(self._path.parent, os.W_OK) and any(self._path.parent.glob(f"[!.]*{_ENDING}"))

    def save(self) -> None:
        """Keep what was made, whole or not at all; where that fails nobody need know."""
        if not self._new or self._path is None:
            return
        try:
            for name in self._words.keys() - self._sections.keys():
                self._sections[name] = wordmap.build(self._words[name].items())
            _write(self._path, self._bytes())
            _remove_old(self._path.parent)
        except (OSError, ValueError):
            pass
        self._new = False

    def _bytes(self) -> list[bytes | memoryview]:
        sizes = {name: len(section) for name, section in self._sections.items()}
        tree = {"stamp": self._stamp, "values": self._values, "words": sizes}
        header = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        size = _HEAD.size + len(header) + sum(sizes.values())
        return [_HEAD.pack(_MAGIC, size, len(header)), header, *self._sections.values()]

    def _load(self, path: Path) -> None:
        try:
            data = memoryview(_map(path))
            magic, size, length = _HEAD.unpack_from(data)
            if magic != _MAGIC or size != len(data):
                return
            tree = json.loads(bytes(data[_HEAD.size : _HEAD.size + length]))
            if tree["stamp"] != self._stamp:
                return
            start = _HEAD.size + length
            sections: dict[str, memoryview | bytes] = {}
            for name, size in tree["words"].items():
                sections[name] = data[start : start + size]
                start += size
            self._values, self._sections = tree["values"], sections
        except (OSError, ValueError, KeyError, TypeError, struct.error):
            pass  # it is not there, or no file of ours


def own_folder() -> Path | None:
    """The user's folder for kept files, made if need be; None where there is none that only this user can write."""
    chosen = os.environ.get("CMFACTS_CACHE")
    path = Path(chosen) if chosen else _usual_folder()
    if chosen == "" or not path.is_absolute():
        return None
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = path.lstat()
    except OSError:
        return None
    return path if stat.S_ISDIR(state.st_mode) and _is_own(state) else None


def _usual_folder() -> Path:
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "cmfacts" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "cmfacts"
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (chosen if chosen.is_absolute() else home / ".cache") / "cmfacts"


def _is_own(state: os.stat_result) -> bool:
    """Whether this user alone can write it; Windows keeps other users out of a profile by itself."""
    return sys.platform == "win32" or (state.st_uid == os.geteuid() and not state.st_mode & 0o022)


def _map(path: Path) -> mmap.mmap:
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        state = os.fstat(number)
        if not (stat.S_ISREG(state.st_mode) and _is_own(state)) or time.time() - state.st_mtime > _KEEP:
            raise OSError
        return mmap.mmap(number, 0, access=mmap.ACCESS_READ)
    finally:
        os.close(number)


def _write(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    from tempfile import mkstemp

    number, draft = mkstemp(
        prefix=_DRAFT, suffix=_ENDING, dir=path.parent
    )  # mode 0600, a name of its own: writers don't meet
    try:
        with open(number, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(number)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def _remove_old(folder: Path) -> None:
    """Drafts that a killed process left, and what no start has used for long."""
    for path in folder.glob(f"*{_ENDING}"):
        age = time.time() - path.lstat().st_mtime
        if age > _KEEP or (path.name.startswith(_DRAFT) and age > 3600):
            path.unlink(missing_ok=True)
