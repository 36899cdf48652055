"""Faults one can count without reading: loops, lost numbers, lost names, invented words.

Numbers and names are held against a reference too: only what a human translator kept can be lost.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

NUMBER = re.compile(r"\d+(?:[.,   ]\d{3})*")
NAME = re.compile(r"(?<=[\w,;»\"'’] )[A-ZÀ-Þ][\w-]{3,}|\b(?:[ldLD]['’])[A-ZÀ-Þ][\w-]{3,}")
LOOP = re.compile(r"\b(\w[\w' -]{0,40}?)(?:[ ,.;]+\1\b){3,}")
DOUBLED = re.compile(r"\b(\w[\w' ]{11,80}?)(?:[ ,.;]+\1\b)+")


def plain(text: str) -> str:
    """Lower case, without accents."""
    spread = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in spread if not unicodedata.combining(c))


def numbers(text: str) -> set[str]:
    """Numbers of two digits and more (small ones are often words), without their separators."""
    found = (re.sub(r"\D", "", number) for number in NUMBER.findall(text))
    return {number for number in found if len(number) > 1}


def names(text: str) -> set[str]:
    """Capitalised words that do not begin a sentence."""
    return {plain(re.sub(r"^[ldLD]['’]", "", name)) for name in NAME.findall(text)}


def loops(translation: str) -> bool:
    """Find the same word four times running, or the same stretch of words twice."""
    return bool(LOOP.search(translation) or DOUBLED.search(translation))


def lost_numbers(source: str, translation: str, reference: str) -> bool:
    """Tell whether a number that source and reference both have is missing."""
    return bool((numbers(source) & numbers(reference)) - numbers(translation))


def lost_names(source: str, translation: str, reference: str) -> bool:
    """Tell whether a name that source and reference spell alike is missing."""
    kept = {name for name in names(source) if name in plain(reference)}
    return any(name not in plain(translation) for name in kept)


@cache
def english() -> frozenset[str]:
    """Give the English words the product's checks know (made by lexicon.py)."""
    checks = Path(__file__).resolve().parent.parent / "briefgen" / "translating" / "checks"
    return frozenset((checks / "words-en.txt").read_text("utf-8").split())


def invented(source: str, translation: str, reference: str) -> bool:
    """Tell whether a small word is in neither language: not English, not of source or reference.

    An ending more or less is forgiven, so that the count errs on the low side.
    """
    known, theirs = english(), f"{plain(source)} {plain(reference)}"
    for word in re.findall(r"(?<![\w'’-])[a-z]{5,}(?![\w'’-])", translation):
        ends = ("", "s", "es", "ed", "d", "ing", "ly", "er", "r", "ness", "less")
        stems = {word.removesuffix(end) for end in ends}
        stems |= {stem + "e" for stem in stems} | {stem[:-1] + "y" for stem in stems}
        stems |= {stem[:-1] for stem in stems}
        if word not in theirs and known.isdisjoint(stems):
            return True
    return False


def count(sources: list[str], translations: list[str], references: list[str]) -> dict[str, float]:
    """Sentences with each fault, per 1,000."""
    lines = list(zip(sources, translations, references, strict=True))
    share = 1000 / max(1, len(lines))
    return {
        "loops": share * sum(loops(translation) for _, translation, _ in lines),
        "numbers": share * sum(lost_numbers(*line) for line in lines),
        "names": share * sum(lost_names(*line) for line in lines),
        "words": share * sum(invented(*line) for line in lines),
    }
