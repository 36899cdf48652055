"""Every output of the briefings: pages, JSON, feeds and digests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.model import Briefing, Departed, Page, Problem, Site
from briefgen.progress import Progress, untold, within
from briefgen.publishing import templating, vanished
from briefgen.publishing.digest import digests
from briefgen.publishing.epub import books
from briefgen.publishing.feeds import Feed, collect, feed_pages
from briefgen.publishing.json_export import export
from briefgen.publishing.listing import listings
from briefgen.publishing.pages import render
from briefgen.publishing.pages.archive import Archive
from briefgen.publishing.printed import Printer
from briefgen.publishing.subjects import NO_SUBJECTS, Subjects, subjects
from briefgen.remembering import Memory


@dataclass(frozen=True, slots=True)
class Edition:
    """What all outputs are made of, and how they are addressed."""

    briefings: Sequence[Briefing]
    site: Site
    templates: Sequence[Path]
    feeds: Sequence[Feed]  # what feeds and lists of feeds tell
    gone: Sequence[Departed] = ()  # published articles that are there no more
    sender: str | None = None
    unsubscribe: str | None = None
    about: Subjects = NO_SUBJECTS  # what stories are found by
    progress: Progress = untold  # of the pages
    memory: Memory | None = None  # of terms found before
    printer: Printer | None = None  # knows pages printed before


# A new format of output is a module beside this one and a line here.
OUTPUTS: tuple[Callable[[Edition], Iterable[Page]], ...] = (
    lambda e: render(
        e.briefings,
        e.site,
        templates=e.templates,
        gone=e.gone,
        found=e.about,
        progress=e.progress,
        printer=e.printer,
        memory=e.memory,
    ),
    lambda e: export(e.briefings, e.printer),
    lambda e: feed_pages(e.feeds, e.site, templates=e.templates),
    lambda e: listings(e.briefings, e.site, e.feeds, e.about),
    lambda e: books(e.briefings, e.site, templates=e.templates, printer=e.printer),
    lambda e: digests(
        e.briefings,
        e.site,
        templates=e.templates,
        sender=e.sender,
        unsubscribe=e.unsubscribe,
        watch=e.about.watch,
    ),
)


def publish(  # noqa: PLR0913 - what the outputs show, and how they are addressed
    briefings: Sequence[Briefing],
    site: Site,
    *,
    templates: Path | None,
    gone: Sequence[Departed] = (),
    sender: str | None = None,
    unsubscribe: str | None = None,
    once: Collection[str] = (),
    progress: Progress = untold,
    memory: Memory | None = None,
) -> tuple[Page, ...]:
    """Render every page; `gone` are published articles that are there no more.

    `once` are the paths of other pages that were published at any time.
    `templates` is the site's own folder of templates, which goes before the packaged one.
    """
    folders = templating.template_folders(templates)
    about = subjects(briefings, site)
    found = collect(briefings, site, templates=folders, about=about.fed)
    count = sum(len(story.summaries) for briefing in briefings for story in briefing.stories)
    half = count // 2  # pages take half of the time, the other outputs the rest
    pages = within(progress, 0, half, count)
    printer = Printer(memory, site, folders, too_much=(Archive,))
    edition = Edition(
        briefings, site, folders, found, gone, sender, unsubscribe, about, pages, memory, printer
    )
    made: list[Page] = []
    for number, output in enumerate(OUTPUTS):
        made += output(edition)
        progress(half + (count - half) * (number + 1) // len(OUTPUTS), count)
    printer.keep()
    return (*made, *vanished.ends(once, made, site, templates=folders))


def without_address(site_url: str | None) -> Iterable[Problem]:
    """Say what is left out where the site has no address."""
    if site_url is None:
        yield Problem(
            file="",
            line=0,
            message="Feeds and digests are left out: without site_url no link would be right.",
            remedy="Set site_url in briefgen.yml, for example https://example.org/briefings/.",
            severity="warning",
        )
