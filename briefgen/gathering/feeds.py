"""Feeds (RSS, Atom, JSON Feed) and lists of feeds (OPML): what they name, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from lxml import etree

MOST = 1_000  # entries of one feed that are looked at


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed names it."""

    url: str
    title: str | None = None
    published: date | None = None
    language: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a feed, or the addresses of the feeds a list names."""

    entries: tuple[Entry, ...] = ()
    feeds: tuple[str, ...] = ()


def parse(content: bytes, url: str, zone: tzinfo) -> Feed | None:
    """Read a feed or a list of feeds; None for anything else, such as a page.

    Days are those of `zone`. Entities and document types are never followed.
    """
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        return _json_feed(content, url, zone)
    if start != b"<":
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return _by_root(root, url, zone)


def _by_root(root: Any, url: str, zone: tzinfo) -> Feed | None:  # noqa: ANN401  # lxml is untyped
    match _name(root) if root is not None else "":
        case "rss" | "rdf":
            return Feed(_newest_first(_items(root, url, zone, "item")))
        case "feed":
            return Feed(_newest_first(_items(root, url, zone, "entry")))
        case "opml":
            found = [one.get("xmlUrl") for one in _all(root, "outline") if one.get("xmlUrl")]
            return Feed(feeds=tuple(dict.fromkeys(urljoin(url, one) for one in found)))
        case _:
            return None


def _newest_first(entries: Iterator[Entry]) -> tuple[Entry, ...]:
    known = sorted(entries, key=lambda one: one.published or date.min, reverse=True)
    return tuple(known)


def _name(element: Any) -> str:  # noqa: ANN401
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _all(root: Any, name: str) -> list[Any]:  # noqa: ANN401
    return [one for one in root.iter() if _name(one) == name][:MOST]


def _child(element: Any, *names: str) -> str | None:  # noqa: ANN401
    """Give the text of the first child with one of some names."""
    for name in names:
        for one in element:
            if _name(one) == name and (text := "".join(one.itertext()).strip()):
                return " ".join(text.split())
    return None


def _items(root: Any, url: str, zone: tzinfo, name: str) -> Iterator[Entry]:  # noqa: ANN401
    head = next(iter(_all(root, "channel")), root)
    language = _child(head, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    for item in _all(root, name):
        link = _link(item)
        if link:
            yield Entry(
                urljoin(url, link),
                _child(item, "title"),
                _day(_child(item, "published", "pubdate", "date", "issued", "updated"), zone),
                language,
                _child(head, "title"),
            )


def _link(item: Any) -> str | None:  # noqa: ANN401
    """Give the address of the article: an element's text (RSS) or an attribute (Atom)."""
    links = [one for one in item if _name(one) == "link"]
    stated = [one.get("href") for one in links if one.get("rel", "alternate") == "alternate"]
    written = [(one.text or "").strip() for one in links]
    return next(filter(None, [*stated, *written]), None)


def _json_feed(content: bytes, url: str, zone: tzinfo) -> Feed | None:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or "jsonfeed.org" not in str(told.get("version")):
        return None
    items = told.get("items")
    listed = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    return Feed(
        _newest_first(_json_entry(one, told, url, zone) for one in listed if one.get("url"))
    )


def _json_entry(item: dict[str, Any], head: dict[str, Any], url: str, zone: tzinfo) -> Entry:
    def text(value: object) -> str | None:
        return " ".join(value.split()) if isinstance(value, str) and value.strip() else None

    return Entry(
        urljoin(url, str(item["url"])),
        text(item.get("title")),
        _day(text(item.get("date_published")), zone),
        text(item.get("language")) or text(head.get("language")),
        text(head.get("title")),
    )


def _day(text: str | None, zone: tzinfo) -> date | None:
    """Read a day as RSS (RFC 822) or Atom (ISO) write it; None for what is neither."""
    if not text:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return None
