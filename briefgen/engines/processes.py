"""Run a pure function over many items, on several processes when that pays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Starting a process that imports our stages costs about half a second; below this many items
# per worker one process is faster.
ITEMS_PER_WORKER = 50


def map_ordered(
    work: Callable[[Item], Result], items: Sequence[Item], *, workers: int
) -> list[Result]:
    """Apply `work` to each item and keep their order; `work` and items must be picklable."""
    useful = min(workers, len(items) // ITEMS_PER_WORKER)
    if useful <= 1:
        return [work(item) for item in items]
    with ProcessPoolExecutor(useful) as pool:
        return list(pool.map(work, items, chunksize=ITEMS_PER_WORKER // 4))
