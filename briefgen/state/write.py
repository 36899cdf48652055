"""Pages to disk: all of them laid ready first, then put in place; only what we wrote is replaced.

The manifest says what we wrote: each path with the SHA-256 of its content. A file that is not as
the manifest says is a person's, and stays.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from briefgen import json_values, plain_files
from briefgen.errors import WriteError
from briefgen.model import Page, Problem, Unprinted
from briefgen.progress import Progress, each, untold, within
from briefgen.state import folders

STAGE = ".briefgen-new"  # the folder new pages are laid ready in, beside where they go
Manifest = Mapping[str, frozenset[str]]  # path → SHA-256 of what may stand there of ours


@dataclass(frozen=True, slots=True)
class Written:
    """The paths a write touched, those it left as they were, and those of a person."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    theirs: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Say which pages stand as a person wrote them."""
        remedy = "Delete the file if it should not be published."
        what = "was not written by this build: it is your page, and stays as it is."
        return tuple(Problem(path, 0, what, remedy, "warning", "not-ours") for path in self.theirs)


def write(  # noqa: PLR0913 - what is written where, what may be replaced, and who is told
    pages: Sequence[Page],
    docs: Path,
    *,
    manifest: Path,
    own: Sequence[str] = (),
    yielding: Sequence[str] = (),
    progress: Progress = untold,
) -> Written:
    """Make `docs` hold these pages: write what differs, remove what an earlier write left over.

    `own` are folders in `docs` that are ours alone; they are marked, so that what we wrote is
    known without the manifest too. A person's file at a path of `yielding` is left in its place,
    any other one in our way is a WriteError before anything is written.
    """
    with writing(docs):
        new = {_checked(page.path): _bytes(page, docs) for page in pages}
        listed = _read_manifest(manifest)
        known = _by_marks(docs, own) if listed is None else listed
        theirs = _in_the_way(docs, new, known, own)
        # Where only the marks are left, a page outside marked folders may be ours: nobody knows.
        unsure = listed is None and bool(known)
        if refused := sorted(theirs if unsure else theirs - set(yielding)):
            raise _refusal(docs, refused)
        new = {path: content for path, content in new.items() if path not in theirs}
        half = len(new) // 2
        compared = each(tuple(new.items()), within(progress, 0, half, len(new)))
        changed = [path for path, content in compared if _content(docs / path) != content]
        contents = each([new[path] for path in changed], within(progress, half, len(new), len(new)))
        with _laid_ready(docs, contents, some=bool(changed)) as stage:
            # The union first: if we die half-way, the next run still knows what is ours.
            hashes = {path: frozenset({_hash(content)}) for path, content in new.items()}
            _write_manifest(manifest, _union(known, hashes))
            _mark(docs, own, new)
            _put_in_place(docs, stage, changed)
        old = sorted(set(known) - set(new) - theirs)
        removed = [path for path in old if _remove(docs, path, known)]
        _tidy(docs, own)
        _write_manifest(manifest, hashes)
    unchanged = tuple(path for path in new if path not in set(changed))
    theirs |= {path for path in old if (docs / path).is_file()}
    return Written(tuple(changed), unchanged, tuple(removed), tuple(sorted(theirs)))


def wrote(docs: Path, path: str, manifest: Path) -> bool:
    """Tell whether what stands at a path is as an earlier write left it."""
    return _is_ours(docs, path, _read_manifest(manifest) or {})


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the system says of a failed write into a WriteError naming the place."""
    try:
        yield
    except OSError as error:
        raise WriteError(
            f"cannot write: {error.strerror or error}.",
            where=str(error.filename or folder),
            remedy="Check the folder's permissions and free space.",
        ) from error


def _checked(path: str) -> str:
    """Refuse a path that would leave the folder."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise WriteError(f"{path!r} is no path inside the docs folder")
    return path


