"""Fit choosing/features.tsv: what makes a sentence worth reading, learned from editors' headings.

    python training/fit_abstract_words.py EVAL_FOLDER > …/abstract_words.tsv  (first)
    python training/fit_features.py EVAL_FOLDER > briefgen/choosing/features.tsv
    python training/fit_how_many.py EVAL_FOLDER > …/how_many.tsv  (last: builds on both)

Data: `articles.jsonl.xz` (headings of 7,500 French news articles, OrangeSum, CC BY-SA 4.0); no
article of the summary test is in it, and no text of it is kept, only the weights. Method: a softmax
over an article's sentences is pushed toward those whose first 30 words score highest (mean ROUGE)
against the heading; then the same for the second sentence, given the first, at 60 words together.
Fitting is plain NumPy and takes some minutes.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from rouge import cut, rouge, tokens

from briefgen.choosing.abstract_words import Terms, weigh
from briefgen.choosing.choose import scaled
from briefgen.choosing.features import Reading, beside, describe, read
from briefgen.engines.sumy import SumySummarizer
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language

MOST = 60  # sentences of an article
# What tells the first sentence, and what the next ones: left of twice as many features, after those
# the choice did not miss were dropped, again and again (five-fold cross-validation).
OPENING = (
    *("date", "depth", "early", "name first", "pairs", "phrases", "theme relative", "words"),
    *("quotation", "late root", "numbers", "acronym", "second", "title", "central"),
)
LATER = (
    *("central", "lead relative", "full names", "stop words", "quotation", "length", "dense"),
    *("aside", "start relative", "names", "words", "date", "fresh", "title"),
)
BESIDE = ("adds", "distance", "follows", "new pairs", "new words", "precedes", "repeats")
FIRST, BOTH = 30, 60  # words of the first sentence, and of the first two, that count
STEPS, RATE, DECAY = 300, 0.1, 1e-4

Matrix = np.ndarray


@dataclass(frozen=True, slots=True)
class Choices:
    """What there was to choose from, the articles' sentences under one another."""

    features: Matrix  # a row for each sentence
    worth: Matrix  # its reward
    sizes: Matrix  # sentences of each article


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
    readings = [read(text, Language("fr")) for text in texts]
    central = scaled(SumySummarizer().score(texts, Language("fr")))
    known = weigh([reading.spoken for reading in readings], Language("fr"))
    title = read(record["title"] if titled else "", Language("fr"))
    rows = describe(readings, title, central, known)
    return Sample([tokens(text) for text in texts], readings, rows, known, gold)


def split(text: str) -> list[str]:
    """Give the sentences of an article."""
    return [text[start:end] for start, end in split_sentences(text, Language("fr"))][:MOST]


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


def stack(rows: list[list[list[float]]], rewards: list[list[float]]) -> Choices:
    """Put the choices of all articles under one another."""
    return Choices(
        np.concatenate([np.array(row, np.float32) for row in rows]),
        np.concatenate([np.array(reward, np.float32) for reward in rewards]),
        np.array([len(row) for row in rows]),
    )


def fit(choices: Choices) -> Matrix:
    """Climb the expected reward (Adam), features brought to one spread."""
    spread = choices.features.std(0) + 1e-6
    features, sizes = choices.features / spread, choices.sizes
    starts = np.concatenate([[0], sizes.cumsum()[:-1]])
    weights = np.zeros(features.shape[1], np.float32)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        score = features @ weights
        chance = np.exp(score - np.repeat(np.maximum.reduceat(score, starts), sizes))
        chance /= np.repeat(np.add.reduceat(chance, starts), sizes)
        expected = np.repeat(np.add.reduceat(chance * choices.worth, starts), sizes)
        slope = features.T @ (chance * (choices.worth - expected)) / len(sizes) - DECAY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope * slope
        weights += RATE * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights / spread


def first_step(found: list[Sample]) -> Matrix:
    """Fit what makes the first sentence."""
    rows = [[[row[name] for name in OPENING] for row in s.rows] for s in found]
    rewards = [[reward(words[:FIRST], s.gold) for words in s.texts] for s in found]
    return fit(stack(rows, rewards))


def next_step(found: list[Sample], first: Matrix) -> Matrix:
    """Fit what makes the second one, given the best first."""
    rows, rewards = [], []
    for s in found:
        best = int(np.argmax(np.array([[row[name] for name in OPENING] for row in s.rows]) @ first))
        rest = [i for i in range(len(s.rows)) if i != best]
        if len(s.texts[best]) > BOTH - 10:
            continue
        seen = [s.rows[i] | beside(i, s.readings, [best], s.known) for i in rest]
        rows.append([[row[name] for name in (*LATER, *BESIDE)] for row in seen])
        rewards.append([reward(cut(s.texts, [best, i], BOTH), s.gold) for i in rest])
    return fit(stack(rows, rewards))


def tables(found: list[Sample]) -> tuple[dict[str, float], dict[str, float]]:
    """Fit both tables: for the first sentence, and for the next ones."""
    first = first_step(found)
    later = next_step(found, first)
    return (
        dict(zip(OPENING, map(float, first), strict=True)),
        dict(zip((*LATER, *BESIDE), map(float, later), strict=True)),
    )


def main() -> None:
    """Print the table."""
    found = samples(Path(sys.argv[1]))
    opening, later = tables(found)
    print("# What features of a sentence are worth (choosing/features.py says what they are).")
    print("# Written by training/fit_features.py from the headings of articles.jsonl.xz")
    print(f"# ({len(found)} French articles, OrangeSum, CC BY-SA 4.0), {date(2026, 11, 21)}.")
    print("# feature\tas first sentence\tbeside those chosen")
    for name in sorted({*OPENING, *LATER}) + list(BESIDE):
        print(name, f"{opening.get(name, 0):.2f}", f"{later.get(name, 0):.2f}", sep="\t")


if __name__ == "__main__":
    main()
