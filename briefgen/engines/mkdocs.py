"""MkDocs as a process of its own: the settings it is given, the theme, and how it is run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from briefgen.engines.mkdocs_merge import merge
from briefgen.errors import SiteError
from briefgen.language.tags import Language
from briefgen.model import Page, Site
from briefgen.progress import Progress, untold
from briefgen.publishing.interface import Words, words_for
from briefgen.publishing.templating import CHECKOUT, PACKAGED

# Languages of Material's search (lunr); the others are found by their words as they stand.
SEARCH_LANGUAGES = frozenset(
    {"ar", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "hy", "it", "ja", "kn"}
    | {"ko", "nl", "no", "pt", "ro", "ru", "sa", "sv", "ta", "te", "th", "tr", "vi", "zh"}
)
# What may read files or the environment, and the plugins that do not.
_ELSEWHERE = re.compile(
    r"!ENV|!relative|!!python|^INHERIT|^hooks|snippets|auto_append", re.MULTILINE
)
_KNOWN_PLUGINS = frozenset({"search", "material/search"})
SEARCH_ALIASES = {"nb": "no", "nn": "no"}
_INHERITS = re.compile(r"^INHERIT\s*:", re.MULTILINE)


def packaged_config() -> Path:
    """Find the mkdocs.yml that comes with briefgen."""
    return (PACKAGED if PACKAGED.is_dir() else CHECKOUT.parent) / "mkdocs.yml"


def with_packaged(config_file: Path) -> bytes | None:
    """Lay a site's own mkdocs.yml over the packaged one; None where one file alone counts.

    That is so without an own one, and with one that says by INHERIT what it builds upon.
    Raises SiteError.
    """
    packaged = packaged_config()
    if not config_file.exists() or config_file.resolve() == packaged.resolve():
        return None
    with _reading(config_file):
        own = config_file.read_text(encoding="utf-8-sig")
        if _INHERITS.search(own):
            return None
        return merge(packaged.read_text(encoding="utf-8"), own).encode("utf-8")


def read_config(config_file: Path) -> dict[str, Any]:
    """Read an mkdocs.yml as MkDocs does, with !ENV and INHERIT. Raises SiteError."""
    # MkDocs' loader knows !ENV, !relative and INHERIT; late, because it pulls in the whole program.
    from mkdocs.utils.yaml import yaml_load

    with _reading(config_file), config_file.open(encoding="utf-8") as file:
        return yaml_load(file)


@contextmanager
def _reading(config_file: Path) -> Iterator[None]:
    """Turn what goes wrong with a settings file of MkDocs into a SiteError naming it."""
    try:
        yield
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


def looks_elsewhere(config_file: Path) -> bool:
    """Tell whether an mkdocs.yml may read what we do not know of: hooks, other files, plugins."""
    try:
        text = config_file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return True
    others = {*_by_name(read_config(config_file).get("plugins") or [])} - _KNOWN_PLUGINS
    return bool(_ELSEWHERE.search(text) or others)


def folders_named(user: dict[str, Any]) -> tuple[str, ...]:
    """Give the folders an mkdocs.yml takes pages and theme files from."""
    theme = user.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    return (str(user.get("docs_dir") or "docs"), *([str(own)] if own else []))


def settings(  # noqa: PLR0913  # what MkDocs must know, and nothing of it has a default
    config_file: Path,
    user: dict[str, Any],
    *,
    docs: Path,
    site: Path,
    theme: Path,
    about: Site,
    languages: Sequence[Language],
) -> bytes:
    """Write our settings over the user's: folders, names, theme overrides, search languages."""
    ours = {
        "INHERIT": str(config_file.resolve()),
        "site_name": escape(about.title),  # themes print both as they are
        "site_description": escape(about.description),
        "site_url": about.url or "",
        "extra": {"noindex": about.noindex, "words": _words_of_theme(about.target)},
        "docs_dir": str(docs.resolve()),
        "site_dir": str(site.resolve()),
        "theme": {
            **_theme_name(user),
            **_theme_words(user, about.target),
            "custom_dir": str(theme.resolve()),
        },
        **_navigation(user, about.target),
        "plugins": _plugins(user, languages),
    }
    return json.dumps(ours, indent=1).encode("utf-8")


