"""The day each file was first committed, from git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from briefgen.model import Problem

_REMEDY = "Fetch the whole history (fetch-depth: 0), or set git_dates to false."


def first_committed(folder: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Give the ISO day of the first commit of every file below `folder`, by its POSIX path.

    A renamed file counts from its new name. A shallow clone knows no first commits: a Problem.
    """
    try:
        if _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
            return {}, (_unusable("the clone is shallow"),)
        log = _git(
            folder, "log", "--diff-filter=A", "--format=%x00%as", "--name-only", "--relative"
        )
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        return {}, (_unusable(said.strip().splitlines()[0]),)
    return _read_log(log), ()


def committed(folder: Path) -> dict[str, str]:
    """Give the day of each file's first commit, as far as git knows; nothing where it does not."""
    days, _ = first_committed(folder)
    return days


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "core.quotePath=false", "-C", str(folder), *arguments]
    done = subprocess.run(  # noqa: S603  # a fixed program, arguments of our own
        command, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout


def _read_log(log: str) -> dict[str, str]:
    """Read "day, blank line, files" records, newest first: the oldest day of a file stays."""
    days: dict[str, str] = {}
    for record in log.split("\0")[1:]:
        day, *files = record.split("\n")
        days.update(dict.fromkeys(filter(None, files), day))
    return days


def _unusable(why: str) -> Problem:
    message = f"git_dates is on, but git cannot date the articles: {why}."
    return Problem("", 0, message, _REMEDY, "warning")
