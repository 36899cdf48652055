"""Choice of the sentences a reader is shown: the point of the article, said once, fit to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Protocol

from briefgen import mishaps, remembering
from briefgen.choosing import abstract_words, features, how_many
from briefgen.choosing.abstract_words import Terms
from briefgen.choosing.features import Reading, Row
from briefgen.language.tags import Language
from briefgen.model import Article, Problem, Summary
from briefgen.progress import Progress, each, untold
from briefgen.remembering import Elsewhere, Memory

MOST_SENTENCES = 500  # an article has 20; beyond are transcripts and lists
LONGEST_SENTENCE = 2000  # characters that are weighed of one
LONGEST = 8  # sentences anybody could ask for
SPREAD_OUT = 60  # words; longer sentences give way to shorter ones
SAID = 0.7  # share of a sentence's content that makes it a repetition
REPETITION = 20.0  # more than anything it could be worth
SCRAP = 8  # words; fewer are a caption, a byline or the rest of something
REMARK = 12  # words; fewer that lean on what was said say nothing by themselves
LONG_ARTICLE = 12  # sentences; one of more deserves two, so that not all hangs on one translation
# What a fault costs: as much as some other sentence may be worse for it to be chosen instead.
FAULTS = {
    "leaning": 2.0,
    "remark": 7.0,
    "fragment": 7.0,
    "quotation": 1.0,
    "question": 4.0,
    "item": 5.0,
    "long": 3.0,  # at 60 words; more, the longer
}
FORGIVEN = {"leaning", "remark"}  # behind the sentence it leans on
POOR = {"fragment", "item"}  # never shown only to make a summary longer


class Summarizer(Protocol):
    """Rates sentences by how central they are to the text."""

    name: str
    decides: bool  # a person named the method: its scores decide, the other signs do not

    def score(self, sentences: Sequence[str], language: Language) -> list[float]:
        """Give one number per sentence, the higher the more central."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The sentences of an article by what each adds to those before it."""

    order: tuple[int, ...]  # the best eight, best first
    enough: int  # how many of them say as much as an abstract would
    sound: bool = True  # nothing went wrong on the way

    def shown(self, at_least: int = 1, at_most: int = 4) -> tuple[int, ...]:
        """Give those to show, best first."""
        return self.order[: max(at_least, min(at_most, self.enough))]

    def fits(self, sentences: int) -> bool:
        """Tell whether it can be of so many sentences."""
        whole = len({*self.order}) == len(self.order)
        return whole and all(0 <= i < sentences for i in self.order)


def summarise(  # noqa: PLR0913 - what a choice depends on, and who is told
    articles: Sequence[Article],
    summarizer: Summarizer,
    *,
    at_least: int,
    at_most: int,
    memory: Memory | None = None,
    tell: Callable[[Problem], object] = lambda _: None,
    progress: Progress = untold,
    elsewhere: Elsewhere[Article] | None = None,
) -> tuple[Summary, ...]:
    """Choose the sentences of each article; an article without sentences keeps its title.

    One that cannot be weighed shows its first sentence, and `tell` is told: it is not left out.
    """
    work = partial(rank_each, summarizer=summarizer, tell=tell)
    rankings = remembering.remembered(
        articles,
        work,
        key=partial(_key, summarizer),
        shape=remembering.shape(Ranking),
        memory=memory,
        holds=lambda ranking: ranking.sound,
        progress=progress,
        elsewhere=elsewhere,
    )
    summaries: list[Summary] = []
    for article, found in zip(articles, rankings, strict=True):
        ranking = found if found.fits(len(article.sentences)) else work([article])[0]
        chosen = sorted(ranking.shown(at_least, at_most))
        summaries.append(Summary(article, tuple(article.sentences[i] for i in chosen)))
    return tuple(summaries)


def rank_each(
    articles: Sequence[Article],
    progress: Progress = untold,
    *,
    summarizer: Summarizer,
    tell: Callable[[Problem], object] = lambda _: None,
) -> list[Ranking]:
    """Rank the sentences of each article; one that cannot be weighed begins with its first."""
    found: list[Ranking] = []
    for article in each(articles, progress):
        try:
            found.append(rank(article, summarizer))
        except Exception as error:  # noqa: BLE001  # one article never stops the others
            tell(mishaps.problem(article.file, "choosing sentences", error))
            order = (0,) if article.sentences else ()
            found.append(Ranking(order, len(order), sound=False))
    return found


def _key(summarizer: Summarizer, article: Article) -> str:
    """Hash all that a ranking depends on, but for the code."""
    texts = [article.title.input, *(sentence.input for sentence in article.sentences)]
    what = [summarizer.name, summarizer.decides, article.language.tag, texts]
    return sha256(json.dumps(what).encode()).hexdigest()


def choose(
    article: Article, summarizer: Summarizer, *, at_least: int = 1, at_most: int = 4
) -> tuple[int, ...]:
    """Choose sentences by worth, novelty and how they read, as many as help; ascending indices."""
    return tuple(sorted(rank(article, summarizer).shown(at_least, at_most)))


