"""Titles that stand in no 《》 but open and close as official titles do: 印发关于支持…发展的若干措施."""

import re
from collections.abc import Iterator, Set

from cmfacts.engine.doc import Doc
from cmfacts.engine.rule import Candidate
from cmfacts.engine.scan import Literal
from cmfacts.finders.values import InitiativeValue

CHANNEL = "initiative.about"
RULE = "initiative.title.about"
OPENING = "关于"
LONGEST = 70  # code points of a title
TITLE = re.compile(
    r"关于(?!上述|本次|此次|该|我国|近期)[^《》。;,:!?\n]{4,}?的"
    r"(?:(?:若干|指导|实施|补充|暂行)?(?:意见|措施|规定|办法|通知)|通告|公告|公报|决定|决议|批复|倡议书?|议案|提案)"
    r"(?:的通知)?(?![见书稿性一-鿿])"
)
ISSUED = re.compile(r"(?:发布|印发|出台|下发|转发|签署|通过|公布|制定|提交|发出|联合|了|[”》】\n:]|^)$")
SPOKEN = re.compile(r"(?:方面|领域|等\d*[个项类]?|提出)的[^的]*$")  # 关于物业等方面的意见 are opinions


def literals() -> Iterator[Literal]:
    """The word that opens such titles."""
    yield Literal(OPENING, CHANNEL, OPENING)


def titles(doc: Doc, owners: Set[int]) -> Iterator[Candidate]:
    """Titles after a verb of issuing, after the organization that issues them, or at a line's head."""
    text = doc.folded
    for start, _, _ in doc.hits.get(CHANNEL, ()):
        if text[start - 1 : start] == "《":
            continue
        found = TITLE.match(text, start, start + LONGEST)
        if found is None or SPOKEN.search(found.group()):
            continue
        if start in owners or ISSUED.search(text, max(0, start - 4), start):
            title = found.group()
            yield Candidate(start, found.end(), RULE, InitiativeValue(title, "document"), 2)
