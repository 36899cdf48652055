"""The whole site at a glance: what is on which day, in which language, from which source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from briefgen.model import Briefing, Site
from briefgen.partial_date import PartialDate
from briefgen.publishing.interface import Words
from briefgen.publishing.pages.views import (
    ArticleView,
    BriefingView,
    Line,
    StoryView,
    briefing_view,
)
from briefgen.publishing.search import terms_of
from briefgen.publishing.subjects import Subject, Subjects

SAID = 0.8  # share of common words from which two sentences are one


@dataclass(frozen=True, slots=True)
class Shelf:
    """A source or a language with its articles, newest first."""

    name: str
    path: Markup
    articles: tuple[ArticleView, ...]

    @property
    def years(self) -> tuple[tuple[str, tuple[ArticleView, ...]], ...]:
        """Give the articles of each year, newest first; those without a date come last."""
        found: dict[str, list[ArticleView]] = defaultdict(list)
        for article in self.articles:
            found[str(article.date.of_year) if article.date else "undated"].append(article)
        return tuple((year, tuple(articles)) for year, articles in found.items())


@dataclass(frozen=True)
class Archive:
    """All briefings, newest first, undated last, prepared for the templates."""

    briefings: tuple[BriefingView, ...]
    site: Site
    subjects: Subjects

    @cached_property
    def days(self) -> tuple[BriefingView, ...]:
        """Give the briefings of single days, newest first."""
        return tuple(b for b in self.briefings if b.date and b.date.is_day)

    @cached_property
    def latest(self) -> BriefingView | None:
        """Give the newest day, else whatever there is."""
        return next(iter(self.days or self.briefings), None)

    @cached_property
    def articles(self) -> tuple[ArticleView, ...]:
        """Give every article once, in the order of the briefings."""
        return tuple(a for b in self.briefings for s in b.stories for a in s.articles)

    @cached_property
    def by_day(self) -> dict[PartialDate, int]:
        """Count the articles of each day."""
        return {b.date: b.articles for b in self.days if b.date}

    @cached_property
    def years(self) -> tuple[PartialDate, ...]:
        """Give the years that hold anything, newest first."""
        return tuple(sorted({b.date.of_year for b in self.briefings if b.date}, reverse=True))

    @cached_property
    def months(self) -> dict[PartialDate, tuple[BriefingView, ...]]:
        """Give the days of each month, months newest first; some have only a briefing of theirs."""
        found: dict[PartialDate, list[BriefingView]] = defaultdict(list)
        for briefing in self.briefings:
            if briefing.date and briefing.date.of_month:
                found[briefing.date.of_month] += [briefing] if briefing.date.is_day else []
        return {month: tuple(found[month]) for month in sorted(found, reverse=True)}

    @cached_property
    def languages(self) -> tuple[Shelf, ...]:
        """Give the languages, the most frequent first."""
        return _shelves((a.language, a.language_path, a) for a in self.articles)

    @cached_property
    def sources(self) -> tuple[Shelf, ...]:
        """Give the sources, the most frequent first."""
        return _shelves((a.source, a.source_path, a) for a in self.articles)

    @cached_property
    def newly_added(self) -> tuple[ArticleView, ...]:
        """Give the articles added last that the latest day does not show."""
        newest = max((a.added for a in self.articles if a.added), default=None)
        shown = {a.id for s in (self.latest.stories if self.latest else ()) for a in s.articles}
        return tuple(a for a in self.articles if a.added == newest and a.id not in shown)

    @cached_property
    def updated(self) -> str | None:
        """Give the ISO day on which the last article came."""
        return max((b.updated for b in self.briefings if b.updated), default=None)

    @cached_property
    def stories(self) -> dict[str, tuple[tuple[BriefingView, StoryView], ...]]:
        """Give the stories that last several days, each with its days, oldest first."""
        found: dict[str, list[tuple[BriefingView, StoryView]]] = defaultdict(list)
        for briefing in reversed(self.briefings):
            for story in briefing.stories:
                if story.path:
                    found[story.id].append((briefing, story))
        return {story_id: _told_once(parts) for story_id, parts in sorted(found.items())}

    @cached_property
    def watched(self) -> tuple[tuple[BriefingView, StoryView], ...]:
        """Give the stories in which a watched term occurs, newest first."""
        return tuple((b, story) for b in self.briefings for story in b.watched)

    def stories_of(self, subject: Subject) -> tuple[tuple[BriefingView, StoryView], ...]:
        """Give the stories of a subject with their briefings, newest first."""
        return tuple(
            (self.briefings[briefing], self.briefings[briefing].stories[place])
            for briefing, place in subject.places
        )

    def month_totals(self, year: PartialDate) -> tuple[tuple[PartialDate, int], ...]:
        """Count the articles of each month of a year, newest first, as years run."""
        totals: Counter[PartialDate] = Counter()
        for briefing in self.briefings:
            month = briefing.date.of_month if briefing.date else None
            if month and year.holds(month):
                totals[month] += briefing.articles
        return tuple(sorted(totals.items(), reverse=True))

    def year_total(self, year: PartialDate) -> int:
        """Count the articles of a year."""
        return sum(b.articles for b in self.briefings if b.date and year.holds(b.date))

    def find(self, date: PartialDate | None) -> BriefingView | None:
        """Give the briefing of exactly this date."""
        return self._by_date.get(date)

    @cached_property
    def _by_date(self) -> dict[PartialDate | None, BriefingView]:
        return {b.date: b for b in self.briefings}


def _told_once(
    parts: Sequence[tuple[BriefingView, StoryView]],
) -> tuple[tuple[BriefingView, StoryView], ...]:
    """Leave out of each day of a story what an earlier day has told already."""
    told: list[frozenset[str]] = []
    kept: list[tuple[BriefingView, StoryView]] = []
    for day, story in parts:
        runs = (replace(run, lines=tuple(_new(run.lines, told))) for run in story.runs)
        kept.append((day, replace(story, runs=tuple(run for run in runs if run.lines))))
    return tuple(kept)


def _new(lines: Iterable[Line], told: list[frozenset[str]]) -> Iterator[Line]:
    """Give the lines that say something new, and remember them in `told`."""
    for line in lines:
        words = frozenset(terms_of(line.text))
        if words and any(_share(words, other) >= SAID for other in told):
            continue
        told.append(words)
        yield line


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / max(len(words), len(others))


def _shelves(triples: Iterable[tuple[str, Markup, ArticleView]]) -> tuple[Shelf, ...]:
    found: dict[tuple[str, Markup], list[ArticleView]] = defaultdict(list)
    for name, path, article in triples:
        found[name, path].append(article)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(Shelf(name, path, tuple(articles)) for (name, path), articles in ranked)


def archive(briefings: Sequence[Briefing], site: Site, found: Subjects) -> Archive:
    """Prepare all briefings."""
    told: dict[int, dict[int, tuple[Subject, ...]]] = defaultdict(dict)
    for (briefing, place), ones in found.told.items():
        told[briefing][place] = ones
    views = (briefing_view(one, site, told[number]) for number, one in enumerate(briefings))
    return Archive(tuple(views), site, found)


def neighbours(
    days: Sequence[BriefingView], say: Words
) -> dict[Markup, tuple[tuple[str, Markup] | None, tuple[str, Markup] | None]]:
    """Give (label, path) of the day before and the day after, by path of the page."""
    found: dict[Markup, tuple[tuple[str, Markup] | None, tuple[str, Markup] | None]] = {}
    for index, day in enumerate(days):
        older = days[index + 1] if index + 1 < len(days) else None
        newer = days[index - 1] if index else None
        found[day.path] = (_turn(day, older, say), _turn(day, newer, say))
    return found


def _turn(here: BriefingView, there: BriefingView | None, say: Words) -> tuple[str, Markup] | None:
    """Label the way to another day; the year is said where it changes."""
    if there is None or there.date is None:
        return None
    same_year = here.date is not None and here.date.year == there.date.year
    return (say.short_date if same_year else say.date)(there.date), there.path
