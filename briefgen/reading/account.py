"""Where every character of a file went: text, title, furniture of a named kind, or mere markup."""

from __future__ import annotations

import html as entities
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefgen.model import Article, Document, Problem
from briefgen.reading.found import is_blank
from briefgen.reading.html import read_blocks
from briefgen.reading.shapes import is_statement

UNACCOUNTED = "unaccounted"
_MARKUP = re.compile(r"[#*_\-–—=>+\s\u200b\ufeff\u00a0|~`]+")  # what may stand around a line
_ASIDE = frozenset(  # what the page itself calls furniture, and what is no running text
    [
        "navigation",
        "footer",
        "form",
        "comments",
        "related",
        "consent",
        "offer",
        "sharing",
        "advertising",
        "caption",
        "footnote",
        "header",
        "dateline",
    ]
) | {"footnote mark", "repeated headline", "page title", "replaced headline"}
_MOST_LEFT_OUT = 0.3  # share of the running text that may be left out without a word
_LEAST_LEFT_OUT = 400  # characters; less is not worth a problem


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of a file and what it is."""

    kind: str
    start: int
    end: int


def account(document: Document, articles: Sequence[Article]) -> tuple[Entry, ...]:
    """Give all of a file as entries that follow one another, from its first character to its last.

    What is neither text, title nor put out is markup, white space or front matter; anything else
    is "unaccounted", which a test allows for no input.
    """
    told = sorted(
        (entry for article in articles for entry in _told(article)),
        key=lambda one: (one.start, one.end),
    )
    entries: list[Entry] = []
    at = 0
    for entry in told:
        if entry.start > at:
            entries += _between(document, at, entry.start)
        if entry.end > at:
            entries.append(Entry(entry.kind, max(at, entry.start), entry.end))
            at = entry.end
    entries += _between(document, at, len(document.text))
    return tuple(entry for entry in entries if entry.start < entry.end)


def spent(document: Document, articles: Sequence[Article]) -> dict[str, int]:
    """Give the characters of a file by what they are, most first."""
    lengths = Counter[str]()
    for entry in account(document, articles):
        lengths[entry.kind] += entry.end - entry.start
    return dict(sorted(lengths.items(), key=lambda pair: (-pair[1], pair[0])))


def left_out(article: Article, line: int) -> tuple[Problem, ...]:
    """Say when much of an article's running text was put out by its looks alone."""
    out = sum(
        len(one.text)
        for one in article.removed
        if one.kind not in _ASIDE and is_statement(one.text)
    )
    running = out + sum(len(one.text) for one in article.paragraphs if is_statement(one.text))
    if out < _LEAST_LEFT_OUT or out <= _MOST_LEFT_OUT * running:
        return ()
    message = f"{out / running:.0%} of the running text was left out ({out:,} characters)."
    remedy = f"See what and why: briefgen explain {article.file}."
    return (Problem(article.file, line, message, remedy, "warning"),)


def _told(article: Article) -> Iterator[Entry]:
    for paragraph in article.paragraphs:
        yield Entry("text", paragraph.start, paragraph.end)
    for one in article.removed:
        yield Entry(one.kind, one.start, one.end)
    title = article.title
    if title.start is None or title.end is None:
        return
    if not any(one.start <= title.start < one.end for one in article.paragraphs):
        yield Entry("title", title.start, title.end)


def _between(document: Document, start: int, end: int) -> Iterator[Entry]:
    """Say what a stretch is that no article tells of."""
    if document.kind == "html":
        yield from _between_markup(document.text, start, end)
        return
    at = start
    parts = document.parts
    i = bisect_right(parts, at, key=lambda part: part.start)
    while i < len(parts) and parts[i].start <= end:  # what stands before its text is front matter
        yield from _plain(document.text, at, parts[i].start, "front matter")
        at = parts[i].start
        i += 1
    yield from _plain(document.text, at, end, UNACCOUNTED)


def _plain(text: str, start: int, end: int, kind: str) -> Iterator[Entry]:
    stretch = text[start:end]
    # A reference to white space, "&#11;", is as little as white space.
    bare = _MARKUP.fullmatch(stretch) or is_blank(entities.unescape(stretch))
    if not stretch.strip():
        yield Entry("white space", start, end)
    else:
        yield Entry("markup" if bare and kind == UNACCOUNTED else kind, start, end)


def _between_markup(text: str, start: int, end: int) -> Iterator[Entry]:
    """Tell the text of a stretch of markup from its tags."""
    at = start
    for block in read_blocks(text, start, end):
        first, last = block.place
        yield Entry("markup", at, first)
        yield Entry("markup" if is_blank(block.text) else UNACCOUNTED, first, last)
        at = last
    yield Entry("markup", at, end)
