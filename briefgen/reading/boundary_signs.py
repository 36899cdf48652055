"""The signs at a line of a text that an article begins there, and what each is worth.

The weights were set by logistic regression on joined French news (`benchmarks/splitting.py` makes
such files); above 0 a sign speaks for a new article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log

from briefgen.language import sentences, word_lists
from briefgen.language.tags import UNKNOWN
from briefgen.model import Line, LineKind

WEIGHTS: Mapping[str, float] = {
    "signature before": 3.7,
    "furniture before": 1.0,
    "byline under headline before": -0.8,
    "byline after headline": 4.1,
    "headline": -0.9,
    "headline's length": 3.5,
    "headline's punctuation": 1.5,
    "headline's words known": -3.0,
    "headline before": -3.2,
    "short headline": -1.9,
    "mere quotation": -2.6,
    "caption": 0.5,
    "caption after headline": 0.8,
    "caption before": -4.4,
    "leans on what was said": -1.2,
    "opens with a quotation": -1.0,
    "no headline": -6.0,
    "neither headline nor signature": -1.0,  # an article cut in two is worse than two left together
    "no signature": -4.2,
    "shared words, 2 lines": -9.7,
    "shared words, 4 lines": -9.0,
    "shared words, 8 lines": -8.0,
    "shared words, near": -16.2,
}
BIAS = 2.3  # what a line is worth without any sign
_NEAR = (2, 4, 8)  # lines of prose compared on either side
_NEAR_WORDS = 80  # words compared on either side
_SCAN = 30  # lines looked through for them
_LONG_HEADING, _SHORT_HEADING = 14, 4  # words
_STEM = 6  # characters
_SIGNATURES = {"byline", "agency", "contributors"}
_FURNITURE = {"rule", "chrome", "related", "section"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text's lines with their content words."""

    text: str
    lines: tuple[Line, ...]
    looks: tuple[LineKind, ...]  # the kind of each line
    stems: tuple[tuple[str, ...], ...]  # of each line; empty for furniture
    kinds: int  # how many different stems there are

    def of(self, index: int) -> str:
        """Give the words of a line, white space collapsed."""
        line = self.lines[index]
        return " ".join(self.text[line.start : line.end].split())


def read_text(text: str, lines: Sequence[Line]) -> Text:
    """Find the content words of a text's lines."""
    stems = tuple(_stems(text, line) for line in lines)
    looks = tuple(line.kind for line in lines)
    return Text(text, tuple(lines), looks, stems, len({stem for some in stems for stem in some}))


@dataclass(frozen=True, slots=True)
class _Habits:
    """What the file does throughout, so that a line without it is suspect."""

    rarity: Mapping[str, float]  # weight of a stem: rarer in this file, heavier
    signed: bool  # the last article ends in a signature
    headed: bool  # the first article begins with a headline


def weigh_lines(told: Text) -> Iterator[tuple[int, dict[str, float]]]:
    """Give each line that may begin an article, with its signs and what they are worth."""
    habits = _habits(told)
    for i, line in enumerate(told.lines):
        if i and line.kind in {"heading", "text", "caption", "section"}:
            signs = {**_signs_around(told, i, habits), **_signs_within(told, i, habits)}
            yield (
                i,
                {name: round(WEIGHTS[name] * value, 2) for name, value in signs.items() if value},
            )


def _signs_around(told: Text, i: int, habits: _Habits) -> dict[str, float]:
    """Read the signs in the lines next to line `i`."""
    kinds = told.looks
    kind, before = kinds[i], kinds[i - 1]
    after = kinds[i + 1] if i + 1 < len(kinds) else ""
    beyond = kinds[i + 2] if i + 2 < len(kinds) else ""
    under = before in _SIGNATURES and i > 1 and kinds[i - 2] == "heading" and kind == "text"
    signed = before in _SIGNATURES and not under
    heading = kind == "heading"
    return {
        "signature before": signed,
        "byline under headline before": under,
        "furniture before": before in _FURNITURE,
        "headline before": before == "heading",
        "caption before": before == "caption",
        "caption after headline": heading and after == "caption",
        "byline after headline": heading and after in _SIGNATURES and beyond in {"text", "caption"},
        "no signature": habits.signed and not signed,
        "no headline": habits.headed and not heading,
        "neither headline nor signature": not heading and not signed,
    }


