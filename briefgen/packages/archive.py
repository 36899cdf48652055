"""`.argosmodel` archives: what they hold is checked, and unpacked as far as translation needs it.

Whoever made an archive is not trusted: names may point outside, be links, or unpack to more than
any disk holds. Nothing is left of a failure.
"""

from __future__ import annotations

import lzma
import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import Any

from briefgen import json_values, plain_files
from briefgen.errors import PackageError

MAX_UNPACKED = 4 * 1024**3  # bytes; the largest official package is about 0.4 GiB
MAX_MEMBERS = 5000
REINSTALL = "Fetch the package again and check its SHA-256."
_METADATA = re.compile(r"([^/]+)/metadata\.json")
_CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_VERSION = re.compile(r"\w[\w.+-]{0,39}", re.ASCII)
_NAME = re.compile(r"\w[\w .+-]{0,79}", re.ASCII)
FIELDS = {"from_code": _CODE, "to_code": _CODE, "package_version": _VERSION}
_TEXTS = (
    "from_code",
    "to_code",
    "package_version",
    "from_name",
    "to_name",
    "argos_version",
    "target_prefix",
    "code",
    "type",
)
_LISTS = ("dependencies", "source_languages", "target_languages", "languages", "links")
MAX_METADATA = 1_000_000  # bytes; an official one has 300
_NEEDED = ("metadata.json", "sentencepiece.model", "bpe.model", "model/", "README.md")


def unpack(archive: Path, digest: str, *, cache: Path) -> Path:
    """Unpack what translation needs into `cache/<digest>`; what is there already is kept."""
    done = cache / digest[:32]
    if done.is_dir():
        return done
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".unpacking-") as place:
        fresh = Path(place) / "package"
        fresh.mkdir()
        _extract(archive, fresh)
        read_metadata(fresh, archive)
        (cache / f"{done.name}.sha256").write_text(folder_digest(fresh)[0], encoding="ascii")
        try:
            fresh.rename(done)
        except OSError:
            if not done.is_dir():  # otherwise another build was quicker
                raise
    return done


def is_intact(unpacked: Path) -> bool:
    """Tell whether an unpacked archive in the cache is what was unpacked."""
    seal = unpacked.with_name(f"{unpacked.name}.sha256")
    return seal.is_file() and seal.read_bytes() == folder_digest(unpacked)[0].encode("ascii")


def peek(archive: Path) -> dict[str, Any]:
    """Read `metadata.json` of an archive without unpacking it."""
    with zipfile.ZipFile(archive) as opened:
        file = opened.open(f"{_root(opened, archive)}/metadata.json")
        with file:
            return dict(json_values.load(file.read(MAX_METADATA)))


def file_hash(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def folder_digest(folder: Path) -> tuple[str, int]:
    """Give one SHA-256 over names and contents of a folder's files, and their size in bytes."""
    digest, size = sha256(), 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{file_hash(path)}\n".encode())
        size += path.stat().st_size
    return digest.hexdigest(), size


def read_metadata(folder: Path, origin: Path) -> dict[str, Any]:
    """Read and check `metadata.json` and the layout beside it."""
    try:
        metadata = json_values.load(plain_files.read(folder / "metadata.json", most=MAX_METADATA))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or f"it {error}"
        raise PackageError(
            f"metadata.json cannot be read: {why}.", where=str(origin), remedy=REINSTALL
        ) from error
    if not isinstance(metadata, dict):
        metadata = {}
    _check_kinds(metadata, origin)
    for key, pattern in FIELDS.items():
        if not pattern.fullmatch(str(metadata.get(key) or "")):
            raise PackageError(
                f"{key} in metadata.json is {metadata.get(key)!r:.80}.",
                where=str(origin),
                remedy="Only packages that translate one language into another can be used.",
            )
    if metadata.get("name") and not _NAME.fullmatch(str(metadata["name"])):
        del metadata["name"]
    if not (folder / "model" / "model.bin").is_file():
        raise PackageError("holds no model/model.bin.", where=str(origin), remedy=REINSTALL)
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise PackageError(
            "holds neither sentencepiece.model nor bpe.model.",
            where=str(origin),
            remedy=REINSTALL,
        )
    return dict(metadata)


def _check_kinds(metadata: dict[str, Any], origin: Path) -> None:
    """Refuse values that the engine would stumble over at the first sentence."""
    for keys, kind, wanted in ((_TEXTS, str, "text"), (_LISTS, list, "a list")):
        for key in keys:
            value = metadata.get(key)
            if value is not None and not isinstance(value, kind):
                raise PackageError(
                    f"{key} in metadata.json is {value!r:.80}, not {wanted}.",
                    where=str(origin),
                    remedy="Do not use this file, or mend its metadata.",
                )


def _extract(archive: Path, place: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as opened:
            root = _root(opened, archive)
            left = MAX_UNPACKED
            for member, path in _wanted(opened.infolist(), root):
                left -= _write_member(opened, member, place / path, left, archive)
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        lzma.LZMAError,
        struct.error,
        zlib.error,
    ) as error:
        raise PackageError(
            f"is not a whole zip archive: {error}.", where=str(archive), remedy=REINSTALL
        ) from error


def _root(opened: zipfile.ZipFile, archive: Path) -> str:
    """Check all member names and give the one folder everything lies in."""
    members = opened.infolist()
    if len(members) > MAX_MEMBERS:
        raise _unsafe(archive, f"holds {len(members)} files, more than {MAX_MEMBERS}.")
    for member in members:
        _check_member(member, archive)
    matches = [_METADATA.fullmatch(member.filename) for member in members]
    roots = {match[1] for match in matches if match}
    if len(roots) != 1:
        raise PackageError(
            "is not an Argos package: no single folder with a metadata.json.",
            where=str(archive),
            remedy=REINSTALL,
        )
    return roots.pop()


def _check_member(member: zipfile.ZipInfo, archive: Path) -> None:
    name = member.filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts:
        raise _unsafe(archive, f"holds a file that points outside: {name!r}.")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _unsafe(archive, f"holds a link or a special file: {name!r}.")


def _unsafe(archive: Path, message: str) -> PackageError:
    return PackageError(message, where=str(archive), remedy="Do not use this file.")


def _wanted(members: Iterable[zipfile.ZipInfo], root: str) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Pick what translation needs: sentence splitters such as stanza/ stay in the archive."""
    for member in members:
        path = member.filename.removeprefix(f"{root}/")
        if path != member.filename and not member.is_dir() and path.startswith(_NEEDED):
            yield member, path


def _write_member(
    opened: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, left: int, archive: Path
) -> int:
    """Write one file, counting the bytes that come out: headers may lie. Gives the count."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with opened.open(member) as source, path.open("wb") as sink:
        while block := source.read(1 << 20):
            written += len(block)
            if written > left:
                raise _unsafe(archive, f"unpacks to more than {MAX_UNPACKED >> 20} MiB.")
            sink.write(block)
    return written
