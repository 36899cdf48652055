"""Packages brought in, checked and taken away again; each step whole or not at all.

`Place` says where; the lock is written last, so that it never names what is not there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from briefgen import plain_files
from briefgen.errors import BriefgenError, PackageError
from briefgen.language.tags import Language
from briefgen.model import Problem
from briefgen.packages.archive import file_hash, is_intact
from briefgen.packages.fetch import MAX_PACKAGE, Patience, Progress, fetch, forget
from briefgen.packages.found import SUFFIX, Package, find_packages, read_package
from briefgen.packages.index import MAX_INDEX, Offer, offers_for, parse_index
from briefgen.packages.lock import Pin, locked, pin, read_lock, with_pin, write_lock
from briefgen.packages.routes import load

MAX_INDEX_TIME = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Place:
    """Where packages are kept: archives, the lock file, and the cache they are unpacked in."""

    folder: Path
    lock: Path
    cache: Path

    @property
    def unpacked(self) -> Path:
        """The folder of unpacked archives."""
        return self.cache / "packages"

    @property
    def downloads(self) -> Path:
        """The folder of downloads not yet complete."""
        return self.cache / "downloads"

    @property
    def index(self) -> Path:
        """The list of packages as last fetched."""
        return self.cache / "index.json"

    @property
    def index_url(self) -> Path:
        """The file that says where that list came from."""
        return self.cache / "index.url"


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Tell what the disk refused."""
    try:
        yield
    except OSError as error:
        raise PackageError(
            f"{error.strerror or error}.",
            where=str(error.filename or path),
            remedy="Make room or make the folder writable, then try again.",
        ) from error


def fetch_index(url: str, place: Place, patience: Patience) -> tuple[Offer, ...]:
    """Fetch the list of packages and keep a copy for `list`."""
    part = place.downloads / "index.json"
    with _disk(part):
        place.downloads.mkdir(parents=True, exist_ok=True)
        forget(part)
        try:
            patience = replace(patience, longest=MAX_INDEX_TIME)
            fetch((url,), part, patience=patience, limit=MAX_INDEX)
            offers = parse_index(part.read_bytes(), url)
            part.replace(place.index)
            place.index_url.write_text(url, encoding="utf-8")
        finally:
            forget(part)
    return offers


