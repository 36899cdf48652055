"""A language as a value: its tag and what follows from it; the only place to take tags apart."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from typing import Literal

from briefgen.language.scripts import CASED_SCRIPTS

Direction = Literal["ltr", "rtl"]

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
# Scripts written from right to left (Unicode, property Bidi_Class of their letters).
_RTL_SCRIPTS = """Adlm Arab Aran Armi Avst Chrs Cprt Elym Hatr Hebr Hung Khar Lydi Mand Mani Mend
    Merc Mero Narb Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc
    Thaa Yezi"""
_RTL = frozenset(_RTL_SCRIPTS.split())
# Argos' own codes, and two names CLDR has changed but readers have not.
_NAMES = {
    "und": "unknown language",
    "zt": "Traditional Chinese",
    "pb": "Brazilian Portuguese",
    "bn": "Bengali",
    "tl": "Filipino",
}
_SCRIPTS = {"zt": "Hant"}
# Argos' own codes, and the two written forms of Norwegian: what we know of one holds of the other.
_KIN = {"zt": "zh", "pb": "pt", "nb": "no", "nn": "no"}


@dataclass(frozen=True, slots=True, order=True)
class Language:
    """A BCP 47 language tag, in the case it was written in; CLDR (Babel) tells the rest."""

    tag: str

    def __str__(self) -> str:
        return self.tag

    @classmethod
    def parse(cls, text: str) -> Language:
        """Read a tag as people write it (`pt_br`). Raises ValueError where it can be none."""
        tag = text.strip().replace("_", "-")
        if not _TAG.fullmatch(tag):
            raise ValueError(f"{text!r} is no language tag")
        first, *rest = tag.split("-")
        return cls("-".join((first.lower(), *map(_subtag_case, rest))))

    @property
    def primary(self) -> str:
        """The language without script and region, by its present code: "he" for "iw-IL"."""
        return _primary(self.tag)

    @property
    def script(self) -> str | None:
        """The script stated or, by CLDR's likely subtags, usual: "Latn"; None when unknown."""
        return _script(self.tag)

    @property
    def region(self) -> str | None:
        """The region stated: "US" of "en-US"."""
        return next((part.upper() for part in self.tag.split("-")[1:] if _is_region(part)), None)

    @property
    def has_capitals(self) -> bool:
        """Whether its script tells capitals from small letters; an unknown script may."""
        return self.script is None or self.script in CASED_SCRIPTS

    @property
    def direction(self) -> Direction:
        """Which way it is written."""
        return "rtl" if self.script in _RTL else "ltr"

    @property
    def name(self) -> str:
        """Its English name, or the tag where it has none."""
        return _name(self.tag)

    def name_in(self, tag: str) -> str:
        """Give its name in another language, else the English one."""
        return _named(self.tag, tag)

    def is_same_as(self, other: Language) -> bool:
        """Tell whether readers of one read the other: British and American English are one."""
        return self.primary == other.primary

    def is_one_of(self, primaries: Container[str]) -> bool:
        """Tell whether its primary language is among some codes."""
        return self.primary in primaries

    def nearest(self, known: Container[str]) -> str | None:
        """Give the known tag that fits best: its own, else one with fewer subtags, else None."""
        parts = self.tag.split("-")
        for length in range(len(parts), 0, -1):
            tag = "-".join((parts[0].lower(), *parts[1:length]))
            if tag in known:
                return tag
        near = (self.primary, _KIN.get(self.primary))
        return next((tag for tag in near if tag and tag in known), None)


UNKNOWN = Language("und")
ENGLISH = Language("en")


def _subtag_case(part: str) -> str:
    if _is_script(part):
        return part.title()
    return part.upper() if _is_region(part) else part.lower()


def _is_script(part: str) -> bool:
    return len(part) == len("Latn") and part.isalpha()


def _is_region(part: str) -> bool:
    return (len(part) == len("US") and part.isalpha()) or (len(part) == 3 and part.isdigit())  # noqa: PLR2004 - UN M.49 codes


@cache
def _primary(tag: str) -> str:
    from babel.core import get_global  # late: CLDR's tables take 20 ms

    first = tag.split("-", maxsplit=1)[0].lower()
    aliases = get_global("language_aliases")
    return str(aliases.get(first, first)).split("_", maxsplit=1)[0]


@cache
def _script(tag: str) -> str | None:
    from babel.core import get_global

    first, *rest = tag.split("-")
    first = first.lower()
    stated = next((part.title() for part in rest if _is_script(part)), None)
    if stated or first in _SCRIPTS:
        return stated or _SCRIPTS[first]
    likely = get_global("likely_subtags")
    region = next((part.upper() for part in rest if _is_region(part)), None)
    alias = str(get_global("language_aliases").get(first, first))  # "sh" is "sr_Latn"
    likeliest = likely.get(f"{first}_{region}") or likely.get(alias) or likely.get(_primary(tag))
    full = alias if "_" in alias else likeliest
    return next((part for part in str(full).split("_")[1:] if _is_script(part)), None)


@cache
def _named(tag: str, where: str) -> str:
    from babel import Locale

    names = Locale.parse(where, sep="-").languages
    parts = tag.split("-")
    keys = ["_".join((parts[0].lower(), *parts[1:n])) for n in range(len(parts), 0, -1)]
    found = (names.get(key) for key in (*keys, _primary(tag)))
    return next((str(name) for name in found if name), None) or _name(tag)


@cache
def _name(tag: str) -> str:
    from babel import Locale

    names = Locale("en").languages
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        key = "_".join((parts[0].lower(), *parts[1:length]))
        if key in _NAMES or key in names:
            return _NAMES.get(key) or str(names[key])
    return _NAMES.get(_primary(tag)) or str(names.get(_primary(tag), tag))
