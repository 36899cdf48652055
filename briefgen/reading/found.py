"""What was found of an article before it is put together, and how its parts are cut out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from briefgen.language import sentences
from briefgen.language.tags import UNKNOWN
from briefgen.model import Paragraph, Removed, Sentence
from briefgen.reading.html import unescape

_REFERENCE = re.compile(
    r"&(?:amp;)?(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
)
_QUOTE_MARK = re.compile(r"\n[^\S\n]*>[^\S\n]?")  # a quotation in Markdown, on its further lines

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of an article before it is put together."""

    title: Sentence | None
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removed, ...]
    author: str | None = None
    place: str | None = None
    url: str | None = None
    source: str | None = None


def cut(text: str, start: int, end: int) -> Paragraph:
    """Give a stretch of a text as a paragraph; character references are read as on a page."""
    pieces = [
        match
        for pattern in (_REFERENCE, _QUOTE_MARK)
        for match in pattern.finditer(text, start, end)
        if _plain(match.group()) != match.group()
    ]
    if not pieces:
        return Paragraph(text[start:end], start, end)
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    at = start
    for match in sorted(pieces, key=lambda one: one.start()):
        characters += text[at : match.start()]
        spans += [(i, i + 1) for i in range(at, match.start())]
        plain = _plain(match.group())
        characters += plain
        spans += [match.span()] * len(plain)
        at = match.end()
    characters += text[at:end]
    spans += [(i, i + 1) for i in range(at, end)]
    return Paragraph("".join(characters), start, end, tuple(spans))


def _plain(piece: str) -> str:
    return unescape(piece) if piece.startswith("&") else " "


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing: white space, and marks without width."""
    return all(one.isspace() or unicodedata.category(one) == "Cf" for one in text)


def whole(paragraph: Paragraph) -> Sentence:
    """Give all of a paragraph as one sentence: a headline."""
    return Sentence(" ".join(paragraph.text.split()), paragraph.start, paragraph.end)


def unplaced(title: str) -> Sentence:
    """Give a headline that stands nowhere in the file."""
    return Sentence(" ".join(title.split()), None, None)


def removed(text: str, start: int, end: int, kind: str) -> Removed:
    """Give a stretch of a text that is kept out of the article."""
    return Removed(kind, " ".join(text[start:end].split()), start, end)


def echoes(line: str, title: Sentence) -> bool:
    """Tell whether a line only says words of the headline again."""
    known = set(sentences.words(title.original, UNKNOWN))
    said = sentences.words(line, UNKNOWN)
    return bool(said) and all(word in known for word in said)


def shorten(paragraph: Paragraph, start: int) -> Paragraph:
    """Give a paragraph without its first `start` characters."""
    if start == 0:
        return paragraph
    spans = paragraph.spans[start:] if paragraph.spans else None
    at = spans[0][0] if spans else paragraph.start + start
    return Paragraph(paragraph.text[start:], at, paragraph.end, spans)
