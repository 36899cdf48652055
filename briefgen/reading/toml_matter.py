"""Front matter in TOML, between lines of +++, as Hugo and Zola write it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime

_FENCE = re.compile(r"\s*^\+\+\+[ \t]*$", re.MULTILINE)
_CLOSE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"[ \t]*[\"']?([\w-]+)[\"']?[ \t]*=[ \t]*")
_PLACE = re.compile(r"at line (\d+)")
_EMPTY = re.compile(r"\n[^\S\n]*\n")


def find(text: str) -> tuple[int, tuple[int, int], int, bool] | None:
    """Find it at the head of a text: start, range of the TOML, start of the body, whether closed.

    One left open with a key in it goes to the first empty line.
    """
    fence = _FENCE.match(text)
    if fence is None:
        return None
    inner = min(fence.end() + 1, len(text))
    close = _CLOSE.search(text, inner)
    if close:
        return fence.start(), (inner, close.start()), close.end(), True
    if not _KEY.match(text, inner):
        return None
    empty = _EMPTY.search(text, inner)
    end = empty.start() if empty else len(text)
    return fence.start(), (inner, end), end, False


def values(text: str) -> Iterator[tuple[str, str, int, int, int]]:
    """Give key, value as text, line (from 0), start and end of the value, as they stand.

    Raises tomllib.TOMLDecodeError. Tables of other things than the article are left out.
    """
    told = tomllib.loads(text)
    places = _places(text)
    for key, value in told.items():
        if not isinstance(value, dict) or "name" in value:  # [author] with its name
            line, start, end = places.get(key, (0, 0, 0))
            yield key, _plain(value), line, start, end


def line_of(error: tomllib.TOMLDecodeError) -> int:
    """Give the line (from 0) that an error of the library names."""
    found = _PLACE.search(str(error))
    return int(found[1]) - 1 if found else 0


def _places(text: str) -> dict[str, tuple[int, int, int]]:
    """Give the line (from 0) on which each key first stands, and where its value does."""
    found: dict[str, tuple[int, int, int]] = {}
    at = 0
    for number, line in enumerate(text.split("\n")):
        key = _KEY.match(line)
        if key:
            found.setdefault(key[1], (number, at + key.end(), at + len(line.rstrip())))
        at += len(line) + 1
    return found


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_plain, value)))
    if isinstance(value, dict):
        return _plain(value.get("name", ""))
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
