"""Checks of quantities: numbers, their units, months and weekdays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from briefgen.language import word_lists
from briefgen.language.folding import latin
from briefgen.language.patterns import any_of, decades
from briefgen.language.scripts import UNSPACED
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Mark
from briefgen.translating.checks.pair import Pair

_NUMERAL = r"\d+(?:[\u00a0\u202f\u2009 ]\d{3}(?!\d)|[.,'’]\d{3}(?!\d))*(?:[.,]\d+)?"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
# A time of day as English and others write it, and the signs that an original tells one.
_TIME_OF_DAY = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])\s?[.:hH]\s?([0-5]\d)(?![\d.,:]\d)")
_AFTER = re.compile(r"[\s\u00a0-]{0,2}([^\W\d_]+)")
_GLUED = re.compile(rf"[{UNSPACED}\uac00-\ud7a3]")  # scripts in which a unit follows at once
JOIN_GAP = 4  # characters between the words of one number: "vingt et un" has more, and is rare
RANGE_GAP = 8  # "2 à 3 millions"
_LONGER = 2  # letters; "à 18 km" and "в 18 км" are no times
HALF_DAY, DAY = 12, 24  # hours
CLOCK_WORDS = 60  # characters before a figure in which "alle" or "a las" is looked for


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, and the values it may stand for (any of them will do)."""

    text: str
    values: frozenset[float]
    start: int
    end: int
    is_digits: bool


