"""Checks of the outer form: length, ending, loops, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from briefgen.language import word_lists
from briefgen.language.tags import ENGLISH
from briefgen.model import Mark
from briefgen.translating.checks.pair import Pair

SHORT = 40  # letters; shorter texts vary more
TOO_SHORT, TOO_LONG = 0.58, 1.9  # of the expected length
SHORT_FACTOR = 1.7  # the limits are so much wider for short texts
LONGEST_LOOP = 8  # words
ECHO = 4  # letters; shorter words are said again for good reasons
_ECHO = re.compile(rf"\b(\w{{{ECHO},}}) (?=(\w+) \1\b)")
ENDINGS = ".!?…。！？؟।"


def check_length(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation much shorter or longer than its original makes likely."""
    expected = len(pair.original) * (word_lists.load(pair.source).expansion or 1.0)
    factor = 1.0 if expected >= SHORT else SHORT_FACTOR
    if max(expected, len(pair.translation)) < SHORT / 2:
        return
    if len(pair.translation) < expected * TOO_SHORT / factor:
        yield Mark("length", "much shorter than the original; something may be missing")
    elif len(pair.translation) > expected * TOO_LONG * factor:
        yield Mark("length", "much longer than the original; something may be added")


def check_ending(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that breaks off where the original ends its sentence."""
    closing = " \"'”’»›)]"
    original, translation = pair.original.rstrip(closing), pair.translation.rstrip(closing)
    ended = original[-1:] and original[-1] in ENDINGS
    if ended and translation[-1:] not in {*ENDINGS, ":", ";", "-", "–", "—"}:
        yield Mark("ending", "the translation breaks off")


def check_loops(pair: Pair) -> Iterator[Mark]:
    """Doubt words said over and over that the original says once."""
    loop = _find_loop(_tokens(pair.translation), _tokens(pair.original))
    if loop:
        yield Mark("loop", f"“{loop[0]}” is said {loop[1]} times in a row")
        return
    echo = _find_echo(pair)
    if echo:
        yield Mark("loop", f"“{echo}” is said again at once")
        return
    stutter = re.search(r"(\w{1,4}?)\1{4,}", pair.translation)
    if stutter and stutter[0] not in pair.original and not stutter[0].isdecimal():
        yield Mark("loop", f"“{stutter[0][:20]}” repeats letters")


def _find_echo(pair: Pair) -> str | None:
    """Find a word said again after one other word: "his train blinded train"."""
    small = word_lists.load(pair.target).stop_words
    for found in _ECHO.finditer(pair.translation.casefold()):
        if not small & {found[1], found[2]}:
            return None if _has_echo(pair.original_words) else found[1]
    return None


def _has_echo(words: tuple[str, ...]) -> bool:
    long = [word.casefold() for word in words if len(word) >= ECHO]
    return len(set(long)) < len(long)


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+(?:['’]\w+)?|%", text.casefold())


def _find_loop(words: list[str], original: list[str]) -> tuple[str, int] | None:
    for size in range(1, LONGEST_LOOP + 1):
        group, times = _longest_run(words, size)
        enough = 2 if _may_not_double(group) else 3
        if times >= enough and times > _longest_run(original, size)[1]:
            return " ".join(group), times
    return None


def _may_not_double(group: tuple[str, ...]) -> bool:
    """Say whether even twice in a row is once too often."""
    rightly = word_lists.load(ENGLISH).doubled
    return not (len(group) == 1 and (group[0] in rightly or group[0][0].isdigit()))


def _longest_run(words: list[str], size: int) -> tuple[tuple[str, ...], int]:
    """Give the group of `size` words said most often without a gap, and how often."""
    best: tuple[tuple[str, ...], int] = ((), 1)
    for offset in range(size):
        groups = [tuple(words[i : i + size]) for i in range(offset, len(words) - size + 1, size)]
        for group, run in groupby(groups):
            times = sum(1 for _ in run)
            if times > best[1]:
                best = group, times
    return best


def check_quotes(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation whose quotation marks do not pair although the original's do."""
    if _paired(pair.original) and not _paired(pair.translation):
        yield Mark("quotes", "the quotation marks do not pair")


def _paired(text: str) -> bool:
    straight = text.count('"') + text.count("“") + text.count("”") + text.count("„")
    return straight % 2 == 0 and text.count("«") == text.count("»")
