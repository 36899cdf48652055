"""`briefgen init`: a folder that is ready for articles, for git and for publishing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from briefgen import __version__
from briefgen.commands import schemas
from briefgen.commands.job import WORK
from briefgen.commands.say import called, say, say_lines
from briefgen.errors import WriteError

ACTION = "OWNER/briefgen"  # the repository that holds our action.yml
EXAMPLE = "articles/exemple.md"
# Where each starter file goes; names that begin with a dot are packed without it.
FILES = {
    EXAMPLE: EXAMPLE,
    "briefgen.yml": "briefgen.yml",
    "glossary.yml": "glossary.yml",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    ".github/workflows/briefing.yml": "workflows/briefing.yml",
    "README.md": "README.md",
}
# user@host:path and scheme://[user[:secret]@]host/path
_REMOTE = re.compile(
    r"(?:\w+://(?:[^@/]*@)?github\.com(?::\d+)?/|(?:[^@/]*@)?github\.com:)/?"
    r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?"
)
_DEFAULT_TITLE = "Foreign press in English"


@dataclass(frozen=True, slots=True)
class Home:
    """What is known of the repository the folder lies in."""

    title: str = _DEFAULT_TITLE
    site_url: str | None = None
    repo_url: str | None = None
    branch: str = "main"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option(
    "--action", default=ACTION, help="The GitHub repository that holds briefgen's action."
)
def init(folder: Path, action: str) -> None:
    """Make FOLDER ready: settings, an example, a glossary, and the workflow that publishes.

    A file that is there already is left as it is.
    """
    home = find_home(folder)
    has_articles = any((folder / "articles").glob("*"))
    for name, content in starter(home, action):
        if name == EXAMPLE and has_articles:
            continue
        kept = "made" if put(folder / name, content) else "kept"
        say(f"{kept}  {folder / name}")
    schemas.lay(folder / WORK)  # the first lines of the settings lead editors there
    say_lines(_next(folder, action))


def starter(home: Home, action: str) -> Iterator[tuple[str, str]]:
    """Give the files of a new folder, filled in."""
    values = {
        "@TITLE@": home.title,
        "@BRANCH@": home.branch,
        "@ACTION@": action,
        "@VERSION@": __version__,
    }
    for name, source in FILES.items():
        text = packed(source).read_text(encoding="utf-8")
        if name == "briefgen.yml":
            text = _settings(text, home)
        yield name, re.sub("|".join(values), lambda found: values[found[0]], text)


def packed(name: str) -> Path:
    """Find a starter file; the settings are those of our own repository."""
    from briefgen.publishing.templating import CHECKOUT, PACKAGED

    if name == "briefgen.yml":
        return (PACKAGED if PACKAGED.is_dir() else CHECKOUT.parent) / name
    return (PACKAGED if PACKAGED.is_dir() else CHECKOUT) / "starter" / name


def _settings(text: str, home: Home) -> str:
    """Set what is known; every other line keeps showing its default."""
    for key in ("title", "site_url", "repo_url"):
        value = getattr(home, key)
        if value:
            line = re.compile(rf"^(?:# )?{key}: .*$", re.MULTILINE)
            text = line.sub(f"{key}: {json.dumps(value)}".replace("\\", r"\\"), text)
    return text


def put(path: Path, content: str) -> bool:
    """Write a new file; False where there is one already. Raises WriteError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError:
        return False
    except OSError as error:
        raise WriteError(
            f"cannot be made: {error.strerror}.",
            where=str(path),
            remedy="Name a folder that you may write to.",
        ) from error
    return True


def find_home(folder: Path) -> Home:
    """Ask git where the folder comes from; a host other than GitHub tells us no addresses."""
    from briefgen.engines.git import ask

    place = next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), folder)
    remote = _REMOTE.fullmatch(ask(place, "remote", "get-url", "origin") or "")
    branch = ask(place, "branch", "--show-current") or "main"
    if not remote:
        return Home(branch=branch)
    return home_on_github(remote["owner"], remote["name"], branch)


def home_on_github(owner: str, name: str, branch: str) -> Home:
    """Say where GitHub shows a repository and its pages."""
    host = f"{owner.lower()}.github.io"
    site = f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"
    words = " ".join(re.split(r"[-_.]+", name)).strip()
    return Home(
        title=words[:1].upper() + words[1:] or _DEFAULT_TITLE,
        site_url=site,
        repo_url=f"https://github.com/{owner}/{name}/blob/{branch}/articles",
        branch=branch,
    )


def _next(folder: Path, action: str) -> str:
    steps = [
        f"{called()} check",
        f"{called()} serve",
        "git add . && git commit -m Briefing && git push",
    ]
    if folder.resolve() != Path.cwd():
        steps[0] = f"cd {folder} && {steps[0]}"
    lines = ["", "Put your articles into articles/, then:", *(f"  {step}" for step in steps)]
    if action == ACTION:
        where = ".github/workflows/briefing.yml"
        lines += ["", f"In {where} put the repository of briefgen in the place of {ACTION}."]
    return "\n".join(lines)
