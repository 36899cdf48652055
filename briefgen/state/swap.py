"""One folder put in the place of another, so that there is always a whole one."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from briefgen.state import folders

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h


def swap(new: Path, place: Path) -> None:
    """Put `new` where `place` is, and remove what was there. Raises WriteError if that is not ours.

    Linux exchanges the two names in one step. Elsewhere the old folder steps aside for a moment;
    `recover` brings it back where we died in that moment.
    """
    if not folders.is_replaceable(place):
        raise folders.not_ours(place)
    if not place.exists():
        new.rename(place)
    elif _exchange(new, place):
        folders.remove(new)
    else:
        aside = _aside(place)
        place.rename(aside)
        new.rename(place)
        folders.remove(aside)


def recover(place: Path) -> None:
    """Bring back the folder that a killed swap left aside; with `place` there it is a leftover."""
    aside = _aside(place)
    if not folders.is_made(aside):
        return
    if os.path.lexists(place):
        folders.remove(aside)
    else:
        aside.rename(place)


def _aside(place: Path) -> Path:
    return place.with_name(f".{place.name}.old")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system or the disk cannot."""
    rename = _renameat2()
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE) == 0)


@cache
def _renameat2() -> Any:  # noqa: ANN401  # a function of the C library, or None
    if sys.platform != "linux":
        return None
    try:
        return ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # an old C library
        return None