def check_numbers(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation in which a number is lost, changed or invented."""
    source, target = find(pair.original, pair.source), find(pair.translation, pair.target)
    given = _values(target) | _extra_values(pair.translation, pair.target)
    given |= _said_otherwise(pair)
    for one in source:
        if not one.values & given:
            yield Mark("number", f"{one.text} is not in the translation")
            return
    wanted = _values(source) | _extra_values(pair.original, pair.source) | _loose(pair.original)
    wanted |= _clock_values(pair.original) | _joined_values(pair)
    for one in target:
        if not _is_answered(one, wanted, pair) and _is_telling(one, pair.source):
            yield Mark("number", f"{one.text} is not in the original")
            return


def _is_answered(one: Quantity, wanted: frozenset[float], pair: Pair) -> bool:
    """Say whether a number of the translation stands in the original, said otherwise perhaps."""
    if one.values & wanted:
        return True
    if decades().search(pair.original) and {value % 100 for value in one.values} & wanted:
        return True
    time = _TIME_OF_DAY.fullmatch(one.text)
    parts = {float(part) for part in time.groups()} if time else set()
    return bool(time and _clock_time().search(pair.original) and parts <= wanted)


def _is_telling(one: Quantity, source: Language) -> bool:
    """Say whether we would have seen the number in the original: small ones may be words.

    Number words count from three on: one, two and their kin are said in too many other ways.
    """
    known = word_lists.load(source).numbers
    if not one.is_digits:
        return bool(known.about) and _is_plain_count(one)
    return bool(known.words) or min(one.values) > 100  # noqa: PLR2004 - above, figures are used


def _is_plain_count(one: Quantity) -> bool:
    return min(one.values) > 2 and one.text.casefold() not in _round_numbers()  # noqa: PLR2004 - as above


def _joined_values(pair: Pair) -> frozenset[float]:
    """Give the values of words that mostly mean something else: "neuf" may be nine, or new."""
    known = word_lists.load(pair.source).numbers
    joined = {**known.joined, **known.ordinals}
    return frozenset(joined[word] for word in pair.words_casefolded if word in joined)


def _said_otherwise(pair: Pair) -> frozenset[float]:
    """Give what a translation may say in other figures: 18 h 03 as 6:03 pm, les années 60 as 1960s.

    Full hours lose their minutes, and decades gain a century.
    """
    timed = _clock_time().search(pair.original)
    found = {0.0} | _clock_values(pair.translation) if timed else set()
    if decades().search(pair.original):
        found |= {float(decade[1]) for decade in re.finditer(r"\b\d\d(\d0)s?\b", pair.translation)}
    return frozenset(found)


def _clock_values(text: str) -> frozenset[float]:
    """Give the hours and minutes of what may be times of day: 18.03, 6:03 pm, 18 h 03."""
    found = [[float(part) for part in one.groups()] for one in _TIME_OF_DAY.finditer(text)]
    hours = {hour + shift for hour, _ in found for shift in (0, HALF_DAY, -HALF_DAY)}
    return frozenset(hours | {minute for _, minute in found})


def _values(quantities: list[Quantity]) -> frozenset[float]:
    return frozenset(value for one in quantities for value in one.values)


def find(text: str, language: Language) -> list[Quantity]:
    """Give the numbers of a text, in figures and, where the words are known, in words."""
    # "cent" is no hundred in "pour cent".
    counted = _percent_words().sub(lambda found: " " * len(found[0]), text)
    plain = _plain(counted, language)
    return _with_ranges(_with_hours(text, _with_sums(_with_scales(text, language, plain))))


def _plain(text: str, language: Language) -> list[Quantity]:
    known = word_lists.load(language).numbers
    words, joined, about = known.words, {**known.joined, **known.ordinals}, known.about
    found: list[Quantity] = []
    run: list[tuple[int, int, float]] = []
    for token in _token(language).finditer(text):
        word = token[0].casefold().replace("’", "'")
        value = words.get(word, joined.get(word))
        if run and (value is None or token.start() - run[-1][1] > JOIN_GAP):
            found += _close(text, run, words)
            run = []
        if token["numeral"]:
            values = frozenset(_readings(token[0], language))
            found.append(Quantity(token[0], values, *token.span(), is_digits=True))
        elif value is not None:
            run.append((*token.span(), value))
        elif word in about:
            found.append(Quantity(token[0], about[word], *token.span(), is_digits=False))
    return found + _close(text, run, words)


def _close(
    text: str, run: list[tuple[int, int, float]], words: Mapping[str, float]
) -> list[Quantity]:
    """Make one quantity of adjoining number words."""
    if not run:
        return []
    start, end = run[0][0], run[-1][1]
    if len(run) == 1 and text[start:end].casefold() not in words:
        return []
    value = _compose([value for _, _, value in run])
    # A number that scales another ("12 mille") is read with that one.
    values = frozenset({value} | {value for _, _, value in run if len(run) > 1})
    return [Quantity(text[start:end], values, start, end, is_digits=False)]


def _compose(values: list[float]) -> float:
    total = current = 0.0
    for value in values:
        if value >= 100 and current:  # noqa: PLR2004 - hundred and above multiply
            current *= value
        elif value == 20 and current == 4:  # noqa: PLR2004 - quatre-vingts
            current = 80
        else:
            current += value
        if value >= 1000:  # noqa: PLR2004 - thousand closes a group
            total, current = total + current, 0.0
    return total + current


def _readings(numeral: str, language: Language) -> Iterator[float]:
    """Give what a numeral may mean: 1.500 differs between languages, 12:30 is no numeral."""
    text = re.sub(r"[\u00a0\u202f\u2009 '’]", "", numeral)
    if not re.search(r"[.,]", text):
        yield float(text)
        return
    decimal = "." if word_lists.load(language).has("decimal point") else ","
    group = "," if decimal == "." else "."
    if re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{decimal}\d+)?", text):
        yield float(text.replace(group, "").replace(decimal, "."))
    elif text.count(decimal) == 1 and group not in text:
        yield float(text.replace(decimal, "."))
    else:  # foreign or odd: 11.30, 2.5 in French, 1,2,3
        yield from (float(part) for part in re.split(r"[.,]", text))
        if text.count(group) == 1 and decimal not in text:
            yield float(text.replace(group, "."))


def _with_scales(text: str, language: Language, found: list[Quantity]) -> list[Quantity]:
    """Multiply numbers by the word behind them; add the bare "million"."""
    scales = word_lists.load(language).numbers.scales
    if not scales:
        return found
    scaled: list[Quantity] = []
    for one in found:
        end, factor = _scale_after(text, one.end, scales)
        if factor:
            values = frozenset(value * factor for value in one.values)
            scaled.append(Quantity(text[one.start : end], values, one.start, end, one.is_digits))
        elif not (scaled and one.start < scaled[-1].end):
            scaled.append(one)
    return scaled


def _scale_after(text: str, at: int, scales: Mapping[str, float]) -> tuple[int, float | None]:
    """Find the word that multiplies a number, and where it ends; in 300万円 it is part of a run."""
    found = _AFTER.match(text, at)
    if not found:
        return at, None
    word = found[1].casefold()
    glued = (one for one in scales if word.startswith(one) and _GLUED.match(one))
    told = word if word in scales else max(glued, key=len, default="")
    return found.start(1) + len(told), scales.get(told)


def _with_sums(found: list[Quantity]) -> list[Quantity]:
    """Add what stands together without a space, as in 3億5000万: it is one number."""
    summed: list[Quantity] = []
    for one in found:
        last = summed[-1] if summed else None
        if last and one.start == last.end and _GLUED.search(last.text[-1]):
            values = frozenset({a + b for a in last.values for b in one.values} | last.values)
            summed[-1] = Quantity(
                last.text + one.text, values, last.start, one.end, is_digits=last.is_digits
            )
        else:
            summed.append(one)
    return summed


def _with_hours(text: str, found: list[Quantity]) -> list[Quantity]:
    """Let an hour of the day also be one of the half day, with its minutes: 22h30, 10:30 pm."""
    timed = []
    for one in found:
        hour = next(iter(one.values))
        before = max(0, one.start - CLOCK_WORDS)
        is_hour = _hour().match(text, one.end) or _at().search(text, before, one.start)
        if one.is_digits and is_hour and HALF_DAY <= hour <= DAY:
            values = one.values | {hour - HALF_DAY} | ({0.0} if hour == DAY else set())
            timed.append(Quantity(one.text, values, one.start, one.end, is_digits=True))
        else:
            timed.append(one)
    return timed


def _with_ranges(found: list[Quantity]) -> list[Quantity]:
    """Let the first number of a range share the scale of the second: 2 à 3 millions."""
    ranged = list(found)
    for index in range(len(found) - 1):
        one, after = found[index], found[index + 1]
        factor = _factor(after)
        if factor > 1 and after.start - one.end <= RANGE_GAP and _factor(one) == 1:
            values = one.values | {value * factor for value in one.values}
            ranged[index] = Quantity(one.text, values, one.start, one.end, one.is_digits)
    return ranged


def _factor(one: Quantity) -> float:
    """Give the power of ten a scale word put behind the figures."""
    if not re.search(r"[^\W\d_]", one.text) or not one.is_digits:
        return 1
    figures = re.match(_NUMERAL, one.text)
    plain = float(re.sub(r"\D", "", figures[0])) if figures else 0
    best = max(one.values)
    return next((f for f in (1e12, 1e9, 1e6, 1e3) if plain and best >= f > plain / 1000), 1)


def _extra_values(text: str, language: Language) -> frozenset[float]:
    """Give values that stand in a text without being written as numbers."""
    lists = word_lists.load(language)
    known = lists.numbers
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    tables: tuple[Any, ...] = (known.ordinals, known.like, known.scales, lists.months)
    values = {float(table[word]) for table in tables for word in words if word in table}
    return frozenset(
        values | {float(_roman(found[0])) for found in _roman_numeral().finditer(text)}
    )


def _loose(text: str) -> frozenset[float]:
    """Give every run of digits of a text on its own, for parts of dates, times and scores."""
    return frozenset(float(run) for run in re.findall(r"\d+", text)) | {0.0, 1.0}


def _roman(text: str) -> int:
    total = 0
    for letter, after in zip(text, text[1:] + " ", strict=True):
        value = _ROMAN_VALUES[letter]
        total += -value if _ROMAN_VALUES.get(after, 0) > value else value
    return total


def check_units(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation in which a percentage or a currency became something else."""
    if not pair.is_into_english:
        return
    for name, (source, target) in _units().items():
        # A figure is entered at its beginning and never given back: long ones cost linear time.
        number_with_unit = (
            r"(?<![\d.,])[.,]*+\d[\d.,]*+\s?"
            rf"(?:[^\W\d_]++\s(?:de |d['’])?)?(?:{source})|(?:[€$£¥])\s?\d"
        )
        seen = re.search(number_with_unit, pair.original, re.IGNORECASE)
        if seen and re.search(source, seen[0], re.IGNORECASE):  # noqa: SIM102 - two questions
            if not re.search(target, pair.translation, re.IGNORECASE):
                yield Mark("unit", f"the {name} in “{seen[0]}” is not in the translation")
                return
    invented = _invented_unit(pair)
    if invented:
        yield Mark("unit", f"the {invented} is not in the original")


def _invented_unit(pair: Pair) -> str | None:
    """Name a currency that stands by a number of the translation and nowhere in the original."""
    if not word_lists.load(pair.source).units:
        return None
    for name, (pattern, said) in _sure_units().items():
        by_number = rf"(?:{pattern})\s?\d|\w[\s-]?(?:{pattern})"
        here = re.search(by_number, pair.translation, re.IGNORECASE)
        if here and not re.search(said, pair.original, re.IGNORECASE):
            return name
    return None


@cache
def _units() -> Mapping[str, tuple[str, str]]:
    """Give how each unit is told in any language, and how English may answer it."""
    every, ours, signs = word_lists.load_all(), word_lists.load(ENGLISH), word_lists.unit_signs()
    return {
        name: (
            any_of(every.units[name], signs[name]),
            any_of((*ours.units[name], *ours.kin_units.get(name, ())), signs[name]),
        )
        for name in signs
    }


@cache
def _sure_units() -> Mapping[str, tuple[str, str]]:
    """Give what names a currency in English and nothing else, and all that may have told it."""
    every, signs = word_lists.load_all(), word_lists.unit_signs()
    return {
        name: (
            any_of(words, signs[name]),
            any_of((*every.units[name], *every.kin_units.get(name, ()), *words), signs[name]),
        )
        for name, words in word_lists.load(ENGLISH).sure_units.items()
    }


def check_dates(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that changes a month or weekday."""
    source, target = word_lists.load(pair.source), word_lists.load(pair.target)
    words = {word.casefold() for word in pair.translation_words}
    numbers = _values(find(pair.translation, pair.target)) | _loose(pair.translation)
    for kind in ("months", "weekdays"):
        theirs, ours = getattr(source, kind), getattr(target, kind)
        given = {ours[word] for word in words if word in ours}
        for word in pair.original_words:
            value = theirs.get(word.casefold())
            if value is None or value in given or not _is_full(word, theirs, source.unsure_months):
                continue
            if kind == "months" and (float(value) in numbers or not given):
                if latin(word)[:3] in {w[:3] for w in pair.folded_translation}:
                    continue
                if float(value) in numbers - {0.0, 1.0}:
                    continue
            yield Mark("date", f"“{word}” is not in the translation")
            return


def _is_full(word: str, names: Mapping[str, int], unsure: frozenset[str]) -> bool:
    """Say whether a month or day is written out; short forms are often other words."""
    small = word.casefold()
    longest = max(len(name) for name, value in names.items() if value == names[small])
    return len(word) == longest and small not in unsure


@cache
def _round_numbers() -> frozenset[str]:
    return word_lists.load(ENGLISH).round_numbers


@cache
def _percent_words() -> re.Pattern[str]:
    """Recognise percent where it is told in several words: "pour cent"."""
    words = [word for word in word_lists.load_all().units["percent"] if " " in word or "-" in word]
    return re.compile(any_of(words), re.IGNORECASE)


@cache
def _clock_time() -> re.Pattern[str]:
    """Recognise that a text in any language tells a time of day: "18 h 03", "alle 18"."""
    lists = word_lists.load_all()
    return re.compile(
        rf"\d\s?(?:h\s?\d|{any_of(lists.hour_words)})"
        rf"|(?:{any_of(lists.clock_words)}) \d|\b\d\d?:\d\d\b",
        re.IGNORECASE,
    )


@cache
def _at() -> re.Pattern[str]:
    """Recognise what makes the figure behind it the hour of a day: "alle 18", "a las 18"."""
    several = [word for word in word_lists.load_all().clock_words if len(word) > _LONGER]
    return re.compile(rf"(?:{any_of(several)}) $", re.IGNORECASE)


@cache
def _hour() -> re.Pattern[str]:
    """Recognise what makes a figure the hour of a day."""
    words = any_of(word_lists.load_all().hour_words)
    return re.compile(rf"\s?(?:h\d|:\d\d|{words})", re.IGNORECASE)


@cache
def _token(language: Language) -> re.Pattern[str]:
    """Recognise a numeral or a word; number words with an apostrophe are one: "п'ять"."""
    known = (word for word in word_lists.load(language).numbers.words if "'" in word)
    return re.compile(
        rf"(?P<numeral>{_NUMERAL})|(?P<word>{any_of(known)}|[^\W\d_]+)", re.IGNORECASE
    )


@cache
def _roman_numeral() -> re.Pattern[str]:
    endings = "|".join(sorted(word_lists.load_all().roman_endings))
    return re.compile(
        rf"\b(?=[IVX]{{1,6}}\b|[IVX]{{1,6}}(?:{endings})\b)X{{0,3}}(?:IX|IV|V?I{{0,3}})"
    )
