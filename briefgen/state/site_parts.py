"""A finished site brought up to date: MkDocs builds what changed, the rest is taken over.

Pages of briefings stand outside navigation and search, so that none hangs on another. Those that
changed are built in a docs folder of their own, beside all that may hang together: what a person
wrote, and what the navigation names. A few unchanged pages are built along as witnesses: where one
comes out otherwise than it stands in the site, something hangs on what we do not see, and the site
is built whole. So it is wherever settings, theme or libraries changed or we cannot tell.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from html import escape
from importlib import metadata
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from briefgen import json_values, plain_files
from briefgen.engines import mkdocs
from briefgen.errors import SiteError
from briefgen.model import Page, Site
from briefgen.progress import Progress, untold
from briefgen.state import folders
from briefgen.state.write import write_file, writing

FILE_NAME = "last-site.json"  # in the folder of caches
MOST = 0.5  # share of the pages from which a whole build costs as much
SITEMAP, INDEX = "sitemap.xml", "search/search_index.json"
_LINE = re.compile(r"^<url><loc>(.*?)</loc>.*</url>$", re.MULTILINE)
_LIBRARIES = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2", "Pygments")
_PAGES = re.compile(r"\bpages\b")  # a theme that prints a list of them on a page
_OWN_EXTENSIONS = frozenset(  # Python-Markdown's own: none looks beyond its page
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "fenced_code", "footnotes"}
    | {"md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"}
)
_UNSURE = frozenset({"pymdownx.b64", "pymdownx.snippets"})  # read other files
_DECIDING = ("exclude_docs", "draft_docs", "extra_templates")  # which files count

Stamp = tuple[int, ...]  # size, times and inode
Stamps = dict[str, Stamp]


@dataclass(frozen=True, slots=True)
class Built:
    """What a finished site was built from."""

    frame: str  # hash of settings, theme and libraries
    docs: Mapping[str, Sequence[int]]
    site: str  # hash of the stamps of its files
    listed: Mapping[str, str]  # the line of each page in the list for search engines


@dataclass(frozen=True, slots=True)
class Ground:
    """What a site is built from, as it is now."""

    docs: Path
    site: Path
    frame: str
    files: Stamps  # in docs
    named: frozenset[str]  # pages in the navigation
    generated: tuple[str, ...]  # folders of pages that hang on no other
    about: Site

    def is_apart(self, path: str) -> bool:
        """Tell whether no other page hangs on a file, nor it on another."""
        return path.partition("/")[0] in self.generated and path not in self.named

    @property
    def pages(self) -> list[str]:
        """The Markdown pages, in the order of MkDocs."""
        return sorted(filter(_is_page, self.files), key=_order)


def ground(  # noqa: PLR0913  # all that a site is built from
    docs: Path,
    site: Path,
    *,
    user: Mapping[str, Any],
    settings: bytes,
    theme: Sequence[Page],
    own_theme: Path | None,
    packaged_theme: Path,
    generated: tuple[str, ...],
    about: Site,
) -> Ground | None:
    """Look at what a site is built from; None where its pages may hang on one another."""
    if not _is_simple(user) or _lists_pages(own_theme, packaged_theme):
        return None
    files = stamps(docs)
    if files is None:
        return None
    frame = sha256(repr((sys.version, os.environ.get("SOURCE_DATE_EPOCH"))).encode())
    for library in _LIBRARIES:
        frame.update(f"{library} {metadata.version(library)}\n".encode())
    frame.update(repr(user).encode() + settings)
    for page in theme:
        content = page.content if isinstance(page.content, bytes) else page.content.encode()
        frame.update(page.path.encode() + sha256(content).digest())
    named = frozenset(_named(user["nav"]))
    return Ground(docs, site, frame.hexdigest(), files, named, generated, about)


def _is_simple(user: Mapping[str, Any]) -> bool:
    """Tell whether the settings leave each page to itself."""
    theme = user.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    listed = user.get("markdown_extensions") or []
    extensions = [next(iter(one)) if isinstance(one, dict) else str(one) for one in listed]
    known = all(
        one in _OWN_EXTENSIONS or (one.startswith("pymdownx.") and one not in _UNSURE)
        for one in extensions
    )
    return (
        bool(known and name == "material" and user.get("nav"))
        and user.get("use_directory_urls", True) is True
        and not any(user.get(key) for key in _DECIDING)
    )


def _lists_pages(theme: Path | None, packaged: Path) -> bool:
    """Tell whether a site's own theme may print what other pages there are."""
    if theme is None:
        return False
    files = (file for file in theme.rglob("*") if file.is_file())
    own = (file for file in files if not _is_same(file, packaged / file.relative_to(theme)))
    return any(_PAGES.search(_text(file)) for file in own)


def _is_same(file: Path, other: Path) -> bool:
    return other.is_file() and file.read_bytes() == other.read_bytes()


