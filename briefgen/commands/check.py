"""`briefgen check`: nothing is written; says what is wrong or stale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from briefgen.commands.job import FILE, FOLDER, Stopwatch, edit, open_job
from briefgen.model import Page, Problem


@click.command()
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--articles", type=FOLDER, help="Folder of articles to read.")
@click.option("--docs", type=FOLDER, help="Folder of the Markdown pages to compare with.")
@click.pass_obj
def check(now: datetime, config_file: Path | None, articles: Path | None, docs: Path | None) -> int:
    """Check articles, settings, templates, links and packages; exit 1 if anything is wrong."""
    from briefgen import pipeline

    job = open_job(config_file, now, articles=articles, docs=docs)
    edition = edit(job, watch=Stopwatch(quiet=True))
    found = [*edition.problems, *stale(pipeline.pages(edition, job.config), job.config.docs)]
    for correction in edition.corrections:
        click.echo(f"edited by hand: {correction}")
    for problem in found:
        click.echo(f"{problem.severity}: {problem}")
    wrong = sum(problem.severity == "error" for problem in found)
    click.echo(
        f"{len(edition.articles)} articles checked, {wrong} errors, {len(found) - wrong} warnings."
    )
    return 1 if wrong else 0


def stale(pages: Sequence[Page], docs: Path) -> list[Problem]:
    """Name the pages that a build would change, when the folder holds built pages at all."""
    if not (docs / "index.md").exists():
        return []
    changed = [page.path for page in pages if _differs(page, docs / page.path)]
    if not changed:
        return []
    noun = "1 page is" if len(changed) == 1 else f"{len(changed)} pages are"
    shown = ", ".join(changed[:3]) + (" …" if len(changed) > 3 else "")  # noqa: PLR2004 (a glance)
    return [
        Problem(
            file=str(docs),
            line=0,
            message=f"{noun} stale: {shown}.",
            remedy="Run `briefgen build`.",
        )
    ]


def _differs(page: Page, path: Path) -> bool:
    content = page.content.encode() if isinstance(page.content, str) else page.content
    return not path.exists() or path.read_bytes() != content
