"""The one place that knows all stages: an article goes in, its facts come out."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cmfacts import __version__
from cmfacts.days import FORM, day_of
from cmfacts.engine.doc import Doc, prepare
from cmfacts.engine.rule import Candidate, Rule
from cmfacts.engine.scan import Scanner
from cmfacts.engine.segment import Segmenter
from cmfacts.engine.trace import Trace
from cmfacts.finders.dateline import Dateline, find_title, read_dateline
from cmfacts.finders.dates import DateFinder
from cmfacts.finders.initiative_heads import Verdict
from cmfacts.finders.initiatives import InitiativeFinder
from cmfacts.finders.organizations import OrganizationFinder
from cmfacts.finders.sectors import Field, SectorFinder
from cmfacts.finders.signals import Signal
from cmfacts.finders.slots import SLOTS
from cmfacts.lexicon import Lexicons
from cmfacts.link import entities
from cmfacts.link.aliases import Aliases, Told
from cmfacts.link.facts import FactLinker
from cmfacts.link.owners import Owners
from cmfacts.link.variants import Variants
from cmfacts.models import Article, MadeBy


@dataclass(frozen=True, slots=True)
class Traced:
    """An article read with its trace on: the result, what it was read from, and what became of every candidate.

    ``heads`` are the head words of initiatives, weighed; ``fields`` the sectors with what each was grown from.
    """

    article: Article
    doc: Doc
    steps: Trace
    heads: tuple[Verdict, ...]
    fields: tuple[Field, ...]


class Extractor:
    """Loads the lexicons once and reads any number of articles. It is immutable and safe to share between threads.

    ``lexicons`` are folders of the user's own tables; their rows override the shipped ones. ``segmenter`` is
    ``rjieba``, ``jieba``, or None for the first that is installed. Raises LexiconError for a table it cannot use.
    """

    def __init__(self, lexicons: Sequence[str | Path] = (), *, segmenter: str | None = None) -> None:
        self.lexicons = Lexicons(lexicons)
        if lexicons:
            from cmfacts.lexicon_cells import refuse_faults  # most starts have no tables of their own to check

            self.lexicons.value("sound", lambda: refuse_faults(self.lexicons))
        self.made_by = MadeBy(__version__, self.lexicons.hash)
        self._segmenter = Segmenter(segmenter)
        self._organizations = OrganizationFinder(self.lexicons)
        self._aliases = Aliases(self.lexicons)
        self._variants = Variants(self.lexicons)
        self._dates = DateFinder(self.lexicons)
        self._sectors = SectorFinder(self.lexicons)
        self._initiatives = InitiativeFinder(self.lexicons)
        self._owners = Owners(self.lexicons)
        self._facts = FactLinker(self.lexicons)
        finders = (self._organizations, self._dates, self._sectors, self._initiatives, self._facts)
        self._scanner = Scanner((each for finder in finders for each in finder.literals()), self.lexicons.index)
        self.lexicons.save()

    def extract(
        self, text: str, *, published: str | date | None = None, title: str | None = None, id: str = "-"
    ) -> Article:
        """The facts of one text; relative dates count from ``published`` (a ``date``, or as ``YYYY-MM-DD`` with or
        without a time), else from the dateline. Raises TypeError for a text that is no string, ValueError for another
        ``published``.
        """
        return self.read(Article(id, text, title, _day(published)))

    def stream(self, texts: Iterable[str]) -> Iterator[Article]:
        """The facts of many texts, one at a time, in their order."""
        return (self.extract(text) for text in texts)

    def read(self, article: Article) -> Article:
        """A copy of the article with its facts, and with title and date where the text itself gives them."""
        return self.read_all((article,))[0]

    def read_all(self, articles: Sequence[Article]) -> list[Article]:
        """The same for several articles at once, in a fifth less time: for some dozens, as all are held in memory.

        The results are those of ``read``, in their order; an exception leaves none.
        """
        with _uncollected():
            docs = [self.prepare(article.text, article.published) for article in articles]
            return self._read(articles, docs)

    def expect(self, characters: int) -> None:
        """Tell how much text is to come, where that is known: for much of it, what is slow to load is loaded at once.

        Without it the first few articles are read with what is there already; the results are the same.
        """
        self._scanner.expect(characters)
        self._segmenter.expect(characters)

    def _read(self, articles: Sequence[Article], docs: Sequence[Doc]) -> list[Article]:
        """Stage by stage: what a stage looks at is still in the processor's cache when it comes to the next article."""
        if len(docs) > 1:
            for doc in docs:
                doc.cut()
        datelines = [read_dateline(doc.folded) for doc in docs]
        organizations = self._named(docs)
        initiatives = list(map(self._initiatives.find, docs, organizations))
        dates = list(map(self._dates.find, docs, initiatives, datelines))
        sectors = list(map(self._sectors.find, docs, organizations, initiatives))
        found = zip(articles, docs, datelines, organizations, dates, sectors, initiatives, strict=True)
        named = [self._entities(*each) for each in found]
        return list(map(self._facts_told, docs, named))

    def _entities(
        self,
        article: Article,
        doc: Doc,
        dateline: Dateline,
        organizations: Sequence[Candidate],
        dates: Sequence[Candidate],
        sectors: Sequence[Candidate],
        initiatives: Sequence[Candidate],
    ) -> Article:
        """The article with what was found in it, mentions of one thing joined."""
        linked = entities.organizations(doc.text, organizations)
        title = article.title or find_title(article.text)
        return replace(
            article,
            title=title,
            published=doc.published or dateline.published,
            made_by=self.made_by,
            organizations=linked,
            dates=entities.dates(doc.text, dates),
            sectors=entities.sectors(doc.text, title, sectors),
            initiatives=entities.initiatives(doc, initiatives, self._owners.among(doc, linked)),
        )

    def _facts_told(self, doc: Doc, read: Article) -> Article:
        facts = self._facts.link(doc, read.organizations, read.dates, read.sectors, read.initiatives)
        return replace(read, facts=facts) if facts else read

    def _named(self, docs: Sequence[Doc]) -> list[list[Candidate]]:
        """The organizations and their aliases; an alias may be the parent of further names, found in a second pass."""
        seen = list(map(self._organizations.look, docs))
        found = list(map(self._organizations.find, docs, seen))
        told = [Told() for _ in docs]
        joined = list(map(self._aliases.join, docs, found, told))
        for index, doc in enumerate(docs):
            if len(joined[index]) != len(found[index]):
                again = self._organizations.find(doc, seen[index], joined[index])
                joined[index] = self._aliases.join(doc, again, told[index])
        return [self._variants.join(doc.folded, names) for doc, names in zip(docs, joined, strict=True)]

    def trace(self, article: Article) -> Traced:
        """The same run as ``read``, with every finder writing down what it drops: what ``explain`` shows."""
        trace = Trace()
        doc = replace(self.prepare(article.text, article.published), trace=trace)
        [read], silent = self._read((article,), (doc,)), replace(doc, trace=None)
        [organizations] = self._named((silent,))
        initiatives = self._initiatives.find(silent, organizations)
        heads = tuple(self._initiatives.verdicts(silent, organizations))
        return Traced(read, doc, trace, heads, tuple(self._sectors.fields(silent, organizations, initiatives)))

    def signals(self, doc: Doc, start: int, end: int) -> list[Signal]:
        """What speaks for an organization that no lexicon has at ``[start, end)``, weighed."""
        return self._organizations.signals.weigh(doc, start, end)

    @property
    def rules(self) -> dict[str, Rule]:
        """Every rule that has a pattern, by id."""
        return {rule.id: rule for rule in (*self._dates.rules, *SLOTS.rules)}

    def prepare(self, text: str, published: str | None = None) -> Doc:
        """The text folded, scanned and ready for the finders: what ``explain`` looks into."""
        if not isinstance(text, str):
            raise TypeError(f"text is {type(text).__name__}, not str")
        return prepare(text, self._scanner, self._segmenter, _day(published))


def _day(published: str | date | None) -> str | None:
    day = day_of(published) if published else None
    if published and not day:
        raise ValueError(f"published is {published!r}, not {FORM}")
    return day


@contextmanager
def _uncollected() -> Iterator[None]:
    """Puts off Python's search for objects that refer to each other in a circle.

    Reading makes none, and the search goes through all that was made so far, again and again: the time that one long
    article takes would grow faster than its length.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