def _signs_within(told: Text, i: int, habits: _Habits) -> dict[str, float]:
    """Read the signs in line `i` itself, its vocabulary and that of its neighbourhood."""
    prose = [j for j in range(i, min(len(told.lines), i + _SCAN)) if told.lines[j].kind == "text"]
    earlier = [j for j in range(i - 1, max(-1, i - _SCAN), -1) if told.lines[j].kind == "text"]
    opening = told.of(prose[0])[:200] if prose else ""
    first = next(iter(sentences.words(opening, UNKNOWN)), "")
    signs: dict[str, float] = {
        "leans on what was said": first in word_lists.load_all().continuing,
        "opens with a quotation": opening[:1] in {"«", '"', "“", "„"},
        "caption": told.lines[i].kind == "caption",
    }
    for count in _NEAR:
        signs[f"shared words, {count} lines"] = _shared(
            told, earlier[:count], prose[:count], habits
        )
    signs["shared words, near"] = _shared_near(told, i)
    if told.lines[i].kind == "heading":
        signs |= _signs_of_heading(told, i, earlier, habits)
    return signs


def _signs_of_heading(
    told: Text, i: int, earlier: Sequence[int], habits: _Habits
) -> dict[str, float]:
    words = told.of(i)
    count = len(words.split())
    own = set(told.stems[i])
    known = own & {stem for j in earlier[: _NEAR[-1]] for stem in told.stems[j]}
    weight = fsum(habits.rarity[stem] for stem in own)
    return {
        "headline": 1.0,
        "headline's length": min(count, _LONG_HEADING) / _LONG_HEADING,
        "short headline": count <= _SHORT_HEADING,
        "headline's punctuation": any(mark in words for mark in ':?!"«'),
        "mere quotation": words[0] in '«"“' and words[-1] in '»"”',
        "headline's words known": fsum(habits.rarity[stem] for stem in known) / (weight or 1.0),
    }


def _habits(told: Text) -> _Habits:
    seen = Counter(stem for stems in told.stems for stem in set(stems))
    rarity = {stem: log(1 + len(told.lines) / count) for stem, count in seen.items()}
    told_kinds = [kind for kind in told.looks if kind in {"heading", "text"}]
    ends = [kind for kind in told.looks if kind not in _FURNITURE]
    signed = bool(ends) and ends[-1] in _SIGNATURES
    return _Habits(rarity, signed, told_kinds[:1] == ["heading"])


def _shared(told: Text, left: Sequence[int], right: Sequence[int], habits: _Habits) -> float:
    """Give the share of vocabulary two stretches have in common, rarer words weighing more."""
    before = {stem for j in left for stem in told.stems[j]}
    after = {stem for j in right for stem in told.stems[j]}
    if not before or not after:
        return 0.5  # nothing to compare says nothing
    weights = [
        fsum(habits.rarity[stem] for stem in some) for some in (before & after, before, after)
    ]
    return weights[0] / min(weights[1:])


def _shared_near(told: Text, i: int) -> float:
    """Give the share of vocabulary in common between the nearest words on either side."""
    before: list[str] = []
    for j in range(i - 1, max(-1, i - _SCAN), -1):
        if len(before) >= _NEAR_WORDS:
            break
        before += told.stems[j] if told.lines[j].kind != "heading" else ()
    after: list[str] = []
    for j in range(i, min(len(told.lines), i + _SCAN)):
        if len(after) >= _NEAR_WORDS:
            break
        after += told.stems[j]
    left, right = set(before[:_NEAR_WORDS]), set(after[:_NEAR_WORDS])
    return len(left & right) / (min(len(left), len(right)) + 1)


def _stems(text: str, line: Line) -> tuple[str, ...]:
    """Give the stems of a line's content words."""
    if line.kind not in {"text", "heading", "caption"}:
        return ()
    stop = word_lists.load_all().stop_words
    words = sentences.words(text[line.start : line.end], UNKNOWN)
    return tuple(word[:_STEM] for word in words if word not in stop and _carries_meaning(word))


def _carries_meaning(word: str) -> bool:
    return len(word) > 3 or word[0] >= "\u2e80"  # noqa: PLR2004 - "ont", "the"; Chinese words are short


def total(signs: Mapping[str, float]) -> float:
    """Sum up the signs of a line, in logits."""
    return sum(signs.values()) + BIAS
