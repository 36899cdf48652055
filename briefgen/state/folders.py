"""Whose folder is whose: what briefgen empties or replaces is marked as its own, and lies apart."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from briefgen.errors import ConfigError, WriteError

MARKER = ".briefgen-made"
MARK = b"Made by briefgen, which removes what it did not put here. Keep your files elsewhere.\n"

Role = tuple[str, Path]  # the setting, and the folder it names


def check_apart(roles: Sequence[Role], *, root: Path, site: Path, files: Iterable[Role]) -> None:
    """Refuse folders that are or contain one another or the project; links are followed.

    `site` is replaced as a whole: it must be ours or empty, and no settings file (`files`) may lie
    in it. Raises ConfigError.
    """
    real = [(name, folder, _real(folder)) for name, folder in roles]
    for name, folder, place in real:
        if place == _real(root) or place in _real(root).parents:
            raise _overlap(f"{name} ({folder}) contains the project's own folder")
    for (name, folder, place), (other, its, there) in combinations(real, 2):
        if name != other and place == there:
            raise _overlap(f"{name} ({folder}) and {other} ({its}) are one folder")
        if name != other and place in there.parents:
            raise _overlap(f"{other} ({its}) lies in {name} ({folder})")
        if name != other and there in place.parents:
            raise _overlap(f"{name} ({folder}) lies in {other} ({its})")
    for name, file in files:
        if _real(site) in _real(file).parents:
            raise _overlap(f"{name} ({file}) lies in site ({site}), which is built anew each time")
    if not is_replaceable(_real(site)):
        raise not_ours(site)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a link to itself, a name with NUL
        raise ConfigError(f"is no usable path: {error}.", where=repr(str(path))) from error


def _overlap(what: str) -> ConfigError:
    return ConfigError(
        f"{what}.",
        where="folders",
        remedy="Give articles, docs, site, templates, packages and .briefgen a folder each.",
    )


def not_ours(folder: Path) -> WriteError:
    """Say that a folder holds what briefgen did not put there."""
    return WriteError(
        "briefgen did not make this folder, so it will not replace it.",
        where=str(folder),
        remedy="Name a new or empty folder, or delete this one yourself.",
    )


def is_made(folder: Path) -> bool:
    """Tell whether briefgen made a folder."""
    return not folder.is_symlink() and (folder / MARKER).is_file()


def is_replaceable(folder: Path) -> bool:
    """Tell whether nothing of anybody's is lost with a folder: it is ours, empty or not there."""
    if not os.path.lexists(folder) or is_made(folder):
        return True
    return not folder.is_symlink() and folder.is_dir() and not any(folder.iterdir())


def make(folder: Path) -> None:
    """Make a folder ours; the caller has seen that it may be."""
    folder.mkdir(parents=True, exist_ok=True)
    if not is_made(folder):
        (folder / MARKER).write_bytes(MARK)


def remove(folder: Path) -> None:
    """Remove a folder that briefgen made, whatever is in it; the marker goes last.

    Raises WriteError for any other folder: after a crash half a folder is still known for ours.
    """
    if not is_replaceable(folder):
        raise not_ours(folder)
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda one: (one.name == MARKER, one.name)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)  # noqa: PTH108  # the entry of a scan
    folder.rmdir()
