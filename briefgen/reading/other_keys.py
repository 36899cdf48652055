"""The keys of other tools' front matter: Obsidian, Hugo, Jekyll, Zotero, Pocket and the like."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAMES: Mapping[str, str] = {
    "title": "headline name",
    "url": "link permalink_url source_url original_url canonical canonical_url href",
    "source": "site site_name sitename publisher publication outlet newspaper website "
    "container-title publication_title website_title blog_title",
    "published": "date pubdate publish_date publishdate publication_date published_at "
    "date_published published_date issued",
    "language": "lang locale",
    "author": "authors creator creators byline by",
    "added": "created saved clipped date_saved date_added time_added saved_at created_at "
    "dateadded accessed access_date retrieved",
}
MEANING: Mapping[str, str] = {name: key for key, names in _NAMES.items() for name in names.split()}
# What other tools keep there for themselves; it says nothing of the article that we tell.
_THEIRS = """tags tag categories category description excerpt summary abstract draft layout cover
    image images thumbnail banner aliases alias cssclass cssclasses keywords type weight toc
    modified updated lastmod last_modified slug permalink comments status read highlights notes
    word_count reading_time rating favorite archived item_id citekey doi issn isbn volume issue
    pages itemtype key collections series menu resources template sitemap robots domain favicon
    publish version pinned math comment output topics folder
    params extra taxonomies item_id resolved_id given_url time_read sort_id library_catalog
    short_title creator_types rights language_code place section edition call_number archive
    archive_location journal_abbreviation num_pages item_type date_modified tags_list"""
THEIRS = frozenset(_THEIRS.split())
_WIKI_LINK = re.compile(r"!?\[\[(?:[^\[\]|]{1,300}\|)?([^\[\]|]{1,300})\]\]")
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\([^()\s]{1,2000}\)")


def own_key(key: str) -> str:
    """Give our key for one of another tool, or the key itself."""
    small, snake = key.lower().replace(" ", "_"), _snake(key)
    known = MEANING.get(small) or MEANING.get(snake)
    return known or (small if small in _NAMES or small == "id" else key)


def _snake(key: str) -> str:
    """Write `publicationTitle` and `Publication Title` as publication_title."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower().replace(" ", "_")


def is_theirs(key: str) -> bool:
    """Tell whether a key is of another tool's own business."""
    return _snake(key) in THEIRS or key.lower() in THEIRS


def plain(text: str) -> str:
    """Give a value without the links around it: "[[Anne Royer]]" → "Anne Royer"."""
    return _LINK.sub(r"\1", _WIKI_LINK.sub(r"\1", text))
