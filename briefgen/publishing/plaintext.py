"""Plain text for mails, headers and feeds: nothing in it can act, no line is wider than asked."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# Line breaks of every kind would end a header, bidirectional overrides would let a title repaint
# the text around it, and the rest of these characters may not stand in XML at all.
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_FORBIDDEN = re.compile(r"[\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ufdd0-\ufdef]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_CLOSING = "、。，．：；！？）」』】〉》”’…"  # may not begin a line


def plain(text: str) -> str:
    """Give the text as one harmless line: white space collapsed, what could act or break gone."""
    return _BREAKS.sub(" ", _SURROGATES.sub("\ufffd", _FORBIDDEN.sub("", text))).strip()


def shorten(text: str, limit: int) -> str:
    """Cut a line to at most `limit` characters, at a space where one is near, with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ")
    if space > limit // 2:
        head = head[:space]
    return head.rstrip(" ,;:.–-") + "…"


def columns(text: str) -> int:
    """Count the columns a line takes in a fixed-width font: wide characters two, marks none."""
    return len(text) if text.isascii() else sum(_column(character) for character in text)


def wrap(text: str, limit: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break a line into lines of at most `limit` columns, the first and the rest indented.

    A web address is never broken, even where it is wider than the limit. Words of scripts written
    without spaces break anywhere.
    """
    lines: list[str] = []
    line, empty = first, True
    for chunk in _chunks(text, limit - max(columns(first), columns(rest))):
        if not empty and columns(line + chunk) > limit:
            lines.append(line.rstrip())
            line, empty = rest, True
        line += chunk.lstrip() if empty else chunk
        empty = False
    return [*lines, line.rstrip()]


def _column(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _chunks(text: str, limit: int) -> list[str]:
    """Cut text where a line may end: before spaces, beside wide characters, inside long words."""
    chunks: list[str] = []
    for word in re.findall(r" ?[^ ]+", text):
        chunks.extend([word] if "://" in word else _cut(word, limit))
    return chunks


def _cut(word: str, limit: int) -> list[str]:
    if word.isascii() and len(word) <= limit:
        return [word]
    pieces = [word[0]]
    for before, character in pairwise(word):
        stays = before == " " or _column(character) == 0 or not _may_break(before, character)
        if stays and columns(pieces[-1]) + _column(character) <= limit:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _may_break(before: str, after: str) -> bool:
    wide = _column(before) > 1 or _column(after) > 1
    return wide and after not in _CLOSING
