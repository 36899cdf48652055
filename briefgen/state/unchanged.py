"""Whether a build would do anything: what the last one read and wrote, compared with what is there.

What decides the result is hashed by content: articles, settings, desk files, templates, our own
code and tables. What is large or only looked at (packages, theme, pages, site) is compared by size
and times, as git does; a file's change time cannot be set back by those who edit it. Nothing here
imports a stage of the pipeline.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefgen import json_values, plain_files

FILE_NAME = "last-build.json"  # in the folder of caches
OURS = Path(__file__).parents[1]  # code, tables and bundled packages
_CHUNK = 1 << 20  # bytes
_SKIPPED = frozenset({".git", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Places:
    """The files and folders of a build, as paths; those that are not there count as absent."""

    read: tuple[str, ...]  # by content
    watched: tuple[str, ...]  # by size and times
    appended: tuple[str, ...]  # read and written: the ledger, the lock file
    written: tuple[str, ...]  # docs, site


@dataclass(frozen=True, slots=True)
class Record:
    """A finished build: its circumstances, the state before and after it, and what it said."""

    circumstances: tuple[str, ...]  # options and folder
    time_zone: str
    day: str  # articles may not be published later
    places: Places
    before: str  # digest of what was read
    after: str  # digest of what was left behind
    problems: tuple[str, ...]
    summary: str
    report: dict[str, object]  # what another build would report


def before(places: Places) -> str:
    """Digest what a build reads and does not write, with the versions of all libraries."""
    digest = sha256("\n".join((sys.version, *_libraries())).encode())
    for place in (str(OURS), *places.read):
        for path, status in _files(Path(place)):
            if path not in places.appended:
                digest.update(_content(path, status))
    for place in places.watched:
        _look(digest, place)
    return digest.hexdigest()


def after(places: Places) -> str:
    """Digest what a build leaves behind."""
    digest = sha256()
    for place in places.appended:
        for path, status in _files(Path(place)):
            digest.update(_content(path, status))
    for place in places.written:
        _look(digest, place)
    return digest.hexdigest()


def _look(digest: Any, place: str) -> None:  # noqa: ANN401 - hashlib names no type
    for path, status in _files(Path(place)):
        signs = (path, status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        digest.update(repr(signs).encode())


def _content(path: str, status: os.stat_result) -> bytes:
    """Hash a file with its name; of what is no plain file only what it is."""
    digest = sha256(os.fsencode(path) + b"\0")
    if stat.S_ISLNK(status.st_mode):
        digest.update(os.fsencode(os.readlink(path)))  # noqa: PTH115 - as it stands
        status = _behind(path) or status
    if stat.S_ISREG(status.st_mode):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - half the time, many files
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return digest.digest()


def _behind(link: str) -> os.stat_result | None:
    """Look behind a link. Raises OSError for a folder: reading enters it, hashing does not."""
    try:
        status = Path(link).stat()
    except OSError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise OSError(errno.ELOOP, "a link to a folder", link)
    return status


def _files(place: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Give all files at or below a place in order; folders that are links are not entered."""
    try:
        status = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISDIR(status.st_mode) or place.is_dir():
        yield from _below(str(place))
    else:
        yield str(place), status


def _below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _SKIPPED:
                yield from _below(entry.path)
        else:
            yield entry.path, entry.stat(follow_symlinks=False)


def _libraries() -> list[str]:
    """Name what is installed, with versions, without reading it."""
    folders = {path for path in sys.path if path.endswith("-packages") and Path(path).is_dir()}
    names = (name for folder in sorted(folders) for name in os.listdir(folder))  # noqa: PTH208 - names only
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def remember(work: Path, record: Record) -> None:
    """Keep the record of a build."""
    from briefgen.state.write import write_file, writing

    text = json.dumps(asdict(record), ensure_ascii=False)
    with writing(work):
        write_file(work / FILE_NAME, text.encode("utf-8", "surrogatepass"))


def forget(work: Path) -> None:
    """Take the record away before anything is written: a build that dies leaves none."""
    (work / FILE_NAME).unlink(missing_ok=True)


def recall(work: Path) -> Record | None:
    """Read the record of the last build; None where there is none that can be believed."""
    try:
        kept = json_values.load(plain_files.read(work / FILE_NAME))
        places = Places(**{name: _texts(paths) for name, paths in kept.pop("places").items()})
        kept["circumstances"] = _texts(kept["circumstances"])
        kept["problems"] = _texts(kept["problems"])
        return Record(places=places, **kept)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _texts(value: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError("a list of texts is wanted")
    return tuple(value)


def holds(record: Record) -> bool:
    """Say whether all that a record tells of is as it was; what cannot be read has changed."""
    try:
        return before(record.places) == record.before and after(record.places) == record.after
    except OSError:
        return False
