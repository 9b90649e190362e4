"""How the walk to the left of a tail is told to ``explain``: what it crossed, where it ended, what the name lacks."""

from collections.abc import Mapping

from cmfacts.engine.scan import Hit
from cmfacts.engine.trace import Trace
from cmfacts.finders.lattice import Lattice, Piece
from cmfacts.finders.name_walk import Tail, Walk

# What a tail of each grammar asks of the words before it; see the head of tails.py.
ASKS = {
    "legal": "a word of its own, a parent, or a place and a word",
    "company": "a proper name, a parent, or a place and a word",
    "body": "a place, a parent, a proper name, or a word like 中国 and one of its own",
    "functional": "its place or parent right before it",
    "unit": "a parent or a place, and a word between",
    "industry": "two to six characters of a proper name right before it, and no noun after it",
}
STRENGTHS = {
    "hard": "a stop word",
    "firm": "a stop word",
    "soft": "a stop word that only a place or parent further left excuses",
    "joint": "a word that joins two names",
    "first": "a word that begins no name",
}


def note(trace: Trace, lattice: Lattice, hit: Hit, walk: Walk, stops: Mapping[str, str], named: bool) -> None:
    """Write down one walk, and whether it made a name."""
    tail: Tail = hit.payload
    start = walk.pieces[-1].start if walk.pieces else hit.start
    crossed = "|".join(piece.text for piece in reversed(walk.pieces)) or "nothing"
    said = f"walked left over {crossed}, ended {_edge(lattice.before(start), walk, stops)}"
    if not named:
        said += f"; no name: this tail wants {ASKS['functional' if tail.functional else tail.grammar]}"
    trace.note(start, hit.end, f"org.tail.{tail.grammar}", said)


def _edge(piece: Piece | None, walk: Walk, stops: Mapping[str, str]) -> str:
    if walk.anchor:
        return {"org": "with a known name", "place": "with a place", "lead": "with a word that opens names"}[
            walk.anchor
        ]
    if piece is None:
        return "at a mark or the beginning"
    why = STRENGTHS.get(stops.get(piece.text, ""), "no part of a name by its part of speech")
    return f"at {piece.text} ({why})"
