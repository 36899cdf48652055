"""The checks of what must come through unchanged: addresses, tags, placeholders, abbreviations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from briefgen.language import word_lists
from briefgen.language.folding import latin
from briefgen.language.tags import ENGLISH
from briefgen.model import Mark
from briefgen.translating import protected
from briefgen.translating.checks.pair import Pair, small_words

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_ABBREVIATION = re.compile(r"\b[^\W\d_]{2,6}\b")
_ROMAN = re.compile(r"[IVXLCDM]+")
_INITIALS = re.compile(r"\b[^\W\d_]")
TURNED = 0.6  # share of letters that an abbreviation keeps when only their order changes
SHOUTED = 0.5  # share of words in capitals beyond which they prove nothing


def check_tokens(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that changes an address, tag, handle, placeholder or emoji."""
    given = Counter(protected.tokens(pair.translation))
    for token, times in Counter(protected.tokens(pair.original)).items():
        if given[token] < times and pair.translation.count(token) < times:
            yield Mark("token", f"“{token}” is not in the translation")
            return


def check_abbreviations(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation in which an abbreviation in capitals has nothing to answer it."""
    if not pair.is_into_english or not _has_capitals(pair):
        return
    theirs = _abbreviations(pair.original, small_words(pair.source))
    ours = _abbreviations(pair.translation, frozenset())
    known = word_lists.load(pair.source).acronyms
    new = [one for one in ours if one not in theirs and _may_answer(one)]
    words = frozenset(word.casefold() for word in pair.translation_words)
    for one in theirs:
        kept = one in ours or one.casefold() in words or latin(one) in pair.folded_translation
        if known.get(one):  # then left as it is it says nothing
            answered = any(_stands(english, pair.translation) for english in known[one].split("|"))
        else:
            turned = any(_is_turned(one, english) for english in new)
            answered = kept or turned or _is_spelled_out(one, pair.translation)
        if not answered:
            yield Mark("name", f"“{one}” is not in the translation")
            return


def _has_capitals(pair: Pair) -> bool:
    """Say whether capitals mean something: the script has them and the text is not shouted."""
    loud = sum(len(word) > 1 and word.isupper() for word in pair.original_words)
    return 0 < loud < max(2, SHOUTED * len(pair.original_words))


def _abbreviations(text: str, small: frozenset[str]) -> dict[str, None]:
    joined = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    words = _ABBREVIATION.findall(joined)
    return dict.fromkeys(
        word
        for word in words
        if word.isupper() and not _ROMAN.fullmatch(word) and word.casefold() not in small
    )


def _is_turned(one: str, english: str) -> bool:
    """Say whether one has the letters of another: OTAN and NATO, but not SNCF and CNN."""
    shared = (Counter(one) & Counter(english)).total()
    return shared >= TURNED * max(len(one), len(english))


def _may_answer(english: str) -> bool:
    """Say whether an abbreviation of the translation may be another's English, and no known one."""
    known = word_lists.load(ENGLISH)
    return english.casefold() not in known.stop_words and english not in known.common_acronyms


def _stands(english: str, text: str) -> bool:
    pattern = r"\.?".join(english) if english.isupper() else re.escape(english)
    return bool(re.search(rf"(?<!\w){pattern}", text, 0 if english.isupper() else re.IGNORECASE))


def _is_spelled_out(abbreviation: str, text: str) -> bool:
    """Say whether words in a row begin with its letters, in any order."""
    letters = sorted(latin(abbreviation))
    initials = [found[0].casefold() for found in _INITIALS.finditer(text)]
    size = len(letters)
    return any(sorted(initials[i : i + size]) == letters for i in range(len(initials) - size + 1))
