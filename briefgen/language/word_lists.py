"""What we know of each language: one `TAG.yml` each, and nothing of it anywhere else.

A key missing from a file is empty; an unknown language has empty lists. `shared.yml` holds what
reads the same in every language (news agencies, credits, signs of units). docs/add-a-language.md
says what each key is for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from briefgen.language.tags import Language

TRAITS = frozenset(
    {
        "buddhist years",
        "case apostrophe",
        "decimal point",
        "nouns capitalised",
        "ordinal stop",
        "quotes alike",
        "quotes inward",
    }
)
NOT_LANGUAGES = frozenset({"shared"})
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number words and their values. Those that mostly mean something else are left out."""

    words: Mapping[str, float] = field(default_factory=dict)
    ordinals: Mapping[str, float] = field(default_factory=dict)  # may be part of a number
    joined: Mapping[str, float] = field(default_factory=dict)  # ... only of a longer: vingt-neuf
    about: Mapping[str, frozenset[float]] = field(default_factory=dict)  # "dizaine": 10, 12
    like: Mapping[str, float] = field(default_factory=dict)  # "both" may stand for 2
    scales: Mapping[str, float] = field(default_factory=dict)  # multiply the number before them


@dataclass(frozen=True, slots=True)
class WordLists:
    """What briefgen knows about one language. Words are casefolded, with straight apostrophes."""

    tag: str
    traits: frozenset[str]  # which of TRAITS it has
    letters: str  # its letters beyond ASCII, where it is written in the Latin alphabet
    expansion: float | None  # English letters per letter of it; None where nobody counted
    # Dates and times
    months: Mapping[str, int]  # name or abbreviation (without its stop) → 1 to 12
    solar_months: Mapping[str, int]  # ... of the Solar Hijri calendar
    unsure_months: frozenset[str]  # ... that are other words as well
    weekdays: Mapping[str, int]  # name or abbreviation → 0 (Monday) to 6
    relative_days: Mapping[str, int]  # "hier" → -1
    date_articles: frozenset[str]  # what may stand before a date: "le"
    date_joins: frozenset[str]  # what stands between day, month and year: "de"
    date_ends: frozenset[str]  # what stands after a year: "года"
    year_words: frozenset[str]  # what follows a year that comes first: "2024 m. kovo 15"
    month_words: frozenset[str]  # what may follow the name of a month: "ماه"
    day_endings: frozenset[str]  # "er" of "1er"
    roman_endings: frozenset[str]  # "ème" of "XXème"
    date_units: Mapping[str, int]  # what follows a year (1), month (2) and day (3) in figures
    eras: Mapping[str, int]  # name → the year before its first
    clock_words: frozenset[str]  # what stands before a time of day: "à"
    hour_words: tuple[str, ...]  # what follows its figures: "h"
    decades: tuple[str, ...]  # "années ~"
    date_labels: frozenset[str]  # what stands before an article's own date: "publié le"
    demonstratives: frozenset[str]  # words that make a weekday the day of writing: "ce"
    # What a site puts around a text
    chrome: tuple[str, ...]  # what a line of site furniture begins with
    sections: frozenset[str]  # whole lines naming a section: "europe"
    related: tuple[str, ...]  # what a link to another article begins with: "lire aussi"
    captions: tuple[str, ...]  # what a caption begins with or a credit contains
    picture_words: frozenset[str]  # what a credit calls a picture
    taken_by: frozenset[str]  # what stands before whoever took it
    archives: tuple[str, ...]  # what tells that a caption's picture is old: "photo d'archives"
    contributors: tuple[str, ...]  # lines that name contributors, with "~" for the names
    consent: tuple[str, ...]  # signs of asking for consent; two of them make a call
    offers: tuple[str, ...]  # signs of a paywall or of a call to subscribe; two make a call
    address_labels: tuple[str, ...]  # what stands before the article's own address: "lien"
    end_marks: tuple[str, ...]  # what stands in brackets after the last sentence
    # Names and who says so
    bylines: tuple[str, ...]  # what stands before an author: "par"
    roles: tuple[str, ...]  # what stands after one: "기자"
    byline_patterns: tuple[str, ...]  # of a line of its own shape, with the name in it
    joining: tuple[str, ...]  # what stands before an agency in a signature: "avec"
    datelines: tuple[str, ...]  # patterns of an opening of its own shape, with the place in it
    attribution: tuple[str, ...]  # verbs of saying; training/fit_abstract_words.py weighs them
    particles: frozenset[str]  # small words within names: "de"
    surname_words: frozenset[str]  # stop words that begin surnames or are initials: "M. Le Pen"
    place_words: frozenset[str]  # small words within names of places: "sur"
    conjunctions: frozenset[str]  # "et", "ou"
    # Sentences
    abbreviations: frozenset[str]  # without the final stop; they do not end a sentence
    continuing: frozenset[str]  # words that begin a sentence leaning on the one before: "il"
    introducing: frozenset[str]  # those of them that stand by themselves: "selon la police"
    stop_words: frozenset[str]
    # Denials
    negations: frozenset[str]
    denials: tuple[str, ...]  # patterns, each a denial; without them a negation is one
    denial_asides: tuple[str, ...]  # patterns of what looks like a denial and is none
    denial_signs: tuple[str, ...]  # patterns of all that may be told as a denial
    plain_denials: tuple[str, ...]  # patterns of denials that cannot be anything else
    denying_words: tuple[str, ...]  # patterns of words that deny by their meaning
    adverse_words: tuple[str, ...]  # ... and of those that may stand for an opposite
    denying_prefixes: tuple[str, ...]  # what turns a word into its opposite: "dé" of défavorable
    plain_prefixes: tuple[str, ...]  # ... and hardly ever means anything else
    capable_endings: tuple[str, ...]  # "able" of favorable
    # Numbers and units
    numbers: Numbers
    units: Mapping[str, tuple[str, ...]]  # names of percent and currencies; "dólar*" may go on
    kin_units: Mapping[str, tuple[str, ...]]  # what else may be meant: pounds are weighed, too
    sure_units: Mapping[str, tuple[str, ...]]  # names that mean nothing else
    round_numbers: frozenset[str]
    # Words
    acronyms: Mapping[str, str]  # in capitals → its English, alternatives separated by |
    common_acronyms: frozenset[str]  # such as stand in any text
    doubled: frozenset[str]  # may be said twice in a row
    endings: tuple[str, ...]  # of regular forms of words
    beginnings: tuple[str, ...]  # what regular words are put together with
    contractions: frozenset[str]
    search_prefixes: str  # pattern of what is written as part of a word: "ال"

    # Names that recur
    name_endings: tuple[str, ...]  # of a name's cases, the longest first: "ому"
    name_prefixes: tuple[str, ...]  # what is written as one with a name: "و"
    titles: frozenset[str]  # what stands before a person's name and is no part of it: "mme"
    directions: frozenset[str]  # of the compass, no names by themselves: "nord", "sud-est"
    elisions: frozenset[str]  # what is written before an apostrophe as one with a word: "l"
    articles: frozenset[str]  # what no person's or town's name has before it: "los"
    sounds: Mapping[str, str]  # letters → how they sound, one sign a sound: "tch" → C

    def has(self, trait: str) -> bool:
        """Tell whether the language has one of TRAITS."""
        return trait in self.traits


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
    names = (file.name for file in resources.files("briefgen.language").iterdir())
    tags = {name.removesuffix(".yml") for name in names if name.endswith(".yml")}
    return tuple(sorted(tags - NOT_LANGUAGES))


