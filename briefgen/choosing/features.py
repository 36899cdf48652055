"""What a sentence looks like beside the others of its article, in numbers that fit any language.

Features are read off words, signs and places; what is special to a language (weekdays, pronouns)
comes from its word lists. `features.tsv` says what each is worth (training/fit_features.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from briefgen.choosing import abstract_words, tables
from briefgen.choosing.abstract_words import Spoken, Terms
from briefgen.language import word_lists
from briefgen.language.sentences import words
from briefgen.language.tags import Language

STEM = 6  # letters; endings differ, beginnings hardly do, in languages with an alphabet
_QUOTED = re.compile(r"«[^»]*»?|“[^”]*”?|„[^“”]*[“”]?|\"[^\"]*\"?|「[^」]*」?")
_NAME = re.compile(r"(?<=[\w,;’'] )[^\W\d_a-zà-ÿ][\w’'-]+")
_FULL_NAME = re.compile(r"[^\W\d_a-zà-ÿ][\w-]+ [^\W\d_a-zà-ÿ][\w-]+")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its words counted once."""

    text: str
    length: int  # words
    content: tuple[str, ...]  # stems of the words that mean something, in order
    stems: frozenset[str]
    leaning: bool  # begins with a pronoun or connective that points back
    timed: bool  # names a weekday or month
    spoken: Spoken


@dataclass(frozen=True, slots=True)
class _Lists:
    """The parts of a language's word lists that matter here, ready for look-up."""

    stop: frozenset[str]
    back: frozenset[str]  # point to what was said
    introducing: frozenset[str]  # "selon": points back only with one that does
    times: frozenset[str]


@cache
def _lists(language: Language) -> _Lists:
    lists = word_lists.load(language)
    times = frozenset(lists.weekdays) | frozenset(lists.months)
    back = lists.continuing - lists.introducing
    return _Lists(lists.stop_words, back, lists.introducing, times)


def read(text: str, language: Language) -> Reading:
    """Take a sentence apart."""
    found = words(text, language)
    lists = _lists(language)
    meant = (w for w in found if w not in lists.stop and (len(w) > 1 or not w.isascii()))
    content = tuple(word[:STEM] for word in meant)
    return Reading(
        text,
        len(found),
        content,
        frozenset(content),
        _leans(found[:3], lists),
        not lists.times.isdisjoint(found),
        abstract_words.speak(found, _capital(text, language), lists.stop),
    )


def _capital(text: str, language: Language) -> list[str]:
    """Give the words with a capital that do not open the text."""
    found = (match.group() for match in _WORD.finditer(text) if match.start() > 1)
    return [word for name in found if name[0].isupper() for word in words(name, language)]


def _leans(opening: Sequence[str], lists: _Lists) -> bool:
    """Tell whether three words begin like "Il …", "Mais …", "Pour sa part …", "Selon eux …"."""
    if not opening:
        return False
    reach = 3 if opening[0] in lists.introducing else 2 if opening[0] in lists.stop else 1
    return not lists.back.isdisjoint(opening[:reach])


def repeats(sentence: Reading, said: Reading) -> float:
    """Give the share of a sentence's content that another one has said."""
    return len(sentence.stems & said.stems) / max(1, len(sentence.stems))


def describe(
    sentences: Sequence[Reading], title: Reading, central: Sequence[float], known: Terms
) -> list[Row]:
    """Describe each sentence; `central` are a summariser's scores, stretched to 0 to 1."""
    columns = zip(
        sentences,
        _places(sentences),
        _themes(sentences),
        _expected(sentences, known),
        _phrases(sentences),
        _fresh(sentences),
        central,
        strict=True,
    )
    return [
        place
        | theme
        | expected
        | _signs(sentence)
        | {
            "phrases": phrases,
            "fresh": fresh,
            "central": middle,
            "title": len(sentence.stems & title.stems) / max(1, len(title.stems)),
        }
        for sentence, place, theme, expected, phrases, fresh, middle in columns
    ]


def beside(i: int, sentences: Sequence[Reading], chosen: Sequence[int], known: Terms) -> Row:
    """Describe a sentence beside those already chosen (at least one)."""
    told = [sentences[j].spoken for j in chosen]
    new_words, new_pairs = abstract_words.expect(sentences[i].spoken, known, told)
    said = frozenset().union(*(sentences[j].stems for j in chosen))
    return {
        "repeats": max(repeats(sentences[i], sentences[j]) for j in chosen),
        "follows": float(i - 1 in chosen),
        "precedes": float(i + 1 in chosen),
        "distance": min(abs(i - j) for j in chosen) / len(sentences),
        "adds": len(sentences[i].stems - said) / 20,
        "new words": new_words,
        "new pairs": new_pairs,
    }


