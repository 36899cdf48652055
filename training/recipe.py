"""The recipe: which corpora, how much of each, under which licence. One TOML file per package."""

from __future__ import annotations

import lzma
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Corpus:
    """Sentence pairs of one origin and how the mixture uses them."""

    name: str
    title: str
    licence: str
    file: str
    origin: str = ""  # value of the first column; "" = the file has no such column
    prefix: bool = False  # `origin` is only the beginning of the value
    swap: bool = False  # the file has the target first
    cap: int = 0  # at most so many pairs; 0 = all
    repeat: float = 1.0  # how often each pair is seen
    finish: float = 0.0  # how often in the last part of training
    least: int = 1  # words
    check_numbers: bool = False
    machine: bool = False  # the source side was written by a machine (back-translation)


@dataclass(frozen=True)
class Recipe:
    """A package to be made."""

    source: str
    target: str
    source_name: str
    target_name: str
    version: str
    vocabulary: int
    held_out: int
    held_out_from: str
    unknown_at_most: float
    history: str = ""  # a sentence for the model card: what the weights were before
    corpora: tuple[Corpus, ...] = field(default=())


def load(path: Path) -> Recipe:
    """Read the recipe in a TOML file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    corpora = tuple(Corpus(name, **entry) for name, entry in data.pop("corpora").items())
    return Recipe(corpora=corpora, **data)


def rows(path: Path) -> Iterator[list[str]]:
    """Give the columns of each line of a tab-separated file, compressed or not."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def pairs(corpus: Corpus, folder: Path) -> Iterator[tuple[str, str]]:
    """Source and target of every line of that origin."""
    for row in rows(folder / corpus.file):
        fits = row[0] == corpus.origin or (corpus.prefix and row[0].startswith(corpus.origin))
        if fits or not corpus.origin:
            yield (row[-1], row[-2]) if corpus.swap else (row[-2], row[-1])
