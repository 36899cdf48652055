"""The lines of a text and what each is by its looks: headline, byline, caption, chrome, prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from briefgen.language import word_lists
from briefgen.model import DocumentKind

LineKind = Literal[
    "text",
    "heading",
    "byline",
    "agency",
    "caption",
    "related",
    "contributors",
    "section",
    "chrome",
    "rule",
]

LONGEST_HEADING = 170  # characters; a longer line is prose
_LONGEST_FURNITURE = 220
_LONGEST_CAPTION = 500
_WIDEST_WRAP = 100  # hard-wrapped text is no wider
_LEAST_WRAPPED = 3  # lines

_RULE = re.compile(r"^[\W_]{1,80}$")
_SENTENCE_BREAK = re.compile(r"[.!?…][»\"”)]*\s+[«\"“(]?\s*[^\W\d_]")
_CREDIT = re.compile(
    r"[(\[]\s*(?:[^()\[\]]*\S\s*/\s*\S[^()\[\]]*|[^()\[\]]*\b(?:via|by)\b[^()\[\]]*)[)\]]\W*$",
    re.IGNORECASE,
)
_BARE_URL = re.compile(r"^\S*https?://\S+$|^www\.\S+$")
_BREADCRUMBS = re.compile(
    r"^[^>›|/]{2,30}(?:\s[>›|/]\s[^>›|/]{2,40}){2,6}$"
)  # "Home > World > Asia"
_PARTICLES = (
    "de|du|des|la|le|van|von|der|den|el|al|bin|ibn|da|dos|das|di|del|della|d|zu|y|e|et|and|und"
)
_NAME = re.compile(
    rf"^(?:[^\W\d_a-zß-öø-ÿа-я][\w.’'-]*|(?:{_PARTICLES})\b['’]?)"
    rf"(?:[ \u00a0]+(?:[^\W\d_a-zß-öø-ÿа-я][\w.’'-]*|(?:{_PARTICLES})\b['’]?)){{1,5}}$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph-like stretch of a document: trimmed, not empty, with the kind it looks like."""

    start: int
    end: int
    kind: LineKind


def read_lines(text: str, start: int, end: int, kind: DocumentKind) -> tuple[Line, ...]:
    """Break `text[start:end]` into lines; hard-wrapped ones are joined to their paragraph."""
    found = []
    for block in re.finditer(
        r"\S(?:[^\n\r]|\r?\n(?![^\S\n]*(?:\r?\n|\Z))|\r(?!\n))*", text[start:end]
    ):
        raw = block.group()
        if "\n" in raw and not _is_wrapped(raw, kind):
            spans = [match.span() for match in re.finditer(r"[^\n]*\S", raw)]
        else:
            spans = [(0, len(raw.rstrip()))]
        offset = start + block.start()
        for a, b in spans:
            indent = len(raw[a:b]) - len(raw[a:b].lstrip())
            found.append(Line(offset + a + indent, offset + b, line_kind(raw[a:b])))
    return tuple(found)


def line_kind(text: str) -> LineKind:
    """Tell what a line is by its looks alone, in any language."""
    flat = " ".join(text.split()).strip("\u200b\ufeff")
    folded = flat.casefold().replace("’", "'").lstrip("-–—•*>▶►→#[( ")
    if _RULE.match(flat):
        return "rule"
    return _furniture(flat, folded) or _signature(flat) or _prose(flat)


def heading_text(text: str) -> str:
    """Give a heading without the Markdown marks and dashes around it."""
    return text.strip(" \t\r\n#*_-–—=\u00a0")


def _prose(flat: str) -> LineKind:
    return "heading" if looks_like_heading(flat) else "text"


def looks_like_heading(flat: str) -> bool:
    """Tell whether a line has the shape of a headline: short, no final stop, a capital."""
    bare = heading_text(flat).rstrip("»\"”' ")
    if not bare or len(flat) > LONGEST_HEADING or not any(c.isalpha() for c in bare):
        return False
    if bare[-1] in ".;:,…。" or (bare[-1] in "?!" and _SENTENCE_BREAK.search(bare)):
        return False
    first = next(word for word in bare.split() if any(c.isalnum() for c in word))
    return not first.islower()  # "iPhone" may begin a headline, "depuis" may not


