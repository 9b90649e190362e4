"""Whose an initiative is, where the text says so.

- 中国移动双创示范基地平台: an organization opens the name
- 海尔的“大海计划”: or stands right before the marks
- 中国移动在京启动了星辰计划: or is the subject of a verb of owning
- 星辰计划由中国移动发起: or the agent after 由
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from cmfacts.engine.doc import Doc
from cmfacts.lexicon import Lexicons
from cmfacts.models import Mention, Organization

REACH = 40  # code points between an organization and the name
OBJECT = 14  # code points between a verb and its object: 启动了为期三年的…
ADJACENT = re.compile(r"的?[“‘「『《\"]{1,2}")
SENTENCE = re.compile(r"[。!?;\n]")
JOINT = re.compile(r"[、和与及]|(?:,|共同)?(?:联合|携手|会同)")
NO_SUBJECT = re.compile(r"(?:[为向对给于从获过经]|获得|根据|按照|围绕)$|在[^,。;!?\n]{0,12}$")
SERIES = re.compile(r"(?:(?:19|20)\d\d年?度?)?(?:第[一二三四五六七八九十百\d]+届|首届)?")
AGENT = re.compile(r"[”’」』》\"]{0,2}[^,。!?;\n]{0,12}(?:由|是|为)")


class Owners:
    """Ties initiatives to organizations. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        verbs = sorted(lexicons.words("initiative", "owning"), key=len, reverse=True)
        self._verb = re.compile("|".join(map(re.escape, verbs))) if verbs else re.compile(r"(?!)")

    def among(self, doc: Doc, organizations: Iterable[Organization]) -> "OwnersOf":
        """The same for one document with its organizations."""
        spans = sorted(
            (mention.start, mention.end, organization.id)
            for organization in organizations
            for mention in organization.mentions
        )
        return OwnersOf(doc.folded, self._verb, spans)


class OwnersOf:
    """Answers for one document."""

    def __init__(self, text: str, verb: re.Pattern[str], spans: Sequence[tuple[int, int, str]]) -> None:
        self._text, self._verb, self._spans = text, verb, spans
        self._starts = [span[0] for span in spans]

    def owner_of(self, mentions: Iterable[Mention]) -> str | None:
        """The id of the organization whose the initiative is, by the first of its mentions that tells; else None."""
        return next((owner for mention in mentions if (owner := self._owner(mention.start, mention.end))), None)

    def _owner(self, start: int, end: int) -> str | None:
        place = bisect_left(self._starts, start)
        return self._opening(place, start, end) or self._before(place - 1, start) or self._after(place, end)

    def _opening(self, place: int, start: int, end: int) -> str | None:
        """The organization that opens the name, a year or ordinal at most before it."""
        if place == len(self._spans) or self._spans[place][1] >= end:
            return None
        opens = SERIES.fullmatch(self._text, start, self._spans[place][0])
        return self._spans[place][2] if opens else None

    def _before(self, place: int, start: int) -> str | None:
        """The organization right before the marks, or the subject of the verb whose object the name is."""
        if place < 0 or start - self._spans[place][1] > REACH:
            return None
        gap = self._text[self._spans[place][1] : start]
        if ADJACENT.fullmatch(gap):
            return self._spans[place][2]
        verbs = list(self._verb.finditer(gap))
        if not verbs or len(gap) - verbs[-1].end() > OBJECT or SENTENCE.search(gap):
            return None
        first = self._first(place)
        start, _, owner = self._spans[first]
        return None if NO_SUBJECT.search(self._text, max(0, start - REACH), start) else owner

    def _first(self, place: int) -> int:
        """The first of organizations that act together: A联合B、C启动X is A's."""
        while place and JOINT.fullmatch(self._text, self._spans[place - 1][1], self._spans[place][0]):
            place -= 1
        return place

    def _after(self, place: int, end: int) -> str | None:
        """The agent after 由 or 是: X由A主办, X是A推出的…"""
        while place < len(self._spans) and self._spans[place][0] < end:
            place += 1
        if place == len(self._spans) or self._spans[place][0] - end > REACH:
            return None
        start, after, owner = self._spans[place]
        agent = AGENT.fullmatch(self._text, end, start)
        verb = self._verb.search(self._text, after, after + REACH) if agent else None
        return owner if verb and not SENTENCE.search(self._text, after, verb.start()) else None
