"""Text and metadata → the date of publication, with its precision and the words relied on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from briefgen import languages
from briefgen.languages import WordLists
from briefgen.model import UNDATED, Article, Document, Precision, Published, Removed

_MONTHS = 12
_EARLIEST = 1600  # the first newspapers
_NEAR_END = 400  # characters; an article's own date stands near its beginning or end
_ISO = re.compile(
    r"\b(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ]\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_HEADER = re.compile(
    r"^\W*(?:date|published|publié(?:e)? le|published on|veröffentlicht am|publicado el)\b\W*",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_CJK = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date told in a text; what is not said is None."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words a date relies on, and where they stand in the file."""

    text: str
    start: int | None = None
    end: int | None = None


def parse_published(value: object, *, today: date, method: str) -> Published:
    """Read a stated date (`2023`, `2023-09`, `2023-09-13`, a time, "13 septembre 2023").

    Raises ValueError saying what is wrong, in words that follow the key: 'is "31/12", not a date.'
    """
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    numbers = _read_numbers(text)
    if numbers is None:
        raise ValueError(f'is "{text}", not a date.')
    return _published(numbers, Words(text), method, today)


def date_article(document: Document, article: Article, *, today: date) -> Published:
    """Date an article from what its file states and tells; UNDATED where nothing is sure."""
    found = _stated(document, article) or _from_html(document, article, today)
    if found is None:
        text = _from_text(document, article, today)
        found = text or _from_file_name(document.file, today)
    return found or UNDATED


def find_mentions(text: str, language: str) -> list[Mention]:
    """Find the dates told in a text, in order; of those that overlap, the fullest."""
    found = [
        *_iso_mentions(text),
        *_numeric_mentions(text),
        *_cjk_mentions(text),
        *_word_mentions(text, language),
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


# Stated dates


def _read_numbers(text: str) -> tuple[int, int | None, int | None] | None:
    """Read year, month and day; None when the text is no date."""
    if re.fullmatch(r"\d{4}", text):
        return int(text), None, None
    mentions = [mention for mention in find_mentions(text, "und") if mention.year]
    if len(mentions) != 1 or mentions[0].year is None:
        return None
    return mentions[0].year, mentions[0].month, mentions[0].day


def _published(
    numbers: tuple[int, int | None, int | None], words: Words, method: str, today: date
) -> Published:
    year, month, day = numbers
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise ValueError(f'is "{words.text}", which is no day of the calendar.') from error
    if first > today:
        raise ValueError(f'is "{words.text}", which is in the future.')
    if year < _EARLIEST:
        raise ValueError(f'is "{words.text}", which is before any newspaper.')
    precision: Precision = "day" if day else "month" if month else "year"
    cut = {"day": 10, "month": 7, "year": 4}[precision]
    return Published(first.isoformat()[:cut], precision, words.text, method, words.start, words.end)


def _stated(document: Document, article: Article) -> Published | None:
    for part in document.parts:
        if part.start <= article.start and article.end <= part.end:
            return part.metadata.published
    return None


# HTML


def _from_html(document: Document, article: Article, today: date) -> Published | None:
    if document.kind != "html":
        return None
    import htmldate

    html = document.text[article.start : article.end]
    found = htmldate.find_date(
        html, original_date=True, extensive_search=False, max_date=today.isoformat()
    )
    if not found:
        return None
    try:
        return parse_published(found, today=today, method="html")
    except ValueError:
        return None


# Dates told in the text


def _from_text(document: Document, article: Article, today: date) -> Published | None:
    """Go down the ladder of evidence in a text; a finer date may refine a coarser one."""
    header = _from_header(document, article, today)
    if header and header.precision == "day":
        return header
    language = article.language.tag
    text = document.text[article.start : article.end] if document.kind != "html" else ""
    finer = _from_weekday(text, article, language, today) or _from_captions(
        article, language, today
    )
    if header and finer and finer.date and header.date and not finer.date.startswith(header.date):
        return header
    return finer or header


def _from_header(document: Document, article: Article, today: date) -> Published | None:
    """Read a header such as "date 2023-09" on one of the first lines."""
    if document.kind == "html":
        return None
    at = article.start
    for row in document.text[article.start : min(article.end, article.start + 2000)].splitlines(
        keepends=True
    )[:6]:
        label = _HEADER.match(row)
        mention = label and next(
            iter(find_mentions(row[label.end() : label.end() + 40], "und")), None
        )
        if label and mention and mention.start == 0:
            start, end = at + label.start(), at + label.end() + mention.end
            return _resolve(mention, Words(document.text[start:end], start, end), "header", today)
        at += len(row)
    return None


def _from_weekday(text: str, article: Article, language: str, today: date) -> Published | None:
    """Read a day told with its weekday: "Ce vendredi 15 septembre" fixes the year."""
    years = _years(text, today)
    for mention in find_mentions(text, language):
        if mention.weekday is None or mention.day is None or mention.year is not None:
            continue
        year = _year_of(mention, today, at_least=max(years, default=0))
        if year:
            words, start = text[mention.start : mention.end], article.start + mention.start
            numbers = (year, mention.month, mention.day)
            return _published(numbers, Words(words, start, start + len(words)), "text", today)
    return None


def _years(text: str, today: date) -> set[int]:
    years = (int(match) for match in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text))
    return {year for year in years if year <= today.year}


