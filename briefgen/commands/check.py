"""`briefgen check`: nothing is written; says what is wrong or stale."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.commands.build import as_record, is_fatal, line
from briefgen.commands.job import FILE, FOLDER, Stopwatch, count, edit, open_job
from briefgen.commands.say import say
from briefgen.model import Page, Problem

if TYPE_CHECKING:
    from briefgen.pipeline import Edition


@click.command()
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--articles", type=FOLDER, help="Folder of articles to read.")
@click.option("--docs", type=FOLDER, help="Folder of the Markdown pages to compare with.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_obj
def check(
    now: datetime,
    *,
    config_file: Path | None,
    articles: Path | None,
    docs: Path | None,
    as_json: bool,
) -> int:
    """Check articles, settings, templates, links and packages; exit 1 if anything is wrong."""
    from briefgen import pipeline

    job = open_job(config_file, now, articles=articles, docs=docs)
    edition, pages = pipeline.render(edit(job, watch=Stopwatch(quiet=False)), job.config)
    found = [*edition.problems, *stale(pages, job.config.docs)]
    wrong = sum(problem.severity == "error" for problem in found)
    if as_json:
        click.echo(_as_json(edition, found, wrong))
    else:
        _tell(edition, found, wrong)
    return 1 if wrong or any(is_fatal(one, job.config.strict) for one in found) else 0


def _tell(edition: Edition, found: Sequence[Problem], wrong: int) -> None:
    for correction in edition.corrections:
        say(f"edited by hand: {correction}")
    for problem in found:
        say(line(problem))
    say(
        f"{count(len(edition.articles), 'article')} checked, {count(wrong, 'error')}, "
        f"{count(len(found) - wrong, 'warning')}."
    )


def _as_json(edition: Edition, found: Sequence[Problem], wrong: int) -> str:
    told = {
        "articles": len(edition.articles),
        "errors": wrong,
        "warnings": len(found) - wrong,
        "problems": [as_record(problem) for problem in found],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


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
            code="stale-pages",
        )
    ]


def _differs(page: Page, path: Path) -> bool:
    content = page.content.encode() if isinstance(page.content, str) else page.content
    return not path.exists() or path.read_bytes() != content
