"""Checked translations remembered between builds: one article's are made once.

A translation hangs on the texts of its article, on the packages and on the settings; never on the
articles beside it. What went wrong for one is not kept, so that the next build tries again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from briefgen import remembering
from briefgen.language.tags import Language
from briefgen.model import Mark, Problem, Sentence, Shown, Summary
from briefgen.progress import Progress, untold
from briefgen.remembering import Elsewhere, Memory
from briefgen.translating.second_opinion import FindScorer, RememberingScorer
from briefgen.translating.translate import FindRoute, Remembering, Tell

Work = Callable[[Sequence[Summary], Tell, Progress], Sequence[Summary]]


@dataclass(frozen=True, slots=True)
class Line:
    """What translating and checking add to a sentence or headline."""

    translation: str | None
    shown: Shown
    marks: tuple[Mark, ...]
    score: float | None
    doubt: float | None
    unexplained: tuple[str, ...]

    def laid_over(self, sentence: Sentence) -> Sentence:
        """Give the sentence with its translation."""
        return replace(
            sentence,
            translation=self.translation,
            shown=self.shown,
            marks=self.marks,
            score=self.score,
            doubt=self.doubt,
            unexplained=self.unexplained,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What translating and checking add to an article."""

    lines: tuple[Line, ...]
    packages: tuple[str, ...]
    pivot: Language | None
    sound: bool = True  # nothing went wrong on the way

    @classmethod
    def of(cls, summary: Summary, *, sound: bool) -> Checked:
        """Take it off a summary."""
        lines = (
            Line(s.translation, s.shown, s.marks, s.score, s.doubt, s.unexplained)
            for s in summary.lines
        )
        return cls(tuple(lines), summary.packages, summary.pivot, sound)

    def laid_over(self, summary: Summary) -> Summary:
        """Give the summary with its translation."""
        pairs = zip(self.lines, summary.lines, strict=True)
        told = summary.with_lines(line.laid_over(sentence) for line, sentence in pairs)
        return replace(told, packages=self.packages, pivot=self.pivot)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What translations hang on beside the article: packages by content, and settings."""

    find_route: FindRoute
    find_scorer: FindScorer
    settings: str

    def told(self, language: Language) -> str | None:
        """Say them for a language in one text; None where nothing may be remembered."""
        route = self.find_route(language)
        if not route or not all(isinstance(one, Remembering) for one in route):
            return None
        scorer = self.find_scorer(language)
        if scorer is not None and not isinstance(scorer, RememberingScorer):
            return None
        made = [(one.package, getattr(one, "fingerprint", "")) for one in (*route, scorer) if one]
        return json.dumps([language.tag, made, scorer is not None, self.settings])


def remembered(  # noqa: PLR0913 - the work, and what its results hang on
    summaries: Sequence[Summary],
    work: Work,
    *,
    around: Circumstances,
    memory: Memory,
    tell: Tell,
    progress: Progress = untold,
    elsewhere: Elsewhere[Summary] | None = None,
) -> tuple[Summary, ...]:
    """Translate and check what the memory does not know; order is kept."""
    told = {tag: around.told(tag) for tag in {one.article.language for one in summaries}}
    known = [one for one in summaries if told[one.article.language] is not None]
    found = remembering.remembered(
        known,
        partial(taken_off, work, tell),
        key=lambda one: _key(one, told[one.article.language]),
        shape=remembering.shape(Checked),
        memory=memory,
        holds=lambda one: one.sound,
        progress=progress,
        elsewhere=elsewhere,
    )
    laid = (checked.laid_over(one) for checked, one in zip(found, known, strict=True))
    others = [one for one in summaries if told[one.article.language] is None]
    rest = iter(work(others, tell, untold))
    return tuple(
        next(rest) if told[one.article.language] is None else next(laid) for one in summaries
    )


def taken_off(
    work: Work, tell: Tell, summaries: Sequence[Summary], progress: Progress
) -> list[Checked]:
    """Do the work, and take what it added off its results."""
    failed: set[str] = set()

    def note(problem: Problem) -> None:
        failed.add(problem.file)
        tell(problem)

    done = work(summaries, note, progress)
    return [Checked.of(one, sound=one.article.file not in failed) for one in done]


def _key(summary: Summary, told: str | None) -> str:
    texts = [line.input for line in summary.lines]
    return sha256(json.dumps([told, texts]).encode()).hexdigest()
