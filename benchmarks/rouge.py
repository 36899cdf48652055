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
    row = [0] * (len(second) + 1)
    for word in first:
        above = 0
        for j, other in enumerate(second, 1):
            above, row[j] = row[j], above + 1 if word == other else max(row[j], row[j - 1])
    return row[-1]


def rouge(candidate: Sequence[str], reference: Sequence[str]) -> Scores:
    common = longest_common(candidate, reference)
    return (
        _overlap(candidate, reference, 1),
        _overlap(candidate, reference, 2),
        _f1(common, len(candidate), len(reference)),
    )
