"""When a page says its article was published: metadata of the article itself, then a visible line.

A date of modification, of a teaser or of the sidebar is not the article's. A page's JSON-LD may
tell of many articles: the one of the headline counts, or one that stands at the top.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefgen.model import Article
from briefgen.reading.html import read_blocks

_SCRIPT = re.compile(r"<script\b[^>]{0,400}?ld\+json[^>]{0,400}>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]{1,2000}>", re.IGNORECASE)
_TIME = re.compile(r"<time\b[^>]{0,400}?\bdatetime\s*=\s*[\"']?([^\"'>\s]{4,40})", re.IGNORECASE)
_NAME = re.compile(r"\b(?:property|name|itemprop)\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)
_CONTENT = re.compile(
    r"\b(?:content|datetime)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_PUBLISHED_NAMES = """article:published_time og:article:published_time og:published_time
    datepublished article:published published_time parsely-pub-date sailthru.date
    cxenseparse:recs:publishtime dc.date.issued dcterms.issued dc.date.created dcterms.created
    dc.date dc.date.published pubdate
    publishdate publish_date publication_date publication-date date.published bt:pubdate date
    rnews:datepublished citation_publication_date citation_date"""
_PUBLISHED = tuple(_PUBLISHED_NAMES.split())
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|BlogPost|Story)$")
# What hangs on these belongs to other articles.
_OTHERS = {
    "itemListElement", "relatedLink", "mentions", "hasPart", "isPartOf", "citation", "comment",
    "isRelatedTo", "significantLink", "about", "publisher", "author", "subjectOf", "video",
    "associatedMedia", "image", "review", "isBasedOn", "workExample", "exampleOfWork",
}  # fmt: skip
_STAMP = re.compile(
    r"(?:\d{4}-\d{2}(?:-\d{2})?|\d{4}/\d{2}/\d{2}|\d{8})(?:[T ]\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?"
)
_MOST_ROWS = 40  # blocks read for a visible date


@dataclass(frozen=True, slots=True)
class Told:
    """A date as a page writes it, and where."""

    text: str
    start: int
    end: int


def stated_dates(html: str, offset: int, title: str) -> Iterator[Told]:
    """Give the dates a page's metadata state of the article's publication, surest first."""
    yield from _from_json(html, offset, title)
    metas = list(_META.finditer(html))
    for name in _PUBLISHED:
        for meta in metas:
            told = _NAME.search(meta.group())
            content = _CONTENT.search(meta.group())
            if told and content and told[1].lower() == name:
                yield from _stamps(content[0], offset + meta.start() + content.start())


def visible_rows(html: str, article: Article) -> Iterator[Told]:
    """Give the rows of a page among which its date may stand: before the text and in its head."""
    first = article.paragraphs[0].start if article.paragraphs else article.end
    last = article.paragraphs[-1].end if article.paragraphs else article.end
    texts = {one.start for one in article.paragraphs}
    rows = 0
    for block in read_blocks(html, article.start, article.end):
        start, end = block.place
        apart = block.container is not None or {"aside", "li", "title"} & set(block.within)
        if apart or start in texts or start > last or start == article.title.start:
            continue
        rows += 1
        if rows > _MOST_ROWS and start > first:
            return
        yield Told(block.text, start, end)


def marked_times(html: str, article: Article) -> Iterator[Told]:
    """Give the dates of the `<time>` elements between the headline and the text."""
    first = article.paragraphs[0].start if article.paragraphs else article.end
    title = article.title.start if article.title.start is not None else article.start
    furniture = [
        block.place
        for block in read_blocks(html, article.start, first)
        if block.container is not None or {"aside", "li"} & set(block.within)
    ]
    for match in _TIME.finditer(html, article.start, first):
        near = all(not (start - 300 < match.start() < end) for start, end in furniture)
        if match.start() > title - 3000 and near:
            yield from _stamps(match[1], match.start(1))


def _from_json(html: str, offset: int, title: str) -> Iterator[Told]:
    found: list[tuple[bool, str, int, int]] = []
    for start, end in _scripts(html):
        try:
            data = json.loads(html[start:end])
        except (ValueError, RecursionError):
            continue
        for node in _articles(data, 0):
            stamp = node.get("datePublished")
            if not isinstance(stamp, str):
                continue
            own = _letters(str(node.get("headline") or node.get("name") or "")) == _letters(title)
            found.append((own, stamp, start, end))
    named = [one for one in found if one[0]]
    for _, stamp, start, end in named or found[:1]:
        at = html.find(stamp, start, end)
        for told in _stamps(stamp, 0):
            where = offset + (at if at >= 0 else start)
            yield Told(told.text, where + told.start, where + told.end)


def _scripts(html: str) -> Iterator[tuple[int, int]]:
    """Give where the page's linked data stand."""
    at = 0
    while opened := _SCRIPT.search(html, at):
        closed = _SCRIPT_END.search(html, opened.end())
        if closed is None:
            return
        yield opened.end(), closed.start()
        at = closed.end()


def _articles(data: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Give the articles a page's data tell of at the top, not those that hang on other things."""
    if depth > 6:  # noqa: PLR2004 - no page nests its own article deeper
        return
    if isinstance(data, list):
        for one in data:
            yield from _articles(one, depth + 1)
    if not isinstance(data, dict):
        return
    kinds = data.get("@type", "")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
        yield data
        return
    for key, value in data.items():
        if key not in _OTHERS:
            yield from _articles(value, depth + 1)


def _stamps(text: str, at: int) -> Iterator[Told]:
    match = _STAMP.search(text)
    if match:
        yield Told(match.group(), at + match.start(), at + match.end())


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
