"""A build that would do nothing: told by the record of the last one, before a stage is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from briefgen.commands.say import say
from briefgen.state import unchanged
from briefgen.state.unchanged import Places, Record

if TYPE_CHECKING:
    from briefgen.commands.job import Job


def last_build(work: Path, circumstances: tuple[str, ...], now: datetime) -> Record | None:
    """Give the record of the last build where another one would do the same and nothing more."""
    record = unchanged.recall(work)
    if record is None or record.circumstances != circumstances:
        return None
    if record.day != _day(now, record.time_zone) or not unchanged.holds(record):
        return None
    return record


def _day(now: datetime, zone: str) -> str | None:
    try:
        there = now.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
    except (LookupError, ValueError, OSError):
        return None
    return there.date().isoformat()


def tell(record: Record) -> None:
    """Say what the last build said: its problems are still there."""
    for problem in record.problems:
        say(problem, err=True)
    say(f"Nothing has changed since the last build: {record.summary}.")


@dataclass(frozen=True, slots=True)
class Begun:
    """A build under way, and the state of what it reads as it was at the beginning."""

    job: Job
    places: Places | None  # None: what the build depends on cannot be told
    before: str

    def end(
        self,
        circumstances: tuple[str, ...],
        problems: Iterable[str],
        summary: str,
        report: dict[str, object],
    ) -> None:
        """Keep the record, now that everything is written."""
        if self.places is None:
            return
        try:
            after = unchanged.after(self.places)
        except OSError:
            return
        job = self.job
        record = Record(
            circumstances=circumstances,
            time_zone=job.config.time_zone,
            day=job.today.isoformat(),
            places=self.places,
            before=self.before,
            after=after,
            problems=tuple(problems),
            summary=summary,
            report=report,
        )
        unchanged.remember(job.work, record)


def begin(job: Job, *, with_site: bool) -> Begun:
    """Take the record of the last build away, and note the state of what this one will read."""
    unchanged.forget(job.work)
    places = _places(job, with_site=with_site)
    try:
        return Begun(job, places, unchanged.before(places) if places else "")
    except OSError:
        return Begun(job, None, "")


def _places(job: Job, *, with_site: bool) -> Places | None:
    from briefgen import packages
    from briefgen.publishing.templating import template_folders
    from briefgen.state import ledger
    from briefgen.state.site import looked_at

    config, root = job.config, job.work.parent
    site_file = root / "mkdocs.yml"
    more = looked_at(site_file, config.docs) if with_site else ()
    if config.git_dates or more is None:
        return None
    desk = (config.glossary, config.corrections, config.sources, config.topics)
    read = (config.articles, *template_folders(config.templates), job.settings, site_file, *desk)
    return Places(
        read=_texts(read),
        watched=_texts((*config.packages, *more)),
        appended=_texts((config.articles / ledger.FILE_NAME, root / packages.FILE_NAME)),
        written=_texts((config.docs, config.site) if with_site else (config.docs,)),
    )


def _texts(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(map(str, paths))
