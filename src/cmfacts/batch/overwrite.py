"""What a run writes must hold nothing that it reads: no article is overwritten by its own facts."""

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from stat import S_ISREG

from cmfacts.batch.inputs import Inputs, is_glob
from cmfacts.errors import UsageError

# How the results and logs of an earlier run begin, which a walk leaves out and this run writes anew.
_OURS = (b'{"schema": "cmfacts/', b'{"input": ', b"article_number,article,", b"PAR1", b"SQLite format 3\0")
_MARK = b"\xef\xbb\xbf"


def refuse_overwriting(inputs: Inputs, written: Iterable[str]) -> None:
    """Raise UsageError where one of the files to be written is an input.

    What ``inputs.skip`` names is none where only a folder or a glob would find it and it is a result of ours.
    """
    for path in filter(os.path.isfile, written):
        skipped = path in inputs.skip and is_ours(path)
        if _is_named(inputs, path) or (not skipped and _is_found(inputs, path)):
            raise UsageError(f"cannot write {path}: it is one of the inputs")


def is_ours(path: str) -> bool:
    """Whether the file is empty, or begins as results or a log of failures do."""
    try:
        with open(path, "rb") as stream:
            begin = stream.read(64).removeprefix(_MARK)
    except OSError:
        return False
    return not begin or begin.startswith(_OURS)


def _is_named(inputs: Inputs, path: str) -> bool:
    """Whether the file is an input by its own name, stands in their listing, or is what standard input reads."""
    if any(_is_same(name, path) for name in (*inputs.names, *_listed(inputs))):
        return True
    return "-" in inputs.names and _is_standard_input(path)


def _listed(inputs: Inputs) -> Iterator[str]:
    """The names in a listing that can be read twice."""
    if inputs.listing and inputs.listing.seekable():
        begin = inputs.listing.tell()
        yield from inputs.listed()
        inputs.listing.seek(begin)


def _is_found(inputs: Inputs, path: str) -> bool:
    """Whether a folder or a glob among the inputs stands for the file."""
    for name in inputs.names:
        for found in glob.iglob(name, recursive=True) if is_glob(name) else (name,):
            if os.path.isdir(found):
                below = os.path.relpath(os.path.realpath(path), os.path.realpath(found))
                if not any(part.startswith(".") for part in below.split(os.sep)) and inputs.wants(below):
                    return True
            elif _is_same(found, path):
                return True
    return False


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def _is_standard_input(path: str) -> bool:
    try:
        status = os.fstat(sys.stdin.fileno())
        return S_ISREG(status.st_mode) and os.path.samestat(status, os.stat(path))
    except (OSError, ValueError, AttributeError):  # there is none, or it is no file
        return False
