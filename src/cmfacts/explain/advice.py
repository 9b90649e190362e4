"""Which lexicon line would make a span a mention. A line is shown only when it was tried on the article and worked."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cmfacts.engine.fold import fold
from cmfacts.extractor import Extractor, Traced

LONGEST = 40  # code points of what may be a name
_FOLDER = "my-lexicons"  # where a user who has no lexicons yet might put them
_ROLES = {"org": "name", "sector": "term", "initiative": "name"}
_FILES = {"org": "own-names.tsv", "sector": "own-terms.tsv", "initiative": "own-names.tsv"}  # as lexicon new has them
_CODE = "C"  # a sector's code where no known term tells a better one
_DEFAULTS = {"org": ("class", "company"), "initiative": ("kind", "project"), "sector": ("code", _CODE)}
_HEADS = {"org": "org.tail", "initiative": "initiative.head", "sector": "sector"}

Row = dict[str, str]


def advice(traced: Traced, extractor: Extractor, start: int, end: int, types: Sequence[str]) -> Iterator[str]:
    """For each type wanted the lines that make the span a mention of it, or why none does."""
    word = traced.doc.folded[start:end]
    for type in types:
        if type == "date":
            yield "dates are found by rules: no line of a lexicon adds one"
        elif type in _ROLES:
            yield from _advice(traced, extractor, (start, end), word, type)


def _advice(traced: Traced, extractor: Extractor, span: tuple[int, int], word: str, type: str) -> Iterator[str]:
    if len(word) > LONGEST or not word.isprintable() or word != word.strip():
        yield f"no {type} has such a name: it is too long, or holds a line end or spaces at its edge"
        return
    steps: list[str] = []
    for rows, warning in _trials(traced, span, word, type):
        reasons = _tried(traced, extractor, span, type, rows)
        if reasons is None:
            yield from _shown(extractor, type, rows, warning)
            return
        steps = reasons
    why = "; ".join(dict.fromkeys(steps)) or "a longer name or another rule has these words"
    yield f"no line of a lexicon makes it a mention of {type} here: {why}"


def _trials(traced: Traced, span: tuple[int, int], word: str, type: str) -> Iterator[tuple[list[Row], str]]:
    """Rows to try: the plain name, then one that is believed wherever it stands, then that without the longer name."""
    column, value = _DEFAULTS[type]
    value = _guess(traced, span, type) or value
    row = {_ROLES[type]: word, column: value}
    if type == "sector":
        known = (
            "" if _guess(traced, span, type) else "put in its code: cmfacts lexicon search WORD shows those of others"
        )
        yield [row | {"when": "always"}], known
        return
    yield [row], ""
    if type == "org":
        yield [row | {"when": "strong"}], "strong: it counts as a name wherever it stands"
        if longer := _longer(traced, span):
            forbidden = {"name": fold(longer), "class": value, "when": "forbid"}
            yield [row | {"when": "strong"}, forbidden], f"this gives up {longer} as a name"


def _guess(traced: Traced, span: tuple[int, int], type: str) -> str:
    """The class, kind or code of the longest tail, head or term that the span ends in."""
    hits = [hit for hit in traced.doc.hits.get(_HEADS[type], ()) if hit.end == span[1] and hit.start >= span[0]]
    payload: Any = min(hits, key=lambda hit: hit.start).payload if hits else None
    return str(getattr(payload, {"org": "class_", "initiative": "kind", "sector": "code"}[type], ""))


def _longer(traced: Traced, span: tuple[int, int]) -> str:
    """The organization's name that holds the span and more."""
    names = (mention for entity in traced.article.organizations for mention in entity.mentions)
    return next((m.text for m in names if m.start <= span[0] and span[1] <= m.end and (m.start, m.end) != span), "")


def _tried(
    traced: Traced, extractor: Extractor, span: tuple[int, int], type: str, rows: Sequence[Row]
) -> list[str] | None:
    """None where the rows make the span a mention; else what the trace says against it."""
    with TemporaryDirectory(prefix="cmfacts-explain-") as folder:
        path = Path(folder) / type / _FILES[type]
        path.parent.mkdir()
        path.write_text("".join(f"{line}\n" for line in _lines(_columns(rows), rows)), encoding="utf-8")
        trial = Extractor([*extractor.lexicons.folders[1:], folder]).trace(traced.article)
    entities: Mapping[str, Sequence[Any]] = {
        "org": trial.article.organizations,
        "sector": trial.article.sectors,
        "initiative": trial.article.initiatives,
    }
    if any((mention.start, mention.end) == span for entity in entities[type] for mention in entity.mentions):
        return None
    return [step.said for step in trial.steps.over(*span) if (step.start, step.end) == span and "fact" not in step.by]


def _columns(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for row in rows for column in row))


def _lines(columns: Sequence[str], rows: Sequence[Row], header: bool = True) -> list[str]:
    cells = [[row.get(column, "") for column in columns] for row in rows]
    return ["\t".join(line).rstrip("\t") for line in ([list(columns)] if header else []) + cells]


def _shown(extractor: Extractor, type: str, rows: Sequence[Row], warning: str) -> Iterator[str]:
    """The lines, and the user's own file to which they belong; a file that is not there yet needs its header too."""
    own = [
        table for table in extractor.lexicons.tables if table.own and (table.kind, table.role) == (type, _ROLES[type])
    ]
    fit = next((table for table in reversed(own) if set(_columns(rows)) <= set(table.columns)), None)
    folders = extractor.lexicons.folders[1:]
    folder = folders[-1] if folders else Path(_FOLDER)
    path = fit.path if fit else folder / type / _free(folder / type, _FILES[type])
    what = "this line" if len(rows) == 1 and fit else "these lines"
    yield f"to make it a mention of {type}, add {what} (tabs between the cells) to {path}"
    yield from (f"    {line}" for line in _lines(fit.columns if fit else _columns(rows), rows, header=fit is None))
    if warning:
        yield f"    {warning}"
    if not folders:
        yield f"    and give the folder to every command: --lexicon {folder}"


def _free(folder: Path, name: str) -> str:
    """A file name that the folder does not have yet."""
    stem = Path(name).stem
    names = [name, *(f"{stem}-{number}.tsv" for number in range(2, 100))]
    return next((each for each in names if not (folder / each).exists()), name)
