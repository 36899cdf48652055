"""Where one article of a text ends and the next begins: signs weighed against the vocabulary.

A text is cut where that makes its parts easiest to tell apart: the cost of a part is the surprise
of its words given its own vocabulary (after Utiyama and Isahara 2001), and every cut must be paid
for. Signs such as a signature or a headline make a cut cheaper, others dearer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log

from briefgen.model import Evidence, Line
from briefgen.reading.boundary_signs import BIAS, Text, read_text, total, weigh_lines

_PER_LOGIT = 6.0  # nats of vocabulary that one logit of signs outweighs while cuts are proposed
_PRICE = 14.0  # nats a proposed cut must gain
# The judgement of a proposed cut, in logits: of the nats it gains per word of the smaller part
# (a long article drifts too, but slower) and of that part's length (short ones differ by chance).
_PER_NAT, _PER_LENGTH, _DOUBT = 2.3, 3.1, -15.0
_BRIEF = 60  # words; parts shorter than this are doubted no more than this
_HOPELESS = -9.0  # logits; no gain in vocabulary makes up for such signs
_LEAST_PROSE = 100  # characters of prose an article has at least
_LONGEST = 150  # lines an article has at most when its end is sought


def find_boundaries(text: str, lines: Sequence[Line]) -> list[tuple[int, tuple[Evidence, ...]]]:
    """Find the lines (by index, ascending) that begin an article after the first, and why."""
    told = read_text(text, lines)
    signs = {i: found for i, found in weigh_lines(told) if total(found) > _HOPELESS}
    cuts = propose_cuts(told, {i: total(found) for i, found in signs.items()})
    kept = _judge(told, cuts, signs)
    return [(cut, _evidence(told, cut, signs[cut], subject)) for cut, subject in kept]


def propose_cuts(told: Text, logits: Mapping[int, float]) -> list[int]:
    """Propose the cuts that make the whole cheapest, by dynamic programming over the candidates."""
    places = [0, *sorted(logits), len(told.lines)]
    prose = _prose_up_to(told)
    best, came = [0.0] + [float("inf")] * (len(places) - 1), [0] * len(places)
    for a, start in enumerate(places[:-1]):
        price = best[a] + (_PRICE - _PER_LOGIT * logits[start] if start else 0.0)
        if price == float("inf"):
            continue
        for b, cost in _costs_from(told, a, places):
            if prose[places[b]] - prose[start] >= _LEAST_PROSE and price + cost < best[b]:
                best[b], came[b] = price + cost, a
    return _way_back(places, came) if best[-1] < float("inf") else []


def _costs_from(told: Text, a: int, places: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Give the cost of a part from place `a` to each place it may end at."""
    words, counts, total = 0, Counter[str](), 0.0
    b = a + 1
    last = min(len(told.lines), max(places[a] + _LONGEST, places[b]))
    if places[-1] - places[a] <= _LONGEST or b == len(places) - 1:
        last = len(told.lines)
    for j in range(places[a], last):
        for stem in told.stems[j]:
            seen = counts[stem]
            total += (seen + 1) * log(seen + 2) - seen * log(seen + 1)
            counts[stem] = seen + 1
            words += 1
        if places[b] == j + 1:
            yield b, words * log(words + told.kinds) - total if words else 0.0
            b += 1


def _way_back(places: Sequence[int], came: Sequence[int]) -> list[int]:
    cuts, b = [], came[len(places) - 1]
    while b:
        cuts.append(places[b])
        b = came[b]
    return cuts[::-1]


def _prose_up_to(told: Text) -> list[int]:
    """Give the characters of prose before each line."""
    sums = [0]
    for line in told.lines:
        sums.append(sums[-1] + (line.end - line.start if line.kind == "text" else 0))
    return sums


def _judge(
    told: Text, cuts: Sequence[int], signs: Mapping[int, Mapping[str, float]]
) -> list[tuple[int, float]]:
    """Drop the most doubtful proposal until none is doubtful; give the rest with their subject."""
    kept = [0, *cuts, len(told.lines)]
    subject = {cut: _weigh_subject(told, *kept[i : i + 3]) for i, cut in enumerate(cuts)}
    while subject:
        worst = min(subject, key=lambda cut: total(signs[cut]) + subject[cut])
        if total(signs[worst]) + subject[worst] > 0:
            break
        at = bisect_left(kept, worst)
        del subject[worst], kept[at]
        for i in (at - 1, at):  # the parts beside the dropped cut have become one
            if kept[i] in subject:
                subject[kept[i]] = _weigh_subject(told, *kept[i - 1 : i + 2])
    return [(cut, round(weight + BIAS, 2)) for cut, weight in sorted(subject.items())]


def _weigh_subject(told: Text, before: int, cut: int, after: int) -> float:
    """Give what the change of subject at a cut is worth, in logits."""
    gain, smaller = measure_gain(told, before, cut, after)
    return _PER_NAT * gain / smaller + _PER_LENGTH * log(max(smaller, _BRIEF)) + _DOUBT


def measure_gain(told: Text, before: int, cut: int, after: int) -> tuple[float, int]:
    """Give the nats the vocabulary gains by a cut, and the words of the smaller part."""
    left = Counter(stem for stems in told.stems[before:cut] for stem in stems)
    right = Counter(stem for stems in told.stems[cut:after] for stem in stems)
    gain = _cost(left + right, told.kinds) - _cost(left, told.kinds) - _cost(right, told.kinds)
    return gain, min(left.total(), right.total()) + 1


def _cost(counts: Counter[str], kinds: int) -> float:
    """Give the surprise of words, in nats, given their own vocabulary smoothed by all kinds."""
    words = counts.total()
    known = sum(count * log(count + 1) for count in counts.values())
    return words * log(words + kinds) - known if words else 0.0


def _evidence(
    told: Text, cut: int, signs: Mapping[str, float], subject: float
) -> tuple[Evidence, ...]:
    """Put the reasons for a cut into words; their weights add up to more than 0."""
    reasons = {**signs, "change of subject": subject}
    lines = {name: told.lines[_line_of(name, cut)] for name in reasons}
    return tuple(
        Evidence(name, told.of(_line_of(name, cut)), weight, lines[name].start, lines[name].end)
        for name, weight in reasons.items()
    )


def _line_of(sign: str, cut: int) -> int:
    """Give the line a sign was seen in."""
    return cut - 1 if sign.endswith("before") else cut
