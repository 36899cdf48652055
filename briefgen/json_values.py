"""JSON that others wrote or a disk kept → plain values; one loader, with limits."""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 40  # levels of lists and objects; ours have four
MOST = 100_000_000  # bytes; the manifest of a site of 100,000 pages has a fifth of that
LONGEST_NUMBER = 20  # digits; no count of ours has more
_SURROGATE = re.compile("[\ud800-\udfff]")


class WrongJsonError(ValueError):
    """The text cannot be used; says why in words that complete "it …"."""


def load(content: bytes | str, *, most: int = MOST) -> Any:  # noqa: ANN401  # JSON is anything
    """Parse JSON of at most `most` bytes or characters. Raises WrongJsonError, nothing else."""
    if len(content) > most:
        raise WrongJsonError(f"is larger than {most:,} bytes")
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        value = json.loads(text, parse_int=_whole, parse_float=_number, parse_constant=_refuse)
    except WrongJsonError:
        raise
    except UnicodeDecodeError as error:
        raise WrongJsonError("is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise WrongJsonError(f"is not JSON ({error.msg}, line {error.lineno})") from error
    except RecursionError as error:
        raise WrongJsonError(f"is nested deeper than {DEEPEST} levels") from error
    _check(value)
    return value


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise WrongJsonError(f"holds a number of {len(digits)} digits")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        raise WrongJsonError(f"holds a number out of range ({digits[:20]})")
    return value


def _refuse(name: str) -> float:
    raise WrongJsonError(f"holds {name}, which is no number")


def _check(value: object) -> None:
    """Refuse what no file of ours holds: deep nesting, halves of characters, NUL."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise WrongJsonError(f"is nested deeper than {DEEPEST} levels")
        below: list[object] = []
        for one in level:
            if isinstance(one, str):
                _check_text(one)
            elif isinstance(one, dict):
                below += [*one, *one.values()]
            elif isinstance(one, list):
                below += one
        level = below


def _check_text(text: str) -> None:
    if _SURROGATE.search(text):
        raise WrongJsonError("holds half a character (a lone surrogate)")
    if "\0" in text:
        raise WrongJsonError("holds a NUL character")
