"""Document → pieces, one for each article in the file, with the evidence for every boundary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefgen.model import Document, Evidence, Part, Piece
from briefgen.reading import boundaries
from briefgen.reading.lines import Line, read_lines

_HEAD = 12  # lines among which the headline stands
_ARTICLE = re.compile(r"<(/?)article\b[^>]*>", re.IGNORECASE)
_LEAST_ARTICLE = 600  # characters of markup text; less is a teaser


def split(document: Document) -> tuple[Piece, ...]:
    """Find the articles of a document, in order; together they cover each of its parts."""
    return tuple(piece for part in document.parts for piece in _split_part(document, part))


def _split_part(document: Document, part: Part) -> list[Piece]:
    if document.kind == "html":
        return _split_html(document, part)
    lines = read_lines(document.text, part.start, part.end, document.kind)
    starts: list[tuple[int, tuple[Evidence, ...]]] = [(0, ())]
    if not part.metadata.names_one_article:
        starts += boundaries.find_boundaries(document.text, lines)
    ends = [*(lines[i].start for i, _ in starts[1:]), part.end]
    begins = [part.start, *ends[:-1]]
    pieces = []
    for (index, evidence), begin, end in zip(starts, begins, ends, strict=True):
        title = _headline([line for line in lines[index : index + _HEAD] if line.end <= end])
        pieces.append(Piece(begin, end, title, part.metadata, evidence))
    return pieces


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
    spans = _article_elements(document.text)
    if len(spans) < 2:  # noqa: PLR2004 - one element is one article
        return whole
    begins = [part.start, *(start for start, _ in spans[1:])]
    bounds = pairwise([*begins, part.end])
    return [Piece(a, b, None, part.metadata) for a, b in bounds]


def _article_elements(html: str) -> list[tuple[int, int]]:
    """Find the outermost `<article>` elements that hold more than a teaser."""
    found, depth, start = [], 0, 0
    for match in _ARTICLE.finditer(html):
        if match[1]:
            depth = max(0, depth - 1)
            if depth == 0 and _text_length(html[start : match.end()]) >= _LEAST_ARTICLE:
                found.append((start, match.end()))
        else:
            start = match.start() if depth == 0 else start
            depth += 1
    return found


def _text_length(html: str) -> int:
    return len(" ".join(re.sub(r"<[^>]*>", " ", html).split()))
