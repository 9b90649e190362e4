"""The characters of a name that no list holds: may they be one at all, do ordinary words make them up?"""

from collections.abc import Container

from cmfacts.engine.doc import Doc
from cmfacts.finders.name_walk import PLAIN_TAGS, Walker
from cmfacts.finders.signal_forms import STOCK_CODE
from cmfacts.finders.stems import fields
from cmfacts.finders.syllables import LEVELS
from cmfacts.lexicon import Lexicons

RULE = "org.signals"
SHORTEST, LONGEST = 2, 8  # code points of a Chinese name; Latin ones may be four times as long
LONGEST_PERSON = 3
LONG_LATIN = 4
PLAIN_LOCAL = 2  # words of a place and its trade
KIND = "企"  # 纸企, 船企
MARKS = '“”"「」()'
FOUNDED = ("创始人", "联合创始人", "官网", "官微", "注册资本", "股价")  # what no person has
COMMON_TAGS = frozenset({"n", "a", "an", "b", "s", "t", "vn", "j"})
NAMING_TAGS = frozenset({"nr", "nrt", "nrfg", "nz", "nt"})


class Coined:
    """Judges the characters of what may be a firm's name. Immutable once built.

    ``fields`` are the lines of business that end names, ``goods`` these and what firms make or sell; ``names`` are what
    the lexicons hold, believed or not.
    """

    def __init__(self, lexicons: Lexicons, walker: Walker, names: Container[str]) -> None:
        self._walker, self._names = walker, names
        self._generic = lexicons.words("org", "generic")
        self._places = lexicons.words("place", "place")
        self._surnames = lexicons.words("org", "surname")
        self.fields = frozenset(fields(lexicons)) | lexicons.words("org", "trade")
        self.goods = self.fields | lexicons.words("org", "good")

    @staticmethod
    def is_plain(doc: Doc, start: int, end: int) -> bool:
        """Whether nouns of the language make up a name, which two weak signals do not prove: 离岸|贸易."""
        tokens = doc.tokens
        indices = range(tokens.at(start), tokens.at(end - 1) + 1)
        return all(len(tokens.words[index]) > 1 and tokens.tag(index) in COMMON_TAGS for index in indices)

    def has_field(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a line of business follows a word that is no attribute: 朗润|智能, not 国产|汽车."""
        first, last = doc.tokens.at(start), doc.tokens.at(end - 1)
        named = len(doc.tokens.words[first]) == 1 or doc.tokens.tag(first) in NAMING_TAGS
        return first < last and named and doc.tokens.words[last] in self.fields

    def is_branded(self, doc: Doc, start: int, end: int) -> bool:
        """Whether two characters that are no word stand before the line of business, after a place or none."""
        tokens = doc.tokens
        first, last = tokens.at(start), tokens.at(end - 1)
        stem = range(first + (tokens.words[first] in self._places), last)
        single = [tokens.tag(index) for index in stem if len(tokens.words[index]) == 1]
        odd = len(single) > 1 and not all(tag[:1] in PLAIN_TAGS for tag in single)
        named = any(tokens.tag(index) in NAMING_TAGS and tokens.words[index] not in self._generic for index in stem)
        return tokens.words[last] in self.goods and (odd or named)

    def ends_in_goods(self, doc: Doc, end: int) -> bool:
        """Whether the word that ends here may end the name of a firm that acts."""
        return end > 0 and doc.tokens.words[doc.tokens.at(end - 1)] in self.goods

    def is_name(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the characters may be a name at all: no place, no person, no word that names of firms share."""
        text = doc.folded[start:end]
        longest = 4 * LONGEST if text.isascii() else LONGEST
        if (
            not SHORTEST <= len(text) <= longest
            or text in self._generic
            or (len(text) > SHORTEST and text[:-1] in self._generic)  # 房企|能
            or text in self._places
            or text in self.fields
            or (text.endswith(KIND) and len(text) <= LONGEST_PERSON)
            or (text[0] in LEVELS and text[1:] in self._walker.tails)  # 镇|人民政府
        ):
            return doc.refuse(start, end, RULE, "is too short or long, a place, or a word that names of firms share")
        person = text[0] in self._surnames and len(text) <= LONGEST_PERSON and text not in self._names
        person = person and not doc.folded.startswith(FOUNDED, end)
        plain = not person and not text.isdigit() and not any(mark in text for mark in MARKS)
        return plain or doc.refuse(start, end, RULE, "is a person by its surname, a number, or holds quotation marks")

    def is_proper(self, doc: Doc, start: int, end: int) -> bool:
        """Whether no ordinary words make up the characters: single ones, a proper noun, a word with 科技 after it."""
        tokens = doc.tokens
        first, last = tokens.at(start), tokens.at(end - 1)
        words = tokens.words[first : last + 1]
        if len(words) == 1 and not words[0].isascii():
            return False  # a word of jieba's dictionary
        if doc.folded[start:end].isascii():
            return end - start >= LONG_LATIN and not doc.folded[end - 1].isdigit()
        tags = [tokens.tag(index) for index in range(first, last + 1)]
        single = [tag for word, tag in zip(words, tags, strict=True) if len(word) == 1 and not word.isascii()]
        odd = len(single) > 3 or (len(single) > 1 and not all(tag[:1] in PLAIN_TAGS for tag in single))
        mixed = (
            bool(single) and words[0] not in self._generic and any(word.isascii() and len(word) > 1 for word in words)
        )
        named = any(tag in NAMING_TAGS and word not in self._places for word, tag in zip(words, tags, strict=True))
        listed = STOCK_CODE.match(doc.folded, end) is not None  # 江州地产(600123.SH)
        local = words[0] in self._places and len(words) == PLAIN_LOCAL  # 江州|物流; 宁波|通商|基金 is one
        plain = words[0] in self._generic or (local and not listed)
        lone = len(words) == SHORTEST and len(words[0]) == 1  # 至|盛|半导体
        return odd or mixed or named or (len(words) > 1 and words[-1] in self.fields and not plain and not lone)
