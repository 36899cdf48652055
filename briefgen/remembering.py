"""Work asked of a memory first: what it does not know is done, and told to it chunk by chunk.

`work` takes a batch of plain values and gives a result for each: where it runs is its own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Generic, Protocol, TypeVar

from briefgen.progress import Progress, untold, within

Item = TypeVar("Item")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result = TypeVar("Result")
KEPT_AT_ONCE = 200  # items worked on before their results are kept: a few seconds


class Memory(Protocol):
    """What remembers results between runs, as text (`state.work_cache`)."""

    def get_many(self, keys: Sequence[str]) -> dict[str, str]:
        """Give what is known of `keys`."""

    def put_many(self, entries: dict[str, str]) -> None:
        """Remember `entries`."""


class Elsewhere(Protocol[Item_contra]):
    """Who does a stage's work elsewhere (`distributing`), in the order that suits him."""

    def __call__(
        self, items: Sequence[Item_contra], progress: Progress
    ) -> Iterator[Mapping[int, str | None]]:
        """Give results as their `Shape` writes them, by place among the items, as they arrive.

        What is left out, or is None, is to be done here.
        """


class Shape(Generic[Result]):
    """How results of one kind are written as JSON, and read back."""

    def __init__(self, kind: object) -> None:
        import msgspec  # late: a build with nothing to do needs none

        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(kind)
        self._wrong = (msgspec.DecodeError, UnicodeError, ValueError, RecursionError)

    def write(self, result: Result) -> str | None:
        """Write a result; None for what JSON cannot hold (half of a surrogate pair)."""
        try:
            return str(self._encoder.encode(result), "utf-8")
        except self._wrong:
            return None

    def read(self, text: str | None) -> Result | None:
        """Read what `write` wrote; None for anything that is no such result."""
        try:
            found: Result = self._decoder.decode(text or "")
        except self._wrong:
            return None
        return found


@cache
def shape(kind: type[Result]) -> Shape[Result]:
    """Give the shape of a kind of results."""
    return Shape(kind)


def remembered(  # noqa: PLR0913 - the work, and how its results are kept
    items: Sequence[Item],
    work: Callable[[Sequence[Item], Progress], Sequence[Result]],
    *,
    key: Callable[[Item], str],
    shape: Shape[Result],
    memory: Memory | None,
    holds: Callable[[Result], bool] = lambda _: True,
    at_once: int = KEPT_AT_ONCE,
    progress: Progress = untold,
    elsewhere: Elsewhere[Item] | None = None,
) -> Iterator[Result]:
    """Give the result of each item in order; `holds` says which may be kept, and still serve.

    What is done elsewhere is asked for all at once, and kept as it arrives. Without a memory all is
    done, here and at once.
    """
    if memory is None:
        yield from work(items, progress)
        return
    at_once = max(1, len(items)) if elsewhere else at_once
    for start in range(0, len(items), at_once):
        some = items[start : start + at_once]
        part = within(progress, start, start + len(some), len(items))
        known = _Known([key(item) for item in some], shape, memory, holds)
        if elsewhere and known.missing:
            missing = known.missing
            for written in elsewhere([some[i] for i in missing], part):
                known.take({missing[place]: text for place, text in written.items()})
        missing = known.missing
        if missing:
            known.add(missing, work([some[i] for i in missing], part))
        part(1, 1)
        yield from (one for one in known.found if one is not None)


class _Known(Generic[Result]):
    """What is known of some items; what is found out is kept at once."""

    def __init__(
        self,
        keys: Sequence[str],
        shape: Shape[Result],
        memory: Memory,
        holds: Callable[[Result], bool],
    ) -> None:
        self._keys, self._shape, self._memory, self._holds = keys, shape, memory, holds
        known = memory.get_many(keys)
        self.found = [self._read(known.get(one)) for one in keys]

    @property
    def missing(self) -> list[int]:
        """Places of which nothing is known."""
        return [i for i, one in enumerate(self.found) if one is None]

    def _read(self, text: str | None) -> Result | None:
        result = self._shape.read(text) if text is not None else None
        return result if result is not None and self._holds(result) else None

    def take(self, written: Mapping[int, str | None]) -> None:
        """Take written results by place; those that may not be kept stay missing."""
        new: dict[str, str] = {}
        for i, text in written.items():
            self.found[i] = self._read(text)
            if text is not None and self.found[i] is not None:
                new[self._keys[i]] = text
        if new:
            self._memory.put_many(new)

    def add(self, places: Sequence[int], results: Sequence[Result]) -> None:
        """Take results by place, those that may not be kept as well."""
        new: dict[str, str] = {}
        for i, result in zip(places, results, strict=True):
            self.found[i] = result
            written = self._shape.write(result) if self._holds(result) else None
            if written is not None:
                new[self._keys[i]] = written
        if new:
            self._memory.put_many(new)
