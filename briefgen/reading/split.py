"""Document → pieces, one for each article in the file, with the evidence for every boundary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefgen.model import Document, Evidence, Line, Part, Piece
from briefgen.reading import boundaries, context
from briefgen.reading.html import Outermost, read_blocks, read_markup
from briefgen.reading.lines import prose_kind, read_lines

_HEAD = 12  # lines among which the headline stands
_LEAST_ARTICLE = 600  # characters of text; less is a teaser


def split(document: Document) -> tuple[Piece, ...]:
    """Find the articles of a document, in order; together they cover each of its parts."""
    return tuple(piece for part in document.parts for piece in _split_part(document, part))


def _split_part(document: Document, part: Part) -> list[Piece]:
    if document.kind == "html":
        return _split_html(document, part)
    looks = read_lines(document.text, part.start, part.end, document.kind)
    lines = context.with_headlines(document.text, looks)
    starts: list[tuple[int, tuple[Evidence, ...]]] = [(0, ())]
    if not part.metadata.names_one_article:
        starts += boundaries.find_boundaries(document.text, _undated(document.text, lines))
    ends = [*(lines[i].start for i, _ in starts[1:]), part.end]
    begins = [part.start, *ends[:-1]]
    pieces = []
    nexts = [*(i for i, _ in starts[1:]), len(lines)]
    for (index, evidence), after, begin, end in zip(starts, nexts, begins, ends, strict=True):
        own = lines[index:after]
        title = _headline(own[:_HEAD])
        pieces.append(Piece(begin, end, title, part.metadata, evidence, own))
    return pieces


def _undated(text: str, lines: Sequence[Line]) -> list[Line]:
    """Take lines of dates for what they look like otherwise: an article may begin with one."""
    return [
        replace(line, kind=prose_kind(text[line.start : line.end])) if line.kind == "date" else line
        for line in lines
    ]


def _headline(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Find the headline: the first heading before any prose."""
    for line in lines:
        if line.kind == "heading":
            return line.start, line.end
        if line.kind in {"text", "agency", "contributors"}:
            return None
    return None


def _split_html(document: Document, part: Part) -> list[Piece]:
    whole = [Piece(part.start, part.end, None, part.metadata)]
    if part.metadata.names_one_article:
        return whole
    own = [one for one in read_markup(document.text).articles if _is_article(document.text, one)]
    if len(own) < 2:  # noqa: PLR2004 - one element is one article
        return whole
    begins = [part.start, *(one.start for one in own[1:])]
    bounds = pairwise([*begins, part.end])
    return [Piece(a, b, None, part.metadata) for a, b in bounds]


def _is_article(html: str, element: Outermost) -> bool:
    """Tell an article from a teaser and from a reader's comment, which pages mark up alike."""
    if element.container is not None:
        return False
    blocks = read_blocks(html, element.start, element.end)
    return sum(len(block.text) for block in blocks) >= _LEAST_ARTICLE
