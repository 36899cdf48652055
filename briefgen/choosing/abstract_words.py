"""How likely each word of an article, and each two in a row, is to stand in an editor's abstract.

Told by how often, how early and how widely a word is used, not by what it means, so that it holds
in any language. Where `abstract_words.tsv` knows the small words of a language ("we", "said",
"also"), what each adds or takes is counted too: an abstract is told in other small words than a
statement.
`abstract_words.tsv` says what each sign is worth (training/fit_abstract_words.py).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from briefgen.choosing import tables
from briefgen.language.tags import Language

REACH = 30  # words; what a sentence weighed by itself says after them counts for nothing
ABSTRACT = 35  # words an abstract has, usually
OPENING = 12  # words of a sentence that say what it is about
EARLY = 3  # sentences that say what an article is about

Pair = tuple[str, str]
Signs = tuple[float, ...]
WORD_SIGNS = (
    *("times", "sentences", "spread", "place", "depth", "in first", "early", "capital"),
    *("ever capital", "number", "letters", "stop", "opening", "stop times"),
    *("capital sentences", "stop place"),
)
PAIR_SIGNS = (
    *("times", "place", "in first", "stops", "only stops", "capital"),
    *("first word", "second word", "weaker word", "both words"),
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a sentence as far as this room must know them."""

    words: tuple[str, ...]
    capital: tuple[str, ...]  # those with a capital that do not open the sentence
    idle: frozenset[str]  # those that are stop words
    pairs: tuple[Pair, ...]  # each two words in a row


def speak(words: Sequence[str], capital: Sequence[str], stop: frozenset[str]) -> Spoken:
    """Take down the words of a sentence."""
    idle = stop.intersection(words)
    return Spoken(tuple(words), tuple(capital), idle, tuple(pairwise(words)))


@dataclass(frozen=True, slots=True)
class Terms:
    """The chance of each word and pair of an article to be in its abstract, 0 to 1."""

    words: dict[str, float]
    pairs: dict[Pair, float]


def weigh(sentences: Sequence[Spoken], language: Language) -> Terms:
    """Give every word and pair of an article its chance."""
    word_table, pair_table = weights()
    small = small_words(language)
    logits = {
        word: _sum(signs, word_table) + small.get(word, 0.0)
        for word, signs in word_signs(sentences).items()
    }
    pairs = pair_signs(sentences, logits)
    return Terms(
        {word: chance(logit) for word, logit in logits.items()},
        {pair: chance(_sum(signs, pair_table)) for pair, signs in pairs.items()},
    )


def expect(sentence: Spoken, terms: Terms, said: Sequence[Spoken] = ()) -> tuple[float, float]:
    """Foretell the overlap (F1) of a sentence with the abstract, in words and in pairs.

    What `said` has said already does not count again.
    """
    read = sentence.words[:REACH]
    known = {word for other in said for word in other.words}
    known_pairs = {pair for other in said for pair in other.pairs}
    scale = 2 / (len(read) + ABSTRACT)
    return (
        scale * math.fsum(terms.words[word] for word in set(read) - known),
        scale
        * math.fsum(terms.pairs[pair] for pair in set(sentence.pairs[: REACH - 1]) - known_pairs),
    )


def foretell(sentences: Sequence[Spoken], terms: Terms) -> tuple[float, float]:
    """Foretell the overlap (F1) of whole sentences, taken together, in words and in pairs."""
    words = {word for sentence in sentences for word in sentence.words}
    pairs = {pair for sentence in sentences for pair in sentence.pairs}
    scale = 2 / (sum(len(sentence.words) for sentence in sentences) + ABSTRACT)
    return (
        scale * math.fsum(terms.words[word] for word in words),
        scale * math.fsum(terms.pairs[pair] for pair in pairs),
    )


def word_signs(sentences: Sequence[Spoken]) -> dict[str, Signs]:
    """Describe every word of an article, in the order of WORD_SIGNS."""
    times = Counter(word for s in sentences for word in s.words)
    held = Counter(word for s in sentences for word in set(s.words))
    early = Counter(word for s in sentences[:EARLY] for word in set(s.words))
    opening = Counter(word for s in sentences for word in set(s.words[:OPENING]))
    capital = Counter(word for s in sentences for word in s.capital)
    idle = frozenset().union(*(s.idle for s in sentences))
    total = times.total()
    described: dict[str, Signs] = {}
    for word, place, before in _first_seen(sentences):
        often, wide, late = math.log(times[word]), math.log(held[word]), math.log1p(place)
        stop, named = float(word in idle), float(capital[word] > 0)
        described[word] = (
            often,
            wide,
            held[word] / len(sentences),
            late,
            before / total,
            float(place == 0),
            early[word] / EARLY,
            capital[word] / times[word],
            named,
            float(word.isdigit()),
            min(1.0, len(word) / 12),
            stop,
            math.log1p(opening[word]),
            stop * often,
            named * wide,
            stop * late,
        )
    return described


def pair_signs(sentences: Sequence[Spoken], logits: dict[str, float]) -> dict[Pair, Signs]:
    """Describe every pair of an article, in the order of PAIR_SIGNS; `logits` rate its words."""
    times: Counter[Pair] = Counter()
    first: dict[Pair, int] = {}
    for place, sentence in enumerate(sentences):
        for pair in sentence.pairs:
            times[pair] += 1
            first.setdefault(pair, place)
    capital = {word for s in sentences for word in s.capital}
    idle = frozenset().union(*(s.idle for s in sentences))
    return {
        (one, two): (
            math.log(count),
            math.log1p(first[one, two]),
            float(first[one, two] == 0),
            float(one in idle) + float(two in idle),
            float(one in idle and two in idle),
            float(one in capital and two in capital),
            logits[one],
            logits[two],
            min(logits[one], logits[two]),
            logits[one] * logits[two],
        )
        for (one, two), count in times.items()
    }


def chance(logit: float) -> float:
    """Turn logits into a chance, 0 to 1."""
    return 1 / (1 + math.exp(-logit))


@cache
def weights() -> tuple[Signs, Signs]:
    """Give what signs are worth for words and for pairs, each after a constant."""
    table = _table()
    return (
        tuple(table["word", name] for name in ("constant", *WORD_SIGNS)),
        tuple(table["pair", name] for name in ("constant", *PAIR_SIGNS)),
    )


@cache
def small_words(language: Language) -> dict[str, float]:
    """Give what the small words of a language add or take; nothing where they were not learned."""
    return {word: value for (kind, word), value in _table().items() if kind == language.primary}


@cache
def _table() -> dict[tuple[str, str], float]:
    return {(kind, name): float(value) for kind, name, value in tables.read("abstract_words.tsv")}


def _sum(signs: Signs, table: Signs) -> float:
    return table[0] + sum(sign * weight for sign, weight in zip(signs, table[1:], strict=True))


def _first_seen(sentences: Sequence[Spoken]) -> Iterator[tuple[str, int, int]]:
    """Give each word, the sentence it is first in, and the words before it."""
    seen: set[str] = set()
    before = 0
    for place, sentence in enumerate(sentences):
        for word in sentence.words:
            if word not in seen:
                seen.add(word)
                yield word, place, before
            before += 1
