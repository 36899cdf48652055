"""The lines of a text and what each is by its looks: headline, byline, caption, chrome, prose."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from briefgen.model import DocumentKind, Line, LineKind
from briefgen.reading import calls, furniture
from briefgen.reading.date_lines import is_date_line
from briefgen.reading.shapes import heading_text, looks_like_heading
from briefgen.reading.signatures import author_of, signature

address = furniture.address
__all__ = [
    "Line",
    "LineKind",
    "address",
    "author_of",
    "heading_text",
    "line_at",
    "line_kind",
    "one_newline",
    "prose_kind",
    "read_lines",
]

_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,60}\]:")
_CALLOUT = re.compile(r"(?:>\s?)+\[!\w+\][+-]?.{0,80}$")  # Obsidian's "> [!note] Title"
_MARK = re.compile(r"(?:>\s?)+|[-*+]\s+(?=\S)")  # a quotation or an item, in Markdown
_REFERENCE = re.compile(r"(?:\[\^[\w-]{1,40}\])+$")
_WIDEST_WRAP = 100  # hard-wrapped text is no wider
_LEAST_WRAPPED = 3  # lines
_RULE = re.compile(r"^[\W_]{1,80}$")
_LINE_ENDS = {ord(mark): "\n" for mark in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"}
_INVISIBLE = "\u200b\ufeff"


def one_newline(text: str) -> str:
    r"""Write every end of a line (\r, \r\n, U+2028 …) as \n without moving any character."""
    if not text.isascii() or "\r" in text or "\v" in text or "\f" in text:
        text = text.translate(_LINE_ENDS)
    return text.replace("\r\n", " \n").replace("\r", "\n")


def line_at(text: str, place: int) -> int:
    """Give the line of a text, from 1, on which a place stands, as editors count."""
    return bisect_left(_line_ends(text), place) + 1


@lru_cache(maxsize=2)  # of the texts at hand: one file may hold thousands of articles
def _line_ends(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer(r"\r\n?|\n", text))


def read_lines(text: str, start: int, end: int, kind: DocumentKind) -> tuple[Line, ...]:
    """Break `text[start:end]` into lines; hard-wrapped ones are joined to their paragraph."""
    found = []
    plain = one_newline(text[start:end])
    for block in re.finditer(r"\S(?:[^\n]|\n(?![^\S\n]*(?:\n|\Z)))*", plain):
        raw = block.group()
        if "\n" in raw and not _is_wrapped(raw, kind):
            spans = _rows(raw)
        else:
            spans = [(0, len(raw.rstrip()))]
        offset = start + block.start()
        for a, b in spans:
            looks = line_kind(raw[a:b])
            at = b - len(raw[a:b].lstrip())
            prose = kind == "markdown" and looks in {"text", "heading"}
            mark = _MARK.match(raw, at, b) if prose else None
            looks = "text" if mark else looks  # short items of a list are no headings
            found.append(Line(offset + (mark.end() if mark else at), offset + b, looks))
    return tuple(found)


def _rows(block: str) -> list[tuple[int, int]]:
    """Give the rows of a block; those of a Markdown quotation stay together."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]*\S", block):
        row, last = match.group().strip(), block[slice(*found[-1])].strip() if found else ""
        if row.startswith(">") and last.startswith(">") and not _CALLOUT.match(last):
            found[-1] = found[-1][0], match.end()
        else:
            found.append(match.span())
    return found


def line_kind(text: str) -> LineKind:
    """Tell what a line is by its looks alone, in any language."""
    flat = " ".join(text.split()).strip(_INVISIBLE)
    if _RULE.match(flat) or _CALLOUT.match(flat):
        return "rule"
    if _FOOTNOTE.match(flat):
        return "footnote"
    flat = _REFERENCE.sub("", flat)
    return _furniture(flat) or prose_kind(flat)


def prose_kind(flat: str) -> LineKind:
    """Tell a headline from running text."""
    return "heading" if looks_like_heading(flat) else "text"


def _furniture(flat: str) -> LineKind | None:
    """Recognise what a site puts around a text."""
    if furniture.address(flat):  # before captions, which "Quelle:" may begin as well
        return "address"
    folded = _fold(flat).lstrip("-–—•*>▶►→#[( ")
    if furniture.is_caption(flat, folded):
        return "caption"
    if furniture.is_contributors(flat, folded):
        return "contributors"
    if len(flat) <= furniture.LONGEST_FURNITURE:
        short = _short_furniture(flat, folded)
        if short:
            return short
    return "offer" if calls.is_call(flat) else None


def _short_furniture(flat: str, folded: str) -> LineKind | None:
    """Recognise a label, a link that leads elsewhere, a signature or a date on its own."""
    if furniture.is_section(folded):
        return "section"
    if is_date_line(flat):
        return "date"
    if furniture.is_related(flat, folded):
        return "related"
    if furniture.is_chrome(flat, folded):
        return "chrome"
    return signature(flat)


def _fold(flat: str) -> str:
    """Write a line in small letters with straight apostrophes, character for character."""
    small = flat.lower()
    if len(small) != len(flat):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in flat)
    return small.replace("’", "'")


def _is_wrapped(block: str, kind: DocumentKind) -> bool:
    """Tell whether a block's line breaks are mere wrapping and not ends of paragraphs."""
    rows = [row.strip() for row in block.split("\n") if row.strip()]
    if any(row.startswith(("#", "- ", "* ", "> ", "|")) for row in rows):
        return False
    if kind == "markdown":
        return True
    longest = max(map(len, rows))
    running = sum(row[-1] not in '.!?…»"”。！？:' for row in rows[:-1])
    return (
        longest <= _WIDEST_WRAP and len(rows) >= _LEAST_WRAPPED and running > 0.6 * (len(rows) - 1)
    )
