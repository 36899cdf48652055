"""`briefgen digest`: one day's briefing as an e-mail, printed or put into a file."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.errors import BriefgenError

FILE = click.Path(dir_okay=False, path_type=Path)
SUFFIXES = {"text": "txt", "html": "html", "eml": "eml"}


@click.command()
@click.argument("date", required=False)
@click.option("--config", "config_file", type=FILE, help="Settings file.  [default: briefgen.yml]")
@click.option("--format", "form", type=click.Choice(list(SUFFIXES)), help="[default: text]")
def digest(date: str | None, config_file: Path | None, form: str | None) -> None:
    """Print the e-mail that `briefgen build` wrote for DATE (2026-12-31; else the latest day)."""
    from briefgen import config as settings  # late: keeps --help fast

    config = settings.load(config_file or Path("briefgen.yml"))
    folder = config.docs / "digests"
    days = sorted(file.stem for file in folder.glob("*.eml"))
    if not days:
        raise BriefgenError(
            "there are no digests.",
            where=str(folder),
            remedy="Set site_url in briefgen.yml and run `briefgen build`.",
        )
    chosen = date or days[-1]
    if chosen not in days:
        known = ", ".join(days[-5:])
        raise BriefgenError(f"there is no briefing of {date!r}.", remedy=f"The latest are {known}.")
    click.echo((folder / f"{chosen}.{SUFFIXES[form or 'text']}").read_bytes(), nl=False)
