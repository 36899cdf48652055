"""Fit choosing/how_many.tsv: when one sentence more brings a summary nearer to the abstract.

    python training/fit_how_many.py EVAL_FOLDER > briefgen/choosing/how_many.tsv

Data as in fit_features.py, whose table must stand: headings of 7,500 French news articles
(OrangeSum, CC BY-SA 4.0), of which nothing is kept but the weights. Method: least squares. What is
foretold is the change of the mean of the three ROUGE scores, in points, when the second, third or
fourth sentence that briefgen would choose is added, nothing cut.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
from fit_features import Matrix, Sample, reward, samples
from rouge import cut

from briefgen.choosing import choose, features
from briefgen.choosing.features import Row
from briefgen.choosing.how_many import SIGNS, signs
from briefgen.choosing.how_many import Row as Signs

MOST = 4  # sentences of one summary
ALL = 10_000  # words: nothing is cut


def steps(sample: Sample, tables: tuple[Row, Row]) -> tuple[list[Signs], list[float]]:
    """Describe each sentence added, and say what it changed."""
    order = choose.pick(sample.readings, sample.rows, sample.known, tables)[:MOST]
    worth = [features.worth(sample.rows[i], tables[0]) for i in order]
    spoken = [sample.readings[i].spoken for i in order]
    rewards = [
        100 * reward(cut(sample.texts, order[:count], ALL), sample.gold)
        for count in range(1, len(order) + 1)
    ]
    return signs(spoken, worth, sample.known), list(np.diff(rewards))


def fit(found: list[Sample], tables: tuple[Row, Row]) -> Matrix:
    """Give the constant and what the signs are worth, in points of ROUGE."""
    described = [steps(sample, tables) for sample in found]
    rows = np.array([[1.0, *row] for rows, _ in described for row in rows])
    gains = np.array([gain for _, changed in described for gain in changed])
    weights, *_ = np.linalg.lstsq(rows, gains)
    return weights


def main() -> None:
    """Print the table."""
    found = samples(Path(sys.argv[1]))
    weights = fit(found, features.weights())
    print(
        "# What speaks for one sentence more in a summary, in points of ROUGE: one is added while"
    )
    print("# the sum is above 0 (choosing/how_many.py says what the signs are). Written by")
    print("# training/fit_how_many.py from the headings of articles.jsonl.xz")
    print(f"# ({len(found)} French articles, OrangeSum, CC BY-SA 4.0), {date(2026, 11, 21)}.")
    for name, weight in zip(("constant", *SIGNS), weights, strict=True):
        print(name, f"{weight:.3f}", sep="\t")


if __name__ == "__main__":
    main()
