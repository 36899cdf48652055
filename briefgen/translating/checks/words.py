"""Checks of the words: copied, foreign, invented, and too few that answer the original's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from briefgen.language import word_lists
from briefgen.language.folding import latin
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Mark
from briefgen.translating.checks.pair import (
    WORD,
    Pair,
    english_words,
    lexicon,
    small_words,
    vocabulary,
)
from briefgen.translating.checks.spelling import STEM, are_alike, resembles_any

COPIED_SHARE = 0.8  # of the original's small words found unchanged
FEW = 4  # words; fewer prove nothing
SHORTEST = 3  # letters; shorter words prove nothing
LONG = 4  # letters of a word worth looking at
ALIKE = 0.75  # similarity of two spellings of one word
OVERLAP_FLOOR = 0.32  # share of the original's known words that must be answered
LONGEST_GAP = 6  # known words in a row without an answer
TAIL_FLOOR = 0.1  # the same for its last third
_TORN = re.compile(r"\b\w+-\s(?!(?:and|or|to)\b)|\s-\w{3,}\b")
_HISSING = re.compile(r"(?:s|x|z|ch|sh|[^aeiou]y)$")  # what takes "es" or "ies"


def check_copied(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that is its original."""
    small = [word for word in pair.original_words if word[0].islower()]
    if len(small) > 1 and not all(map(_is_english, small)):
        kept = set(pair.translation_words)
        if sum(word in kept for word in small) >= COPIED_SHARE * len(small):
            yield Mark("copied", "the translation repeats the original")


def check_foreign(pair: Pair) -> Iterator[Mark]:
    """Doubt words of the original, or of its script, left standing."""
    if not pair.is_into_english:
        return
    strange = next((w for w in pair.translation_words if not _is_latin(w)), None)
    if strange:
        yield Mark("foreign", f"“{strange}” is not translated")
        return
    left = next(_left_standing(pair), None)
    if left and not _is_quoted(left, pair.translation):
        yield Mark("foreign", f"“{left}” is not translated")


def _left_standing(pair: Pair) -> Iterator[str]:
    """Give words written small in the original, or its first one, if it is usually written so."""
    small = {word for word in pair.original_words if word[0].islower()}
    first = next((word for word in pair.original_words if word[0].isupper()), "")
    common = _foreign_only(pair.source)
    for word in pair.translation_words:
        is_common = len(word) >= LONG and word.casefold() in common
        if (word in small and not _is_english(word)) or (word == first and is_common):
            yield word


@cache
def _foreign_only(language: Language) -> frozenset[str]:
    return small_words(language) - vocabulary()


def _is_latin(word: str) -> bool:
    return all(letter.isascii() or "\u00c0" <= letter <= "\u024f" for letter in word)


def _is_quoted(word: str, text: str) -> bool:
    return bool(re.search(rf"[\"“«‘'(]\s?[^\"”»’')]*\b{re.escape(word)}\b[^\"“«]*?[\"”»’')]", text))


def check_invented(pair: Pair) -> Iterator[Mark]:
    """Doubt words that neither English nor the original has, wherever they stand."""
    if not pair.is_into_english:
        return
    torn = _TORN.search(pair.translation)
    if torn and not _TORN.search(pair.original):
        yield Mark("invented", f"“{torn[0].strip()}” is half a word")
        return
    word = next(_invented(pair), None)
    if word:
        yield Mark("invented", f"“{word}” is no English word we know")


def _invented(pair: Pair) -> Iterator[str]:
    """Give the words of the translation that nobody has, abbreviations in capitals left out."""
    theirs = pair.words_casefolded | pair.folded_original
    is_latin = pair.source.script in {None, "Latn"}
    for found in WORD.finditer(pair.translation):
        word, small = found[0], found[0].casefold()
        if len(word) < SHORTEST or word.isupper() or small in theirs or latin(word) in theirs:
            continue
        if _is_regular(small) or _is_contraction(pair.translation, found):
            continue
        # A name from another script may be spelled in many ways.
        if is_latin or word.islower() or not resembles_any(latin(word), pair.folded_original):
            yield word


