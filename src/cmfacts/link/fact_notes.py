"""What a frame asked for in vain, in words for ``explain``."""

from collections.abc import Mapping, Sequence

from cmfacts.link.clauses import STOP, Item
from cmfacts.link.frames import Frame, Token

_WHERE = {
    "subject": "is the subject of its clause or of one that carries on to it",
    "right": "stands to its right before the clause turns to something else",
    "owner": "stands before it as the owner",
    "before": "was named before",
    "other": "was told of before",
}
# What a frame asks for that is no class of nouns.
_SAID = {
    "control": "neither more than half of the shares nor control stands in its clause",
    "ratio": "no share stands alone after it, moved or not",
}


def missing(
    frame: Frame, token: Token, step: int, kinds: frozenset[str], left: Sequence[Item], means: Mapping[str, str]
) -> str:
    """Why a frame gave nothing: the first of its tokens that nothing in the clause fills.

    ``step`` is -1 for a token left of the trigger, 1 for one right of it. ``left`` are the items before the trigger,
    ``means`` the words that stand for a mention (双方: two), of which an unresolved one is named.
    """
    side = "before" if step < 0 else "after"
    if token.words:
        return f"frame {frame.id}: no {'|'.join(sorted(token.words))} {side} it"
    if token.noun in _SAID:
        return f"frame {frame.id}: {_SAID[token.noun]}"
    if token.noun:
        return f"frame {frame.id}: no noun of the class {token.noun} (nouns.tsv) in the rest of the clause"
    where = _WHERE.get(token.how, f"stands right {side} it")
    said = f"frame {frame.id}: no {token.role} ({', '.join(sorted(kinds))}) {where}"
    unresolved = _standing_for(left, means) if token.how in ("subject", "owner") else ""
    return f"{said}; {unresolved} stands for nothing that was named before" if unresolved else said


def _standing_for(left: Sequence[Item], means: Mapping[str, str]) -> str:
    for item in reversed(left):
        if item.kind == STOP:
            return ""
        if means.get(item.text) in ("one", "two", "three"):
            return item.text
    return ""