def _theme_name(user: dict[str, Any]) -> dict[str, str]:
    """Give the name of a theme that the user wrote as a single word."""
    theme = user.get("theme")
    return {"name": theme} if isinstance(theme, str) else {}


# What the theme's own pages say: the names of two controls, and the page for what is not there.
PHRASES = (
    *("Menu", "Search", "There is no page here", "Latest briefing", "All briefings", "Sources"),
    "The address may have lost its end on the way.",
    "A link to an article looks like this and never changes:",
)
# What the scripts say, by the file they are in.
SPOKEN = {
    "assets/briefgen.js": (
        *("Any language", "Any outlet", "language", "outlet", "from", "to"),
        *("Hide originals", "Show originals", "copied", "not allowed by the browser"),
        *("copy link", "copy for e-mail", "check {what}"),
    ),
    "assets/briefgen-search.js": (
        "check {what}",
        "original, not in the briefing",
        "Undated",
        "unknown outlet",
    ),
}
NO_WORDS = b"var WORDS = {};"  # the line of a script that is filled in


def _words_of_theme(target: Language) -> dict[str, str]:
    say = words_for(target)
    return {phrase: say(phrase) for phrase in PHRASES}


def _theme_words(user: dict[str, Any], target: Language) -> dict[str, Any]:
    """Have Material speak the language of our words; what a person chose stays."""
    theme, say = user.get("theme"), words_for(target)
    if not isinstance(theme, dict) or say.is_english or theme.get("language") != "en":
        return {}
    palette = [_named_toggle(one, say) for one in theme.get("palette") or [] if one]
    return {"language": say.tag, "palette": palette}


def _named_toggle(palette: dict[str, Any], say: Words) -> dict[str, Any]:
    toggle = palette.get("toggle") or {}
    return {**palette, "toggle": {**toggle, "name": say(str(toggle.get("name", "")))}}


def _navigation(user: dict[str, Any], target: Language) -> dict[str, Any]:
    """Name the pages of ours in the navigation in the language of the site."""
    say = words_for(target)
    if say.is_english or not isinstance(user.get("nav"), list):
        return {}
    ours = [one for one in read_config(packaged_config())["nav"] if isinstance(one, dict)]
    return {
        "nav": [
            {say(key): page for key, page in one.items()} if one in ours else one
            for one in user["nav"]
        ]
    }


def spoken(name: str, content: bytes, target: Language) -> bytes:
    """Fill a script of ours with the words it says; English stands in it."""
    say = words_for(target)
    if name not in SPOKEN or say.is_english:
        return content
    words = {phrase: say(phrase) for phrase in SPOKEN[name]} | {"": say.tag}
    names = {name: say.check(name) for name in say.checks}
    text = json.dumps({**words, "checks": names}, ensure_ascii=True)
    return content.replace(NO_WORDS, f"var WORDS = {text};".encode(), 1)


def theme_pages(root: Path, user: dict[str, Any], about: Site) -> list[Page]:
    """Lay the site's own theme files, robots.txt among them, over the packaged ones.

    Its paths are meant from `root`.
    """
    own = own_theme(root, user)
    layers = [packaged_theme(), *([own] if own else [])]
    files = {
        path.relative_to(layer).as_posix(): path
        for layer in layers
        for path in sorted(layer.rglob("*"))
        if path.is_file()
    }
    found = {"robots.txt": _robots(about)}
    found |= {name: spoken(name, path.read_bytes(), about.target) for name, path in files.items()}
    return [Page(name, content) for name, content in sorted(found.items())]


