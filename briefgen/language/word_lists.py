"""Word lists per language, one `XX.yml` each, and the table of names and writing directions.

A list missing from a file is empty; an unknown language has empty lists. `shared.yml` holds what
reads the same in every language (news agencies, credits).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from briefgen.language.tags import Language


@dataclass(frozen=True, slots=True)
class WordLists:
    """What briefgen knows about one language. Words are casefolded, with straight apostrophes."""

    tag: str
    months: Mapping[str, int]  # name or abbreviation (without its stop) → 1 to 12
    weekdays: Mapping[str, int]  # name or abbreviation → 0 (Monday) to 6
    relative_days: Mapping[str, int]  # "hier" → -1
    abbreviations: frozenset[str]  # without the final stop; they do not end a sentence
    chrome: tuple[str, ...]  # what a line of site furniture begins with
    sections: frozenset[str]  # whole lines naming a section: "europe"
    related: tuple[str, ...]  # what a link to another article begins with: "lire aussi"
    captions: tuple[str, ...]  # what a caption begins with or a credit contains
    bylines: tuple[str, ...]  # what stands before an author: "par"
    joining: tuple[str, ...]  # what stands before an agency in a signature: "avec"
    contributors: tuple[str, ...]  # lines that name contributors, with "~" for the names
    consent: tuple[str, ...]  # signs of asking for consent; two of them make a call
    offers: tuple[str, ...]  # signs of a paywall or of a call to subscribe; two make a call
    address_labels: tuple[str, ...]  # what stands before the article's own address: "lien"
    archives: tuple[str, ...]  # what tells that a caption's picture is old: "photo d'archives"
    attribution: tuple[str, ...]  # verbs of saying; training/fit_abstract_words.py weighs them
    demonstratives: frozenset[str]  # words that make a weekday the day of writing: "ce"
    date_labels: frozenset[str]  # what stands before an article's own date: "publié le"
    continuing: frozenset[str]  # words that begin a sentence leaning on the one before: "il"
    introducing: frozenset[str]  # those of them that stand by themselves: "selon la police"
    negations: frozenset[str]
    denying_prefixes: tuple[str, ...]  # what turns a word into its opposite: "dé" of défavorable
    acronyms: Mapping[str, str]  # in capitals → its English, alternatives separated by |
    stop_words: frozenset[str]


@cache
def load(language: Language) -> WordLists:
    """Give the word lists that fit a language best: "de-AT" takes those of "de"."""
    known = language.nearest(available())
    return _word_lists(known, _read(f"{known}.yml")) if known else _word_lists(language.tag, {})


@cache
def load_all() -> WordLists:
    """Give the union of all languages' lists, for text whose language is not yet known."""
    return _merge([load(Language(tag)) for tag in available()])


@cache
def available() -> tuple[str, ...]:
    """Give the tags that have a file of word lists, sorted."""
    names = (
        file.name.removesuffix(".yml") for file in resources.files("briefgen.language").iterdir()
    )
    return tuple(sorted(name for name in names if len(name) == len("fr")))


@cache
def agencies() -> tuple[str, ...]:
    """Give the news agencies' names as they stand in signatures, longest first."""
    names = _read("shared.yml")["agencies"]
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def credits() -> tuple[str, ...]:  # noqa: A001 - the builtin is for the interactive prompt only
    """Give the names that betray a picture credit in any language, with their capitals."""
    return tuple(_read("shared.yml")["credits"])


def _read(file: str) -> dict[str, Any]:
    text = (resources.files("briefgen.language") / file).read_text(encoding="utf-8")
    # Words are words: read otherwise, "on" and "no" would be true and false.
    loaded: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - builds strings only
    return loaded


def _word_lists(tag: str, data: dict[str, Any]) -> WordLists:
    def phrases(key: str) -> tuple[str, ...]:
        return tuple(str(item).casefold().replace("’", "'") for item in data.get(key, ()))

    return WordLists(
        tag=tag,
        months=_numbered(data.get("months", ()), first=1),
        weekdays=_numbered(data.get("weekdays", ()), first=0),
        relative_days=MappingProxyType(
            {
                str(word).casefold(): int(days)
                for word, days in data.get("relative_days", {}).items()
            }
        ),
        abbreviations=frozenset(phrases("abbreviations")),
        chrome=phrases("chrome"),
        sections=frozenset(phrases("sections")),
        related=phrases("related"),
        captions=phrases("captions"),
        bylines=phrases("bylines"),
        joining=phrases("joining"),
        contributors=phrases("contributors"),
        consent=phrases("consent"),
        offers=phrases("offers"),
        address_labels=phrases("address_labels"),
        archives=phrases("archives"),
        attribution=phrases("attribution"),
        demonstratives=frozenset(phrases("demonstratives")),
        date_labels=frozenset(phrases("date_labels")),
        continuing=frozenset(phrases("continuing")),
        introducing=frozenset(phrases("introducing")),
        negations=frozenset(phrases("negations")),
        denying_prefixes=phrases("denying_prefixes"),
        acronyms=MappingProxyType(dict(data.get("acronyms", {}))),
        stop_words=frozenset(phrases("stop_words")),
    )


def _numbered(groups: list[str], *, first: int) -> Mapping[str, int]:
    """Give names their group's number; spaces separate the names of a group."""
    pairs = ((word, i) for i, group in enumerate(groups, first) for word in group.split())
    return MappingProxyType({word.casefold().replace("_", " "): i for word, i in pairs})


def _merge(lists: list[WordLists]) -> WordLists:
    merged: dict[str, Any] = {"tag": "und"}
    for key in (field.name for field in fields(WordLists) if field.name != "tag"):
        values = [getattr(one, key) for one in lists]
        merged[key] = _union(values)
    return WordLists(**merged)


def _union(values: list[Any]) -> Any:  # noqa: ANN401 - one field's type, whichever it is
    if isinstance(values[0], Mapping):
        return MappingProxyType(
            {word: i for value in reversed(values) for word, i in value.items()}
        )
    if isinstance(values[0], frozenset):
        return frozenset().union(*values)
    return tuple(sorted({phrase for value in values for phrase in value}))
