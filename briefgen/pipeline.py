"""The straight line from files to pages; the only place where stages meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from briefgen import choosing, desk, mishaps, publishing, reading, stories, translating
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
    PackageCard,
    Page,
    Problem,
    Site,
    Summary,
)
from briefgen.packages import Pin
from briefgen.state import ledger as ledgers


class Observer(Protocol):
    """Is told which stage runs, so that a command can time it and show progress."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Give a context that lasts as long as the stage."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The models a build uses, opened once; `problems` says what went wrong with them so far."""

    summarizer: choosing.Summarizer
    find_route: translating.FindRoute
    find_scorer: translating.FindScorer = translating.nobody
    packages: tuple[PackageCard, ...] = ()
    choices: choosing.Memory | None = None  # rankings of earlier builds
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


def gather(  # noqa: PLR0913 - what a build depends on
    config: Config,
    engines: Engines,
    *,
    today: date,
    observer: Observer,
    workers: int = 1,
    only: Document | None = None,
) -> Edition:
    """Read, understand, summarise, translate and group everything; nothing is written.

    `only` takes the place of what lies in the articles folder.
    """
    notes = desk.open_desk(config.glossary, config.corrections, config.sources, today=today)
    with observer.stage("read"):
        documents, unread = (
            ((only,), ())
            if only
            else reading.read(
                config.articles,
                max_bytes=config.max_file_size,
                max_files=config.max_files,
                git_dates=config.git_dates,
                today=today,
            )
        )
        known, unusable = ledgers.read_ledger(config.articles / ledgers.FILE_NAME)
    with observer.stage("understand"):
        articles, unclear = understand(
            documents, config, today=today, workers=workers, outlets=notes.outlets
        )
        articles, lines = ledgers.name_articles(
            articles, known, today=today, committed=partial(reading.committed, config.articles)
        )
        unclear = (*unclear, *ledgers.misnamed(articles, known))
        articles, undescribed = desk_outlets.name_sources(articles, notes.outlets)
    with observer.stage("summarise"):
        unchosen: list[Problem] = []
        summaries = choosing.summarise(
            articles,
            engines.summarizer,
            at_least=config.summary.at_least,
            at_most=config.summary.at_most,
            memory=engines.choices,
            tell=unchosen.append,
        )
    with observer.stage("translate"):
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
        )
        summaries, stale = corrections.correct(
            summaries, notes.corrections, config.corrections.name
        )
    with observer.stage("group"):
        briefings = stories.group(
            summaries, target=config.target, window_days=config.story_window_days
        )
    published = tuple(summary.article for summary in summaries)
    new_links = ledgers.news(lines, published, known)
    return Edition(
        briefings=briefings,
        articles=published,
        ledger=(*known, *new_links),
        new_links=new_links,
        packages=_used(engines.packages, summaries),
        corrections=notes.corrections,
        new_pins=tuple(engines.new_pins()),
        problems=_sorted(
            ("broken-package", engines.problems()),
            ("not-read", unread),
            ("ledger", unusable),
            ("unread-text", unclear),
            ("unread-text", unchosen),
            ("undated", reading.undated(published)),
            ("no-package", translating.untranslated(summaries, config.target)),
            ("desk-file", notes.problems),
            ("corrections", stale),
            ("unknown-source", desk_outlets.unknown_sources(undescribed, config.sources.name)),
            ("no-site-url", publishing.without_address(config.site_url)),
        ),
    )


def understand(
    documents: Sequence[Document],
    config: Config,
    *,
    today: date,
    workers: int = 1,
    outlets: Mapping[str, Outlet] = NO_OUTLETS,
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Turn documents into dated articles with sentences, in document order."""
    stage = partial(
        reading.understand, allowed=config.languages, today=today, outlets=dict(outlets)
    )
    work = partial(_understand_one, stage)
    results = processes.map_ordered(work, documents, workers=workers)
    return (
        tuple(article for articles, _ in results for article in articles),
        tuple(problem for _, problems in results for problem in problems),
    )


Understood = tuple[tuple[Article, ...], tuple[Problem, ...]]


def _understand_one(stage: Callable[[Document], Understood], document: Document) -> Understood:
    """Understand a document; whatever happens to it, the others are built."""
    try:
        return stage(document)
    except Exception as error:  # noqa: BLE001  # one article never stops the others
        return (), (mishaps.problem(document.file, "understanding the text", error),)


def _used(cards: Sequence[PackageCard], summaries: Sequence[Summary]) -> tuple[PackageCard, ...]:
    used = {name for summary in summaries for name in summary.packages}
    return tuple(card for card in cards if card.name in used)


def _sorted(*found: tuple[Code, Iterable[Problem]]) -> tuple[Problem, ...]:
    """Give each problem once, with its own code, else that of the stage that told it."""
    told = ((code, one) for code, problems in found for one in problems)
    own = {one if one.code != "failed" else replace(one, code=code) for code, one in told}
    return tuple(sorted(own))


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
        problems=edition.problems if config.about.problems else (),
        settings=told(config) if config.about.settings else (),
    )


def pages(edition: Edition, config: Config) -> tuple[Page, ...]:
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
    )
