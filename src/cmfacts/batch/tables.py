"""The sink of tables: CSV, Parquet and SQLite."""

import json
from pathlib import Path

from cmfacts import tables


class Tables:
    """Files of tables, made from the lines of a whole run. ``types`` are the kinds to keep, None for all.

    The lines hold all kinds: a fact names its organizations even where their table stays empty.
    """

    def __init__(self, target: str, format: str, types: tuple[str, ...] | None = None, *, bom: bool = False) -> None:
        self.target = target
        self._format, self._types, self._bom = format, types, bom

    def paths(self) -> tuple[str, ...]:
        """Every file. Raises MissingExtraError where the format's library is not installed."""
        return tables.paths(self.target, self._format)

    def finish(self, lines: Path) -> None:
        """Write the files, then give them their names."""
        with lines.open("rb") as stream:
            tables.write(map(json.loads, stream), self.target, self._format, types=self._types, bom=self._bom)
