"""What the lexicons say of a word: each row that holds it, what its codes and conditions mean, and which row counts."""

from collections.abc import Iterator, Mapping

from cmfacts.lexicon import Lexicons, Table

# What the ``when`` of a sector's term says.
CONDITIONS = {
    "always": "a field wherever it stands",
    "context": "a field beside a class noun (产业, 企业), in a list of fields, or after a modifier",
    "goods": "goods: a field only before a class noun (产业), in a list that ends in one, or with an activity (制造)",
    "bound": "a field with 业, 行业 or 产业 after it, which belong to it, or in a list of fields",
    "act": "an activity: a field only with 业 after it",
    "never": "no field, and it hides the terms inside it",
    "skip": "withdrawn; the terms inside it stay",
}
CLASSIFICATIONS = {"strategic": "战略性新兴产业分类 (2018)", "digital": "数字经济及其核心产业统计分类 (2021)"}


def search(lexicons: Lexicons, word: str) -> Iterator[str]:
    """The rows with their file and line, whole matches first, and below each what its cells mean."""
    codes = lexicons.pairs("sector", "code", "name")
    valid = {row[0]: (table, line) for table in lexicons.of("sector", "term") for line, row in table.rows}
    for table, line, cells in lexicons.search(word):
        named = {column: cell for column, cell in zip(table.columns, cells, strict=True) if cell}
        shown = (f"{column}={cell}{_code_name(column, cell, codes)}" for column, cell in named.items())
        yield f"{table.path}:{line}: {'  '.join(shown)}"
        if (table.kind, table.role) == ("sector", "term"):
            yield from (f"    {meaning}" for meaning in _meanings(table, line, named, *valid[cells[0]]))


def _code_name(column: str, cell: str, codes: Mapping[str, str]) -> str:
    return f" {codes[cell]}" if column == "code" and cell in codes else ""


def _meanings(table: Table, line: int, named: Mapping[str, str], last: Table, last_line: int) -> Iterator[str]:
    yield f"table {table.id}: {CONDITIONS.get(named.get('when', ''), '')}"
    if "as" in named:
        yield f"the same sector as {named['as']}"
    yield from (f"{CLASSIFICATIONS[column]}: {cell}" for column, cell in named.items() if column in CLASSIFICATIONS)
    if (last.path, last_line) != (table.path, line):
        yield f"overridden by {last.path}:{last_line}"
