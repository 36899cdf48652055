"""Compare ways to choose sentences, each cut at the same number of words.

    python benchmarks/summaries.py [EVAL_FOLDER] [--first N] [--update]

Sentences are taken in order of rank, the last one is cut so that at most 30 (60) words stand, and
all are put back into document order; leads are the plain beginning. Ours are the sentences a reader
is shown, which may be fewer words; "filled" goes on down our ranking until the words are used up,
as sumy's rows do, and "lead, as long" is the beginning of the article, as many words as ours. ROUGE
F1 against the abstract the articles' own editors wrote. Prints one table; --update pins our scores
in floors.json.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path

import floors
from rouge import Scores, cut, rouge, tokens

from briefgen.choosing.choose import Ranking, rank
from briefgen.engines.sumy import METHODS, SumySummarizer
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language
from briefgen.model import Article, Sentence

LENGTHS = (30, 60)
QUICK = 100  # articles of the test in tests/
Rule = Callable[[list[str]], Sequence[int]]


def article_of(texts: Sequence[str], title: str = "") -> Article:
    return Article(
        id="",
        file="",
        start=0,
        end=0,
        title=Sentence(title, None, None),
        paragraphs=(),
        sentences=tuple(Sentence(text, None, None) for text in texts),
        language=Language("fr"),
    )


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, Language("fr"))]


def by_sumy(method: str, texts: list[str]) -> Sequence[int]:
    scores = SumySummarizer(method).score(texts, Language("fr"))
    return sorted(range(len(texts)), key=lambda i: (-scores[i], i))


@cache
def ranking_of(texts: tuple[str, ...]) -> Ranking:
    return rank(article_of(texts), SumySummarizer())


def by_us(texts: list[str]) -> Sequence[int]:
    return ranking_of(tuple(texts)).shown()


def by_us_filled(texts: list[str]) -> Sequence[int]:
    return ranking_of(tuple(texts)).order


def lead_as_long(record: dict[str, str]) -> str:
    texts = split(record["text"])
    words = sum(len(tokens(texts[i])) for i in by_us(texts))
    return " ".join(tokens(record["text"])[:words])


def mean(scores: Sequence[Scores]) -> Scores:
    return tuple(100 * sum(column) / len(scores) for column in zip(*scores, strict=True))  # type: ignore[return-value]


def score_ranking(ranking: Rule, records: Sequence[dict[str, str]]) -> list[Scores]:
    found: list[list[Scores]] = [[] for _ in LENGTHS]
    for record in records:
        texts = split(record["text"])
        order, read = ranking(texts), [tokens(text) for text in texts]
        for scores, most in zip(found, LENGTHS, strict=True):
            scores.append(rouge(cut(read, order, most), tokens(record["abstract"])))
    return [mean(scores) for scores in found]


def score_texts(
    take: Callable[[dict[str, str]], str], records: Sequence[dict[str, str]]
) -> list[Scores]:
    return [
        mean([rouge(tokens(take(r))[:most], tokens(r["abstract"])) for r in records])
        for most in LENGTHS
    ]


def lead(count: int, record: dict[str, str]) -> str:
    return " ".join(split(record["text"])[:count])


def by_oracle(record: dict[str, str]) -> str:
    """Give the single sentence that serves best: how high choosing can reach at all."""
    gold = tokens(record["abstract"])
    return max(split(record["text"]), key=lambda text: sum(rouge(tokens(text)[:30], gold)))


def flat(scores: Sequence[Scores]) -> dict[str, float]:
    """Name the figures, for floors.json."""
    return {
        f"R-{kind} at {most} words": round(value, 2)
        for most, row in zip(LENGTHS, scores, strict=True)
        for kind, value in zip("12L", row, strict=True)
    }


def show(name: str, scores: list[Scores]) -> None:
    cells = " | ".join(" ".join(f"{value:5.2f}" for value in row) for row in scores)
    print(f"{name:18} | {cells}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/eval"))
    parser.add_argument("--first", type=int)
    parser.add_argument("--only", default=r".*")
    parser.add_argument("--update", action="store_true")
    chosen = parser.parse_args()
    lines = (chosen.folder / "summaries-dev.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines][: chosen.first]
    print(f"{len(records)} articles   | 30 words: R-1 R-2 R-L | 60 words: R-1 R-2 R-L")
    rows: dict[str, Callable[[], list[Scores]]] = {
        **{f"lead-{n}": partial(score_texts, partial(lead, n), records) for n in (1, 2, 3)},
        "lead (words)": partial(score_texts, lambda r: r["text"], records),
        **{
            f"sumy {method}": partial(score_ranking, partial(by_sumy, method), records)
            for method in METHODS
        },
        "BARThez (neural)": partial(score_texts, lambda r: r["barthez"], records),
        "oracle sentence": partial(score_texts, by_oracle, records),
        "briefgen": partial(score_ranking, by_us, records),
        "briefgen, filled": partial(score_ranking, by_us_filled, records),
        "lead, as long": partial(score_texts, lead_as_long, records),
    }
    if chosen.update:
        figures = flat(score_ranking(by_us, records[:QUICK]))
        floors.raise_to("summaries, quick", figures, slack=0.1)
    for name, score in rows.items():
        if re.search(chosen.only, name):
            show(name, score())


if __name__ == "__main__":
    main()
