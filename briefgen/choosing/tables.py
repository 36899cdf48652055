"""The tables of weights that come with briefgen: tab-separated, with remarks behind a "#"."""

from __future__ import annotations

from importlib import resources


def read(name: str) -> list[list[str]]:
    """Give the cells of each line."""
    text = (resources.files("briefgen.choosing") / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
