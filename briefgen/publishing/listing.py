"""What machines ask a site for first: lists of everything, of feeds and pages, and its face."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from briefgen.desk.outlets import outlet_name
from briefgen.model import Briefing, Page, Site, Summary
from briefgen.publishing.feeds import Feed
from briefgen.publishing.json_export import json_path
from briefgen.publishing.plaintext import plain
from briefgen.publishing.subjects import NO_SUBJECTS, Subject, Subjects
from briefgen.urls import article_path, briefing_path, slug

EVERYTHING = "briefings/index.json"
OPML = "feeds/feeds.opml"
SITEMAP = "s/sitemap.xml"  # of the pages that the site's builder does not know
MANIFEST = "briefings/site.webmanifest"


def listings(
    briefings: Sequence[Briefing],
    site: Site,
    feeds: Sequence[Feed],
    about: Subjects = NO_SUBJECTS,
) -> tuple[Page, ...]:
    """Write every list; those with absolute addresses only where the site has one."""
    pages = [
        Page(EVERYTHING, _dump(everything(briefings, feeds, about))),
        Page(MANIFEST, _dump(manifest(site))),
    ]
    if site.url:
        mapped = sitemap(briefings, site.url, about)
        pages += [Page(OPML, opml(feeds, site)), Page(SITEMAP, mapped)]
    return tuple(pages)


def everything(
    briefings: Sequence[Briefing], feeds: Sequence[Feed], about: Subjects = NO_SUBJECTS
) -> dict[str, Any]:
    """List all that has a page or feed of its own, with the path from the site's address."""
    told = [s for b in briefings for story in b.stories for s in story.summaries]
    lasting = {s.id: s for b in reversed(briefings) for s in b.stories if len(s.days) > 1}
    return {
        "briefings": [_briefing(briefing) for briefing in briefings],
        "stories": [
            {
                "id": story.id,
                "title": story.title,
                "title_language": str(story.title_language),
                "days": [str(day) for day in story.days],
                "page": f"stories/{slug(story.id)}/",
            }
            for story in sorted(lasting.values(), key=lambda story: story.id)
        ],
        "sources": _counted((outlet_name(s.article) for s in told), "sources"),
        "languages": _counted((str(s.article.language) for s in told), "languages"),
        "names": [_subject(one) for one in about.names],
        "topics": [_subject(one) for one in about.topics],
        "watch": [_subject(one) for one in about.watch],
        "feeds": [{"title": feed.title, "path": feed.path} for feed in feeds],
    }


def _briefing(briefing: Briefing) -> dict[str, Any]:
    told = [summary for story in briefing.stories for summary in story.summaries]
    return {
        "date": str(briefing.date) if briefing.date else None,
        "page": briefing_path(briefing.date),
        "json": json_path(briefing.date),
        "updated": updated(told),
        "stories": [
            {
                "id": story.id,
                "title": story.title,
                "title_language": str(story.title_language),
                "articles": [summary.article.id for summary in story.summaries],
            }
            for story in briefing.stories
        ],
    }


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "name": subject.title,
        "language": str(subject.language),
        "page": subject.path,
        "stories": len(subject.places),
    }


def _counted(names: Iterable[str], folder: str) -> list[dict[str, Any]]:
    counts: dict[str, int] = defaultdict(int)
    for name in names:
        counts[name] += 1
    return [
        {"name": name, "page": f"{folder}/{slug(name)}/", "articles": number}
        for name, number in sorted(counts.items())
    ]


def updated(summaries: Iterable[Summary]) -> str | None:
    """Give the ISO day on which the last of some articles came or was changed, where known."""
    return max(filter(None, (s.article.updated for s in summaries)), default=None)


def manifest(site: Site) -> dict[str, Any]:
    """Give what a phone needs to put the site on its first screen."""
    return {
        "name": plain(site.title),
        "description": plain(site.description),
        "lang": str(site.target),
        "start_url": "../",
        "display": "minimal-ui",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "icons": [{"src": "../assets/favicon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }


def opml(feeds: Sequence[Feed], site: Site) -> str:
    """Write the list of all feeds that readers import (OPML 2.0)."""
    lines = [
        f'<outline type="rss" text={quoteattr(feed.title)} title={quoteattr(feed.title)}'
        f" xmlUrl={quoteattr(f'{site.url}{feed.path}.rss')} htmlUrl={quoteattr(feed.page)}/>"
        for feed in feeds
    ]
    head = f"<head><title>{escape(plain(site.title))}</title></head>"
    body = "\n".join(("<body>", *lines, "</body>"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n{head}\n{body}\n</opml>\n'
    )


def sitemap(briefings: Sequence[Briefing], address: str, about: Subjects = NO_SUBJECTS) -> str:
    """List the pages that no builder writes, each with the day of its last change.

    They are the permanent pages, and those of names, topics and watched terms.
    """
    told = [s.article for b in briefings for story in b.stories for s in story.summaries]
    pages = {article_path(article.id): article.updated for article in told}
    for subject in (*about.names, *about.topics, *about.watch):
        stories = (briefings[day].stories[place] for day, place in subject.places)
        pages[subject.path] = updated(summary for story in stories for summary in story.summaries)
    lines = [
        f"<url><loc>{escape(address + path)}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + "</url>"
        for path, day in sorted(pages.items())
    ]
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = "\n".join((f'<urlset xmlns="{schema}">', *lines, "</urlset>"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _dump(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"
