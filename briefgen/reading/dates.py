"""Text and metadata → the date of publication, with its precision and the words relied on.

The ladder: stated in front matter or sidecar, the page's metadata, a header or footer line, a
weekday with its day ("ce vendredi 15 septembre": the year follows from the weekday and the years
told), captions moved on by a later weekday, the file name, the first commit where that is wanted.
Nothing is guessed: dates told of other days are not the article's, and what stays open is unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from briefgen.language import word_lists
from briefgen.language.tags import UNKNOWN, Language
from briefgen.model import UNDATED, Article, Document, Paragraph, Published, shortened
from briefgen.partial_date import PartialDate
from briefgen.reading import page_dates
from briefgen.reading.date_lines import is_beside, is_label
from briefgen.reading.date_mentions import Mention, find_mentions, find_weekdays, find_years
from briefgen.reading.lines import one_newline

_HEAD, _TAIL = 6, 4  # lines of an article among which its own date may stand
_LONGEST_ROW = 120  # characters read of a line that may give the date
_REPORT_DAYS = 2  # what a caption shows is reported within so many days
_NEAR_YEARS = 4  # a weekday fixes a year only so far from the years told


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
        raise ValueError(f'is "{shortened(text)}", not a date.')
    return _published(numbers, Words(text), method, today)


def date_article(document: Document, article: Article, *, today: date) -> Published:
    """Date an article from what its file states and tells; UNDATED where nothing is sure."""
    return (
        _stated(document, article)
        or _from_page(document, article, today)
        or _from_text(document, article, today)
        or _from_file_name(document.file, today)
        or _from_git(document, today)
        or UNDATED
    )


# Stated dates


def _read_numbers(text: str) -> tuple[int, int | None, int | None] | None:
    """Read year, month and day; None when the text is no date."""
    if re.fullmatch(r"\d{4}", text):
        return int(text), None, None
    mentions = [mention for mention in find_mentions(text, UNKNOWN) if mention.year]
    if len(mentions) != 1 or mentions[0].year is None:
        return None
    return mentions[0].year, mentions[0].month, mentions[0].day


def _published(
    numbers: tuple[int, int | None, int | None], words: Words, method: str, today: date
) -> Published:
    """Make a date; raises ValueError where it is impossible, to come or too long ago."""
    try:
        found = PartialDate(*numbers)
    except ValueError as error:
        raise ValueError(
            f'is "{shortened(words.text)}", which is no day of the calendar.'
        ) from error
    try:
        found.check(today)
    except ValueError as error:
        raise ValueError(f'is "{shortened(words.text)}", which {error}.') from error
    return Published(found, words.text, method, words.start, words.end)


def _stated(document: Document, article: Article) -> Published | None:
    """Give the date of the front matter above an article; a file may hold thousands of them."""
    i = bisect_right(document.parts, article.start, key=lambda part: part.start) - 1
    covers = i >= 0 and article.end <= document.parts[i].end
    return document.parts[i].metadata.published if covers else None


# Pages


def _from_page(document: Document, article: Article, today: date) -> Published | None:
    """Read when the page says that its article was published."""
    if document.kind != "html":
        return None
    html = document.text[article.start : article.end]
    stated = page_dates.stated_dates(html, article.start, article.title.original)
    for told in (*stated, *page_dates.marked_times(document.text, article)):
        with suppress(ValueError):
            found = parse_published(_dashed(told.text), today=today, method="html")
            return replace(found, evidence=told.text, start=told.start, end=told.end)
    for row in page_dates.visible_rows(document.text, article):
        for language in (article.language, UNKNOWN):
            header = _read_header(row.text[:_LONGEST_ROW], 0, today, language)
            if header:
                return replace(header, method="html", start=row.start, end=row.end)
    return None


def _dashed(stamp: str) -> str:
    """Write 20240305 and 2024/03/05 as 2024-03-05."""
    digits = re.split("[T ]", stamp)[0].replace("/", "").replace("-", "")
    return "-".join(filter(None, (digits[:4], digits[4:6], digits[6:8])))


# Dates told in the text


def _from_text(document: Document, article: Article, today: date) -> Published | None:
    """Go down the ladder of evidence in a text; a finer date may refine a coarser one."""
    header = _from_header(document, article, today)
    if header and header.precision == "day":
        return header
    if header is None:
        header = _from_dateline(article, today)
        if header:
            return header
    finer = _from_weekday(document, article, today) or _from_captions(article, today)
    if header and header.date and finer and finer.date and not header.date.holds(finer.date):
        return header
    return finer or header


def _from_header(document: Document, article: Article, today: date) -> Published | None:
    """Read a line that gives the date: "date 2023-09", "Publié le 13 mai 2023", a bare one."""
    if document.kind == "html":
        return None
    text = one_newline(document.text[article.start : article.end])
    rows = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for start, end in (*rows[:_HEAD], *rows[_HEAD:][-_TAIL:]):
        if _is_headline(article, article.start + start, article.start + end):
            continue  # "11 septembre 2001 : le récit" tells of that day
        row = text[start : min(end, start + _LONGEST_ROW)]
        # Its own language first: it says what 08/12 means, and that "listopada" is Croatian here.
        for language in (article.language, UNKNOWN):
            found = _read_header(row, article.start + start, today, language)
            if found:
                return found
    return None


def _is_headline(article: Article, start: int, end: int) -> bool:
    """Tell whether a row is the headline; one taken from the text is no headline."""
    at = article.title.start
    if at is None or not start <= at < end:
        return False
    return not any(one.start <= at < one.end for one in article.paragraphs)


def _read_header(row: str, offset: int, today: date, language: Language) -> Published | None:
    label = re.match(r"\W*", row)
    begin = label.end() if label else 0
    for mention in find_mentions(row, language)[:1]:
        full = bool(mention.year and mention.day)
        dateline = _is_dateline(row[begin : mention.start], row[mention.end :])
        own = full and (is_beside(row, mention) or dateline)
        if own or is_label(row[begin : mention.start]):
            words = Words(row[begin : mention.end], offset + begin, offset + mention.end)
            return _resolve(mention, words, "header", today)
    return None


def _is_dateline(before: str, after: str) -> bool:
    """Tell whether a date stands between a place and a dash: "NEW YORK, 15 novembre 2022 –"."""
    place = before.split()
    return bool(place) and place[0].strip(",").isupper() and bool(re.match(r"\s*[–—-]\s", after))


def _from_dateline(article: Article, today: date) -> Published | None:
    """Read the full date of a dateline: "Děčín 3. května 2024 (ČTK) - "."""
    for line in article.removed:
        if line.kind == "dateline":
            for mention in find_mentions(line.text, article.language)[:1]:
                if mention.year and mention.day:
                    words = Words(line.text[mention.start : mention.end], line.start, line.end)
                    return _resolve(mention, words, "header", today)
    return None


def _from_weekday(document: Document, article: Article, today: date) -> Published | None:
    """Read a day told with its weekday; the day itself is sure only where it is "this" day."""
    told = [
        (paragraph, mention)
        for paragraph in article.paragraphs
        for mention in find_mentions(paragraph.text, article.language)
        if mention.weekday is not None and mention.day and (mention.this or mention.year is None)
    ]
    told.sort(key=lambda one: not one[1].this)
    for paragraph, mention in told:
        year = mention.year or _year_of(mention, document, article, today)
        if year:
            # Of 23 such days told with their year 10 were the day of publication: a month is sure.
            day = mention.day if mention.this and mention.year is None else None
            words = _words(paragraph, mention.start, mention.end)
            return _resolve_in(year, replace(mention, day=day), words, "text", today)
    return None


def _year_of(mention: Mention, document: Document, article: Article, today: date) -> int | None:
    """Find the year of a day and weekday: the latest of the years told, or the one after it.

    A day shortly before the article was added is of that year. "This" day may also take the only
    year that fits after the latest told in the whole file.
    """
    fitting = mention.years(today)
    if article.added and mention.shortly_before(date.fromisoformat(article.added)):
        return mention.years(date.fromisoformat(article.added))[0]
    own = [year for p in article.paragraphs for year in find_years(p.text) if year <= today.year]
    near = [year for year in fitting if own and year - max(own) in {0, 1}]
    if near:
        return near[0]
    latest = _latest_year(document.text, today.year)
    since = [year for year in fitting if year >= latest - 1]
    only = len(since) == 1 and since[0] - latest <= _NEAR_YEARS
    return since[0] if only and mention.this else None


@lru_cache(maxsize=8)  # asked once for each article of a file
def _latest_year(text: str, last: int) -> int:
    return max((year for year in find_years(text) if year <= last), default=0)


def _from_captions(article: Article, today: date) -> Published | None:
    """Take the latest full date of a caption, moved on by a weekday told in the text."""
    dated = list(_caption_dates(article, today))
    if not dated:
        return None
    return _moved_on(max(dated, key=lambda one: str(one.date)), article, today)


def _caption_dates(article: Article, today: date) -> Iterator[Published]:
    for caption in article.removed:
        if caption.kind == "caption" and not _is_archive(caption.text):
            for mention in find_mentions(caption.text, article.language):
                words = Words(caption.text[mention.start : mention.end], caption.start, caption.end)
                found = _resolve(mention, words, "caption", today)
                if found and found.precision == "day":
                    yield found


def _is_archive(caption: str) -> bool:
    """Tell whether a caption says that its picture is an old one."""
    folded = caption.casefold().replace("’", "'")
    return any(
        re.search(rf"(?<!\w){re.escape(word)}", folded) for word in word_lists.load_all().archives
    )


def _moved_on(anchor: Published, article: Article, today: date) -> Published:
    """Move from an anchor to the latest weekday of the following days told in the text."""
    if anchor.date is None:
        return anchor
    base = anchor.date.first
    latest, published = base, anchor
    for paragraph in article.paragraphs:
        for start, end, weekday in find_weekdays(paragraph.text, article.language):
            day = base + timedelta(days=(weekday - base.weekday()) % 7)
            if latest < day <= min(today, base + timedelta(days=_REPORT_DAYS)):
                words = _words(paragraph, start, end)
                evidence = f"{words.text}, after {anchor.evidence}"
                latest = day
                published = Published(
                    PartialDate.of(day), evidence, "relative", words.start, words.end
                )
    return published


def _words(paragraph: Paragraph, start: int, end: int) -> Words:
    return Words(paragraph.text[start:end], *paragraph.locate(start, end))


def _resolve(mention: Mention, words: Words, method: str, today: date) -> Published | None:
    """Make a date of a mention that tells its year; None where it is impossible or to come."""
    return _resolve_in(mention.year, mention, words, method, today) if mention.year else None


def _resolve_in(
    year: int, mention: Mention, words: Words, method: str, today: date
) -> Published | None:
    try:
        return _published((year, mention.month, mention.day), words, method, today)
    except ValueError:
        return None


def _from_file_name(file: str, today: date) -> Published | None:
    """Read 2024-03-05 anywhere in a name, 20240305 at its head: elsewhere such figures are ids."""
    name = file.rsplit("/", 1)[-1]
    match = re.search(r"(?<!\d)(\d{4})([-_.])(\d{2})\2(\d{2})(?!\d)", name)
    compact = re.match(r"((?:19[89]|20\d)\d)()(\d{2})(\d{2})(?!\d)", name)
    match = match or compact
    if not match:
        return None
    year, month, day = (int(match[group]) for group in (1, 3, 4))
    try:
        return _published((year, month, day), Words(match.group()), "file name", today)
    except ValueError:
        return None


def _from_git(document: Document, today: date) -> Published | None:
    """Take the day of the first commit; without `git_dates` no document has one."""
    if document.committed is None:
        return None
    try:
        return parse_published(document.committed, today=today, method="git")
    except ValueError:  # a clock was wrong when it was committed
        return None
