"""Articles whose day nobody could find: shown among the undated, and told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen.model import Article, Problem, quoted

_REMEDY = "Write published: into its front matter, or beside it into a sidecar."


def undated(articles: Iterable[Article]) -> Iterator[Problem]:
    """Name the articles without any date."""
    for article in articles:
        if article.day is None:
            what = f"no date was found for {quoted(article.title.original)}."
            yield Problem(article.file, article.title.line or 0, what, _REMEDY, "warning")