def _furniture(flat: str, folded: str) -> LineKind | None:
    """Recognise what a site puts around a text."""
    lists = word_lists.load_all()
    if len(flat) <= _LONGEST_CAPTION:
        if _is_credit(flat, folded) or _begins(folded, lists.captions):
            return "caption"
        if any(phrase in folded for phrase in lists.contributors):
            return "contributors"
    if len(flat) <= _LONGEST_FURNITURE:
        return _link(flat, folded)
    return None


def _link(flat: str, folded: str) -> LineKind | None:
    """Recognise a label or link that leads elsewhere."""
    lists = word_lists.load_all()
    if folded.rstrip(" :.") in lists.sections:
        return "section"
    if _begins(folded, lists.related):
        return "related"
    if _begins(folded, lists.chrome) or _BARE_URL.match(flat) or _BREADCRUMBS.match(flat):
        return "chrome"
    return None


def _begins(folded: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether a line begins with a phrase; a single word must be the whole line."""
    for phrase in phrases:
        if folded.startswith(phrase):
            rest = folded[len(phrase) :]
            if not rest.strip(" .:;!?»→*0123456789()%+-"):
                return True
            if (set(phrase) & set(" -:：")) and not rest[0].isalpha():
                return True
    return False


def _is_credit(flat: str, folded: str) -> bool:
    if _CREDIT.search(flat) and len(flat.split()) > 1:
        return True
    return len(flat) <= _LONGEST_FURNITURE and any(word in folded for word in word_lists.credits())


def _signature(flat: str) -> LineKind | None:
    """Recognise an author's or an agency's signature standing on a line of its own."""
    bare = flat.strip(" .,;:()[]–—-*_|/")
    if len(bare) > len("Propos recueillis par") + 60:
        return None
    without = _agency().sub("", bare)
    if without != bare and not _drop_joining(without).strip(" .,;:()/-–—&+"):
        return "agency"
    rest = _drop_joining(without).strip(" .,;:()/-–—&+") if without != bare else bare
    author = author_of(rest)
    if author and (author != rest or flat[0] in "–—-(" or _is_name(rest)):
        return "byline"
    return None


def author_of(line: str) -> str | None:
    """Give the name on a byline: "Par Jean Roy" → "Jean Roy"; None when there is no name."""
    bare = _agency().sub("", line).strip(" .,;:()[]–—-*_|/")
    bare = _drop_joining(bare).strip(" .,;:()[]–—-*_|/")
    folded = bare.casefold()
    for phrase in sorted(word_lists.load_all().bylines, key=len, reverse=True):
        if folded.startswith(phrase) and bare[len(phrase) :][:1] in (" ", "\u00a0", ":", "："):
            bare = bare[len(phrase) :].lstrip(" \u00a0:：")
            break
    return bare if _is_name(bare) else None


def _is_name(text: str) -> bool:
    """Tell whether words are a person's name: capitals, and no word that carries grammar first."""
    return bool(_NAME.match(text)) and not _is_grammar(text.split(maxsplit=1)[0])


def _is_grammar(word: str) -> bool:
    return len(word) > 1 and word.casefold().split("'")[0] in word_lists.load_all().stop_words


def _drop_joining(text: str) -> str:
    """Drop words such as "avec" and "et" that join agencies to a signature."""
    kept = [word for word in text.split() if word.casefold().strip("(),.:/") not in _joining()]
    return " ".join(kept)


@cache
def _joining() -> frozenset[str]:
    return frozenset(word for phrase in word_lists.load_all().joining for word in phrase.split())


@cache
def _agency() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in word_lists.agencies())
    return re.compile(rf"(?<!\w)(?:l['’])?(?:{names})(?!\w)")


def _is_wrapped(block: str, kind: DocumentKind) -> bool:
    """Tell whether a block's line breaks are mere wrapping and not ends of paragraphs."""
    rows = [row.strip() for row in block.splitlines() if row.strip()]
    if any(row.startswith(("#", "- ", "* ", "> ", "|")) for row in rows):
        return False
    if kind == "markdown":
        return True
    longest = max(map(len, rows))
    running = sum(row[-1] not in '.!?…»"”。！？:' for row in rows[:-1])
    return (
        longest <= _WIDEST_WRAP and len(rows) >= _LEAST_WRAPPED and running > 0.6 * (len(rows) - 1)
    )
