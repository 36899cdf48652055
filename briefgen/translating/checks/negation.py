"""The check of negation: what the original denies, the translation must not assert."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from briefgen.language import word_lists
from briefgen.language.folding import latin
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Mark
from briefgen.translating.checks.pair import WORD, Pair, english_words, lexicon, small_words
from briefgen.translating.checks.spelling import STEM

_NEVER = r"(?!)"  # matches nothing
KIN_START, KIN = 4, 0.68  # letters in common at the beginning, and likeness
SHORT = 12  # words; longer texts say what they deny in more ways


def check_negation(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that denies less often than its original, or where that never does."""
    if not pair.is_into_english:
        return
    denials = _denials(pair)
    english = _patterns(ENGLISH)
    plain = english.asides.sub(" ", pair.translation)
    given = len(english.denials.findall(plain))
    if denials > given and denials > given + _denying_words(pair):
        yield Mark("negation", "the original denies something, the translation does not")
    elif _asserts(pair) and english.plain.search(plain):
        yield Mark("negation", "the translation denies something, the original does not")


def check_opposites(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that has the opposite of a word: défavorable and favourable."""
    if not pair.is_into_english or _patterns(ENGLISH).denials.search(pair.translation):
        return
    unsaid = next((word for word in pair.original_words if _is_unsaid(word, pair)), None)
    if unsaid:
        yield Mark("negation", f"the denial in “{unsaid}” is not in the translation")
        return
    prefixes = word_lists.load(pair.source).denying_prefixes
    plain = word_lists.load(ENGLISH).plain_prefixes
    opposite = next(
        (
            word
            for word in pair.original_words
            if _is_turned(latin(word), prefixes, pair.folded_translation)
        ),
        None,
    ) or next(
        (
            word
            for word in pair.translation_words
            if _is_turned(word.casefold(), plain, pair.folded_original)
            and word.casefold().removeprefix("un") in english_words()
            and _asserts(pair)
        ),
        None,
    )
    if opposite:
        yield Mark("negation", f"“{opposite}” has become its opposite")


def _is_unsaid(word: str, pair: Pair) -> bool:
    """Say whether a word as "défavorable" denies and nothing in a short translation does."""
    if len(pair.original_words) > SHORT or not _is_capable(word.casefold()):
        return False
    small, known = word.casefold(), small_words(pair.source)
    prefixes = word_lists.load(pair.source).denying_prefixes
    denies = any(small.startswith(one) and small.removeprefix(one) in known for one in prefixes)
    adverse = _patterns(ENGLISH).adverse
    return denies and not any(adverse.fullmatch(one) for one in pair.translation_words)


def _is_capable(word: str) -> bool:
    """Say whether a word ends as "favorable" does, in any language that has the word."""
    return word.endswith(word_lists.load_all().capable_endings)


def _is_turned(word: str, prefixes: Iterable[str], others: frozenset[str]) -> bool:
    """Say whether the other text has kin of a word without its prefix, and none with one."""
    for prefix in map(latin, prefixes):
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= STEM:
            kin = {one for one in others if _is_kin(one, rest)}
            turned = {one for one in others if _has_kin_behind_prefix(one, rest)}
            return bool(kin) and not turned
    return False


def _is_kin(one: str, other: str) -> bool:
    """Say whether two folded words are one in two languages: favorable, favourable, favorevole."""
    if one[:KIN_START] != other[:KIN_START]:
        return False
    return difflib.SequenceMatcher(None, one, other).ratio() >= KIN


def _has_kin_behind_prefix(word: str, rest: str) -> bool:
    return any(
        word.startswith(prefix) and _is_kin(word.removeprefix(prefix), rest)
        for prefix in (*_english_prefixes(), "de", "des", "mal", "mis")
    )


def _denials(pair: Pair) -> int:
    own = _patterns(pair.source)
    if own.denials.pattern != _NEVER:
        return len(own.denials.findall(own.asides.sub(" ", pair.original)))
    return 1 if _has_negation(pair) else 0


def _denying_words(pair: Pair) -> int:
    denying = _patterns(ENGLISH).denying
    words = (word for word in pair.translation_words if denying.fullmatch(word))
    return sum(_denies(word.casefold(), pair) for word in words)


def _denies(word: str, pair: Pair) -> bool:
    """Say whether a word denies on its own account: un-able, not un-der, nor a word of theirs."""
    prefix = next(
        (p for p in _english_prefixes() if word.startswith(p) and len(word) > len(p) + 3), None
    )
    if prefix and not word.endswith("less") and word.removeprefix(prefix) not in english_words():
        return False
    known = lexicon(pair.source, pair.target)
    return not any(word[:STEM] in known.get(one[:STEM], ()) for one in pair.words_casefolded)


def _asserts(pair: Pair) -> bool:
    """Say whether nothing in the original could be called a denial; unknown languages never do."""
    signs = _patterns(pair.source).signs
    if signs.pattern != _NEVER:
        return not signs.search(pair.original)
    return bool(word_lists.load(pair.source).negations) and not _has_negation(pair)


def _has_negation(pair: Pair) -> bool:
    """Say whether a word that denies stands in the original, but for such as "nicht nur"."""
    plain = _patterns(pair.source).asides.sub(" ", pair.original)
    known = word_lists.load(pair.source).negations
    return any(word.casefold() in known for word in WORD.findall(plain))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How a language denies, as its word lists tell."""

    denials: re.Pattern[str]
    plain: re.Pattern[str]
    asides: re.Pattern[str]
    signs: re.Pattern[str]
    denying: re.Pattern[str]
    adverse: re.Pattern[str]  # denying or the like


@cache
def _patterns(language: Language) -> _Patterns:
    told = word_lists.load(language)
    return _Patterns(
        _any(told.denials),
        _any(told.plain_denials),
        _any(told.denial_asides),
        _any(told.denial_signs),
        _any(told.denying_words),
        _any((*told.denying_words, *told.adverse_words)),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or _NEVER, re.IGNORECASE)


@cache
def _english_prefixes() -> tuple[str, ...]:
    return word_lists.load(ENGLISH).denying_prefixes
