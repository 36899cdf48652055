"""What nobody foresaw, met while one document was worked on: told as a Problem, not a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from briefgen.errors import BriefgenError
from briefgen.model import Code, Problem

Item = TypeVar("Item")
Result = TypeVar("Result")
Errors = tuple[type[Exception], ...]
# Of settings, templates, stores and the machine: no single article is to blame for them.
COMMON: Errors = (BriefgenError, MemoryError)
_REPORT = "This is a fault of briefgen: please report it with the file. The rest is built."


def problem(file: str, stage: str, error: Exception) -> Problem:
    """Say at which stage a file met an exception; expected errors keep their own words."""
    if isinstance(error, BriefgenError):
        return Problem(file, 0, f"{stage}: {error.message}", error.remedy)
    if isinstance(error, MemoryError):
        remedy = "Give briefgen more memory, or split the file."
        return Problem(file, 0, f"{stage}: there is not enough memory for it.", remedy)
    said = " ".join(str(error).split())[:200]
    return Problem(file, 0, f"{stage} failed ({type(error).__name__}: {said}).", _REPORT)


def coded(problems: Iterable[Problem], code: Code) -> tuple[Problem, ...]:
    """Give problems the code of the stage that told them, but for those with their own."""
    return tuple(one if one.code != "failed" else replace(one, code=code) for one in problems)


def spare(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], *, common: Errors = COMMON
) -> tuple[Result, tuple[tuple[Item, Exception], ...]]:
    """Do the work on all items at once; where that raises, on all but those that make it raise.

    Gives the result, and the items left out with what each of them raised. The `common` errors
    are nobody's in particular and pass; so does what every one of several items raises.
    """
    try:
        return work(items), ()
    except common:
        raise
    except Exception:
        good, blamed = _parted(work, [], items, common)
        if not good and len(items) > 1:
            raise
        return work(good), tuple(blamed)


def _parted(
    work: Callable[[Sequence[Item]], object],
    good: list[Item],
    items: Sequence[Item],
    common: Errors,
) -> tuple[list[Item], list[tuple[Item, Exception]]]:
    """Halve `items` until who raises beside the `good` ones stands alone."""
    error = _raised(work, [*good, *items], common)
    if error is None:
        return [*good, *items], []
    if len(items) == 1:
        return good, [(items[0], error)]
    half = len(items) // 2
    good, first = _parted(work, good, items[:half], common)
    good, second = _parted(work, good, items[half:], common)
    return good, first + second


def _raised(
    work: Callable[[Sequence[Item]], object], items: Sequence[Item], common: Errors
) -> Exception | None:
    try:
        work(items)
    except common:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told
        return error
    return None
