"""Pages to disk: atomic, only on change, removing only what we wrote."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefgen.errors import WriteError
from briefgen.model import Page


@dataclass(frozen=True, slots=True)
class Written:
    """The paths a write touched, and those it left as they were."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(pages: Sequence[Page], docs: Path, *, manifest: Path) -> Written:
    """Make `docs` hold these pages: write what differs, remove what an earlier write left over."""
    with writing(docs):
        old = _read_manifest(manifest)
        paths = [_checked(page.path) for page in pages]
        # The union first: if we die half-way, the next run still knows what is ours.
        _write_manifest(manifest, {*old, *paths})
        done = {page.path: write_file(docs / page.path, _bytes(page)) for page in pages}
        removed = tuple(path for path in sorted(old - set(paths)) if _remove(docs, path))
        _write_manifest(manifest, set(paths))
    changed = tuple(path for path, new in done.items() if new)
    return Written(changed, tuple(path for path, new in done.items() if not new), removed)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the system says of a failed write into a WriteError naming the place."""
    try:
        yield
    except OSError as error:
        raise WriteError(
            f"cannot write: {error.strerror or error}",
            where=str(error.filename or folder),
            remedy="Check the folder's permissions and free space.",
        ) from error


def _checked(path: str) -> str:
    """Refuse a path that would leave the folder."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise WriteError(f"{path!r} is no path inside the docs folder")
    return path


def _bytes(page: Page) -> bytes:
    return page.content if isinstance(page.content, bytes) else page.content.encode("utf-8")


def write_file(path: Path, content: bytes) -> bool:
    """Write through a temporary file unless the content is there already; say if it changed."""
    try:
        if path.read_bytes() == content:
            return False
    except (FileNotFoundError, NotADirectoryError):
        path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _remove(docs: Path, path: str) -> bool:
    target = docs / path
    if not target.is_file():
        return False
    target.unlink()
    for parent in target.parents:
        if parent == docs or any(parent.iterdir()):
            break
        parent.rmdir()
    return True


def _read_manifest(manifest: Path) -> set[str]:
    try:
        listed = json.loads(manifest.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return set()
    return {_checked(path) for path in listed if isinstance(path, str)}


def _write_manifest(manifest: Path, paths: Iterable[str]) -> None:
    text = json.dumps(sorted(paths), ensure_ascii=False, indent=0) + "\n"
    write_file(manifest, text.encode("utf-8"))
