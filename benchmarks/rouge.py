"""ROUGE-1, -2 and -L F1 on word tokens, lower-cased: the measure of `../shared/eval`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

Scores = tuple[float, float, float]


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _f1(shared: int, first: int, second: int) -> float:
    return 2 * shared / (first + second) if shared else 0.0


def _grams(found: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(found[i : i + size]) for i in range(len(found) - size + 1))


def _overlap(first: Sequence[str], second: Sequence[str], size: int) -> float:
    ours, theirs = _grams(first, size), _grams(second, size)
    return _f1((ours & theirs).total(), ours.total(), theirs.total())


def longest_common(first: Sequence[str], second: Sequence[str]) -> int:
    """Give the length of the longest common subsequence, a row of bits at a time (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for at, word in enumerate(second):
        places[word] = places.get(word, 0) | 1 << at
    full = (1 << len(second)) - 1
    row = full
    for word in first:
        met = row & places.get(word, 0)
        row = ((row + met) | (row - met)) & full
    return len(second) - row.bit_count()


def rouge(candidate: Sequence[str], reference: Sequence[str]) -> Scores:
    common = longest_common(candidate, reference)
    return (
        _overlap(candidate, reference, 1),
        _overlap(candidate, reference, 2),
        _f1(common, len(candidate), len(reference)),
    )


def cut(sentences: Sequence[Sequence[str]], order: Sequence[int], most: int) -> list[str]:
    """Take the words of sentences in order until `most` are there; put them in document order."""
    taken: dict[int, Sequence[str]] = {}
    room = most
    for i in order:
        taken[i] = sentences[i][:room]
        room -= len(taken[i])
    return [word for i in sorted(taken) for word in taken[i]]
