"""`briefgen models`: what translates, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.model import Problem
    from briefgen.packages import Package

FILE = click.Path(dir_okay=False, path_type=Path)
CONFIG = click.option("--config", "config_file", type=FILE, help="Settings file.")
CACHE = Path(".briefgen") / "cache"
MEBIBYTE = 1 << 20


@click.group()
def models() -> None:
    """Show and change the packages that translate."""


@models.command("list")
@CONFIG
def list_packages(config_file: Path | None) -> int:
    """List the packages found: bundled ones and those in your folders."""
    found, broken = _find(_load(config_file))
    for package in found:
        click.echo(describe(package))
    for problem in broken:
        click.echo(f"Error: {problem}", err=True)
    return 1 if broken else 0


def bundled_names() -> list[str]:
    """Name the packages that come with briefgen."""
    from briefgen import packages

    return [f"{name} {version}" for name, version in packages.bundled()]


def describe(package: Package) -> str:
    """Give the line that `list` shows."""
    card = package.card()
    place = "bundled" if package.bundled else str(package.origin)
    size = f"{package.size / MEBIBYTE:.0f} MiB"
    pair = f"{package.source}→{package.target}"
    return f"{pair:<10} {package.title:<28} {size:>8}  {card.quality}  {place}"


def _load(config_file: Path | None) -> Config:
    from briefgen import config

    return config.load(config_file or Path(config.FILE_NAME))


def _find(config: Config) -> tuple[tuple[Package, ...], tuple[Problem, ...]]:
    from briefgen import packages

    return packages.find_packages(config.packages, cache=CACHE / "packages")
