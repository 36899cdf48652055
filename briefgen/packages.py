"""Argos packages on disk: found, safely unpacked, described, and made into routes.

A package is an `.argosmodel` archive or the folder it unpacks to. Archives are unpacked once, into
a cache folder named by their SHA-256, and only the parts that translation needs.
"""

from __future__ import annotations

import json
import re
import stat
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import Any

from briefgen.engines.argos import ArgosTranslator
from briefgen.errors import BriefgenError, PackageError
from briefgen.model import PackageCard, Problem
from briefgen.translate import Memory, Remembering, Translator

BUNDLED = Path(__file__).parent / "models"
SUFFIX = ".argosmodel"
MAX_UNPACKED = 4 * 1024**3  # bytes; the largest official package is about 0.4 GiB
MAX_MEMBERS = 5000
_NEEDED = ("metadata.json", "sentencepiece.model", "bpe.model", "model/", "README.md")
_METADATA = re.compile(r"([^/]+)/metadata\.json")
_REINSTALL = "Fetch the package again and check its SHA-256."


@dataclass(frozen=True, slots=True)
class Package:
    """An unpacked Argos package and where it came from."""

    name: str
    version: str
    source: str
    target: str
    folder: Path  # unpacked
    origin: Path  # the archive, or the folder itself
    sha256: str  # of the archive; of names and contents for a folder
    size: int  # bytes of the archive, or of the folder
    bundled: bool = False

    @property
    def title(self) -> str:
        """Name and version, as readers are told and as `Summary.package` says."""
        return f"{self.name} {self.version}"

    def card(self) -> PackageCard:
        """Give what pages tell about the package."""
        return PackageCard(
            name=self.title,
            version=self.version,
            source=self.source,
            target=self.target,
            sha256=self.sha256,
            quality="not measured",
        )


def find_packages(
    folders: Sequence[Path], *, cache: Path
) -> tuple[tuple[Package, ...], tuple[Problem, ...]]:
    """Give every usable package, the bundled ones first, and a problem for each broken one."""
    packages: list[Package] = []
    problems: list[Problem] = []
    for folder in (BUNDLED, *folders):
        for origin in _candidates(folder):
            try:
                packages.append(read_package(origin, cache=cache))
            except PackageError as error:
                problems.append(Problem(error.where, 0, error.message, error.remedy))
    return tuple(packages), tuple(problems)


def _candidates(folder: Path) -> list[Path]:
    """Give archives and unpacked packages directly inside `folder`, sorted by name."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix == SUFFIX or (path / "metadata.json").is_file()
    )


def read_package(origin: Path, *, cache: Path) -> Package:
    """Describe an archive (unpacking it when that was not yet done) or an unpacked folder."""
    try:
        if origin.is_dir():
            digest, size = _folder_digest(origin)
            folder = origin
        else:
            size = origin.stat().st_size
            with origin.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            folder = unpack(origin, digest, cache=cache)
    except OSError as error:
        raise _cannot_read(origin, error) from error
    metadata = read_metadata(folder, origin)
    return Package(
        name=str(
            metadata.get("name") or f"translate-{metadata['from_code']}_{metadata['to_code']}"
        ),
        version=str(metadata["package_version"]),
        source=str(metadata["from_code"]),
        target=str(metadata["to_code"]),
        folder=folder,
        origin=origin,
        sha256=digest,
        size=size,
        bundled=origin.parent == BUNDLED,
    )


def _name(metadata: dict[str, Any]) -> str:
    """Give the package's own name, else the one Argos would give it."""
    return str(metadata.get("name") or f"translate-{metadata['from_code']}_{metadata['to_code']}")


def bundled() -> list[tuple[str, str]]:
    """Name the packages that come with briefgen, with their versions; nothing is unpacked."""
    found = []
    for archive in _candidates(BUNDLED):
        with zipfile.ZipFile(archive) as opened:
            metadata = json.loads(opened.read(f"{_root(opened, archive)}/metadata.json"))
        found.append((_name(metadata), str(metadata["package_version"])))
    return found


def _cannot_read(origin: Path, error: OSError) -> PackageError:
    return PackageError(
        f"cannot be unpacked: {error.strerror or error}",
        where=str(origin),
        remedy="Check that the file is readable and that the cache folder has room.",
    )


def _folder_digest(folder: Path) -> tuple[str, int]:
    """Give one SHA-256 over names and contents of a folder's files, and their size in bytes."""
    digest, size = sha256(), 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            content = file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
        size += path.stat().st_size
    return digest.hexdigest(), size


def read_metadata(folder: Path, origin: Path) -> dict[str, Any]:
    """Read and check `metadata.json` and the layout beside it."""
    try:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PackageError(
            f"metadata.json cannot be read: {error}", where=str(origin), remedy=_REINSTALL
        ) from error
    wanted = ("from_code", "to_code", "package_version")
    missing = [key for key in wanted if not isinstance(metadata, dict) or not metadata.get(key)]
    if missing:
        raise PackageError(
            f"metadata.json lacks {', '.join(missing)}",
            where=str(origin),
            remedy="Only packages that translate one language into another can be used.",
        )
    if not (folder / "model" / "model.bin").is_file():
        raise PackageError("holds no model/model.bin", where=str(origin), remedy=_REINSTALL)
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise PackageError(
            "holds neither sentencepiece.model nor bpe.model",
            where=str(origin),
            remedy=_REINSTALL,
        )
    return dict(metadata)


