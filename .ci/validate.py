"""Validate JSON Lines against a JSON Schema: validate.py SCHEMA.json LINES.jsonl. Exit status 1 names the bad lines."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator


def main(schema_path: str, lines_path: str) -> int:
    """Print each line's faults; the exit status says whether there was one, or no line at all."""
    schema = json.loads(Path(schema_path).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    lines = Path(lines_path).read_text(encoding="utf-8").splitlines()
    faults = [
        f"{lines_path}:{number}: {error.json_path}: {error.message}"
        for number, line in enumerate(lines, 1)
        for error in validator.iter_errors(json.loads(line))
    ]
    print("\n".join(faults) if faults else f"{len(lines)} articles are valid")
    return 1 if faults or not lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