@cache
def _is_regular(word: str) -> bool:
    """Say whether English has a word, or the one it is regularly made from."""
    known = vocabulary()
    beginnings = word_lists.load(ENGLISH).beginnings
    stems = {word.removeprefix(start) for start in beginnings if word.startswith(start)}
    if word.endswith("s") and not word.endswith("ss"):
        stems |= {word[:-1]} if not _HISSING.search(word[:-1]) else {word.removesuffix("es")}
        stems |= {f"{word[:-3]}y"} if word.endswith("ies") else set()
    return word in known or any(len(stem) >= LONG and stem in known for stem in stems)


def _is_contraction(text: str, found: re.Match[str]) -> bool:
    """Say whether a word is the first half of didn't: the half alone is no word."""
    whole = found[0].casefold() + text[found.end() : found.end() + 2].replace("’", "'")
    return whole in word_lists.load(ENGLISH).contractions


@cache
def _is_english(word: str) -> bool:
    """Say whether a word, or the word it is made from, is usual in English."""
    known = english_words()
    word = word.casefold()
    if len(word) < LONG or word in known:
        return True
    endings = word_lists.load(ENGLISH).endings
    stems = {word.removesuffix(end) for end in endings if word.endswith(end)}
    stems |= {stem + "e" for stem in stems} | {
        stem[:-1] + "y" for stem in stems if stem[-1:] == "i"
    }
    stems |= {s[:-1] for s in stems if len(s) > LONG and s[-1] == s[-2]}
    return any(len(stem) >= LONG - 1 and stem in known for stem in stems) or _is_compound(word)


def _is_compound(word: str) -> bool:
    known = english_words()
    cuts = range(LONG, len(word) - LONG + 1)
    return any(word[:cut] in known and word[cut:] in known for cut in cuts)


def check_overlap(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that answers too few of the original's words, or none at its end."""
    answered = answers(pair)
    if len(answered) < FEW:
        if len(answered) > 1 and not any(answered) and len(pair.translation_words) == 1:
            yield Mark("overlap", "none of the original's words is found in it")
        return
    share = sum(answered) / len(answered)
    third = answered[-max(FEW, len(answered) // 3) :]
    if share < OVERLAP_FLOOR:
        yield Mark("overlap", "it shares few words with the original; it may be another sentence")
    elif len(answered) >= 3 * FEW and sum(third) / len(third) < TAIL_FLOOR:
        yield Mark("overlap", "the end of the original is not found in it")
    elif _longest_gap(answered) >= LONGEST_GAP:
        yield Mark("overlap", "a part of the original is not found in it")


def _longest_gap(answered: list[bool]) -> int:
    return max((len(list(run)) for said, run in groupby(answered) if not said), default=0)


def answers(pair: Pair) -> list[bool]:
    """Say for each content word of the original, in order, whether the translation answers it."""
    known = lexicon(pair.source, pair.target)
    stops = word_lists.load(pair.source).stop_words
    theirs = {word[:STEM] for word in pair.folded_translation}
    plain_theirs = {word.casefold()[:STEM] for word in pair.translation_words} | theirs
    found = []
    for word in pair.original_words:
        small = word.casefold()
        if len(word) < LONG or small in stops:
            continue
        others = known.get(small[:STEM])
        if others is None and known and word[0].islower():
            continue  # a rare word: nobody told us its translation
        is_answered = bool(others) and any(other in plain_theirs for other in others or ())
        found.append(is_answered or is_cognate(latin(word), pair.folded_translation))
    return found


def is_cognate(word: str, others: frozenset[str]) -> bool:
    """Say whether one of the folded words looks like another spelling of this one."""
    if word in others:
        return True
    if len(word) < LONG:
        return False
    near = [other for other in others if other[:2] == word[:2] and len(other) >= LONG]
    return any(other[:5] == word[:5] or are_alike(word, other, ALIKE) for other in near)
