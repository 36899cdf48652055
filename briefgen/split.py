"""Document → pieces, one for each article in the file, with the evidence for every boundary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefgen import languages, sentences
from briefgen.lines import Line, read_lines
from briefgen.model import Document, Evidence, Part, Piece

_ENOUGH = 2.5  # summed weight at which a line begins a new article
_LEAST_TEXT = 2  # lines of prose an article has at least before another may begin
_WINDOW = 8  # lines of prose compared on either side of a possible boundary
_SHORT_HEADING, _LONG_HEADING = 3, 8  # words
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
        starts += _boundaries(document.text, lines)
    ends = [*(lines[i].start for i, _ in starts[1:]), part.end]
    begins = [part.start, *ends[:-1]]
    pieces = []
    for (index, evidence), begin, end in zip(starts, begins, ends, strict=True):
        own = [line for line in lines[index:] if line.end <= end]
        pieces.append(Piece(begin, end, _headline(own), part.metadata, evidence))
    return pieces


def _headline(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Find the headline: the first heading before any prose."""
    for line in lines:
        if line.kind == "heading":
            return line.start, line.end
        if line.kind in {"text", "agency", "contributors"}:
            return None
    return None


def _boundaries(text: str, lines: Sequence[Line]) -> list[tuple[int, tuple[Evidence, ...]]]:
    """Find the lines at which a new article begins, with the evidence."""
    found = []
    prose_since = 0
    for i, line in enumerate(lines):
        if prose_since >= _LEAST_TEXT and line.kind in {"heading", "section"}:
            evidence = _weigh(text, lines, i)
            if sum(one.weight for one in evidence) >= _ENOUGH:
                found.append((i, evidence))
                prose_since = 0
        prose_since += line.kind == "text"
    return found


def _weigh(text: str, lines: Sequence[Line], i: int) -> tuple[Evidence, ...]:
    """Weigh the signs that an article begins at line `i`."""
    before, line = lines[i - 1], lines[i]
    after = lines[i + 1] if i + 1 < len(lines) else None
    evidence = [_shape(text, line)]
    if before.kind in {"byline", "agency", "contributors"}:
        evidence.append(_evidence(text, before, before.kind, 2.0))
    if before.kind in {"rule", "chrome", "related"}:
        evidence.append(_evidence(text, before, before.kind, 1.0))
    if after is not None and after.kind in {"caption", "byline"}:
        evidence.append(_evidence(text, after, after.kind, 1.0))
    evidence.append(
        Evidence(
            "subject", _subject_words(text, line), _change(text, lines, i), line.start, line.end
        )
    )
    return tuple(evidence)


def _evidence(text: str, line: Line, kind: str, weight: float) -> Evidence:
    return Evidence(
        kind, " ".join(text[line.start : line.end].split()), weight, line.start, line.end
    )


def _shape(text: str, line: Line) -> Evidence:
    words = len(text[line.start : line.end].split())
    weight = -1.0 if words <= _SHORT_HEADING else 1.0 if words >= _LONG_HEADING else 0.5
    return _evidence(text, line, "headline", weight)


def _subject_words(text: str, line: Line) -> str:
    return " ".join(text[line.start : line.end].split())


def _change(text: str, lines: Sequence[Line], i: int) -> float:
    """Weigh the change of subject: 2 when before and after share no names or rarer words."""
    before = [line for line in lines[max(0, i - 2 * _WINDOW) : i] if line.kind == "text"][-_WINDOW:]
    after = [line for line in lines[i : i + 2 * _WINDOW] if line.kind == "text"][:_WINDOW]
    left, right = _content(text, before), _content(text, after)
    if not left or not right:
        return 0.0
    shared = len(left & right) / min(len(left), len(right))
    return round(max(0.0, 2.0 - 12 * shared), 2)


def _content(text: str, lines: Sequence[Line]) -> set[str]:
    stop = languages.load_all().stop_words
    found: set[str] = set()
    for line in lines:
        words = sentences.words(text[line.start : line.end], "und")
        found.update(word[:6] for word in words if len(word) > 3 and word not in stop)  # noqa: PLR2004 - longer words carry the subject
    return found


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