def rank(article: Article, summarizer: Summarizer) -> Ranking:
    """Order the sentences, and say how many of them are enough."""
    if not article.sentences:
        return Ranking((), 0)
    readings, rows, known = _described(article, summarizer)
    order = _by_score(readings, rows) if summarizer.decides else None
    return weigh(readings, rows, known, features.weights(), how_many.table(), order=order)


def _by_score(readings: Sequence[Reading], rows: Sequence[Row]) -> tuple[int, ...]:
    """Order sentences by the summariser's scores; scraps come last, what was said before goes."""
    poor = [not POOR.isdisjoint(faults(reading)) for reading in readings]
    ordered = sorted(range(len(rows)), key=lambda i: (poor[i], -rows[i]["central"], i))
    chosen: list[int] = []
    for i in ordered:
        if all(features.repeats(readings[i], readings[j]) < SAID for j in chosen):
            chosen.append(i)
        if len(chosen) == LONGEST:
            break
    return tuple(chosen)


def _described(article: Article, summarizer: Summarizer) -> tuple[list[Reading], list[Row], Terms]:
    """Read the sentences of an article, of which there must be one, and describe them."""
    # What a reader is shown stands in the first pages; a list without end is read no further.
    texts = [sentence.input[:LONGEST_SENTENCE] for sentence in article.sentences[:MOST_SENTENCES]]
    language = article.language
    readings = [features.read(text, language) for text in texts]
    title = features.read(article.title.input[:LONGEST_SENTENCE], language)
    known = abstract_words.weigh([reading.spoken for reading in readings], language)
    central = scaled(summarizer.score(texts, language))
    return readings, features.describe(readings, title, central, known), known


def why(article: Article, summarizer: Summarizer, *, most: int = 3) -> list[Row]:
    """Give what speaks most for and against each sentence, were it the first: feature → worth."""
    readings, rows, _ = _described(article, summarizer)
    table = features.weights()[0]
    found = []
    for reading, row in zip(readings, rows, strict=True):
        worth = {name: value * table.get(name, 0.0) for name, value in row.items()}
        worth |= {name: -FAULTS[name] for name in faults(reading)}
        telling = sorted(worth, key=lambda name: (-abs(worth[name]), name))[:most]
        found.append({name: worth[name] for name in telling if worth[name]})
    return found


def weigh(  # noqa: PLR0913 - the tables of three stages
    readings: Sequence[Reading],
    rows: Sequence[Row],
    known: Terms,
    tables: tuple[Row, Row],
    lengths: how_many.Row,
    *,
    order: tuple[int, ...] | None = None,
) -> Ranking:
    """Rank described sentences by the tables of features.py and how_many.py, or as ordered."""
    order = order or pick(readings, rows, known, tables)
    ranked = [readings[i] for i in order]
    worth = [features.worth(rows[i], tables[0]) for i in order]
    enough = how_many.enough([reading.spoken for reading in ranked], worth, known, lengths)
    least = 1 + (len(readings) > LONG_ARTICLE)
    half = (len(readings) + 1) // 2  # all of it is no summary
    return Ranking(order, min(max(least, min(half, enough)), _good(ranked)))


def _good(ranked: Sequence[Reading]) -> int:
    """Count the sentences before the first that is a scrap or says again what was said."""
    for count, reading in enumerate(ranked):
        again = any(features.repeats(reading, said) >= SAID for said in ranked[:count])
        if count and (again or not POOR.isdisjoint(faults(reading))):
            return count
    return len(ranked)


def pick(
    readings: Sequence[Reading], rows: Sequence[Row], known: Terms, tables: tuple[Row, Row]
) -> tuple[int, ...]:
    """Take the best sentence by the first table, then again and again the one that adds most."""
    opening, later = tables
    cost = [_cost(reading) for reading in readings]
    first = [features.worth(row, opening) for row in rows]
    after = [features.worth(row, later) for row in rows]
    chosen = [max(range(len(rows)), key=lambda i: (first[i] - cost[i], -i))]
    while len(chosen) < min(LONGEST, len(rows)):
        rest = [i for i in range(len(rows)) if i not in chosen]
        beside = {i: features.beside(i, readings, chosen, known) for i in rest}
        gain = {i: after[i] - cost[i] + _novelty(beside[i], later) for i in rest}
        for i in rest:
            if i - 1 in chosen and readings[i].leaning:
                gain[i] += _cost(readings[i], FORGIVEN)  # what it leans on is told
        chosen.append(max(rest, key=lambda i: (gain[i], -i)))
    return tuple(chosen)


def _cost(reading: Reading, among: Collection[str] = FAULTS.keys()) -> float:
    stretch = max(1.0, reading.length / SPREAD_OUT) ** 2
    return stretch * sum(FAULTS[name] for name in faults(reading) if name in among)


def _novelty(row: Row, later: Row) -> float:
    return features.worth(row, later) - (REPETITION if row["repeats"] >= SAID else 0.0)


def faults(reading: Reading) -> tuple[str, ...]:
    """Name what makes a sentence hard to read on its own."""
    text = reading.text.strip()
    found = {
        "leaning": reading.leaning,
        "remark": reading.leaning and reading.length < REMARK,
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
