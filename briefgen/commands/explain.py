"""`briefgen explain FILE`: what each stage did to a file, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from briefgen.language import sentences
from briefgen.model import Article, Document, Language, Piece, Problem
from briefgen.reading import clean, dates, files, split
from briefgen.reading.language import detect

_MAX_BYTES = 50_000_000  # explaining has no reason to be stricter than a careful user
_WIDTH = 90  # characters of text shown of anything


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def explain(now: datetime, file: Path) -> None:
    """Tell what each stage makes of FILE, and why."""
    today = now.date()
    document, problems = files.read_document(file, max_bytes=_MAX_BYTES, today=today)
    click.echo("\n".join(explain_document(document, problems, today=today)))


def explain_document(
    document: Document | None, problems: tuple[Problem, ...], *, today: date
) -> list[str]:
    """Write the report, one entry per line."""
    report = [f"problem  {problem}" for problem in problems]
    if document is None:
        return report
    pieces = split.split(document)
    report.insert(
        0, f"read     {document.file}: {document.kind}, {len(document.text):,} characters"
    )
    report.append(f"split    {len(pieces)} article(s)")
    for number, piece in enumerate(pieces, 1):
        report += ["", *_explain_piece(document, piece, number, today)]
    return report


def _explain_piece(document: Document, piece: Piece, number: int, today: date) -> list[str]:
    article, problems = clean.clean(document, piece)
    body = " ".join(paragraph.text for paragraph in article.paragraphs)
    language = detect(article.title.original, body, stated=piece.metadata.language)
    published = dates.date_article(document, _with_language(article, language.tag), today=today)
    report = [f"article  {number}: characters {piece.start:,} to {piece.end:,}"]
    report += [
        f"  why    {one.kind} {one.weight:+.1f}  {_short(one.text)}" for one in piece.evidence
    ]
    report += [f"  title  {_short(article.title.original)}"]
    report += [f"  author {article.author}"] if article.author else []
    report += [f"  place  {article.place}"] if article.place else []
    report += [f"  tongue {language.tag}, confidence {language.confidence:.2f}"]
    report += [f"  date   {published.date or 'unknown'} ({published.precision})"]
    if published.evidence:
        report += [f"         from {published.method}: {_short(published.evidence)}"]
    report += [f"  out    {one.kind}: {_short(one.text)}" for one in article.removed]
    report += [f"  problem {problem}" for problem in problems]
    for paragraph in article.paragraphs:
        for start, end in sentences.split_sentences(paragraph.text, language.tag):
            original = " ".join(paragraph.text[start:end].split())
            repaired = clean.repair(original, language.tag)
            report.append(f"  text   {_short(original)}")
            report += [f"  mended {_short(repaired)}"] if repaired != original else []
    return report


def _with_language(article: Article, tag: str) -> Article:
    return replace(article, language=Language(tag, 1.0))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else f"{flat[: _WIDTH - 1]}…"
