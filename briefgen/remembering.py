"""Work asked of a memory first: what it does not know is done, and told to it chunk by chunk.

`work` takes a batch of plain values and gives a result for each: where it runs is its own affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Generic, Protocol, TypeVar

from briefgen.progress import Progress, untold, within

Item = TypeVar("Item")
Result = TypeVar("Result")
KEPT_AT_ONCE = 200  # items worked on before their results are kept: a few seconds


class Memory(Protocol):
    """What remembers results between runs, as text (`state.work_cache`)."""

    def get_many(self, keys: Sequence[str]) -> dict[str, str]:
        """Give what is known of `keys`."""

    def put_many(self, entries: dict[str, str]) -> None:
        """Remember `entries`."""


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
    memory: Memory,
    holds: Callable[[Result], bool] = lambda _: True,
    at_once: int = KEPT_AT_ONCE,
    progress: Progress = untold,
) -> Iterator[Result]:
    """Give the result of each item in order; `holds` says which may be kept, and still serve."""
    for start in range(0, len(items), at_once):
        some = items[start : start + at_once]
        keys = [key(item) for item in some]
        known = memory.get_many(keys)
        found = [shape.read(known.get(one)) for one in keys]
        missing = [i for i, one in enumerate(found) if one is None or not holds(one)]
        part = within(progress, start, start + len(some), len(items))
        fresh = work([some[i] for i in missing], part) if missing else ()
        new: dict[str, str] = {}
        for i, result in zip(missing, fresh, strict=True):
            found[i] = result
            written = shape.write(result) if holds(result) else None
            if written is not None:
                new[keys[i]] = written
        if new:
            memory.put_many(new)
        part(1, 1)
        yield from (one for one in found if one is not None)
