"""The words of ``lexicons/fact/cues.tsv`` by what they do; the table says what each use means."""

from dataclasses import dataclass, fields

from cmfacts.lexicon import Lexicons

Words = tuple[str, ...]  # few, and of some it is asked how a word begins or ends


@dataclass(frozen=True, slots=True)
class Cues:
    """One set of words for each use in the table, ``told-by`` being ``told_by``."""

    bound: Words
    done: Words
    tells: Words
    turns: Words
    points: Words
    invites: Words
    told_by: Words
    adds: Words
    opens: Words
    by: Words
    names: Words
    leads: Words
    fronts: Words
    ours: Words
    announces: Words
    each: Words
    since: Words
    holds: Words
    sums: Words
    tied: Words
    shared: Words
    told_of: Words


def read_cues(lexicons: Lexicons) -> Cues:
    """The table's words."""
    uses = (field.name.replace("_", "-") for field in fields(Cues))
    return Cues(*(tuple(sorted(lexicons.having("fact", "cue", "uses", use))) for use in uses))
