"""Packed token ids to padded batches of about equal cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformer import PAD

POOL = 60_000  # lines sorted by length together


class Side:
    """All lines of one language, one after the other."""

    def __init__(self, shards: list[np.lib.npyio.NpzFile], name: str) -> None:
        self.ids = np.concatenate([shard[name] for shard in shards])
        self.lengths = np.concatenate([shard[name + "_lengths"] for shard in shards]).astype(int)
        self.starts = np.concatenate([[0], self.lengths.cumsum()[:-1]])

    def padded(self, lines: np.ndarray) -> Tensor:
        """Give the lines as one rectangle."""
        lengths, starts = self.lengths[lines, None], self.starts[lines, None]
        at = np.arange(lengths.max())
        ids = self.ids[np.minimum(starts + at, len(self.ids) - 1)].astype(np.int64)
        return torch.from_numpy(np.where(at < lengths, ids, PAD))


class Packed:
    """The shards `NAME-*.npz` of a folder (or one file) that `prepare.py` wrote."""

    def __init__(self, folder: Path, name: str) -> None:
        shards = [np.load(path) for path in sorted(folder.glob(f"{name}-*.npz"))]
        if not shards:
            raise SystemExit(f"{folder}: no {name}-*.npz here. Run training/prepare.py first.")
        self.source, self.target = Side(shards, "source"), Side(shards, "target")

    def __len__(self) -> int:
        return len(self.source.lengths)

    def groups(self, tokens: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
        """Line numbers of each batch of one pass: lines of like length, in random order."""
        order = rng.permutation(len(self))
        for at in range(0, len(order), POOL):
            pool = order[at : at + POOL]
            pool = pool[np.lexsort((self.source.lengths[pool], self.target.lengths[pool]))]
            cuts = self.cuts(pool, tokens)
            for number in rng.permutation(len(cuts) - 1):
                yield pool[cuts[number] : cuts[number + 1]]

    def cuts(self, pool: np.ndarray, tokens: int) -> list[int]:
        """Where to cut a sorted pool so that no rectangle holds more than `tokens`."""
        longest = np.maximum(self.source.lengths[pool], self.target.lengths[pool])
        cuts, widest = [0], 0
        for at, length in enumerate(longest):
            widest = max(widest, length)
            if widest * (at - cuts[-1] + 1) > tokens and at > cuts[-1]:
                cuts.append(at)
                widest = length
        return [*cuts, len(pool)]

    def batch(self, lines: np.ndarray) -> tuple[Tensor, Tensor]:
        """Source and target of these lines."""
        return self.source.padded(lines), self.target.padded(lines)

    def endless(self, tokens: int, rng: np.random.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        """Batches without end, each pass in a new order."""
        while True:
            for lines in self.groups(tokens, rng):
                yield self.batch(lines)
