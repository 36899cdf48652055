"""Which articles are copies of one another, by the runs of words they share."""

from __future__ import annotations

import zlib

from briefgen.language.sentences import words
from briefgen.model import Article

SHINGLE = 5  # words; shorter runs are shared by chance
SAMPLE = 4  # one shingle in four is enough to find candidates
COPY = 0.6  # share of the shorter text found in the longer one
FEW_SHINGLES = 20  # below this a quotation could be the whole of the shorter text


def shingles(article: Article) -> frozenset[int]:
    """Give the fingerprint of the article's text: each run of five words as a number."""
    text = "\n".join(paragraph.text for paragraph in article.paragraphs)
    found = words(text, article.language)
    runs = range(max(1, len(found) - SHINGLE + 1))
    return frozenset(zlib.crc32(" ".join(found[i : i + SHINGLE]).encode()) for i in runs)


def is_copy(first: frozenset[int], second: frozenset[int]) -> bool:
    """Say whether one text is the other: edited, shortened or with additions."""
    shared = len(first & second)
    shorter = min(len(first), len(second))
    if shorter < FEW_SHINGLES:
        return shared >= COPY * max(len(first), len(second))
    return shared >= COPY * shorter


def sampled(prints: frozenset[int]) -> frozenset[int]:
    """Give the part of a fingerprint that finds candidates."""
    return frozenset(number for number in prints if number % SAMPLE == 0)
