"""`briefgen models`: what translates, what is missing, and how to get it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.commands.how_far import PATIENCE, left
from briefgen.commands.job import check_folders, find_settings
from briefgen.commands.say import say, status
from briefgen.errors import PackageError, UsageError
from briefgen.language.tags import Language
from briefgen.model import Problem

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.packages import Package
    from briefgen.packages.fetch import Progress
    from briefgen.packages.index import Offer
    from briefgen.packages.install import Place

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
CONFIG = click.option(
    "--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]"
)
UPGRADE = click.option(
    "--upgrade", is_flag=True, help="Take another package than the pinned one, and pin it."
)
MEBIBYTE = 1 << 20
BAR_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Shop:
    """The settings, and the folders packages are kept in."""

    config: Config
    place: Place

    def find(self) -> tuple[tuple[Package, ...], tuple[Problem, ...]]:
        """Give the packages the lock file allows, and what is wrong with others."""
        from briefgen import packages

        found, broken = packages.find_packages(self.config.packages, cache=self.place.unpacked)
        allowed, refused = packages.locked(found, packages.read_lock(self.place.lock))
        return allowed, (*broken, *refused)


def open_shop(config_file: Path | None) -> Shop:
    """Load the settings and name the folders, which need not exist."""
    from briefgen import config as settings
    from briefgen import packages
    from briefgen.packages.install import Place

    file = config_file or find_settings()
    config = settings.load(file)
    check_folders(config, file)
    folder = config.packages[0] if config.packages else file.parent / "models"
    cache = file.parent / ".briefgen" / "cache"
    return Shop(config, Place(folder, file.parent / packages.FILE_NAME, cache))


@click.group()
def models() -> None:
    """Show and change the packages that translate. Only `install` uses the network."""


@models.command("list")
@CONFIG
def list_packages(config_file: Path | None) -> int:
    """List the packages: bundled, installed, and what the index offered when last fetched."""
    from briefgen.packages.install import kept_index

    shop = open_shop(config_file)
    found, problems = shop.find()
    for package in found:
        say(describe(package))
    pairs = {package.pair for package in found}
    for offer in sorted(kept_index(shop.place), key=lambda offer: offer.pair):
        if offer.pair not in pairs and offer.target == shop.config.target.primary:
            say(_describe_offer(offer))
    return _report(problems)


def describe(package: Package) -> str:
    """Give the line that `list` shows of a package on disk."""
    size = f"{package.size / MEBIBYTE:.0f} MiB"
    place = "bundled" if package.bundled else "installed"
    return _line(package.pair, package.title, size, place, package.card().quality)


def _describe_offer(offer: Offer) -> str:
    from briefgen.packages.tiers import NOT_MEASURED, official_quality

    quality = official_quality(offer.pair) if offer.official else NOT_MEASURED
    title = f"translate-{offer.source}_{offer.target} {offer.version}"
    return _line(offer.pair, title, "", "available", quality)


def _line(pair: tuple[str, str], title: str, size: str, place: str, quality: str) -> str:
    return f"{'→'.join(pair):<8} {title:<24} {size:>8}  {place:<9}  {quality}"


def _report(problems: Sequence[Problem]) -> int:
    """Print problems; give the exit code."""
    for problem in problems:
        say(f"{problem.severity}: {problem}", err=True)
    return 1 if problems else 0


@models.command()
@CONFIG
@click.option("--articles", type=FOLDER, help="Folder of articles to look at.")
@click.pass_obj
def needed(now: datetime, config_file: Path | None, articles: Path | None) -> int:
    """Say what translates each language of the articles; exit 1 if a package is missing."""
    from briefgen import packages

    shop = open_shop(config_file)
    found, _ = shop.find()
    target = shop.config.target
    missing: list[str] = []
    unasked: list[str] = []  # translated, but nobody can be asked for a second opinion
    counted = _count_languages(shop.config, articles or shop.config.articles, now)
    for language, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        route = packages.choose_route(found, language, target)
        home = language.is_same_as(target)
        how = "needs no translation" if home else " + ".join(p.title for p in route)
        missing += [] if how else [language.tag]
        back = packages.choose_reverse(found, language, target) if route else None
        unasked += [language.tag] if route and back is None else []
        how += f"; second opinion: {back.title}" if back else ""
        say(f"{language.tag:<8} {language.name:<20} {count:>6}  {how or 'no package'}")
    if missing:
        say(f"Run `briefgen models install {' '.join(missing)}`.", err=True)
    if unasked:
        say(
            "For a second opinion on the translations: "
            f"`briefgen models install --second-opinion {' '.join(unasked)}`.",
            err=True,
        )
    return 1 if missing else 0


def _count_languages(config: Config, folder: Path, now: datetime) -> Counter[Language]:
    from briefgen import pipeline
    from briefgen.reading import files

    today = now.astimezone(config.zone).date()
    documents, _ = files.read_documents(folder, max_bytes=config.max_file_size, today=today)
    articles, _ = pipeline.understand(documents, config, today=today)
    return Counter(article.language for article in articles)


@models.command()
@click.argument("language", nargs=-1)
@CONFIG
@UPGRADE
@click.option("--index", help="Address of an index.json.  [default: package_index of the settings]")
@click.option(
    "--max-size", type=click.IntRange(min=1), default=1024, show_default=True, help="MiB."
)
@click.option(
    "--second-opinion", is_flag=True, help="Fetch what translates back, to be asked for doubts."
)
@click.option("--dry-run", is_flag=True, help="Say what would be fetched, fetch the index only.")
def install(  # noqa: PLR0913 - one parameter per option
    *,
    language: tuple[str, ...],
    config_file: Path | None,
    upgrade: bool,
    index: str | None,
    max_size: int,
    second_opinion: bool,
    dry_run: bool,
) -> int:
    """Fetch the packages for each LANGUAGE, or without one all that briefgen.lock pins."""
    from briefgen.packages import install as installing
    from briefgen.packages.fetch import Patience

    shop, patience = open_shop(config_file), Patience(time.sleep)
    found, _ = shop.find()
    if language:
        url = index or shop.config.package_index
        offers = installing.fetch_index(url, shop.place, patience)
        wanted, target = [_language(one) for one in language], shop.config.target
        if second_opinion:
            plan = installing.plan_back(wanted, target, found, offers)
        else:
            plan = installing.plan(wanted, target, found, offers)
    else:
        plan = installing.plan_pinned(found, shop.place)
    for package in plan.present:
        say(f"{package.title} is already there.", err=True)
    problems = list(plan.problems)
    for offer in plan.offers:
        if dry_run:
            say(_describe_offer(offer))
            continue
        try:
            with _progress(f"{offer.source}→{offer.target}") as progress:
                package = installing.install(
                    offer,
                    shop.place,
                    patience=patience,
                    progress=progress,
                    limit=max_size * MEBIBYTE,
                    upgrade=upgrade,
                )
            say(describe(package))
        except PackageError as error:
            problems.append(Problem(error.where, 0, error.message, error.remedy))
    return _report(problems)


def _language(code: str) -> Language:
    """Read a language as typed. Raises UsageError."""
    try:
        return Language.parse(code)
    except ValueError as error:
        raise UsageError(f"{error}.", remedy="Write for example de or pt-BR.") from error


@contextmanager
def _progress(label: str) -> Iterator[Progress]:
    """Show how far a download is, on a terminal."""
    began = time.perf_counter()

    def tell(done: int, total: int | None) -> None:
        spent = time.perf_counter() - began
        rest = left(spent, done, total) if total and spent > PATIENCE else ""
        status(f"{label} {_bar(done, total)}{rest}")

    try:
        yield tell
    finally:
        status("")


def _bar(done: int, total: int | None) -> str:
    """Draw a bar where the whole size is known."""
    if not total:
        return f"{done / MEBIBYTE:.1f} MiB"
    full = BAR_WIDTH * done // total
    bar = "█" * full + "░" * (BAR_WIDTH - full)
    return f"{bar} {done / MEBIBYTE:.1f} of {total / MEBIBYTE:.1f} MiB"


@models.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@CONFIG
@UPGRADE
def import_package(file: Path, config_file: Path | None, *, upgrade: bool) -> None:
    """Check a package FILE, keep a copy of it and pin it."""
    from briefgen.packages.install import import_file

    say(describe(import_file(file, open_shop(config_file).place, upgrade=upgrade)))


@models.command()
@CONFIG
def verify(config_file: Path | None) -> int:
    """Read every package again and compare it with briefgen.lock; exit 1 if anything is wrong."""
    from briefgen.packages import install as installing

    shop = open_shop(config_file)
    sound, problems = installing.verify(shop.config.packages, shop.place)
    for package in sound:
        say(f"{package.title}: sound, SHA-256 {package.sha256}")
    return _report(problems)


@models.command()
@click.argument("language", nargs=-1, required=True)
@CONFIG
@click.option("--pin", "pin_only", is_flag=True, help="Forget the pin, leave the files.")
def remove(language: tuple[str, ...], config_file: Path | None, *, pin_only: bool) -> int:
    """Delete the packages of each LANGUAGE (a code, or a pair as gl-es) and their pins."""
    from briefgen.packages import install as installing

    shop, missing = open_shop(config_file), 0
    for name in language:
        source, _, target = name.partition("→" if "→" in name else "-")
        pair = source, target or shop.config.target.primary
        gone = installing.remove(pair, shop.place, pin_only=pin_only)
        missing += not gone
        for what in gone:
            say(f"Removed {what}.")
        if not gone:
            say(f"No package for {'→'.join(pair)} of your own was found.", err=True)
    return 1 if missing else 0


def bundled_names() -> list[str]:
    """Name the packages that come with briefgen."""
    from briefgen import packages

    return [f"{name} {version}" for name, version in packages.bundled()]
