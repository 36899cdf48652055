"""Raw text or HTML → clean paragraphs that know their place, title, author, place; and repairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from briefgen.language import sentences, word_lists
from briefgen.language.tags import UNKNOWN, Language
from briefgen.model import Article, Document, Paragraph, Piece, Problem, Removed, Sentence
from briefgen.reading import lines
from briefgen.reading.html import Block, read_blocks, tamed
from briefgen.reading.lines import Line

_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][\w.’' -]{1,40}?(?:, [^\W\d_][\w.’' -]{1,40}?){0,2})"
    r"(?: \([^\W\d_][\w .’'-]{1,30}\)(?=,))?"  # "CAP CANAVERAL (Floride), "
    r"(?:,? (?:le )?\d{1,2}(?:er)? [^\W\d_]+\.?(?: \d{4})?)?"
    r"(?P<agency> ?\([\w ./-]{2,30}\))? ?[–—-]{1,2} +(?=[^\W_]|[«\"“])"
)
_HEADER = re.compile(
    r"^(?:date|published|publié le|published on)\s*:?\s*\d{4}-\d{2}(?:-\d{2})?\s+", re.IGNORECASE
)
_LONGEST_TITLE = 110  # characters of a first sentence that stands in for a missing headline
_LEAST_CLAUSE = 40  # characters before a comma at which such a title may be cut
_SURE_MATCH = 25  # characters (without white space) that are no chance match


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of an article before it is put together."""

    title: Sentence | None
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removed, ...]
    author: str | None = None
    place: str | None = None
    url: str | None = None
    source: str | None = None


def clean(document: Document, piece: Piece) -> tuple[Article, tuple[Problem, ...]]:
    """Clean one article; sentences, language and date are added by later stages."""
    found = (
        _clean_html(document, piece) if document.kind == "html" else _clean_text(document, piece)
    )
    stated = piece.metadata
    problems: list[Problem] = []
    title = _unplaced(stated.title) if stated.title else found.title
    if title is None:
        title = _lead(found.paragraphs)
    if not found.paragraphs:
        line = document.text.count("\n", 0, piece.start) + 1
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
        removed=found.removed,
        evidence=piece.evidence,
    )
    return article, tuple(problems)


def repair(text: str, language: Language) -> str:
    """Mend scraping damage: the text for summariser and translator, never the text shown."""
    mended = text.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
    mended = re.sub(r"!?\[([^\[\]\n]{1,300})\]\([^()\s]{1,2000}\)", r"\1", mended)
    mended = re.sub(r"(\*\*|__)(?=\S)([^*_\n]{1,300})(?<=\S)\1", r"\2", mended)
    mended = re.sub(r"(?<=[^\W\d_]{2}[.!?…])(?=[A-ZÀ-ÖØ-ÝА-Я][a-zß-öø-ÿа-я])", " ", mended)
    mended = re.sub(r"([.!?])(?:\s+\.)+$", r"\1", mended)
    mended = _part_joined_words(mended, language)
    return " ".join(_balance(mended).split())


def _part_joined_words(text: str, language: Language) -> str:
    """Part "froidesDepuis", but leave "FranceInfo": the second word must be a common one."""
    common = word_lists.load(language).stop_words

    def part(match: re.Match[str]) -> str:
        joined = match[2].casefold() in common and len(match[2]) > 1
        return f"{match[1]} {match[2]}" if joined else match.group()

    return re.sub(r"\b([a-zß-öø-ÿ]{3,})([A-ZÀ-ÖØ-Ý][a-zß-öø-ÿ]+)\b", part, text)


def _balance(text: str) -> str:
    """Set guillemets that point the wrong way right and close the one left open."""
    marks = [match.start() for match in re.finditer("[«»]", text)]
    turned = list(text)
    if len(marks) % 2 == 0:
        for i, at in enumerate(marks):
            turned[at] = "«»"[i % 2]
        return "".join(turned)
    if text[marks[-1]] == "«" and all(text[at] == "«»"[i % 2] for i, at in enumerate(marks)):
        return f"{text} »"
    if text[marks[0]] == "»" and all(text[at] == "»«"[i % 2] for i, at in enumerate(marks)):
        return f"« {text}"
    return text


