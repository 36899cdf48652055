"""Names that last: the ids of articles, and the ledger of published links that keeps them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

from briefgen import json_values, plain_files
from briefgen.errors import StoreError
from briefgen.language.scripts import UNSPACED
from briefgen.model import Article, Briefing, Departed, LedgerEntry, Problem, shortened
from briefgen.partial_date import PartialDate
from briefgen.state.write import write_file
from briefgen.urls import canonical_url, is_valid_id, short_hash

FILE_NAME = "links.jsonl"  # in the articles folder
SKETCH_SIZE = 40  # hashes kept of a text; estimates a similarity of one half to within 0.08
EDITED = 0.35  # similarity from which a text in the same file is an edit of the one in the ledger
MOVED = 0.6  # ... in another file: daily forecasts from one template stay apart
RELINKED = 0.8  # ... under another address
SHINGLE = 3  # words (or characters, where words are not spaced) per hash
# Scripts written without spaces give one token per character.
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
_DAYS = {
    "published": False,
    "added": True,
    "changed": True,
}  # the keys that hold dates: whether a day is needed
_KEYS = tuple(field.name for field in fields(LedgerEntry))


def sketch(text: str) -> tuple[int, ...]:
    """Give the smallest hashes of the text's shingles: similar texts share most of them."""
    tokens = _TOKEN.findall(text.casefold())
    tokens = tokens or [" ".join(text.split())]  # a text without words is known by its signs
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


def write_sketch(numbers: tuple[int, ...]) -> str:
    """Write a sketch as hexadecimal text."""
    return "".join(f"{number:08x}" for number in numbers)


def read_sketch(text: str) -> tuple[int, ...]:
    """Read what `write_sketch` wrote; anything else gives an empty sketch."""
    try:
        return tuple(int(text[i : i + 8], 16) for i in range(0, len(text), 8))
    except ValueError:
        return ()


def current(ledger: Iterable[LedgerEntry]) -> dict[str, LedgerEntry]:
    """Give the last line of each id, in order of first appearance."""
    return {entry.id: entry for entry in ledger}


def first_added(ledger: Iterable[LedgerEntry]) -> dict[str, str]:
    """Give the earliest day each id was added: of two branches' lines neither is later news."""
    days: dict[str, str] = {}
    for entry in ledger:
        if entry.added:
            days[entry.id] = min(entry.added, days.get(entry.id, entry.added))
    return days


def changed(texts: Mapping[str, str], ledger: Iterable[LedgerEntry], today: date) -> dict[str, str]:
    """Give the last day on which the text of each id was found changed, where it ever was.

    Lines of two branches may stand in any order and twice: what is newest decides. Lines of older
    versions know no text, and what is not known has not changed.
    """
    newest: dict[str, tuple[str, set[str]]] = {}
    for entry in ledger:
        if entry.text:
            day, told = newest.get(entry.id, ("", set()))
            if (entry.changed or "") > day:
                day, told = entry.changed or "", set()
            newest[entry.id] = day, told | {entry.text} if day == (entry.changed or "") else told
    days = {
        one: day if texts[one] in told else max(day, today.isoformat())
        for one, (day, told) in newest.items()
        if one in texts
    }
    return {one: day for one, day in days.items() if day}


def name_articles(
    articles: Sequence[Article],
    ledger: Sequence[LedgerEntry],
    *,
    today: date,
    committed: Callable[[], Mapping[str, str]] = dict,
) -> tuple[tuple[Article, ...], tuple[LedgerEntry, ...]]:
    """Give every article its lasting id and the day it was added; return their ledger lines.

    `committed` gives the day each file was first committed; it is asked only when that matters.

    An id is pinned by front matter, else found in the ledger by address or by likeness of the
    text, else made from the address or the text. No two articles get the same id.
    """
    known = current(ledger)
    sketches = [sketch(_body(article)) for article in articles]
    ids = _recognise(articles, sketches, ledger)
    taken = {*known, *ids.values()}
    tried: dict[str, int] = {}
    for index in sorted(set(range(len(articles))) - set(ids), key=lambda i: _order(articles[i])):
        ids[index] = _new_id(articles[index], sketches[index], taken, tried)
        taken.add(ids[index])
    days = first_added(ledger)
    if any(not article.added and ids[i] not in days for i, article in enumerate(articles)):
        days = _since(articles, ids, committed(), today, by_date=not ledger) | days
    texts = {ids[i]: _text_hash(article) for i, article in enumerate(articles)}
    anew = changed(texts, ledger, today)
    named = tuple(
        replace(
            article,
            id=ids[i],
            added=article.added or days[ids[i]],
            changed=anew.get(ids[i]),
        )
        for i, article in enumerate(articles)
    )
    return named, tuple(_entry(article, sketches[i]) for i, article in enumerate(named))


