"""Names that last: article ids and the ledger that keeps them, source links, permanent paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from zlib import crc32

from briefgen.model import Article

ID_LENGTH = 8  # characters of base 32: 40 bits, short enough to read out
SKETCH_SIZE = 40  # hashes kept of a text; estimates a similarity of one half to within 0.08
EDITED = 0.35  # similarity from which a text in the same file is an edit of the one in the ledger
MOVED = 0.6  # ... in another file: daily forecasts from one template stay apart
RELINKED = 0.8  # ... under another address
SHINGLE = 3  # words (or characters, where words are not spaced) per hash
MAX_URL = 2000  # longer addresses fail in browsers and mail programs
MAILTO_TEXT = 450  # encoded characters per line of a mail link; Windows cuts links at 2,083
CRLF = "\r\n"  # as RFC 6068 wants line breaks
FRAGMENT_WORDS = 5  # words at each end of a text fragment
FRAGMENT_CHARACTERS = 15  # ... characters, in a script without spaces
MAX_SLUG = 40  # characters of a path segment

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PINNED = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\Z")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")  # no folder names under Windows
# Scripts written without spaces give one token per character.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_TRACKING = re.compile(
    r"(?:utm_|at_|pk_|mtm_|xtor\Z|fbclid\Z|gclid\Z|dclid\Z|msclkid\Z|yclid\Z|igshid\Z|mc_[ce]id\Z"
    r"|ref_src\Z|cmpid\Z|s_cid\Z|smid\Z|ns_\w+\Z)"
)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\"'<>\\^`{|}\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is remembered of a published article, so that its link outlives it."""

    id: str
    file: str
    title: str
    url: str | None
    source: str | None
    published: str | None  # ISO date cut to its precision
    added: str | None  # ISO day the article was first seen, or as stated
    sketch: str = ""  # hexadecimal hashes of the text, eight digits each


@lru_cache(1024)  # an article's address is asked for with each of its sentences
def safe_url(url: str | None) -> str | None:
    """Give the address if a browser may be sent there (http and https only), made pure ASCII."""
    if not url or len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(_UNSAFE.sub(_percent, url.strip()))
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


def source_name(article: Article) -> str:
    """Name the outlet: as stated, else the domain, else the file."""
    return article.source or domain(article.url) or article.file


def article_path(article_id: str) -> str:
    """Give the permanent path of an article, relative to the site."""
    return f"s/{article_id}/"


def briefing_path(date: str | None) -> str:
    """Give the path of a briefing's page, relative to the site: a day, month, year or undated."""
    return f"briefings/{date.replace('-', '/') if date else 'undated'}/"


def mailto(subject: str, lines: Sequence[str], link: str | None) -> str:
    """Give an address that starts a mail to nobody yet; texts are cut so that it stays usable."""
    body = [*(_cut(line) for line in lines), *(["", link] if link else [])]
    return f"mailto:?subject={quote(_cut(subject), safe='')}&body={quote(CRLF.join(body), safe='')}"