@cache
def weights() -> tuple[Row, Row]:
    """Give what features are worth for the first sentence, and for those after it."""
    lines = tables.read("features.tsv")
    return {n: float(v) for n, v, _ in lines}, {n: float(v) for n, _, v in lines}


def worth(row: Mapping[str, float], table: Mapping[str, float]) -> float:
    """Add up what a sentence's features are worth."""
    return sum(value * table.get(name, 0.0) for name, value in row.items())


def _places(sentences: Sequence[Reading]) -> list[Row]:
    total = max(1, sum(sentence.length for sentence in sentences))
    last = max(1, len(sentences) - 1)
    told = accumulate(sentence.length for sentence in sentences)
    return [
        {
            "early": 1 / (1 + i),
            "second": float(i == 1),
            "late root": math.sqrt(i / last),
            "depth": (after - sentence.length) / total,
        }
        for i, (sentence, after) in enumerate(zip(sentences, told, strict=True))
    ]


def _relative(values: Sequence[float]) -> list[float]:
    most = max(values) or 1.0
    return [value / most for value in values]


def _themes(sentences: Sequence[Reading]) -> list[Row]:
    """Measure how much a sentence shares of what the whole article keeps saying."""
    spread = Counter(stem for sentence in sentences for stem in sentence.stems)
    weight = {stem: math.log(count) for stem, count in spread.items()}
    body = Counter(stem for sentence in sentences for stem in sentence.content)
    opening = frozenset().union(*(sentence.stems for sentence in sentences[:3]))
    theme = [math.fsum(weight[stem] for stem in s.stems) for s in sentences]
    start = [math.fsum(math.log(body[stem]) for stem in set(s.content[:16])) for s in sentences]
    lead = [math.fsum(weight[stem] for stem in s.stems & opening) for s in sentences]
    dense = [told / max(1, len(s.stems)) for told, s in zip(theme, sentences, strict=True)]
    columns = zip(_relative(theme), _relative(start), _relative(lead), dense, strict=True)
    names = ("theme relative", "start relative", "lead relative", "dense")
    return [dict(zip(names, column, strict=True)) for column in columns]


def _expected(sentences: Sequence[Reading], known: Terms) -> list[Row]:
    """Foretell how much of a sentence an editor's abstract would have."""
    found = [abstract_words.expect(sentence.spoken, known) for sentence in sentences]
    return [{"words": in_words, "pairs": in_pairs} for in_words, in_pairs in found]


def _phrases(sentences: Sequence[Reading]) -> list[float]:
    """Measure what a sentence has of the phrases that come up again and again."""
    held = [frozenset(pairwise(sentence.content)) for sentence in sentences]
    times = Counter(phrase for phrases in held for phrase in phrases)
    return _relative([math.fsum(math.log(times[phrase]) for phrase in phrases) for phrases in held])


def _fresh(sentences: Sequence[Reading]) -> list[float]:
    """Give the share of a sentence's content that no sentence before it has said."""
    seen: set[str] = set()
    shares = []
    for sentence in sentences:
        shares.append(len(sentence.stems - seen) / max(1, len(sentence.stems)))
        seen |= sentence.stems
    return shares


def _signs(sentence: Reading) -> Row:
    text = sentence.text
    quoted = sum(len(match) for match in _QUOTED.findall(text)) / max(1, len(text))
    return {
        "length": min(1.0, sentence.length / 30),
        "stop words": 1 - len(sentence.content) / max(1, sentence.length),
        "date": float(sentence.timed),
        "quotation": float(quoted > 0.7),  # noqa: PLR2004 - little else but the quotation
        "names": min(1.0, len(_NAME.findall(text)) / 6),
        "full names": min(1.0, len(_FULL_NAME.findall(text)) / 3),
        "name first": float(bool(_FULL_NAME.match(text))),
        "acronym": float(bool(_ACRONYM.search(text))),
        "numbers": min(1.0, len(_NUMBER.findall(text)) / 3),
        "aside": float("(" in text),
    }
