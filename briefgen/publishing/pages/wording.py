"""Dates and numbers in plain English words, the same in every locale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, unquote

from briefgen.model import Published
from briefgen.urls import canonical_url

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_words(iso: str | None) -> str:
    """Say a date cut to its precision: "13 September 2023", "September 2023", "2023"."""
    if iso is None:
        return "undated"
    year, *rest = iso.split("-")
    words = [year]
    if rest:
        words.insert(0, MONTHS[int(rest[0]) - 1])
    if len(rest) > 1:
        words.insert(0, str(int(rest[1])))
    return " ".join(words)


def short_date(iso: str) -> str:
    """Say a day without its year: "13 Sep"."""
    _, month, day = iso.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1][:3]}"


def heading(iso: str | None) -> str:
    """Say the date of a briefing, with its weekday where it has one."""
    if iso is None:
        return "Undated"
    if len(iso) == len("2023-09-13"):
        return f"{WEEKDAYS[date.fromisoformat(iso).weekday()]} {date_words(iso)}"
    return date_words(iso)


def count(number: int, one: str, many: str | None = None) -> str:
    """Say a number of things: "1 story", "1,200 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def evidence_words(published: Published) -> str:
    """Say how the date is known; "" when it was stated outright."""
    if published.date is None:
        return "No date was found in the article."
    if not published.evidence or published.method in {"front matter", "sidecar"}:
        return ""
    return f"Date inferred from “{published.evidence}”."


def address_words(url: str | None) -> str | None:
    """Write an address as people type it: without scheme, www, tracking and escaped letters."""
    short = (canonical_url(url) or "").removeprefix("https://")
    plain = unquote(short)
    reads_well = plain.isprintable() and quote(plain, safe="/?%:@!$&()*+,;=~-._[]") == short
    return (plain if reads_well else short) or None


def tally(names: Iterable[str]) -> str:
    """Say how often each name comes: "French (6), Russian (1)"."""
    ranked = sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{name} ({number:,})" for name, number in ranked)