def unpack(archive: Path, digest: str, *, cache: Path) -> Path:
    """Unpack what translation needs into `cache/<digest>`; nothing is left of a failure."""
    done = cache / digest[:32]
    if done.is_dir():
        return done
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".unpacking-") as place:
        fresh = Path(place) / "package"
        fresh.mkdir()
        _extract(archive, fresh)
        read_metadata(fresh, archive)
        try:
            fresh.rename(done)
        except OSError:
            if not done.is_dir():  # otherwise another build was quicker
                raise
    return done


def _extract(archive: Path, place: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as opened:
            root = _root(opened, archive)
            left = MAX_UNPACKED
            for member, path in _wanted(opened.infolist(), root):
                left -= _write_member(opened, member, place / path, left, archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackageError(
            f"is not a whole zip archive: {error}", where=str(archive), remedy=_REINSTALL
        ) from error


def _root(opened: zipfile.ZipFile, archive: Path) -> str:
    """Check all member names and give the one folder everything lies in."""
    members = opened.infolist()
    if len(members) > MAX_MEMBERS:
        raise _unsafe(archive, f"holds {len(members)} files, more than {MAX_MEMBERS}")
    for member in members:
        _check_member(member, archive)
    matches = [_METADATA.fullmatch(member.filename) for member in members]
    roots = {match[1] for match in matches if match}
    if len(roots) != 1:
        raise PackageError(
            "is not an Argos package: no single folder with a metadata.json",
            where=str(archive),
            remedy=_REINSTALL,
        )
    return roots.pop()


def _check_member(member: zipfile.ZipInfo, archive: Path) -> None:
    name = member.filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ":" in name or ".." in parts:
        raise _unsafe(archive, f"holds a file that points outside: {name!r}")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _unsafe(archive, f"holds a link or a special file: {name!r}")


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
                raise _unsafe(archive, f"unpacks to more than {MAX_UNPACKED >> 20} MiB")
            sink.write(block)
    return written


@dataclass(slots=True)
class Routes:
    """Finds the way from a language to the target, loading each package once, when needed.

    A package that cannot be loaded becomes a problem and its language has no route.
    """

    packages: tuple[Package, ...]
    threads: int
    compute_type: str
    cache: Memory | None
    target: str = "en"
    problems: list[Problem] = field(default_factory=list)
    _loaded: dict[str, Translator] = field(default_factory=dict)
    _found: dict[str, tuple[Translator, ...]] = field(default_factory=dict)

    def __call__(self, language: str) -> tuple[Translator, ...]:
        """Give the translators to apply in turn; none when there is no way."""
        if language not in self._found:
            self._found[language] = self._find(language)
        return self._found[language]

    def _find(self, language: str) -> tuple[Translator, ...]:
        try:
            return tuple(self._load(p) for p in choose_route(self.packages, language, self.target))
        except BriefgenError as error:
            self.problems.append(Problem(error.where, 0, error.message, error.remedy))
            return ()

    def _load(self, package: Package) -> Translator:
        if package.sha256 not in self._loaded:
            engine = ArgosTranslator(
                package.folder,
                package=package.title,
                source=package.source,
                target=package.target,
                threads=self.threads,
                compute_type=self.compute_type,
            )
            engine.load()
            self._loaded[package.sha256] = (
                Remembering(engine, self.cache, package.sha256) if self.cache else engine
            )
        return self._loaded[package.sha256]


def routes(
    packages: Sequence[Package],
    *,
    threads: int = 0,
    compute_type: str = "auto",
    cache: Memory | None = None,
    target: str = "en",
) -> Routes:
    """Make the function that finds a route for a language tag."""
    return Routes(tuple(packages), threads, compute_type, cache, target)


# Codes Argos uses that are not the BCP 47 tag.
_ARGOS_CODES = {"zh-hant": "zt", "zh-tw": "zt", "zh-hk": "zt", "zh-mo": "zt", "pt-br": "pb"}


def argos_codes(tag: str) -> tuple[str, ...]:
    """Give the codes a package for this language may carry, the closest first."""
    lower = tag.lower()
    exact = [code for prefix, code in _ARGOS_CODES.items() if lower.startswith(prefix)]
    return tuple(dict.fromkeys((lower, *exact, lower.split("-", maxsplit=1)[0])))


def choose_route(packages: Sequence[Package], language: str, target: str) -> tuple[Package, ...]:
    """Choose the package, or two over a pivot, that lead from `language` to `target`."""
    for code in argos_codes(language):
        if direct := best(packages, code, target):
            return (direct,)
    for code in argos_codes(language):
        pivots = sorted({p.target for p in packages if p.source.lower() == code})
        for pivot in pivots:
            first, second = best(packages, code, pivot), best(packages, pivot, target)
            if first and second:
                return first, second
    return ()


def best(packages: Sequence[Package], source: str, target: str) -> Package | None:
    """Choose among packages for one pair: the user's before the bundled, then the newest."""
    fitting = [p for p in packages if p.source.lower() == source and p.target.lower() == target]
    return max(
        fitting, key=lambda p: (not p.bundled, version_key(p.version), p.sha256), default=None
    )


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Make "1.10" sort after "1.9"."""
    parts = version.replace("-", ".").split(".")
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