def kept_index(place: Place) -> tuple[Offer, ...]:
    """Give the list of packages as last fetched; () when it never was."""
    if not place.index.is_file():
        return ()
    try:
        known = place.index_url.is_file()
        told = plain_files.read(place.index_url).decode("utf-8", "replace") if known else ""
        return parse_index(plain_files.read(place.index), told or str(place.index))
    except (PackageError, OSError):  # a damaged copy is no copy
        return ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to fetch, what is there already, and what cannot be had."""

    offers: tuple[Offer, ...]
    present: tuple[Package, ...]
    problems: tuple[Problem, ...]


def plan(
    languages: Sequence[Language],
    target: Language,
    found: Sequence[Package],
    offers: Sequence[Offer],
) -> Plan:
    """Choose what to fetch so that each language can be translated."""
    wanted: dict[tuple[str, str], Offer] = {}
    problems = []
    for language in languages:
        route = offers_for(offers, language, target)
        wanted |= {offer.pair: offer for offer in route}
        if not route:
            what = f"the index offers no way from {language} to {target}."
            remedy = "Get a package elsewhere and use `briefgen models import FILE`."
            problems.append(Problem("", 0, what, remedy))
    own = {package.pair: package for package in found if not package.bundled}
    return Plan(
        tuple(offer for pair, offer in wanted.items() if not _is_there(own.get(pair), offer)),
        tuple(own[pair] for pair, offer in wanted.items() if _is_there(own.get(pair), offer)),
        tuple(problems),
    )


def plan_back(
    languages: Sequence[Language],
    target: Language,
    found: Sequence[Package],
    offers: Sequence[Offer],
) -> Plan:
    """Choose what to fetch so that translations of each language can be held against it."""
    plans = [plan([target], language, found, offers) for language in languages]
    ways = [one for one in plans if len(one.offers) + len(one.present) == 1 or one.problems]
    return Plan(
        tuple(offer for one in ways for offer in one.offers),
        tuple(package for one in ways for package in one.present),
        tuple(problem for one in plans for problem in one.problems),
    )


def _is_there(package: Package | None, offer: Offer) -> bool:
    return package is not None and package.version == offer.version


def plan_pinned(found: Sequence[Package], place: Place) -> Plan:
    """Choose what to fetch so that all pinned packages are there."""
    have = {package.sha256: package for package in found}
    pins = read_lock(place.lock)
    missing = [one for one in pins if one.sha256 not in have]
    lost = [one for one in missing if not one.origin.startswith("http")]
    return Plan(
        tuple(
            Offer(one.source, one.target, one.version, (one.origin,), official=one.official)
            for one in missing
            if one not in lost
        ),
        tuple(have[one.sha256] for one in pins if one.sha256 in have),
        tuple(_cannot_fetch(one) for one in lost),
    )


def _cannot_fetch(lost: Pin) -> Problem:
    what = f"{lost.name} {lost.version} is pinned, and where it came from is not known."
    remedy = f"Get it again (SHA-256 {lost.sha256}) and use `briefgen models import FILE`."
    return Problem(str(lost.origin), 0, what, remedy)


def install(  # noqa: PLR0913 - what, where, how patiently
    offer: Offer,
    place: Place,
    *,
    patience: Patience,
    progress: Progress = lambda _done, _total: None,
    limit: int = MAX_PACKAGE,
    upgrade: bool = False,
) -> Package:
    """Fetch, check and keep a package, and pin it. A pinned pair takes the pinned bytes only.

    An incomplete download is kept so that the next try goes on from there.
    """
    pinned = None if upgrade else _pin_of(offer.pair, place)
    if pinned and pinned.version != offer.version:
        raise PackageError(
            f"{pinned.name} {pinned.version} is pinned, {offer.version} is offered.",
            where=str(place.lock),
            remedy="Add --upgrade to take the new version.",
        )
    part = place.downloads / f"{sha256(' '.join(offer.links).encode()).hexdigest()[:16]}.part"
    with _disk(part):
        place.downloads.mkdir(parents=True, exist_ok=True)
        url = fetch(offer.links, part, patience=patience, progress=progress, limit=limit)
        try:
            return _keep(part, place, pinned, offer.pair, (url, offer.official))
        finally:
            forget(part)


def import_file(file: Path, place: Place, *, upgrade: bool = False) -> Package:
    """Check and keep a copy of an archive, and pin it."""
    if not file.is_file():
        raise PackageError(
            "is no file.", where=str(file), remedy=f"Name a {SUFFIX} archive that exists."
        )
    with _disk(file), _tidied(place):
        place.downloads.mkdir(parents=True, exist_ok=True)
        copy = place.downloads / f"{_name_of_copy(file)}.importing"
        try:
            shutil.copyfile(file, copy)
            with _unpacked_for_good(copy, place):
                package = read_package(copy, cache=place.unpacked, where=str(file))
                pinned = None if upgrade else _pin_of(package.pair, place)
                return _keep(copy, place, pinned, package.pair, ("imported", False))
        finally:
            forget(copy)


@contextmanager
def _tidied(place: Place) -> Iterator[None]:
    """Remove the folders of the cache that are empty afterwards."""
    try:
        yield
    finally:
        for folder in (place.downloads, place.unpacked, place.cache, place.cache.parent):
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _unpacked_for_good(archive: Path, place: Place) -> Iterator[None]:
    """Forget what an archive was unpacked to, unless all goes well or it was there before."""
    unpacked = place.unpacked / file_hash(archive)[:32]
    known = unpacked.is_dir()
    try:
        yield
    except BaseException:
        if not known:
            _forget_unpacked(unpacked)
        raise


def _name_of_copy(file: Path) -> str:
    """Name a file's copy; its own name may be too long to be made longer."""
    return sha256(os.fsencode(file.name)).hexdigest()[:16]


