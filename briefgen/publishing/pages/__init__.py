"""Briefing → pages: home, days, months, years, sources, languages, stories, permanent pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from briefgen.model import Briefing, Departed, LedgerEntry, Page, Site
from briefgen.partial_date import PartialDate
from briefgen.progress import Progress, each, untold
from briefgen.publishing.interface import Words, words_for
from briefgen.publishing.pages.archive import Archive, Shelf, archive, neighbours
from briefgen.publishing.pages.by_subject import subject_pages
from briefgen.publishing.pages.calendar import year_calendar
from briefgen.publishing.pages.linked_data import article_data, briefing_data, locale
from briefgen.publishing.pages.views import page_path, path
from briefgen.publishing.printed import Printer, bare
from briefgen.publishing.search import search_pages
from briefgen.publishing.subjects import Subjects, subjects
from briefgen.publishing.templating import environment, template_errors
from briefgen.remembering import Memory
from briefgen.urls import safe_url

NO_NEIGHBOURS = (None, None)
LATEST = 30  # articles on the page of a source or language; all of them are listed by year


@dataclass(frozen=True, slots=True)
class _Press:
    """Prints templates: each one is looked up and compiled once."""

    markdown: Callable[[str], Any]
    html: Callable[[str], Any]
    site: Site
    shared: dict[str, Any]
    printer: Printer

    @property
    def say(self) -> Words:
        """The words of the pages."""
        return words_for(self.site.target)

    def page(self, template: str, place: Markup, **values: object) -> Page:
        """Print a Markdown page whose address on the site is `place`."""
        file = f"{place.rstrip('/')}.md" if place else "index.md"
        return self._print(self.markdown, template, place, file, values)

    def index(self, template: str, place: Markup, **values: object) -> Page:
        """Print a Markdown page that stands for a folder with other pages in it."""
        return self._print(self.markdown, template, place, f"{place}index.md", values)

    def html_page(self, template: str, place: str, **values: object) -> Page:
        """Print a static HTML page."""
        canonical = f"{self.site.url}{place}" if self.site.url else None
        values["canonical"] = canonical
        return self._print(self.html, template, place, f"{place}index.html", values)

    def _print(
        self,
        find: Callable[[str], Any],
        template: str,
        place: str,
        file: str,
        values: dict[str, object],
    ) -> Page:
        values["root"] = _root(place)
        return self.printer.page(
            file,
            {"template": template, **values},
            lambda: str(find(template).render(**self.shared, **values)),
        )


def _root(place: str) -> Markup:
    """Give the way from a page to the home of the site."""
    return path("../" * place.count("/") or "./")


def render(  # noqa: PLR0913 - what pages show, and who is told
    briefings: Sequence[Briefing],
    site: Site,
    *,
    templates: Sequence[Path],
    gone: Sequence[Departed] = (),
    found: Subjects | None = None,
    progress: Progress = untold,
    printer: Printer | None = None,
    memory: Memory | None = None,
) -> tuple[Page, ...]:
    """Render every page of the site; `gone` adds the pages of articles that are there no more.

    `found` are the subjects of the briefings, where they are known already.
    """
    with template_errors():
        press = _press(site, templates, printer or Printer(None, site, templates))
        whole = archive(briefings, site, found or subjects(briefings, site))
        pages = [
            *(page for kind in each(PAGE_KINDS, progress) for page in kind(whole, press)),
            *_gone(whole, gone, press),
            *search_pages(
                briefings,
                originals=site.search_originals,
                target=site.target,
                memory=memory,
            ),
        ]
    return tuple(sorted(pages, key=lambda page: page.path))


def _press(site: Site, templates: Sequence[Path], printer: Printer) -> _Press:
    site = bare(site)
    say = words_for(site.target)
    shared = {
        "site": site,
        **say.shared(),
        "doubted_words": say.doubted,
        "date_words": say.date,
        "page_path": page_path,
        "article_data": partial(article_data, target=site.target, address=site.url),
        "briefing_data": partial(briefing_data, address=site.url),
        "locale": locale(site.target),
    }
    markdown = environment("markdown", templates)
    html = environment("html", templates)
    return _Press(markdown.get_template, html.get_template, site, shared, printer)


def _home(whole: Archive, press: _Press) -> Iterator[Page]:
    newest = whole.days[0].date if whole.days else None
    calendar = year_calendar(newest.year, whole.by_day, press.say) if newest else None
    latest = whole.latest
    beside = (
        neighbours(whole.days, press.say).get(latest.path, NO_NEIGHBOURS)
        if latest
        else NO_NEIGHBOURS
    )
    yield press.page(
        "home.md", path(""), archive=whole, briefing=latest, calendar=calendar, previous=beside[0]
    )


def _briefings(whole: Archive, press: _Press) -> Iterator[Page]:
    beside = neighbours(whole.days, press.say)
    for briefing in whole.briefings:
        if briefing.date is None or briefing.date.is_day:
            previous, following = beside.get(briefing.path, NO_NEIGHBOURS)
            yield press.page(
                "day.md", briefing.path, briefing=briefing, previous=previous, following=following
            )


def _archive_pages(whole: Archive, press: _Press) -> Iterator[Page]:
    yield press.index("archive.md", path("briefings/"), archive=whole)
    yield press.page("about.md", path("briefings/about/"), archive=whole)
    for month, days in whole.months.items():
        values: dict[str, Any] = {"heading": press.say.date(month), "days": days}
        values["briefing"] = whole.find(month)
        yield press.index("month.md", page_path(month), archive=whole, month=month, **values)
    for year in whole.years:
        calendar = year_calendar(year.year, whole.by_day, press.say)
        values = {"year": year, "briefing": whole.find(year), "calendar": calendar}
        yield press.index("year.md", page_path(year), archive=whole, **values)
    for kind, shelves in (("sources", whole.sources), ("languages", whole.languages)):
        yield press.index("shelves.md", path(f"{kind}/"), kind=kind, shelves=shelves)
        for shelf in shelves:
            yield from _shelf(shelf, kind, press)


def _shelf(shelf: Shelf, kind: str, press: _Press) -> Iterator[Page]:
    """Give the page of a source or language; a long one has a plain list for each year."""
    yield press.page("shelf.md", shelf.path, kind=kind, shelf=shelf, latest=LATEST)
    if len(shelf.articles) > LATEST:
        for year, articles in shelf.years:
            values = {"shelf": shelf, "year": year, "articles": articles}
            yield press.html_page("shelf_year.html", f"{shelf.path}{year}/", **values)


def _stories(whole: Archive, press: _Press) -> Iterator[Page]:
    for story_id, parts in whole.stories.items():
        yield press.page("story.md", path(f"stories/{story_id}/"), days=parts, story=parts[-1][1])


def _articles(whole: Archive, press: _Press) -> Iterator[Page]:
    for briefing in whole.briefings:
        for story in briefing.stories:
            for article in story.articles:
                values = {"article": article, "story": story, "briefing": briefing}
                yield press.html_page("article.html", article.path, **values)


def _copies(whole: Archive, press: _Press) -> Iterator[Page]:
    shown = {article.path for article in whole.articles}
    for article in whole.articles:
        for copy in article.copies:
            if copy.path not in shown:
                yield press.html_page("copy.html", copy.path, article=article, copy=copy)


def _subjects(whole: Archive, press: _Press) -> Iterator[Page]:
    return subject_pages(whole, press.html_page)


# What is printed from the archive: a new kind of page is a template, a function and a name here.
PAGE_KINDS: tuple[Callable[[Archive, _Press], Iterator[Page]], ...] = (
    _home,
    _briefings,
    _archive_pages,
    _stories,
    _subjects,
    _articles,
    _copies,
)


def _known_words(written: str | None, say: Words) -> str:
    """Say the date a ledger remembers; "" where it remembers none that can be read."""
    try:
        return say.date(PartialDate.parse(written)) if written else ""
    except ValueError:
        return ""


def _gone(whole: Archive, gone: Sequence[Departed], press: _Press) -> Iterator[Page]:
    live = {article.id: article for article in whole.articles}
    for one in gone:
        entry = _untold(one.entry) if one.withdrawn else one.entry
        yield press.html_page(
            "gone.html",
            f"s/{entry.id}/",
            entry=entry,
            withdrawn=one.withdrawn,
            published=_known_words(entry.published, press.say),
            url=safe_url(entry.url),
            source=press.say.outlet(entry),
            heir=live.get(one.heir or ""),
        )


def _untold(entry: LedgerEntry) -> LedgerEntry:
    """Give the entry of an article that was withdrawn: nothing of it is told any more."""
    return LedgerEntry(entry.id, "", "", None, None, None, None)


__all__ = ["render"]