def news(
    entries: Sequence[LedgerEntry], articles: Sequence[Article], ledger: Sequence[LedgerEntry]
) -> tuple[LedgerEntry, ...]:
    """Give the lines to append: what the ledger does not say yet of the articles as published.

    `articles` are those after corrections; one that was left out keeps its line as it was read.
    """
    known = {one: replace(entry, pages="") for one, entry in current(ledger).items()}
    published = {article.id: article for article in articles}
    told = (_as_published(entry, published.get(entry.id)) for entry in entries)
    new = [entry for entry in told if entry != known.get(entry.id)]
    return tuple(sorted(new, key=lambda entry: entry.file))  # those of a file in its own order


def _as_published(entry: LedgerEntry, article: Article | None) -> LedgerEntry:
    if article is None:
        return entry
    day = str(article.day) if article.day else None
    return replace(entry, source=article.source, published=day)


def misnamed(articles: Sequence[Article], ledger: Sequence[LedgerEntry]) -> tuple[Problem, ...]:
    """Say which ids of front matters could not be given, and which took one from another text.

    `articles` are those that have their ids.
    """
    latest = current(ledger)
    first: dict[str, Article] = {}
    problems = []
    for article in sorted(articles, key=_order):
        pinned = article.pinned_id
        if pinned is None:
            continue
        other = first.setdefault(pinned, article)
        if article.id != pinned:
            where = f"{other.file} has it" if other is not article else "it cannot stand in a link"
            what = f'id is "{pinned}", but {where}; it is known as {article.id}.'
            problems.append(Problem(article.file, 0, what, "Give it an id of its own."))
        elif pinned in latest and not _is_of(article, latest[pinned]):
            what = f'id is "{pinned}", which {latest[pinned].file} had: old links lead here now.'
            remedy = "Give it another id, unless it takes the place of that article."
            problems.append(Problem(article.file, 0, what, remedy, "warning"))
    return tuple(problems)


def _is_of(article: Article, entry: LedgerEntry) -> bool:
    """Tell whether a ledger line may tell of an article: by its file, title, address or text."""
    likeness = similarity(sketch(_body(article)), read_sketch(entry.sketch))
    return (
        likeness >= EDITED
        or article.file == entry.file
        or article.title.original == entry.title
        or (article.url is not None and canonical_url(article.url) == canonical_url(entry.url))
    )


def _body(article: Article) -> str:
    text = "\n".join(paragraph.text for paragraph in article.paragraphs)
    return text or article.title.original or article.file


def _text_hash(article: Article) -> str:
    """Give a hash of headline and text, whatever white space parts the words."""
    words = f"{article.title.original} {_body(article)}".split()
    return f"{crc32(' '.join(words).encode('utf-8', 'replace')):08x}"


def _order(article: Article) -> tuple[str, int]:
    return article.file, article.start


def _recognise(
    articles: Sequence[Article], sketches: Sequence[tuple[int, ...]], ledger: Sequence[LedgerEntry]
) -> dict[int, str]:
    """Match articles to known ids, best match first; each id is used once."""
    ids: dict[int, str] = {}
    used: set[str] = set()
    for _, _, index, _, entry_id in sorted(_claims(articles, sketches, ledger)):
        if index not in ids and entry_id not in used:
            ids[index] = entry_id
            used.add(entry_id)
    return ids


@dataclass(slots=True)
class _Past:
    """What the ledger knows of one id, over all its lines."""

    place: int  # in the order in which ids first appear
    files: set[str]
    urls: set[str]
    titles: set[str]
    sketches: list[tuple[int, ...]]


