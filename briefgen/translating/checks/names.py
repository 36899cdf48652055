"""The check of names: each must be in both texts, allowing for spelling and transliteration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from briefgen.language import word_lists
from briefgen.language.folding import latin
from briefgen.language.tags import ENGLISH
from briefgen.model import Mark
from briefgen.translating.checks.pair import Pair, english_words, lexicon
from briefgen.translating.checks.spelling import SHORT, STEM, resembles_any

_WORD_AFTER = re.compile(r"(?:(?<=[\w)]\s)|(?<=[\w)][,;]\s)|(?<=\w['’-]))([^\W\d_]\w*)")


def check_names(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that loses a name of the original or has one of its own."""
    if not pair.source.has_capitals or not pair.is_into_english:
        return
    lost = next(_lost(pair), None)
    if lost:
        yield Mark("name", f"“{lost}” is not in the translation")
        return
    added = next(_added(pair), None)
    if added:
        yield Mark("name", f"“{added}” is not in the original")


def _lost(pair: Pair) -> Iterator[str]:
    if word_lists.load(pair.source).has("nouns capitalised"):
        return
    for name in names_inside(pair.original):
        if not _is_answered(name, pair):
            yield name


def _added(pair: Pair) -> Iterator[str]:
    known = english_words()
    ours = word_lists.load(ENGLISH)
    for name in names_inside(pair.translation):
        small = name.casefold()
        if small in known or small in ours.months or small in ours.weekdays:
            continue
        if not _is_supported(name, pair):
            yield name


def names_lost(pair: Pair) -> tuple[str, ...]:
    """Give the names a translation has lost that English is likely to spell as the original does.

    Only those in Latin letters, and none that is usually translated (Syrie, Guerre).
    """
    if not pair.source.has_capitals or pair.source.script != "Latn":
        return ()
    known = lexicon(pair.source, pair.target)
    return tuple(name for name in _lost(pair) if name.casefold()[:STEM] not in known)


def names_inside(text: str) -> Iterator[str]:
    """Give the capitalised words that do not stand at the beginning of a sentence or quotation."""
    for found in _WORD_AFTER.finditer(text):
        word = found[1]
        if word[0].isupper() and len(word) >= SHORT and not word.isupper():
            yield word


def _is_answered(name: str, pair: Pair) -> bool:
    small = name.casefold()
    lists = word_lists.load(pair.source)
    if small in lists.stop_words or small in lists.months or small in lists.weekdays:
        return True
    english = lists.acronyms.get(name.upper(), "")
    if any(one.casefold() in pair.translation.casefold() for one in english.split("|") if one):
        return True
    if _roman_ordinal().fullmatch(name) or resembles_any(latin(name), pair.folded_translation):
        return True
    others = lexicon(pair.source, pair.target).get(small[:STEM], ())
    theirs = {word.casefold()[:STEM] for word in pair.translation_words}
    if theirs & set(others):
        return True
    # What is usually translated (Guerre, Institut) may be so in a way we do not know.
    return bool(others) and not any(other[:3] == latin(name)[:3] for other in others)


def _is_supported(name: str, pair: Pair) -> bool:
    folded = latin(name)
    if resembles_any(folded, pair.folded_original):
        return True
    acronyms = word_lists.load(pair.source).acronyms
    if any(name in acronyms.get(word.upper(), "") for word in pair.original_words):
        return True
    known = lexicon(pair.source, pair.target)
    stem = name.casefold()[:STEM]
    return any(stem in known.get(word[:STEM], ()) for word in pair.words_casefolded)


@cache
def _roman_ordinal() -> re.Pattern[str]:
    endings = "|".join(sorted(word_lists.load_all().roman_endings))
    return re.compile(rf"[IVXLC]+(?:{endings})s?")
