"""Spelling: whether two words may be one name or one stem, written differently."""

from __future__ import annotations

import difflib
from functools import lru_cache

from briefgen.language.folding import sound

STEM = 6  # letters, as in training/lexicon.py
SHORT = 4  # letters; shorter names are too like other words
ALIKE = 0.72
CONSONANTS_ALIKE = 0.8
_REMEMBERED = 200_000  # pairs of words; texts of a day ask for the same ones again and again


def resembles_any(name: str, words: frozenset[str]) -> bool:
    """Say whether a folded name stands among the words in some spelling."""
    return name in words or any(resembles(name, word) for word in words if len(word) >= SHORT - 1)


@lru_cache(_REMEMBERED)
def resembles(one: str, other: str) -> bool:
    """Compare two folded spellings: Choïgou and Shoigu, Vostotchny and Vostochny are one name."""
    if one[:5] == other[:5] and len(one) > SHORT:
        return True
    if are_alike(one, other, ALIKE):
        return True
    left, right = sound(one), sound(other)
    return left == right or (
        min(len(left), len(right)) > 2  # noqa: PLR2004 - two consonants prove nothing
        and are_alike(left, right, CONSONANTS_ALIKE)
    )


@lru_cache(_REMEMBERED)
def are_alike(one: str, other: str, least: float) -> bool:
    """Compare the letters of two words; those whose lengths or letters forbid it cost little."""
    longest = 2.0 * min(len(one), len(other)) / (len(one) + len(other) or 1)
    if longest < least:
        return False
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least
