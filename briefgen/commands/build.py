"""`briefgen build`: articles in, site out."""

from __future__ import annotations

import json
import os
import stat
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from briefgen import plain_files
from briefgen.commands import repeat, schemas
from briefgen.commands.job import (
    FILE,
    FOLDER,
    WORK,
    Job,
    Stopwatch,
    count,
    edit,
    find_settings,
    open_job,
    open_printed,
)
from briefgen.commands.say import ours, say
from briefgen.errors import InputError, StrictError, UsageError
from briefgen.language.tags import Language
from briefgen.model import Code, PackageCard, Page, Problem

if TYPE_CHECKING:
    from briefgen.config import Config
    from briefgen.pipeline import Edition
    from briefgen.state.write import Written


@click.command()
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--articles", type=FOLDER, help="Folder of articles to read.")
@click.option("--docs", type=FOLDER, help="Folder the Markdown pages are written to.")
@click.option("--site", type=FOLDER, help="Folder the finished site is put in.")
@click.option("--no-site", is_flag=True, help="Write the pages, do not run MkDocs.")
@click.option("--report", type=FILE, help="Write what happened to this JSON file.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that read articles.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Work on the cluster of a Dask scheduler, such as tcp://host:8786.",
)
@click.option("--strict", is_flag=True, help="Any problem with an article is fatal.")
@click.option("-q", "--quiet", is_flag=True, help="Only problems and the result.")
@click.pass_obj
def build(  # noqa: PLR0913 (one parameter per option)
    now: datetime,
    *,
    config_file: Path | None,
    articles: Path | None,
    docs: Path | None,
    site: Path | None,
    report: Path | None,
    workers: int | None,
    scheduler: str | None,
    no_site: bool,
    strict: bool,
    quiet: bool,
) -> None:
    """Summarise, translate and group the articles, and build the site."""
    if workers is not None and scheduler is not None:
        raise UsageError("--workers and --scheduler exclude each other.", remedy="Give one.")
    options = (config_file, articles, docs, site, no_site, strict, report, Path.cwd())
    circumstances = tuple(map(str, options))
    work = (config_file or find_settings()).parent / WORK
    last = repeat.last_build(work, circumstances, now)
    if last is not None:
        check_report(report, ())
        repeat.tell(last)
        if report is not None:
            save(report, as_text(last.report))
        return
    job = open_job(
        config_file,
        now,
        articles=articles,
        docs=docs,
        site=site,
        strict=strict or None,
        scheduler=given(scheduler),
    )
    if workers is not None:
        job = replace(job, config=replace(job.config, scheduler=None))
    check_report(report, (job.config.articles, job.config.templates, *job.config.packages))
    watch = Stopwatch(quiet=quiet)
    start = time.perf_counter()
    with job.alone():
        schemas.lay(job.work)
        done = repeat.begin(job, with_site=not no_site)
        edition, pages = edit_and_render(job, watch=watch, workers=workers)
        for problem in edition.problems:
            say(line(problem), err=True)
        refuse(edition, job.config)
        written = publish(edition, pages, job, watch=watch, with_site=not no_site)
        whole = (*written.changed, *written.unchanged)
        problems = map(line, (*edition.problems, *written.problems))
        again = as_report(
            edition, replace(written, changed=(), unchanged=whole, removed=()), {}, {}
        )
        # What a package could not do today, for want of memory say, is tried again.
        if not any(problem.code == "broken-package" for problem in edition.problems):
            done.end(circumstances, problems, contents(edition), again)
    for problem in written.problems:
        say(line(problem), err=True)
    watch.seconds["total"] = time.perf_counter() - start
    if report is not None:
        save(report, as_text(as_report(edition, written, watch.seconds, watch.cpu)))
    say(headline(edition, watch.seconds["total"]))
    if not no_site:
        home = job.config.site / "index.html"
        say(f"The site is in {home}; `{ours('serve')}` opens it with search.")


