"""Jinja environments, one per kind of output, each with one escaping function.

The kind of output decides the escaping, never a file suffix. Every value a template prints passes
through `escape(kind)`; only `markupsafe.Markup` (text that was escaped before) passes unchanged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from briefgen.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jinja2

Kind = Literal["markdown", "html", "xml", "text"]

PACKAGED = Path(__file__).parents[1] / "_templates"  # in the wheel
CHECKOUT = Path(__file__).parents[2] / "templates"  # beside the package in a clone

# Characters that carry no text and can only do harm: controls, lone surrogates, line separators,
# noncharacters (illegal in XML and YAML). Tab and newlines are left to the white-space rule.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
    "|[" + "".join(f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(1, 17)) + "]"
)
_SPACE = re.compile(r"[ \t\n\r\x0b\x0c\x85\u2028\u2029]+")
_REMEMBERED = 4096  # texts; a title stands on a dozen pages that are printed one after the other
_HTML = re.compile("[&<>\"'`]")
# Punctuation with a meaning in Markdown or one of its usual extensions: some wherever it stands,
# the rest by its neighbours. The pattern begins with a set, so that `re` skips all else fast.
_ALWAYS = r"&<>\"'`\\*_{}\[\]()#+!|~^=$@"
_MARKDOWN = re.compile(
    rf"[{_ALWAYS}:.?/\d-](?:(?<=[{_ALWAYS}])"
    r"|(?<=:)(?=\S)|(?<=\.)(?=\w)"  # emoji, schemes and bare addresses
    r"|(?<=-)(?=-)|(?<=--)|(?<=\.\.)"  # dashes and ellipses that a typographer would join
    r"|(?<=[-:.?])(?<!\S.)(?=\s|$)"  # ... or standing alone: list items, definitions
    r"|(?<=\?)(?=\?)|(?<=\?\?)|(?<=\d\.)(?=\s)"  # details blocks, numbered lists
    r"|(?<=\d/)(?=\d)|(?<=\d)(?=(?:st|nd|rd|th)\b))"  # fractions and ordinals
)


def visible(text: str) -> str:
    """Drop characters that are no text: controls, lone surrogates, noncharacters."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    """Collapse all white space, line breaks included, to single spaces."""
    if text.isprintable() and "  " not in text:  # nearly all texts: no search needed
        return text.strip(" ")
    return _SPACE.sub(" ", visible(text)).strip(" ")


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _amp(match: re.Match[str]) -> str:
    return _NAMED.get(match[0]) or f"&#{ord(match[0])};"


_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@lru_cache(_REMEMBERED)
def escape_html(text: str) -> Markup:
    """Escape text for HTML content and quoted attributes; line breaks become spaces."""
    return Markup(_HTML.sub(_amp, one_line(text)))  # noqa: S704  # escaped on this very line


@lru_cache(_REMEMBERED)
def escape_markdown(text: str) -> Markup:
    """Escape text so that it is nothing but text in Markdown and in raw HTML inside it.

    Every punctuation mark that could act becomes a numeric entity, which Markdown, its extensions
    and HTML all read as the plain character. The result holds no line break.
    """
    return Markup(_MARKDOWN.sub(_entity, one_line(text)))  # noqa: S704  # escaped on this very line


@lru_cache(_REMEMBERED)  # an entry stands in the feeds of the site, its language and its source
def escape_xml(text: str) -> Markup:
    """Escape text for XML 1.0 content and quoted attributes."""
    return Markup(_HTML.sub(_entity, visible(text)))  # noqa: S704  # escaped on this very line


def escape_text(text: str) -> Markup:
    """Drop what is no text; plain text has no markup to escape."""
    return Markup(visible(text))  # noqa: S704  # plain text output is never read as HTML


def yaml_string(text: object) -> Markup:
    """Write a value for YAML front matter, HTML-escaped: MkDocs prints front matter as it is."""
    return Markup(json.dumps(escape_html(str(text)), ensure_ascii=False))  # noqa: S704  # as above


ESCAPES: dict[Kind, Callable[[str], Markup]] = {
    "markdown": escape_markdown,
    "html": escape_html,
    "xml": escape_xml,
    "text": escape_text,
}


def _finalizer(kind: Kind) -> Callable[[object], object]:
    escape = ESCAPES[kind]

    def finalize(value: object) -> object:
        if isinstance(value, Markup):
            return value
        return escape(value if isinstance(value, str) else "" if value is None else str(value))

    return finalize


def template_folders(site_folder: Path | None) -> tuple[Path, ...]:
    """Give the folders templates are looked up in: the site's own, then the packaged ones."""
    packaged = PACKAGED if PACKAGED.is_dir() else CHECKOUT
    own = (site_folder,) if site_folder is not None and site_folder.is_dir() else ()
    return (*own, packaged)


def environment(kind: Kind, folders: Sequence[Path]) -> jinja2.Environment:
    """Give the Jinja environment for one kind of output; unknown variables are errors.

    It is kept, since compiling our templates takes longer than rendering a small site: whoever
    builds again and again (`serve`) compiles only the templates that have changed.
    """
    return _environment(kind, tuple(folders))


@cache
def _environment(kind: Kind, folders: tuple[Path, ...]) -> jinja2.Environment:
    import jinja2

    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,  # macros and filters return Markup; the finalizer below does the escaping
        finalize=_finalizer(kind),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["yaml"] = yaml_string
    env.filters["one_line"] = one_line
    return env


@contextmanager
def template_errors() -> Iterator[None]:
    """Turn Jinja's errors into ours, naming the template and the line."""
    import jinja2

    try:
        yield
    except jinja2.TemplateNotFound as error:
        raise TemplateError(
            f"template {error.name!r} is missing", remedy="Restore it or reinstall briefgen."
        ) from error
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(
            f"{error.message}.",
            where=f"{error.filename or error.name}:{error.lineno}",
            remedy="Correct the template, or delete it to use the packaged one.",
        ) from error
    except jinja2.UndefinedError as error:
        raise TemplateError(
            f"{error.message}.", remedy="The variables a template may use are in docs/templates.md."
        ) from error
