"""`briefgen.lock`: which package translates which pair, by SHA-256; it alone decides.

A package outside briefgen is trusted on first use and pinned; another one for the same pair is
refused from then on. Bundled packages need no pin: they change with briefgen itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from briefgen import plain_files
from briefgen.errors import PackageError
from briefgen.model import Problem
from briefgen.packages.found import Package

FILE_NAME = "briefgen.lock"
VERSION = 1
_HEAD = f"""\
# The packages that translate here, pinned. Written by briefgen; commit it with your articles.
version = {VERSION}
"""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """What may translate one pair."""

    source: str
    target: str
    name: str
    version: str
    size: int  # bytes of the archive
    sha256: str
    origin: str  # where it was fetched from; "imported" for a file, "found" for first use
    official: bool = False  # from Argos' own index

    @property
    def pair(self) -> tuple[str, str]:
        """The languages it translates from and to."""
        return self.source, self.target


def read_lock(path: Path) -> tuple[Pin, ...]:
    """Read the pins; none where there is no file. Raises PackageError for a file that is broken."""
    try:
        content = tomllib.loads(plain_files.read(path).decode("utf-8"))
        return _pins(content)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or str(error)
        if isinstance(error, RecursionError):
            why = "it is nested too deep"
        raise PackageError(
            f"cannot be read: {why}.",
            where=str(path),
            remedy="Restore it from version control, or delete it to trust what is installed.",
        ) from error


def _pins(content: dict[str, object]) -> tuple[Pin, ...]:
    if content.get("version", VERSION) != VERSION:
        raise ValueError(f"its version is {content['version']!r:.60}, not {VERSION}")
    entries = content.get("package", [])
    if not isinstance(entries, list):
        raise ValueError(f"package is {entries!r:.60}, not a list of tables")  # noqa: TRY004
    return tuple(_read_pin(entry) for entry in entries)


def _read_pin(entry: object) -> Pin:
    """Check names and types: each is later written, compared or put into a path."""
    if not isinstance(entry, dict):
        raise ValueError(f"an entry is {entry!r:.60}, not a table")  # noqa: TRY004
    kinds: dict[str, type] = {one.name: str for one in fields(Pin)}
    kinds |= {"size": int, "official": bool}
    for key, value in entry.items():
        if type(value) is not kinds.get(key):
            raise ValueError(f"{key!r:.60} is {value!r:.60}")
    if missing := [one for one in kinds if one not in entry and one != "official"]:
        raise ValueError(f"an entry has no {missing[0]}")
    return Pin(**entry)


def write_lock(path: Path, pins: Iterable[Pin]) -> None:
    """Write the pins, sorted, in one step."""
    text = _HEAD + "".join(_entry(pin) for pin in sorted(pins))
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise PackageError(
            f"cannot be written: {error.strerror}.",
            where=str(path),
            remedy="Make its folder writable, or pin the packages elsewhere and copy the file.",
        ) from error


def _entry(pin: Pin) -> str:
    lines = [f"{key} = {_toml(value)}" for key, value in asdict(pin).items()]
    return "\n[[package]]\n" + "\n".join(lines) + "\n"


def _toml(value: str | int) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    safe = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in value)
    return f'"{safe}"'


def pin(package: Package, origin: str = "found") -> Pin:
    """Make the pin of a package."""
    return Pin(
        package.source,
        package.target,
        package.name,
        package.version,
        package.size,
        package.sha256,
        origin,
        package.official,
    )


def with_pin(pins: Sequence[Pin], new: Pin) -> tuple[Pin, ...]:
    """Replace the pin of the same pair, or add it."""
    return (*(old for old in pins if old.pair != new.pair), new)


def locked(
    packages: Sequence[Package], pins: Sequence[Pin]
) -> tuple[tuple[Package, ...], tuple[Problem, ...]]:
    """Keep what the lock allows: of a pinned pair the pinned package alone, else what is found."""
    by_pair = {one.pair: one for one in pins}
    kept = [p for p in packages if p.pair not in by_pair or p.sha256 == by_pair[p.pair].sha256]
    kept = [replace(p, official=p.pair in by_pair and by_pair[p.pair].official) for p in kept]
    present = {p.pair for p in kept}
    missing = [one for one in pins if one.pair not in present]
    return tuple(kept), tuple(_refusal(one, packages) for one in missing)


def _refusal(pinned: Pin, packages: Sequence[Package]) -> Problem:
    """Say that a pinned package is absent, or that another one stands in its place."""
    pair = f"{pinned.source}→{pinned.target}"
    what = f"{pair}: {pinned.name} {pinned.version} (SHA-256 {pinned.sha256[:12]}…) is pinned"
    others = [p for p in packages if p.pair == pinned.pair]
    if not others:
        return Problem(
            FILE_NAME, 0, f"{what} and not there.", "Run `briefgen models install` to fetch it."
        )
    seen = ", ".join(f"{p.title} ({p.sha256[:12]}…)" for p in others)
    remedy = (
        f"Run `briefgen models install` for the pinned one, or `briefgen models remove --pin "
        f"{pinned.source}` to trust what is there."
    )
    return Problem(FILE_NAME, 0, f"{what}; refused: {seen}.", remedy)


def add_pins(path: Path, new: Sequence[Pin]) -> None:
    """Pin what was trusted for the first time; without news nothing is written."""
    if new:
        write_lock(path, (*read_lock(path), *new))


def first_uses(used: Iterable[Package], pins: Sequence[Pin]) -> tuple[Pin, ...]:
    """Make pins for packages from outside that translated something for the first time."""
    known = {one.pair for one in pins}
    return tuple(pin(p) for p in used if not p.bundled and p.pair not in known)
