"""JSON and JSON Lines of the contract: what ``Article.to_dict`` says, as stable bytes."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from textwrap import indent

from cmfacts.models import Article
from cmfacts.render.options import Options, select
from cmfacts.surrogates import replaced

# What JSON allows in a string but a UTF-8 file, a terminal or a reader of lines does not bear, or nobody can see.
_UNSAFE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def dump(article: Article, options: Options, pretty: bool = False) -> str:
    """One article as one JSON object, on one line or indented; no line end."""
    tree = select(article, options).to_dict(with_text=options.with_text)
    text = json.dumps(tree, ensure_ascii=False, indent=2 if pretty else None)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", replaced(text))


def render(articles: Iterable[Article], options: Options) -> Iterator[str]:
    """One object for one input, a list for several."""
    rest = iter(articles)
    first = list(islice(rest, 2 if options.as_list is None else 0))
    if options.as_list is False or (options.as_list is None and len(first) == 1):
        for article in chain(first, rest):
            yield dump(article, options, pretty=True) + "\n"
        return
    opening = "["
    for article in chain(first, rest):
        yield f"{opening}\n{indent(dump(article, options, pretty=True), '  ')}"
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"