@cache
def agencies() -> tuple[str, ...]:
    """Give the news agencies' names as they stand in signatures, longest first."""
    names = _read("shared.yml")["agencies"]
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def credits() -> tuple[str, ...]:  # noqa: A001 - the builtin is for the interactive prompt only
    """Give the names that betray a picture credit in any language, with their capitals."""
    return tuple(_read("shared.yml")["credits"])


@cache
def name_joins() -> tuple[str, ...]:
    """Give what may stand small inside a name, wherever it is told: Charles de Gaulle."""
    return tuple(_read("shared.yml")["name_joins"])


@cache
def unit_signs() -> Mapping[str, tuple[str, ...]]:
    """Give the signs of percent and currencies that every language uses, as patterns."""
    return _grouped(_read("shared.yml")["units"])


def _read(file: str) -> dict[str, Any]:
    text = (resources.files("briefgen.language") / file).read_text(encoding="utf-8")
    # Words are words: read otherwise, "on" and "no" would be true and false.
    loaded: dict[str, Any] = yaml.load(text, _LOADER)  # noqa: S506 - builds strings only
    return loaded


# The same in C, where PyYAML was built with it: ten times as fast.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _word_lists(tag: str, data: dict[str, Any]) -> WordLists:
    """Read what a file says. Raises ValueError for a key or trait that nobody would look for."""
    kinds = {one.name: str(one.type) for one in fields(WordLists) if one.name != "tag"}
    unknown = sorted(set(data) - set(kinds)) or sorted(set(data.get("traits", ())) - TRAITS)
    if unknown:
        raise ValueError(f"language/{tag}.yml: nothing is known as {unknown[0]!r}")
    readers = {name: _READERS.get(name) or _BY_TYPE[kind] for name, kind in kinds.items()}
    return WordLists(tag=tag, **{name: read(data.get(name)) for name, read in readers.items()})


