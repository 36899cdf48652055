"""The list of packages an Argos index offers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from briefgen.errors import PackageError
from briefgen.language.tags import Language
from briefgen.packages.routes import argos_codes, version_key

MAX_INDEX = 20_000_000  # bytes; the official one has about 100 kB
OFFICIAL = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that an index says can be fetched. The index states no size and no checksum."""

    source: str
    target: str
    version: str
    links: tuple[str, ...]
    official: bool = False  # from Argos' own index

    @property
    def pair(self) -> tuple[str, str]:
        """The languages it translates from and to."""
        return self.source, self.target


def parse_index(content: bytes, url: str) -> tuple[Offer, ...]:
    """Read an index; entries that are no translation package or have no web link are left out."""
    try:
        entries = json.loads(content)
    except ValueError as error:
        raise _no_index(url, f"is not JSON: {error}.") from error
    if not isinstance(entries, list):
        raise _no_index(url, "is not a list of packages.")
    offers = [_offer(entry, url) for entry in entries if isinstance(entry, dict)]
    return tuple(offer for offer in offers if offer)


def _no_index(url: str, message: str) -> PackageError:
    return PackageError(message, where=url, remedy="Set package_index to the index.json of Argos.")


def _offer(entry: dict[str, object], url: str) -> Offer | None:
    links = entry.get("links")
    web = [
        urljoin(url, link)
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, str) and urlsplit(urljoin(url, link)).scheme in {"http", "https"}
    ]
    source, target = entry.get("from_code"), entry.get("to_code")
    if not (web and source and target) or entry.get("type", "translate") != "translate":
        return None
    return Offer(
        str(source),
        str(target),
        str(entry.get("package_version", "0")),
        tuple(web),
        official=url == OFFICIAL,
    )


def offers_for(offers: Sequence[Offer], language: Language, target: Language) -> tuple[Offer, ...]:
    """Choose the newest package for a language, or two over a pivot; () when there is no way."""
    for code in argos_codes(language):
        if direct := _newest(offers, code, target.primary):
            return (direct,)
    for code in argos_codes(language):
        for pivot in sorted({o.target for o in offers if o.source == code}):
            first, second = _newest(offers, code, pivot), _newest(offers, pivot, target.primary)
            if first and second:
                return first, second
    return ()


def _newest(offers: Sequence[Offer], source: str, target: str) -> Offer | None:
    fitting = [o for o in offers if o.pair == (source, target)]
    return max(fitting, key=lambda o: version_key(o.version), default=None)
