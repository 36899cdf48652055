"""What pages tell search engines and archives about themselves: schema.org as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from briefgen.language.tags import Language
from briefgen.publishing.pages.views import ArticleView, BriefingView
from briefgen.publishing.plaintext import plain

CONTEXT = "https://schema.org"


def article_data(article: ArticleView, target: Language, address: str | None) -> Markup:
    """Tell of a permanent page: a summary of an article, and of which one it is the translation."""
    title, source = article.title, _source(article)
    translated = bool(article.translated or title.original)
    data = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": plain(title.text),
        "inLanguage": title.lang if not translated else str(target),
        "datePublished": str(article.date) if article.date else None,
        "dateCreated": article.added,
        "dateModified": article.updated,
        "url": f"{address}{article.path}" if address else None,
        "isBasedOn": source,
        "translationOfWork": source if translated else None,
    }
    return _text(data)


def _source(article: ArticleView) -> dict[str, Any]:
    """Tell of the article itself, as its outlet published it."""
    return _known(
        {
            "@type": "NewsArticle",
            "headline": plain(article.title.original or article.title.text),
            "inLanguage": article.tag,
            "datePublished": str(article.date) if article.date else None,
            "url": article.url,
            "publisher": {"@type": "NewsMediaOrganization", "name": plain(article.source)},
            "author": {"@type": "Person", "name": plain(article.author)}
            if article.author
            else None,
        }
    )


def briefing_data(briefing: BriefingView, address: str | None) -> Markup:
    """Tell of a briefing: its stories in order."""
    place = f"{address or ''}{briefing.path}"
    return _text(
        {
            "@context": CONTEXT,
            "@type": "ItemList",
            "name": briefing.heading,
            "numberOfItems": len(briefing.stories),
            "itemListElement": _items(
                [(plain(story.title), f"{place}#{story.id}") for story in briefing.stories]
            ),
        }
    )


def locale(language: Language) -> str:
    """Give a language as link previews want it, with its likeliest country: "en_US"."""
    from babel.core import get_global  # late: CLDR's tables take 20 ms

    likely = get_global("likely_subtags").get(language.primary, language.primary)
    country = likely.rpartition("_")[2]
    return f"{language.primary}_{country}" if country.isupper() else language.primary


def _items(named: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"@type": "ListItem", "position": number, "name": name, "url": url}
        for number, (name, url) in enumerate(named, start=1)
    ]


def _known(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what nobody knows."""
    return {key: value for key, value in data.items() if value is not None}


def _text(data: dict[str, Any]) -> Markup:
    """Write data so that no text in it can end the script it stands in."""
    text = json.dumps(_known(data), ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  # JSON without a sign that HTML knows
