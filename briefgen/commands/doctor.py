"""`briefgen doctor`: whether this machine and this repository are fit to build and to publish."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from briefgen.commands.job import FILE, check_folders, count, find_settings
from briefgen.commands.say import say, say_lines
from briefgen.errors import BriefgenError

if TYPE_CHECKING:
    from briefgen.commands.models import Shop
    from briefgen.config import Config

Verdict = Literal["good", "doubtful", "bad"]
OLDEST = (3, 11)
WORKFLOW = Path(".github/workflows/briefing.yml")
PATIENCE = 10.0  # seconds for an answer of the index


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, how it is, and the remedy where it is not good."""

    what: str
    verdict: Verdict
    seen: str
    remedy: str = ""

    def __str__(self) -> str:
        told = " ".join(f"{self.seen} {self.remedy}".split())
        return f"{self.verdict:<8}  {self.what}: {told}"


@click.command()
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--online", is_flag=True, help="Ask the package index whether it can be reached.")
def doctor(config_file: Path | None, *, online: bool) -> int:
    """Look at Python, packages, folders, git and settings; exit 1 if anything is bad.

    Nothing of yours is changed. Without --online nothing leaves the machine.
    """
    findings = list(examine(config_file, online=online))
    for finding in findings:
        say_lines(str(finding))
    bad = sum(finding.verdict == "bad" for finding in findings)
    doubtful = sum(finding.verdict == "doubtful" for finding in findings)
    say(f"{count(len(findings), 'thing')} looked at, {bad} bad, {doubtful} doubtful.")
    return 1 if bad else 0


def examine(config_file: Path | None, *, online: bool) -> Iterator[Finding]:
    """Look at everything in turn; with unreadable settings there is no more to see."""
    from briefgen.commands.models import open_shop

    yield _python()
    file = config_file or find_settings()
    try:
        shop = open_shop(config_file)
        check_folders(shop.config, file)
    except BriefgenError as error:
        yield Finding("settings", "bad", error.message, error.remedy)
        return
    yield _settings(file)
    yield from _articles(shop.config)
    yield _address(shop.config)
    yield from _packages(shop)
    yield from _git(shop.config, file.parent)
    yield from _look(file.parent)
    yield _workflow(file.parent)
    if online:
        yield _index(shop)


def _python() -> Finding:
    seen = f"{platform.python_version()}."
    if sys.version_info < OLDEST:
        return Finding("Python", "bad", seen, "Install 3.11 or newer.")
    return Finding("Python", "good", seen)


def _settings(file: Path) -> Finding:
    if file.exists():
        return Finding("settings", "good", f"{file} is in order.")
    return Finding("settings", "doubtful", f"there is no {file}.", "Run `briefgen init`.")


def _articles(config: Config) -> Iterator[Finding]:
    folder = config.articles
    if not folder.is_dir():
        yield Finding("articles", "bad", f"there is no folder {folder}.", "Run `briefgen init`.")
        return
    files = [path for path in folder.rglob("*") if path.suffix in {".md", ".txt", ".html", ".htm"}]
    if files:
        yield Finding("articles", "good", f"{count(len(files), 'file')} in {folder}.")
    else:
        yield Finding("articles", "doubtful", f"{folder} is empty.", "Put articles into it.")


def _address(config: Config) -> Finding:
    if config.site_url is None:
        remedy = "Set site_url; without it there are no feeds and no digests."
        return Finding("site_url", "doubtful", "not set.", remedy)
    if config.site_url.startswith("http:"):
        return Finding("site_url", "doubtful", f"{config.site_url} is not https.", "Use https.")
    return Finding("site_url", "good", config.site_url)


