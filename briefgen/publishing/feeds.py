"""Briefings → RSS 2.0, Atom and JSON Feed 1.1: of the whole site, each language, each source.

We write them ourselves; docs/decisions.md says where the libraries fall short.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen import urls
from briefgen.desk.outlets import UNKNOWN
from briefgen.language.tags import Language
from briefgen.model import Briefing, Page, Site, Story, Summary
from briefgen.publishing.interface import Words, words_for
from briefgen.publishing.plaintext import plain, shorten
from briefgen.publishing.subjects import Subject
from briefgen.publishing.templating import environment, template_errors

if TYPE_CHECKING:
    import jinja2

NEWEST = 100  # entries of a feed; a day on which more articles were added is never cut in two ...
MOST = 1000  # ... unless it is larger than this: readers give up on feeds of many megabytes
NEVER = "1970-01-01"  # the day of an article that was never entered in the ledger
TITLE_LIMIT = 300  # characters; longer titles are no titles
SUMMARY_LIMIT = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as every feed shows it; all texts are plain."""

    url: str  # the permanent page; also the id
    title: str
    title_language: str
    text: str  # the sentences in one line
    content: str  # HTML
    language: str  # of the article
    sources: tuple[str, ...]  # the outlet, then those of near-duplicates
    source_url: str | None
    added: str  # ISO day
    updated: str  # ISO day, that of `added` where nothing has changed since
    published: str | None  # ISO date cut to its precision


@dataclass(frozen=True, slots=True)
class Feed:
    """One list of entries, written in three formats."""

    path: str  # relative to the site, without suffix
    title: str
    page: str  # absolute address of the page it belongs to
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> str:
        """The day on which the last of its entries came or was changed."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def feeds(
    briefings: Sequence[Briefing], site: Site, *, templates: Sequence[Path]
) -> tuple[Page, ...]:
    """Write all feeds, each in three formats."""
    return feed_pages(collect(briefings, site, templates=templates), site, templates=templates)


def collect(
    briefings: Sequence[Briefing],
    site: Site,
    *,
    templates: Sequence[Path],
    about: Sequence[Subject] = (),
) -> tuple[Feed, ...]:
    """Give all feeds; none without a site address, because every link in them is absolute.

    `about` are the topics and watched terms that have feeds of their own.
    """
    if site.url is None:
        return ()
    with template_errors():
        found = _entries(briefings, site, environment("html", templates))
        entries = sorted(found, key=_newest_first)
        of_subjects = (_about(subject, briefings, entries, site) for subject in about)
        return (*_feeds(entries, site), *of_subjects)


def _about(
    subject: Subject, briefings: Sequence[Briefing], entries: Sequence[Entry], site: Site
) -> Feed:
    """Give the feed of a topic or watched term: the articles of its stories."""
    stories = (briefings[briefing].stories[place] for briefing, place in subject.places)
    articles = (summary.article.id for story in stories for summary in story.summaries)
    own = {f"{site.url}{urls.article_path(article)}" for article in articles}
    title = f"{plain(site.title)}: {plain(subject.title)}"
    chosen = [entry for entry in entries if entry.url in own]
    page = f"{site.url}{subject.path}"
    return Feed(f"feeds/{subject.path.rstrip('/')}", title, page, newest(chosen))


def feed_pages(found: Sequence[Feed], site: Site, *, templates: Sequence[Path]) -> tuple[Page, ...]:
    """Write feeds in three formats each."""
    xml = environment("xml", templates)
    xml.filters |= {"rfc822": _rfc822, "inert": _inert}
    with template_errors():
        return tuple(page for feed in found for page in _pages(feed, site, xml))


def newest(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Keep the newest entries, and all that were added on the same day as the last of them."""
    if len(entries) <= NEWEST:
        return tuple(entries)
    last = entries[NEWEST - 1].added
    kept = [entry for entry in entries if entry.added >= last]
    return tuple(kept[:MOST])


def _newest_first(entry: Entry) -> tuple[int, int, str]:
    return -_number(entry.added), -_number(entry.published or ""), entry.url


def _number(date: str) -> int:
    return int(date.replace("-", "").ljust(8, "0") or 0)


def _feeds(entries: Sequence[Entry], site: Site) -> Iterator[Feed]:
    """Sort the entries into the feeds they belong to."""
    title, home = plain(site.title), str(site.url)
    main = {
        entry.sources[0] for entry in entries
    }  # the others have no page: only copies are theirs
    yield Feed("feeds/briefings", title, home, newest(entries))
    by_language: dict[str, list[Entry]] = defaultdict(list)
    by_source: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_language[entry.language].append(entry)
        for source in entry.sources:
            by_source[source].append(entry)
    for tag, chosen in sorted(by_language.items()):
        name = f"{title}: {words_for(site.target).of(Language(tag))}"
        path = f"languages/{urls.slug(tag)}"
        yield Feed(f"feeds/{path}", name, f"{home}{path}/", newest(chosen))
    for source, chosen in sorted(by_source.items()):
        plainly = UNKNOWN if source == words_for(site.target)(UNKNOWN) else source
        path = f"sources/{urls.slug(plainly)}"  # the address is the same in every language
        page = f"{home}{path}/" if source in main else home
        yield Feed(f"feeds/{path}", f"{title}: {plain(source)}", page, newest(chosen))


