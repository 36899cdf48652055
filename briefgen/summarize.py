"""Choice of the sentences a reader is shown: the point of the article, said once, fit to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from briefgen import salience, terms
from briefgen.model import Article
from briefgen.salience import Reading, Row
from briefgen.terms import Terms

LONGEST = 8  # sentences anybody could ask for
STEPS = (4, 12, 30)  # an article of more sentences than these deserves one more each
SPREAD_OUT = 60  # words; longer sentences give way to shorter ones
SAID = 0.7  # share of a sentence's content that makes it a repetition
REPETITION = 20.0  # more than anything it could be worth
SCRAP = 8  # words; fewer are a caption, a byline or the rest of something
# What a fault costs: as much as some other sentence may be worse for it to be chosen instead.
FAULTS = {
    "leaning": 1.0,
    "fragment": 4.0,
    "quotation": 1.0,
    "question": 2.0,
    "item": 3.0,
    "long": 1.5,
}


class Summarizer(Protocol):
    """Rates sentences by how central they are to the text."""

    name: str

    def score(self, sentences: Sequence[str], language: str) -> list[float]:
        """Give one number per sentence, the higher the more central."""


def choose(
    article: Article, summarizer: Summarizer, *, at_least: int = 1, at_most: int = 4
) -> tuple[int, ...]:
    """Choose sentences by worth, novelty and how they read; ascending indices."""
    most = wanted(len(article.sentences), at_least, at_most)
    return tuple(sorted(rank(article, summarizer)[:most]))


def wanted(sentences: int, at_least: int, at_most: int) -> int:
    """Say how many sentences an article of that many deserves."""
    return max(at_least, min(at_most, 1 + sum(sentences > step for step in STEPS)))


def rank(article: Article, summarizer: Summarizer) -> tuple[int, ...]:
    """Order the sentences by what each adds to those before it; the best eight."""
    texts = [sentence.input for sentence in article.sentences]
    if not texts:
        return ()
    language = article.language.tag
    readings = [salience.read(text, language) for text in texts]
    title = salience.read(article.title.input, language)
    known = terms.weigh([reading.spoken for reading in readings])
    central = scaled(summarizer.score(texts, language))
    return _pick(readings, salience.describe(readings, title, central, known), known)


def _pick(readings: Sequence[Reading], rows: Sequence[Row], known: Terms) -> tuple[int, ...]:
    opening, later = salience.weights()
    cost = [sum(FAULTS[name] for name in faults(reading)) for reading in readings]
    first = [salience.worth(row, opening) for row in rows]
    after = [salience.worth(row, later) for row in rows]
    chosen = [max(range(len(rows)), key=lambda i: (first[i] - cost[i], -i))]
    while len(chosen) < min(LONGEST, len(rows)):
        rest = [i for i in range(len(rows)) if i not in chosen]
        beside = {i: salience.beside(i, readings, chosen, known) for i in rest}
        gain = {i: after[i] - cost[i] + _novelty(beside[i], later) for i in rest}
        for i in rest:
            if i - 1 in chosen and readings[i].leaning:
                gain[i] += FAULTS["leaning"]  # what it leans on is told
        chosen.append(max(rest, key=lambda i: (gain[i], -i)))
    return tuple(chosen)


def _novelty(row: Row, later: Row) -> float:
    return salience.worth(row, later) - (REPETITION if row["repeats"] >= SAID else 0.0)


def faults(reading: Reading) -> tuple[str, ...]:
    """Name what makes a sentence hard to read on its own."""
    text = reading.text.strip()
    found = {
        "leaning": reading.leaning,
        "fragment": reading.length < SCRAP or _is_fragment(text),
        "quotation": text[:1] in "\"«“„「'‘" and bool(text),
        "question": text.rstrip(' »”"’').endswith(("?", "؟", "？")),
        "item": text[:1] in "-–—•·*>▪►●" and bool(text),
        "long": reading.length > SPREAD_OUT,
    }
    return tuple(name for name, true in found.items() if true)


def _is_fragment(text: str) -> bool:
    """Tell a piece of a sentence: it starts small, ends open, or holds half a quotation."""
    uneven = text.count("«") != text.count("»") or text.count('"') % 2 == 1
    uneven = uneven or text.count("“") > text.count("”") + text.count("„")
    return text[:1].islower() or text.endswith((":", ",", ";")) or uneven


def scaled(values: Sequence[float]) -> list[float]:
    """Stretch numbers to the range 0 to 1; all equal gives all 1."""
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 1.0 for value in values]