def _pasts(ledger: Sequence[LedgerEntry]) -> dict[str, _Past]:
    pasts: dict[str, _Past] = {}
    for entry in ledger:
        past = pasts.setdefault(entry.id, _Past(len(pasts), set(), set(), set(), []))
        past.files.add(entry.file)
        past.titles.add(entry.title)
        past.urls.update(filter(None, [canonical_url(entry.url)]))
        past.sketches.append(read_sketch(entry.sketch))
    return pasts


def _claims(
    articles: Sequence[Article], sketches: Sequence[tuple[int, ...]], ledger: Sequence[LedgerEntry]
) -> list[tuple[float, tuple[str, int], int, int, str]]:
    """List (weakness, order, article, place, id) for plausible matches; the least weak come first.

    Where texts are the same, the first of a file takes the id that came first.
    """
    pasts = _pasts(ledger)
    index = _by_key(pasts)
    claims = []
    for number, article in enumerate(articles):
        if article.pinned_id and is_valid_id(article.pinned_id):
            claims.append((-3.0, _order(article), number, 0, article.pinned_id))
            continue
        address = canonical_url(article.url)
        for entry_id in sorted(_candidates(address, sketches[number], index)):
            past = pasts[entry_id]
            strength = _strength(article.file, address, sketches[number], past)
            if strength:
                strength += 0.01 * (article.title.original in past.titles)
                claims.append((-strength, _order(article), number, past.place, entry_id))
    return claims


_Index = dict[str | int | None, list[str]]


def _by_key(pasts: dict[str, _Past]) -> _Index:
    """Find ids by address and by every hash of their texts."""
    index: _Index = {}
    for entry_id, past in pasts.items():
        keys: set[str | int] = {*past.urls}.union(*past.sketches)
        for key in keys:
            index.setdefault(key, []).append(entry_id)
    return index


def _candidates(address: str | None, numbers: tuple[int, ...], index: _Index) -> set[str]:
    """Give the ids of the same address, and those whose text may be alike enough.

    No text is alike that shares fewer than `needed` hashes. Whoever shares so many has one of the
    rarest, all but `needed - 1`: the common ones, of phrases all texts have, are not looked at.
    """
    needed = next(n for n in range(len(numbers) + 1) if n >= EDITED * len(numbers) - 1e-9)
    rarest = sorted(numbers, key=lambda number: (len(index.get(number, ())), number))
    rarest = rarest[: len(numbers) - max(needed, 1) + 1]
    return {i for key in (address, *rarest) for i in index.get(key, ())}


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


def _new_id(
    article: Article, numbers: tuple[int, ...], taken: set[str], tried: dict[str, int]
) -> str:
    """Make an id that is free; `tried` says how often the same seed was: each attempt once."""
    seed = canonical_url(article.url) or write_sketch(numbers) or article.title.original
    more = f"{seed}\n{write_sketch(numbers)}"
    while True:
        attempt = tried.get(more, 0)
        tried[more] = attempt + 1
        new = short_hash(f"{more}\n{attempt}" if attempt else seed)
        if new not in taken:
            return new


def _since(
    articles: Sequence[Article],
    ids: Mapping[int, str],
    committed: Mapping[str, str],
    today: date,
    *,
    by_date: bool,
) -> dict[str, str]:
    """Say since when each article is here, by its id, as far as can be known without a ledger.

    `by_date`: no ledger was kept, so an article that git does not know counts from its own date.
    A day of building would be another one in each build, and would make old articles news.
    """
    return {
        ids[i]: committed.get(article.file) or _own_day(article, today, by_date).isoformat()
        for i, article in enumerate(articles)
    }


def _own_day(article: Article, today: date, by_date: bool) -> date:  # noqa: FBT001  # as above
    return min(article.day.last, today) if by_date and article.day else today


def _entry(article: Article, numbers: tuple[int, ...]) -> LedgerEntry:
    return LedgerEntry(
        id=article.id,
        file=article.file,
        title=article.title.original,
        url=article.url,
        source=article.source,
        published=str(article.day) if article.day else None,
        added=article.added,
        sketch=write_sketch(numbers),
        text=_text_hash(article),
        changed=article.changed,
    )


