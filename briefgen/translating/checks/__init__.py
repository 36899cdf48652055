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
from briefgen.translating import protected
from briefgen.translating.checks.names import check_names
from briefgen.translating.checks.negation import check_negation, check_opposites
from briefgen.translating.checks.numbers import check_dates, check_numbers, check_units
from briefgen.translating.checks.pair import Pair, read_data
from briefgen.translating.checks.shape import check_ending, check_length, check_loops, check_quotes
from briefgen.translating.checks.tokens import check_abbreviations, check_tokens
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
    check_abbreviations,
    check_negation,
    check_opposites,
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
    whole = Pair(sentence.input, sentence.translation, source, target)
    if whole.is_empty:
        return (Mark("empty", "nothing was translated"),)
    # Words and figures inside addresses and tags are nobody's business but that of their check.
    bare = protected.without_tokens
    pair = Pair(bare(sentence.input), bare(sentence.translation), source, target)
    marks = [*check_tokens(whole), *(mark for run in CHECKS for mark in run(pair))]
    if score_floor is not None and sentence.score is not None and sentence.score < score_floor:
        marks.append(Mark("score", "the model was unsure of many of its words"))
    return tuple(marks)
