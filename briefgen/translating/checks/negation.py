"""The check of negation: what the original denies, the translation must not assert."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from briefgen.language import word_lists
from briefgen.model import Mark
from briefgen.translating.checks.pair import Pair, english_words, fold, lexicon, small_words
from briefgen.translating.checks.spelling import STEM

# A lone "ne" or "plus" denies nothing, and "ne … que" only restricts: all are left out.
_FRENCH = re.compile(
    r"\b(?:ne\s+|n['’])(?:[\w-]+['’]?\s*){0,4}?\b(?:pas|jamais|rien|aucune?|personne)\b"
    r"|\b(?:aucune?|personne|rien)\s+(?:[\w'’]+\s+){0,4}?(?:ne\b|n['’])"
    r"|\bpas\s+(?:de|encore|même|un|une|le|la|les|si|très|vraiment|toujours|plus)\b",
    re.IGNORECASE,
)
_FRENCH_ASIDES = re.compile(
    r"\b(?:ne|n['’])?\s?(?:[\w'’]+\s+){0,3}?(?:pas|non)\s+(?:seulement|uniquement|que|juste)\b"
    r"|\bn['’]est-ce pas\b|\bpourquoi pas\b|\bn['’]a pas manqué\b",
    re.IGNORECASE,
)
_FRENCH_ANY = re.compile(
    r"\b(?:ne|pas|jamais|rien|aucun\w*|ni|non|sans|personne|nul\w*|guère|peu|moins|sauf|plutôt"
    r"|impossib\w*|incapab\w*|manqu\w*|refus\w*|échou\w*|empêch\w*|évit\w*|interdi\w*|absen\w*"
    r"|contrairement|exclu\w*|seul\w*|rare\w*|faute|difficile\w*|loin|trop|outre|hors|quoi|tard\w*"
    r"|in\w{5,}|im\w{5,}|ir\w{5,}|dé\w{5,}|mal|ignor\w*|sinon)\b|\bn['’]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:not|no|no-one|never|none|nothing|nobody|nowhere|neither|nor|without|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_ENGLISH_PLAIN = re.compile(r"\b(?:not|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_ENGLISH_ASIDES = re.compile(r"\bnot (?:only|just|least)\b", re.IGNORECASE)
# Words that deny by their meaning; they count unless the original has the same word.
_DENYING = re.compile(
    r"fail\w*|lack\w*|refus\w*|den(?:y|ie[sd]|ying)|declin\w*|reject\w*|prevent\w*|avoid\w*"
    r"|hardly|barely|rarely|seldom|scarcely|few|little|absen\w*|miss\w*|prohibit\w*"
    r"|forb\w+|instead|rather|too|free|stop\w*|unless|except|exclud\w*|remain\w*|still|any"
    r"|anything|anyone|only|un\w{4,}|(?:in|im|il|ir|dis|non)\w{4,}|\w+less",
    re.IGNORECASE,
)
KIN_START, KIN = 4, 0.68  # letters in common at the beginning, and likeness
SHORT = 12  # words; longer texts say what they deny in more ways
_CAPABLE = re.compile(r"(?:[aie]bles?|[aie]vel|[aeiá]veis|abil[ei]|ibil[ei])$")
_DENIES_SOMEHOW = re.compile(
    _DENYING.pattern
    + r"|advers\w*|negativ\w*|against|bad\w*|poor\w*|hostile|mis\w{4,}|dis\w+|not?|de\w{5,}",
    re.IGNORECASE,
)
_PLAIN_PREFIXES = ("un", "non", "dis")  # "in" is more often no denial: inhabited
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")


def check_negation(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that denies less often than its original, or where that never does."""
    if pair.target.primary != "en":
        return
    denials = _denials(pair)
    plain = _ENGLISH_ASIDES.sub(" ", pair.translation)
    given = len(_ENGLISH.findall(plain))
    if denials > given and denials > given + _denying_words(pair):
        yield Mark("negation", "the original denies something, the translation does not")
    elif _asserts(pair) and _ENGLISH_PLAIN.search(plain):
        yield Mark("negation", "the translation denies something, the original does not")


def check_opposites(pair: Pair) -> Iterator[Mark]:
    """Doubt a translation that has the opposite of a word: défavorable and favourable."""
    if pair.target.primary != "en" or _ENGLISH.search(pair.translation):
        return
    unsaid = next((word for word in pair.original_words if _is_unsaid(word, pair)), None)
    if unsaid:
        yield Mark("negation", f"the denial in “{unsaid}” is not in the translation")
        return
    prefixes = word_lists.load(pair.source).denying_prefixes
    opposite = next(
        (
            word
            for word in pair.original_words
            if _is_turned(fold(word), prefixes, pair.folded_translation)
        ),
        None,
    ) or next(
        (
            word
            for word in pair.translation_words
            if _is_turned(word.casefold(), _PLAIN_PREFIXES, pair.folded_original)
            and word.casefold().removeprefix("un") in english_words()
            and _asserts(pair)
        ),
        None,
    )
    if opposite:
        yield Mark("negation", f"“{opposite}” has become its opposite")


def _is_unsaid(word: str, pair: Pair) -> bool:
    """Say whether a word as "défavorable" denies and nothing in a short translation does."""
    if len(pair.original_words) > SHORT or not _CAPABLE.search(word.casefold()):
        return False
    small, known = word.casefold(), small_words(pair.source)
    prefixes = word_lists.load(pair.source).denying_prefixes
    denies = any(small.startswith(one) and small.removeprefix(one) in known for one in prefixes)
    return denies and not any(_DENIES_SOMEHOW.fullmatch(one) for one in pair.translation_words)


def _is_turned(word: str, prefixes: Iterable[str], others: frozenset[str]) -> bool:
    """Say whether the other text has kin of a word without its prefix, and none with one."""
    for prefix in map(fold, prefixes):
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
        for prefix in (*_PREFIXES, "de", "des", "mal", "mis")
    )


def _denials(pair: Pair) -> int:
    if pair.source.primary == "fr":
        return len(_FRENCH.findall(_FRENCH_ASIDES.sub(" ", pair.original)))
    known = word_lists.load(pair.source).negations
    return min(1, sum(word in known for word in pair.words_casefolded))


def _denying_words(pair: Pair) -> int:
    words = (word for word in pair.translation_words if _DENYING.fullmatch(word))
    return sum(_denies(word.casefold(), pair) for word in words)


def _denies(word: str, pair: Pair) -> bool:
    """Say whether a word denies on its own account: un-able, not un-der, nor a word of theirs."""
    prefix = next((p for p in _PREFIXES if word.startswith(p) and len(word) > len(p) + 3), None)
    if prefix and not word.endswith("less") and word.removeprefix(prefix) not in english_words():
        return False
    known = lexicon(pair.source, pair.target)
    return not any(word[:STEM] in known.get(one[:STEM], ()) for one in pair.words_casefolded)


def _asserts(pair: Pair) -> bool:
    """Say whether nothing in the original could be called a denial; unknown languages never do."""
    if pair.source.primary == "fr":
        return not _FRENCH_ANY.search(pair.original)
    known = word_lists.load(pair.source).negations
    return bool(known) and not known & pair.words_casefolded
