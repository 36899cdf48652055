"""`briefgen add`: articles from the web, a feed, a file or a folder into the articles folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen import plain_files
from briefgen.commands.job import FILE, Job, count, open_engines, open_job
from briefgen.commands.say import say
from briefgen.errors import BriefgenError, InputError

if TYPE_CHECKING:
    from briefgen.gathering.feeds import Entry
    from briefgen.gathering.store import Known
    from briefgen.gathering.web import Limits

STDIN = "-"
DAY = click.DateTime(formats=["%Y-%m-%d"])


@dataclass(frozen=True, slots=True)
class Found:
    """An article that may be added: what is known of it, its name, its bytes."""

    entry: Entry
    name: str
    content: bytes
    beside: str | None  # what its sidecar will say


@dataclass(frozen=True, slots=True)
class Desk:
    """Where articles go, what is there, and what of a feed is wanted."""

    job: Job
    known: Known
    limits: Limits
    since: date | None
    most: int

    @property
    def today(self) -> str:
        """The day articles are added, as ISO writes it."""
        return self.job.today.isoformat()


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="URL|FILE|FOLDER|FEED|-...")
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--since", type=DAY, help="Of a feed, only what appeared on this day or later.")
@click.option(
    "--max", "most", type=click.IntRange(min=1), default=20, show_default=True, help="Of one feed."
)
@click.option("--allow-address", multiple=True, hidden=True, help="For tests: an IP to be asked.")
@click.pass_obj
def add(  # noqa: PLR0913 (one parameter per option)
    now: datetime,
    *,
    sources: tuple[str, ...],
    config_file: Path | None,
    since: datetime | None,
    most: int,
    allow_address: tuple[str, ...],
) -> int:
    """Put articles into the articles folder, as they came, and say what is made of them.

    A URL is a page, a feed (RSS, Atom, JSON Feed) or an OPML list of feeds; so may a FILE be; "-"
    is standard input. What is there already is refused. Besides `models install` this is the only
    command that uses the network.
    """
    job = open_job(config_file, now)
    day = since.date() if since else None
    failures, added = 0, list[str]()
    with job.alone():
        desk = _open_desk(job, allow_address, day, most)
        for source in sources:
            new, failed = _add(source, desk)
            added += new
            failures += failed
    for line in _told(job, added):
        say(line)
    say(f"{count(len(added), 'article file')} added to {job.config.articles}.")
    return 1 if failures else 0


def _open_desk(job: Job, allowed: Sequence[str], since: date | None, most: int) -> Desk:
    from briefgen import reading
    from briefgen.gathering import store, web
    from briefgen.state import ledger

    config = job.config
    documents, _ = reading.read(
        config.articles, max_bytes=config.max_file_size, git_dates=False, today=job.today
    )
    entries, _ = ledger.read_ledger(config.articles / ledger.FILE_NAME)
    limits = web.Limits(config.max_file_size, lambda one: one in allowed or web.is_public(one))
    return Desk(job, store.known(config.articles, documents, entries), limits, since, most)


def _add(source: str, desk: Desk) -> tuple[list[str], int]:
    """Add what one source names; gives the new files and how many failed."""
    from briefgen.gathering.store import store

    added: list[str] = []
    failed = 0
    for found in _gather(source, desk):
        try:
            if isinstance(found, BriefgenError):
                raise found
            store(desk.job.config.articles, found.name, found.content, found.beside)
        except BriefgenError as error:
            say(f"error: {error}", err=True)
            failed += 1
        else:
            added.append(found.name)
    return added, failed


def _gather(source: str, desk: Desk) -> Iterator[Found | BriefgenError]:
    """Give what a source holds, and what went wrong with parts of it."""
    try:
        if source == STDIN:
            yield from _text(_read_stdin(desk.limits.most), "stdin", desk)
        elif source.startswith(("http://", "https://")):
            yield from _web(source, desk)
        else:
            yield from _disk(Path(source), desk)
    except BriefgenError as error:
        yield error


def _read_stdin(most: int) -> bytes:
    content = sys.stdin.buffer.read(most + 1)
    if len(content) > most:
        raise InputError(f"has more than {most:,} bytes.", where="standard input")
    return content


def _text(content: bytes, stem: str, desk: Desk) -> Iterator[Found]:
    """Take a text that has no name of its own."""
    from hashlib import sha256

    from briefgen.gathering.feeds import Entry
    from briefgen.gathering.store import sidecar

    if not content.strip():
        raise InputError("is empty.", where="standard input")
    _refuse_known(desk, None, content, "standard input")
    suffix = ".html" if content.lstrip()[:1] == b"<" else ".txt"
    name = f"{stem}-{sha256(content).hexdigest()[:8]}{suffix}"
    entry = Entry("")
    yield Found(entry, name, content, sidecar(entry, desk.today))


def _refuse_known(desk: Desk, url: str | None, content: bytes | None, where: str) -> None:
    there = desk.known.find(url, content)
    if there:
        raise InputError(f"is there already: {there}.", where=where)


def _web(url: str, desk: Desk) -> Iterator[Found | BriefgenError]:
    """Fetch a page, or the pages that a feed or a list of feeds names."""
    from briefgen.gathering.feeds import Entry, parse
    from briefgen.gathering.web import fetch

    _refuse_known(desk, url, None, url)
    answer = fetch(url, desk.limits)
    feed = parse(answer.content, answer.url, desk.job.config.zone)
    if feed is None:
        yield _page(Entry(answer.url), answer.kind, answer.content, desk)
    else:
        yield from _entries(feed.entries, desk)
        for one in feed.feeds:
            yield from _feed(one, desk)


def _feed(url: str, desk: Desk) -> Iterator[Found | BriefgenError]:
    """Fetch a feed of a list; a list in a list is not followed."""
    from briefgen.gathering.feeds import parse
    from briefgen.gathering.web import fetch

    try:
        answer = fetch(url, desk.limits)
        feed = parse(answer.content, answer.url, desk.job.config.zone)
        if feed is None or not feed.entries:
            raise InputError("is no feed with articles.", where=url)
    except BriefgenError as error:
        yield error
    else:
        yield from _entries(feed.entries, desk)


def _entries(entries: Sequence[Entry], desk: Desk) -> Iterator[Found | BriefgenError]:
    """Fetch the pages of a feed that are new and wanted, at most so many."""
    from briefgen.gathering.web import fetch
    from briefgen.urls import canonical_url

    once = {canonical_url(one.url) or one.url: one for one in reversed(entries)}
    wanted = [one for one in reversed(once.values()) if _since(one, desk)]
    new = [one for one in wanted if not desk.known.find(one.url)]
    seen = (
        f"{len(entries)} in the feed, {len(wanted)} wanted, {len(wanted) - len(new)} there already"
    )
    say(f"{seen}, {min(len(new), desk.most)} to fetch.", err=True)
    for entry in new[: desk.most]:
        try:
            answer = fetch(entry.url, desk.limits)
            yield _page(replace(entry, url=answer.url), answer.kind, answer.content, desk)
        except BriefgenError as error:
            yield error


def _since(entry: Entry, desk: Desk) -> bool:
    return entry.published is None or desk.since is None or entry.published >= desk.since


def _page(entry: Entry, kind: str, content: bytes, desk: Desk) -> Found:
    from briefgen.gathering.store import page_name, sidecar

    _refuse_known(desk, entry.url, content, entry.url)
    return Found(entry, page_name(entry, kind), content, sidecar(entry, desk.today))


def _disk(path: Path, desk: Desk) -> Iterator[Found | BriefgenError]:
    """Take a file, the articles of a folder, or what a feed or list on disk names."""
    from briefgen.gathering.feeds import parse
    from briefgen.gathering.store import SUFFIXES

    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES)
        inner = [one for one in files if not _is_hidden(one.relative_to(path))]
        for file in inner:
            try:
                yield _file(file, file.relative_to(path).as_posix(), desk)
            except BriefgenError as error:
                yield error
        return
    if path.suffix.lower() in SUFFIXES:
        yield _file(path, path.name, desk)
        return
    feed = parse(_bytes(path, desk.limits.most), path.name, desk.job.config.zone)
    if feed is None:
        remedy = f"Name a page, a feed, or a file that ends with {', '.join(SUFFIXES)}."
        raise InputError("is no article and no feed.", where=str(path), remedy=remedy)
    yield from _entries(feed.entries, desk)
    for one in feed.feeds:
        yield from _feed(one, desk)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _bytes(path: Path, most: int) -> bytes:
    try:
        return plain_files.read(path, most=most)
    except OSError as error:
        said = error.strerror or str(error)
        raise InputError(f"cannot be read: {said}.", where=str(path)) from error


def _file(path: Path, name: str, desk: Desk) -> Found:
    """Take a file with what lies beside it, else with the day it came."""
    from briefgen.gathering.feeds import Entry
    from briefgen.gathering.store import sidecar

    content = _bytes(path, desk.limits.most)
    _refuse_known(desk, None, content, str(path))
    entry, beside = Entry(""), path.with_name(f"{path.name}.yml")
    if beside.is_file():
        told = _bytes(beside, desk.limits.most).decode("utf-8", "replace")
        return Found(entry, name, content, told)
    has_own = path.suffix.lower() in {".md", ".markdown"}  # its front matter; it has no sidecar
    return Found(entry, name, content, None if has_own else sidecar(entry, desk.today))


def _told(job: Job, added: Sequence[str]) -> Iterator[str]:
    """Say what is made of the new articles: one in full, of several a line each."""
    from briefgen import pipeline, reading
    from briefgen.commands.explain import report
    from briefgen.commands.job import Stopwatch

    for name in added:
        config = job.config
        document, problems = reading.read_document(
            config.articles / name, name, max_bytes=config.max_file_size, today=job.today
        )
        yield from (f"problem  {problem}" for problem in problems)
        if document is None:
            continue
        if len(added) > 1:
            articles, _ = pipeline.understand([document], config, today=job.today)
            yield from (
                f"{name}: {one.language} {one.day or 'undated'} {one.title.original}"
                for one in articles
            )
            continue
        with open_engines(config, work=job.work) as engines:
            watch = Stopwatch(quiet=True)
            edition = pipeline.gather(
                config, engines, today=job.today, observer=watch, only=document
            )
            yield from report(document, edition, engines)
