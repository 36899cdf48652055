"""The words of pages, feeds, mails and books, in the language these are for.

Each `interface/TAG.yml` is a catalogue: phrases by the English ones, numbers of things by their
singular, the names of checks, what their marks say. A language without one is served in English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from briefgen.desk.outlets import UNKNOWN, HasOutlet, outlet_name
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Mark, Told
from briefgen.partial_date import MONTHS, PartialDate

FOLDER = Path(__file__).parent / "interface"
PARTS = ("phrases", "counted", "checks", "doubts", "details")
_PLACE = re.compile(r"\\\{([a-z]+)\\\}")


@dataclass(frozen=True, eq=False)
class Words:
    """A catalogue; what it lacks is said in English."""

    language: Language
    phrases: Mapping[str, str]
    counted: Mapping[str, Mapping[str, str]]  # singular → form by plural category (CLDR)
    checks: Mapping[str, str]  # what a check is called
    doubts: Mapping[str, str]  # what it looks at, as a reader would say it
    details: Mapping[str, str]  # what a mark says

    @property
    def tag(self) -> str:
        """The language of the words, for `lang`."""
        return self.language.tag

    def __call__(self, phrase: str, **values: object) -> str:
        """Say a phrase; `{name}` in it is replaced by a value."""
        said = self.phrases.get(phrase) or phrase
        return said.format_map(values) if values else said

    def number(self, number: int) -> str:
        """Write a number."""
        if self.is_english:
            return f"{number:,}"
        from babel.numbers import format_decimal

        return str(format_decimal(number, locale=self.tag))

    def count(self, number: int, one: str, many: str | None = None) -> str:
        """Say a number of things: "1 story", "1,200 articles"."""
        forms = self.counted.get(one)
        if forms is None:
            return f"{self.number(number)} {one if number == 1 else many or one + 's'}"
        form = forms.get(_plural(self.tag, number)) or forms["other"]
        return form.format(n=self.number(number))

    @property
    def is_english(self) -> bool:
        """Whether the words are English."""
        return self.language == ENGLISH

    def date(self, when: PartialDate | None) -> str:
        """Say a date that may be unknown: "13 September 2023"."""
        if when is None:
            return self("undated")
        if self.is_english or when.month is None:
            return when.words
        return _in_words(when, self.tag, "long" if when.is_day else "yMMMM")

    def long_date(self, when: PartialDate) -> str:
        """Say a day with its weekday."""
        if self.is_english or not when.is_day:
            return when.long_words if self.is_english else self.date(when)
        return _in_words(when, self.tag, "full")

    def short_date(self, when: PartialDate) -> str:
        """Say a date without its year; a year says itself."""
        if self.is_english or when.month is None:
            return when.short_words
        return _in_words(when, self.tag, "MMMd" if when.is_day else "yMMM")

    def month(self, number: int, *, short: bool = False) -> str:
        """Name a month."""
        if self.is_english:
            return MONTHS[number - 1][:3] if short else MONTHS[number - 1]
        return _month(number, self.tag, "abbreviated" if short else "wide")

    def of(self, language: Language) -> str:
        """Name a language."""
        return language.name if self.is_english else language.name_in(self.tag)

    def outlet(self, one: HasOutlet) -> str:
        """Name the outlet of an article or a copy of one."""
        name = outlet_name(one)
        return self(name) if name == UNKNOWN else name

    def all_of(self, names: Iterable[str]) -> str:
        """Name several things: "French and Russian"."""
        both = self("and")
        return f" {both} ".join(names)

    def tally(self, names: Iterable[str]) -> str:
        """Say how often each name comes: "French (6), Russian (1)"."""
        ranked = sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))
        return ", ".join(f"{name} ({self.number(number)})" for name, number in ranked)

    def doubted(self, doubted: int, translated: int) -> str:
        """Say how many translated sentences have doubts; no more was measured."""
        if not translated:
            return ""
        number = self.number(doubted) if doubted else self("none")
        sentences = self.count(translated, "translated sentence")
        if doubted == 1:
            return self("{number} of {sentences} has doubts", number=number, sentences=sentences)
        return self("{number} of {sentences} have doubts", number=number, sentences=sentences)

    def doubt(self, marks: Sequence[Mark], language: Language, target: Language) -> str:
        """Say in plain words what marks doubt: "a number, a word left in French"."""
        said = (self.doubts.get(mark.check, mark.check) for mark in marks)
        names = {"language": self.of(language), "target": self.of(target)}
        return ", ".join(dict.fromkeys(words.format_map(names) for words in said))

    def mark(self, mark: Mark) -> str:
        """Say what a mark says, with the name of its check."""
        return f"{self.check(mark.check)}: {self.detail(mark)}"

    def check(self, name: str) -> str:
        """Name a check."""
        return self.checks.get(name) or name

    def detail(self, mark: Mark) -> str:
        """Say what a mark says: it was written in English, when it was found."""
        return mark.detail if self.is_english else _detail(self, mark.detail)

    def noted(self, told: Told) -> str:
        """Give a text with the names of its doubts, for where no mark can be drawn."""
        names = ", ".join(dict.fromkeys(self.check(mark.check) for mark in told.marks))
        return f"{told.text} [{self('check {what}', what=names)}]" if names else told.text

    def shared(self) -> dict[str, Any]:
        """Give what every template may use of the words."""
        return {
            "_": self,
            "count": self.count,
            "number": self.number,
            "detail": self.detail,
            "interface": self.tag,
        }


@cache
def words_for(target: Language) -> Words:
    """Give the words for readers of a language."""
    tag = target.nearest(known())
    return _load(tag or ENGLISH.tag)


@cache
def known() -> frozenset[str]:
    """Give the languages there is a catalogue for."""
    return frozenset(file.stem for file in FOLDER.glob("*.yml"))


@cache
def _load(tag: str) -> Words:
    import yaml

    read: dict[str, Any] = yaml.safe_load((FOLDER / f"{tag}.yml").read_text(encoding="utf-8"))
    return Words(Language(tag), **{part: read.get(part) or {} for part in PARTS})


@cache
def _plural(tag: str, number: int) -> str:
    from babel import Locale

    return str(Locale.parse(tag, sep="-").plural_form(number))


@cache
def _month(number: int, tag: str, width: Literal["abbreviated", "wide"]) -> str:
    from babel.dates import get_month_names

    return str(get_month_names(width, context="stand-alone", locale=tag)[number])


@lru_cache(4096)
def _in_words(when: PartialDate, tag: str, form: str) -> str:
    from babel.dates import format_date, format_skeleton

    if form in {"long", "full"}:
        return str(format_date(when.first, form, locale=tag))
    return str(format_skeleton(form, when.first, locale=tag))


@lru_cache(4096)
def _detail(words: Words, detail: str) -> str:
    for pattern, said in _patterns(words):
        found = pattern.fullmatch(detail)
        if found:
            return said.format_map(found.groupdict())
    return detail


@lru_cache(8)
def _patterns(words: Words) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Give what recognises a detail, those that say most first."""
    ranked = sorted(words.details.items(), key=lambda pair: -len(_PLACE.sub("", pair[0])))
    return tuple(
        (re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(english))), said)
        for english, said in ranked
    )
