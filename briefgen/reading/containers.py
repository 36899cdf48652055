"""Elements of a page that hold furniture, told by their tag, class, id and role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_TAGS: Mapping[str, str] = {"nav": "navigation", "footer": "footer", "form": "form"}
_ROLES: Mapping[str, str] = {"navigation": "navigation", "contentinfo": "footer", "search": "form"}
_WORDS: Mapping[str, str] = {
    "comments": "comment comments commentlist commentaire commentaires kommentar kommentare "
    "comentario comentarios commenti reaction reactions reacties disqus respond replies",
    "related": "related relatedposts recommended recommendation recommendations recirc "
    "aussi mehrzumthema relacionadas relacionados correlati outbrain taboola "
    "mostread mostpopular popular trending",
    "consent": "cookie cookies consent cookieconsent cookiebanner cookiebar gdpr rgpd dsgvo "
    "onetrust didomi cmp tarteaucitron cookiebot",
    "offer": "paywall piano regwall subscribewall subscribe subscription subscriptions abonnement "
    "abonnements abonnez abo newsletter newsletters signup infolettre boletin",
    "sharing": "share sharing sharebar social socials partage addtoany addthis sharedaddy",
    "advertising": "ad ads advert adverts advertisement advertising sponsored adsbygoogle "
    "publicite werbung anzeige",
    "navigation": "breadcrumb breadcrumbs menu navbar skiplink",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NEVER = {"html", "body", "main", "head", "title", "h1", "p"}
_NAMED = re.compile(
    r"(?<![\w-])(class|id|role)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE
)
# Words that turn a container's name into its opposite or into a mere property.
_ABOUT = re.compile(
    r"^(?:has|no|with|without|is|hide|show|open|count|closed|enabled|disabled|link)$"
)


@cache
def kind_of(tag: str, attributes: str) -> str | None:
    """Give the kind of furniture an element holds: "comments", "consent", …; None for text."""
    if tag in _NEVER:
        return None
    for name, value in _NAMED.findall(attributes):
        words = value.strip("\"'").lower()
        found = _ROLES.get(words) if name.lower() == "role" else _by_words(words)
        if found:
            return found
    return _TAGS.get(tag)


def _by_words(value: str) -> str | None:
    for name in value.split():
        words = [word for word in re.split(r"[^a-z]+", name) if word]
        if any(_ABOUT.match(word) for word in words):
            continue
        for word in words:
            if word in _KINDS:
                return _KINDS[word]
    return None
