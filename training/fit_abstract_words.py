"""Fit choosing/abstract_words.tsv: which words of an article its editors put into the heading.

    python training/fit_abstract_words.py EVAL_FOLDER > briefgen/choosing/abstract_words.tsv

Data as in fit_features.py: headings of 7,500 French news articles (OrangeSum, CC BY-SA 4.0), of
which nothing is kept but the weights. Method: logistic regression (Newton's steps) over every
word; then, those weights standing, one number for each small word of French (stop words, words
that point back, that deny or that say who spoke); then over every pair of neighbours. It takes
some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from fit_features import read_records, split

from briefgen.choosing.abstract_words import PAIR_SIGNS, WORD_SIGNS, Spoken, pair_signs, word_signs
from briefgen.choosing.features import read
from briefgen.language import word_lists
from briefgen.language.sentences import words
from briefgen.language.tags import Language

STEPS = 12  # of Newton's; it stands still after about eight
SMOOTH = 1.0  # keeps signs that say the same from running apart
SMOOTH_WORD = 10.0  # the same for the number of a single small word, which few articles may hold
LEAST_GOLD = 12  # words; a shorter heading is no abstract

Matrix = np.ndarray
Sample = tuple[list[Spoken], list[str]]


def samples(folder: Path) -> list[Sample]:
    """Give the sentences and the heading's words of every article."""
    found = []
    for record in read_records(folder):
        spoken = [read(text, Language("fr")).spoken for text in split(record["article"])]
        gold = words(record["heading"], Language("fr"))
        if spoken and len(gold) >= LEAST_GOLD:
            found.append((spoken, gold))
    return found


def fit(signs: Matrix, told: Matrix) -> Matrix:
    """Give the constant and the weights under which what was told is most likely."""
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(signs @ weights)))
        slope = signs.T @ (told - chance) - SMOOTH * weights
        bend = (signs * (chance * (1 - chance))[:, None]).T @ signs
        weights += np.linalg.solve(bend + SMOOTH * np.eye(len(weights)), slope)
    return weights


def fit_small(at: Matrix, logits: Matrix, told: Matrix, count: int) -> Matrix:
    """Give what each small word adds to its logits; `at` says which of them a row is, or -1."""
    rows = at >= 0
    at, logits, told = at[rows], logits[rows], told[rows]
    adds = np.zeros(count)
    for _ in range(STEPS):  # no row is two words, so that each number is found by itself
        chance = 1 / (1 + np.exp(-(logits + adds[at])))
        slope = np.bincount(at, told - chance, count) - SMOOTH_WORD * adds
        adds += slope / (np.bincount(at, chance * (1 - chance), count) + SMOOTH_WORD)
    return adds


def small_words(language: str) -> list[str]:
    """Give the words of a language that say little by themselves."""
    lists = word_lists.load(Language(language))
    said = {word for phrase in lists.attribution for word in phrase.split()}
    return sorted({*lists.stop_words, *lists.continuing, *lists.negations, *said})


def described(rows: Iterable[tuple[float, ...]]) -> Matrix:
    """Stack signs behind a column of ones."""
    block = np.array(list(rows), np.float32)
    return np.hstack([np.ones((len(block), 1), np.float32), block])


def main() -> None:
    """Print the table."""
    found = samples(Path(sys.argv[1]))
    small = {word: at for at, word in enumerate(small_words("fr"))}
    keys, signs, told = [], [], []
    for spoken, gold in found:
        of_article = word_signs(spoken)
        keys.append(list(of_article))
        signs.append(described(of_article.values()))
        told.append(np.isin(keys[-1], list(set(gold))))
    of_words = fit(np.vstack(signs), np.concatenate(told))
    logits = [block @ of_words for block in signs]
    at = [np.array([small.get(word, -1) for word in row]) for row in keys]
    of_small = fit_small(
        np.concatenate(at), np.concatenate(logits), np.concatenate(told), len(small)
    )
    adds = np.append(of_small, 0.0)  # the last for words that are not small
    signs, told = [], []
    for (spoken, gold), row, rated, which in zip(found, keys, logits, at, strict=True):
        known = dict(zip(row, map(float, rated + adds[which]), strict=True))
        pairs, heading = pair_signs(spoken, known), set(pairwise(gold))
        signs.append(described(pairs.values()))
        told.append(np.array([pair in heading for pair in pairs]))
    of_pairs = fit(np.vstack(signs), np.concatenate(told))
    print("# What makes a word, and two in a row, likely to stand in an article's abstract, in")
    print("# logits (choosing/abstract_words.py says what the signs are); then what small French")
    print(
        "# words add. Written by training/fit_abstract_words.py from headings of articles.jsonl.xz"
    )
    print(f"# ({len(found)} French articles, OrangeSum, CC BY-SA 4.0), {date(2026, 11, 21)}.")
    for kind, names, table in (
        ("word", ("constant", *WORD_SIGNS), of_words),
        ("pair", ("constant", *PAIR_SIGNS), of_pairs),
        ("fr", small, of_small),
    ):
        for name, weight in zip(names, table, strict=True):
            print(kind, name, f"{weight:.3f}", sep="\t")


if __name__ == "__main__":
    main()