def packaged_theme() -> Path:
    """Give the folder of our theme files."""
    return (PACKAGED if PACKAGED.is_dir() else CHECKOUT) / "theme"


def own_theme(root: Path, user: dict[str, Any]) -> Path | None:
    """Give the folder of the site's own theme files, if its settings name one that is not ours."""
    theme = user.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    return root / str(own) if own else None


def _robots(about: Site) -> bytes:
    """Say which lists of pages there are, and whether the site wants to be found at all."""
    lines = ["User-agent: *", "Disallow: /" if about.noindex else "Allow: /"]
    if about.url and not about.noindex:
        lines += [f"Sitemap: {about.url}{name}" for name in ("sitemap.xml", "s/sitemap.xml")]
    return "\n".join((*lines, "")).encode()


def _plugins(user: dict[str, Any], languages: Sequence[Language]) -> list[Any]:
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


def search_languages(languages: Sequence[Language]) -> list[str]:
    """Give the languages Material's search can stem, English first; others need no stemmer."""
    bases = {language.primary for language in languages}
    known = {SEARCH_ALIASES.get(base, base) for base in bases} & SEARCH_LANGUAGES
    return ["en", *sorted(known - {"en"})]


# MkDocs, ending when its standard input ends: that is when we are gone, even by kill -9.
# A full disk is told in one line. Each page is one byte when it is read, and one when it is built.
_STEP = b"\x01"
_CHILD = """
import logging, os, sys, threading
from briefgen.errors import lacking
def tell(record):
    if str(record.msg).startswith(("Reading: ", "Building page ")):
        os.write(1, b"\\x01")
    return record.levelno > logging.DEBUG
pages = logging.getLogger("mkdocs.commands.build")
pages.setLevel(logging.DEBUG)
pages.addFilter(tell)
threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
try:
    from mkdocs.__main__ import cli
    cli(prog_name="mkdocs")
except (MemoryError, OSError) as error:
    if lacking(error) is None:
        raise
    sys.stderr.write(f"\\n{lacking(error)}")
    sys.exit(74)
"""
_PIPE = 65536  # bytes read at a time
_LACKING = 74  # sysexits.h: an error of input or output


@contextmanager
def _life_line() -> Iterator[int]:
    """Give the reading end of a pipe that stays open as long as this process lives."""
    reading, held = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(held)


def run(config: Path, docs: Path, progress: Progress = untold) -> None:
    """Build the site a settings file describes. Raises SiteError with MkDocs' last lines."""
    # -P: no module of the working folder goes before MkDocs' own.
    command = [sys.executable, "-P", "-c", _CHILD, "build", "--strict", "-f", str(config)]
    # Without an hour of its own the build gives the same bytes tomorrow.
    environment = {"SOURCE_DATE_EPOCH": "0", **os.environ}
    environment |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    with (
        _life_line() as line,
        subprocess.Popen(  # noqa: S603  # our own interpreter and fixed arguments
            command,
            env=environment,
            stdin=line,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        lines = _follow(process, docs, progress)
    if process.returncode == _LACKING:
        what = lines[-1]
        raise SiteError(
            f"MkDocs could not build the site: {what}",
            remedy="Make room or raise the limit; the site you had is untouched.",
        )
    if process.returncode:
        lines = [*lines[-12:], "The site you had is untouched."]
        raise SiteError("MkDocs could not build the site:", lines=lines)


def _follow(process: subprocess.Popen[bytes], docs: Path, progress: Progress) -> list[str]:
    """Read what MkDocs says to its end, and tell how many pages it has done; give its lines."""
    pages = sum(1 for _ in docs.rglob("*.md"))
    steps, said = 0, b""
    try:
        while process.stdout and (some := os.read(process.stdout.fileno(), _PIPE)):
            steps += some.count(_STEP)
            said += some.replace(_STEP, b"")
            progress(min(steps // 2, pages), pages)
    except BaseException:
        process.kill()
        raise
    return said.decode("utf-8", "replace").strip().splitlines()
