"""Numbers and reasons in plain English words, the same in every locale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote, unquote

from briefgen.model import Published
from briefgen.urls import canonical_url


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
