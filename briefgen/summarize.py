"""Choice of the sentences a reader is shown: the point of the article, said once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from briefgen.model import Article
from briefgen.sentences import words

# What a sentence is worth, by feature (each between 0 and 1).
WEIGHTS = {"central": 1.0, "lead": 1.5, "title": 1.0, "number": 0.2, "length": 0.6, "quote": -0.5}
REPETITION = 1.5  # how much the likeness to a chosen sentence costs
GOOD_LENGTH = (12, 40)  # words
STEPS = (4, 12, 30)  # an article of more sentences than these deserves one more each
LONGEST = 8  # sentences anybody could ask for
_QUOTE = re.compile(r"[«»“”„\"]")


class Summarizer(Protocol):
    """Rates sentences by how central they are to the text."""

    name: str

    def score(self, sentences: Sequence[str], language: str) -> list[float]:
        """Give one number per sentence, the higher the more central."""


def choose(
    article: Article, summarizer: Summarizer, *, at_least: int = 1, at_most: int = 4
) -> tuple[int, ...]:
    """Choose sentences by centrality, place, title, length and novelty; ascending indices."""
    most = wanted(len(article.sentences), at_least, at_most)
    return tuple(sorted(rank(article, summarizer)[:most]))


def rank(article: Article, summarizer: Summarizer) -> tuple[int, ...]:
    """Order the sentences by what each adds to those before it."""
    texts = [sentence.input for sentence in article.sentences]
    if not texts:
        return ()
    language = article.language.tag
    contents = [frozenset(words(text, language)) for text in texts]
    values = _values(texts, contents, article, summarizer)
    chosen: list[int] = []
    for _ in texts[:LONGEST]:
        rest = [i for i in range(len(texts)) if i not in chosen]
        chosen.append(max(rest, key=lambda i: (_gain(i, values, contents, chosen), -i)))
    return tuple(chosen)


def wanted(sentences: int, at_least: int, at_most: int) -> int:
    """Say how many sentences an article of that many deserves."""
    return max(at_least, min(at_most, 1 + sum(sentences > step for step in STEPS)))


def _values(
    texts: Sequence[str],
    contents: Sequence[frozenset[str]],
    article: Article,
    summarizer: Summarizer,
) -> list[float]:
    central = scaled(summarizer.score(texts, article.language.tag))
    title = frozenset(words(article.title.input, article.language.tag))
    return [
        sum(
            WEIGHTS[name] * value
            for name, value in _features(i, text, contents[i], title, central[i]).items()
        )
        for i, text in enumerate(texts)
    ]


def _features(
    place: int, text: str, content: frozenset[str], title: frozenset[str], central: float
) -> dict[str, float]:
    least, most = GOOD_LENGTH
    length = len(text.split()) or 1
    return {
        "central": central,
        "lead": 1 / (1 + place),
        "title": len(content & title) / max(1, len(title)),
        "number": float(any(c.isdigit() for c in text)),
        "length": min(1.0, length / least, most / length),
        "quote": float(bool(_QUOTE.search(text))),
    }


def scaled(values: Sequence[float]) -> list[float]:
    """Stretch numbers to the range 0 to 1; all equal gives all 1."""
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 1.0 for value in values]


def _gain(
    i: int, values: Sequence[float], contents: Sequence[frozenset[str]], chosen: Sequence[int]
) -> float:
    said = [len(contents[i] & contents[j]) / max(1, len(contents[i])) for j in chosen]
    return values[i] - REPETITION * max(said, default=0.0)
