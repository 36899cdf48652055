"""What an article is recognised by, and how alike that makes two articles.

Within a language the words of title, opening and whole text are compared; across languages the
English of title and summary, and names and numbers as they stand, written alike for all scripts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from briefgen.language import word_lists
from briefgen.language.folding import consonants, fold_word
from briefgen.language.sentences import words
from briefgen.language.tags import Language
from briefgen.model import Sentence, Summary

HEAD = 2  # a word of the title counts twice
OPENING = 500  # characters of the text that tell what it is about
FEW = 25.0  # added to the squared length of names: two shared names of three prove little
UNSEEN = 60  # articles imagined beside a small collection, so that what all of it shares counts
# Fitted on the even half of benchmarks/story_pairs.tsv; across languages by hand on our samples.
SAME_LANGUAGE = {"opening": 11.0, "body": 3.0, "names": 2.5}
ACROSS = {"english": 8.0, "foreign": 6.0}
UNTRANSLATED = {"foreign": 11.0}
BIAS = -3.2
_NAME = re.compile(r"[^\W\d_][\w'’-]*")
_NUMBER = re.compile(r"\d+(?:[.,\u202f\u00a0 ]\d{3})*(?:[.,]\d+)?")
_DATE = re.compile(r"[0-3]?\d|(19|20)\d\d")  # days and years are shared by chance
_SPACED = "\u00ab\"“„'’‘( \u00a0\u202f-–"

Vector = dict[str, float]
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """The weighed words of an article, each set of length 1."""

    language: str  # primary
    opening: Vector
    body: Vector
    names: Vector
    english: Vector  # empty without a translation
    foreign: Vector  # names by sound, and numbers


def count(summary: Summary, target: Language) -> tuple[Counter[str], ...]:
    """Count what each part of a profile is made of."""
    return tuple(one(summary, target) for one, _ in _kinds())


def profiles(languages: Sequence[str], counted: Sequence[Sequence[Counts]]) -> list[Profile]:
    """Weigh each article's words, as counted, by how few articles share them."""
    columns = [
        _weigh([counts[number] for counts in counted], few)
        for number, (_, few) in enumerate(_kinds())
    ]
    return [Profile(tongue, *row) for tongue, *row in zip(languages, *columns, strict=True)]


def _kinds() -> tuple[tuple[Callable[[Summary, Language], Counter[str]], float], ...]:
    """Give what counts each part of a profile, and how few of it prove little."""
    return (_opening, 0.0), (_body, 0.0), (_names, FEW), (_english, 0.0), (_foreign, FEW)


def alike(first: Profile, second: Profile) -> float:
    """Say how likely it is that both tell of one event, between 0 and 1."""
    if first.language == second.language:
        table = SAME_LANGUAGE
    else:
        table = ACROSS if first.english and second.english else UNTRANSLATED
    total = BIAS
    for kind, weight in table.items():
        total += weight * cosine(getattr(first, kind), getattr(second, kind))
    return 1 / (1 + math.exp(-total))


def cosine(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Give the cosine of the angle between two sets of weighed words."""
    short, long = sorted((first, second), key=len)
    return sum(weight * long[term] for term, weight in short.items() if term in long)


def telling(profile: Profile) -> Iterable[str]:
    """Give what may lead from one article to another: its opening, English and names."""
    yield from (f"{profile.language}:{word}" for word in profile.opening)
    yield from (f"english:{word}" for word in profile.english)
    yield from (f"foreign:{word}" for word in profile.foreign)


def names(text: str) -> list[str]:
    """Give the capitalised words that do not open a sentence."""
    found = []
    for match in _NAME.finditer(text):
        word = match.group()
        if len(word) > 2 and word[0].isupper():  # noqa: PLR2004 - initials name nobody
            before = _sign_before(text, match.start())
            if before and before not in ".!?:\n":
                found.append(word)
    return found


def _sign_before(text: str, end: int) -> str:
    """Give the last character before a place that is no space or opening mark; "" for none."""
    while end and text[end - 1] in _SPACED:
        end -= 1
    return text[end - 1 : end] if end else ""


def numbers(text: str) -> list[str]:
    """Give the numbers of at least two digits, without their separators."""
    found = (re.sub(r"\D", "", match.group()) for match in _NUMBER.finditer(text))
    return [number for number in found if len(number) > 1]


def _text(summary: Summary) -> str:
    return "\n".join(paragraph.text for paragraph in summary.article.paragraphs)


def _counted(text: str, language: Language) -> Counter[str]:
    skipped = _skipped(language)
    found = (w for w in words(text, language) if w not in skipped and len(w) > 1)
    return Counter(fold_word(word) for word in found if not _DATE.fullmatch(word))


@cache
def _skipped(language: Language) -> frozenset[str]:
    """Give what says nothing of an event: stop words, weekdays and months."""
    lists = word_lists.load(language)
    return lists.stop_words | frozenset(lists.weekdays) | frozenset(lists.months)


def _opening(summary: Summary, _target: Language) -> Counter[str]:
    article = summary.article
    title = _counted(article.title.original, article.language)
    chosen = " ".join(sentence.original for sentence in summary.sentences)
    opening = _counted(f"{chosen} {_text(summary)[:OPENING]}", article.language)
    return opening + Counter({word: HEAD * count for word, count in title.items()})


def _body(summary: Summary, _target: Language) -> Counter[str]:
    title = summary.article.title.original
    return _counted(f"{title}\n{_text(summary)}", summary.article.language)


def _names(summary: Summary, _target: Language) -> Counter[str]:
    text = _text(summary)
    plain = (number for number in numbers(text) if not _DATE.fullmatch(number))
    return Counter(fold_word(name) for name in names(text)) + Counter(plain)


def _english(summary: Summary, target: Language) -> Counter[str]:
    told = [summary.article.title] * HEAD + list(summary.sentences)
    text = " ".join(s.text for s in told if _is_english(s, summary, target))
    return _counted(text, target)


def _is_english(sentence: Sentence, summary: Summary, target: Language) -> bool:
    return summary.told(sentence, target).language.is_same_as(target)


def _foreign(summary: Summary, _target: Language) -> Counter[str]:
    told = " ".join(s.original for s in summary.lines)
    english = " ".join(s.text for s in summary.lines)
    text = f"{told}\n{english}\n{_text(summary)}"
    sounds = (consonants(name) for name in names(text))
    return Counter(s for s in sounds if len(s) > 1) + Counter(set(numbers(text)))


def _weigh(counted: Sequence[Counts], few: float) -> list[Vector]:
    spread: Counter[str] = Counter(term for counts in counted for term in counts)
    total = len(counted) + UNSEEN
    rarity = {term: math.log(total / (1 + count)) for term, count in spread.items()}
    return [_unit(counts, rarity, few) for counts in counted]


def _unit(counts: Mapping[str, int], rarity: Mapping[str, float], few: float) -> Vector:
    weights = {term: (1 + math.log(count)) * rarity[term] for term, count in sorted(counts.items())}
    length = math.sqrt(few + sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}
