"""The finished site: pages, theme and settings laid out for MkDocs, the result swapped in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from briefgen.engines import mkdocs
from briefgen.language.tags import Language
from briefgen.model import Page, Site
from briefgen.progress import Progress, untold
from briefgen.state import folders, site_parts
from briefgen.state.swap import swap
from briefgen.state.write import write, write_file, writing, wrote

# The folders in docs that are ours alone, and the page for which a person's own goes before ours.
GENERATED = (
    *("briefings", "stories", "sources", "languages", "names", "topics", "watch"),
    *("s", "feeds", "digests"),
)
HOME = "index.md"
MANIFEST = ".briefgen.json"  # in docs: it moves with the pages and outlives caches
COPIES = ".briefgen-copies.json"


def build_site(  # noqa: PLR0913  # three places, and what goes into them
    config_file: Path,
    docs: Path,
    site: Path,
    *,
    work: Path,
    about: Site,
    languages: Sequence[Language],
    progress: Progress = untold,
) -> None:
    """Build the site with MkDocs into a sibling folder and swap it in.

    `config_file` is the user's mkdocs.yml, which adds to the packaged one and need not exist; ours
    in `work` inherits from both. Hand-written pages are copied when `docs` is not their own folder.
    """
    root = config_file.parent
    base = config_file if config_file.exists() else mkdocs.packaged_config()
    merged = mkdocs.with_packaged(config_file)
    if merged is not None:
        base = work / "mkdocs-merged.yml"
        with writing(work):
            write_file(base, merged)
    user = mkdocs.read_config(base)
    own_docs = root / str(user.get("docs_dir", "docs"))
    if own_docs.is_dir() and own_docs.resolve() != docs.resolve():
        write(_hand_written(own_docs), docs, manifest=docs / COPIES)
    theme = work / "theme"
    layers = mkdocs.theme_pages(root, user, about)
    write(layers, theme, manifest=work / "theme.json")
    site = site.resolve()  # a link stays a link, what it leads to is swapped
    new = site.with_name(f".{site.name}.new")
    settings = mkdocs.settings(
        base, user, docs=docs, site=new, theme=theme, about=about, languages=languages
    )
    now = None
    if not mkdocs.looks_elsewhere(base):
        now = site_parts.ground(
            docs, site, user=user, settings=settings, theme=layers, about=about,
            own_theme=mkdocs.own_theme(root, user), packaged_theme=mkdocs.packaged_theme(),
            generated=GENERATED,
        )  # fmt: skip
    last = site_parts.recall(work)
    site_parts.forget(work)
    try:
        listed = None
        found = site_parts.changes(now, last) if now else None
        if now and last and found:
            _empty(new)
            listed = site_parts.update(
                now, last, found, settings=settings, work=work, new=new, progress=progress
            )
        if listed is None:
            _empty(new)
            with writing(work):
                write_file(work / "mkdocs.yml", settings)
            mkdocs.run(work / "mkdocs.yml", docs, progress)
            listed = site_parts.listing(now, new) if now else None
        with writing(site):
            swap(new, site)
    finally:
        with writing(site):
            folders.remove(new)
    if now:
        site_parts.remember(work, now, listed)


def _empty(new: Path) -> None:
    with writing(new):
        folders.remove(new)
        folders.make(new)


def looked_at(config_file: Path, docs: Path) -> tuple[Path, ...] | None:
    """Give the places a site depends on beside `docs`; None where a setting may look elsewhere."""
    files = [file for file in (config_file, mkdocs.packaged_config()) if file.exists()]
    if any(mkdocs.looks_elsewhere(file) for file in files):
        return None
    named = {name for file in files for name in mkdocs.folders_named(mkdocs.read_config(file))}
    places = [config_file.parent / name for name in sorted(named)]
    return (*files, *(place for place in places if place.resolve() != docs.resolve()))


def written_by_hand(docs: Path) -> Iterator[Path]:
    """Name what people wrote beside our pages: files, and folders that are not ours."""
    entries = sorted(docs.iterdir()) if docs.is_dir() else []
    for entry in entries:
        ours = entry.name in GENERATED or entry.name.startswith(".")
        if entry.name == HOME:
            ours = _wrote_home(docs)
        if not ours:
            yield entry


def _wrote_home(docs: Path) -> bool:
    """Tell whether the home page is as a build left it."""
    try:
        times = tuple((docs / name).stat().st_mtime_ns for name in (MANIFEST, HOME))
    except OSError:
        return False
    return _wrote_home_at(docs, times)


@lru_cache(maxsize=1)
def _wrote_home_at(docs: Path, times: tuple[int, ...]) -> bool:  # noqa: ARG001  # its times decide
    return wrote(docs, HOME, docs / MANIFEST)


def _hand_written(folder: Path) -> list[Page]:
    """Read the pages a person wrote: everything but what briefgen generates there."""
    return [
        Page(relative, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_generated(relative := path.relative_to(folder).as_posix())
    ]


def _is_generated(path: str) -> bool:
    top = path.partition("/")[0]
    return path == HOME or top in GENERATED or top.startswith(".")
