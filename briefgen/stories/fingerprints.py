"""What an article is recognised by, made of it alone: plain values, to be remembered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from briefgen import remembering
from briefgen.language.tags import Language
from briefgen.model import Summary
from briefgen.progress import Progress, each
from briefgen.remembering import Memory
from briefgen.stories import copies, likeness


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The runs of words of an article, and how often it says which words."""

    shingles: frozenset[int]
    counts: tuple[dict[str, int], ...]  # as `likeness.count` gives them


def fingerprints(
    summaries: Sequence[Summary], target: Language, memory: Memory | None, progress: Progress
) -> Iterable[Fingerprint]:
    """Give the fingerprint of each article; those a memory knows are not made again."""

    def work(some: Sequence[Summary], progress: Progress) -> list[Fingerprint]:
        return [_made(summary, target) for summary in each(some, progress)]

    return remembering.remembered(
        summaries,
        work,
        key=partial(_key, target),
        shape=remembering.shape(Fingerprint),
        memory=memory,
        progress=progress,
    )


def _made(summary: Summary, target: Language) -> Fingerprint:
    return Fingerprint(copies.shingles(summary.article), likeness.count(summary, target))


def _key(target: Language, summary: Summary) -> str:
    """Hash all that a fingerprint hangs on, but for the code."""
    article = summary.article
    told = [summary.told(line, target) for line in summary.lines]
    lines = [
        (line.original, one.text, one.language.tag)
        for line, one in zip(summary.lines, told, strict=True)
    ]
    texts = [paragraph.text for paragraph in article.paragraphs]
    what = [target.tag, article.language.tag, lines, texts]
    return sha256(json.dumps(what).encode()).hexdigest()
