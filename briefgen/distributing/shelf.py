"""Where a worker finds an Argos package: by its SHA-256, in folders it can read, or sent to it."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefgen.errors import PackageError
from briefgen.packages import BUNDLED, Package, read_package
from briefgen.packages.archive import file_hash, folder_digest, unpack
from briefgen.packages.found import ASKED_ONLY

VARIABLE = "BRIEFGEN_PACKAGES"  # folders of packages a worker can read, as in PATH


class LackingError(Exception):
    """A worker cannot read a package; carries its SHA-256."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


@dataclass(slots=True)
class Shelf:
    """The packages a worker has found so far."""

    threads: int  # for each of them
    cache: Path  # where archives are unpacked
    parcels: Path  # where packages that were sent lie, by SHA-256
    _found: dict[str, Package] = field(default_factory=dict)

    def find(self, package: Package) -> Package:
        """Give a package of another machine as it lies here. Raises LackingError."""
        if package.sha256 not in self._found:
            self._found[package.sha256] = self._look_for(package)
        return self._found[package.sha256]

    def _look_for(self, package: Package) -> Package:
        for place in _places(package):
            try:
                if _is_it(place, package):
                    here = read_package(place, cache=self.cache)
                    return replace(package, folder=here.folder, origin=place)
            except (OSError, PackageError):
                continue  # not readable from here: another place may be
        parcel = self.parcels / package.sha256
        if not parcel.is_file():
            raise LackingError(package.sha256)
        return replace(
            package,
            folder=unpack(parcel, file_hash(parcel), cache=self.cache),
            origin=parcel,
        )


def _places(package: Package) -> Iterator[Path]:
    """Give where a package may lie; where it came from may be shared storage, if absolute."""
    if package.origin.is_absolute():
        yield package.origin
    named = os.environ.get(VARIABLE, "").split(os.pathsep)
    for folder in (BUNDLED, ASKED_ONLY, *(Path(one) for one in named if one)):
        if folder.is_dir():
            yield folder / package.origin.name
            yield from sorted(folder.iterdir())


def _is_it(place: Path, package: Package) -> bool:
    if place.is_dir():
        return (place / "metadata.json").is_file() and folder_digest(place)[0] == package.sha256
    return place.stat().st_size == package.size and file_hash(place) == package.sha256


def packed(package: Package) -> bytes:
    """Give a package as an archive to be sent; an unpacked one is packed as it is."""
    if package.origin.is_file():
        return package.origin.read_bytes()
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in package.origin.rglob("*") if one.is_file()):
            archive.write(path, f"package/{path.relative_to(package.origin).as_posix()}")
    return sink.getvalue()
