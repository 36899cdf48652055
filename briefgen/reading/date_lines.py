"""Lines that give an article's own date, and nothing or little beside it."""

from __future__ import annotations

import re
from functools import cache

from briefgen.language import word_lists
from briefgen.language.patterns import any_of
from briefgen.language.scripts import has_case
from briefgen.language.tags import UNKNOWN
from briefgen.reading.date_mentions import Mention, find_mentions
from briefgen.reading.shapes import begins_as_name

LONGEST = 120  # characters read of a line
_MOST_NAMES = 8  # words of places, names and outlets before a date
_MOST_UNCASED = 14  # letters beside the date in a script without capitals
_FIRST_WEB_YEAR = 1990  # a bare date before it is a date told, not that of an article on the web
_LETTER = re.compile(r"[^\W\d_]")
_EDGES = " \t\u00a0,.;:|·•/–—-()[]*_#>"


def is_date_line(flat: str) -> bool:
    """Tell whether a line holds the date of an article and, at most, place, name and outlet."""
    if len(flat) > LONGEST or not any(character.isdigit() for character in flat):
        return False
    mentions = find_mentions(flat, UNKNOWN)
    if not mentions or any(one.year is None for one in mentions):
        return False
    if all(_is_own(flat, one) for one in mentions[:1]):
        rest = flat[mentions[0].end :]
        return not _LETTER.search(_clock().sub("", rest)) or is_beside(flat, mentions[0])
    return False


def _is_own(flat: str, mention: Mention) -> bool:
    return is_beside(flat, mention) and not _has_byline(flat[: mention.start])


def _has_byline(before: str) -> bool:
    folded = before.casefold().strip(_EDGES)
    return any(folded.startswith(f"{phrase} ") for phrase in word_lists.load_all().bylines)


def is_beside(row: str, mention: Mention) -> bool:
    """Tell whether what stands around a date on its line leaves the date the line's subject."""
    before, after = row[: mention.start], row[mention.end :]
    if is_label(before):
        return True
    if not _may_precede(before) or not _may_follow(after):
        return False
    return bool(mention.year and mention.year >= _FIRST_WEB_YEAR)


def is_label(before: str) -> bool:
    """Tell whether words are a label of dates: "Publié le", "Stand:"."""
    lists = word_lists.load_all()
    bare = before.strip(_EDGES).casefold()
    head, _, last = bare.rpartition(" ")
    said = {bare, head.strip(_EDGES)} if last in lists.date_articles else {bare}  # "Udgivet d. "
    return not said.isdisjoint(lists.date_labels)


def _may_precede(before: str) -> bool:
    """Tell whether only a place, names, an outlet, a weekday or "le" stand before a date."""
    bare = before.strip(_EDGES)
    if not bare or _is_function(bare):
        return True
    words = bare.split()
    if len(words) > _MOST_NAMES:
        return False
    if not has_case(bare):
        return sum(map(str.isalpha, bare)) <= _MOST_UNCASED
    core = words[:-1] if _is_function(words[-1]) else words
    apart = (core and core[-1][-1] in ",|·•–—-/):") or before.rstrip(" \u00a0")[-1:] in ",|·•–—-/):"
    names = all(begins_as_name(word) or _is_function(word) for word in words)
    return bool(apart) and names and not _is_function(words[0])


def _may_follow(after: str) -> bool:
    """Tell whether only a time of day, an agency or an outlet stand after a date."""
    rest = _clock().sub("", after)
    if _is_note(rest):
        return True
    letters = len(_LETTER.findall(rest))
    if not letters:
        return True
    if rest.lstrip()[:1] in {":", "："}:
        return False  # "11 septembre 2001 : le récit"
    words = re.findall(r"[^\W\d_][\w.'’-]*", rest)
    if not has_case(rest):
        return letters <= _MOST_UNCASED and len(words) <= 2  # noqa: PLR2004 - "오전", "電子版"
    if all(map(_is_function, words)):
        return True  # "5 березня 2024 року"
    known = all(begins_as_name(word) or _is_function(word) for word in words)
    apart = rest.lstrip()[:1] in set("|·•–—-/,(")
    return known and apart and len(words) <= _MOST_NAMES - 2


def _is_note(rest: str) -> bool:
    """Tell whether what follows a date is the site's own: "Atualizado há 2 horas"."""
    bare = rest.strip(_EDGES).casefold()
    return bare.startswith(tuple(one for one in word_lists.load_all().chrome if " " in one))


def _is_function(words: str) -> bool:
    return all(word.casefold().strip(_EDGES) in _function_words() for word in words.split())


@cache
def _function_words() -> frozenset[str]:
    """Give the words that join a date to what stands before it, and the weekdays."""
    lists = word_lists.load_all()
    around = lists.date_articles | lists.date_joins | lists.date_ends
    return around | frozenset(lists.weekdays) | lists.demonstratives


@cache
def _clock() -> re.Pattern[str]:
    """Recognise a time of day with what goes before and after it: "à 18 h 30", "at 6:30 pm GMT"."""
    lists = word_lists.load_all()
    before, hour = any_of(lists.clock_words), any_of(lists.hour_words)
    return re.compile(
        rf"(?:(?:{before})\s+)?\d{{1,2}}\s?[:hH.]\s?(?:\d{{2}})?(?::\d{{2}})?"
        rf"(?![^\W\d_])\s?(?:(?:{hour}|[ap]\.?m\.?|utc|gmt|cet|cest|est|edt|msk)(?!\w))?",
        re.IGNORECASE,
    )
