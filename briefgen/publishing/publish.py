"""Every output of the briefings: pages, JSON, feeds and digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from briefgen.model import Briefing, Departed, Page, Problem, Site
from briefgen.publishing import templating
from briefgen.publishing.digest import digests
from briefgen.publishing.epub import books
from briefgen.publishing.feeds import collect, feed_pages
from briefgen.publishing.json_export import export
from briefgen.publishing.listing import listings
from briefgen.publishing.pages import render


def publish(  # noqa: PLR0913 - what the outputs show, and how they are addressed
    briefings: Sequence[Briefing],
    site: Site,
    *,
    templates: Path | None,
    gone: Sequence[Departed] = (),
    sender: str | None = None,
    unsubscribe: str | None = None,
) -> tuple[Page, ...]:
    """Render every page; `gone` are published articles that are there no more.

    `templates` is the site's own folder of templates, which goes before the packaged one.
    """
    folders = templating.template_folders(templates)
    found = collect(briefings, site, templates=folders)
    mails = digests(briefings, site, templates=folders, sender=sender, unsubscribe=unsubscribe)
    return (
        *render(briefings, site, templates=folders, gone=gone),
        *export(briefings),
        *feed_pages(found, site, templates=folders),
        *listings(briefings, site, found),
        *books(briefings, site, templates=folders),
        *mails,
    )


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
