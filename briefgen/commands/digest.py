"""`briefgen digest`: one day's briefing as an e-mail, printed or put into a file."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.commands.job import FILE, FOLDER, Stopwatch, edit, open_job
from briefgen.commands.say import give, say
from briefgen.errors import BriefgenError, ConfigError, UsageError
from briefgen.partial_date import example

if TYPE_CHECKING:
    from briefgen.model import Briefing

TODAY = "today"
SUFFIXES = {"text": "txt", "html": "html", "eml": "eml"}


@click.command()
@click.argument("date", required=False)
@click.option("--added-since", metavar="DAY", help="What was added since then, of whatever day.")
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--articles", type=FOLDER, help="Folder of articles to read.")
@click.option("--format", "form", type=click.Choice(list(SUFFIXES)), help="[default: text]")
@click.option("-o", "--output", type=FILE, help="Write to this file; its suffix says the format.")
@click.pass_obj
def digest(  # noqa: PLR0913 (one parameter per option)
    now: datetime.datetime,
    *,
    date: str | None,
    added_since: str | None,
    config_file: Path | None,
    articles: Path | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Make an e-mail of the briefing of DATE (2026-12-31 or today; without it, of the latest day).

    With --added-since, of all stories with an article that came since, whatever day they are of.

    An .eml file opens as a draft. `briefgen build` writes the mails of all days into the site;
    publish that before you send one, so that its links lead somewhere.
    """
    from briefgen import pipeline
    from briefgen.publishing import digest as mails
    from briefgen.publishing import templating

    job = open_job(config_file, now, articles=articles)
    wanted = _suffix(form, output)
    if date is not None and added_since is not None:
        raise UsageError("DATE and --added-since exclude each other.", remedy="Give one of them.")
    day = read_day(date, job.today) if date else None
    since = read_day(added_since, job.today) if added_since else None
    if job.config.site_url is None:
        raise ConfigError(
            "a digest needs site_url: without it no link would be right.",
            remedy="Set site_url in briefgen.yml, for example https://example.org/briefings/.",
        )
    edition = edit(job, watch=Stopwatch(quiet=False))
    write = partial(
        mails.digests
        if since is None
        else partial(mails.digest_of_news, since=since, today=job.today),
        site=pipeline.site(edition, job.config),
        templates=templating.template_folders(job.config.templates),
        sender=job.config.digest.sender,
        unsubscribe=job.config.digest.unsubscribe,
    )
    briefings = edition.briefings if since else [choose(edition.briefings, day)]
    pages = write(briefings)
    if not pages:
        raise BriefgenError(f"nothing was added since {since}.", remedy="Name an earlier day.")
    _put(next(page.content for page in pages if page.path.endswith(wanted)), output)


def read_day(written: str, today: datetime.date) -> datetime.date:
    """Read a day as it was typed. Raises UsageError."""
    if written == TODAY:
        return today
    try:
        return datetime.date.fromisoformat(written)
    except ValueError as error:
        meant = example(written, today)
        day = meant if "-" in meant[5:] else today.isoformat()  # a month is no day
        raise UsageError(f"{written!r} is no day.", remedy=f"Write it as {day}.") from error


def choose(briefings: Sequence[Briefing], day: datetime.date | None) -> Briefing:
    """Find the briefing of a day, or of the latest day. Raises BriefgenError if there is none."""
    days = {str(one.date): one for one in briefings if one.date and one.date.is_day}
    if not days:
        raise BriefgenError("no article is dated to a day.", remedy="A digest is made of a day.")
    chosen = day.isoformat() if day else max(days)
    if chosen not in days:
        known = ", ".join(sorted(days, reverse=True)[:5])
        raise BriefgenError(f"there is no briefing of {chosen!r}.", remedy=f"The latest: {known}.")
    return days[chosen]


def _suffix(form: str | None, output: Path | None) -> str:
    """Give the format by its suffix. Raises UsageError where the file's name says another one."""
    stated = SUFFIXES[form] if form else None
    seen = output.suffix.lstrip(".").lower() if output else None
    if seen is None:
        return stated or "txt"
    if seen not in SUFFIXES.values() or (stated and stated != seen):
        wanted = f".{stated}" if stated else " or ".join(f".{one}" for one in SUFFIXES.values())
        raise UsageError(
            f"{output} does not say what it holds.", remedy=f"Let its name end with {wanted}."
        )
    return seen


def _put(content: str | bytes, output: Path | None) -> None:
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        give(data)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(data)
    say(f"The digest is in {output}.", err=True)
