"""The articles folder: which files lie in it, and their bytes; nothing is understood here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import InputError
from briefgen.model import Problem

# The folders browsers put beside a saved page for its pictures, in several languages.
_SAVED = re.compile(
    r"(?:_files|_fichiers|-Dateien|_archivos|_arquivos|_ficheiros|_file|_bestanden|_pliki|-filer"
    r"|_soubory|_elemei|_dosyalar|\.files)$",
    re.IGNORECASE,
)
DEEPEST = 50  # folders in folders
MOST_FILES = 100_000
READABLE = "Save it as .txt, .md or .html."


class RefusedError(Exception):
    """One file cannot be read; carries what is wrong and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Place:
    """A file of the folder, and the name it is told by."""

    path: Path
    file: str


@dataclass(frozen=True, slots=True)
class RawFile:
    """What lies on disk of one file: all that is to be understood, as plain values."""

    file: str
    content: bytes
    sidecar: bytes | None = None
    committed: str | None = None  # ISO day of the first commit, where git was asked


def places(folder: Path, *, max_files: int) -> tuple[tuple[Place, ...], tuple[Problem, ...]]:
    """List the files under a folder, sorted by name, and what is wrong with its entries.

    Raises InputError when the folder itself cannot be read.
    """
    if not folder.is_dir():
        remedy = "Name a folder with --articles or in briefgen.yml."
        raise InputError("the articles folder does not exist.", where=str(folder), remedy=remedy)
    found, problems = [], []
    root = folder.resolve()
    for number, one in enumerate(_walk(folder, root, frozenset({root}))):
        file = _display(one.path.relative_to(folder))
        if number >= max_files:
            what = f"there are more than {max_files:,} files; those from here on are left out."
            problems.append(Problem(file, 0, what, "Raise max_files in briefgen.yml."))
            break
        if one.wrong:
            problems.append(Problem(file, 0, *one.wrong))
        else:
            found.append(Place(one.path, file))
    return tuple(sorted(found, key=lambda place: place.file)), tuple(problems)


def load(place: Place, *, max_bytes: int) -> tuple[RawFile, tuple[Problem, ...]]:
    """Read a file and its sidecar. Raises RefusedError where the file itself cannot be read."""
    content = read_bytes(place.path, max_bytes)
    try:
        sidecar = _read_sidecar(place.path, max_bytes)
    except RefusedError as error:
        what = Problem(f"{place.file}.yml", 0, error.message, "Write it as UTF-8 text.")
        return RawFile(place.file, content), (what,)
    return RawFile(place.file, content, sidecar), ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of the folder, or what is wrong with an entry of it and the remedy."""

    path: Path
    wrong: tuple[str, str] | None = None


_LOOP = ("the link leads back to itself.", "Remove the link.")
_OUTSIDE = ("the link leads out of the articles folder.", "Copy the file into the folder.")
_TOO_DEEP = (f"the folders are nested deeper than {DEEPEST}.", "Move the files up.")
_CLOSED = ("the folder cannot be read.", "Check its rights.")


def _walk(folder: Path, root: Path, above: frozenset[Path]) -> Iterator[_Found]:
    """Give the files below a folder; links are followed inside `root` only."""
    if len(above) > DEEPEST:
        yield _Found(folder, _TOO_DEEP)
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield _Found(folder, _CLOSED)
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _enter(folder / entry.name, root, above)


def _enter(path: Path, root: Path, above: frozenset[Path]) -> Iterator[_Found]:
    """Give a file, or what is below a folder."""
    inside = _real(path)
    if inside is None:
        yield _Found(path, _LOOP if _is_loop(path) else None)  # leading nowhere: told when read
    elif not inside.is_relative_to(root):
        yield _Found(path, _OUTSIDE)
    elif not inside.is_dir():
        yield _Found(path)
    elif inside in above:
        yield _Found(path, _LOOP)
    elif not _belongs_to_page(path):
        yield from _walk(path, root, above | {inside})


def _real(path: Path) -> Path | None:
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):
        return None


def _belongs_to_page(folder: Path) -> bool:
    """Tell whether a folder holds the pictures of the saved page beside it."""
    name = _SAVED.sub("", folder.name)
    return name != folder.name and any(
        (folder.parent / f"{name}{ending}").is_file() for ending in (".html", ".htm")
    )


def _is_loop(path: Path) -> bool:
    """Tell whether a link leads to itself."""
    try:
        path.resolve(strict=True)
    except RuntimeError:
        return True
    except OSError as error:
        return "loop" in str(error).lower() or "too many levels" in str(error).lower()
    return False


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Read a file. Raises RefusedError where it cannot be, or is too large."""
    try:
        if not path.is_file() and path.exists():
            raise RefusedError("it is no ordinary file.", READABLE)
        size = path.stat().st_size
        if size > max_bytes:
            remedy = "Split it, or raise max_file_size in briefgen.yml."
            raise RefusedError(f"the file has {size:,} bytes, the limit is {max_bytes:,}.", remedy)
        return path.read_bytes()
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise RefusedError(
            f"the file cannot be read: {what}.", "Check that it is there and its rights."
        ) from error


def _read_sidecar(path: Path, max_bytes: int) -> bytes | None:
    sidecar = path.with_name(path.name + ".yml")
    if not _exists(sidecar):
        return None
    if sidecar.is_symlink():  # the walk has told of it where it leads out
        beside = _real(sidecar)
        if beside is None or not beside.is_relative_to(path.parent.resolve()):
            return None
    return read_bytes(sidecar, max_bytes)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for the disk
        return False


def _display(path: Path) -> str:
    """Give a path that can be printed even when its name is no valid Unicode."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
