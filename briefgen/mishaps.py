"""What nobody foresaw, met while one document was worked on: told as a Problem, not a traceback."""

from __future__ import annotations

from briefgen.errors import BriefgenError
from briefgen.model import Problem

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
