"""sumy's ranking methods behind our `Summarizer`, fed by our own sentences and words.

sumy's own tokenizer needs NLTK data from the network; the object below takes its place.
"""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from briefgen.errors import SummaryError
from briefgen.language import word_lists
from briefgen.language.sentences import words
from briefgen.language.tags import Language

if TYPE_CHECKING:
    from sumy.models.dom import ObjectDocumentModel

METHODS = {
    "lexrank": ("lex_rank", "LexRankSummarizer"),
    "textrank": ("text_rank", "TextRankSummarizer"),
    "lsa": ("lsa", "LsaSummarizer"),
    "luhn": ("luhn", "LuhnSummarizer"),
    "kl": ("kl", "KLSummarizer"),
    "sumbasic": ("sum_basic", "SumBasicSummarizer"),
    "reduction": ("reduction", "ReductionSummarizer"),
}
# As one sign among others any method serves as well; this one costs a third of LexRank
# (docs/choosing.md).
QUICKEST = "sumbasic"
# Every method compares all pairs of sentences; beyond this an article is a transcript or a list,
# and the point of it stands before.
MOST_SENTENCES = 150


class SumySummarizer:
    """Scores by one of sumy's methods: the higher, the more central the sentence."""

    def __init__(self, method: str = QUICKEST, *, decides: bool = False) -> None:
        if method not in METHODS:
            raise SummaryError(
                f"sumy has no method {method!r}.", remedy=f"Use one of {', '.join(METHODS)}."
            )
        self.name = f"sumy-{method}"
        self.decides = decides
        self._method = method

    def score(self, sentences: Sequence[str], language: Language) -> list[float]:
        """Rate each sentence against the others; sentences beyond the 150th get 0."""
        rated = sentences[:MOST_SENTENCES]
        scores = [0.0] * len(sentences)
        if rated:
            for order, rating in self._rate(rated, language):
                scores[order] = rating if math.isfinite(rating) else 0.0
        return scores

    def _rate(self, sentences: Sequence[str], language: Language) -> list[tuple[int, float]]:
        found: list[tuple[int, float]] = []

        def take_all(infos: list[Any]) -> list[Any]:
            found.extend((info.order, float(info.rating)) for info in infos)
            return infos

        import numpy as np

        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # odd articles divide by zero or lack words
                _summarizer(self._method, language)(_document(sentences, language), take_all)
        except (ArithmeticError, ValueError) as error:
            raise SummaryError(
                f"{self.name} failed on {len(sentences)} sentences: {error}.",
                remedy="Choose another summary method in briefgen.yml.",
            ) from error
        return found


class _Words:
    """What sumy wants of a tokenizer, on our own words."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(words(text, self._language))


def _document(sentences: Sequence[str], language: Language) -> ObjectDocumentModel:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    tokenizer = _Words(language)
    return ObjectDocumentModel([Paragraph([Sentence(text, tokenizer) for text in sentences])])


@functools.cache
def _summarizer(method: str, language: Language) -> Callable[..., object]:
    from importlib import import_module

    module, name = METHODS[method]
    kind = getattr(import_module(f"sumy.summarizers.{module}"), name)
    summarizer: Any = kind(_stemmer(language))
    summarizer.stop_words = stop_words(language)
    return summarizer  # type: ignore[no-any-return]  # sumy carries no types


@functools.cache
def stop_words(language: Language) -> frozenset[str]:
    """Give sumy's list of a language, or our own where sumy has none, or nothing."""
    from sumy.utils import get_stop_words

    own = frozenset(word_lists.load(language).stop_words)
    try:
        return own | frozenset(word.casefold() for word in get_stop_words(language.primary))
    except LookupError:
        return own


@functools.cache
def _stemmer(language: Language) -> Callable[[str], str]:
    from sumy.nlp.stemmers import Stemmer, null_stemmer

    try:
        stem = Stemmer(language.primary)
        stem("word")  # some only say here that a package of theirs is missing
    except (LookupError, ImportError, ValueError):
        stem = null_stemmer
    return functools.lru_cache(maxsize=100_000)(_forgiving(stem))


def _forgiving(stem: Callable[[str], str]) -> Callable[[str], str]:
    """Take a word as it stands where its stemmer stumbles over it."""

    def try_stem(word: str) -> str:
        try:
            return stem(word)
        except (LookupError, ValueError, TypeError, RecursionError):
            return word.lower()

    return try_stem
