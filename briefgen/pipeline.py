"""The straight line from files to pages; the only place where stages meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from briefgen import (
    choosing,
    desk,
    distributing,
    mishaps,
    naming,
    publishing,
    reading,
    remembering,
    stories,
    translating,
)
from briefgen.config import Config, told
from briefgen.desk import corrections
from briefgen.desk import outlets as desk_outlets
from briefgen.desk.outlets import NO_OUTLETS, Outlet
from briefgen.engines import processes
from briefgen.model import (
    Article,
    Briefing,
    Code,
    Document,
    LedgerEntry,
    Name,
    PackageCard,
    Page,
    Problem,
    Site,
    Summary,
    Topic,
)
from briefgen.packages import Package, Pin
from briefgen.progress import Progress, untold
from briefgen.remembering import KEPT_AT_ONCE
from briefgen.state import ledger as ledgers
from briefgen.state import once

SENT_AT_ONCE = 2000  # files whose bytes lie in memory while a cluster understands them


class Observer(Protocol):
    """Is told which stage runs, so that a command can time it and show progress."""

    def stage(self, name: str) -> AbstractContextManager[Progress]:
        """Give a context that lasts as long as the stage, which is told how far that is."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The models a build uses, opened once; `problems` says what went wrong with them so far."""

    summarizer: choosing.Summarizer
    find_route: translating.FindRoute
    find_scorer: translating.FindScorer = translating.nobody
    packages: tuple[PackageCard, ...] = ()
    installed: tuple[Package, ...] = ()  # the same, as workers elsewhere may be sent them
    # What earlier builds have done, by stage.
    readings: remembering.Memory | None = None
    choices: remembering.Memory | None = None
    checked: remembering.Memory | None = None
    mentions: remembering.Memory | None = None
    fingerprints: remembering.Memory | None = None
    tidy: Callable[[], object] = tuple  # to be called when all articles were gone through
    new_pins: Callable[[], Sequence[Pin]] = tuple
    problems: Callable[[], Sequence[Problem]] = tuple


@dataclass(frozen=True, slots=True)
class Edition:
    """All that one build found out, before anything is written."""

    briefings: tuple[Briefing, ...]
    articles: tuple[Article, ...]
    ledger: tuple[LedgerEntry, ...]  # known entries and new ones
    new_links: tuple[LedgerEntry, ...]
    packages: tuple[PackageCard, ...]  # those that translated something
    problems: tuple[Problem, ...]
    corrections: tuple[corrections.Correction, ...] = ()
    new_pins: tuple[Pin, ...] = ()  # packages trusted for the first time
    summaries: tuple[Summary, ...] = ()  # what the briefings were made from
    names: tuple[Name, ...] = ()
    topics: tuple[Topic, ...] = ()


