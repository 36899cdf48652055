"""The check of names: each must be in both texts, allowing for spelling and transliteration."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from briefgen.language import word_lists
from briefgen.language.tags import ENGLISH
from briefgen.model import Mark
from briefgen.translating.checks.pair import Pair, english_words, fold, lexicon
from briefgen.translating.checks.words import STEM

NOT_CAPITALISED = {"zh", "ja", "ko", "ar", "he", "fa", "th", "hi", "ur", "ka"}
NOUNS_CAPITALISED = {"de"}
SHORT = 4  # letters; shorter names are too like other words
ALIKE = 0.72
CONSONANTS_ALIKE = 0.8
_WORD_AFTER = re.compile(r"(?:(?<=[\w)]\s)|(?<=[\w)][,;]\s)|(?<=\w['’-]))([^\W\d_]\w*)")
_ROMAN_ORDINAL = re.compile(r"[IVXLC]+(?:e|er|ème)s?")


def check_names(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that loses a name of the original or has one of its own."""
    if pair.source.primary in NOT_CAPITALISED or pair.target.primary != "en":
        return
    lost = next(_lost(pair), None)
    if lost:
        yield Mark("name", f"“{lost}” is not in the translation")
        return
    added = next(_added(pair), None)
    if added:
        yield Mark("name", f"“{added}” is not in the original")


def _lost(pair: Pair) -> Iterator[str]:
    if pair.source.primary in NOUNS_CAPITALISED:
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
    if _ROMAN_ORDINAL.fullmatch(name) or resembles_any(fold(name), pair.folded_translation):
        return True
    others = lexicon(pair.source, pair.target).get(small[:STEM], ())
    theirs = {word.casefold()[:STEM] for word in pair.translation_words}
    if theirs & set(others):
        return True
    # What is usually translated (Guerre, Institut) may be so in a way we do not know.
    return bool(others) and not any(other[:3] == fold(name)[:3] for other in others)


def _is_supported(name: str, pair: Pair) -> bool:
    folded = fold(name)
    if resembles_any(folded, pair.folded_original):
        return True
    known = lexicon(pair.source, pair.target)
    stem = name.casefold()[:STEM]
    return any(stem in known.get(word[:STEM], ()) for word in pair.words_casefolded)


def resembles_any(name: str, words: frozenset[str]) -> bool:
    """Say whether a folded name stands among the words in some spelling."""
    return name in words or any(resembles(name, word) for word in words if len(word) >= SHORT - 1)


def resembles(one: str, other: str) -> bool:
    """Compare two folded spellings: Choïgou and Shoigu, Vostotchny and Vostochny are one name."""
    if one[:5] == other[:5] and len(one) > SHORT:
        return True
    if difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE:
        return True
    left, right = sound(one), sound(other)
    return left == right or (
        min(len(left), len(right)) > 2  # noqa: PLR2004 - two consonants prove nothing
        and difflib.SequenceMatcher(None, left, right).ratio() >= CONSONANTS_ALIKE
    )


_SOUNDS = (
    ("tch", "ch"), ("tsch", "ch"), ("sch", "sh"), ("sz", "sh"), ("cz", "ch"), ("ou", "u"),
    ("kh", "h"), ("ph", "f"), ("dj", "j"), ("zh", "j"), ("gu", "g"), ("qu", "k"), ("ck", "k"),
    ("c", "k"), ("kh", "h"), ("x", "ks"), ("y", "i"), ("w", "v"), ("z", "s"), ("ff", "f"),
)  # fmt: skip


def sound(name: str) -> str:
    """Give what is left of a folded name when spelling is taken out: its consonants, simplified."""
    for written, heard in _SOUNDS:
        name = name.replace(written, heard)
    name = name.replace("khoi", "shoi") if name.startswith("khoi") else name
    return re.sub(r"(.)\1+", r"\1", name[:1] + re.sub(r"[aeiou]", "", name[1:]))