def _unplaced(title: str) -> Sentence:
    return Sentence(" ".join(title.split()), None, None)


def _lead(paragraphs: Sequence[Paragraph]) -> Sentence:
    """Take the first clause of the text for a headline where there is none."""
    if not paragraphs:
        return Sentence("", None, None)
    first = paragraphs[0]
    start, end = sentences.split_sentences(first.text, UNKNOWN)[0]
    if end - start > _LONGEST_TITLE:
        cut = first.text.find(",", start + _LEAST_CLAUSE, start + _LONGEST_TITLE)
        end = cut if cut > 0 else end
    return _placed(first, start, end)


def _placed(paragraph: Paragraph, start: int, end: int) -> Sentence:
    return Sentence(" ".join(paragraph.text[start:end].split()), *paragraph.locate(start, end))


# Text and Markdown


def _clean_text(document: Document, piece: Piece) -> _Found:
    text = document.text
    own = lines.read_lines(text, piece.start, piece.end, document.kind)
    title = _title_line(text, piece)
    kept: list[Line] = []
    removed: list[Removed] = []
    own = _without_stops(own, piece)
    last = max((i for i, line in enumerate(own) if line.kind == "text"), default=-1)
    for i, line in enumerate(own):
        if title and (line.start, line.end) == piece.title:
            continue
        reason = _reason_to_drop(text, line, title, first=not kept)
        if reason == "heading" and i > last >= 0 and text[line.end - 1] in "?!…":
            reason = None  # a question after the last paragraph heads nothing: it ends the text
        if reason:
            removed.append(_removed(text, line, reason))
        else:
            kept.append(line)
    author = _author(text, own, kept)
    place, paragraphs, extra = _paragraphs(text, kept)
    found = sorted([*removed, *extra], key=lambda one: one.start)
    return _Found(title, paragraphs, tuple(found), author, place)


def _without_stops(own: Sequence[Line], piece: Piece) -> tuple[Line, ...]:
    """Take "headings" for text where they are most of it: the text is written without stops."""
    length = Counter[str]()
    for line in own:
        if (line.start, line.end) != piece.title:
            length[line.kind] += line.end - line.start
    if length["heading"] <= length["text"]:
        return tuple(own)
    return tuple(replace(one, kind="text") if one.kind == "heading" else one for one in own)


def _title_line(text: str, piece: Piece) -> Sentence | None:
    if piece.title is None:
        return None
    start, end = piece.title
    bare = lines.heading_text(text[start:end])
    start += text[start:end].find(bare)
    return Sentence(" ".join(bare.split()), start, start + len(bare))


def _reason_to_drop(text: str, line: Line, title: Sentence | None, *, first: bool) -> str | None:
    """Say why a line is no part of the text; None keeps it."""
    prose = line.kind in {"heading", "text"}
    if first and title and prose and _echoes(text[line.start : line.end], title):
        return "repeated headline"
    return None if line.kind == "text" else line.kind


def _echoes(line: str, title: Sentence) -> bool:
    """Tell whether a line only says words of the headline again."""
    known = set(sentences.words(title.original, UNKNOWN))
    said = sentences.words(line, UNKNOWN)
    return bool(said) and all(word in known for word in said)


def _removed(text: str, line: Line, kind: str) -> Removed:
    return Removed(kind, " ".join(text[line.start : line.end].split()), line.start, line.end)


def _author(text: str, own: Sequence[Line], kept: Sequence[Line]) -> str | None:
    """Find the author's name before or after the prose."""
    if not kept:
        return None
    outside = [line for line in own if line.kind == "byline"]
    for line in outside:
        if line.end <= kept[0].start or line.start >= kept[-1].end:
            return lines.author_of(text[line.start : line.end])
    return None


def _paragraphs(
    text: str, kept: Sequence[Line]
) -> tuple[str | None, tuple[Paragraph, ...], list[Removed]]:
    """Make paragraphs of the kept lines; a header and a dateline are taken off the first."""
    paragraphs: list[Paragraph] = []
    removed: list[Removed] = []
    place = None
    for i, line in enumerate(kept):
        start = line.start
        if i == 0:
            start, place, removed = _open(text, line)
        if start < line.end:
            paragraphs.append(Paragraph(text[start : line.end], start, line.end))
    return place, tuple(paragraphs), removed


