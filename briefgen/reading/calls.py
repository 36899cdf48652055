"""Calls to the reader: to consent, to subscribe, to sign in. Two signs of one kind make a call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from briefgen.language import word_lists

_LONGEST = 900  # characters; a longer paragraph is an article's
_ENOUGH = 2  # different signs


def is_call(flat: str, *, hinted: bool = False) -> bool:
    """Tell whether a paragraph asks the reader to consent or subscribe, wherever it says so.

    `hinted`: the page itself names the element a paywall or the like; then one sign is enough.
    """
    if len(flat) > _LONGEST:
        return False
    folded = flat.casefold().replace("’", "'")
    return any(
        len({match.group() for match in pattern.finditer(folded)}) >= (1 if hinted else _ENOUGH)
        for pattern in _patterns()
    )


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(signs) for signs in _signs().values())


def _pattern(signs: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(signs, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})")


def _signs() -> Mapping[str, tuple[str, ...]]:
    lists = word_lists.load_all()
    return {"consent": lists.consent, "offer": lists.offers}
