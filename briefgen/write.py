"""Pages to disk: atomic, only on change, removing only what we wrote; then MkDocs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from briefgen.errors import SiteError, WriteError
from briefgen.model import Page, Site
from briefgen.templating import CHECKOUT, PACKAGED

if TYPE_CHECKING:
    from collections.abc import Iterator

GENERATED = ("briefings", "stories", "sources", "languages", "s", "feeds", "digests")
# Languages of Material's search (lunr); the others are found by their words as they stand.
SEARCH_LANGUAGES = frozenset(
    {"ar", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "hy", "it", "ja", "kn"}
    | {"ko", "nl", "no", "pt", "ro", "ru", "sa", "sv", "ta", "te", "th", "tr", "vi", "zh"}
)
SEARCH_ALIASES = {"nb": "no", "nn": "no"}


@dataclass(frozen=True, slots=True)
class Written:
    """The paths a write touched, and those it left as they were."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def write(pages: Sequence[Page], docs: Path, *, manifest: Path) -> Written:
    """Make `docs` hold these pages: write what differs, remove what an earlier write left over."""
    with _writing(docs):
        old = _read_manifest(manifest)
        paths = [_checked(page.path) for page in pages]
        # The union first: if we die half-way, the next run still knows what is ours.
        _write_manifest(manifest, {*old, *paths})
        done = {page.path: _write_file(docs / page.path, _bytes(page)) for page in pages}
        removed = tuple(path for path in sorted(old - set(paths)) if _remove(docs, path))
        _write_manifest(manifest, set(paths))
    changed = tuple(path for path, new in done.items() if new)
    return Written(changed, tuple(path for path, new in done.items() if not new), removed)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(
            f"cannot write: {error.strerror or error}",
            where=str(error.filename or folder),
            remedy="Check the folder's permissions and free space.",
        ) from error


