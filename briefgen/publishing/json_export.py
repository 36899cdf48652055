"""Briefings as JSON: one file per briefing, a list of them all, and their schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from briefgen.desk.outlets import outlet_name
from briefgen.model import Article, Briefing, Mark, Page, Published, Sentence, Story, Summary
from briefgen.partial_date import PartialDate
from briefgen.publishing.printed import Printer
from briefgen.urls import anchor, fragment_url, slug

SCHEMA = "briefings/schema.json"


def json_path(date: PartialDate | None) -> str:
    """Give the path of the JSON of a briefing: a day, month, year, or undated."""
    return f"briefings/{str(date).replace('-', '/') if date else 'undated'}.json"


def export(briefings: Sequence[Briefing], printer: Printer | None = None) -> tuple[Page, ...]:
    """Write every briefing as JSON; the field names are a promise (ARCHITECTURE.md)."""
    pages = [_exported(briefing, printer) for briefing in briefings]
    listing = {"briefings": [_listed(briefing) for briefing in briefings]}
    schema = (
        files("briefgen.publishing").joinpath("briefing.schema.json").read_text(encoding="utf-8")
    )
    return (*pages, Page("briefings/briefings.json", _dump(listing)), Page(SCHEMA, schema))


def _exported(briefing: Briefing, printer: Printer | None) -> Page:
    path = json_path(briefing.date)

    def make() -> str:
        return _dump(briefing_json(briefing))

    if printer is None:
        return Page(path, make())
    return printer.page(path, {"template": "json", "briefing": briefing}, make)


def briefing_json(briefing: Briefing) -> dict[str, Any]:
    """Give one briefing as plain JSON data."""
    return {
        "date": _iso(briefing.date),
        "precision": briefing.precision,
        "stories": [_story(story, briefing.date) for story in briefing.stories],
    }


def _listed(briefing: Briefing) -> dict[str, Any]:
    return {
        "date": _iso(briefing.date),
        "precision": briefing.precision,
        "json": json_path(briefing.date),
        "stories": len(briefing.stories),
        "articles": sum(len(story.summaries) for story in briefing.stories),
    }


def _story(story: Story, date: PartialDate | None) -> dict[str, Any]:
    return {
        "id": story.id,
        "path": f"{json_path(date).removesuffix('.json')}/#{slug(story.id)}",
        "title": story.title,
        "title_language": str(story.title_language),
        "title_marks": [_mark(mark) for mark in story.headline.marks],
        "days": [str(day) for day in story.days],
        "summary": [{"article": r.article, "sentence": r.sentence} for r in story.summary],
        "articles": [_article(summary) for summary in story.summaries],
    }


def _article(summary: Summary) -> dict[str, Any]:
    article = summary.article
    return {
        "id": article.id,
        "url": article.url,
        "source": article.source,
        "outlet": outlet_name(article),
        "badges": list(article.badges),
        "edited": list(article.edited),
        "author": article.author,
        "file": article.file,
        "start": article.start,
        "end": article.end,
        "language": str(article.language),
        "language_confidence": round(article.language_confidence, 3),
        "title": _title(article),
        "published": _published(article.published),
        "added": article.added,
        "changed": article.changed,
        "package": " + ".join(summary.packages) or None,
        "pivot": str(summary.pivot) if summary.pivot else None,
        "duplicates": [
            {"id": d.id, "source": d.source, "url": d.url, "file": d.file}
            for d in summary.duplicates
        ],
        "summary": [_sentence(sentence, article.url) for sentence in summary.sentences],
    }


def _title(article: Article) -> dict[str, Any]:
    title = article.title
    return {
        "original": title.original,
        "translation": title.translation,
        "shown": title.shown,
        "edited": title.edited,
        "marks": [_mark(mark) for mark in title.marks],
    }


def _published(published: Published) -> dict[str, Any]:
    return {
        "date": _iso(published.date),
        "precision": published.precision,
        "evidence": published.evidence,
        "method": published.method,
    }


def _sentence(sentence: Sentence, url: str | None) -> dict[str, Any]:
    return {
        "original": sentence.original,
        "repaired": sentence.repaired,
        "translation": sentence.translation,
        "shown": sentence.shown,
        "start": sentence.start,
        "end": sentence.end,
        "fragment_url": fragment_url(url, sentence.original),
        "anchor": anchor(sentence.original),
        "marks": [_mark(mark) for mark in sentence.marks],
        "edited": sentence.edited,
        "score": None if sentence.score is None else round(sentence.score, 4),
        "doubt": sentence.doubt,
    }


def _mark(mark: Mark) -> dict[str, str]:
    return {"check": mark.check, "detail": mark.detail}


def _dump(data: object) -> str:
    """Write JSON that UTF-8 can hold: lone surrogates of broken input become U+FFFD."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def _iso(when: PartialDate | None) -> str | None:
    return str(when) if when else None
