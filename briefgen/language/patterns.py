"""Words of the word lists as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from briefgen.language import word_lists
from briefgen.language.scripts import UNSPACED

_FIGURE = r"\d0"
_RUN_ON = re.compile(rf"[{UNSPACED}]")


def any_of(words: Iterable[str], patterns: Iterable[str] = ()) -> str:
    """Make a pattern of whole words; "dólar*" may go on, and so may words of unspaced scripts."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join([*map(_whole, ordered), *patterns]) or r"(?!)"


def _whole(word: str) -> str:
    stem = _quoted(word.removesuffix("*"))
    if _RUN_ON.search(word):
        return stem
    return rf"(?<![^\W\d_]){stem}" + (r"\w*" if word.endswith("*") else r"(?!\w)")


def _quoted(words: str) -> str:
    return re.escape(words).replace("'", "['’]")


@cache
def decades() -> re.Pattern[str]:
    """Recognise a decade in any language: "années 60", "60er"."""
    told = (one.partition("~") for one in word_lists.load_all().decades)
    wholes = (
        rf"(?<!\w){_quoted(before)}{_FIGURE}{_quoted(after)}(?!\w)" for before, _, after in told
    )
    return re.compile("|".join(wholes), re.IGNORECASE)
