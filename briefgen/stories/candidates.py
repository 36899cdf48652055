"""Which articles are worth comparing, and how far apart in time they lie.

Two articles are compared only when they share something rare and lie near each other in time, so
that the work grows with the number of articles and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations, islice, takewhile

from briefgen.model import Published

CROWD = 60  # a term that more articles of the same days share joins nothing

Pair = tuple[int, int]
Span = tuple[int, int] | None  # first and last day as ordinals


def sharing(
    found: Sequence[Iterable[Hashable]], spans: Sequence[Span], window: int, *, least: int = 1
) -> list[Pair]:
    """Give the pairs within `window` days of each other that share `least` rare things, in order.

    `spans` ascend, undated last. A term counts as rare by its holders within the window.
    """
    places: dict[Hashable, list[int]] = defaultdict(list)
    for i, keys in enumerate(found):
        for key in keys:
            places[key].append(i)
    shared = Counter(pair for holders in places.values() for pair in _close(holders, spans, window))
    return sorted(pair for pair, times in shared.items() if times >= least)


def _close(holders: Sequence[int], spans: Sequence[Span], window: int) -> Iterator[Pair]:
    dated = [i for i in holders if spans[i] is not None]
    loose = holders[len(dated) :]
    for k, first in enumerate(dated):
        rest = islice(dated, k + 1, None)
        near = takewhile(lambda i, first=first: apart(spans[first], spans[i]) <= window, rest)  # type: ignore[misc]
        crowd = [*islice(near, CROWD + 1), *loose]
        if len(crowd) <= CROWD:
            yield from ((first, second) for second in crowd)
    if len(loose) <= CROWD:
        yield from combinations(loose, 2)


def span(published: Published) -> Span:
    """Give the first and last day an article may have been published; None when unknown."""
    if published.date is None:
        return None
    return published.date.first.toordinal(), published.date.last.toordinal()


def apart(first: Span, second: Span) -> int:
    """Count the days between two spans; 0 when they meet or one is unknown."""
    if first is None or second is None:
        return 0
    return max(0, second[0] - first[1], first[0] - second[1])
