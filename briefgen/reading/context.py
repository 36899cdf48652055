"""What a line is beside its neighbours: its looks alone do not tell a question from a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefgen.model import Line
from briefgen.reading.shapes import CLOSERS
from briefgen.reading.signatures import is_introduced

_SHORT_ANSWER = 4  # words; such an answer says nothing without its question
_ASKS = "?？؟"
_CALLS = _ASKS + "!！"
_SUBHEADING = 4  # words a call or question between paragraphs has at most, if it heads one
_UNSPACED = 24  # letters without a space: a sentence of Chinese or Japanese
_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL_WORDS = 2  # of a headline that the text writes small as well


def with_headlines(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Take what looks like a name for a headline where the text writes its words small.

    "Storm Closes Old Harbour" has the shape of a name, but "harbour" is none.
    """
    if not any(line.kind == "byline" for line in lines):
        return tuple(lines)
    small = {word for line in lines for word in _small(text[line.start : line.end])}
    return tuple(
        replace(line, kind="heading")
        if line.kind == "byline" and _says_something(text[line.start : line.end], small)
        else line
        for line in lines
    )


def _small(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.islower()]


def _says_something(flat: str, small: set[str]) -> bool:
    words = [word.casefold() for word in _WORD.findall(flat)]
    known = sum(word in small for word in words)
    return known >= _SMALL_WORDS and 3 * known >= len(words) and not is_introduced(flat)


def settle(kinds: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Correct the kinds of lines by their place; nothing is put out that prose stands around."""
    prose = [i for i, kind in enumerate(kinds) if kind == "text"]
    return [
        "text" if _is_text_here(i, kinds, texts, prose) else kind for i, kind in enumerate(kinds)
    ]


def _is_text_here(i: int, kinds: Sequence[str], texts: Sequence[str], prose: Sequence[int]) -> bool:
    if not prose:
        return False
    if kinds[i] == "contributors":  # those who helped are named before the prose or after it
        return prose[0] < i < prose[-1]
    if kinds[i] != "heading":
        return False
    if i > prose[-1]:  # a question after the last paragraph heads nothing: it ends the text
        return texts[i].rstrip()[-1:] in f"{_CALLS}…"
    last = texts[i].rstrip(CLOSERS)[-1:]
    if last in _CALLS and _is_sentence(texts[i]):
        return True
    return last in _ASKS and _is_answered_shortly(i, kinds, texts)


def _is_sentence(text: str) -> bool:
    """Tell whether a question or call is more than a subheading, which Markdown would mark."""
    if text.lstrip().startswith("#"):
        return False
    words = text.split()
    return len(words) > _SUBHEADING or any(len(word) > _UNSPACED for word in words)


def _is_answered_shortly(i: int, kinds: Sequence[str], texts: Sequence[str]) -> bool:
    """Tell whether a question is followed by an answer that leans on it, such as "Non."."""
    if i + 1 >= len(kinds) or kinds[i + 1] != "text":
        return False
    return len(texts[i + 1].split()) <= _SHORT_ANSWER and len(texts[i + 1]) <= 12 * _SHORT_ANSWER
