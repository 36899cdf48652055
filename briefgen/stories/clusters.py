"""Clustering by average likeness: the same clusters whatever the order of the pairs."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

Pair = tuple[int, int]
Heap = list[tuple[float, int, int]]


def connect(size: int, pairs: Sequence[Pair]) -> list[list[int]]:
    """Give the connected parts of a graph, each ascending, by first member."""
    root = list(range(size))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for first, second in pairs:
        low, high = sorted((find(first), find(second)))
        root[high] = low
    parts: dict[int, list[int]] = defaultdict(list)
    for i in range(size):
        parts[find(i)].append(i)
    return list(parts.values())


class _Clusters:
    """Clusters under their first member, with the summed likeness of each two of them."""

    def __init__(self, size: int, likeness: Mapping[Pair, float]) -> None:
        self.members = {i: [i] for i in range(size)}
        self.sums: dict[int, dict[int, float]] = defaultdict(dict)
        for (first, second), value in sorted(likeness.items()):
            self.sums[first][second] = self.sums[second][first] = value

    def average(self, first: int, second: int) -> float:
        pairs = len(self.members[first]) * len(self.members[second])
        return self.sums[first].get(second, 0.0) / pairs

    def merge(self, first: int, second: int) -> None:
        self.members[first] = sorted(self.members[first] + self.members.pop(second))
        theirs = self.sums.pop(second)
        for other, value in theirs.items():
            if other != first:
                total = self.sums[first].get(other, 0.0) + value
                self.sums[first][other] = self.sums[other][first] = total
                del self.sums[other][second]
        self.sums[first].pop(second, None)


def cluster(
    size: int,
    likeness: Mapping[Pair, float],
    least: float,
    may_join: Callable[[Sequence[int], Sequence[int]], bool],
) -> list[list[int]]:
    """Merge the two most alike clusters until none are alike by `least` on average.

    `likeness` has the pairs (low, high) worth knowing; the others count as 0. Equal likeness is
    settled by the lower index. `may_join` can forbid a merger.
    """
    state = _Clusters(size, likeness)
    heap: Heap = [(-value, *pair) for pair, value in likeness.items() if value >= least]
    heapq.heapify(heap)
    while heap:
        negative, first, second = heapq.heappop(heap)
        known = first in state.members and second in state.members
        if not known or state.average(first, second) != -negative:
            continue  # out of date: one of the two has been merged since
        if may_join(state.members[first], state.members[second]):
            state.merge(first, second)
            _push(heap, state, first, least)
    return [state.members[i] for i in sorted(state.members)]


def _push(heap: Heap, state: _Clusters, first: int, least: float) -> None:
    for other in state.sums[first]:
        average = state.average(first, other)
        if average >= least:
            heapq.heappush(heap, (-average, min(first, other), max(first, other)))
