"""`briefgen digest`: one day's briefing as an e-mail, printed or put into a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.commands.job import FILE, FOLDER, Stopwatch, edit, open_job
from briefgen.commands.say import give, say
from briefgen.errors import BriefgenError, ConfigError, UsageError

if TYPE_CHECKING:
    from briefgen.model import Briefing

TODAY = "today"
SUFFIXES = {"text": "txt", "html": "html", "eml": "eml"}


@click.command()
@click.argument("date", required=False)
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--articles", type=FOLDER, help="Folder of articles to read.")
@click.option("--format", "form", type=click.Choice(list(SUFFIXES)), help="[default: text]")
@click.option("-o", "--output", type=FILE, help="Write to this file; its suffix says the format.")
@click.pass_obj
def digest(  # noqa: PLR0913 (one parameter per option)
    now: datetime,
    *,
    date: str | None,
    config_file: Path | None,
    articles: Path | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Make an e-mail of the briefing of DATE (2026-12-31 or today; without it, of the latest day).

    An .eml file opens as a draft. `briefgen build` writes the mails of all days into the site;
    publish that before you send one, so that its links lead somewhere.
    """
    from briefgen import pipeline
    from briefgen.publishing import digest as mails
    from briefgen.publishing import templating

    job = open_job(config_file, now, articles=articles)
    wanted = _suffix(form, output)
    if date == TODAY:
        date = job.today.isoformat()
    if job.config.site_url is None:
        raise ConfigError(
            "a digest needs site_url: without it no link would be right.",
            remedy="Set site_url in briefgen.yml, for example https://example.org/briefings/.",
        )
    edition = edit(job, watch=Stopwatch(quiet=False))
    pages = mails.digests(
        [choose(edition.briefings, date)],
        pipeline.site(edition, job.config),
        templates=templating.template_folders(job.config.templates),
        sender=job.config.digest.sender,
        unsubscribe=job.config.digest.unsubscribe,
    )
    _put(next(page.content for page in pages if page.path.endswith(wanted)), output)


def choose(briefings: Sequence[Briefing], date: str | None) -> Briefing:
    """Find the briefing of a day, or of the latest day. Raises BriefgenError if there is none."""
    days = {str(one.date): one for one in briefings if one.date and one.date.is_day}
    if not days:
        raise BriefgenError("no article is dated to a day.", remedy="A digest is made of a day.")
    chosen = date or max(days)
    if chosen not in days:
        known = ", ".join(sorted(days, reverse=True)[:5])
        raise BriefgenError(f"there is no briefing of {date!r}.", remedy=f"The latest: {known}.")
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
