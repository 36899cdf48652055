"""How many of the sentences chosen a reader is shown: as many as an editor's abstract would hold.

One sentence more is worth it while it is foretold to bring the summary nearer to the abstract;
`how_many.tsv` says what the signs of that are worth (training/fit_how_many.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from briefgen.choosing import abstract_words, tables
from briefgen.choosing.abstract_words import Spoken, Terms

LONG = 30  # words of a sentence
SIGNS = ("more words", "more pairs", "told", "length", "worse")

Row = tuple[float, ...]


def enough(sentences: Sequence[Spoken], worth: Sequence[float], known: Terms, weights: Row) -> int:
    """Say how many sentences are enough, of those that stand best first; at least one.

    `worth` says what each would be worth as the first; `weights` are those of `table()`.
    """
    constant, *values = weights
    for count, row in enumerate(signs(sentences, worth, known), start=1):
        if constant + sum(value * sign for value, sign in zip(values, row, strict=True)) <= 0:
            return count
    return len(sentences)


def signs(sentences: Sequence[Spoken], worth: Sequence[float], known: Terms) -> list[Row]:
    """Describe each sentence but the first beside those before it, in the order of SIGNS."""
    told = [len(sentence.words) for sentence in sentences]
    parts = [sentences[: i + 1] for i in range(len(sentences))]
    overlap = [abstract_words.foretell(part, known) for part in parts]
    return [
        (
            after[0] - before[0],
            after[1] - before[1],
            sum(told[:i]) / LONG,
            told[i] / LONG,
            worth[0] - worth[i],
        )
        for i, (before, after) in enumerate(pairwise(overlap), start=1)
    ]


@cache
def table() -> Row:
    """Give the constant and what the signs are worth, in points of ROUGE."""
    values = {name: float(value) for name, value in tables.read("how_many.tsv")}
    return tuple(values[name] for name in ("constant", *SIGNS))
