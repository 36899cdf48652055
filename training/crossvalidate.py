"""Say how good the choice of sentences is on articles its weights had no part in.

    python training/crossvalidate.py EVAL_FOLDER

Five times the tables of fit_features.py and fit_how_many.py are fitted on four fifths of the
articles of `articles.jsonl.xz` and the last fifth is summarised by them, as
benchmarks/summaries.py does it (no titles there). Ten times as many articles as the summary test,
so that smaller differences show. `abstract_words.tsv` is taken as it stands: some two hundred
numbers for two million words do not remember an article. Takes some five minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import fit_how_many
import numpy as np
from fit_features import Sample, read_records, sample, samples, tables
from rouge import Scores, cut, rouge

from briefgen.choosing import choose

FOLDS = 5
LENGTHS = (30, 60)


def scores(one: Sample, order: Sequence[int]) -> list[Scores]:
    """Score a choice at both lengths."""
    return [rouge(cut(one.texts, order, most), one.gold) for most in LENGTHS]


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1])
    fitting = samples(folder)
    untitled = [s for s in (sample(r, titled=False) for r in read_records(folder)) if s is not None]
    rows: dict[str, list[list[Scores]]] = {"lead (words)": [], "briefgen": []}
    for fold in range(FOLDS):
        known = [s for i, s in enumerate(fitting) if i % FOLDS != fold]
        ways = tables(known)
        signs = tuple(map(float, fit_how_many.fit(known, ways)))
        for one in untitled[fold::FOLDS]:
            ranking = choose.weigh(one.readings, one.rows, one.known, ways, signs)
            rows["lead (words)"].append(scores(one, range(len(one.texts))))
            rows["briefgen"].append(scores(one, ranking.shown()))
        print(f"part {fold + 1} of {FOLDS}", file=sys.stderr, flush=True)
    print(f"{len(untitled)} articles  | 30 words: R-1 R-2 R-L | 60 words: R-1 R-2 R-L")
    for name, found in rows.items():
        mean = 100 * np.array(found).mean(0)
        print(f"{name:14} |", " | ".join(" ".join(f"{v:5.2f}" for v in row) for row in mean))
    paired = 100 * (np.array(rows["briefgen"]) - np.array(rows["lead (words)"]))
    error = paired.std(0) / np.sqrt(len(paired))
    print(
        "above the lead |",
        " | ".join(
            " ".join(f"{v:.2f}±{e:.2f}" for v, e in zip(*pair, strict=True))
            for pair in zip(paired.mean(0), error, strict=True)
        ),
    )


if __name__ == "__main__":
    main()
