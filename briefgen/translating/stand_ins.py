"""A text with a name or term that a model loses → the same text with one that every model copies.

The stand-in is exchanged in the translation for what it stands for: a term of the glossary for its
wanted English, a name for itself. Whether that was any better is for the checks to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from briefgen.desk.glossary import Hit

# Spelled alike where it matters, and known to all. Which kind a name is of, we do not ask: both
# kinds are tried.
PLACES = ("Paris", "Madrid", "Berlin", "London")
PEOPLE = ("Martin", "Thomas", "Robert", "David")
_WORD = re.compile(r"\w+")
_JOINTS = frozenset([" ", "\u00a0", "’", "'"])  # between the words of one name


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A text to translate, and what its translation must be given back, in order."""

    text: str
    put_back: tuple[tuple[str, str], ...] = ()  # (stand-in, what it stands for)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    wanted: str  # in the translation


def for_terms(text: str, hits: Sequence[Hit]) -> Iterator[Exchanged]:
    """Write the wanted English of terms into a text, or stand-ins for it."""
    spans = [_Span(hit.start, hit.end, hit.term.wanted) for hit in hits]
    yield Exchanged(_write(text, spans, [span.wanted for span in spans]))
    free = [name for name in PLACES if name not in text]
    for shift in range(min(2, len(free))):
        names = [free[(shift + n) % len(free)] for n in range(len(spans))]
        if len(set(names)) == len(spans):
            yield _stand_in(text, spans, names)


def for_names(
    text: str, lost: Collection[str], *, small: Collection[str] = frozenset()
) -> Iterator[Exchanged]:
    """Write stand-ins for the names that hold a lost word: "Brett Kavanaugh" for "Kavanaugh".

    Words in `small` are written small but at the beginning of a sentence, so no name has them.
    """
    spans = [
        one for one in _names(text, small) if not set(_WORD.findall(one.wanted)).isdisjoint(lost)
    ]
    distinct = list(dict.fromkeys(span.wanted for span in spans))
    for kind in (PEOPLE, PLACES):
        free = [name for name in kind if name not in text]
        if distinct and len(distinct) <= len(free):
            stands_for = dict(zip(distinct, free, strict=False))
            yield _stand_in(text, spans, [stands_for[span.wanted] for span in spans])


def _names(text: str, small: Collection[str]) -> Iterator[_Span]:
    """Find the runs of capitalised words, and what hangs on them by a hyphen: Kim Jong-un."""
    start = end = 0
    for found in _WORD.finditer(text):
        gap = text[end : found.start()]
        is_name = found[0][0].isupper() and found[0].casefold() not in small
        joined = end > 0 and (gap == "-" or (gap in _JOINTS and is_name))
        if not joined:
            if end:
                yield _Span(start, end, text[start:end])
            start = end = found.start()
        end = found.end() if joined or is_name else 0
    if end:
        yield _Span(start, end, text[start:end])


def _stand_in(text: str, spans: Sequence[_Span], names: Sequence[str]) -> Exchanged:
    pairs = tuple((name, span.wanted) for name, span in zip(names, spans, strict=True))
    return Exchanged(_write(text, spans, names), pairs)


def _write(text: str, spans: Sequence[_Span], words: Sequence[str]) -> str:
    for span, word in zip(reversed(spans), reversed(words), strict=True):
        text = text[: span.start] + word + text[span.end :]
    return text
