"""Addresses and paths: what a browser may be sent to, permanent paths, ids that fit in both."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from briefgen.partial_date import PartialDate

ID_LENGTH = 8  # characters of base 32: 40 bits, short enough to read out
MAX_URL = 2000  # longer addresses fail in browsers and mail programs
MAILTO_TEXT = 450  # encoded characters per line of a mail link; Windows cuts links at 2,083
CRLF = "\r\n"  # as RFC 6068 wants line breaks
FRAGMENT_WORDS = 5  # words at each end of a text fragment
FRAGMENT_CHARACTERS = 15  # ... characters, in a script without spaces
MAX_SLUG = 40  # characters of a path segment
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PINNED = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")  # no folder names under Windows
_TRACKING = re.compile(
    r"(?:utm_|at_|pk_|mtm_|xtor\Z|fbclid\Z|gclid\Z|dclid\Z|msclkid\Z|yclid\Z|igshid\Z|mc_[ce]id\Z"
    r"|ref_src\Z|cmpid\Z|s_cid\Z|smid\Z|ns_\w+\Z)"
)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\"'<>\\^`{|}\u2028\u2029]")


@lru_cache(1024)  # an article's address is asked for with each of its sentences
def safe_url(url: str | None) -> str | None:
    """Give the address if a browser may be sent there (http and https only), made pure ASCII."""
    if not url or len(url) > MAX_URL:
        return None
    try:
        whole = url.strip().encode("utf-8", "replace").decode()  # no lone surrogates
        parts = urlsplit(_UNSAFE.sub(_percent, whole))
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not re.fullmatch(r"[a-z0-9._-]+", host):
        return None
    path = quote(parts.path, safe="/%:@!$&()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&()*+,;=~-._[]")
    fragment = quote(parts.fragment, safe="/?%:@!$&()*+,;=~-._")
    return urlunsplit((parts.scheme.lower(), host + port, path or "/", query, fragment))


def _percent(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="ignore")


def canonical_url(url: str | None) -> str | None:
    """Give the address without what does not change the page: tracking, fragment, www, scheme."""
    safe = safe_url(url)
    if safe is None:
        return None
    parts = urlsplit(safe)
    host = parts.netloc.removeprefix("www.").removesuffix(":443").removesuffix(":80")
    query = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(pair[0])
    ]
    return urlunsplit(("https", host, parts.path.rstrip("/"), urlencode(query), ""))


def fragment_url(url: str | None, original: str) -> str | None:
    """Give the address of a sentence inside a web page (a text fragment), if the page has one."""
    safe = safe_url(url)
    if safe is None:
        return None
    words = original.split()
    if not words:
        return safe
    text = ",".join(_fragment(part) for part in _ends(original, words))
    base, _, anchor = safe.partition("#")
    return f"{base}#{anchor.partition(':~:')[0]}:~:text={text}"


def _ends(original: str, words: list[str]) -> tuple[str, ...]:
    """Give the whole sentence if it is short, else its two ends."""
    if len(words) > 3 * FRAGMENT_WORDS:
        return " ".join(words[:FRAGMENT_WORDS]), " ".join(words[-FRAGMENT_WORDS:])
    if len(original) > 3 * FRAGMENT_CHARACTERS and len(words) < FRAGMENT_WORDS:
        return original[:FRAGMENT_CHARACTERS], original[-FRAGMENT_CHARACTERS:]
    return (" ".join(words),)


def _fragment(text: str) -> str:
    # The hyphen separates prefix and suffix in the fragment syntax, so quote() alone is not enough.
    return quote(text, safe="", errors="ignore").replace("-", "%2D")


def domain(url: str | None) -> str | None:
    """Give the host of a safe address without `www.`."""
    safe = safe_url(url)
    return urlsplit(safe).hostname.removeprefix("www.") if safe else None  # type: ignore[union-attr]  # a safe address has a host


def article_path(article_id: str) -> str:
    """Give the permanent path of an article, relative to the site."""
    return f"s/{article_id}/"


def anchor(original: str) -> str:
    """Give the place of a sentence on its permanent page, as long as it stays as it is."""
    return f"s-{short_hash(original)[:6]}"


def briefing_path(date: PartialDate | None) -> str:
    """Give the path of a briefing's page, relative to the site: a day, month, year or undated."""
    return f"briefings/{str(date).replace('-', '/') if date else 'undated'}/"


def mailto(subject: str, lines: Sequence[str], link: str | None) -> str:
    """Give an address that starts a mail to nobody yet; texts are cut so that it stays usable."""
    body = [*(_cut(line) for line in lines), *(["", link] if link else [])]
    return f"mailto:?subject={quote(_cut(subject), safe='')}&body={quote(CRLF.join(body), safe='')}"


def _cut(text: str) -> str:
    """Make text one line that takes at most so many characters in an address."""
    text = " ".join(text.encode("utf-8", "replace").decode().split())
    lengths = list(accumulate(map(_quoted_length, text)))
    if not lengths or lengths[-1] <= MAILTO_TEXT:
        return text
    return text[: bisect_right(lengths, MAILTO_TEXT - len("%E2%80%A6"))].rstrip() + "…"


@lru_cache(4096)
def _quoted_length(character: str) -> int:
    return len(quote(character, safe=""))


def slug(text: str) -> str:
    """Give a short, lower-case ASCII path segment for a name: readable part and hash."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    if plain and plain == text.casefold() and len(plain) <= MAX_SLUG and not _RESERVED.match(plain):
        return plain
    return f"{plain[:30].strip('-')}-{short_hash(text)[:5]}".lstrip("-")


def is_valid_id(pinned: str) -> bool:
    """Say whether a text can be an id: short, lower-case ASCII, a folder name everywhere."""
    return bool(_PINNED.match(pinned)) and not _RESERVED.match(pinned)


def short_hash(text: str) -> str:
    """Give eight characters that stand for a text."""
    number = int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
    return "".join(_ALPHABET[number >> 5 * i & 31] for i in range(ID_LENGTH))
