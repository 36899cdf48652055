"""The straight line from files to pages; the only place where stages meet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from briefgen import (
    clean,
    corrections,
    dates,
    desk,
    detect,
    digest,
    export,
    feeds,
    glossary,
    group,
    history,
    languages,
    links,
    mend,
    packages,
    read,
    render,
    sentences,
    sources,
    split,
    store,
    summarize,
    templating,
    translate,
)
from briefgen.config import Config, told
from briefgen.engines import executors
from briefgen.model import (
    Article,
    Briefing,
    Document,
    PackageCard,
    Page,
    Paragraph,
    Problem,
    Sentence,
    Site,
    Summary,
)
from briefgen.packages import Pin

LEDGER = "links.jsonl"


class Observer(Protocol):
    """Is told which stage runs, so that a command can time it and show progress."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Give a context that lasts as long as the stage."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The models a build uses, opened once; `problems` says what went wrong with them so far."""

    summarizer: summarize.Summarizer
    find_route: Callable[[str], tuple[translate.Translator, ...]]
    packages: tuple[PackageCard, ...] = ()
    new_pins: Callable[[], Sequence[Pin]] = tuple
    problems: Callable[[], Sequence[Problem]] = tuple


@dataclass(frozen=True, slots=True)
class Edition:
    """All that one build found out, before anything is written."""

    briefings: tuple[Briefing, ...]
    articles: tuple[Article, ...]
    ledger: tuple[links.LedgerEntry, ...]  # known entries and new ones
    new_links: tuple[links.LedgerEntry, ...]
    packages: tuple[PackageCard, ...]  # those that translated something
    problems: tuple[Problem, ...]
    corrections: tuple[corrections.Correction, ...] = ()
    new_pins: tuple[Pin, ...] = ()  # packages trusted for the first time


@contextmanager
def open_engines(config: Config, *, work: Path) -> Iterator[Engines]:
    """Open the summariser, the packages and the cache; a model is loaded when first used."""
    from briefgen.engines.sumy import SumySummarizer

    cache = work / "cache"
    found, broken = packages.find_packages(config.packages, cache=cache / "packages")
    pins = packages.read_lock(work.parent / packages.FILE_NAME)
    allowed, refused = packages.locked(found, pins)
    with store.TranslationCache(cache / "translations.sqlite") as memory:
        routes = packages.routes(
            allowed,
            threads=config.translation.threads,
            compute_type=config.translation.compute_type,
            cache=memory,
            target=config.target,
        )
        yield Engines(
            summarizer=SumySummarizer(config.summary.method),
            find_route=routes,
            packages=tuple(package.card() for package in allowed),
            new_pins=lambda: packages.first_uses(routes.used, pins),
            problems=lambda: (*broken, *refused, *routes.problems, *memory.problems),
        )


def gather(
    config: Config, engines: Engines, *, today: date, observer: Observer, workers: int = 1
) -> Edition:
    """Read, understand, summarise, translate and group everything; nothing is written."""
    notes = desk.open_desk(config)
    with observer.stage("read"):
        documents, problems = read_all(config, today=today)
        ledger, ledger_problems = store.read_ledger(config.articles / LEDGER)
    with observer.stage("understand"):
        articles, more = understand(documents, config, today=today, workers=workers)
        articles, new_links = links.name_articles(articles, ledger, today=today)
        articles, unknown = sources.name_sources(articles, notes.outlets)
    with observer.stage("summarise"):
        summaries = summarise(articles, engines.summarizer, config)
    with observer.stage("translate"):
        summaries = translate_checked(summaries, engines, config, notes.glossary)
        summaries, stale = corrections.correct(
            summaries, notes.corrections, config.corrections.name
        )
    with observer.stage("group"):
        briefings = group.group(
            summaries, target=config.target, window_days=config.story_window_days
        )
    return Edition(
        briefings=briefings,
        articles=articles,
        ledger=(*ledger, *new_links),
        new_links=new_links,
        packages=_used(engines.packages, summaries),
        corrections=notes.corrections,
        new_pins=tuple(engines.new_pins()),
        problems=tuple(
            sorted(
                {
                    *engines.problems(),
                    *problems,
                    *ledger_problems,
                    *more,
                    *_untranslated(summaries, config.target),
                    *notes.problems,
                    *stale,
                    *sources.unknown_sources(unknown, config.sources.name),
                    *_no_site_url(config),
                }
            )
        ),
    )


def read_all(config: Config, *, today: date) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Read the documents, with the days of their first commits where those are wanted."""
    documents, problems = read.read_documents(
        config.articles, max_bytes=config.max_file_size, today=today
    )
    if not config.git_dates:
        return documents, problems
    days, undatable = history.first_committed(config.articles)
    dated = tuple(replace(one, committed=days.get(one.file)) for one in documents)
    return dated, (*problems, *undatable)


