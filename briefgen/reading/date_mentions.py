"""The dates told in a text: where each stands and what it says of year, month, day and weekday."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from briefgen.language import word_lists
from briefgen.language.tags import ENGLISH, UNKNOWN, Language
from briefgen.language.word_lists import WordLists
from briefgen.reading import solar_hijri

_MONTHS = 12
_BUDDHA, _LAST_YEAR = 543, 2100
_TIME = r"(?:[T ]\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(?<![\d-])(\d{{4}})-(\d{{2}})(?:-(\d{{2}}))?{_TIME}(?![\d-])")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<![\d./-])((?:19|20)\d{2})[./]\s?(\d{1,2})[./]\s?(\d{1,2})(?!\d)")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(?![\d%]|[.,]\d)")
_SHORTLY = timedelta(days=60)
_MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW", "AS", "GU", "MP", "PR", "VI"})  # regions
_REACH = 40  # characters that the words of a date reach from its month
_BEFORE = 16  # characters in which a word such as "ce" is looked for


@dataclass(frozen=True, slots=True)
class Mention:
    """A date told in a text; what is not said is None."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    this: bool = False  # "ce vendredi", "this Friday": the day of writing

    def years(self, last: date) -> list[int]:
        """Give the years, newest first, in which the day fell on its weekday up to `last`."""
        return [year for year in range(last.year, last.year - 20, -1) if self._fits(year, last)]

    def shortly_before(self, day: date) -> bool:
        """Tell whether the day fell on its weekday in the two months up to `day`."""
        fitting = self.years(day)
        if not fitting:
            return False
        return day - date(fitting[0], self.month, self.day or 1) <= _SHORTLY

    def _fits(self, year: int, last: date) -> bool:
        try:
            day = date(year, self.month, self.day or 1)
        except ValueError:
            return False
        return day <= last and day.weekday() == self.weekday


def find_mentions(text: str, language: Language) -> list[Mention]:
    """Find the dates told in a text, in order; of those that overlap, the fullest."""
    text = _OTHER_DIGIT.sub(lambda match: str(int(match.group())), text)
    found = [
        *_iso_mentions(text),
        *_year_first_mentions(text),
        *_solar_mentions(text),
        *_numeric_mentions(text, _numeric_order(language)),
        *_cjk_mentions(text),
        *_word_mentions(text, language),
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def find_years(text: str) -> list[int]:
    """Find the years told in a text, in order, in a date or alone."""
    return [int(match[1]) for match in _YEAR.finditer(text)]


def find_weekdays(text: str, language: Language) -> list[tuple[int, int, int]]:
    """Find the weekdays told in a text: start, end, 0 (Monday) to 6."""
    weekdays = _lists(language).weekdays
    found = re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)?", text)
    return [
        (*match.span(), weekdays[match.group().casefold()])
        for match in found
        if match.group().casefold() in weekdays
    ]


def _iso_mentions(text: str) -> Iterator[Mention]:
    for match in _ISO.finditer(text):
        year, month, day = match.groups()
        yield Mention(*match.span(), int(year), int(month), int(day) if day else None)


def _numeric_order(language: Language) -> Literal["day first", "month first", "either"]:
    """Say how a language writes 03/04/2023: English does it in two ways, by region."""
    if language.region in _MONTH_FIRST:
        return "month first"
    if language == UNKNOWN or (language.is_same_as(ENGLISH) and language.region is None):
        return "either"
    return "day first"


def _numeric_mentions(text: str, order: str) -> Iterator[Mention]:
    """Find D.M.Y, D/M/Y and M/D/Y; where the order is not known, only what can be read one way."""
    for match in _NUMERIC.finditer(text):
        first, second, year = map(int, match.groups())
        slashed = "/" in match.group()
        if first <= _MONTHS < second or (slashed and order == "month first" and first <= _MONTHS):
            first, second = second, first
        elif first <= _MONTHS and first != second and slashed and order == "either":
            continue  # 03/04/2023 is two days; better none than the wrong one
        yield Mention(*match.span(), year, second, first)


def _year_first_mentions(text: str) -> Iterator[Mention]:
    """Find 2024.03.05 and 2024/3/5: no language writes the day between year and month."""
    for match in _YEAR_FIRST.finditer(text):
        year, month, day = map(int, match.groups())
        if month <= _MONTHS:
            yield Mention(*match.span(), year, month, day)


def _solar_mentions(text: str) -> Iterator[Mention]:
    """Find days of the Solar Hijri calendar: ۱۵ اسفند ۱۴۰۲."""
    for match in _solar().finditer(text):
        with suppress(ValueError):
            month = word_lists.load_all().solar_months[match[2].casefold()]
            day = solar_hijri.to_gregorian(int(match[3]), month, int(match[1]))
            yield Mention(*match.span(), day.year, day.month, day.day)