def given(scheduler: str | None) -> str | None:
    """Check an address given on the command line as one in the settings. Raises UsageError."""
    from briefgen import yaml_values
    from briefgen.config import SCHEDULERS

    if scheduler is not None and not yaml_values.is_url(scheduler, SCHEDULERS):
        raise UsageError(
            f"--scheduler {scheduler!r} is no address.", remedy="Write for example tcp://host:8786."
        )
    return scheduler


def check_report(report: Path | None, folders: Sequence[Path]) -> None:
    """Refuse to write the report among the inputs or over another file. Raises UsageError."""
    if report is None:
        return
    for folder in folders:
        if folder.resolve() in report.resolve().parents:
            raise UsageError(f"--report {report} lies in {folder}.", remedy="Write it elsewhere.")
    try:
        begins = plain_files.read(report)[:1] if report.exists() else b""
    except OSError as error:
        raise UsageError(f"--report {report}: {error.strerror}.", remedy="Name another.") from error
    if begins not in {b"", b"{"}:
        raise UsageError(
            f"{report} is there and no report; it would be lost.", remedy="Name another --report."
        )


def save(path: Path, text: str) -> None:
    """Write a file the user named, whole or not at all."""
    from briefgen.state.write import write_file, writing

    with writing(path):
        write_file(path, text.encode("utf-8"))


def refuse(edition: Edition, config: Config) -> None:
    """Stop before anything is written when errors are fatal.

    Raises StrictError under `--strict`, InputError when not one article could be read.
    """
    errors = [problem for problem in edition.problems if problem.severity == "error"]
    fatal = [problem for problem in edition.problems if is_fatal(problem, config.strict)]
    if fatal:
        mode = "--strict is on" if config.strict is True else "strict names their kind"
        raise StrictError(
            f"{count(len(fatal), 'problem')} found and {mode}.",
            remedy="Mend what is listed above, or build without --strict."
            if config.strict is True
            else "Mend what is listed above, or change strict in the settings.",
        )
    if errors and not edition.articles:
        raise InputError(
            "not one article could be read.",
            where=str(config.articles),
            remedy="Mend what is listed above.",
        )


def is_fatal(problem: Problem, strict: bool | tuple[str, ...]) -> bool:  # noqa: FBT001  # a setting
    """Tell whether a problem ends the build: any error, or those of the kinds that are named."""
    if isinstance(strict, bool):
        return strict and problem.severity == "error"
    return problem.code in strict


def line(problem: Problem) -> str:
    """Write a problem with its severity and its code."""
    return f"{problem.severity}: {problem} [{problem.code}]"


def edit_and_render(
    job: Job, *, watch: Stopwatch, workers: int | None
) -> tuple[Edition, tuple[Page, ...]]:
    """Find out all there is to publish; nothing is written."""
    from briefgen import pipeline

    edition = edit(job, watch=watch, workers=workers)
    with watch.stage("render") as progress, open_printed(job.work) as memory:
        return pipeline.render(edition, job.config, progress, memory)


def publish(
    edition: Edition, pages: Sequence[Page], job: Job, *, watch: Stopwatch, with_site: bool
) -> Written:
    """Write the pages and the ledger, then let MkDocs build the site."""
    from briefgen import packages, pipeline
    from briefgen.state import ledger
    from briefgen.state.site import GENERATED, HOME, MANIFEST, build_site
    from briefgen.state.swap import recover
    from briefgen.state.write import write

    config = job.config
    with watch.stage("write") as progress:
        recover(config.site.resolve())
        written = write(
            pages,
            config.docs,
            manifest=config.docs / MANIFEST,
            own=GENERATED,
            yielding=(HOME,),
            progress=progress,
        )
        if edition.new_links and is_read_only(config.articles):
            say(f"warning: {unrecorded(edition)}", err=True)
        elif edition.new_links:
            ledger.append_ledger(config.articles / ledger.FILE_NAME, edition.new_links)
        packages.add_pins(job.work.parent / packages.FILE_NAME, edition.new_pins)
    if with_site:
        with watch.stage("site") as progress:
            build_site(
                job.work.parent / "mkdocs.yml",
                config.docs,
                config.site,
                work=job.work,
                about=pipeline.site(edition, config),
                languages=[language for language, _ in languages_of(edition)],
                progress=progress,
            )
    return written


