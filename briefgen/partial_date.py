"""A partial date as a value: a year, a month or a day, as exactly as it is known."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Literal

Precision = Literal["day", "month", "year"]

EARLIEST = 1600  # the first newspapers
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DAYS = 31  # of a month; a larger number is a year
_LETTER = re.compile(r"[^\W\d_]")
_NUMBERS = re.compile(r"\d{1,8}", re.ASCII)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, with its month and day where they are known. A year stands before its months.

    Raises ValueError where the calendar has no such date.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2023-09-13`, `2023-09` or `2023`. Raises ValueError for anything else."""
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no date cut to its precision")
        return cls(*(int(part) for part in found.groups() if part is not None))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Give a day of the calendar."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """Write it in ISO 8601, cut to its precision."""
        parts = (f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n is not None))
        return "-".join(parts)

    def __lt__(self, other: PartialDate) -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    @property
    def precision(self) -> Precision:
        """What is known of it."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    @property
    def first(self) -> date:
        """The first day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def of_year(self) -> PartialDate:
        """Its year."""
        return PartialDate(self.year)

    @property
    def of_month(self) -> PartialDate | None:
        """Its month; None for a year."""
        return PartialDate(self.year, self.month) if self.month else None

    def holds(self, other: PartialDate) -> bool:
        """Tell whether the other one lies in it: a day in its month, a month in its year."""
        return self.first <= other.first and other.last <= self.last

    @property
    def words(self) -> str:
        """Say it in English: "13 September 2023", "September 2023", "2023"."""
        month = MONTHS[self.month - 1] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part is not None)

    @property
    def long_words(self) -> str:
        """Say it with its weekday, where it has one: "Wednesday 13 September 2023"."""
        return f"{WEEKDAYS[self.first.weekday()]} {self.words}" if self.is_day else self.words

    @property
    def short_words(self) -> str:
        """Say it without its year: "13 Sep"; a year says itself."""
        month = MONTHS[self.month - 1][:3] if self.month else str(self.year)
        return f"{self.day} {month}" if self.day else month

    def check(self, today: date) -> None:
        """Raise ValueError where no newspaper can be of this date: to come, or before them all."""
        if self.first > today:
            raise ValueError("is in the future")
        if self.year < EARLIEST:
            raise ValueError("is before any newspaper")


def example(seen: str, today: date) -> str:
    """Write what somebody may have meant as we read it: for 31/12/2023, 2023-12-31.

    Both where the order of day and month is unclear; today where nothing is recognised.
    """
    numbers = [] if _LETTER.search(seen) else [int(part) for part in _NUMBERS.findall(seen)]
    found = (_meant(parts, today) for parts in _readings(numbers, today))
    return " or ".join(dict.fromkeys(filter(None, found))) or today.isoformat()


def _readings(numbers: Sequence[int], today: date) -> Iterator[tuple[int, ...]]:
    """Give year, month and day in the orders that numbers may stand in."""
    match numbers:
        case [int(a), int(b), int(c)] if a > MOST_DAYS:
            yield from ((a, b, c), (a, c, b))
        case [int(a), int(b), int(c)]:
            full = c if c > MOST_DAYS else today.year - today.year % 100 + c
            yield from ((full, b, a), (full, a, b))
        case [int(a), int(b)] if max(a, b) > MOST_DAYS:
            yield max(a, b), min(a, b)
        case [int(a), int(b)]:
            for day in ((b, a), (a, b)):  # of this year, or of the last where it is to come
                yield (today.year - (day > (today.month, today.day)), *day)
        case [int(a)] if a > 10**7:  # eight digits
            yield a // 10_000, a // 100 % 100, a % 100
        case [int(a)]:
            yield (a,)
        case _:  # nothing, or more than a date has
            return


def _meant(parts: Sequence[int], today: date) -> str | None:
    """Write a date that a newspaper can be of; None for others."""
    try:
        when = PartialDate(*parts)
        when.check(today)
    except (ValueError, OverflowError):
        return None
    return str(when)


def words(when: PartialDate | None) -> str:
    """Say a date that may be unknown."""
    return when.words if when else "undated"