def _open(text: str, line: Line) -> tuple[int, str | None, list[Removed]]:
    """Take a header and a dateline off an opening line: where the text starts, and the place."""
    removed, start, place = [], line.start, None
    header = _HEADER.match(text[start : line.end])
    if header:
        removed.append(Removed("header", header.group().strip(), start, start + header.end()))
        start += header.end()
    dateline = _DATELINE.match(text[start : line.end])
    if dateline and (dateline["agency"] or _is_capital(dateline["place"].split(",")[0])):
        place = dateline["place"].strip()
        removed.append(Removed("dateline", dateline.group().strip(), start, start + dateline.end()))
        start += dateline.end()
    return start, place, removed


def _is_capital(name: str) -> bool:
    return name.isupper() and len(name) > 2  # noqa: PLR2004 - "A – …" is no place


# HTML


def _clean_html(document: Document, piece: Piece) -> _Found:
    html = document.text[piece.start : piece.end]
    blocks = read_blocks(document.text, piece.start, piece.end)
    about, extracted = _extract(html)
    if extracted is None:
        extracted = "\n".join(block.text for block in blocks if block.tag == "p")
    title = _html_title(blocks, about.title)
    paragraphs, removed = _sort_blocks(_choose_blocks(blocks, extracted), title)
    alone = (piece.start, piece.end) == (0, len(document.text))
    return _Found(
        title,
        tuple(paragraphs),
        tuple(removed),
        author=about.author,
        url=about.url if alone else None,  # a page of several articles has no address of one
        source=about.sitename,
    )


@dataclass(frozen=True, slots=True)
class _About:
    """What a page states of itself."""

    title: str | None = None
    author: str | None = None
    url: str | None = None
    sitename: str | None = None


def _extract(html: str) -> tuple[_About, str | None]:
    """Let trafilatura find what a page states and its main text; None where it stumbles."""
    import trafilatura  # late: only web pages need it

    about, extracted = _About(), None
    html = tamed(html)
    with suppress(Exception):  # control characters, impossible dates: no page stops the others
        found = trafilatura.extract_metadata(html)
        about = _About(found.title, found.author, found.url, found.sitename)
    with suppress(Exception):
        extracted = trafilatura.extract(html, include_comments=False, include_tables=False) or ""
    return about, extracted


def _sort_blocks(
    chosen: Sequence[Block], title: Sentence | None
) -> tuple[list[Paragraph], list[Removed]]:
    """Part prose from what only stands beside it."""
    paragraphs: list[Paragraph] = []
    removed: list[Removed] = []
    for block in chosen:
        kind: str = lines.line_kind(block.text)
        paragraph = Paragraph(block.text, block.spans[0][0], block.spans[-1][1], block.spans)
        if title is not None and _compact(block.text) == _compact(title.original):
            kind = "repeated headline"
        if kind == "text":
            paragraphs.append(paragraph)
        else:
            removed.append(Removed(kind, block.text, paragraph.start, paragraph.end))
    return paragraphs, removed


def _choose_blocks(blocks: Sequence[Block], extracted: str) -> list[Block]:
    """Choose the blocks whose text is in the extracted main text."""
    whole = _compact(extracted)
    rows = {_compact(row) for row in extracted.splitlines()}
    chosen = []
    for block in blocks:
        own = _compact(block.text)
        if block.tag != "title" and (own in rows or (len(own) >= _SURE_MATCH and own in whole)):
            chosen.append(block)
    return chosen


def _html_title(blocks: Sequence[Block], heading: str | None) -> Sentence | None:
    """Find the title among the blocks, so that it knows its place in the markup."""
    wanted = _compact(heading or "")
    headings = [block for block in blocks if block.tag == "h1"]
    for block in [*headings, *blocks]:
        if wanted and _compact(block.text) == wanted:
            return Sentence(block.text, block.spans[0][0], block.spans[-1][1])
    if headings:
        block = headings[0]
        return Sentence(block.text, block.spans[0][0], block.spans[-1][1])
    return _unplaced(heading) if heading else None


def _compact(text: str) -> str:
    return "".join(text.split()).casefold()
