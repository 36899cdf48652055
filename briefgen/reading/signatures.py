"""Signatures: the author's name, the agencies, on a line of their own."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from briefgen.language import word_lists
from briefgen.language.scripts import has_case
from briefgen.language.tags import UNKNOWN
from briefgen.reading.date_mentions import find_mentions
from briefgen.reading.shapes import begins_as_name

_LONGEST = len("Propos recueillis par") + 60
_MOST_WORDS = 6  # of a name
_MOST_UNCASED = 4  # ... in a script without capitals, where a phrase must say that it is one
_EDGES = " .,;:()[]–—-*_|/"
_WORD = re.compile(r"(?:[^\W\d_][\w.’'-]*|[dl]['’][^\W\d_][\w.’'-]*)$")
_ADDRESS = re.compile(r"\S+@\S+\.\w+")


def signature(flat: str) -> Literal["agency", "byline"] | None:
    """Recognise an author's or an agency's signature standing on a line of its own."""
    bare = _ADDRESS.sub("", _without_date(flat)).strip(_EDGES)
    if not bare or len(bare) > _LONGEST:
        return None
    if _own_shape(bare):
        return "byline"
    without = _agency().sub("", bare)
    if without != bare and not _drop_joining(without).strip(_EDGES + "&+"):
        return "agency"
    rest = _drop_joining(without).strip(_EDGES + "&+") if without != bare else bare
    return "byline" if author_of(rest) else None


def is_introduced(line: str) -> bool:
    """Tell whether a byline says that it is one: "By Jean Roy", "Jean Roy, AFP"."""
    bare = _ADDRESS.sub("", _without_date(line)).strip(_EDGES)
    return _without_phrase(bare)[1] or _agency().search(bare) is not None


def author_of(line: str) -> str | None:
    """Give the name on a byline: "Par Jean Roy" → "Jean Roy"; None when there is no name."""
    own = _own_shape(_without_date(line).strip(_EDGES))
    if own:
        return own
    bare = _agency().sub("", _ADDRESS.sub("", _without_date(line))).strip(_EDGES)
    bare, said = _without_phrase(bare)
    bare = _drop_joining(bare).strip(_EDGES)
    name, *outlets = re.split(r"\s*[,|·•]\s*", bare)
    if outlets and not (said and all(map(_is_outlet, outlets))):
        return None
    return name if _is_name(name, said=said) else None


def _without_phrase(bare: str) -> tuple[str, bool]:
    """Take off the words that say who wrote: "Par", "기자"; and tell whether there were any."""
    without = _role().sub("", bare)
    folded = without.casefold()
    for phrase in _bylines():
        if folded.startswith(phrase) and _parts(phrase, without[len(phrase) :][:1]):
            return without[len(phrase) :].lstrip(" \u00a0:：/／"), True
    return without, without != bare


def _without_date(line: str) -> str:
    """Take the date off the end of a byline: "Par Jean Dupont, le 15 juillet 2025"."""
    if not any(character.isdigit() for character in line):
        return line
    for mention in find_mentions(line, UNKNOWN)[:1]:
        if any(character.isalpha() for character in line[mention.end :]):
            return line
        before = line[: mention.start].rstrip(_EDGES)
        head, _, last = before.rpartition(" ")
        return head if _is_grammar(last) else before
    return line


def _is_outlet(words: str) -> bool:
    parts = words.split()
    figured = (any(map(str.isdigit, word)) for word in parts)  # "g1", "20minutes"
    named = (begins_as_name(word) or _is_grammar(word) for word in parts)
    return all(one or other for one, other in zip(named, figured, strict=True))


def _parts(phrase: str, following: str) -> bool:
    """Tell whether a phrase ends where a name may begin."""
    return following in {" ", "\u00a0", ":", "："} or (phrase[-1] in "/／:：" and following != "")


def _is_name(text: str, *, said: bool) -> bool:
    """Tell whether words are a person's name: capitals, and no word that carries grammar first."""
    words = text.split()
    if not words or len(words) > _MOST_WORDS or not all(map(_WORD.match, words)):
        return False
    if not has_case(text):
        return said and len(words) <= _MOST_UNCASED
    named = all(_is_name_word(word) for word in words)
    return named and len(words) > 1 and not _is_grammar(words[0])


def _is_name_word(word: str) -> bool:
    bare = word.casefold()
    if bare in _small_words() or re.match(r"[dl]['’]", bare):
        return True
    return not (word[0].lower() == word[0] != word[0].upper())


def _is_grammar(word: str) -> bool:
    return len(word) > 1 and word.casefold().split("'")[0] in word_lists.load_all().stop_words


def _drop_joining(text: str) -> str:
    """Drop words such as "avec" that join agencies to a signature; "de" within a name stays."""
    words = text.split()
    kept = [i for i, word in enumerate(words) if word.casefold().strip("(),.:/") not in _joining()]
    if not kept:
        return ""
    inner = range(kept[0], kept[-1])
    small = (i for i in inner if words[i].casefold() in _small_words())
    return " ".join(words[i] for i in sorted({*kept, *small}))


def _own_shape(bare: str) -> str | None:
    """Give the name on a line that follows a pattern of its language: 記者王小明／基隆報導."""
    for pattern in _own_shapes():
        found = pattern.fullmatch(bare)
        if found:
            return str(found["name"])
    return None


@cache
def _own_shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, word_lists.load_all().byline_patterns))


@cache
def _bylines() -> tuple[str, ...]:
    return tuple(sorted(word_lists.load_all().bylines, key=len, reverse=True))


@cache
def _role() -> re.Pattern[str]:
    """Recognise a role after the name: "김철수 기자"."""
    roles = sorted(word_lists.load_all().roles, key=len, reverse=True)
    return re.compile(rf"\s*(?:{'|'.join(roles)})\s*$")


@cache
def _small_words() -> frozenset[str]:
    lists = word_lists.load_all()
    return lists.particles | lists.conjunctions


@cache
def _joining() -> frozenset[str]:
    return frozenset(word for phrase in word_lists.load_all().joining for word in phrase.split())


@cache
def _agency() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in word_lists.agencies())
    return re.compile(rf"(?<!\w)(?:l['’])?(?:{names})(?!\w)")
