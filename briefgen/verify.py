"""A sentence and its translation → marks: doubts in words, each naming the check that raised it.

Every check is a pure function of the pair; none knows how the translation was made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefgen.model import Mark, Sentence

LONGEST_RATIO = 3.0  # beyond it one side says much the other does not
SHORTEST_TEXT = 20  # characters; ratios of shorter texts mean nothing
LOOP_WORDS = 3  # a run of so many words …
LOOP_TIMES = 3  # … standing so many times in a row is a loop
COPIED_SHARE = 0.8  # of the source's words found unchanged, in order
DENSE_SCRIPTS = {"zh", "ja", "ko", "th"}  # one character says what takes several letters in English
DENSITY = 3.0

NUMERAL = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 '’]\d{3}(?!\d))*(?:[.,]\d+)?")
WORD = re.compile(r"[^\W\d_]+")
NUMBER_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
ORDINAL_NAMES = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    original: str
    translation: str
    source: str
    target: str


def check(sentence: Sentence, *, source: str, target: str) -> tuple[Mark, ...]:
    """Give the doubts about a translation; () for none, and where nothing was translated."""
    if sentence.translation is None or _base(source) == _base(target):
        return ()
    pair = _Pair(sentence.input, sentence.translation, _base(source), _base(target))
    empty = tuple(_check_empty(pair))
    return empty or tuple(mark for run in CHECKS for mark in run(pair))


def _base(tag: str) -> str:
    return tag.partition("-")[0].casefold()


def _check_empty(pair: _Pair) -> Iterator[Mark]:
    if not re.search(r"\w", pair.translation) and re.search(r"\w", pair.original):
        yield Mark("empty", "nothing was translated")


def _check_numbers(pair: _Pair) -> Iterator[Mark]:
    missing = _numbers(pair.original) - _numbers(pair.translation) - _written_numbers(pair)
    for numeral in sorted(missing):
        yield Mark("number", f"{numeral} is not in the translation")


def _numbers(text: str) -> Counter[str]:
    """Count numerals by their digits, so that 1,5 equals 1.5 and 1 500 equals 1,500."""
    found = (re.sub(r"\D", "", one[0]).lstrip("0") or "0" for one in NUMERAL.finditer(text))
    return Counter(found)


def _written_numbers(pair: _Pair) -> Counter[str]:
    """Count the numbers the translation writes as words."""
    words = {word.casefold() for word in WORD.findall(pair.translation)}
    named = (NUMBER_NAMES.split(), ORDINAL_NAMES.split())
    return Counter(str(n) for names in named for n, name in enumerate(names) if name in words)


def _check_length(pair: _Pair) -> Iterator[Mark]:
    length = len(pair.original) * (DENSITY if pair.source in DENSE_SCRIPTS else 1)
    if max(length, len(pair.translation)) < SHORTEST_TEXT:
        return
    if len(pair.translation) > LONGEST_RATIO * length:
        yield Mark("length", "the translation is much longer than the original")
    elif length > LONGEST_RATIO * len(pair.translation):
        yield Mark("length", "the translation is much shorter than the original")


def _check_loops(pair: _Pair) -> Iterator[Mark]:
    words = [word.casefold() for word in WORD.findall(pair.translation)]
    for size in range(1, LOOP_WORDS + 1):
        run = _longest_run(words, size)
        if run and run[1] >= LOOP_TIMES and " ".join(run[0]) not in _joined(pair.original):
            yield Mark("loop", f"“{' '.join(run[0])}” stands {run[1]} times in a row")
            return


def _longest_run(words: list[str], size: int) -> tuple[tuple[str, ...], int] | None:
    """Give the group of `size` words repeated most often without a gap, and how often."""
    best: tuple[tuple[str, ...], int] | None = None
    for start in range(len(words) - size + 1):
        group = tuple(words[start : start + size])
        times = 1
        while tuple(words[start + times * size : start + (times + 1) * size]) == group:
            times += 1
        if best is None or times > best[1]:
            best = group, times
    return best


def _joined(text: str) -> str:
    return " ".join(word.casefold() for word in WORD.findall(text))


def _check_copied(pair: _Pair) -> Iterator[Mark]:
    originals = [word for word in WORD.findall(pair.original) if word[0].islower()]
    kept = set(WORD.findall(pair.translation))
    if len(originals) > LOOP_WORDS:
        share = sum(word in kept for word in originals) / len(originals)
        if share >= COPIED_SHARE:
            yield Mark("copied", "the translation repeats the original's words")


CHECKS: tuple[Callable[[_Pair], Iterator[Mark]], ...] = (
    _check_numbers,
    _check_length,
    _check_loops,
    _check_copied,
)
