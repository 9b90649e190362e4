"""The user's own lexicons that no option names: ``CMFACTS_LEXICONS``, and the settings of a project.

``cmfacts.toml`` holds ``lexicons = ["folder", ...]``, ``pyproject.toml`` the same under ``[tool.cmfacts]``. The nearest
file counts, looked for from the working folder upwards; its folders are relative to it. Later ones override: first the
project's, then the environment's, then those of ``--lexicon``.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cmfacts.errors import UsageError

VARIABLE = "CMFACTS_LEXICONS"
KEYS = ("lexicons",)


def folders(named: Sequence[str] = (), *, start: Path | None = None) -> list[str]:
    """The folders of own lexicons, later ones override: the project's, the environment's, then ``named``.

    ``start`` is where the search for a settings file begins (None: the working folder). Raises UsageError, which names
    the file, for settings that cannot be used.
    """
    environment = os.environ.get(VARIABLE, "")
    return [*of_project(start or Path.cwd()), *filter(None, environment.split(os.pathsep)), *named]


def of_project(start: Path) -> list[str]:
    """The folders named by the nearest settings file at or above ``start``."""
    for path, settings in _settings(start):
        return [str(path.parent / folder) for folder in _lexicons(path, settings)]
    return []


def settings_file(start: Path) -> Path | None:
    """The nearest settings file at or above ``start``."""
    return next((path for path, _ in _settings(start)), None)


def _settings(start: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for folder in (start, *start.parents):
        if (path := folder / "cmfacts.toml").is_file():
            yield path, _parse(path)
        elif (path := folder / "pyproject.toml").is_file():
            tool = _parse(path).get("tool")
            if isinstance(tool, dict) and isinstance(tool.get("cmfacts"), dict):
                yield path, tool["cmfacts"]


def _parse(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is not TOML ({error})") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None


def _lexicons(path: Path, settings: Mapping[str, Any]) -> Sequence[str]:
    for key in settings:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(KEYS)}"
            raise UsageError(f"{path}: unknown setting {key!r}: {hint}")
    value = settings.get("lexicons", [])
    if not isinstance(value, list) or not all(isinstance(folder, str) for folder in value):
        raise UsageError(f'{path}: lexicons is no list of folders: write it as lexicons = ["my-lexicons"]')
    return value
