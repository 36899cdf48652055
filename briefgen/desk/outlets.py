"""`sources.yml`: what is known about the outlets, by the domain of their addresses.

lemonde.fr: {name: Le Monde, country: France, language: fr, kind: newspaper}
tass.ru: {name: TASS, country: Russia, kind: state agency}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Protocol

import yaml

from briefgen import yaml_values
from briefgen.language.tags import Language
from briefgen.model import Article, Problem, shortened
from briefgen.urls import domain
from briefgen.yaml_values import Reader

UNKNOWN = "unknown outlet"
READERS: dict[str, Reader[Any]] = {
    "name": yaml_values.text,
    "country": yaml_values.text,
    "language": yaml_values.language,
    "kind": yaml_values.text,
}


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet; None where the file is silent."""

    domain: str
    name: str | None = None
    country: str | None = None
    language: Language | None = None
    kind: str | None = None

    @property
    def badges(self) -> tuple[str, ...]:
        """What a reader should know before reading: country and kind."""
        return tuple(badge for badge in (self.country, self.kind) if badge)


NO_OUTLETS: Mapping[str, Outlet] = MappingProxyType({})


class HasOutlet(Protocol):
    """Something an outlet published: an article, a copy of one, a line of the ledger."""

    @property
    def source(self) -> str | None:
        """The outlet as stated."""

    @property
    def url(self) -> str | None:
        """The address."""

    @property
    def file(self) -> str:
        """The file it was read from."""


def outlet_name(one: HasOutlet) -> str:
    """Name the outlet: as stated, else the domain, else the folder; a file name is no outlet."""
    return one.source or domain(one.url) or _folder(one.file) or UNKNOWN


def _folder(file: str) -> str | None:
    """Give the nearest folder that is named in letters: `lemonde/2023/09/a.txt` is lemonde's."""
    folders = PurePosixPath(file).parent.parts
    return next((name for name in reversed(folders) if any(map(str.isalpha, name))), None)


def schema() -> yaml_values.Schema:
    """Give the JSON Schema of the file."""
    known = {name: read.schema for name, read in READERS.items()}
    outlet = {"type": "object", "additionalProperties": False, "properties": known}
    return {"type": ["object", "null"], "additionalProperties": outlet}


def parse(content: str, file: str) -> tuple[dict[str, Outlet], tuple[Problem, ...]]:
    """Read the outlets by domain; what is wrong is left out and reported."""
    root, problems = yaml_values.parse(content, file)
    if root is None:
        return {}, problems
    if not isinstance(root, yaml.MappingNode):
        what = f"the file is {yaml_values.shorten(root)}, not a list of domains."
        return {}, (Problem(file, 1, what, "Write lemonde.fr: {name: Le Monde}."),)
    outlets = {}
    wrong: list[Problem] = []
    for key, value in root.value:
        found, more = yaml_values.entries(value, READERS, file)
        wrong += more
        name = yaml_values.shorten(key).casefold().removeprefix("www.")
        if name in outlets:
            remedy = "Keep one of the two."
            wrong.append(Problem(file, yaml_values.line_of(key), f"{name} stands twice.", remedy))
        outlets[name] = Outlet(name, **found)
    return outlets, tuple(wrong)


def name_sources(
    articles: Sequence[Article], outlets: dict[str, Outlet]
) -> tuple[tuple[Article, ...], tuple[str, ...]]:
    """Give articles the name and badges of their outlet; also the sources nobody described."""
    known = [_find(article, outlets) for article in articles]
    named = tuple(
        replace(article, source=article.source or outlet.name, badges=outlet.badges)
        if outlet
        else article
        for article, outlet in zip(articles, known, strict=True)
    )
    unknown = {
        outlet_name(article)
        for article, outlet in zip(articles, known, strict=True)
        if outlet is None and (article.source or article.url)
    }
    return named, tuple(sorted(unknown)) if outlets else ()


def outlet_language(article: Article, outlets: Mapping[str, Outlet]) -> Language | None:
    """Give the language the outlet of an article writes in, where the file says so."""
    outlet = _find(article, outlets)
    return outlet.language if outlet else None


def _find(article: Article, outlets: Mapping[str, Outlet]) -> Outlet | None:
    """Find the outlet by its stated name, else by domain or a domain above it.

    Who is named as the source speaks, even where the address is another's.
    """
    stated = (article.source or "").casefold()
    named = [one for one in outlets.values() if one.name and one.name.casefold() == stated]
    if named:
        return named[0]
    host = domain(article.url) or ""
    while host and host not in outlets:
        host = host.partition(".")[2]
    found = outlets.get(host)
    return found if found and not (stated and found.name) else None


def unknown_sources(names: Sequence[str], file: str) -> tuple[Problem, ...]:
    """Name the sources the file is silent about, once."""
    if not names:
        return ()
    shown = ", ".join(map(shortened, names[:10])) + (" …" if len(names) > 10 else "")  # noqa: PLR2004 - a glance
    noun = "source is" if len(names) == 1 else "sources are"
    what = f"{len(names)} {noun} not described: {shown}."
    remedy = "Add a line for each, for example tass.ru: {name: TASS, kind: state agency}."
    return (Problem(file, 0, what, remedy, "warning"),)