def _text(file: Path) -> str:
    return plain_files.read(file).decode("utf-8", "replace")


def _named(nav: object) -> Iterator[str]:
    """Give the pages a navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for one in nav.values() if isinstance(nav, dict) else nav:
            yield from _named(one)


def stamps(folder: Path) -> Stamps | None:
    """Note size, times and inode of all files MkDocs may see; None where a link leads elsewhere."""
    found: Stamps = {}
    todo = [""]
    while todo:
        below = todo.pop()
        with os.scandir(folder / below) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    return None
                if entry.is_dir():
                    todo.append(f"{below}{entry.name}/")
                else:
                    s = entry.stat()
                    found[f"{below}{entry.name}"] = (
                        s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino,
                    )  # fmt: skip
    return found


def _digest(found: Stamps | None) -> str:
    return sha256(repr(sorted((found or {}).items())).encode()).hexdigest()


def _is_page(path: str) -> bool:
    return path.endswith((".md", ".markdown", ".mdown", ".mkdn", ".mkd"))


def _order(path: str) -> tuple[tuple[int, bool, str], ...]:
    """Sort as MkDocs walks: the files of a folder before those of its folders, its index first."""
    *above, name = PurePosixPath(path).parts
    stem = os.path.splitext(name)[0]  # noqa: PTH122  # as MkDocs
    return (*((1, False, one) for one in above), (0, stem not in {"index", "README"}, name))


def _place(path: str) -> str:
    """Give the path in the site that a file of the docs comes to stand at."""
    if not _is_page(path):
        return path
    stem = os.path.splitext(path)[0]  # noqa: PTH122  # as MkDocs
    folder, _, name = stem.rpartition("/")
    base = folder if name in {"index", "README"} else stem
    return f"{base}/index.html".lstrip("/")


def recall(work: Path) -> Built | None:
    """Read what the last site was built from; None where nothing that can be believed is kept."""
    try:
        return Built(**json_values.load(plain_files.read(work / FILE_NAME, most=json_values.MOST)))
    except (OSError, ValueError, TypeError):
        return None


def forget(work: Path) -> None:
    """Take the record away before the site is touched: a build that dies leaves none."""
    (work / FILE_NAME).unlink(missing_ok=True)


def remember(work: Path, now: Ground, listed: Mapping[str, str] | None) -> None:
    """Keep what the site that stands there was built from."""
    if listed is None:
        return
    site = stamps(now.site)
    if site is None:
        return
    built = Built(now.frame, now.files, _digest(site), listed)
    with writing(work):
        write_file(work / FILE_NAME, json.dumps(asdict(built)).encode("utf-8", "surrogatepass"))


def listing(now: Ground, site: Path) -> dict[str, str] | None:
    """Give the lines of the list for search engines by page; None where pages hang together.

    That is so where the search knows a page of a briefing, and where the list is not ours.
    """
    index = site / INDEX
    if index.exists():
        docs = json.loads(_text(index))["docs"]
        indexed = {str(doc["location"]).partition("#")[0] for doc in docs}
        if indexed & {_address(path) for path in now.pages if now.is_apart(path)}:
            return None
    text = _text(site / SITEMAP)
    by_location = {found[1]: found[0] for found in _LINE.finditer(text)}
    lines = {path: by_location.get(_location(now.about, path)) for path in now.pages}
    listed = {path: line for path, line in lines.items() if line is not None}
    return listed if _sitemap(text, listed.values()) == text else None


def _address(path: str) -> str:
    return _place(path).removesuffix("index.html")


def _location(about: Site, path: str) -> str:
    return escape(f"{about.url or ''}{quote(_address(path))}", quote=True)


def _sitemap(text: str, lines: Iterable[str]) -> str:
    """Put other lines into the list for search engines."""
    head, _, foot = text.partition("</urlset>")
    head = head[: head.find("\n<url>")] if "\n<url>" in head else head.rstrip("\n")
    return "\n".join((head, *lines, f"</urlset>{foot}"))


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be done to a finished site."""

    built: tuple[str, ...]  # files MkDocs is given
    witnesses: tuple[str, ...]  # ... and these pages, which are to come out as they stand
    copied: tuple[str, ...]  # files that are no pages
    gone: tuple[str, ...]


def changes(now: Ground, last: Built | None) -> Changes | None:
    """Find out what to do; None where the site is to be built whole."""
    if last is None or last.frame != now.frame or last.site != _digest(stamps(now.site)):
        return None
    together = [path for path in now.files if not now.is_apart(path)]
    if set(together) != {path for path in last.docs if not now.is_apart(path)}:
        return None
    apart = sorted(set(now.files) - set(together))
    changed = [path for path in apart if tuple(last.docs.get(path, ())) != now.files[path]]
    pages = list(filter(_is_page, changed))
    same = sorted(set(filter(_is_page, apart)) - set(pages))
    gone = tuple(sorted(set(last.docs) - set(now.files)))
    places = {_place(path) for path in now.files if _is_page(path)}
    copied = tuple(path for path in changed if not _is_page(path))
    if not same or len(pages) > MOST * (len(same) + len(pages)) or places & {*copied, *gone}:
        return None
    by_kind = {(path.partition("/")[0], path.count("/")): path for path in same}
    return Changes((*together, *pages), tuple(sorted(by_kind.values())), copied, gone)


