"""A year as four small SVGs: one square per day, darker with more articles.

Quarters stand in a row on a desk and under each other on a phone, where a square must be as wide
as a finger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from briefgen.partial_date import PartialDate
from briefgen.publishing.interface import Words
from briefgen.publishing.pages.views import page_path

STEP = 14  # pixels from square to square
SIDE = 11  # side of a square
TOP = 18  # room for the month labels
WEEKS = 14  # the most a quarter touches
LEVELS = (2, 5, 10)  # articles from which a square is drawn one shade darker


@dataclass(frozen=True, slots=True)
class Square:
    """A day that has a briefing."""

    x: int
    y: int
    level: int  # 1 (few articles) to 4
    path: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of squares."""

    words: str
    months: tuple[tuple[int, str], ...]  # x and label
    empty: str  # SVG path of all squares of the quarter
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """What the calendar template draws; every quarter is `width` by `height`."""

    year: int
    quarters: tuple[Quarter, ...]
    width: int = WEEKS * STEP
    height: int = TOP + 7 * STEP
    side: int = SIDE


def year_calendar(year: int, articles: Mapping[PartialDate, int], say: Words) -> YearCalendar:
    """Lay out a year; `articles` counts them by day."""
    return YearCalendar(
        year, tuple(_quarter(year, first, articles, say) for first in (1, 4, 7, 10))
    )


def _quarter(year: int, first: int, articles: Mapping[PartialDate, int], say: Words) -> Quarter:
    start = date(year, first, 1)
    days = [start + timedelta(n) for n in range(92)]
    days = [day for day in days if day.month < first + 3 and day.year == year]
    places = {day: _place(day, start) for day in days}
    months = range(first, first + 3)
    return Quarter(
        words=say(
            "{first} to {last}",
            first=say.month(first),
            last=say.date(PartialDate(year, first + 2)),
        ),
        months=tuple((places[date(year, m, 1)][0], say.month(m, short=True)) for m in months),
        empty="".join(f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z" for x, y in places.values()),
        squares=tuple(
            _square(when, places[day], articles[when], say)
            for day in days
            if (when := PartialDate.of(day)) in articles
        ),
    )


def _place(day: date, start: date) -> tuple[int, int]:
    column = ((day - start).days + start.weekday()) // 7
    return column * STEP, TOP + day.weekday() * STEP


def _square(day: PartialDate, place: tuple[int, int], number: int, say: Words) -> Square:
    level = 1 + sum(number >= least for least in LEVELS)
    words = f"{say.date(day)}: {say.count(number, 'article')}"
    return Square(*place, level, page_path(day), words)
