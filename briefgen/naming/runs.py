"""Where names stand in a text: runs of words with capitals that no rule of spelling explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from briefgen.language import word_lists
from briefgen.language.tags import Language

LONGEST = 5  # words with capitals in a name; longer runs are headlines
SHORTEST = 3  # letters of a name of one word
SHOUTED = 0.5  # share of words with capitals from which a line is a headline in capitals
FEW = 6  # words with capitals below which no line is one
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:\w|['’.-](?={_LETTER}))*"
_TOKEN = re.compile(_WORD)
_OPENS = frozenset(".!?:…«»“”„\"‘’'–—-•|([¿¡>")  # after these a capital says nothing


@dataclass(frozen=True, slots=True)
class Run:
    """Words with capitals in a row."""

    words: tuple[str, ...]  # those with capitals, and the small ones between
    sure: bool  # no beginning of a sentence explains the first capital
    before: str  # the word before it, casefolded; "" for none
    after: tuple[str, ...] = ()  # a few words after it: Union goes on with européenne


def runs(sentence: str, language: Language) -> Iterator[Run]:
    """Give the runs of a sentence in order; none where every word has a capital."""
    tokens = list(_tokens(sentence, language))
    capitals = sum(token[0][0].isupper() for token in tokens)
    if capitals < FEW or capitals <= SHOUTED * len(tokens):
        yield from _runs(tokens, sentence, language)


def _tokens(sentence: str, language: Language) -> Iterator[tuple[str, int, int]]:
    """Give words with their places; what is elided before a name is a word of its own."""
    elision = _elision(language)
    cased = word_lists.load(language).has("case apostrophe")
    for found in _TOKEN.finditer(sentence):
        start, end = found.span()
        elided = elision.match(sentence, start, end) if elision else None
        if elided and (elided[0][0].islower() or start == 0 or sentence[elided.end()].islower()):
            yield elided[0], start, elided.end()
            start = elided.end()
        word = sentence[start:end]
        if cased or word.endswith(("'s", "’s")):
            word = re.split("['’]", word)[0]
        yield word, start, start + len(word)


@cache
def _elision(language: Language) -> re.Pattern[str] | None:
    """Give the pattern of what a language elides before a word, if it does so at all."""
    elided = "|".join(map(re.escape, word_lists.load(language).elisions))
    return re.compile(rf"(?:{elided})['’](?={_LETTER})", re.IGNORECASE) if elided else None


def _runs(tokens: list[tuple[str, int, int]], sentence: str, language: Language) -> Iterator[Run]:
    place = 0
    while place < len(tokens):
        if not tokens[place][0][0].isupper():
            place += 1
            continue
        end = _end(tokens, place, sentence, language)
        words = tuple(token[0] for token in tokens[place:end])
        after = tuple(token[0] for token in tokens[end : end + LONGEST])
        yield Run(words, _is_sure(tokens, place, sentence), _before(tokens, place, sentence), after)
        place = end


def _end(tokens: list[tuple[str, int, int]], place: int, sentence: str, language: Language) -> int:
    """Give the place after the last word of the run that begins here."""
    end = place + 1
    while end < len(tokens) and _adjoins(tokens, end, sentence):
        if tokens[end][0][0].isupper():
            end += 1
            continue
        small = _small(tokens, end, sentence, language)
        if not small:
            break
        end += small
    return end


def _small(
    tokens: list[tuple[str, int, int]], place: int, sentence: str, language: Language
) -> int:
    """Count the small words here that join two parts of a name; 0 where none do."""
    joining = _joining(language)
    for count in (1, 2):
        after = place + count
        if after >= len(tokens) or not _adjoins(tokens, after, sentence):
            return 0
        if tokens[after - 1][0].casefold().replace("’", "'") not in joining:
            return 0
        if tokens[after][0][0].isupper():
            return count
    return 0


@cache
def _joining(language: Language) -> frozenset[str]:
    """Give what joins in a language: "den" is an article where it is German."""
    articles = word_lists.load(language).articles
    return frozenset(word_lists.name_joins()) - articles


def _adjoins(tokens: list[tuple[str, int, int]], place: int, sentence: str) -> bool:
    gap = sentence[tokens[place - 1][2] : tokens[place][1]]
    return gap in {"", " ", "\u00a0", "\u202f"} or (
        gap in {". ", ".\u00a0"} and len(tokens[place - 1][0]) == 1
    )


def _is_sure(tokens: list[tuple[str, int, int]], place: int, sentence: str) -> bool:
    if not place:
        return False
    if tokens[place - 1][0].endswith(("'", "’")):  # an article was elided: not the first word
        return True
    before = sentence[: tokens[place][1]].rstrip()
    return before[-1] not in _OPENS


def _before(tokens: list[tuple[str, int, int]], place: int, sentence: str) -> str:
    if not place or sentence[tokens[place - 1][2] : tokens[place][1]].strip():
        return ""
    return tokens[place - 1][0].casefold()
