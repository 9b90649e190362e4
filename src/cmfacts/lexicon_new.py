"""A folder of empty lexicons with comments that say what goes where, for a user to fill in."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from cmfacts.errors import CmfactsError


def create(folder: Path) -> Iterator[Path]:
    """Write the templates into ``folder``, which is made if it is missing, and give each file's path.

    Raises CmfactsError, before anything is written, where one of the files is there already.
    """
    templates = sorted(
        (kind.name, table.name, table.read_bytes())
        for kind in files(__package__).joinpath("templates").iterdir()
        for table in kind.iterdir()
    )
    paths = [folder / kind / name for kind, name, _ in templates]
    for path in paths:
        if path.exists():
            raise CmfactsError(f"{path}: is there already, and is left as it is")
    for path, (_, _, content) in zip(paths, templates, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        yield path
