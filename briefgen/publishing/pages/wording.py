"""How a date is known, and addresses as people type them."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from briefgen.model import Published
from briefgen.publishing.interface import Words
from briefgen.urls import canonical_url

# 2024-03-05T10:00:00Z, 2024-03-05 10:00:00+01:00, 20240305, 1709632800
_TIME_STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+)?(?:Z|[+-]\d\d:?\d\d)?|\d{8,13}")


def evidence_words(published: Published, say: Words) -> str:
    """Say how the date is known; "" when it was stated outright."""
    if published.date is None:
        return say("No date was found in the article.")
    if not published.evidence or published.method in {"front matter", "sidecar"}:
        return ""
    if _TIME_STAMP.fullmatch(published.evidence.strip()):
        return ""  # a machine's words; the report has them
    return say("Date inferred from “{words}”.", words=published.evidence)


def address_words(url: str | None) -> str | None:
    """Write an address as people type it: without scheme, www, tracking and escaped letters."""
    short = (canonical_url(url) or "").removeprefix("https://")
    plain = unquote(short)
    reads_well = plain.isprintable() and quote(plain, safe="/?%:@!$&()*+,;=~-._[]") == short
    return (plain if reads_well else short) or None
