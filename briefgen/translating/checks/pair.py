"""The two texts a check compares, and the small questions all checks ask."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from briefgen.language import word_lists
from briefgen.language.tags import Language

WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ROMAN = str.maketrans(_CYRILLIC | _GREEK | {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l"})


@dataclass(frozen=True)
class Pair:
    """A text, its translation, and the primary language tags of both."""

    original: str
    translation: str
    source: Language
    target: Language

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
        """The words of the original, folded."""
        return frozenset(map(fold, self.original_words))

    @cached_property
    def folded_translation(self) -> frozenset[str]:
        """The words of the translation, folded."""
        return frozenset(map(fold, self.translation_words))


@cache
def fold(word: str) -> str:
    """Write a word in small Latin letters without accents, as far as its script allows."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_ROMAN))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


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
