"""The terminal: the only place that writes to it, and nothing but visible characters."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import click

from briefgen.errors import visible

_COMMAND = re.compile(r"(`)briefgen (?=([a-z]+))")
_BY_MAKE = {"serve": "serve", "build": "site"}


def say(text: str, *, err: bool = False) -> None:
    """Print one line; escape codes and ends of line in names and values are shown, not obeyed.

    Commands in it are written as they are typed here.
    """
    click.echo(visible(as_typed(text)), err=err)


def as_typed(text: str) -> str:
    """Write `briefgen …` as whoever reads it started briefgen, and so can start it again."""
    return _COMMAND.sub(lambda found: f"{found[1]}{called()} ", text)


def called(here: Path | None = None) -> str:
    """Name briefgen as it is started here (or in `here`): `briefgen`, by its place, by `-m`."""
    program = Path(sys.argv[0]).absolute()
    if program.name == "__main__.py" and program.parent.name == "briefgen":
        return f"{_typed(Path(sys.executable), here)} -m briefgen"
    return _typed(program, here) if program.name == "briefgen" else "briefgen"


def _typed(program: Path, here: Path | None) -> str:
    """Write a program by its name where the shell finds it, else by its place."""
    if shutil.which(program.name) == str(program):
        return program.name
    folder = (here or Path.cwd()).absolute()
    if program.parent == folder:
        return f"./{program.name}"
    return str(program.relative_to(folder) if program.is_relative_to(folder) else program)


def ours(command: str) -> str:
    """Name a command as it is typed here; in our own clone, where nothing is installed, by make."""
    target = _BY_MAKE.get(command)
    plain = called()
    by_make = target and plain == os.path.join(".venv", "bin", "briefgen")  # noqa: PTH118  # text
    return f"make {target}" if by_make and _is_our_clone() else f"{plain} {command}"


def _is_our_clone() -> bool:
    try:
        return Path("Makefile").read_text(encoding="utf-8").startswith("# briefgen:")
    except (OSError, ValueError):
        return False


def say_lines(text: str, *, err: bool = False) -> None:
    """Print lines that are ours; within each nothing acts."""
    for line in text.split("\n"):
        say(line, err=err)


def status(text: str) -> None:
    """Show what runs, on the line of the cursor; only a person at a terminal sees it."""
    if _is_watched():
        click.echo(f"\r\x1b[K{visible(text)}", err=True, nl=False)


def _is_watched() -> bool:
    """Tell whether a person looks on; some machines of CI pretend to be a terminal."""
    machine = os.environ.get("CI") or os.environ.get("TERM") == "dumb"
    return sys.stderr.isatty() and not machine


def give(content: bytes) -> None:
    """Print a product as it is, or on a terminal what of it is text."""
    if sys.stdout.isatty():
        for line in content.decode("utf-8", "replace").splitlines():
            say(line)
    else:
        click.echo(content, nl=False)
