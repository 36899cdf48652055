"""Doubtful translations → better ones: tried again in other ways, the best by the checks wins.

A try is a text and a way to decode it: the sentence with longer search and no token run twice,
greedily, clause by clause, with its figures in English spelling, with the wanted English of a
glossary term in the place of the term, with names every model knows in the place of lost ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from briefgen import mishaps
from briefgen.desk import glossary as glossaries
from briefgen.desk.glossary import EMPTY, Glossary, Hit
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Mark, Sentence, Summary
from briefgen.progress import Progress, untold, within
from briefgen.translating import checks, protected, second_opinion, stand_ins, translate
from briefgen.translating.checks.names import names_lost
from briefgen.translating.checks.pair import Pair, english_words, small_words
from briefgen.translating.second_opinion import (
    FindScorer,
    Opinion,
    Scorer,
    Weights,
    nobody,
    weights,
)
from briefgen.translating.stand_ins import Exchanged
from briefgen.translating.translate import Candidate, Decoding, FindRoute, Tell, Translator

SHORT_CLAUSE = 25  # letters; shorter ones are translated worse alone
_CLAUSES = re.compile(r"(?<=[;:,—–])\s+")
_GROUPED = re.compile(r"\b\d{1,3}(?:[.\u00a0\u202f ]\d{3})+\b(?![.,]\d)")
_DECIMAL = re.compile(r"\b(\d+),(\d{1,2})\b(?!\d)")
WEIGHTS = {
    "empty": 20.0, "copied": 10.0, "loop": 8.0, "overlap": 6.0, "length": 5.0, "glossary": 4.0,
    "number": 4.0, "negation": 4.0, "ending": 3.0, "unit": 3.0, "date": 3.0, "name": 2.0,
    "foreign": 1.5, "invented": 1.5, "quotes": 0.5, "score": 1.0, "token": 4.0,
    "second opinion": 1.0, "long": 1.0,
}  # fmt: skip

MENDING = 4  # parts of the work: asking, trying (two of them), judging what was tried
DOUBT = 4.0  # what the second opinion's doubt, 0 to 1, adds to the weights above


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what is wrong with a candidate, for one language."""

    source: Language
    target: Language = ENGLISH
    glossary: Glossary = EMPTY
    score_floor: float | None = None
    scorer: Scorer | None = None
    weights: Weights | None = None  # of the second opinion; without them none is asked

    def hear(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        """Ask for the second opinion on translated sentences, and note it in them."""
        asked = [one for one in sentences if one.translation is not None]
        if self.scorer is None or self.weights is None or not asked:
            return list(sentences)
        opinions = second_opinion.ask(
            self.scorer,
            [one.input for one in asked],
            [one.translation or "" for one in asked],
            source=self.source,
            target=self.target,
        )
        heard = iter(opinions)
        return [
            self._note(one, next(heard)) if one.translation is not None else one
            for one in sentences
        ]

    def _note(self, sentence: Sentence, opinion: Opinion | None) -> Sentence:
        if opinion is None or self.weights is None:
            return sentence
        doubt = self.weights.doubt(opinion, sentence.score)
        return replace(sentence, doubt=round(doubt, 4), unexplained=opinion.unexplained)

    def marks(self, sentence: Sentence) -> tuple[Mark, ...]:
        """Give the doubts about a translated sentence, glossary and second opinion included."""
        floor = self.score_floor if sentence.doubt is None else None
        found = checks.check(sentence, source=self.source, target=self.target, score_floor=floor)
        hits = self.glossary.find(sentence.input, self.source)
        lost = glossaries.missing(hits, sentence.translation or "") if hits else ()
        found += tuple(Mark("glossary", f"“{one}” could not be placed") for one in lost)
        if self.weights and sentence.doubt is not None and sentence.doubt > self.weights.limit:
            found += (Mark("second opinion", self._words(sentence)),)
        return found

    def _words(self, sentence: Sentence) -> str:
        named = " and ".join(f"“{word}”" for word in sentence.unexplained)
        what = f"the {self.target.name} does not lead back to the {self.source.name}"
        return f"{what}: {named}" if named else what

    def judge(self, sentence: Sentence) -> _Judged:
        """Weigh the doubts; what the models themselves are unsure of decides between equals."""
        marks = self.marks(sentence)
        weight = sum(WEIGHTS[mark.check] for mark in marks)
        weight += DOUBT * (sentence.doubt or 0.0)
        return _Judged(sentence, marks, weight - 0.1 * max(sentence.score or 0.0, -5.0))


@dataclass(frozen=True, slots=True)
class _Judged:
    """A translated sentence with its doubts and their weight: judging is dear, so done once."""

    sentence: Sentence
    marks: tuple[Mark, ...]
    cost: float

    @property
    def marked(self) -> Sentence:
        """The sentence with its doubts; what translate.py marked as cut stays."""
        cut = tuple(mark for mark in self.sentence.marks if mark.check == "long")
        return replace(self.sentence, marks=(*cut, *self.marks))


@dataclass(frozen=True, slots=True)
class _Try:
    """One more way to translate a sentence."""

    index: int  # of the sentence
    texts: tuple[str, ...]  # one, or its clauses
    decoding: Decoding
    put_back: tuple[tuple[str, str], ...] = ()  # stand-in → wanted rendering


def mend_summaries(  # noqa: PLR0913 - what mending depends on, and who is told
    summaries: Sequence[Summary],
    find_route: FindRoute,
    find_judge: Callable[[Language], Judge],
    *,
    find_scorer: FindScorer = nobody,
    decoding: Decoding = translate.DEFAULT_DECODING,
    tell: Tell = lambda _: None,
    progress: Progress = untold,
) -> tuple[Summary, ...]:
    """Check every translation, try the doubtful ones again, and mark what doubt remains.

    An article that cannot be checked is shown as it was written, and `tell` is told.
    """
    by_language: dict[Language, list[int]] = defaultdict(list)
    for index, summary in enumerate(summaries):
        if summary.packages:
            by_language[summary.article.language].append(index)
    done = list(summaries)
    behind = 0
    for language, indices in sorted(by_language.items()):
        part = within(progress, behind, behind + len(indices), len(summaries))
        behind += len(indices)
        packages = summaries[indices[0]].packages
        scorer = find_scorer(language)
        judge = replace(
            find_judge(language),
            score_floor=checks.score_floor(packages),
            scorer=scorer,
            weights=weights(packages, scorer.package) if scorer else None,
        )
        work = partial(_mend_some, summaries, find_route(language), judge, decoding, progress=part)
        mended, unable = mishaps.spare(work, indices, common=translate.COMMON)
        for index, error in unable:
            tell(mishaps.problem(summaries[index].article.file, "checking translations", error))
            mended[index] = _as_written(summaries[index])
        for index in indices:
            done[index] = mended[index]
    return tuple(done)


def _mend_some(  # noqa: PLR0913 - for `partial`: what stays, and then the indices
    summaries: Sequence[Summary],
    route: tuple[Translator, ...],
    judge: Judge,
    decoding: Decoding,
    indices: Sequence[int],
    *,
    progress: Progress,
) -> dict[int, Summary]:
    """Mend the summaries at some indices."""
    sentences = [s for i in indices for s in summaries[i].lines]
    mended = iter(mend(sentences, route, judge, decoding=decoding, progress=progress))
    return {i: summaries[i].with_lines(next(mended) for _ in summaries[i].lines) for i in indices}


def _as_written(summary: Summary) -> Summary:
    """Show the originals: no doubt is hidden where none could be looked for."""
    return summary.with_lines(replace(line, shown="original") for line in summary.lines)


def mend(
    sentences: Sequence[Sentence],
    route: tuple[Translator, ...],
    judge: Judge,
    *,
    decoding: Decoding = translate.DEFAULT_DECODING,
    progress: Progress = untold,
) -> list[Sentence]:
    """Give the sentences with the best translation found and the doubts that remain."""
    heard = judge.hear(sentences)
    progress(1, MENDING)
    best = {i: judge.judge(one) for i, one in enumerate(heard) if one.translation is not None}
    doubtful = [index for index, judged in best.items() if judged.marks]
    tries = [one for index in doubtful for one in _tries(sentences[index], index, judge, decoding)]
    part = within(progress, 1, MENDING - 1, MENDING)
    candidates = zip(tries, _translate(tries, route, judge.source, part), strict=True)
    others = judge.hear([_as_sentence(sentences[one.index], found) for one, found in candidates])
    for one, other in zip(tries, others, strict=True):
        found = judge.judge(other)
        if found.cost < best[one.index].cost:
            best[one.index] = found
    progress(MENDING, MENDING)
    return [best[i].marked if i in best else one for i, one in enumerate(sentences)]


def _as_sentence(sentence: Sentence, candidate: Candidate) -> Sentence:
    text = candidate.text
    if not sentence.input.rstrip().endswith((".", "!", "?", "…", "»", '"')):
        text = translate.as_title(sentence.input, text)
    return replace(sentence, translation=text, score=candidate.score)


def _tries(sentence: Sentence, index: int, judge: Judge, plain: Decoding) -> Iterator[_Try]:
    """Give the other ways for a doubtful sentence, the likeliest to help first."""
    text = sentence.input
    wide = replace(plain, beam=max(5, plain.beam + 2), no_repeat=3)
    yield _Try(index, (text,), wide)
    yield _Try(index, (text,), replace(plain, beam=1))
    yield _Try(index, (text,), replace(plain, beam=max(4, plain.beam), length_penalty=1.0))
    clauses = tuple(_clauses(text))
    if len(clauses) > 1:
        yield _Try(index, clauses, wide)
    figures = english_figures(text)
    if figures != text:
        yield _Try(index, (figures,), plain)
    hits = judge.glossary.find(text, judge.source)
    for one in _with_stand_ins(sentence, judge, hits):
        yield _Try(index, (one.text,), plain, put_back=one.put_back)


def _with_stand_ins(sentence: Sentence, judge: Judge, hits: tuple[Hit, ...]) -> Iterator[Exchanged]:
    """Exchange the terms, and then the names, that the translation has lost."""
    text, translation = sentence.input, sentence.translation or ""
    if hits and glossaries.missing(hits, translation):
        yield from stand_ins.for_terms(text, hits)
    lost = names_lost(Pair(text, translation, judge.source, judge.target))
    yield from stand_ins.for_names(text, lost, small=small_words(judge.source))


def _clauses(text: str) -> Iterator[str]:
    """Cut a sentence at its inner stops, keeping short pieces with what precedes them."""
    held = ""
    for piece in _CLAUSES.split(text):
        held = f"{held} {piece}".strip()
        if len(held) >= SHORT_CLAUSE:
            yield held
            held = ""
    if held:
        yield held


def english_figures(text: str) -> str:
    """Write 116.000 as 116,000 and 1,5 as 1.5, for models that copy figures as they stand."""
    grouped = _GROUPED.sub(lambda found: re.sub(r"\D", ",", found[0]), text)
    return _DECIMAL.sub(r"\1.\2", grouped) if grouped == text else grouped


def _translate(
    tries: Sequence[_Try], route: tuple[Translator, ...], language: Language, progress: Progress
) -> list[Candidate]:
    """Translate all tries, one batch for each way of decoding."""
    by_decoding: dict[Decoding, list[int]] = defaultdict(list)
    for number, one in enumerate(tries):
        by_decoding[one.decoding].append(number)
    found: dict[int, Candidate] = {}
    for decoding, numbers in by_decoding.items():
        texts = [text for number in numbers for text in tries[number].texts]
        part = within(progress, len(found), len(found) + len(numbers), len(tries))
        outputs = iter(translate.follow(route, texts, language, decoding, part))
        for number in numbers:
            parts = [next(outputs) for _ in tries[number].texts]
            joined = _join(parts)
            text = protected.put_back(joined.text, tries[number].put_back)
            found[number] = replace(joined, text=text)
    return [found[number] for number in range(len(tries))]


def _join(parts: Sequence[Candidate]) -> Candidate:
    """Join the clauses of a sentence: stops and capitals inside it go."""
    if len(parts) == 1:
        return parts[0]
    texts = [part.text for part in parts if part.text]
    joined = [re.sub(r"\.$", "", text) for text in texts[:-1]] + texts[-1:]
    scores = [part.score for part in parts if part.score is not None]
    text = " ".join(joined[:1] + [_lower_first(text) for text in joined[1:]])
    return Candidate(text, min(scores, default=None))


def _lower_first(text: str) -> str:
    word = text.partition(" ")[0]
    usually_small = word.rstrip(",").casefold() in english_words() and word != "I"
    return text[:1].lower() + text[1:] if usually_small else text