def _pin_of(pair: tuple[str, str], place: Place) -> Pin | None:
    return next((one for one in read_lock(place.lock) if one.pair == pair), None)


def _keep(
    archive: Path, place: Place, pinned: Pin | None, pair: tuple[str, str], origin: tuple[str, bool]
) -> Package:
    """Check an archive, move it to its place and pin it; without success no trace is left."""
    digest = file_hash(archive)
    if pinned and digest != pinned.sha256:
        raise PackageError(
            f"its SHA-256 is {digest}, {pinned.sha256} is pinned: it is not the same package.",
            where=f"{pinned.name} {pinned.version}",
            remedy="Do not use it unless you know why; --upgrade pins the new one.",
        )
    with _unpacked_for_good(archive, place):
        package = read_package(archive, cache=place.unpacked, where=origin[0])
        if package.pair != pair:
            raise PackageError(
                f"translates {package.source} to {package.target}, not {pair[0]} to {pair[1]}.",
                where=origin[0],
                remedy="The index or the link is wrong; nothing was installed.",
            )
        load(package)
        pins = read_lock(place.lock)  # a lock file that cannot be read is met before a change
    home = place.folder / f"{_file_name(package)}{SUFFIX}"
    place.folder.mkdir(parents=True, exist_ok=True)
    archive.replace(home)
    package = replace(package, origin=home, official=origin[1])
    try:
        write_lock(place.lock, with_pin(pins, pin(package, origin[0])))
    except BriefgenError:
        home.unlink(missing_ok=True)
        raise
    return package


def _file_name(package: Package) -> str:
    version = package.version.replace(".", "_")
    return f"translate-{package.source}_{package.target}-{version}"


def _forget_unpacked(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for told in ("sha256", "loads"):
        folder.with_name(f"{folder.name}.{told}").unlink(missing_ok=True)


def remove(pair: tuple[str, str], place: Place, *, pin_only: bool = False) -> list[str]:
    """Take away the packages of a pair and their pin; says what is gone."""
    gone = []
    pins = read_lock(place.lock)
    if any(one.pair == pair for one in pins):
        write_lock(place.lock, [one for one in pins if one.pair != pair])
        gone.append(f"the pin of {'→'.join(pair)}")
    found, _ = find_packages((place.folder,), cache=place.unpacked)
    for package in found if not pin_only else ():
        if package.pair == pair and not package.bundled:
            with _disk(package.origin):
                _delete(package)
            gone.append(str(package.origin))
    return gone


def _delete(package: Package) -> None:
    if package.origin.is_dir():
        shutil.rmtree(package.origin)
    else:
        package.origin.unlink()
        _forget_unpacked(package.folder)


def verify(
    folders: Sequence[Path], place: Place
) -> tuple[tuple[Package, ...], tuple[Problem, ...]]:
    """Read every byte again: packages against the lock, unpacked files against the archives.

    Gives the packages that are sound (their models load) and what is wrong with others.
    """
    found, problems = find_packages(folders, cache=place.unpacked)
    allowed, refused = locked(found, read_lock(place.lock))
    sound, wrong = [], [*problems, *refused]
    for package in allowed:
        try:
            _verify_one(package)
        except BriefgenError as error:
            wrong.append(Problem(error.where, 0, error.message, error.remedy))
        else:
            sound.append(package)
    return tuple(sound), tuple(wrong)


def _verify_one(package: Package) -> None:
    if package.folder != package.origin and not is_intact(package.folder):
        _forget_unpacked(package.folder)
        raise PackageError(
            "its unpacked files were changed; they were removed.",
            where=package.title,
            remedy="Run the command again: they are unpacked anew.",
        )
    load(package)
