"""Fit briefgen/salience.tsv: what makes a sentence worth reading, learned from editors' headings.

    python training/fit_terms.py EVAL_FOLDER > briefgen/terms.tsv       (first: this builds on it)
    python training/fit_salience.py EVAL_FOLDER > briefgen/salience.tsv

Data: `articles.jsonl.xz` (headings of 7,500 French news articles, OrangeSum, CC BY-SA 4.0); no
article of the summary test is in it, and no text of it is kept, only the weights. Method: a softmax
over an article's sentences is pushed toward those whose first 30 words score highest (mean ROUGE)
against the heading; then the same for the second sentence, given the first, at 60 words together.
Fitting is plain NumPy, takes some minutes, and gives the same file each time.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from rouge import rouge, tokens

from briefgen.engines.sumy import SumySummarizer
from briefgen.salience import Reading, beside, describe, read
from briefgen.sentences import split_sentences
from briefgen.summarize import scaled
from briefgen.terms import Terms, weigh

MOST = 60  # sentences of an article
STEPS, RATE, DECAY = 400, 0.1, 1e-5
# The articles lost their paragraph breaks: a stop with a capital right behind it was one.
BREAK = re.compile(r"(?<=[a-zà-ÿ0-9)»\"][.!?])(?=[\"«A-ZÀ-Ý])|(?<=[.!?][\"»])(?=[\"«A-ZÀ-Ý])")

Matrix = np.ndarray


@dataclass(frozen=True, slots=True)
class Sample:
    """An article ready for fitting."""

    texts: list[list[str]]
    readings: list[Reading]
    rows: list[dict[str, float]]
    known: Terms
    gold: list[str]


def sample(record: dict[str, str], titled: bool) -> Sample | None:  # noqa: FBT001 - one switch
    """Prepare one article, or nothing when it or its heading is too short."""
    texts = split(record["article"])
    gold = tokens(record["heading"])
    if len(texts) < 3 or len(gold) < 12:
        return None
    readings = [read(text, "fr") for text in texts]
    central = scaled(SumySummarizer().score(texts, "fr"))
    known = weigh([reading.spoken for reading in readings])
    title = read(record["title"] if titled else "", "fr")
    rows = describe(readings, title, central, known)
    return Sample([tokens(text) for text in texts], readings, rows, known, gold)


def split(text: str) -> list[str]:
    """Give the sentences of an article that lost its paragraph breaks."""
    text = BREAK.sub("\n", text)
    return [text[start:end] for start, end in split_sentences(text, "fr")][:MOST]


def read_records(folder: Path) -> list[dict[str, str]]:
    """Read every different article, in an order of no meaning."""
    with lzma.open(folder / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        records = {record["article"][:200]: record for record in map(json.loads, lines)}
    ordered = sorted(records.values(), key=lambda record: record["id"])
    random.Random(1).shuffle(ordered)
    return ordered


def samples(folder: Path) -> list[Sample]:
    """Prepare the articles; every other one without its title."""
    records = read_records(folder)
    found = (sample(record, titled=i % 2 == 0) for i, record in enumerate(records))
    return [s for s in found if s is not None]


def reward(words: Sequence[str], gold: Sequence[str]) -> float:
    """Give the mean of the three ROUGE scores."""
    return sum(rouge(words, gold)) / 3


def cut(sample: Sample, order: Sequence[int], most: int) -> list[str]:
    """Take sentences in order until the words run out; put them in document order."""
    taken, room = {}, most
    for i in order:
        taken[i] = sample.texts[i][:room]
        room -= len(taken[i])
    return [word for i in sorted(taken) for word in taken[i]]


def pack(
    rows: list[list[list[float]]], rewards: list[list[float]]
) -> tuple[Matrix, Matrix, Matrix]:
    """Put ragged rows into blocks: features, rewards, and where there is anything."""
    longest = max(map(len, rows))
    features = np.zeros((len(rows), longest, len(rows[0][0])), np.float32)
    worth = np.zeros((len(rows), longest), np.float32)
    there = np.zeros((len(rows), longest), bool)
    for i, (row, value) in enumerate(zip(rows, rewards, strict=True)):
        features[i, : len(row)], worth[i, : len(row)], there[i, : len(row)] = row, value, True
    return features, worth, there


def fit(features: Matrix, worth: Matrix, there: Matrix) -> Matrix:
    """Climb the expected reward (Adam)."""
    flat = features.reshape(-1, features.shape[2])
    weights = np.zeros(features.shape[2])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        score = (flat @ weights).reshape(worth.shape)
        score[~there] = -1e9
        chance = np.exp(score - score.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        expected = (chance * worth).sum(1, keepdims=True)
        slope = flat.T @ (chance * (worth - expected)).ravel() / len(worth) - DECAY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope * slope
        weights += RATE * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def first_step(found: list[Sample], names: list[str]) -> Matrix:
    """Fit what makes the first sentence."""
    rows = [[[row[name] for name in names] for row in s.rows] for s in found]
    rewards = [[reward(words[:30], s.gold) for words in s.texts] for s in found]
    features, worth, there = pack(rows, rewards)
    spread = features[there].std(0) + 1e-6  # steps of one size suit features of one spread
    return fit(features / spread, worth, there) / spread


def next_step(found: list[Sample], names: list[str], more: list[str], first: Matrix) -> Matrix:
    """Fit what makes the second one, given the best first."""
    rows, rewards = [], []
    for s in found:
        best = int(np.argmax(np.array([[row[n] for n in names] for row in s.rows]) @ first))
        rest = [i for i in range(len(s.rows)) if i != best]
        if len(s.texts[best]) > 50:
            continue
        seen = [s.rows[i] | beside(i, s.readings, [best], s.known) for i in rest]
        rows.append([[row[name] for name in (*names, *more)] for row in seen])
        rewards.append([reward(cut(s, [best, i], 60), s.gold) for i in rest])
    return fit(*pack(rows, rewards))


def main() -> None:
    """Print the table."""
    found = samples(Path(sys.argv[1]))
    names = sorted(found[0].rows[0])
    more = sorted(beside(1, found[0].readings, [0], found[0].known))
    first = first_step(found, names)
    later = next_step(found, names, more, first)
    print("# What features of a sentence are worth (briefgen/salience.py says what they are).")
    print("# Written by training/fit_salience.py from the headings of articles.jsonl.xz")
    print(f"# ({len(found)} French articles, OrangeSum, CC BY-SA 4.0), {date(2026, 11, 21)}.")
    print("# feature\tas first sentence\tbeside those chosen")
    for i, name in enumerate([*names, *more]):
        print(name, f"{first[i] if i < len(first) else 0:.2f}", f"{later[i]:.2f}", sep="\t")


if __name__ == "__main__":
    main()
