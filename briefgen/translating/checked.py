"""All of translating in order: first pass, checks, retries, and what stays in its own language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

from briefgen.desk.glossary import EMPTY, Glossary
from briefgen.language.tags import UNKNOWN, Language
from briefgen.model import Article, Problem, Sentence, Summary, quoted
from briefgen.progress import Progress, untold, within
from briefgen.remembering import Elsewhere, Memory
from briefgen.translating.kept import Circumstances, Work, remembered
from briefgen.translating.retry import Judge, mend_summaries
from briefgen.translating.second_opinion import FindScorer, nobody
from briefgen.translating.translate import Decoding, FindRoute, Tell, translate_summaries

NAMED = 3  # files a message names


def translate_checked(  # noqa: PLR0913 - the settings of translation, one each
    summaries: Sequence[Summary],
    find_route: FindRoute,
    *,
    target: Language,
    beam: int,
    glossary: Glossary = EMPTY,
    on_doubt: str = "mark",
    find_scorer: FindScorer = nobody,
    tell: Tell = lambda _: None,
    progress: Progress = untold,
    memory: Memory | None = None,
    elsewhere: Elsewhere[Summary] | None = None,
) -> tuple[Summary, ...]:
    """Translate all summaries, try doubtful sentences again, mark what doubt remains.

    `on_doubt` is "mark" or "original": then the original is shown of whatever a check doubts.
    """
    work = worker(find_route, find_scorer, target=target, beam=beam, glossary=glossary)
    if memory is None:
        mended = work(summaries, tell, progress)
    else:
        told = repr((target, Decoding(beam=beam), glossary))
        settings = sha256(told.encode()).hexdigest()
        around = Circumstances(_foreign_only(find_route, target), find_scorer, settings)
        mended = remembered(
            summaries,
            work,
            around=around,
            memory=memory,
            tell=tell,
            progress=progress,
            elsewhere=elsewhere,
        )
    if on_doubt == "original":
        return tuple(map(_without_doubtful, mended))
    return tuple(mended)


def worker(
    find_route: FindRoute,
    find_scorer: FindScorer,
    *,
    target: Language,
    beam: int,
    glossary: Glossary,
) -> Work:
    """Make what translates, checks and mends a batch of summaries."""
    decoding = Decoding(beam=beam)
    judge = partial(Judge, target=target, glossary=glossary)

    def work(some: Sequence[Summary], tell: Tell, progress: Progress) -> tuple[Summary, ...]:
        count = sum(len(one.lines) for one in some if not one.article.language.is_same_as(target))
        half = count // 2  # a sentence is done when it was checked
        done = translate_summaries(
            some,
            find_route,
            target=target,
            decoding=decoding,
            tell=tell,
            progress=within(progress, 0, half, count),
        )
        return mend_summaries(
            done,
            find_route,
            judge,
            find_scorer=find_scorer,
            decoding=decoding,
            tell=tell,
            progress=within(progress, half, count, count),
        )

    return work


def _foreign_only(find_route: FindRoute, target: Language) -> FindRoute:
    return lambda language: () if language.is_same_as(target) else find_route(language)


def _without_doubtful(summary: Summary) -> Summary:
    """Show the original of whatever a check doubts; the translation stays in the data."""

    def choose(sentence: Sentence) -> Sentence:
        return replace(sentence, shown="original") if sentence.marks else sentence

    return summary.with_lines(map(choose, summary.lines))


def untranslated(summaries: Sequence[Summary], target: Language) -> Iterable[Problem]:
    """Name each language whose articles had to stay as they are, once, and what has none."""
    left: dict[Language, list[Article]] = defaultdict(list)
    for summary in summaries:
        if not summary.packages and not summary.article.language.is_same_as(target):
            left[summary.article.language].append(summary.article)
    yield from map(_of_no_language, left.pop(UNKNOWN, ()))
    for language, articles in sorted(left.items()):
        noun = "article is" if len(articles) == 1 else "articles are"
        yield Problem(
            file="",
            line=0,
            message=f"{len(articles)} {language.name} {noun} shown untranslated "
            f"({_files(articles)}): no package translates {language} to {target}.",
            remedy=f"Run `briefgen models install {language}`, or import an .argosmodel file.",
            severity="warning",
        )


def _of_no_language(article: Article) -> Problem:
    what = f"{quoted(article.title.original)} is in no language that was recognised; it is shown"
    remedy = "State it: `language: fr` in the front matter or the sidecar."
    line = article.title.line or 0
    return Problem(
        article.file, line, f"{what} untranslated.", remedy, "warning", "unknown-language"
    )


def _files(articles: Sequence[Article]) -> str:
    """Name some of the files that articles are from."""
    names = list(dict.fromkeys(article.file for article in articles))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
