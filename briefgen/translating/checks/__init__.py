"""A sentence and its translation → marks: doubts in words, each naming the check that raised it.

Every check is a pure function of the pair; none knows how the translation was made. What each
catches, and how often it is wrong, is measured by `benchmarks/checks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import yaml

from briefgen.language.tags import Language
from briefgen.model import Mark, Sentence
from briefgen.translating.checks.names import check_names
from briefgen.translating.checks.negation import check_negation
from briefgen.translating.checks.numbers import check_dates, check_numbers, check_units
from briefgen.translating.checks.pair import Pair, read_data
from briefgen.translating.checks.shape import check_ending, check_length, check_loops, check_quotes
from briefgen.translating.checks.words import (
    check_copied,
    check_foreign,
    check_invented,
    check_overlap,
)

CHECKS: tuple[Callable[[Pair], Iterator[Mark]], ...] = (
    check_numbers,
    check_units,
    check_dates,
    check_names,
    check_negation,
    check_quotes,
    check_length,
    check_ending,
    check_loops,
    check_copied,
    check_foreign,
    check_invented,
    check_overlap,
)


@cache
def score_floor(packages: tuple[str, ...]) -> float | None:
    """Give the score below which most translations are bad, where it was measured.

    Over a pivot the score is that of the weakest leg, so the lowest floor of the legs holds.
    """
    floors: dict[str, float] = yaml.safe_load(read_data("score-floors.yml"))
    return min((floors[name] for name in packages if name in floors), default=None)


def check(
    sentence: Sentence, *, source: Language, target: Language, score_floor: float | None = None
) -> tuple[Mark, ...]:
    """Give the doubts about a translation; () for none, and where nothing was translated.

    `score_floor` is the package's own: below it, most of what it writes is wrong.
    """
    if sentence.translation is None or source.is_same_as(target):
        return ()
    pair = Pair(sentence.input, sentence.translation, source, target)
    if pair.is_empty:
        return (Mark("empty", "nothing was translated"),)
    marks = [mark for run in CHECKS for mark in run(pair)]
    if score_floor is not None and sentence.score is not None and sentence.score < score_floor:
        marks.append(Mark("score", "the model was unsure of many of its words"))
    return tuple(marks)
