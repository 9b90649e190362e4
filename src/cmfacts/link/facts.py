"""Facts: who did what, with whom, when, and the words that prove it.

Where a trigger of ``lexicons/fact`` stands, its frames are tried in order; the first whose roles are filled gives the
fact, unless a later one of its type is filled by others: then nobody knows. Nothing is looked for elsewhere, so the
work grows with the triggers, not with the text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cmfacts.engine.doc import Doc
from cmfacts.engine.scan import Literal
from cmfacts.lexicon import Lexicons
from cmfacts.link.amounts import Amounts
from cmfacts.link.between import is_relative
from cmfacts.link.clauses import ACTING, OWNING, START, Item, Sentences, Span, leftmost, spans, with_quotes
from cmfacts.link.confidence import Confidence
from cmfacts.link.frames import Frame, Grammar, Trigger
from cmfacts.link.matching import Matcher
from cmfacts.link.meanings import Filled
from cmfacts.link.particles import Particles
from cmfacts.link.silence import Silence
from cmfacts.link.subjects import Subjects
from cmfacts.link.trust import FARTHEST, Trust, Verdict
from cmfacts.models import Amount, Argument, Date, Evidence, Fact, Initiative, Organization, Sector

CHANNEL = "fact"
TOLD = "tells a fact"  # what the trace says of a trigger whose frame was filled
ORDER = ("party", "agent", "recipient", "object", "grantor", "topic")
DEALING = frozenset({"acquisition", "investment"})
KNOWN = ("of-", "own-", "as-")  # frames that name an owner in passing, whatever the sentence plans or denies
TURNED = "holder-turned"  # says itself who is no holder any more
SIGN = "sign"  # the frame of 签订
LISTED = (".listed", ".label")
OWNED = frozenset({"project", "platform", "plan", "action"})  # what wins an award, wins it for its owner
MOST_TOPICS = 5
MOST_OTHERS = 20  # facts of one clause
LONGEST_EVIDENCE = 300  # code points of whole clauses; of longer ones what the fact stands in


@dataclass(slots=True)
class Telling:
    """One fact as one clause tells it."""

    type: str
    arguments: tuple[Argument, ...]
    date: str | None
    modality: str
    negated: bool
    start: int
    end: int
    rule: str
    clause: tuple[int, int]
    sentence: int
    trigger: Item
    amount: Amount | None = None

    def refs(self, *roles: str) -> set[str]:
        """The entities in some roles."""
        return {argument.ref for argument in self.arguments if argument.role in roles}


@dataclass(frozen=True, slots=True)
class Language:
    """What the lexicons say: triggers and frames, little words, what is planned or denied, money, and the triggers
    whose subject stands before them, of which ``owning`` are those that tell what it has.
    """

    grammar: Grammar
    particles: Particles
    trust: Trust
    silence: Silence
    amounts: Amounts
    verbal: frozenset[str]
    owning: frozenset[str]


class FactLinker:
    """Joins mentions into facts. Immutable once built."""

    def __init__(self, lexicons: Lexicons) -> None:
        grammar, particles = Grammar(lexicons), Particles(lexicons)
        verbal = frozenset(text for text, trigger in grammar.triggers.items() if trigger.verbal or trigger.merging)
        owning = frozenset(text for text in verbal if "ownership" in grammar.triggers[text].types)
        dealing = frozenset(text for text in verbal - owning if grammar.triggers[text].types <= DEALING)
        ties = frozenset(text for text, trigger in grammar.triggers.items() if trigger.tying or trigger.given)
        self._lists = replace(particles.lists, ties=ties, dealing=dealing)
        self._language = Language(
            grammar, particles, Trust(particles), Silence(grammar, particles), Amounts(lexicons), verbal, owning
        )
        self._confidence = Confidence(lexicons)

    def literals(self) -> Iterator[Literal]:
        """The triggers."""
        return (Literal(word, CHANNEL, trigger) for word, trigger in self._language.grammar.triggers.items())

    def link(
        self,
        doc: Doc,
        organizations: Sequence[Organization],
        dates: Sequence[Date],
        sectors: Sequence[Sector],
        initiatives: Sequence[Initiative],
    ) -> tuple[Fact, ...]:
        """The facts that the text tells of these entities, in the order in which they are told first."""
        if not organizations:
            return ()
        named = spans(organizations, dates, sectors, initiatives)
        triggers = self._triggers(doc, named)
        owners = {each.id: each.owner for each in initiatives if each.owner and each.kind in OWNED}
        sentences = Sentences(doc, named, triggers, self._lists)
        reading = Reading(sentences, self._language, owners)
        return merged(doc.text, reading.tellings(triggers), self._confidence)

    def _triggers(self, doc: Doc, named: Sequence[Span]) -> list[Span]:
        """The triggers that are words of their own and no part of a name."""
        names = {span.start for span in named}  # a name that follows overrules the tokens: 接手 of 接|手中|保康
        begins = doc.tokens.is_boundary
        whole = [
            Span(hit.start, hit.end, "trigger", hit.payload.tag)
            for hit in doc.hits[CHANNEL]
            if (begins(hit.start) and (hit.end in names or begins(hit.end) or doc.folded.startswith("为", hit.end)))
            or doc.refuse(hit.start, hit.end, CHANNEL, "is no word of its own here")
        ]
        taken = iter(named)
        kept, name = [], next(taken, None)
        for span in sorted(whole, key=START):
            while name and name.end <= span.start:
                name = next(taken, None)
            if not name or span.end <= name.start or doc.refuse(span.start, span.end, CHANNEL, "stands in a name"):
                kept.append(span)
        return leftmost(kept)


class Reading:
    """One document being read; knows the last event named and the company of the last round of financing."""

    def __init__(self, sentences: Sentences, language: Language, owners: Mapping[str, str]) -> None:
        self._sentences, self._language = sentences, language
        self._signings: set[int] = set()  # where a verb told of an agreement: the noun after it tells no other
        self._subjects = Subjects(sentences, language.particles, language.verbal, language.owning, owners)
        self._matcher = Matcher(sentences, self._subjects, language.grammar, language.particles)

    def tellings(self, triggers: Iterable[Span]) -> list[Telling]:
        """All facts as they are told, in text order."""
        told: list[Telling] = []
        for span in triggers:
            told += self._tell(span)
        told = list(_parts_joined(told))
        others: dict[object, list[Telling]] = {}
        for telling in told:
            if telling.type != "cooperation":
                others.setdefault(telling.clause, []).append(telling)
                others.setdefault(telling.sentence, []).append(telling)
        tied = self._language.particles.cues.tied
        return [
            telling
            for before, telling in zip([None, *told], told, strict=False)
            if not (
                better := _told_better(telling, others.get(_scope(telling, tied), ())) or _told_again(telling, before)
            )
            or self._silent(telling.trigger, better)
        ]

    def _tell(self, span: Span) -> list[Telling]:
        number = self._sentences.index(span.start)
        listing = self._language.grammar.triggers[self._sentences.doc.folded[span.start : span.end]].part
        if not (listing or self._sentences.tells(number, self._language.particles.unnamed)):
            return self._silent(span, "its sentence names no organization or initiative, nor a word for one")
        items, at = self._sentences.items(number), self._sentences.place(number, span.start)
        if at is None or not items[at].trigger:
            return self._silent(span, "is part of the names before it")
        trigger = self._language.grammar.triggers[items[at].text]
        clause = self._sentences.clause(number, at)
        if why := self._language.silence.why(items, *clause, at, trigger, self._signings):
            return self._silent(span, why)
        for tried, type, frame in self._matcher.fitting(trigger, number):
            filled = self._matcher.match(frame, trigger, type, number, at)
            if filled:
                other = None if frame.id == TURNED else self._competing(trigger, tried, type, filled, number, at)
                if other:
                    return self._silent(span, f"frame {frame.id} and frame {other.id} read it differently")
                self._matcher.tell(frame, type, filled, number, at)
                if frame.id == SIGN:
                    self._signings.add(span.start)
                telling = self._telling(type, frame, trigger, filled, number, at)
                if not telling:
                    return self._silent(span, f"frame {frame.id} is filled, but a word before makes it a wish")
                self._sentences.doc.refuse(span.start, span.end, telling.rule, TOLD)
                return [telling]
        return []

    def _competing(self, trigger: Trigger, tried: int, type: str, filled: Filled, number: int, at: int) -> Frame | None:
        """A later frame of the same type that gives a role to others: of A由B控股的C出资, is A or C held by B?"""
        for place, another, frame in self._matcher.fitting(trigger, number):
            if place > tried and another == type and not frame.far:
                other = self._matcher.match(frame, trigger, type, number, at)
                if other and filled.contradicts(other):
                    return frame
        return None

    def _silent(self, where: Span | Item, why: str) -> list[Telling]:
        """No telling, and where ``explain`` is listening a note of why."""
        self._sentences.doc.refuse(where.start, where.end, CHANNEL, why)
        return []

    def _telling(
        self, type: str, frame: Frame, trigger: Trigger, filled: Filled, number: int, at: int
    ) -> Telling | None:
        items = self._sentences.items(number)
        here = [place for sentence, place in filled.places if sentence == number] + [at]
        first, last = min(here), max(here)
        start, end = self._sentences.clause(number, at)
        if first >= start and any(sentence != number for sentence, _ in filled.places):
            first = self._subjects.stand_in(number, at, first)  # 公司计划建厂,并推出X
        done = at > 0 and items[at - 1].tag == ACTING and self._language.particles.of(items[at - 1]) != "phrase"
        known = trigger.tag == OWNING and frame.id.startswith(KNOWN) and not done  # 设立子公司B, not 拟向控股股东A
        known = known or (type == "ownership" and self._presupposed(items, at))
        verdict = Verdict() if known else self._language.trust.judge(items, start, at, first)
        if verdict is None:
            return None
        arguments = list(_arguments(filled, trigger))
        if type == "cooperation":
            arguments += self._topics(items, max(start, first), end)
        told = end if not (known or is_relative(items, at)) else at  # 子公司B 3月推出X, 收购的B 3月推出X
        dated = self._language.trust.date(items, start, told, at, first)
        if known and dated is not None and dated < start:
            dated = None  # A成立于2008年,旗下有B
        first = first if dated is None else min(first, dated)
        begin, finish = self._sentences.clause(number, first)[0], self._sentences.clause(number, last)[1]
        if items[finish - 1].end - items[begin].start > LONGEST_EVIDENCE:
            begin, finish = first, last + 1
        span = items[begin].start, items[finish - 1].end
        return Telling(
            type,
            tuple(arguments),
            None if dated is None else items[dated].refs[0],
            verdict.modality,
            verdict.negated,
            *span,
            f"fact.{type}.{frame.id}",
            (items[start].start, items[end - 1].end),
            number,
            items[at],
            self._amount(type, items, first, at, (start, max(end, finish))),
        )

    def _amount(self, type: str, items: Sequence[Item], first: int, at: int, clause: tuple[int, int]) -> Amount | None:
        """The sum of the trigger's clause, else of what stands before it with no other object: 出资5亿元,收购B, not
        投资5亿元建设C,收购B; else of the next.
        """
        if not self._language.grammar.fillers(type, "amount"):
            return None
        start, end = clause
        acting = first if first < at else start
        last = next((place for place in range(start - 1, acting, -1) if _may_cost(items[place])), acting)
        near, far = items[max(acting, start)].start, items[last].start
        return self._language.amounts.told(self._sentences.doc, near, far, items[end - 1].end)

    def _presupposed(self, items: Sequence[Item], at: int) -> bool:
        """Whether a holding only tells which shares are meant, whatever becomes of them: A无意出售其持有的B股份."""
        word, before = items[at].text, items[at - 1].text if at else ""
        held = word.startswith("所") or (word.endswith(self._language.particles.cues.holds) and is_relative(items, at))
        return held and before not in self._language.particles.trust

    def _topics(self, items: Sequence[Item], first: int, end: int) -> Iterator[Argument]:
        kinds = self._language.grammar.fillers("cooperation", "topic")
        refs = [ref for item in items[first : min(end, first + FARTHEST)] if item.kind in kinds for ref in item.refs]
        return (Argument("topic", ref) for ref in dict.fromkeys(refs[:MOST_TOPICS]))


def _may_cost(item: Item) -> bool:
    return item.trigger or (item.named and item.kind != "date")


def _arguments(filled: Filled, trigger: Trigger) -> Iterator[Argument]:
    for role in ORDER:
        for ref in filled.roles.get(role, ()):
            yield Argument(role, ref, trigger.part if role == "agent" else None)


def _parts_joined(told: Iterable[Telling]) -> Iterator[Telling]:
    """A主办,B承办 of one event in one sentence is one fact with all its agents, and so are the lines of a list:
    主办单位:A, 承办单位:B.
    """
    last: Telling | None = None
    for telling in told:
        if last and last.type == telling.type == "event" and _same_event(last, telling):
            last.arguments = tuple(dict.fromkeys((*last.arguments[:-1], *telling.arguments)))
            last.start, last.end = min(last.start, telling.start), max(last.end, telling.end)
            last.date = last.date or telling.date
            continue
        if last:
            yield last
        last = telling
    if last:
        yield last


def _same_event(one: Telling, other: Telling) -> bool:
    same = one.refs("object") == other.refs("object") and (one.modality, one.negated) == (other.modality, other.negated)
    listed = all(telling.rule.endswith(LISTED) for telling in (one, other))
    return same and (one.sentence == other.sentence or listed)


def _scope(telling: Telling, tied: Sequence[str]) -> object:
    """Where a better telling may stand: in the clause, but anywhere in the sentence for A,携手B,启动C and A与B签约,
    共同启动C.
    """
    alone = telling.rule.endswith("hand-in-hand") or telling.trigger.text in tied
    return telling.sentence if alone else telling.clause


def _told_better(telling: Telling, others: Sequence[Telling]) -> str:
    """Why a verb of its own type tells what this says of a joint act: A携手B启动C is no cooperation; else empty."""
    parties = telling.refs("party")
    if telling.type != "cooperation" or not any(parties <= other.refs("agent") for other in others[:MOST_OTHERS]):
        return ""
    return "a verb of its own type tells the joint act"


def _told_again(telling: Telling, before: Telling | None) -> str:
    """Why this tells of the same partners what the telling before it said: A与B签约,将共同打造C; else empty."""
    if before is None or not telling.type == before.type == "cooperation" or telling.sentence != before.sentence:
        return ""
    plain = (before.modality, before.negated) == ("stated", False) and telling.modality == "planned"
    return "they are told to be partners before it" if plain and telling.refs("party") <= before.refs("party") else ""


@dataclass(slots=True)
class _Merged:
    telling: Telling
    evidence: list[tuple[int, int]] = field(default_factory=list)


def merged(text: str, told: Iterable[Telling], confidence: Confidence) -> tuple[Fact, ...]:
    """Tellings of one fact joined: same type and arguments, dates that agree; one date is enough."""
    facts: dict[object, list[_Merged]] = {}
    order: list[_Merged] = []
    for telling in told:
        key = telling.type, frozenset(telling.arguments), telling.modality, telling.negated
        same = facts.setdefault(key, [])
        dates = (telling.date, None)
        one = next((each for each in same if each.telling.date in dates or telling.date is None), None)
        if one is None:
            one = _Merged(telling)
            same.append(one)
            order.append(one)
        one.telling.date = one.telling.date or telling.date
        one.telling.amount = one.telling.amount or telling.amount
        if (telling.start, telling.end) not in one.evidence:
            one.evidence.append((telling.start, telling.end))
    return tuple(_fact(text, number, each, confidence) for number, each in enumerate(order, 1))


def _fact(text: str, number: int, one: _Merged, confidence: Confidence) -> Fact:
    told = one.telling
    whole = dict.fromkeys(with_quotes(text, start, end) for start, end in one.evidence)
    evidence = tuple(Evidence(start, end, text[start:end]) for start, end in whole)
    return Fact(
        f"f{number}",
        told.type,
        told.arguments,
        told.date,
        told.modality,
        told.negated,
        evidence,
        told.rule,
        confidence.of(told.rule),
        told.amount,
    )
