"""Draw pairs of articles of neighbouring days for labelling, equally from four bands of cosine.

    python benchmarks/story_pairs.py EVAL_FOLDER [--show FROM TO]

Prints the pairs (ids, days apart, cosine), or with --show the texts one has to read to label them.
The labels themselves lie in benchmarks/story_pairs.tsv: ids and ours words, no text of others.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import random
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

BANDS = ((0.12, 0.22), (0.22, 0.34), (0.34, 0.50), (0.50, 1.01))
PER_BAND = 82
WINDOW = 3  # days
SEED = 4
SHOWN = 220  # characters of each field

Record = dict[str, str]
Pair = tuple[int, int]


def read_articles(folder: Path) -> list[Record]:
    with lzma.open(folder / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        return sorted(map(json.loads, lines), key=lambda record: (record["date"], record["id"]))


def tfidf(texts: list[str]) -> list[dict[str, float]]:
    """Weigh words plainly: log term frequency, log inverse document frequency, length 1."""
    counted = [Counter(re.findall(r"\w{2,}", text.lower())) for text in texts]
    spread = Counter(word for counts in counted for word in counts)
    vectors = []
    for counts in counted:
        weights = {
            word: (1 + math.log(count)) * math.log(len(texts) / spread[word])
            for word, count in sorted(counts.items())
        }
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        vectors.append({word: w / length for word, w in weights.items()})
    return vectors


def cosine(first: dict[str, float], second: dict[str, float]) -> float:
    short, long = sorted((first, second), key=len)
    return sum(weight * long[word] for word, weight in short.items() if word in long)


def neighbours(records: list[Record]) -> list[Pair]:
    days = [date.fromisoformat(record["date"]).toordinal() for record in records]
    pairs, start = [], 0
    for b in range(len(days)):
        while days[b] - days[start] > WINDOW:
            start += 1
        pairs += [(a, b) for a in range(start, b)]
    return pairs


def full_text(record: Record) -> str:
    return f"{record['title']}\n{record['heading']}\n{record['article']}"


def draw(records: list[Record]) -> list[tuple[float, int, int]]:
    vectors = tfidf([full_text(record) for record in records])
    bands: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for a, b in neighbours(records):
        alike = cosine(vectors[a], vectors[b])
        for band, (low, high) in enumerate(BANDS):
            if low <= alike < high:
                bands[band].append((alike, a, b))
    chosen = random.Random(SEED)
    drawn = [pair for band in sorted(bands) for pair in chosen.sample(bands[band], PER_BAND)]
    chosen.shuffle(drawn)
    return drawn


def copied(first: Record, second: Record) -> float:
    """Give the share of the shorter article's five-word runs that the other has: a reading aid."""
    runs = []
    for record in (first, second):
        found = re.findall(r"\w+", record["article"].lower())
        runs.append({tuple(found[i : i + 5]) for i in range(max(1, len(found) - 4))})
    return len(runs[0] & runs[1]) / min(map(len, runs))


def show(record: Record) -> str:
    return " || ".join(record[key].strip()[:SHOWN] for key in ("title", "heading", "article"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/eval"))
    parser.add_argument("--show", type=int, nargs=2)
    chosen = parser.parse_args()
    records = read_articles(chosen.folder)
    drawn = draw(records)
    for number, (alike, a, b) in enumerate(drawn[slice(*chosen.show or (None,))]):
        first, second = records[a], records[b]
        head = f"{first['id']}\t{second['id']}\t{first['date']}\t{second['date']}\t{alike:.2f}"
        print(head if not chosen.show else f"## {number + chosen.show[0]} {head}")
        if chosen.show:
            print(f"copied {copied(first, second):.2f}")
            print(show(first), show(second), sep="\n-- ")


if __name__ == "__main__":
    main()
