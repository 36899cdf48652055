"""Raised figures of a page: powers are written as such, marks of footnotes are no text."""

from __future__ import annotations

import re

_POWERS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_FIGURE = re.compile(r"[+−-]?\d{1,3}$")
# What takes a power: ten, a unit of length or time, a single letter as in a formula.
_BASE = re.compile(r"(?:^|[^\w.,])(?:10|[kcdmnµμh]?m|s|м|км|см|mc|CO|[a-zA-Z])$")
_FIRST_POWER = re.compile(r"[+−-]?0*[01]$")
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¹²³]+)(?:[,;–-]\d{1,3}){0,4}[\])]?$")


def power(before: str, own: str) -> str | None:
    """Write a raised figure as a power of what stands before it: "10", "9" → "⁹"."""
    if _FIGURE.match(own) and _BASE.search(before) and not _FIRST_POWER.match(own):
        return own.translate(_POWERS)
    return None


def is_footnote_mark(before: str, own: str) -> bool:
    """Tell whether what is raised after a word, a figure or a stop only points to a note."""
    if not _MARK.match(own):
        return False
    return own[-1] not in "abcdefghijklmnopqrstuvwxyz" or (before[-1:].isalpha() and own in "abc")
