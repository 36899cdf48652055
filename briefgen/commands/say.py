"""The terminal: the only place that writes to it, and nothing but visible characters."""

from __future__ import annotations

import os
import sys

import click

from briefgen.errors import visible


def say(text: str, *, err: bool = False) -> None:
    """Print one line; escape codes and ends of line in names and values are shown, not obeyed."""
    click.echo(visible(text), err=err)


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
