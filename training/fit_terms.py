"""Fit briefgen/terms.tsv: which words and pairs of an article its editors put into the heading.

    python training/fit_terms.py EVAL_FOLDER > briefgen/terms.tsv

Data as in fit_salience.py: headings of 7,500 French news articles (OrangeSum, CC BY-SA 4.0), of
which nothing is kept but the weights. Method: logistic regression (Newton's steps) over every
word, then over every pair of neighbours. It takes some minutes and gives the same file each time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from fit_salience import read_records, split

from briefgen.salience import read
from briefgen.sentences import words
from briefgen.terms import PAIR_SIGNS, WORD_SIGNS, Spoken, pair_signs, word_signs

STEPS = 12  # of Newton's; it stands still after about eight
SMOOTH = 1.0  # keeps signs that say the same from running apart
LEAST_GOLD = 12  # words; a shorter heading is no abstract

Matrix = np.ndarray
Sample = tuple[list[Spoken], list[str]]


def samples(folder: Path) -> list[Sample]:
    """Give the sentences and the heading's words of every article."""
    found = []
    for record in read_records(folder):
        spoken = [read(text, "fr").spoken for text in split(record["article"])]
        gold = words(record["heading"], "fr")
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


def described(rows: Iterable[tuple[float, ...]]) -> Matrix:
    """Stack signs behind a column of ones."""
    block = np.array(list(rows), np.float32)
    return np.hstack([np.ones((len(block), 1), np.float32), block])


def main() -> None:
    """Print the table."""
    found = samples(Path(sys.argv[1]))
    signs, told = [], []
    for spoken, gold in found:
        described_words = word_signs(spoken)
        signs.append(described(described_words.values()))
        told.append(np.isin(list(described_words), list(set(gold))))
    of_words = fit(np.vstack(signs), np.concatenate(told))
    logits = [block @ of_words for block in signs]
    signs, told = [], []
    for (spoken, gold), rated in zip(found, logits, strict=True):
        known = dict(zip(word_signs(spoken), map(float, rated), strict=True))
        pairs, heading = pair_signs(spoken, known), set(pairwise(gold))
        signs.append(described(pairs.values()))
        told.append(np.array([pair in heading for pair in pairs]))
    of_pairs = fit(np.vstack(signs), np.concatenate(told))
    print("# What makes a word, and two in a row, likely to stand in an article's abstract, in")
    print("# logits (briefgen/terms.py says what the signs are). Written by training/fit_terms.py")
    print(f"# from the headings of articles.jsonl.xz ({len(found)} French articles, OrangeSum,")
    print(f"# CC BY-SA 4.0), {date(2026, 11, 21)}.")
    for kind, names, table in (("word", WORD_SIGNS, of_words), ("pair", PAIR_SIGNS, of_pairs)):
        for name, weight in zip(("constant", *names), table, strict=True):
            print(kind, name, f"{weight:.3f}", sep="\t")


if __name__ == "__main__":
    main()
