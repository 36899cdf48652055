"""The dateline an agency opens its text with: "Madrid, 5 mar (EFE).- "; the place is told by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from briefgen.language import word_lists
from briefgen.language.patterns import any_of
from briefgen.language.scripts import has_case
from briefgen.model import Paragraph, Removed
from briefgen.reading.found import shorten
from briefgen.reading.shapes import begins_as_name

_REACH = 160  # characters a dateline may have
_MOST_WORDS = 5  # of a place, its region and country among them
_LEAST_PLACE = 3  # letters; "A – …" is no place
_PLACE = (
    r"(?P<place>[^\W\d_][\w’'.-]{1,24}(?:[ /-][^\W\d_][\w’'.-]{0,24}){0,3}?"
    r"(?:, [^\W\d_][\w’' .-]{1,30}?){0,2}?)"
)
_AGENCY = r"(?:\((?P<agency>[^\W\d_][\w ./&+-]{1,40})\)|/(?P<slashed>[^\W\d_][\w .-]{1,20})/)"


@dataclass(frozen=True, slots=True)
class Opened:
    """A first paragraph without its header and dateline, the place told, and what was taken off."""

    paragraph: Paragraph
    place: str | None
    removed: tuple[Removed, ...]


def open_paragraph(paragraph: Paragraph) -> Opened:
    """Take a header and a dateline off the paragraph that opens a text."""
    removed, at, place = [], 0, None
    header = _header().match(paragraph.text)
    if header:
        removed.append(_removed(paragraph, 0, header.end(), "header"))
        at = header.end()
    found = read_dateline(paragraph.text[at : at + _REACH])
    if found:
        end, place = at + found[0], found[1]
        removed.append(_removed(paragraph, at, end, "dateline"))
        at = end
    return Opened(shorten(paragraph, at), place, tuple(removed))


def read_dateline(text: str) -> tuple[int, str] | None:
    """Give the length of a dateline at the head of a text and the place it tells."""
    for pattern in _own_shapes():
        match = pattern.match(text)
        if match:
            return match.end(), match["place"]
    match = _opening().match(text)
    if match is None or not _is_place(match["place"]):
        return None
    return (match.end(), match["place"].strip(" ,.")) if _is_dateline(match) else None


def _is_dateline(match: re.Match[str]) -> bool:
    """Tell a dateline from a sentence with a dash: it names an agency, or the place in capitals."""
    agencies = [match[name] for name in ("lead", "agency", "slashed", "dashed", "stopped")]
    if any(_is_agency(name) for name in agencies if name):
        return True
    first = match["place"].split(",")[0]
    shouted = first.isupper() and len(first) >= _LEAST_PLACE
    return (shouted and bool(match["dash"] or match["agency"])) or bool(
        match["dash"] and match["date"]
    )


def _is_place(words: str) -> bool:
    said = [word for word in re.split(r"[ /,]+", words) if word]
    small = _small_words()
    names = all(begins_as_name(word) or word in small for word in said)
    return names and len(said) <= _MOST_WORDS and (has_case(words) or len(words) < _REACH)


def _is_agency(name: str) -> bool:
    known = _agencies()
    parts = re.split(rf"[/&+,-]|\s(?:{any_of(word_lists.load_all().conjunctions)})\s", name)
    return name.casefold() in known or any(part.strip().casefold() in known for part in parts)


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold() for name in (*word_lists.agencies(), "interfax.ru"))


@cache
def _small_words() -> frozenset[str]:
    """Give the words written small within names of places: "Boulogne sur Mer"."""
    lists = word_lists.load_all()
    return lists.particles | lists.conjunctions | lists.place_words


@cache
def _own_shapes() -> tuple[re.Pattern[str], ...]:
    """Give the datelines that follow a pattern of their language: 新华社北京7月10日电."""
    return tuple(map(re.compile, word_lists.load_all().datelines))


@cache
def _header() -> re.Pattern[str]:
    """Recognise a date with its label that was joined to the text: "Date: 2024-03-05 Le port …"."""
    labels = any_of(word_lists.load_all().date_labels)
    return re.compile(rf"(?:{labels})\s*:?\s*\d{{4}}-\d{{2}}(?:-\d{{2}})?\s+", re.IGNORECASE)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(
        r"^(?:\((?P<lead>[^\W\d_][\w ./&-]{1,30})\)\s*[-–—]{1,2}\s*)?"
        + _PLACE
        + r"(?: \([^\W\d_][\w .’'-]{1,30}\)(?=,))?"  # "CAP CANAVERAL (Floride), "
        + rf"(?:[,.]?\s{_date()})?"
        + rf"(?:\s*[,.]?\s*(?:[-–—]\s*)?{_AGENCY}\s*[.:]?\s*(?:[-–—=]{{1,2}}\s*)?"
        r"|\s*[.,]?\s*[-–—]{1,2}\s*(?P<dashed>[^\W\d_][\w .-]{1,24}?)\s*[.:]\s+"
        r"|\s*\.\s*(?P<stopped>[A-Z][A-Z.]{2,20})\s*[-–—]\s+"
        r"|(?P<dash>\s*,?\s*[–—-]{1,2}\s+))"
        r"(?=[^\W_]|[«\"“„»])"
    )


def _date() -> str:
    """Make a pattern of a date in a dateline: "le 5 mars 2024", "July 10, 2025", "5/3"."""
    lists = word_lists.load_all()
    articles, joins = any_of(lists.date_articles), any_of(lists.date_joins)
    endings = "|".join(sorted(lists.day_endings))
    return (
        rf"(?P<date>(?:(?:{articles}) )?\d{{1,2}}(?:\.|{endings})?(?: (?:{joins}))?"
        rf" [^\W\d_]+\.?(?: [^\W\d_]{{3,9}})?(?:,?(?: (?:{joins}))? \d{{4}})?"
        r"|[^\W\d_]{3,10}\.? \d{1,2}(?:, \d{4})?"
        r"|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?)"
    )


def _removed(paragraph: Paragraph, start: int, end: int, kind: str) -> Removed:
    return Removed(kind, paragraph.text[start:end].strip(), *paragraph.locate(start, end))