def _checked(path: str) -> str:
    """Refuse a path that would leave the folder."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise WriteError(f"{path!r} is no path inside the docs folder")
    return path


def _bytes(page: Page) -> bytes:
    return page.content if isinstance(page.content, bytes) else page.content.encode("utf-8")


def _write_file(path: Path, content: bytes) -> bool:
    """Write through a temporary file unless the content is there already; say if it changed."""
    try:
        if path.read_bytes() == content:
            return False
    except (FileNotFoundError, NotADirectoryError):
        path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _remove(docs: Path, path: str) -> bool:
    target = docs / path
    if not target.is_file():
        return False
    target.unlink()
    for parent in target.parents:
        if parent == docs or any(parent.iterdir()):
            break
        parent.rmdir()
    return True


def _read_manifest(manifest: Path) -> set[str]:
    try:
        listed = json.loads(manifest.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return set()
    return {_checked(path) for path in listed if isinstance(path, str)}


def _write_manifest(manifest: Path, paths: Iterable[str]) -> None:
    text = json.dumps(sorted(paths), ensure_ascii=False, indent=0) + "\n"
    _write_file(manifest, text.encode("utf-8"))


def build_site(  # noqa: PLR0913  # three places, and what goes into them
    config_file: Path, docs: Path, site: Path, *, work: Path, about: Site, languages: Sequence[str]
) -> None:
    """Build the site with MkDocs into a sibling folder and swap it in by rename.

    `config_file` is the user's mkdocs.yml, or the packaged one where there is none; ours in `work`
    inherits from it and sets the folders, the name of the site, the theme overrides and the
    languages of the search. Hand-written pages are copied when `docs` is not their own folder.
    """
    if not config_file.exists():
        config_file = (PACKAGED if PACKAGED.is_dir() else CHECKOUT.parent) / "mkdocs.yml"
    user = _user_config(config_file)
    own_docs = config_file.parent / str(user.get("docs_dir", "docs"))
    if own_docs.is_dir() and own_docs.resolve() != docs.resolve():
        name = blake2b(str(docs.resolve()).encode(), digest_size=6).hexdigest()
        write(_hand_written(own_docs), docs, manifest=work / "hand-written" / f"{name}.json")
    theme = _theme(config_file, user, work)
    new = site.with_name(f".{site.name}.new")
    ours = {
        "INHERIT": str(config_file.resolve()),
        "site_name": escape(about.title),  # themes print both as they are
        "site_description": escape(about.description),
        "site_url": about.url or "",
        "extra": {"noindex": about.noindex},
        "docs_dir": str(docs.resolve()),
        "site_dir": str(new.resolve()),
        "theme": {"custom_dir": str(theme.resolve())},
        "plugins": _plugins(user, languages),
    }
    with _writing(work):
        shutil.rmtree(new, ignore_errors=True)
        _write_file(work / "mkdocs.yml", json.dumps(ours, indent=1).encode("utf-8"))
    _run_mkdocs(work / "mkdocs.yml")
    with _writing(site):
        _swap(new, site)


def _user_config(config_file: Path) -> dict[str, Any]:
    # MkDocs' loader knows !ENV, !relative and INHERIT; late, because it pulls in the whole program.
    from mkdocs.utils.yaml import yaml_load

    try:
        with config_file.open(encoding="utf-8") as file:
            return yaml_load(file)
    except FileNotFoundError as error:
        raise SiteError(
            "no mkdocs.yml",
            where=str(config_file),
            remedy="Run briefgen where mkdocs.yml lies, or use --no-site.",
        ) from error
    except Exception as error:  # yaml raises many classes
        raise SiteError(
            f"cannot be read: {error}", where=str(config_file), remedy="Correct the file."
        ) from error


def _hand_written(folder: Path) -> list[Page]:
    """Read the pages a person wrote: everything but what briefgen generates there."""
    return [
        Page(relative, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_generated(relative := path.relative_to(folder).as_posix())
    ]


def _is_generated(path: str) -> bool:
    top = path.partition("/")[0]
    return path == "index.md" or top in GENERATED or top.startswith(".")


def _theme(config_file: Path, user: dict[str, Any], work: Path) -> Path:
    """Lay the site's own theme files over the packaged ones."""
    theme = user.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    packaged = (PACKAGED if PACKAGED.is_dir() else CHECKOUT) / "theme"
    layers = [packaged, *([config_file.parent / str(own)] if own else [])]
    files = {
        path.relative_to(layer).as_posix(): path
        for layer in layers
        for path in sorted(layer.rglob("*"))
        if path.is_file()
    }
    pages = [Page(name, path.read_bytes()) for name, path in sorted(files.items())]
    write(pages, work / "theme", manifest=work / "theme.json")
    return work / "theme"


def _plugins(user: dict[str, Any], languages: Sequence[str]) -> list[Any]:
    """Give the user's plugins with the search set to the languages of the corpus."""
    plugins = _by_name(user.get("plugins") or ["search"])
    if "search" in plugins:
        plugins["search"] = {**plugins["search"], "lang": search_languages(languages)}
    return [{name: options} for name, options in plugins.items()]


def _by_name(listed: dict[str, Any] | list[Any]) -> dict[str, dict[str, Any]]:
    """Give plugins by name, from either of the two forms MkDocs allows."""
    if isinstance(listed, dict):
        return {name: options or {} for name, options in listed.items()}
    found: dict[str, dict[str, Any]] = {}
    for item in listed:
        found.update(_by_name(item if isinstance(item, dict) else {item: {}}))
    return found


def search_languages(languages: Sequence[str]) -> list[str]:
    """Give the languages Material's search can stem, English first; others need no stemmer."""
    bases = {tag.partition("-")[0].casefold() for tag in languages}
    known = {SEARCH_ALIASES.get(base, base) for base in bases} & SEARCH_LANGUAGES
    return ["en", *sorted(known - {"en"})]


def _run_mkdocs(config: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(  # noqa: S603  # our own interpreter and fixed arguments
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()[-12:]
        raise SiteError(
            "MkDocs could not build the site:\n" + "\n".join(lines),
            remedy="\nThe site you had is untouched.",
        )


def _swap(new: Path, site: Path) -> None:
    """Put the new site in place by rename; the old one goes only afterwards."""
    old = site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
