"""How far a stage is: stages tell it as they go, a command may show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Progress = Callable[[int, int], object]  # so many are done, of so many


def untold(done: int, of: int) -> None:
    """Tell nobody."""


def each(items: Sequence[Item], progress: Progress) -> Iterator[Item]:
    """Give the items in turn, and tell how many of them are done."""
    for number, item in enumerate(items, 1):
        yield item
        progress(number, len(items))


def within(progress: Progress, start: int, end: int, of: int) -> Progress:
    """Tell how far a part is as its share of the whole, from `start` to `end` of it."""

    def tell(done: int, parts: int) -> None:
        share = min(done / parts, 1) if parts else 1
        progress(start + int((end - start) * share), of)

    return tell