def gone(
    ledger: Sequence[LedgerEntry],
    briefings: Sequence[Briefing],
    withdrawn: Collection[str] = (),
) -> tuple[Departed, ...]:
    """Give the published articles that no briefing shows any more, by id, with their heirs.

    `withdrawn` are ids that a person left out: nothing of them is said any more.
    """
    shown = [s for briefing in briefings for story in briefing.stories for s in story.summaries]
    live = {summary.article.id for summary in shown}
    there = live | {copy.id for summary in shown for copy in summary.duplicates}
    heirs = successors(ledger, live)
    return tuple(
        Departed(entry, None, withdrawn=True)
        if entry_id in withdrawn
        else Departed(entry, heirs.get(entry_id))
        for entry_id, entry in sorted(current(ledger).items())
        if entry_id not in there
    )


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


def read_ledger(path: Path) -> tuple[tuple[LedgerEntry, ...], tuple[Problem, ...]]:
    """Read the published links, oldest first; no file means none yet, a bad line is a problem."""
    try:
        text = plain_files.read(path, most=json_values.MOST).decode("utf-8-sig", "replace")
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        raise StoreError(
            f"cannot be read: {error.strerror}",
            where=str(path),
            remedy="Check its permissions; without it published links would break.",
        ) from error
    entries: list[LedgerEntry] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry, unusable = _without_false_days(_parse(line))
        except ValueError as error:
            problems.append(_problem(path, number, error))
            continue
        entries.append(entry)
        problems += [_false_day(path, number, name, told) for name, told in unusable.items()]
    return tuple(entries), tuple(problems)


def append_ledger(path: Path, entries: Sequence[LedgerEntry]) -> None:
    """Add lines to the ledger; what is there is never touched."""
    if not entries:
        return
    if path.is_symlink():
        raise StoreError(
            "is a link, and briefgen writes to no file outside the articles folder.",
            where=str(path),
            remedy="Put the file itself in its place.",
        )
    lines = [json.dumps(_record(entry), ensure_ascii=False) for entry in entries]
    text = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace").decode("utf-8")
    try:
        old = path.read_bytes() if path.exists() else b""
        # A whole new file in one step: a crash or a full disk leaves no half of a line.
        write_file(path, old + _missing_newline(old) + text.encode("utf-8"))
    except OSError as error:
        raise StoreError(
            f"cannot be written: {error.strerror}.",
            where=str(path),
            remedy="Check its permissions; it must be kept with the articles.",
        ) from error


def _parse(line: str) -> LedgerEntry:
    record = json_values.load(line)
    if not isinstance(record, dict):
        raise ValueError("not an object")  # noqa: TRY004  # one class for every bad line
    known = {key: record[key] for key in _KEYS if record.get(key) is not None}
    if not all(isinstance(value, str) for value in known.values()):
        raise ValueError("a value is no text")
    if not is_valid_id(known.get("id", "")):
        raise ValueError(f"its id is {shortened(known.get('id', ''))!r}")
    empty = {"file": "", "title": "", "url": None, "source": None, "published": None, "added": None}
    return LedgerEntry(**{**empty, **known})


def _without_false_days(entry: LedgerEntry) -> tuple[LedgerEntry, dict[str, str]]:
    """Forget what is no date where one belongs, and give it: the link stands without it."""
    told = {name: getattr(entry, name) for name in _DAYS}
    false = {n: day for n, day in told.items() if day and not _is_date(day, whole=_DAYS[n])}
    nothing: dict[str, Any] = dict.fromkeys(false)
    return replace(entry, **nothing), false


def _is_date(text: str, *, whole: bool) -> bool:
    try:
        return PartialDate.parse(text).is_day or not whole
    except ValueError:
        return False


def _false_day(path: Path, number: int, name: str, told: str) -> Problem:
    return Problem(
        path.name,
        number,
        f'this line of the link ledger says {name} is "{shortened(told)}", which is no date.',
        "Restore it from version control; the rest of the line is used.",
        "warning",
    )


def _record(entry: LedgerEntry) -> dict[str, str]:
    return {key: value for key, value in asdict(entry).items() if value}


def _missing_newline(content: bytes) -> bytes:
    return b"\n" if content and not content.endswith(b"\n") else b""


def _problem(path: Path, number: int, error: ValueError) -> Problem:
    return Problem(
        path.name,
        number,
        f"this line of the link ledger cannot be used: {error}.",
        "Restore it from version control.",
    )
