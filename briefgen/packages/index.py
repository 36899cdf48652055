"""The list of packages an Argos index offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from briefgen import json_values
from briefgen.errors import PackageError
from briefgen.language.tags import Language
from briefgen.packages.archive import FIELDS
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
        entries = json_values.load(content)
    except ValueError as error:
        raise _no_index(url, f"{error}.") from error
    if not isinstance(entries, list):
        raise _no_index(url, "is not a list of packages.")
    offers = [_offer(entry, url) for entry in entries if isinstance(entry, dict)]
    return tuple(offer for offer in offers if offer)


def _no_index(url: str, message: str) -> PackageError:
    return PackageError(message, where=url, remedy="Set package_index to the index.json of Argos.")


def _offer(entry: dict[str, object], url: str) -> Offer | None:
    links = entry.get("links")
    found = [_web(url, link) for link in (links if isinstance(links, list) else [])]
    web = [link for link in found if link]
    source, target, version = (str(entry.get(key, "0")) for key in FIELDS)
    sound = all(FIELDS[key].fullmatch(str(entry.get(key, "0"))) for key in FIELDS)
    if not (web and sound) or entry.get("type", "translate") != "translate":
        return None
    return Offer(
        source,
        target,
        version,
        tuple(web),
        official=url == OFFICIAL,
    )


def _web(url: str, link: object) -> str | None:
    """Give the address a link leads to, if it is one of the web."""
    try:
        full = urljoin(url, link) if isinstance(link, str) else ""
        return full if urlsplit(full).scheme in {"http", "https"} else None
    except ValueError:  # "http://[x"
        return None


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
