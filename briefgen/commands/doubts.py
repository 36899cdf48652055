"""`briefgen doubts`: the doubtful translations, worst first, ready to be corrected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.commands.job import FILE, FOLDER, Stopwatch, edit, open_job
from briefgen.commands.say import say, say_lines
from briefgen.errors import UsageError
from briefgen.partial_date import PartialDate, example

if TYPE_CHECKING:
    from briefgen.model import Briefing, Sentence, Summary


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A translated line with doubts, and where it stands."""

    summary: Summary
    sentence: Sentence
    date: PartialDate | None  # of the briefing
    weight: float  # of its doubts, as they are weighed when tries are compared

    @property
    def is_headline(self) -> bool:
        """Whether it is the headline of its article."""
        return self.sentence is self.summary.article.title


@click.command()
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--articles", type=FOLDER, help="Folder of articles to read.")
@click.option("--day", metavar="D", help="Only this day (2023-09-13), month or year.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--write", is_flag=True, help="Add an entry for each to the corrections file.")
@click.pass_obj
def doubts(  # noqa: PLR0913 - one parameter per option
    now: datetime,
    *,
    config_file: Path | None,
    articles: Path | None,
    day: str | None,
    as_json: bool,
    write: bool,
) -> int:
    """List the doubtful translations, worst first; nothing else is written."""
    job = open_job(config_file, now, articles=articles)
    wanted = _read_day(day, job.today)
    edition = edit(job, watch=Stopwatch(quiet=False))
    found = worst_first(doubtful(edition.briefings, wanted))
    if as_json:
        say_lines(json.dumps([as_data(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            say_lines("\n".join(as_text(one)) + "\n")
    if write:
        added = _write(found, job.config.corrections)
        say(f"{added} entries were added to {job.config.corrections}.", err=True)
    translated = sum(1 for _ in _lines(edition.briefings, wanted))
    say(f"{len(found)} of {translated} translated lines have doubts.", err=True)
    return 0


def _read_day(day: str | None, today: date) -> PartialDate | None:
    if day is None:
        return None
    try:
        return PartialDate.parse(day)
    except ValueError as error:
        raise UsageError(
            f"--day is {day!r}, not a date.", remedy=f"Write it as {example(day, today)}."
        ) from error


def doubtful(briefings: Sequence[Briefing], day: PartialDate | None = None) -> list[Doubtful]:
    """Give the translated headlines and sentences that a check doubts."""
    from briefgen.translating.retry import WEIGHTS

    return [
        Doubtful(summary, line, date, sum(WEIGHTS.get(mark.check, 1.0) for mark in line.marks))
        for summary, line, date in _lines(briefings, day)
        if line.marks
    ]


def _lines(
    briefings: Sequence[Briefing], day: PartialDate | None
) -> Iterator[tuple[Summary, Sentence, PartialDate | None]]:
    for briefing in briefings:
        if day is not None and not str(briefing.date or "").startswith(str(day)):
            continue
        for story in briefing.stories:
            for summary in story.summaries:
                for line in summary.lines:
                    if summary.packages and line.translation is not None and not line.edited:
                        yield summary, line, briefing.date


def worst_first(found: Sequence[Doubtful]) -> list[Doubtful]:
    """Sort by the weight of the doubts, then by the second opinion, then by place."""

    def rank(one: Doubtful) -> tuple[float, float, str, int]:
        place = one.sentence.start or 0
        return -one.weight, -(one.sentence.doubt or 0.0), one.summary.article.id, place

    return sorted(found, key=rank)


def as_text(one: Doubtful) -> Iterator[str]:
    """Give the lines that tell a reader of the terminal about one."""
    article, sentence = one.summary.article, one.sentence
    what = "headline" if one.is_headline else "sentence"
    where = f"{article.file}:{sentence.line}" if sentence.line else article.file
    yield f"{article.id}  {one.date or 'undated'}  {article.language}  {what} of {where}"
    yield f"  {sentence.original}"
    yield f"  {sentence.translation}"
    for mark in sentence.marks:
        yield f"  ▵ {mark.check}: {mark.detail}"


def as_data(one: Doubtful) -> dict[str, Any]:
    """Give one as plain JSON data."""
    article, sentence = one.summary.article, one.sentence
    return {
        "article": article.id,
        "date": str(one.date) if one.date else None,
        "source": article.source,
        "url": article.url,
        "file": article.file,
        "line": sentence.line,
        "language": str(article.language),
        "headline": one.is_headline,
        "original": sentence.original,
        "translation": sentence.translation,
        "shown": sentence.shown,
        "marks": [{"check": mark.check, "detail": mark.detail} for mark in sentence.marks],
        "doubt": sentence.doubt,
        "weight": one.weight,
    }


def _write(found: Sequence[Doubtful], file: Path) -> int:
    """Append an entry for each that the file does not name yet; give how many."""
    from briefgen import yaml_values
    from briefgen.desk import corrections

    before = yaml_values.read_file(file)
    entries = [
        corrections.proposal(
            one.summary.article.id,
            one.sentence.original,
            one.sentence.translation or "",
            [f"{mark.check}: {mark.detail}" for mark in one.sentence.marks],
        )
        for one in found
    ]
    new = [entry for entry in dict.fromkeys(entries) if entry.splitlines()[-2] not in before]
    if new:
        gap = "" if not before or before.endswith("\n") else "\n"
        file.write_text(before + gap + "\n".join(new), encoding="utf-8")
    return len(new)
