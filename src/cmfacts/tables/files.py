"""Files of tables that appear whole or not at all."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cmfacts.atomic import synced
from cmfacts.errors import UsageError


def places(output: str, tables: Sequence[str], ending: str) -> dict[str, Path]:
    """Where each table goes: into the folder that ``output`` is (or names, with a slash at its end), under the table's
    name; else beside each other, ``news.csv`` giving ``news.mentions.csv``.
    """
    target = Path(output)
    if output.endswith(("/", os.sep)) or target.is_dir():
        return {table: target / f"{table}{ending}" for table in tables}
    stem = target.stem if target.suffix.lower() == ending else target.name
    return {table: target.with_name(f"{stem}.{table}{ending}") for table in tables}


@contextmanager
def drafts(targets: Mapping[str, Path]) -> Iterator[dict[str, Path]]:
    """Hidden files beside the targets, renamed to them when the block ends well and gone when it does not.

    A draft that an earlier run left when it was killed is overwritten. Raises UsageError where none can be made.
    """
    final = {name: Path(os.path.realpath(target)) for name, target in targets.items()}
    hidden = {name: target.with_name(f".{target.name}.cmfacts-tmp") for name, target in final.items()}
    try:
        for name, draft in hidden.items():
            _prepare(final[name], draft)
        yield hidden
        for draft in hidden.values():
            synced(draft)
        for name, draft in hidden.items():
            os.replace(draft, final[name])
        for folder in {target.parent for target in final.values()}:
            synced(folder)
    finally:
        for draft in hidden.values():
            with suppress(OSError):
                draft.unlink()


def _prepare(target: Path, draft: Path) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
        if target.exists() and not target.is_file():
            raise UsageError(f"cannot write {target}: it is no regular file")
        draft.write_bytes(b"")
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
    except OSError as error:
        raise UsageError(f"cannot write {target}: {error.strerror or error}") from None