def gather(  # noqa: PLR0913 - what a build depends on
    config: Config,
    engines: Engines,
    *,
    today: date,
    observer: Observer,
    workers: int = 1,
    crew: distributing.Crew | None = None,
    only: Document | None = None,
) -> Edition:
    """Read, understand, summarise, translate and group everything; nothing is written.

    Without a `crew`, all is done on this machine. `only` takes the place of what lies in the
    articles folder.
    """
    notes = desk.open_desk(
        config.glossary, config.corrections, config.sources, config.topics, today=today
    )
    with observer.stage("read"):
        places, unread = (
            ((), ()) if only else reading.places(config.articles, max_files=config.max_files)
        )
        known, unusable = ledgers.read_ledger(config.articles / ledgers.FILE_NAME)
    with observer.stage("understand") as progress:
        read = reading.Reader(today, config.languages, dict(notes.outlets))
        articles, unclear = (
            understand((only,), config, today=today, outlets=notes.outlets)
            if only
            else _understand_files(
                places, read, config, engines, workers=workers, crew=crew, progress=progress
            )
        )
        name = partial(_name, known=known, notes=notes, config=config, today=today)
        named, nameless = mishaps.spare(name, articles)
        articles, lines = named.articles, named.lines
        unclear = (*unclear, *named.misnamed, *_told("naming the article", nameless))
    failed: list[Problem] = []
    with observer.stage("summarise") as progress:
        summaries = choosing.summarise(
            articles,
            engines.summarizer,
            at_least=config.summary.at_least,
            at_most=config.summary.at_most,
            memory=engines.choices,
            tell=failed.append,
            progress=progress,
            elsewhere=_far(crew, distributing.Choosing(engines.summarizer)),
        )
    with observer.stage("translate") as progress:
        summaries = translating.translate_checked(
            summaries,
            engines.find_route,
            target=config.target,
            beam=config.translation.beam,
            glossary=notes.glossary,
            on_doubt=config.translation.on_doubt,
            find_scorer=engines.find_scorer
            if config.translation.second_opinion
            else translating.nobody,
            tell=failed.append,
            progress=progress,
            memory=engines.checked,
            elsewhere=_far(crew, _checking(engines, config, notes)),
        )
    with observer.stage("group") as progress:
        (summaries, stale, briefings), unfit = mishaps.spare(
            partial(
                _correct_and_group,
                notes=notes,
                config=config,
                progress=progress,
                memory=engines.fingerprints,
            ),
            summaries,
        )
        failed += _told("grouping", ((one.article, error) for one, error in unfit))
        unknown = {one.article.id for one, _ in unfit}
    with observer.stage("name") as progress:
        shown = [s.article for b in briefings for story in b.stories for s in story.summaries]
        find = partial(
            naming.recurring,
            glossary=notes.glossary,
            target=config.target,
            progress=progress,
            memory=engines.mentions,
            elsewhere=_far(crew, distributing.Naming(notes.glossary, config.target)),
        )
        names, unread_for_names = mishaps.spare(find, shown)
        failed += _told("finding names", unread_for_names)
    published = tuple(summary.article for summary in summaries)
    lines = tuple(entry for entry in lines if entry.id not in unknown)
    new_links = ledgers.news(lines, published, known)
    return Edition(
        briefings=briefings,
        articles=published,
        ledger=(*known, *new_links),
        new_links=new_links,
        packages=_used(engines.packages, summaries),
        corrections=notes.corrections,
        new_pins=tuple(engines.new_pins()),
        summaries=summaries,
        names=names,
        topics=notes.topics,
        problems=_sorted(
            ("broken-package", engines.problems()),
            ("not-read", unread),
            ("ledger", unusable),
            ("unread-text", unclear),
            ("unread-text", failed),
            ("undated", reading.undated(published)),
            ("no-package", translating.untranslated(summaries, config.target)),
            ("desk-file", notes.problems),
            ("corrections", stale),
            (
                "unknown-source",
                desk_outlets.unknown_sources(named.undescribed, config.sources.name),
            ),
            ("no-site-url", publishing.without_address(config.site_url)),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """Articles with lasting ids and the names of their sources."""

    articles: tuple[Article, ...]
    lines: tuple[LedgerEntry, ...]
    misnamed: tuple[Problem, ...]
    undescribed: tuple[str, ...]


def _name(
    articles: Sequence[Article],
    *,
    known: Sequence[LedgerEntry],
    notes: desk.Desk,
    config: Config,
    today: date,
) -> _Named:
    committed = partial(reading.committed, config.articles)
    named, lines = ledgers.name_articles(articles, known, today=today, committed=committed)
    misnamed = ledgers.misnamed(named, known)
    named, undescribed = desk_outlets.name_sources(named, notes.outlets)
    return _Named(named, lines, misnamed, undescribed)


Grouped = tuple[tuple[Summary, ...], tuple[Problem, ...], tuple[Briefing, ...]]


def _correct_and_group(
    summaries: Sequence[Summary],
    *,
    notes: desk.Desk,
    config: Config,
    progress: Progress,
    memory: remembering.Memory | None,
) -> Grouped:
    kept, stale = corrections.correct(summaries, notes.corrections, config.corrections.name)
    return kept, stale, _group(kept, config, progress, memory)


def _group(
    summaries: Sequence[Summary],
    config: Config,
    progress: Progress = untold,
    memory: remembering.Memory | None = None,
) -> tuple[Briefing, ...]:
    return stories.group(
        summaries,
        target=config.target,
        window_days=config.story_window_days,
        progress=progress,
        memory=memory,
    )


def _told(stage: str, blamed: Iterable[tuple[Article, Exception]]) -> tuple[Problem, ...]:
    """Say of articles what happened to them at a stage."""
    return tuple(mishaps.problem(article.file, stage, error) for article, error in blamed)


Understood = tuple[tuple[Article, ...], tuple[Problem, ...]]


def understand(
    documents: Sequence[Document],
    config: Config,
    *,
    today: date,
    outlets: Mapping[str, Outlet] = NO_OUTLETS,
) -> Understood:
    """Turn documents into dated articles with sentences, in document order."""
    stage = partial(reading.understand, allowed=config.languages, today=today, outlets=outlets)
    results = [_understand_one(stage, document) for document in documents]
    return (
        tuple(article for articles, _ in results for article in articles),
        tuple(problem for _, problems in results for problem in problems),
    )


def _understand_one(stage: Callable[[Document], Understood], document: Document) -> Understood:
    """Understand a document; whatever happens to it, the others are built."""
    try:
        return stage(document)
    except Exception as error:  # noqa: BLE001  # one article never stops the others
        return (), (mishaps.problem(document.file, "understanding the text", error),)


def _understand_files(  # noqa: PLR0913 - what a file is read with, and who does it
    places: Sequence[reading.Place],
    read: reading.Reader,
    config: Config,
    engines: Engines,
    *,
    workers: int,
    crew: distributing.Crew | None,
    progress: Progress,
) -> Understood:
    """Give the articles of all files in order; what a memory knows of a file is not done again."""
    days, undatable = reading.first_committed(config.articles) if config.git_dates else ({}, ())
    articles: list[Article] = []
    problems = [*mishaps.coded(undatable, "not-read")]
    near_at_once = max(KEPT_AT_ONCE, 2 * processes.ITEMS_PER_WORKER * workers)
    at_once = SENT_AT_ONCE if crew else near_at_once
    far = _far(crew, distributing.Understanding(read))
    with processes.Crew(workers) as near:
        for start in range(0, len(places), at_once):  # the bytes of some files, not of all
            some = places[start : start + at_once]
            files, unread = reading.load_articles(some, max_bytes=config.max_file_size, days=days)
            problems += unread
            for one in _read_all(files, read, engines.readings, near, far):
                articles += one.articles
                problems += one.problems
            progress(start + len(some), len(places))
    return tuple(articles), tuple(problems)


def _read_all(
    files: Sequence[reading.RawFile],
    read: reading.Reader,
    memory: remembering.Memory | None,
    near: processes.Crew,
    far: remembering.Elsewhere[reading.RawFile] | None,
) -> Iterable[reading.Understood]:
    return remembering.remembered(
        files,
        lambda some, _: near.map(read, some),
        key=read.key,
        shape=remembering.shape(reading.Understood),
        memory=memory,
        holds=partial(reading.Understood.holds, today=read.today),
        at_once=max(1, len(files)),
        elsewhere=far,
    )


def _far(crew: distributing.Crew | None, work: distributing.Work) -> distributing.Far | None:
    return crew.at(work) if crew else None


def _checking(engines: Engines, config: Config, notes: desk.Desk) -> distributing.Checking:
    return distributing.Checking(
        packages=engines.installed,
        compute_type=config.translation.compute_type,
        target=config.target,
        beam=config.translation.beam,
        glossary=notes.glossary,
        second_opinion=config.translation.second_opinion,
    )


def _used(cards: Sequence[PackageCard], summaries: Sequence[Summary]) -> tuple[PackageCard, ...]:
    used = {name for summary in summaries for name in summary.packages}
    return tuple(card for card in cards if card.name in used)


def _sorted(*found: tuple[Code, Iterable[Problem]]) -> tuple[Problem, ...]:
    """Give each problem once, with its own code, else that of the stage that told it."""
    return tuple(sorted({one for code, told in found for one in mishaps.coded(told, code)}))


def site(edition: Edition, config: Config) -> Site:
    """Tell the outputs what they share."""
    return Site(
        title=config.title,
        description=config.description,
        url=config.site_url,
        repo_url=config.repo_url,
        target=config.target,
        noindex=config.noindex,
        watch=config.watch,
        packages=edition.packages,
        problems=_of_readers(edition.problems) if config.about.problems else (),
        settings=told(config) if config.about.settings else (),
        search_originals=config.search_originals,
        names=edition.names,
        topics=edition.topics,
    )


def _of_readers(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Give what readers may know: the disk a build ran on is not theirs."""
    return tuple(problem for problem in problems if problem.code != "cache")


def pages(
    edition: Edition,
    config: Config,
    progress: Progress = untold,
    memory: remembering.Memory | None = None,
) -> tuple[Page, ...]:
    """Render every output of an edition."""
    return publishing.publish(
        edition.briefings,
        site(edition, config),
        templates=config.templates,
        gone=ledgers.gone(
            edition.ledger, edition.briefings, corrections.left_out(edition.corrections)
        ),
        sender=config.digest.sender,
        unsubscribe=config.digest.unsubscribe,
        once=once.published(edition.ledger),
        progress=progress,
        memory=memory,
    )


def _recorded(edition: Edition, rendered: Sequence[Page]) -> Edition:
    """Put the pages that people may link to on record, so that none of them ever breaks."""
    known = edition.ledger[: len(edition.ledger) - len(edition.new_links)]
    ids = {article.id for article in edition.articles}
    lines = once.recorded(edition.new_links, known, publishing.lasting(rendered), ids=ids)
    return replace(edition, new_links=lines, ledger=(*known, *lines))


def render(
    edition: Edition,
    config: Config,
    progress: Progress = untold,
    memory: remembering.Memory | None = None,
) -> tuple[Edition, tuple[Page, ...]]:
    """Render every output; an article that cannot be rendered is left out of the edition.

    `memory` knows the pages of earlier builds: those are not printed unless somebody asks.
    """

    def attempt(summaries: Sequence[Summary]) -> tuple[Edition, tuple[Page, ...]]:
        whole = len(summaries) == len(edition.summaries)
        printed = edition if whole else _only(edition, summaries, config)
        return printed, pages(printed, config, progress, memory)

    (printed, rendered), blamed = mishaps.spare(attempt, edition.summaries)
    told = _told("rendering", ((one.article, error) for one, error in blamed))
    if told:
        printed = replace(printed, problems=_sorted(("unread-text", (*printed.problems, *told))))
        rendered = pages(printed, config)  # once more: a page may list the problems
    return _recorded(printed, rendered), rendered


def _only(edition: Edition, summaries: Sequence[Summary], config: Config) -> Edition:
    """Give the edition of some of its summaries; nothing of the others is put on record."""
    kept = {summary.article.id for summary in summaries}
    dropped = {one.article.id for one in edition.summaries} - kept
    new_links = tuple(one for one in edition.new_links if one.id not in dropped)
    known = edition.ledger[: len(edition.ledger) - len(edition.new_links)]
    return replace(
        edition,
        briefings=_group(summaries, config),
        articles=tuple(one for one in edition.articles if one.id not in dropped),
        new_links=new_links,
        ledger=(*known, *new_links),
        summaries=tuple(summaries),
    )
