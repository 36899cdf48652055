"""`briefgen explain FILE`: what each stage did to a file, and why; the road is that of `build`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.commands.job import FILE, Job, Stopwatch, open_engines, open_job
from briefgen.commands.say import say

if TYPE_CHECKING:
    from briefgen.model import Article, Document, Sentence, Story, Summary
    from briefgen.pipeline import Edition, Engines

_WIDTH = 90  # characters of text shown of anything


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.pass_obj
def explain(now: datetime, file: Path, config_file: Path | None) -> None:
    """Tell what each stage makes of FILE, and why.

    A file of the articles folder is explained among the others, with its story; another one alone.
    """
    from briefgen import reading

    job = open_job(config_file, now, need_articles=False)
    config = job.config
    name = _name_in(file, config.articles)
    document, problems = reading.read_document(
        file, name, max_bytes=config.max_file_size, today=job.today
    )
    for problem in problems:
        say(f"problem  {problem}")
    if document is None:
        return
    with open_engines(config, work=job.work) as engines:
        edition = _edit(job, engines, None if name else document)
        for line in report(document, edition, engines):
            say(line)


def _name_in(file: Path, folder: Path) -> str | None:
    """Give the name a build has for a file, None for a file that no build reads."""
    if folder.is_dir() and file.resolve().is_relative_to(folder.resolve()):
        return file.resolve().relative_to(folder.resolve()).as_posix()
    return None


def _edit(job: Job, engines: Engines, only: Document | None) -> Edition:
    from briefgen import pipeline

    watch = Stopwatch(quiet=True)
    return pipeline.gather(job.config, engines, today=job.today, observer=watch, only=only)


def report(document: Document, edition: Edition, engines: Engines) -> Iterator[str]:
    """Tell what became of a document, line by line."""
    from briefgen import reading

    articles = [one for one in edition.articles if one.file == document.file]
    yield f"read     {document.file}: {document.kind}, {len(document.text):,} characters"
    yield f"split    {len(articles)} article(s)"
    spent = reading.spent(document, articles)
    yield "spent    " + ", ".join(f"{kind} {length:,}" for kind, length in spent.items())
    for problem in edition.problems:
        if problem.file == document.file:
            yield f"problem  {problem}"
    told = {
        summary.article.id: (summary, story)
        for briefing in edition.briefings
        for story in briefing.stories
        for summary in story.summaries
    }
    copies = {copy.id: pair for pair in told.values() for copy in pair[0].duplicates}
    for number, article in enumerate(articles, 1):
        yield ""
        yield f"article  {number}: characters {article.start:,} to {article.end:,}"
        yield from _read(article)
        yield from _chosen(article, told.get(article.id), engines)
        yield from _placed(article, told.get(article.id), copies.get(article.id))


def _read(article: Article) -> Iterator[str]:
    """Tell what reading found: title, author, language, date, what was left out, the sentences."""
    for one in article.evidence:
        yield f"  why    {one.kind} {one.weight:+.1f}  {_short(one.text)}"
    yield f"  title  {_short(article.title.original)}"
    if article.author:
        yield f"  author {article.author}"
    if article.place:
        yield f"  place  {article.place}"
    yield f"  tongue {article.language}, confidence {article.language_confidence:.2f}"
    published = article.published
    yield f"  date   {published.date or 'unknown'} ({published.precision})"
    if published.evidence:
        yield f"         from {published.method}: {_short(published.evidence)}"
    for removed in article.removed:
        yield f"  out    {removed.kind}: {_short(removed.text)}"
    for sentence in article.sentences:
        yield f"  text   {_short(sentence.original)}"
        if sentence.repaired:
            yield f"  mended {_short(sentence.repaired)}"


def _chosen(
    article: Article, told: tuple[Summary, Story] | None, engines: Engines
) -> Iterator[str]:
    """Tell which sentences were chosen, what spoke for them, and how they were translated."""
    from briefgen import choosing

    if told is None:
        return
    summary = told[0]
    reasons = choosing.why(article, engines.summarizer) if article.sentences else []
    places = {sentence.start: i for i, sentence in enumerate(article.sentences)}
    yield from _translated(summary.article.title, "head  ")
    for sentence in summary.sentences:
        i = places.get(sentence.start)
        spoke = reasons[i] if i is not None and sentence.start is not None else {}
        words = ", ".join(f"{name} {worth:+.1f}" for name, worth in spoke.items())
        yield f"  chosen {_short(sentence.original)}" + (f"  ({words})" if words else "")
        yield from _translated(sentence, "reads ")
    if summary.packages:
        yield f"  by     {' + '.join(summary.packages)}"


def _translated(sentence: Sentence, label: str) -> Iterator[str]:
    if sentence.translation and sentence.translation != sentence.original:
        hand = " (by hand)" if sentence.edited else ""
        score = f"  score {sentence.score:.2f}" if sentence.score is not None else ""
        doubt = f"  doubt {sentence.doubt:.2f}" if sentence.doubt is not None else ""
        yield f"  {label} {sentence.translation}{hand}{score}{doubt}"
    for mark in sentence.marks:
        yield f"         {mark.check}: {mark.detail}"


def _placed(
    article: Article,
    told: tuple[Summary, Story] | None,
    copy_of: tuple[Summary, Story] | None,
) -> Iterator[str]:
    """Tell where the article ended up: its permanent id, its story, whose copy it is."""
    yield f"  id     {article.id}"
    if copy_of:
        yield f"  copy   of {copy_of[0].article.file} ({copy_of[0].article.id})"
    elif told:
        others = _others(told[1].summaries, article)
        with_others = f", with {', '.join(others)}" if others else ""
        yield f"  story  {told[1].id}: {_short(told[1].title)}{with_others}"


def _others(summaries: Sequence[Summary], article: Article) -> list[str]:
    return [one.article.file for one in summaries if one.article.id != article.id]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else f"{flat[: _WIDTH - 1]}…"