def _cjk_mentions(text: str) -> Iterator[Mention]:
    eras = word_lists.load_all().eras
    for match in _cjk().finditer(text):
        era, year, month, day = match.groups()
        if era:
            since = 1 if year == "元" else int(year)
            yield Mention(*match.span(), eras[era] + since, int(month), int(day))
        elif year is None or len(year) == len("2024"):
            full = int(year) if year else None
            yield Mention(*match.span(), full, int(month), int(day))


def _word_mentions(text: str, language: Language) -> Iterator[Mention]:
    lists = _lists(language)
    for start, end in _around_months(text, language):
        for pattern in _patterns(language):
            for match in pattern.finditer(text, start, end):
                yield _word_mention(text, match, lists)


def _around_months(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Give the stretches around names of months: nothing else need be searched for dates."""
    start = end = 0
    for match in _month_names(language).finditer(text):
        if match.start() - _REACH > end:
            if end:
                yield start, end
            start = max(0, match.start() - _REACH)
        end = match.end() + _REACH
    if end:
        yield start, min(end, len(text))


@cache
def _month_names(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any(_lists(language).months)})(?!\w)", re.IGNORECASE)


def _word_mention(text: str, match: re.Match[str], lists: WordLists) -> Mention:
    told = match.groupdict()
    before = text[max(0, match.start() - _BEFORE) : match.start()].casefold().split()
    return Mention(
        *match.span(),
        _year(told.get("year")),
        lists.months[word_lists.small(told["month"])],
        int(told["day"]) if told.get("day") else None,
        lists.weekdays[word_lists.small(told["weekday"])] if told.get("weekday") else None,
        this=bool(before) and before[-1] in lists.demonstratives,
    )


def _year(told: str | None) -> int | None:
    """Give a year of ours: Thailand counts from the death of the Buddha."""
    year = int(told) if told else None
    return year - _BUDDHA if year and year > _LAST_YEAR else year


def _lists(language: Language) -> WordLists:
    """Give a language's lists, or all languages' where it has no months."""
    own = word_lists.load(language)
    return own if own.months else word_lists.load_all()


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    """Build "vendredi 15 septembre 2023", "Friday, September 15, 2023" and "septembre 2023"."""
    lists = _lists(language)
    every = word_lists.load_all()
    article = rf"(?:(?:{_any(every.date_articles)})\s+)?"
    join = rf"(?:(?:{_any(every.date_joins)})\s+)?"
    weekday = rf"(?:\b(?P<weekday>{_any(lists.weekdays)})\.?,?\s+{article})?"
    month = rf"\b(?P<month>{_any(lists.months)})(?!\w)\.?"
    buddhist = "|2[45]" if lists.has("buddhist years") else ""
    any_year = rf"(?P<year>(?:1[6-9]|20{buddhist})\d{{2}})(?!\d)"
    year = rf"(?:,?\s+{join}{any_year})"
    endings = _any(every.day_endings)
    day = rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|°|{endings})?"
    first = rf"(?<!\d){any_year}\.?\s+(?:(?:{_any(every.year_words)})\s+)?"
    patterns = [
        rf"{weekday}{day}\s*{join}{month}{year}?",
        rf"{first}{month}\s+{day}(?![\w:])",  # "2024. március 15.", "2024 m. kovo 15 d."
        rf"{first}{day}\s*{month}",  # "2024. gada 15. martā"
        rf"{weekday}{month}\s+{day}(?![\w:]){year}?",
        rf"{month}{year}",
    ]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _any(words: Iterable[str]) -> str:
    """Make a pattern of words, longest first; it matches nothing where there are none."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, ordered)) or r"(?!)"


@cache
def _cjk() -> re.Pattern[str]:
    """Recognise 2024年3月5日, 令和6年3月5日 and 3월 5일."""
    lists = word_lists.load_all()
    units = lists.date_units
    year, month, day = (f"(?:{_any(u for u in units if units[u] == part)})" for part in (1, 2, 3))
    return re.compile(
        rf"(?:(?P<era>{_any(lists.eras)})?\s?(\d{{1,4}}|元)\s*{year}\s*)?"
        rf"(\d{{1,2}})\s*{month}\s*(\d{{1,2}})\s*{day}"
    )


@cache
def _solar() -> re.Pattern[str]:
    lists = word_lists.load_all()
    after = _any(lists.month_words)
    return re.compile(
        rf"(?<!\d)(\d{{1,2}})\s+({_any(lists.solar_months)})(?:\s*(?:{after}))?"
        r"\s*،?\s*(1[34]\d{2})(?!\d)"
    )