def _entries(
    briefings: Sequence[Briefing], site: Site, html: jinja2.Environment
) -> Iterator[Entry]:
    template = html.get_template("feeds/entry.html")
    for briefing in briefings:
        for story in briefing.stories:
            for summary in story.summaries:
                yield _entry(summary, story, briefing, site, template)


def _entry(
    summary: Summary, story: Story, briefing: Briefing, site: Site, template: jinja2.Template
) -> Entry:
    article, say = summary.article, words_for(site.target)
    return Entry(
        url=f"{site.url}{urls.article_path(article.id)}",
        title=_title(summary, story, site.target),
        title_language=str(summary.told(article.title, site.target).language),
        text=shorten(
            plain(" ".join(say.noted(summary.told(s, site.target)) for s in summary.sentences)),
            SUMMARY_LIMIT,
        ),
        content=template.render(
            **_view(summary, site),
            day_url=f"{site.url}{urls.briefing_path(briefing.date)}",
            story=plain(story.title) if len(story.summaries) > 1 else "",
        ),
        language=str(article.language),
        sources=_sources(summary, say),
        source_url=urls.safe_url(article.url),
        added=article.added or NEVER,
        updated=article.updated or NEVER,
        published=str(article.day) if article.day else None,
    )


def _view(summary: Summary, site: Site) -> dict[str, Any]:
    """Give what the entry template may use."""
    article, say = summary.article, words_for(site.target)
    return {
        **say.shared(),
        "title": summary.told(article.title, site.target),
        "sentences": [summary.told(s, site.target) for s in summary.sentences],
        "source": say.outlet(article),
        "source_url": urls.safe_url(article.url),
        "also": _sources(summary, say)[1:],
        "published": say.date(article.day),
        "language": say.of(article.language),
        "package": " + ".join(summary.packages),
    }


def _title(summary: Summary, story: Story, target: Language) -> str:
    """Give the headline with its doubts; it is shortened, they are not."""
    told = summary.told(summary.article.title, target)
    title = plain(told.text) or plain(story.title) or summary.article.file
    doubts = words_for(target).noted(told).removeprefix(told.text)
    return f"{shorten(title, TITLE_LIMIT)}{doubts}"


def _sources(summary: Summary, say: Words) -> tuple[str, ...]:
    own = say.outlet(summary.article)
    others = (say.outlet(one) for one in summary.duplicates)
    return tuple(dict.fromkeys((own, *others)))


def _pages(feed: Feed, site: Site, xml: jinja2.Environment) -> Iterable[Page]:
    view = {"feed": feed, "site": site, "description": plain(site.description)}
    for kind in ("rss", "atom"):
        text = xml.get_template(f"feeds/{kind}.xml").render(
            view, self_url=_self_url(feed, site, kind)
        )
        yield Page(f"{feed.path}.{kind}", text)
    yield Page(f"{feed.path}.json", _json(feed, site))


def _self_url(feed: Feed, site: Site, kind: str) -> str:
    return f"{site.url}{feed.path}.{kind}"


def _json(feed: Feed, site: Site) -> str:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": _self_url(feed, site, "json"),
        "description": plain(site.description),
        "language": str(site.target),
        "items": [_json_item(entry, site.target) for entry in feed.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _json_item(entry: Entry, target: Language) -> dict[str, Any]:
    item = {
        "id": entry.url,
        "url": entry.url,
        "external_url": entry.source_url,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.text,
        "date_published": f"{entry.added}T00:00:00Z",
        "date_modified": f"{entry.updated}T00:00:00Z" if entry.updated > entry.added else None,
        "authors": [{"name": plain(name)} for name in entry.sources],
        "tags": [words_for(target).of(Language(entry.language))],
        "language": entry.title_language,
        "_briefgen": {"published": entry.published, "language": entry.language},
    }
    return {key: value for key, value in item.items() if value is not None}


def _rfc822(day: str) -> str:
    """Write an ISO day as RSS wants it; days have no hour, so midnight UTC stands for them."""
    return format_datetime(datetime.fromisoformat(f"{day}T00:00:00+00:00"))


def _inert(title: str) -> str:
    """Keep an RSS title from being read as HTML, as many programs do.

    RSS never says whether titles are HTML. A word joiner (no width, not seen) after each `<` makes
    it plain text either way: no tag begins with one.
    """
    return title.replace("<", "<\u2060")
