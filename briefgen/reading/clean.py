"""Raw text or HTML → clean paragraphs that know their place, title, author, place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefgen.language import sentences
from briefgen.language.tags import UNKNOWN
from briefgen.model import Article, Document, Line, Paragraph, Piece, Problem, Removed, Sentence
from briefgen.reading import account, context, datelines, lines
from briefgen.reading.found import Found, cut, echoes, is_blank, removed, unplaced, whole
from briefgen.reading.page import clean_page

_LONGEST_TITLE = 110  # characters of a first sentence that stands in for a missing headline
_LEAST_CLAUSE = 40  # characters before a comma at which such a title may be cut


def clean(document: Document, piece: Piece) -> tuple[Article, tuple[Problem, ...]]:
    """Clean one article; sentences, language and date are added by later stages."""
    found = clean_page(document, piece) if document.kind == "html" else _clean_text(document, piece)
    stated = piece.metadata
    line = lines.line_at(document.text, piece.start)
    problems: list[Problem] = []
    title = unplaced(stated.title) if stated.title else found.title
    if title is None or is_blank(title.original):
        title = _lead(found.paragraphs)
    if not found.paragraphs:
        remedy = "Check that the file holds an article."
        problems.append(Problem(document.file, line, "no text is left after cleaning.", remedy))
    article = Article(
        id="",
        file=document.file,
        start=piece.start,
        end=piece.end,
        title=title,
        paragraphs=found.paragraphs,
        url=stated.url or found.url,
        source=stated.source or found.source,
        author=stated.author or found.author,
        place=found.place,
        added=stated.added,
        pinned_id=stated.id,
        removed=_with_replaced(found, stated.title),
        evidence=piece.evidence,
    )
    return article, (*problems, *account.left_out(article, line))


def _with_replaced(found: Found, stated: str | None) -> tuple[Removed, ...]:
    """Add the headline of a page to what is put out where another one is stated."""
    title = found.title
    if stated is None or title is None or title.start is None or title.end is None:
        return found.removed
    replaced = Removed("replaced headline", title.original, title.start, title.end)
    return tuple(sorted([*found.removed, replaced], key=lambda one: one.start))


def _lead(paragraphs: Sequence[Paragraph]) -> Sentence:
    """Take the first clause of the text for a headline where there is none."""
    if not paragraphs:
        return Sentence("", None, None)
    first = paragraphs[0]
    start, end = next(iter(sentences.split_sentences(first.text, UNKNOWN)), (0, len(first.text)))
    if end - start > _LONGEST_TITLE:
        comma = first.text.find(",", start + _LEAST_CLAUSE, start + _LONGEST_TITLE)
        end = comma if comma > 0 else end
    return _placed(first, start, end)


def _placed(paragraph: Paragraph, start: int, end: int) -> Sentence:
    return Sentence(" ".join(paragraph.text[start:end].split()), *paragraph.locate(start, end))


# Text and Markdown


def _clean_text(document: Document, piece: Piece) -> Found:
    text = document.text
    own = _without_stops(piece.lines, piece)
    title: Sentence | None = None
    if piece.metadata.title:  # stated: what looks like a headline repeats it or opens the text
        told: Sentence | None = unplaced(piece.metadata.title)
        own = _with_lede(own)
    else:
        told = title = whole(_headline(text, piece)) if piece.title else None
        own = [one for one in own if (one.start, one.end) != piece.title]
    kinds = context.settle([one.kind for one in own], [text[one.start : one.end] for one in own])
    kept: list[Line] = []
    out: list[Removed] = []
    for line, kind in zip(own, kinds, strict=True):
        reason = _reason_to_drop(text, line, kind, told, first=not kept)
        if reason:
            out.append(removed(text, line.start, line.end, reason))
        else:
            kept.append(line)
    place, paragraphs, extra = _paragraphs(text, kept)
    found = tuple(sorted([*out, *extra], key=lambda one: one.start))
    return Found(
        title, paragraphs, found, _author(text, own, kept), place, _address(text, own, kept)
    )


def _headline(text: str, piece: Piece) -> Paragraph:
    """Cut out the headline without the marks around it."""
    start, end = piece.title or (piece.start, piece.start)
    bare = lines.heading_text(text[start:end])
    start += text[start:end].find(bare)
    return cut(text, start, start + len(bare))


def _with_lede(own: Sequence[Line]) -> list[Line]:
    """Take what opens a text under a stated title for text, though it has no stop."""
    for i, line in enumerate(own):
        if line.kind == "text":
            break
        if line.kind == "heading":
            return [*own[:i], replace(line, kind="text"), *own[i + 1 :]]
    return list(own)


def _without_stops(own: Sequence[Line], piece: Piece) -> list[Line]:
    """Take "headings" for text where they are most of it: the text is written without stops."""
    length = Counter[str]()
    for line in own:
        if (line.start, line.end) != piece.title:
            length[line.kind] += line.end - line.start
    if length["heading"] <= length["text"]:
        return list(own)
    return [replace(one, kind="text") if one.kind == "heading" else one for one in own]


def _reason_to_drop(
    text: str, line: Line, kind: str, title: Sentence | None, *, first: bool
) -> str | None:
    """Say why a line is no part of the text; None keeps it."""
    prose = kind in {"heading", "text"}
    if first and title and prose and echoes(text[line.start : line.end], title):
        return "repeated headline"
    return None if kind == "text" else kind


def _author(text: str, own: Sequence[Line], kept: Sequence[Line]) -> str | None:
    """Find the author's name before or after the prose."""
    if not kept:
        return None
    for line in own:
        if line.kind == "byline" and (line.end <= kept[0].start or line.start >= kept[-1].end):
            return lines.author_of(text[line.start : line.end])
    return None


def _address(text: str, own: Sequence[Line], kept: Sequence[Line]) -> str | None:
    """Find the article's own address, on a line before or after the prose."""
    for line in own:
        if line.kind == "address" and (
            not kept or line.end <= kept[0].start or line.start >= kept[-1].end
        ):
            return lines.address(" ".join(text[line.start : line.end].split()))
    return None


def _paragraphs(
    text: str, kept: Sequence[Line]
) -> tuple[str | None, tuple[Paragraph, ...], tuple[Removed, ...]]:
    """Make paragraphs of the kept lines; a header and a dateline are taken off the first."""
    paragraphs = [cut(text, line.start, line.end) for line in kept]
    if not paragraphs:
        return None, (), ()
    opened = datelines.open_paragraph(paragraphs[0])
    paragraphs[0] = opened.paragraph
    shown = tuple(one for one in paragraphs if not is_blank(one.text))
    return opened.place, shown, opened.removed
