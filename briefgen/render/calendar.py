"""A year as a small SVG: one square per day, darker with more articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from briefgen.render.views import page_path
from briefgen.render.wording import MONTHS, count, date_words

STEP = 14  # pixels from square to square
SIDE = 11  # side of a square
TOP = 18  # room for the month labels
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
class YearCalendar:
    """What the calendar template draws."""

    year: int
    width: int
    height: int
    side: int
    months: tuple[tuple[int, str], ...]  # x and label
    empty: str  # SVG path of all squares of the year
    squares: tuple[Square, ...]


def year_calendar(year: int, articles: Mapping[str, int]) -> YearCalendar:
    """Lay out a year; `articles` counts them by ISO day."""
    start = date(year, 1, 1)
    days = [start + timedelta(n) for n in range((date(year + 1, 1, 1) - start).days)]
    places = {day: _place(day, start) for day in days}
    return YearCalendar(
        year=year,
        width=(max(x for x, _ in places.values()) + STEP),
        height=TOP + 7 * STEP,
        side=SIDE,
        months=tuple((places[date(year, m, 1)][0], MONTHS[m - 1][:3]) for m in range(1, 13)),
        empty="".join(f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z" for x, y in places.values()),
        squares=tuple(
            _square(day, places[day], articles[day.isoformat()])
            for day in days
            if day.isoformat() in articles
        ),
    )


def _place(day: date, start: date) -> tuple[int, int]:
    column = ((day - start).days + start.weekday()) // 7
    return column * STEP, TOP + day.weekday() * STEP


def _square(day: date, place: tuple[int, int], number: int) -> Square:
    iso = day.isoformat()
    level = 1 + sum(number >= least for least in LEVELS)
    words = f"{date_words(iso)}: {count(number, 'article')}"
    return Square(*place, level, page_path(iso), words)
