"""What git says of a folder; nothing is ever changed."""

from __future__ import annotations

import subprocess
from pathlib import Path


def ask(folder: Path, *question: str) -> str | None:
    """Give git's answer without the last line break; None where git cannot answer."""
    command = ["git", "-c", "core.quotePath=false", "-C", str(folder), *question]
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program, questions of our own
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError:
        return None
    return None if done.returncode else done.stdout.rstrip("\n")
