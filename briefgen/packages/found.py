"""Argos packages on disk: `.argosmodel` archives, and the folders they unpack to.

Archives are unpacked once, into a cache folder named by their SHA-256.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefgen.engines.argos import engine_name
from briefgen.errors import PackageError
from briefgen.model import PackageCard, Problem
from briefgen.packages.archive import file_hash, folder_digest, peek, read_metadata, unpack
from briefgen.packages.tiers import quality

BUNDLED = Path(__file__).parent.parent / "models"
# Bundled packages good enough to be asked for a second opinion, not to translate with.
ASKED_ONLY = BUNDLED / "second-opinion"
SUFFIX = ".argosmodel"


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
    asked_only: bool = False  # for a second opinion, never to translate
    official: bool = False  # fetched from Argos' own index, says briefgen.lock

    @property
    def pair(self) -> tuple[str, str]:
        """The languages it translates from and to."""
        return self.source, self.target

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
            quality=quality(self.sha256, self.pair, official=self.official),
            engine=engine_name(),
        )


def find_packages(
    folders: Sequence[Path], *, cache: Path
) -> tuple[tuple[Package, ...], tuple[Problem, ...]]:
    """Give every usable package, the bundled ones first, and a problem for each broken one."""
    packages: list[Package] = []
    problems: list[Problem] = []
    for folder in (BUNDLED, ASKED_ONLY, *folders):
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
        if (path.suffix == SUFFIX and path.is_file()) or (path / "metadata.json").is_file()
    )


def read_package(origin: Path, *, cache: Path, where: str = "") -> Package:
    """Describe an archive (unpacking it when that was not yet done) or an unpacked folder.

    Raises PackageError, which blames `where` instead of `origin` when that is given.
    """
    try:
        if origin.is_dir():
            folder, (digest, size) = origin, folder_digest(origin)
        else:
            size, digest = origin.stat().st_size, file_hash(origin)
            folder = unpack(origin, digest, cache=cache)
        metadata = read_metadata(folder, origin)
    except OSError as error:
        raise _cannot_read(where or str(origin), error) from error
    except PackageError as error:
        raise PackageError(
            error.message, where=where or error.where, remedy=error.remedy
        ) from error
    return Package(
        name=_name(metadata),
        version=str(metadata["package_version"]),
        source=str(metadata["from_code"]),
        target=str(metadata["to_code"]),
        folder=folder,
        origin=origin,
        sha256=digest,
        size=size,
        bundled=origin.parent in {BUNDLED, ASKED_ONLY},
        asked_only=origin.parent == ASKED_ONLY,
    )


def _name(metadata: dict[str, Any]) -> str:
    """Give the package's own name, else the one Argos would give it."""
    return str(metadata.get("name") or f"translate-{metadata['from_code']}_{metadata['to_code']}")


def bundled() -> list[tuple[str, str]]:
    """Name the packages that come with briefgen, with their versions; nothing is unpacked."""
    archives = (*_candidates(BUNDLED), *_candidates(ASKED_ONLY))
    known = [peek(archive) for archive in archives]
    return [(_name(metadata), str(metadata["package_version"])) for metadata in known]


def _cannot_read(where: str, error: OSError) -> PackageError:
    return PackageError(
        f"cannot be unpacked: {error.strerror or error}.",
        where=where,
        remedy="Check that the file is readable and that the cache folder has room.",
    )
