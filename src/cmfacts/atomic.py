"""Files that appear whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from cmfacts.errors import UsageError

# Renderers leave no lone surrogate; one that slips through must not end the program.
ENCODING_ERRORS = "backslashreplace"


@contextmanager
def atomic_write(path: str) -> Iterator[TextIO]:
    """A UTF-8 stream that becomes ``path`` when the block ends well, and leaves no trace when it does not.

    It is written under a hidden name in the same folder, then renamed. What is no regular file (a device, a pipe) is
    written directly. Raises UsageError where nothing can be written there.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder")
    special = target.exists() and not target.is_file()
    draft = target if special else target.with_name(f".cmfacts-{os.getpid()}.tmp")
    try:
        with _opened(draft, path) as stream:
            yield stream
        if not special:
            if target.exists():
                shutil.copymode(target, draft)
            draft.replace(target)
    except BaseException:
        if not special:
            with suppress(OSError):
                draft.unlink()
        raise


def _opened(draft: Path, path: str) -> TextIO:
    try:
        return draft.open("w", encoding="utf-8", errors=ENCODING_ERRORS, newline="")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None


def synced(path: Path) -> None:
    """Have a file, or a folder's new names, outlive a power failure; a system that opens no folders goes without."""
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(number)
    finally:
        os.close(number)