def small(word: str) -> str:
    """Write a word as the lists hold it; what casefold takes apart ("ΐ") is put together again."""
    return unicodedata.normalize("NFC", word.casefold())


def _phrases(told: Iterable[str] | None) -> tuple[str, ...]:
    if any(not isinstance(item, str) for item in told or ()):  # `[stand:]` is read as a mapping
        raise ValueError(f"a phrase that ends in a colon needs quotes in {told!r}")
    return tuple(item.casefold().replace("’", "'") for item in told or ())


def _set(told: Iterable[str] | None) -> frozenset[str]:
    return frozenset(_phrases(told))


def _as_written(told: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(told or ())


def _counted(told: Mapping[str, str] | None) -> Mapping[str, int]:
    return MappingProxyType({word.casefold(): int(n) for word, n in (told or {}).items()})


def _grouped(told: Mapping[str, Iterable[str]] | None) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(words) for name, words in (told or {}).items()})


def _from(first: int) -> Callable[[Iterable[str] | None], Mapping[str, int]]:
    """Make a reader that gives names their group's number; spaces part the names of a group."""

    def read(groups: Iterable[str] | None) -> Mapping[str, int]:
        pairs = ((word, i) for i, group in enumerate(groups or (), first) for word in group.split())
        return MappingProxyType({small(word).replace("_", " "): i for word, i in pairs})

    return read


def _numbers(told: Mapping[str, Mapping[str, Any]] | None) -> Numbers:
    told = told or _NOTHING
    plain = {
        kind: {word: float(value) for word, value in told.get(kind, _NOTHING).items()}
        for kind in ("words", "ordinals", "joined", "like", "scales")
    }
    about = {
        word: frozenset(map(float, value if isinstance(value, list) else [value]))
        for word, value in told.get("about", _NOTHING).items()
    }
    return Numbers(about=about, **plain)


_BY_TYPE: Mapping[str, Callable[[Any], Any]] = {
    "tuple[str, ...]": _phrases,
    "frozenset[str]": _set,
    "Mapping[str, int]": _counted,
    "Mapping[str, str]": lambda told: MappingProxyType(dict(told or {})),
    "Mapping[str, tuple[str, ...]]": _grouped,
    "str": lambda told: told or "",
    "float | None": lambda told: float(told) if told else None,
    "Numbers": _numbers,
}
_PATTERNS = (
    "byline_patterns", "datelines", "denials", "denial_asides", "denial_signs", "plain_denials",
    "denying_words", "adverse_words",
)  # fmt: skip
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "months": _from(1),
    "solar_months": _from(1),
    "weekdays": _from(0),
    "date_units": _from(1),
    "traits": lambda told: frozenset(told or ()),
    "common_acronyms": lambda told: frozenset(told or ()),
    **dict.fromkeys(_PATTERNS, _as_written),
}


def _merge(lists: list[WordLists]) -> WordLists:
    """Unite the lists; what holds of some languages alone holds of none that is not known."""
    names = [one.name for one in fields(WordLists) if one.name not in {"tag", *_NOT_MERGED}]
    merged = {name: _union([getattr(one, name) for one in lists]) for name in names}
    return WordLists(tag="und", traits=frozenset(), expansion=None, numbers=Numbers(), **merged)


_NOT_MERGED = ("traits", "expansion", "numbers")


def _union(values: list[Any]) -> Any:  # noqa: ANN401 - one field's type, whichever it is
    if isinstance(values[0], str):
        return "|".join(dict.fromkeys(filter(None, values)))
    if isinstance(values[0], frozenset):
        return frozenset().union(*values)
    if isinstance(values[0], Mapping):
        return MappingProxyType(_united(values))
    return tuple(sorted({phrase for value in values for phrase in value}))


def _united(values: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Unite mappings: lists of words add up, of other values the first language's counts."""
    united: dict[str, Any] = {}
    for value in reversed(values):
        for word, told in value.items():
            both = isinstance(told, tuple)
            united[word] = (*told, *united.get(word, ())) if both else told
    return united