def _bytes(page: Page, docs: Path) -> bytes:
    """Give what is to stand at a page's path: what stands there, where it is the very page."""
    if isinstance(page, Unprinted):
        there = _content(docs / page.path)
        if there is not None and _hash(there) == page.hash:
            return there
    return page.content if isinstance(page.content, bytes) else page.content.encode("utf-8")


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _content(path: Path) -> bytes | None:
    """Read a file that stands at a path; None for no file, and for a link, which is never ours."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _is_ours(docs: Path, path: str, known: Manifest) -> bool:
    content = _content(docs / path)
    return content is not None and _hash(content) in known.get(path, ())


def _by_marks(docs: Path, own: Sequence[str]) -> Manifest:
    """Give what we wrote where the manifest is lost: all that is in folders we marked."""
    ours = [docs / name for name in own if folders.is_made(docs / name)]
    files = [path for folder in ours for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [path for path in files if path.name != folders.MARKER and not path.is_symlink()]
    return {
        path.relative_to(docs).as_posix(): frozenset({_hash(path.read_bytes())}) for path in found
    }


def _in_the_way(
    docs: Path, new: Mapping[str, bytes], known: Manifest, own: Sequence[str]
) -> set[str]:
    """Find the paths of ours at which something stands that is not ours."""
    strange = {name for name in own if not _may_own(docs, name, known)}
    return {
        path
        for path, content in new.items()
        if path.partition("/")[0] in strange
        or _leads_away(docs, path)
        or (os.path.lexists(docs / path) and not _may_write(docs, path, content, known))
    }


def _may_own(docs: Path, name: str, known: Manifest) -> bool:
    """Tell whether a folder of ours is one, or holds nothing but what the manifest says."""
    folder = docs / name
    if folders.is_replaceable(folder):
        return True
    files = [path.relative_to(docs).as_posix() for path in folder.rglob("*") if not path.is_dir()]
    return not folder.is_symlink() and all(_is_ours(docs, path, known) for path in files)


def _leads_away(docs: Path, path: str) -> bool:
    """Tell whether a link on the way to a page leads out of where it should stand."""
    parents = PurePosixPath(path).parents
    return any((docs / parent).is_symlink() for parent in parents if parent.parts)


def _may_write(docs: Path, path: str, content: bytes, known: Manifest) -> bool:
    return _is_ours(docs, path, known) or _content(docs / path) == content


def _refusal(docs: Path, paths: Sequence[str]) -> WriteError:
    shown = ", ".join(paths[:3]) + (" …" if len(paths) > 3 else "")  # noqa: PLR2004  # a glance
    return WriteError(
        f"briefgen did not write what stands at {shown}, so it will not replace it.",
        where=str(docs),
        remedy="Move your files elsewhere, or delete them if an earlier briefgen made them.",
    )


@contextmanager
def _laid_ready(docs: Path, contents: Iterable[bytes], *, some: bool) -> Iterator[Path]:
    """Write all new contents beside their places; a full disk is met here, before any change."""
    docs.mkdir(parents=True, exist_ok=True)
    stage = docs / STAGE
    folders.remove(stage)
    try:
        if some:
            folders.make(stage)
        for number, content in enumerate(contents):
            (stage / str(number)).write_bytes(content)
        yield stage
    finally:
        folders.remove(stage)


def _put_in_place(docs: Path, stage: Path, paths: Sequence[str]) -> None:
    for number, path in enumerate(paths):
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (stage / str(number)).replace(docs / path)


def _mark(docs: Path, own: Sequence[str], new: Mapping[str, bytes]) -> None:
    used = {path.partition("/")[0] for path in new}
    for name in own:
        if name in used:
            folders.make(docs / name)


def write_file(path: Path, content: bytes) -> bool:
    """Write through a file beside it unless the content is there already; say if it changed."""
    fresh = path.with_name(f".{path.name.lstrip('.')}.new")
    if _content(path) == content:
        fresh.unlink(missing_ok=True)  # what a killed run may have left
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        fresh.write_bytes(content)
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return True


def _remove(docs: Path, path: str, known: Manifest) -> bool:
    """Remove what we wrote, and the folders it leaves empty; what was changed since is kept."""
    if _leads_away(docs, path) or not _is_ours(docs, path, known):
        return False
    target = docs / path
    target.unlink()
    for parent in target.parents:
        if parent == docs or any(parent.iterdir()):
            break
        parent.rmdir()
    return True


def _tidy(docs: Path, own: Sequence[str]) -> None:
    """Remove folders of ours in which nothing is left, as a killed run may leave them."""
    for name in own:
        folder = docs / name
        if not folders.is_made(folder):
            continue
        below = (Path(place) for place, _, _ in os.walk(folder, topdown=False))
        for place in below:
            if place != folder and not any(place.iterdir()):
                place.rmdir()
        if [entry.name for entry in folder.iterdir()] == [folders.MARKER]:
            folders.remove(folder)


def _read_manifest(manifest: Path) -> Manifest | None:
    """Read what we wrote; None where that is not known."""
    try:
        listed = json_values.load(plain_files.read(manifest, most=json_values.MOST))
    except (FileNotFoundError, ValueError):
        return None
    if isinstance(listed, list):  # as it was before hashes: proves nothing
        listed = {path: [] for path in listed if isinstance(path, str)}
    if not isinstance(listed, dict):
        return None
    return {
        _checked(path): frozenset(one for one in hashes if isinstance(one, str))
        for path, hashes in listed.items()
        if isinstance(hashes, list)
    }


def _union(one: Manifest, other: Manifest) -> Manifest:
    nothing: frozenset[str] = frozenset()
    return {path: one.get(path, nothing) | other.get(path, nothing) for path in {*one, *other}}


def _write_manifest(manifest: Path, hashes: Manifest) -> None:
    listed = {path: sorted(hashes[path]) for path in sorted(hashes)}
    text = json.dumps(listed, ensure_ascii=False, indent=0) + "\n"
    write_file(manifest, text.encode("utf-8"))