def _packages(shop: Shop) -> Iterator[Finding]:
    from briefgen import packages

    try:
        pins = packages.read_lock(shop.place.lock)
        found, problems = shop.find()
    except BriefgenError as error:
        yield Finding("packages", "bad", str(error))
        return
    for problem in problems:
        yield Finding("packages", "bad", problem.message, problem.remedy)
    if not problems:
        own = [package for package in found if not package.bundled]
        seen = f"{count(len(found), 'package')} ready, {len(own)} of them installed here."
        yield Finding("packages", "good", seen)
    yield Finding("lock", "good", f"{count(len(pins), 'package')} pinned in {shop.place.lock}.")


def _git(config: Config, root: Path) -> Iterator[Finding]:
    from briefgen.engines.git import ask
    from briefgen.state.ledger import FILE_NAME

    if ask(root, "rev-parse", "--is-inside-work-tree") != "true":
        yield Finding(
            "git", "doubtful", "this is no git repository.", "Run `git init` to keep links."
        )
        return
    if ask(root, "rev-parse", "--is-shallow-repository") == "true":
        remedy = "Fetch it all: `git fetch --unshallow`, or fetch-depth: 0 in the workflow."
        yield Finding("git", "doubtful", "only the newest commits are here.", remedy)
    else:
        yield Finding("git", "good", "the whole history is here.")
    ledger = config.articles / FILE_NAME
    state = ask(root, "status", "--porcelain", "--", str(ledger.resolve()))
    if not ledger.exists():
        yield Finding("ledger", "doubtful", "nothing was published yet.", "Run `briefgen build`.")
    elif state:
        remedy = f"Commit {ledger}, or set the variable COMMIT_LEDGER of the repository."
        yield Finding("ledger", "doubtful", "it holds links that are not committed.", remedy)
    else:
        yield Finding("ledger", "good", "committed.")
    merge = ask(root, "check-attr", "merge", "--", str(ledger.resolve())) or ""
    if not merge.endswith(": union"):
        remedy = "Write `links.jsonl merge=union` into .gitattributes."
        yield Finding("ledger", "doubtful", "two branches that both publish collide.", remedy)


def _look(root: Path) -> Iterator[Finding]:
    from briefgen.engines import mkdocs

    file = root / "mkdocs.yml"
    if not file.exists():
        yield Finding("mkdocs.yml", "good", "none of your own; the packaged one serves.")
        return
    try:
        merged = mkdocs.with_packaged(file)
    except BriefgenError as error:
        yield Finding("mkdocs.yml", "bad", error.message, error.remedy)
        return
    if merged is None and file.resolve() != mkdocs.packaged_config().resolve():
        remedy = "Leave out INHERIT to add to the packaged settings instead."
        yield Finding("mkdocs.yml", "doubtful", "it stands alone, by INHERIT.", remedy)
    else:
        yield Finding("mkdocs.yml", "good", "yours adds to the packaged one.")


def _workflow(root: Path) -> Finding:
    from briefgen.commands.init import ACTION

    file = root / WORKFLOW
    if not file.exists():
        return Finding("workflow", "doubtful", f"there is no {WORKFLOW}.", "Run `briefgen init`.")
    if f"uses: {ACTION}@" in file.read_text(encoding="utf-8", errors="replace"):
        remedy = f"Write the repository of briefgen in the place of {ACTION}."
        return Finding("workflow", "bad", f"{WORKFLOW} names no action yet.", remedy)
    return Finding("workflow", "good", f"{WORKFLOW} is there.")


def _index(shop: Shop) -> Finding:
    """Fetch the index into a folder that is forgotten."""
    from tempfile import TemporaryDirectory

    from briefgen.packages.fetch import Patience, fetch
    from briefgen.packages.index import MAX_INDEX

    url = shop.config.package_index
    with TemporaryDirectory() as folder:
        patience = Patience(lambda _: None, timeout=PATIENCE, tries=1)
        try:
            fetch((url,), Path(folder, "index.json"), patience=patience, limit=MAX_INDEX)
        except BriefgenError as error:
            remedy = "Set package_index to a mirror, or `briefgen models import FILE`."
            return Finding("index", "doubtful", error.message, remedy)
    return Finding("index", "good", f"{url} answers.")
