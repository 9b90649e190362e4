"""Years, ordinals and phases in the names of initiatives: 第四届, 2020年, 十四届四次, 二期."""

import re

from cmfacts.finders.initiative_parts import (
    CHINESE_NUMBERS,
    CONGRESS,
    COURSE,
    ENDS_ORDINAL,
    ORDINAL,
    PHASE,
    SESSION,
    YEAR,
    Surroundings,
    Walk,
)
from cmfacts.finders.initiative_words import Words


class Ordinals:
    """Takes them into a walk in one document."""

    def __init__(self, words: Words, text: str, around: Surroundings) -> None:
        self._words, self._text, self._around = words, text, around

    def take(self, walk: Walk, at: int) -> bool:
        """第四届, 2020, 2020年: one of a series; what stands before it is another phrase, save the name of an event."""
        match = YEAR.search(self._text, max(0, at - 12), at) or ORDINAL.search(self._text, max(0, at - 9), at)
        if match is None and walk.head.kind == "project" and self._phase(walk, at):
            return True
        if match is None and walk.head.kind == "event":
            match = COURSE.search(self._text, max(0, at - 9), at)
        session = None if match or walk.parts else self._session(at)
        match = match or session
        if match is None or _is_latin(self._text[max(0, match.start() - 2) : match.start()].strip()[-1:]):
            return False  # IPF2021, GTI Awards 2020 are one run
        walk.take(match.start(), "ordinal", "ordinal", proper=len(session.group()) if session else 0)
        campaign = walk.head.kind == "action" and match.start() in self._around.pairs  # “宽带中国”2016专项行动
        bought = walk.head.kind == "project" and match.start() in self._around.owners  # 中国移动|2024年…采购项目
        if not (campaign or bought or self._goes_on(match, at)):
            walk.stop = "ordinal"
        return True

    def _phase(self, walk: Walk, at: int) -> bool:
        """“光明”|二期|项目: behind marks a phase is of the name."""
        phase = PHASE.search(self._text, max(0, at - 2), at)
        if phase is None or phase.start() not in self._around.pairs:
            return False
        walk.take(phase.start(), "word")
        return True

    def _session(self, end: int) -> re.Match[str] | None:
        """十四届|四次|会议, 全国人大|四次|会议; but 三次会议 counts meetings."""
        match = SESSION.search(self._text, max(0, end - 4), end)
        return (
            match if match and (self._text[match.start() - 1] == "届" or match.start() in self._around.owners) else None
        )

    def _goes_on(self, ordinal: re.Match[str], end: int) -> bool:
        """Whether what stands before it is of the same name: an event, another year, a congress's place."""
        start, last = ordinal.start(), ordinal.group()[-1]
        start -= self._text.startswith(" ", start - 1)
        before = self._text[start - 1 : start]
        if before in ("|", "·", "暨") or (last in "届次中" and before in ENDS_ORDINAL) or start in self._around.known:
            return True
        series = last in "次中" or (last == "届" and end < len(self._text) and self._text[end] in CHINESE_NUMBERS)
        if self._text.startswith(CONGRESS, end) or (series and start in self._around.owners):
            return True
        event = self._words.head_at_end(self._text[max(0, start - 6) : start])
        return event is not None and event.kind == "event"


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
