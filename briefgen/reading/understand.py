"""Document → articles: split, cleaned, with their language, date and sentences; the one road."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from briefgen.desk.outlets import NO_OUTLETS, Outlet, outlet_language
from briefgen.language import sentences
from briefgen.language.tags import UNKNOWN, Language
from briefgen.model import Article, Document, Paragraph, Piece, Problem, Sentence, quoted
from briefgen.reading import clean, dates, repair, split
from briefgen.reading.language import detect
from briefgen.reading.lines import line_at

_SURE = 0.9  # confidence of the detector below which the usual language of the outlet is believed


def understand(
    document: Document,
    *,
    allowed: tuple[Language, ...] = (),
    today: date,
    outlets: Mapping[str, Outlet] = NO_OUTLETS,
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Give the articles of a document in order, and what is wrong with them.

    `allowed` are the languages to choose from, () for any; `outlets` may say what language theirs
    is, which is believed where the text leaves a doubt; `today` is the day in the time zone of the
    settings: nothing is published later.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    for piece in split.split(document):
        article, found = _understand_piece(document, piece, allowed, today, outlets)
        articles.append(_with_lines(article, document.text))
        problems.extend(found)
    return tuple(articles), tuple(problems)


def _understand_piece(
    document: Document,
    piece: Piece,
    allowed: tuple[Language, ...],
    today: date,
    outlets: Mapping[str, Outlet],
) -> tuple[Article, tuple[Problem, ...]]:
    article, problems = clean.clean(document, piece)
    body = "\n".join(paragraph.text for paragraph in article.paragraphs)
    language, confidence = detect(
        article.title.original, body, allowed=allowed, stated=piece.metadata.language
    )
    usual = outlet_language(article, outlets)
    if usual and confidence < _SURE and piece.metadata.language is None:
        language = usual  # the confidence stays: it is the detector's
    article = replace(article, language=language, language_confidence=confidence)
    problems = (*problems, *_unexpected(article, allowed, document.file))
    article = replace(
        article,
        published=dates.date_article(document, article, today=today),
        sentences=tuple(_sentences_of(article.paragraphs, language)),
    )
    return article, problems


def _unexpected(article: Article, allowed: tuple[Language, ...], file: str) -> Iterable[Problem]:
    """Say that an article is in a language that the settings do not name."""
    language = article.language
    if allowed and language != UNKNOWN and not any(map(language.is_same_as, allowed)):
        title = quoted(article.title.original)
        what = f"{title} is in {language.name}, which languages: does not name."
        remedy = f"Add {language} to languages: in briefgen.yml, or state its language: here."
        line = article.title.line or 0
        yield Problem(file, line, what, remedy, "warning", "unexpected-language")


def _with_lines(article: Article, text: str) -> Article:
    """Say on which line of the file the title and each sentence begin, for links to it."""

    def at(sentence: Sentence) -> Sentence:
        if sentence.start is None:
            return sentence
        return replace(sentence, line=line_at(text, sentence.start))

    return replace(
        article, title=at(article.title), sentences=tuple(at(s) for s in article.sentences)
    )


def _sentences_of(paragraphs: Sequence[Paragraph], language: Language) -> Iterable[Sentence]:
    """Split paragraphs into sentences that know their place; repairs stand beside the original."""
    whole = " ".join(paragraph.text for paragraph in paragraphs)
    for paragraph in paragraphs:
        for start, end in sentences.split_sentences(paragraph.text, language):
            raw = paragraph.text[start:end]
            original = " ".join(raw.split())
            repaired = repair.repair(repair.join_lines(raw, whole), language)
            file_start, file_end = paragraph.locate(start, end)
            yield Sentence(
                original=original,
                start=file_start,
                end=file_end,
                repaired=repaired if repaired != original else None,
            )
