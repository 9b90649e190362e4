"""Compare measured figures with the floors: check_floors.py FLOORS.toml FIGURES.json...

FIGURES are what `cmfacts evaluate --format json` prints (section `samples`) or what the shared score.py writes (a
section for each gold file). A floor names a row and a measure, "org.span": the F1 of a type, or a plain figure of a
date suite. A figure under its floor, or one that is missing from a section that was measured, is a failure.
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

SLACK = 0.02  # a figure this far over its floor: the floor could be raised


def sections(path: str) -> dict[str, dict[str, float]]:
    """{"press-dev": {"org.span": 0.71, ...}} of one file of figures."""
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    files = {"samples": report["scores"]} if "scores" in report else report
    return {
        name.removesuffix(".jsonl"): {
            f"{row}.{measure}": figure["f1"] if isinstance(figure, dict) else figure
            for row, measures in rows.items()
            for measure, figure in measures.items()
        }
        for name, rows in files.items()
    }


def main(floors_path: str, *figure_paths: str) -> int:
    """Print each figure that is under its floor; the exit status says whether there was one."""
    floors: dict[str, dict[str, float]] = tomllib.loads(Path(floors_path).read_text(encoding="utf-8"))
    measured: dict[str, Any] = {}
    for path in figure_paths:
        measured |= sections(path)
    failures = 0
    for section, wanted in floors.items():
        if section not in measured:
            print(f"{section}: not measured here")
            continue
        for name, floor in wanted.items():
            figure = measured[section].get(name)
            if figure is None or figure < floor:
                failures += 1
                print(
                    f"FAIL {section} {name}: {'no figure' if figure is None else format(figure, '.4f')}, floor {floor}"
                )
            elif figure >= floor + SLACK:
                print(f"hint: {section} {name} is {figure:.4f}, its floor {floor} could be raised")
    print(f"{failures} figures under their floors" if failures else "no figure under its floor")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