def understand(
    documents: Sequence[Document], config: Config, *, today: date, workers: int = 1
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Turn documents into dated articles with sentences, in document order."""
    work = partial(_understand_one, allowed=config.languages, today=today)
    results = executors.map_ordered(work, documents, workers=workers)
    return (
        tuple(article for articles, _ in results for article in articles),
        tuple(problem for _, problems in results for problem in problems),
    )


def _understand_one(
    document: Document, *, allowed: tuple[str, ...], today: date
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    articles: list[Article] = []
    problems: list[Problem] = []
    for piece in split.split(document):
        article, found = clean.clean(document, piece)
        problems.extend(found)
        body = "\n".join(paragraph.text for paragraph in article.paragraphs)
        language = detect.detect(
            article.title.original, body, allowed=allowed, stated=piece.metadata.language
        )
        article = replace(article, language=language)
        article = replace(
            article,
            published=dates.date_article(document, article, today=today),
            sentences=tuple(sentences_of(article.paragraphs, language.tag)),
        )
        article = _with_lines(article, document.text)
        articles.append(article)
    return tuple(articles), tuple(problems)


def _with_lines(article: Article, text: str) -> Article:
    """Say on which line of the file the title and each sentence begin, for links to it."""
    newlines = [match.start() for match in re.finditer("\\r\\n?|\\n", text)]

    def at(sentence: Sentence) -> Sentence:
        if sentence.start is None:
            return sentence
        return replace(sentence, line=bisect_left(newlines, sentence.start) + 1)

    return replace(
        article, title=at(article.title), sentences=tuple(at(s) for s in article.sentences)
    )


def sentences_of(paragraphs: Sequence[Paragraph], language: str) -> Iterable[Sentence]:
    """Split paragraphs into sentences that know their place; repairs stand beside the original."""
    for index, paragraph in enumerate(paragraphs):
        for start, end in sentences.split_sentences(paragraph.text, language):
            original = " ".join(paragraph.text[start:end].split())
            repaired = clean.repair(original, language)
            file_start, file_end = paragraph.locate(start, end)
            yield Sentence(
                original=original,
                start=file_start,
                end=file_end,
                paragraph=index,
                repaired=repaired if repaired != original else None,
            )


def summarise(
    articles: Sequence[Article], summarizer: summarize.Summarizer, config: Config
) -> tuple[Summary, ...]:
    """Choose the sentences of each article; an article without sentences keeps its title."""
    return tuple(
        Summary(
            article=article,
            sentences=tuple(
                article.sentences[index]
                for index in summarize.choose(
                    article,
                    summarizer,
                    at_least=config.summary.at_least,
                    at_most=config.summary.at_most,
                )
            ),
        )
        for article in articles
    )


def translate_checked(
    summaries: Sequence[Summary],
    engines: Engines,
    config: Config,
    terms: glossary.Glossary = glossary.EMPTY,
) -> tuple[Summary, ...]:
    """Translate all summaries, try doubtful sentences again, mark what doubt remains."""
    decoding = translate.Decoding(beam=config.translation.beam)
    translated = translate.translate_summaries(
        summaries, engines.find_route, target=config.target, decoding=decoding
    )
    judge = partial(mend.Judge, target=config.target, glossary=terms)
    mended = mend.mend_summaries(translated, engines.find_route, judge, decoding=decoding)
    if config.translation.on_doubt == "original":
        return tuple(map(_without_doubtful, mended))
    return mended


def _without_doubtful(summary: Summary) -> Summary:
    """Show the original of whatever a check doubts; the translation stays in the data."""

    def choose(sentence: Sentence) -> Sentence:
        return replace(sentence, shown="original") if sentence.marks else sentence

    return replace(
        summary,
        article=replace(summary.article, title=choose(summary.article.title)),
        sentences=tuple(choose(sentence) for sentence in summary.sentences),
    )


def _used(cards: Sequence[PackageCard], summaries: Sequence[Summary]) -> tuple[PackageCard, ...]:
    used = {
        name for summary in summaries if summary.package for name in summary.package.split(" + ")
    }
    return tuple(card for card in cards if card.name in used)


def _untranslated(summaries: Sequence[Summary], target: str) -> Iterable[Problem]:
    """Name each language whose articles had to stay as they are, once."""
    missing = Counter(
        summary.article.language.tag
        for summary in summaries
        if summary.package is None and summary.article.language.tag != target
    )
    for tag, count in sorted(missing.items()):
        noun = "article is" if count == 1 else "articles are"
        yield Problem(
            file="",
            line=0,
            message=f"{count} {languages.name(tag)} {noun} shown untranslated: "
            f"no package translates {tag} to {target}.",
            remedy=f"Run `briefgen models install {tag}`, or import an .argosmodel file.",
            severity="warning",
        )


def _no_site_url(config: Config) -> Iterable[Problem]:
    if config.site_url is None:
        yield Problem(
            file="",
            line=0,
            message="Feeds and digests are left out: without site_url no link would be right.",
            remedy="Set site_url in briefgen.yml, for example https://example.org/briefings/.",
            severity="warning",
        )


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
        problems=edition.problems,
        settings=told(config),
    )


def pages(edition: Edition, config: Config) -> tuple[Page, ...]:
    """Render every output of an edition."""
    about = site(edition, config)
    folders = templating.template_folders(config.templates)
    return (
        *render.render(edition.briefings, about, templates=folders, ledger=edition.ledger),
        *export.export(edition.briefings),
        *feeds.feeds(edition.briefings, about, templates=folders),
        *digest.digests(
            edition.briefings,
            about,
            templates=folders,
            sender=config.digest.sender,
            unsubscribe=config.digest.unsubscribe,
        ),
    )
