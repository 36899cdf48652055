"""The Solar Hijri calendar of Iran and Afghanistan: its days as days of ours."""

from __future__ import annotations

from datetime import date, timedelta

_CYCLE_YEARS = 33  # eight leap years in 33: right from 1799 to 2256
_LONG_MONTHS, _LONG = 6, 31
_KNOWN, _KNOWN_DAY = 1403, date(2024, 3, 20)


def to_gregorian(year: int, month: int, day: int) -> date:
    """Give the day of our calendar. Raises ValueError where there is no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= _LONG or (month > _LONG_MONTHS and day == _LONG):  # noqa: PLR2004
        raise ValueError(f"there is no day {day} of month {month}")
    return _new_year(year) + timedelta(days=_days_before(month) + day - 1)


def _days_before(month: int) -> int:
    return (month - 1) * 30 + min(month - 1, _LONG_MONTHS)


def _new_year(year: int) -> date:
    """Give the first day of a year, counted from one that is known."""
    days = sum(366 if _is_leap(one) else 365 for one in range(min(year, _KNOWN), max(year, _KNOWN)))
    return _KNOWN_DAY + timedelta(days=days if year >= _KNOWN else -days)


def _is_leap(year: int) -> bool:
    return year % _CYCLE_YEARS in {1, 5, 9, 13, 17, 22, 26, 30}