def update(  # noqa: PLR0913  # three places, and what goes into them
    now: Ground,
    last: Built,
    found: Changes,
    *,
    settings: bytes,
    work: Path,
    new: Path,
    progress: Progress = untold,
) -> dict[str, str] | None:
    """Lay a new site from the finished one and what MkDocs makes of the changes.

    Gives the lines of the list for search engines; None where it is not what a whole build gives.
    """
    part = work / "part"
    with writing(work):
        folders.remove(part)
        folders.make(part)
    try:
        made = _build_part(now, found, settings, part, progress)
        lines = _lines(now, last, made)
        _lay(now.site, new, _fresh(now, found, made, lines), {_place(one) for one in found.gone})
    except (SiteError, OSError, _HangTogetherError):
        return None  # a whole build says what is wrong
    else:
        return lines
    finally:
        with writing(work):
            folders.remove(part)


class _HangTogetherError(Exception):
    """Something hangs on what we do not see."""


def _build_part(
    now: Ground, found: Changes, settings: bytes, part: Path, progress: Progress
) -> Path:
    """Have MkDocs build the changes. Raises where a witness came out otherwise."""
    docs, made = part / "docs", part / "site"
    for path in (*found.built, *found.witnesses):
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).symlink_to((now.docs / path).resolve())
    places = {"docs_dir": str(docs.resolve()), "site_dir": str(made.resolve())}
    (part / "mkdocs.yml").write_bytes(json.dumps(json.loads(settings) | places).encode())
    mkdocs.run(part / "mkdocs.yml", docs, progress)
    for path in found.witnesses:
        place = _place(path)
        if (made / place).read_bytes() != (now.site / place).read_bytes():
            raise _HangTogetherError(path)
        (made / place).unlink()
    indexed = json.loads(_text(made / INDEX))["docs"] if (made / INDEX).exists() else ()
    apart = {_address(path) for path in found.built if now.is_apart(path)}
    if apart & {str(doc["location"]).partition("#")[0] for doc in indexed}:
        raise _HangTogetherError(INDEX)
    return made


def _lines(now: Ground, last: Built, made: Path) -> dict[str, str]:
    """Give the lines of all pages in the list for search engines, in the order of MkDocs."""
    text = _text(made / SITEMAP)
    new = {found[1]: found[0] for found in _LINE.finditer(text)}
    lines = {}
    for path in now.pages:
        built = new.get(_location(now.about, path))
        if built or (path in last.listed and not (made / _place(path)).exists()):
            lines[path] = built or last.listed[path]
    return lines


def _fresh(
    now: Ground, found: Changes, made: Path, lines: Mapping[str, str]
) -> dict[str, Path | bytes]:
    """Give what is new in the site, by path."""
    fresh: dict[str, Path | bytes] = {
        file.relative_to(made).as_posix(): file for file in made.rglob("*") if file.is_file()
    }
    fresh |= {path: now.docs / path for path in found.copied}
    sitemap = _sitemap(_text(made / SITEMAP), lines.values()).encode("utf-8")
    packed = (made / f"{SITEMAP}.gz").read_bytes()
    fresh[SITEMAP] = sitemap
    fresh[f"{SITEMAP}.gz"] = _packed(sitemap, when=int.from_bytes(packed[4:8], "little"))
    return fresh


def _packed(content: bytes, *, when: int) -> bytes:
    packed = BytesIO()
    with gzip.GzipFile(fileobj=packed, filename=f"{SITEMAP}.gz", mode="wb", mtime=when) as file:
        file.write(content)
    return packed.getvalue()


def _lay(old: Path, new: Path, fresh: Mapping[str, Path | bytes], gone: Collection[str]) -> None:
    """Lay a site: what did not change is the same file under another name, not a copy of it."""
    folders_made: set[Path] = set()

    def place(path: str) -> Path:
        target = new / path
        if target.parent not in folders_made:
            target.parent.mkdir(parents=True, exist_ok=True)
            folders_made.add(target.parent)
        return target

    for path in stamps(old) or ():
        if path not in fresh and path not in gone:
            os.link(old / path, place(path))
    for path, source in fresh.items():
        content = source if isinstance(source, bytes) else source.read_bytes()
        there = old / path
        if there.is_file() and there.read_bytes() == content:
            os.link(there, place(path))
        else:
            place(path).write_bytes(content)
