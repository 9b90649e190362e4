"""The words of ``lexicons/fact/cues.tsv`` by what they do; the table says what each use means."""

from functools import partial

from cmfacts.lexicon import Lexicons


class Cues:
    """A few words for each use in the table; of some of them it is asked how a word begins or ends."""

    def __init__(self, lexicons: Lexicons) -> None:
        of = partial(_words, lexicons)
        self.points, self.turns, self.done, self.bound = of("points"), of("turns"), of("done"), of("bound")
        self.tells, self.told_by, self.told_of = of("tells"), of("told-by"), of("told-of")
        self.ours, self.announces, self.invites, self.leads = of("ours"), of("announces"), of("invites"), of("leads")
        self.adds, self.lists, self.names, self.each = of("adds"), of("lists"), of("names"), of("each")
        self.opens, self.by, self.fronts, self.since = of("opens"), of("by"), of("fronts"), of("since")
        self.holds, self.sums, self.tied, self.shared = of("holds"), of("sums"), of("tied"), of("shared")
        self.about, self.weighs, self.instead, self.plans = of("about"), of("weighs"), of("instead"), of("plans")
        self.serving, self.serves, self.stands_for = of("serving"), of("serves"), of("stands-for")
        self.befalls, self.former = of("befalls"), of("former")
        self.instead_of, self.witnesses, self.bodies = of("instead-of"), of("witnesses"), of("bodies")
        self.gives = of("gives")


def _words(lexicons: Lexicons, use: str) -> tuple[str, ...]:
    return tuple(sorted(lexicons.having("fact", "cue", "uses", use)))