def unrecorded(edition: Edition) -> Problem:
    """Say that links are published which nothing remembers."""
    return Problem(
        "",
        0,
        f"the articles folder is read-only: {len(edition.new_links)} links are not recorded.",
        "Make it writable, or a later build may give these articles other addresses.",
        "warning",
    )


def is_read_only(folder: Path) -> bool:
    """Tell whether we may not write to a folder; root could where nobody may, and must not."""
    anybody = folder.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    return not anybody or not os.access(folder, os.W_OK)


def languages_of(edition: Edition) -> list[tuple[Language, int]]:
    """Count the articles of each language, most frequent first."""
    counted = Counter(article.language for article in edition.articles)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def headline(edition: Edition, seconds: float) -> str:
    """Say in one line what was built."""
    return f"{contents(edition)}, {seconds:.1f} s."


def contents(edition: Edition) -> str:
    """Count what an edition holds."""
    stories = {story.id for briefing in edition.briefings for story in briefing.stories}
    days = sum(briefing.precision == "day" for briefing in edition.briefings)
    dateless = undated(edition)
    without = f" ({dateless} without a date)" if dateless else ""
    return (
        f"{count(len(edition.articles), 'article')}{without} in "
        f"{count(len(languages_of(edition)), 'language')}, {count(len(stories), 'story')}, "
        f"{count(days, 'day')}, {count(len(edition.problems), 'problem')}"
    )


def undated(edition: Edition) -> int:
    """Count the articles whose day nobody knows; each of them is named among the problems."""
    return sum(article.day is None for article in edition.articles)


def as_text(report: dict[str, object]) -> str:
    """Write a report as JSON."""
    return f"{json.dumps(report, indent=2)}\n"


def as_report(
    edition: Edition, written: Written, seconds: dict[str, float], cpu: dict[str, float]
) -> dict[str, object]:
    """Give the machine-readable report of a build."""
    return {
        "articles": len(edition.articles),
        "undated": undated(edition),
        "languages": {str(language): count for language, count in languages_of(edition)},
        "stories": len({s.id for briefing in edition.briefings for s in briefing.stories}),
        "days": sum(briefing.precision == "day" for briefing in edition.briefings),
        "problems": [as_record(one) for one in (*edition.problems, *written.problems)],
        "packages": [asdict(card) for card in edition.packages],
        "pages": {
            "changed": len(written.changed),
            "unchanged": len(written.unchanged),
            "removed": len(written.removed),
        },
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "cpu": {name: round(value, 3) for name, value in cpu.items()},
    }


def report_schema() -> dict[str, object]:
    """Give the JSON Schema of the report."""
    text: dict[str, object] = {"type": "string"}
    number: dict[str, object] = {"type": "integer"}
    by_stage = {"type": "object", "additionalProperties": {"type": "number"}}
    counted = {"type": "object", "additionalProperties": number}
    problem = {one.name: text for one in fields(Problem)} | {
        "file": {"type": ["string", "null"]},
        "line": {"type": ["integer", "null"]},
        "severity": {"enum": ["error", "warning"]},
        "code": {"enum": [*get_args(Code)]},
    }
    card = {one.name: text for one in fields(PackageCard)}
    known = {
        **dict.fromkeys(("articles", "undated", "stories", "days"), number),
        "languages": counted,
        "problems": {"type": "array", "items": _whole(problem)},
        "packages": {"type": "array", "items": _whole(card)},
        "pages": _whole(dict.fromkeys(("changed", "unchanged", "removed"), number)),
        "seconds": by_stage,
        "cpu": by_stage,
    }
    return _whole(known)


def _whole(known: Mapping[str, object]) -> dict[str, object]:
    """Give the schema of an object that has all these keys and no other."""
    return {
        "type": "object",
        "required": [*known],
        "additionalProperties": False,
        "properties": known,
    }


def as_record(problem: Problem) -> dict[str, object]:
    """Give a problem as JSON knows it."""
    return {**asdict(problem), "file": problem.file or None, "line": problem.line or None}
