"""Shouted text in the letters models learnt from: "LE PRÉSIDENT" is read as "le président"."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from briefgen.language import word_lists
from briefgen.language.folding import latin
from briefgen.language.tags import Language
from briefgen.translating.checks.pair import WORD, small_words, vocabulary
from briefgen.translating.checks.spelling import STEM

SHOUTED = 0.7  # share of a text's letters that makes it shouted as a whole
LONG = 4  # letters; shorter words in capitals are often abbreviations
LISTED = 1000  # stems; with fewer no list was made, and nearly all words are unknown
ABBREVIATED = 3  # letters of an abbreviation that no list knows
_OPENING = re.compile(r"(?:^|[.!?…]\s)[\W\d_]*$")  # what stands before the first word of a sentence
_JOINED = re.compile(r"[\s'’-]*")
_VOWEL = re.compile("[aeiouyаеиоуыэюя]")


def unshout(text: str, language: Language) -> str:
    """Write what is shouted in small letters, all but names and abbreviations."""
    words = [found for found in WORD.finditer(text) if found[0].upper() != found[0].lower()]
    loud = [found for found in words if found[0].isupper()]
    if not any(len(found[0]) >= LONG for found in loud):
        return text
    letters = sum(len(found[0]) for found in words)
    whole = sum(len(found[0]) for found in loud) >= SHOUTED * letters and _is_speech(loud, language)
    if len(loud) == 1 or not whole:
        loud = [found for run in _runs(text, words) if _says(run, language) for found in run]
    for found in reversed(loud):
        calm = _calm(found[0], language)
        if _OPENING.search(text, 0, found.start()):
            calm = calm[0].upper() + calm[1:]
        text = text[: found.start()] + calm + text[found.end() :]
    return text


def _is_speech(loud: list[re.Match[str]], language: Language) -> bool:
    """Say whether some word is no abbreviation, as far as words are known."""
    small = small_words(language)
    return len(small) < LISTED or any(found[0].casefold() in small for found in loud)


def _runs(text: str, words: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Give the stretches of shouted words with nothing but spaces between them."""
    number, numbered, end = 0, [], 0
    for found in words:
        if not found[0].isupper() or not _JOINED.fullmatch(text, end, found.start()):
            number += 1
        if found[0].isupper():
            numbered.append((number, found))
        end = found.end()
    return [[found for _, found in run] for _, run in groupby(numbered, key=lambda pair: pair[0])]


def _says(run: list[re.Match[str]], language: Language) -> bool:
    """Say whether a run is speech, not a row of abbreviations."""
    small = small_words(language)
    known = [found[0] for found in run if found[0].casefold() in small]
    return len(run) > 1 and any(len(word) >= LONG for word in known)


def _calm(word: str, language: Language) -> str:
    small = word.lower()
    if word in word_lists.load(language).acronyms:
        return word
    if len(word) == 1 or small in small_words(language):
        return small
    if len(word) <= ABBREVIATED or not _VOWEL.search(latin(small)):
        return word
    is_name = word_lists.load(language).has("nouns capitalised") or latin(small) in vocabulary()
    return word.title() if is_name or not _has_kin(small, language) else small


def _has_kin(word: str, language: Language) -> bool:
    """Say whether a word seems common: another begins like it, or nothing is known of any."""
    stems = _stems(language)
    return word[:STEM] in stems or len(stems) < LISTED


@cache
def _stems(language: Language) -> frozenset[str]:
    return frozenset(word[:STEM] for word in small_words(language))