def _cut(text: str) -> str:
    """Make text one line that takes at most so many characters in an address."""
    text = " ".join(text.encode("utf-8", "replace").decode().split())
    if len(quote(text, safe="")) <= MAILTO_TEXT:
        return text
    while len(quote(text, safe="")) > MAILTO_TEXT - len("%E2%80%A6"):
        text = text[: -max(1, (len(quote(text, safe="")) - MAILTO_TEXT) // 9)]
    return text.rstrip() + "…"


def slug(text: str) -> str:
    """Give a short, lower-case ASCII path segment for a name: readable part and hash."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    if plain and plain == text.casefold() and len(plain) <= MAX_SLUG and not _RESERVED.match(plain):
        return plain
    return f"{plain[:30].strip('-')}-{_hash(text)[:5]}".lstrip("-")


def sketch(text: str) -> tuple[int, ...]:
    """Give the smallest hashes of the text's shingles: similar texts share most of them."""
    tokens = _TOKEN.findall(text.casefold())
    shingles = {" ".join(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1))}
    hashes = {crc32(shingle.encode("utf-8", "replace")) for shingle in shingles if shingle}
    return tuple(sorted(hashes)[:SKETCH_SIZE])


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimate the share of shingles two sketched texts have in common (0 to 1)."""
    if not one or not other:
        return 0.0
    union = sorted({*one, *other})[: max(len(one), len(other))]
    both = {*one} & {*other}
    return sum(value in both for value in union) / len(union)


def merge_ledgers(*ledgers: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Join ledgers that grew apart; later lines about an id win, none is lost."""
    return tuple(dict.fromkeys(entry for ledger in ledgers for entry in ledger))


def current(ledger: Iterable[LedgerEntry]) -> dict[str, LedgerEntry]:
    """Give the last line of each id, in order of first appearance."""
    return {entry.id: entry for entry in ledger}


def name_articles(
    articles: Sequence[Article], ledger: Sequence[LedgerEntry], *, today: date
) -> tuple[tuple[Article, ...], tuple[LedgerEntry, ...]]:
    """Give every article its lasting id and the day it was added; return new ledger lines.

    An id is pinned by front matter, else found in the ledger by address or by likeness of the
    text, else made from the address or the text. No two articles get the same id.
    """
    known = current(ledger)
    sketches = [sketch(_body(article)) for article in articles]
    ids = _recognise(articles, sketches, ledger)
    taken = {*known, *ids.values()}
    for index in sorted(set(range(len(articles))) - set(ids), key=lambda i: _order(articles[i])):
        ids[index] = _new_id(articles[index], sketches[index], taken)
        taken.add(ids[index])
    named = tuple(
        replace(article, id=ids[i], added=_added(article, known.get(ids[i]), today))
        for i, article in enumerate(articles)
    )
    entries = [_entry(article, sketches[i]) for i, article in enumerate(named)]
    new = [entry for entry in entries if _is_news(entry, known.get(entry.id))]
    return named, tuple(sorted(new, key=lambda entry: (entry.file, entry.id)))


def _body(article: Article) -> str:
    text = "\n".join(paragraph.text for paragraph in article.paragraphs)
    return text or article.title.original


def _order(article: Article) -> tuple[str, int]:
    return article.file, article.start


def _recognise(
    articles: Sequence[Article], sketches: Sequence[tuple[int, ...]], ledger: Sequence[LedgerEntry]
) -> dict[int, str]:
    """Match articles to known ids, best match first; each id is used once."""
    ids: dict[int, str] = {}
    used: set[str] = set()
    for _, _, index, entry_id in sorted(_claims(articles, sketches, ledger)):
        if index not in ids and entry_id not in used:
            ids[index] = entry_id
            used.add(entry_id)
    return ids


@dataclass(slots=True)
class _Past:
    """What the ledger knows of one id, over all its lines."""

    files: set[str]
    urls: set[str]
    sketches: list[tuple[int, ...]]


def _pasts(ledger: Sequence[LedgerEntry]) -> dict[str, _Past]:
    pasts: dict[str, _Past] = {}
    for entry in ledger:
        past = pasts.setdefault(entry.id, _Past(set(), set(), []))
        past.files.add(entry.file)
        past.urls.update(filter(None, [canonical_url(entry.url)]))
        past.sketches.append(read_sketch(entry.sketch))
    return pasts


def _claims(
    articles: Sequence[Article], sketches: Sequence[tuple[int, ...]], ledger: Sequence[LedgerEntry]
) -> list[tuple[float, tuple[str, int], int, str]]:
    """List (weakness, order, article, id) for every plausible match; the least weak comes first."""
    pasts = _pasts(ledger)
    index = _by_key(pasts)
    claims = []
    for number, article in enumerate(articles):
        if article.pinned_id and is_valid_id(article.pinned_id):
            claims.append((-3.0, _order(article), number, article.pinned_id))
            continue
        address = canonical_url(article.url)
        keys: set[str | int | None] = {address, *sketches[number]}
        for entry_id in sorted({i for key in keys for i in index.get(key, ())}):
            strength = _strength(article.file, address, sketches[number], pasts[entry_id])
            if strength:
                claims.append((-strength, _order(article), number, entry_id))
    return claims


def _by_key(pasts: dict[str, _Past]) -> dict[str | int | None, set[str]]:
    """Find ids by address and by every hash of their texts."""
    index: dict[str | int | None, set[str]] = {}
    for entry_id, past in pasts.items():
        keys: set[str | int] = {*past.urls}.union(*past.sketches)
        for key in keys:
            index.setdefault(key, set()).add(entry_id)
    return index


def _strength(file: str, address: str | None, numbers: tuple[int, ...], past: _Past) -> float:
    """Say how surely an article is the one remembered; 0 for not."""
    likeness = max(similarity(numbers, other) for other in past.sketches)
    same_url = address in past.urls
    same_file = file in past.files
    limit = EDITED if same_file else MOVED
    if address and past.urls and not same_url:
        limit = RELINKED
    if not same_url and likeness < limit:
        return 0.0
    return likeness + same_url + 0.1 * same_file + 1e-9


def is_valid_id(pinned: str) -> bool:
    """Say whether a text can be an id: short, lower-case ASCII, a folder name everywhere."""
    return bool(_PINNED.match(pinned)) and not _RESERVED.match(pinned)


def _new_id(article: Article, numbers: tuple[int, ...], taken: set[str]) -> str:
    seed = canonical_url(article.url) or write_sketch(numbers) or article.title.original
    new = _hash(seed)
    attempt = 0
    while new in taken:
        attempt += 1
        new = _hash(f"{seed}\n{write_sketch(numbers)}\n{attempt}")
    return new


def _hash(text: str) -> str:
    number = int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
    return "".join(_ALPHABET[number >> 5 * i & 31] for i in range(ID_LENGTH))


def _added(article: Article, entry: LedgerEntry | None, today: date) -> str:
    return article.added or (entry.added if entry else None) or today.isoformat()


def _entry(article: Article, numbers: tuple[int, ...]) -> LedgerEntry:
    return LedgerEntry(
        id=article.id,
        file=article.file,
        title=article.title.original,
        url=article.url,
        source=article.source,
        published=article.published.date,
        added=article.added,
        sketch=write_sketch(numbers),
    )


def _is_news(entry: LedgerEntry, known: LedgerEntry | None) -> bool:
    return entry != known


def write_sketch(numbers: tuple[int, ...]) -> str:
    """Write a sketch as hexadecimal text."""
    return "".join(f"{number:08x}" for number in numbers)


def read_sketch(text: str) -> tuple[int, ...]:
    """Read what `write_sketch` wrote; anything else gives an empty sketch."""
    try:
        return tuple(int(text[i : i + 8], 16) for i in range(0, len(text), 8))
    except ValueError:
        return ()


def successors(ledger: Sequence[LedgerEntry], live: Iterable[str]) -> dict[str, str]:
    """Map ids that are gone to a live one with the same address or nearly the same text."""
    latest, alive = current(ledger), set(live)
    by_url: dict[str | None, str] = {}
    by_text: dict[str, str] = {}
    for entry_id in sorted(alive & set(latest), reverse=True):
        by_url[canonical_url(latest[entry_id].url)] = entry_id
        by_text[latest[entry_id].sketch] = entry_id
    by_url.pop(None, None)
    by_text.pop("", None)
    heirs = {}
    for entry_id in latest.keys() - alive:
        entry = latest[entry_id]
        heir = by_url.get(canonical_url(entry.url)) or by_text.get(entry.sketch)
        if heir:
            heirs[entry_id] = heir
    return heirs
