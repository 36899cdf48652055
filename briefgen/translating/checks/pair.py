"""The two texts a check compares, and the small questions all checks ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from briefgen.language import word_lists
from briefgen.language.folding import latin
from briefgen.language.tags import ENGLISH, Language

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Pair:
    """A text, its translation, and the languages of both."""

    original: str
    translation: str
    source: Language
    target: Language

    @property
    def is_into_english(self) -> bool:
        """Say whether the lists we have of English words and forms say anything about it."""
        return self.target.is_same_as(ENGLISH)

    @property
    def is_empty(self) -> bool:
        """Say whether words went in and none came out."""
        return bool(re.search(r"\w", self.original)) and not re.search(r"\w", self.translation)

    @cached_property
    def original_words(self) -> tuple[str, ...]:
        """The words of the original as written."""
        return tuple(WORD.findall(self.original))

    @cached_property
    def translation_words(self) -> tuple[str, ...]:
        """The words of the translation as written."""
        return tuple(WORD.findall(self.translation))

    @cached_property
    def words_casefolded(self) -> frozenset[str]:
        """The words of the original, casefolded."""
        return frozenset(word.casefold() for word in self.original_words)

    @cached_property
    def folded_original(self) -> frozenset[str]:
        """The words of the original in plain Latin letters."""
        return frozenset(map(latin, self.original_words))

    @cached_property
    def folded_translation(self) -> frozenset[str]:
        """The words of the translation in plain Latin letters."""
        return frozenset(map(latin, self.translation_words))


@cache
def english_words() -> frozenset[str]:
    """Give the English words that are usually written small (made by training/lexicon.py)."""
    return frozenset(read_data("words-en.txt").split())


@cache
def vocabulary() -> frozenset[str]:
    """Give every word seen in English, casefolded: rare ones and names too."""
    return english_words() | frozenset(read_data("vocabulary-en.txt").split())


@cache
def small_words(language: Language) -> frozenset[str]:
    """Give words that are usually written small, never as a name.

    Where no list was made (`training/lexicon.py`), the few that the word lists hold.
    """
    lists = word_lists.load(language)
    few = lists.stop_words | frozenset(lists.weekdays) | frozenset(lists.months)
    return few | frozenset(read_data(f"words-{language.primary}.txt").split())


@cache
def lexicon(source: Language, target: Language) -> dict[str, tuple[str, ...]]:
    """Give the stems that often translate a stem; empty where no lexicon was made for the pair."""
    text = read_data(f"lexicon-{source.primary}-{target.primary}.txt")
    entries = (line.split() for line in text.splitlines())
    return {word: tuple(others) for word, *others in entries}


def read_data(name: str) -> str:
    """Read a file of this package; "" where there is none."""
    file = resources.files("briefgen.translating.checks") / name
    return file.read_text("utf-8") if name.replace("-", "").isascii() and file.is_file() else ""
