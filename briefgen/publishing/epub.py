"""Briefings as books: a day, a week or a story as EPUB 3, to be read without a network.

Written with the standard library: the format is a zip of a few XML files, and a library would bring
its own clock and ids. `epubcheck` reads them in the tests where it is installed.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.model import Briefing, Page, Site, Story, Summary, Told
from briefgen.publishing.interface import words_for
from briefgen.publishing.plaintext import plain
from briefgen.publishing.printed import Printer
from briefgen.publishing.templating import environment, template_errors
from briefgen.urls import article_path, safe_url, slug

if TYPE_CHECKING:
    import jinja2

NEVER = "1970-01-01"  # the day of articles that were never entered in the ledger
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip knows: the same bytes every day
CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
STYLE = (
    "h1, h2 { font-family: serif; line-height: 1.25 }\n"
    ".source, .original, em { font-size: .85em; opacity: .8 }\n"
    ".original { margin-inline-start: 1em }\n"
)


@dataclass(frozen=True, slots=True)
class TextOf:
    """An article in a book."""

    source: str
    language: str
    url: str | None
    page: str | None
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A story in a book."""

    title: str
    language: str
    direction: str
    articles: tuple[TextOf, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A day in a book."""

    file: str
    title: str
    stories: tuple[Section, ...]
    updated: str  # ISO day on which its last article came or was changed


@dataclass(frozen=True, slots=True)
class Book:
    """What becomes one EPUB."""

    path: str
    title: str
    chapters: tuple[Chapter, ...]


def books(
    briefings: Sequence[Briefing],
    site: Site,
    *,
    templates: Sequence[Path],
    printer: Printer | None = None,
) -> tuple[Page, ...]:
    """Write a book of every day, every week and every story of several days."""
    env = environment("xml", templates)
    with template_errors():
        found = [*_days(briefings, site), *_weeks(briefings, site), *_stories(briefings, site)]
        shelf = printer or Printer(None, site, templates)
        return tuple(
            shelf.page(
                book.path, {"template": "epub", "book": book}, partial(_zip, book, site, env)
            )
            for book in found
        )


def _days(briefings: Sequence[Briefing], site: Site) -> Iterator[Book]:
    for briefing in briefings:
        if briefing.date and briefing.date.is_day:
            chapter = _chapter(briefing, briefing.stories, 1, site)
            yield Book(f"digests/{briefing.date}.epub", chapter.title, (chapter,))


def week_of(briefing: Briefing) -> str | None:
    """Name the ISO week of a day: "2024-W30"."""
    if briefing.date is None or not briefing.date.is_day:
        return None
    year, week, _ = briefing.date.first.isocalendar()
    return f"{year}-W{week:02}"


def _weeks(briefings: Sequence[Briefing], site: Site) -> Iterator[Book]:
    weeks: dict[str, list[Briefing]] = defaultdict(list)
    for briefing in reversed(briefings):
        if week := week_of(briefing):
            weeks[week].append(briefing)
    say = words_for(site.target)
    for week, days in sorted(weeks.items()):
        chapters = (_chapter(day, day.stories, n, site) for n, day in enumerate(days, start=1))
        year, number = week.split("-W")
        yield Book(
            f"digests/{week}.epub",
            say("Week {number} of {year}", number=int(number), year=year),
            tuple(chapters),
        )


def _stories(briefings: Sequence[Briefing], site: Site) -> Iterator[Book]:
    parts: dict[str, list[tuple[Briefing, Story]]] = defaultdict(list)
    for briefing in reversed(briefings):
        for story in briefing.stories:
            if len(story.days) > 1:
                parts[story.id].append((briefing, story))
    for story_id, told in sorted(parts.items()):
        chapters = (_chapter(day, [s], n, site) for n, (day, s) in enumerate(told, start=1))
        yield Book(f"stories/{slug(story_id)}.epub", plain(told[-1][1].title), tuple(chapters))


def _chapter(briefing: Briefing, stories: Sequence[Story], number: int, site: Site) -> Chapter:
    days = [s.article.updated or NEVER for story in stories for s in story.summaries]
    say = words_for(site.target)
    return Chapter(
        file=f"c{number}.xhtml",
        title=say.long_date(briefing.date) if briefing.date else say("Undated"),
        stories=tuple(_section(story, site) for story in stories),
        updated=max(days, default=NEVER),
    )


def _section(story: Story, site: Site) -> Section:
    return Section(
        title=plain(story.title) or "…",
        language=str(story.title_language),
        direction=story.title_language.direction,
        articles=tuple(_text(summary, site) for summary in story.summaries),
    )


def _text(summary: Summary, site: Site) -> TextOf:
    article = summary.article
    return TextOf(
        source=plain(words_for(site.target).outlet(article)),
        language=words_for(site.target).of(article.language),
        url=safe_url(article.url),
        page=f"{site.url}{article_path(article.id)}" if site.url else None,
        told=tuple(summary.told(line, site.target) for line in summary.lines),
    )


def _zip(book: Book, site: Site, env: jinja2.Environment) -> bytes:
    """Write the archive; its first member says, uncompressed, what it is."""
    shared: dict[str, Any] = {
        **words_for(site.target).shared(),
        "target": str(site.target),
        "title": book.title,
        "chapters": book.chapters,
        "id": book.path,
        "publisher": plain(site.title) or "…",
        "modified": max(chapter.updated for chapter in book.chapters),
    }
    page = env.get_template("epub/chapter.xhtml")
    files = {
        "META-INF/container.xml": CONTAINER,
        "book.opf": env.get_template("epub/book.opf").render(shared),
        "nav.xhtml": env.get_template("epub/nav.xhtml").render(shared),
        "book.css": STYLE,
        **{one.file: page.render(shared, chapter=one) for one in book.chapters},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", EPOCH), "application/epub+zip")
        for name, text in files.items():
            info = zipfile.ZipInfo(name, EPOCH)
            archive.writestr(info, text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return out.getvalue()
