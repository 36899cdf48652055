"""A web page → its headline, its paragraphs and what only stands beside them."""

from __future__ import annotations

import html as entities
import unicodedata
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from briefgen.model import Document, Paragraph, Piece, Removed, Sentence
from briefgen.reading import calls, context, datelines, lines
from briefgen.reading.found import Found, is_blank, removed, unplaced
from briefgen.reading.html import Block, Markup, read_markup, tamed
from briefgen.reading.shapes import is_statement

OUTSIDE = "outside the main text"
_SURE_MATCH = 25  # characters (without white space) that are no chance match
_ALIKE = 0.7  # share of a block's word pairs in the main text that makes it a part of it
_MOST_FURNITURE = 0.6  # share of a page's words that furniture may hold
_LONG_KINDS = {"comments", "related", "consent"}  # ... these may hold more ...
_LEAST_TEXT = 200  # ... characters, where there is a text beside them
_LINKS = 0.5  # share of a block that leads elsewhere and makes it a list of links
_ITEMS = {"li", "dd", "dt", "td", "th", "blockquote"}  # short ones are no headings
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LEAST_TITLE = 3  # words; "Article" and "Sans titre" are names of files


def clean_page(document: Document, piece: Piece) -> Found:
    """Find the article of a page, or of a stretch of one, by its markup and by trafilatura."""
    html = document.text[piece.start : piece.end]
    markup = read_markup(document.text, piece.start, piece.end)
    about, extracted = _extract(html)
    containers = _containers(markup.blocks)
    chosen = _choose(markup.blocks, containers, extracted)
    title, at = _title(markup.blocks, chosen, about.title)
    paragraphs, out, place = _sort(markup.blocks, chosen, containers, title, at)
    alone = (piece.start, piece.end) == (0, len(document.text))
    return Found(
        title,
        tuple(paragraphs),
        tuple(sorted([*out, *_asides(document.text, markup)], key=lambda one: one.start)),
        author=about.author,
        place=place,
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


def _extract(html: str) -> tuple[_About, str]:
    """Let trafilatura find what a page states and its main text; "" where it stumbles."""
    import trafilatura  # late: only web pages need it

    about, extracted, tree = _About(), "", None
    with suppress(Exception):  # broken in a way that no parser forgives
        tree = trafilatura.load_html(tamed(html))
    with suppress(Exception):  # control characters, impossible dates: no page stops the others
        found = trafilatura.extract_metadata(tree)
        about = _About(found.title, found.author, found.url, found.sitename)
    with suppress(Exception):
        extracted = trafilatura.extract(tree, include_comments=False, include_tables=False) or ""
    return about, extracted


def _asides(text: str, markup: Markup) -> list[Removed]:
    return [removed(text, aside.start, aside.end, aside.kind) for aside in markup.asides]


def _containers(blocks: Sequence[Block]) -> list[str | None]:
    """Give the furniture each block stands in, but not a kind that holds most of the page."""
    weights = Counter[str]()
    for block in blocks:
        weights[block.container or ""] += len(block.text) if is_statement(block.text) else 0
    believed = {kind for kind in weights if kind and _is_believed(kind, weights)}
    return [block.container if block.container in believed else None for block in blocks]


def _is_believed(kind: str, weights: Counter[str]) -> bool:
    """Tell whether a kind of furniture is one: below a short article there may be many comments."""
    if weights[kind] <= _MOST_FURNITURE * weights.total():
        return True
    return kind in _LONG_KINDS and weights[""] >= _LEAST_TEXT


def _choose(
    blocks: Sequence[Block], containers: Sequence[str | None], extracted: str
) -> list[bool]:
    """Choose the blocks whose text is in the extracted main text, and those between them."""
    main = _Main(extracted)
    free = [
        block.tag != "title" and (kind is None or kind == "offer")
        for block, kind in zip(blocks, containers, strict=True)
    ]
    chosen = [free[i] and main.holds(block.text) for i, block in enumerate(blocks)]
    if not any(chosen[i] and is_statement(block.text) for i, block in enumerate(blocks)):
        chosen = [free[i] and _is_prose(block) for i, block in enumerate(blocks)]
    beside = {block.within for block, one in zip(blocks, chosen, strict=True) if one}
    chosen = [
        one or (free[i] and blocks[i].within in beside and main.mentions(blocks[i].text))
        for i, one in enumerate(chosen)
    ]
    return _with_those_between(blocks, free, chosen)


def _with_those_between(
    blocks: Sequence[Block], free: Sequence[bool], chosen: Sequence[bool]
) -> list[bool]:
    """Add what stands in the same element as the text before and after it: short items, say."""
    places = [i for i, one in enumerate(chosen) if one]
    if not places:
        return list(chosen)
    parents = {blocks[i].within[:-1] for i in places} | {blocks[i].within for i in places}
    return [
        chosen[i]
        or (
            places[0] < i < places[-1]
            and free[i]
            and block.linked < _LINKS * len(block.text)
            and (block.within[:-1] in parents or block.within[:-2] in parents)
        )
        for i, block in enumerate(blocks)
    ]


def _is_prose(block: Block) -> bool:
    """Tell whether a block is text, where no main text could be extracted."""
    apart = block.linked < _LINKS * len(block.text)
    return apart and (is_statement(block.text) or block.tag == "p")


class _Main:
    """The main text that trafilatura extracted, compared as letters without marks and spaces."""

    def __init__(self, extracted: str) -> None:
        self._whole = _compact(extracted)
        self._rows = {_compact(row) for row in extracted.splitlines()}
        self._pairs = set(_word_pairs(extracted))

    def holds(self, text: str) -> bool:
        """Tell whether a block is part of it: word for word, or with a few words amiss."""
        own = _compact(text)
        if own in self._rows or (len(own) >= _SURE_MATCH and own in self._whole):
            return bool(own)
        pairs = _word_pairs(text)
        return bool(pairs) and sum(pair in self._pairs for pair in pairs) >= _ALIKE * len(pairs)

    def mentions(self, text: str) -> bool:
        """Tell whether its letters stand somewhere in the main text, by chance perhaps."""
        own = _compact(text)
        return bool(own) and own in self._whole


def _word_pairs(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(pairwise(words)) if len(words) > _LEAST_TITLE else []


def _sort(
    blocks: Sequence[Block],
    chosen: Sequence[bool],
    containers: Sequence[str | None],
    title: Sentence | None,
    title_at: int | None,
) -> tuple[list[Paragraph], list[Removed], str | None]:
    """Part prose from what only stands beside it; a dateline is taken off the first paragraph."""
    kinds = _kinds(blocks, chosen, containers, title)
    paragraphs: list[Paragraph] = []
    out: list[Removed] = []
    place = None
    for i, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        if i == title_at:
            continue
        paragraph = Paragraph(block.text, *block.place, block.spans)
        if kind != "text":
            out.append(Removed(kind, block.text, paragraph.start, paragraph.end))
            continue
        if not paragraphs:
            opened = datelines.open_paragraph(paragraph)
            paragraph, place = opened.paragraph, opened.place
            out += opened.removed
        if not is_blank(paragraph.text):
            paragraphs.append(paragraph)
    return paragraphs, out, place


def _kinds(
    blocks: Sequence[Block],
    chosen: Sequence[bool],
    containers: Sequence[str | None],
    title: Sentence | None,
) -> list[str]:
    """Say what each block is; "text" alone is kept."""
    kinds = [
        _kind(block, containers[i], title) if chosen[i] else (containers[i] or _outside(block))
        for i, block in enumerate(blocks)
    ]
    lengths = Counter[str]()
    for block, kind in zip(blocks, kinds, strict=True):
        lengths[kind if block.tag not in _HEADINGS else ""] += len(block.text)
    if lengths["heading"] > lengths["text"]:  # written without stops
        pairs = zip(kinds, blocks, strict=True)
        kinds = [
            "text" if kind == "heading" and block.tag not in _HEADINGS else kind
            for kind, block in pairs
        ]
    inner = [i for i, one in enumerate(chosen) if one]
    settled = context.settle([kinds[i] for i in inner], [blocks[i].text for i in inner])
    for i, kind in zip(inner, settled, strict=True):
        kinds[i] = kind if blocks[i].tag not in _HEADINGS else kinds[i]
    return kinds


def _outside(block: Block) -> str:
    return "page title" if block.tag == "title" else OUTSIDE


def _kind(block: Block, container: str | None, title: Sentence | None) -> str:
    if title is not None and _compact(block.text) == _compact(title.original):
        return "repeated headline"
    if block.tag in _HEADINGS:
        return "heading"
    kind = lines.line_kind(block.text)
    if kind == "heading" and block.tag in _ITEMS:
        return "text"
    if container == "offer" and calls.is_call(block.text, hinted=True):
        return "offer"
    return kind


def _title(
    blocks: Sequence[Block], chosen: Sequence[bool], named: str | None
) -> tuple[Sentence | None, int | None]:
    """Find the title among the blocks, so that it knows its place in the markup."""
    at = _title_block(blocks, chosen, named)
    if at is not None:
        return _placed(blocks[at]), at
    named = entities.unescape(named) if named else ""
    for i, block in enumerate(blocks):
        begin = block.text.find(named) if block.tag == "title" and named else -1
        if begin >= 0:
            spans = block.spans[begin : begin + len(named)]
            whole = i if len(named) == len(block.text) else None
            return Sentence(" ".join(named.split()), spans[0][0], spans[-1][1]), whole
    return (unplaced(named) if named else None), None


def _title_block(blocks: Sequence[Block], chosen: Sequence[bool], named: str | None) -> int | None:
    headings = [i for i, block in enumerate(blocks) if block.tag in _HEADINGS]
    firsts = [i for i in headings if blocks[i].tag == "h1"]
    told = _compact(" ".join(block.text for block in blocks if block.tag == "title"))
    within = [i for i in headings if _compact(blocks[i].text) in told]
    if within:  # "The headline - The outlet": the outlet's name may be a heading too
        longest = max(len(blocks[i].text) for i in within)
        return next(i for i in within if len(blocks[i].text) == longest)
    wanted = _compact(entities.unescape(named or ""))
    candidates: list[int] = [*firsts, *headings, *range(len(blocks))]
    for i in candidates:
        if wanted and _compact(blocks[i].text) == wanted and blocks[i].tag != "title":
            return i
    free: list[int] = [i for i in firsts if blocks[i].container is None]
    if free or firsts:
        return (free or firsts)[0]
    if len((named or "").split()) < _LEAST_TITLE:
        return _leading_heading(blocks, chosen)
    return None


def _leading_heading(blocks: Sequence[Block], chosen: Sequence[bool]) -> int | None:
    """Find a paragraph that has the shape of a headline before the prose begins."""
    for i, block in enumerate(blocks):
        if chosen[i]:
            return i if lines.line_kind(block.text) == "heading" else None
    return None


def _placed(block: Block) -> Sentence:
    return Sentence(" ".join(block.text.split()), *block.place)


@lru_cache(maxsize=4096)
def _compact(text: str) -> str:
    """Write a text as its letters: without white space, soft hyphens, joiners and accents."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    if decomposed.isascii():
        return "".join(decomposed.split())
    return "".join(
        character
        for character in decomposed
        if not character.isspace() and unicodedata.category(character) not in {"Cf", "Mn", "Cc"}
    )