def _year_of(mention: Mention, today: date, *, at_least: int) -> int | None:
    """Find the latest past year in which the day fell on its weekday."""
    for year in range(today.year, max(today.year - 12, at_least - 1), -1):
        try:
            day = date(year, mention.month, mention.day or 1)
        except ValueError:
            continue
        if day <= today and day.weekday() == mention.weekday:
            return year
    return None


def _from_captions(article: Article, language: str, today: date) -> Published | None:
    """Take the latest full date told in a caption, moved on by a weekday told in the text."""
    dated = [
        found
        for one in article.removed
        if one.kind == "caption"
        for found in _caption_dates(one, language, today)
    ]
    if not dated:
        return None
    latest = max(dated, key=lambda one: one.date or "")
    return _moved_on(latest, article, language, today)


def _caption_dates(caption: Removed, language: str, today: date) -> Iterator[Published]:
    for mention in find_mentions(caption.text, language):
        if mention.year and mention.day:
            words = caption.text[mention.start : mention.end]
            found = _resolve(mention, Words(words, caption.start, caption.end), "caption", today)
            if found:
                yield found


def _moved_on(anchor: Published, article: Article, language: str, today: date) -> Published:
    """Move from an anchor to the latest weekday of the following days told in the text."""
    base = date.fromisoformat(anchor.date or "")
    weekdays = _lists(language).weekdays
    latest, word, place = base, anchor.evidence, (anchor.start, anchor.end)
    for paragraph in article.paragraphs:
        for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)?", paragraph.text):
            weekday = weekdays.get(match.group().casefold())
            ahead = (weekday - base.weekday()) % 7 if weekday is not None else 9
            day = base + timedelta(days=ahead)
            if 0 < ahead <= 2 and latest < day <= today:  # noqa: PLR2004 - reports follow within two days
                latest, word = day, f"{match.group()}, after {anchor.evidence}"
                place = paragraph.locate(*match.span())
    method = "caption" if latest == base else "relative"
    return Published(latest.isoformat(), "day", word, method, *place)


def _resolve(mention: Mention, words: Words, method: str, today: date) -> Published | None:
    """Make a date of a mention that tells its year; None where it is impossible or to come."""
    if mention.year is None:
        return None
    try:
        return _published((mention.year, mention.month, mention.day), words, method, today)
    except ValueError:
        return None


def _from_file_name(file: str, today: date) -> Published | None:
    name = file.rsplit("/", 1)[-1]
    match = re.search(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)", name)
    if not match:
        return None
    year, month, day = map(int, match.groups())
    try:
        return _published((year, month, day), Words(match.group()), "file name", today)
    except ValueError:
        return None


# Mentions


def _iso_mentions(text: str) -> Iterator[Mention]:
    for match in _ISO.finditer(text):
        year, month, day = match.groups()
        yield Mention(*match.span(), int(year), int(month), int(day) if day else None)


def _numeric_mentions(text: str) -> Iterator[Mention]:
    """Find D.M.Y and D/M/Y; M/D/Y only where the day cannot be a month."""
    for match in _NUMERIC.finditer(text):
        first, second, year = map(int, match.groups())
        if first <= _MONTHS < second:
            first, second = second, first
        elif first <= _MONTHS and first != second and "/" in match.group():
            continue  # 03/04/2023 is two days; better none than the wrong one
        yield Mention(*match.span(), year, second, first)


def _cjk_mentions(text: str) -> Iterator[Mention]:
    for match in _CJK.finditer(text):
        year, month, day = match.groups()
        yield Mention(*match.span(), int(year) if year else None, int(month), int(day))


def _word_mentions(text: str, language: str) -> Iterator[Mention]:
    lists = _lists(language)
    for pattern in _patterns(lists.tag):
        for match in pattern.finditer(text):
            yield _word_mention(match, lists)


def _word_mention(match: re.Match[str], lists: WordLists) -> Mention:
    told = match.groupdict()
    return Mention(
        *match.span(),
        int(told["year"]) if told.get("year") else None,
        lists.months[told["month"].casefold()],
        int(told["day"]) if told.get("day") else None,
        lists.weekdays[told["weekday"].casefold()] if told.get("weekday") else None,
    )


def _lists(language: str) -> WordLists:
    """Give a language's lists, or all languages' where it has no months."""
    own = languages.load(language)
    return own if own.months else languages.load_all()


@cache
def _patterns(tag: str) -> tuple[re.Pattern[str], ...]:
    """Build "vendredi 15 septembre 2023", "Friday, September 15, 2023" and "septembre 2023"."""
    lists = _lists(tag)
    weekday = (
        rf"(?:\b(?P<weekday>{_any(lists.weekdays)})\.?,?\s+(?:(?:le|den|der|dem|the|dia|día)\s+)?)?"
    )
    month = rf"\b(?P<month>{_any(lists.months)})(?!\w)\.?"
    year = r"(?:,?\s+(?:(?:de|del|of)\s+)?(?P<year>(?:1[6-9]|20)\d{2})(?!\d))"
    day = r"(?<!\d)(?P<day>\d{1,2})(?:er|re|\.|º|ª|°|st|nd|rd|th)?"
    patterns = [
        rf"{weekday}{day}\s*(?:(?:de|di|of)\s+)?{month}{year}?",
        rf"{weekday}{month}\s+{day}(?![\w:]){year}?",
        rf"{month}{year}",
    ]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _any(words: Mapping[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
