"""What one article says of names: its runs of capitals, what the gazetteer knows, small words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefgen.language import word_lists
from briefgen.language.scripts import CASED_SCRIPTS
from briefgen.language.tags import Language
from briefgen.model import Article
from briefgen.naming.gazetteer import Gazetteer
from briefgen.naming.runs import Run, runs

_SMALL = re.compile(r"(?<!\w)[^\W\d_]\w*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands; `wanted` is set where the gazetteer knows it."""

    words: tuple[str, ...]
    sure: bool  # that the capital is a name's
    before: str = ""  # the word before it, casefolded
    wanted: str | None = None

    @property
    def form(self) -> str:
        """The words as one text."""
        return joined(self.words)


@dataclass(frozen=True, slots=True)
class Reading:
    """One article, as far as names go."""

    article: str  # id
    language: Language
    mentions: tuple[Mention, ...]
    small: frozenset[str]  # the words that stand in it without a capital


def joined(words: Sequence[str]) -> str:
    """Write words as one text: d'Ivoire is written as one."""
    return " ".join(words).replace("' ", "'").replace("’ ", "’")


def read(article: Article, gazetteer: Gazetteer) -> Reading:
    """Find what may be a name in the headline and in every sentence."""
    language = article.language
    texts = [sentence.input for sentence in (article.title, *article.sentences)]
    if language.script and language.script not in CASED_SCRIPTS:  # only what is known is found
        found = gazetteer.find("\n".join(texts), language)
        mentions = [Mention((wanted,), sure=True, wanted=wanted) for wanted in found]
        return Reading(article.id, language, tuple(mentions), frozenset())
    small = (word for text in texts for word in _SMALL.findall(text) if word[0].islower())
    mentions = [one for text in texts for one in _mentions(text, language, gazetteer)]
    return Reading(article.id, language, tuple(mentions), frozenset(small))


def _mentions(text: str, language: Language, gazetteer: Gazetteer) -> Iterator[Mention]:
    for run in runs(text, language):
        yield from _known_first(run, language, gazetteer)


def _known_first(run: Run, language: Language, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Take the titles off a run; what the gazetteer knows to its end is what it says."""
    titles = word_lists.load(language).titles
    words, sure, before = run.words, run.sure, run.before
    while words and (words[0].casefold() in titles or words[0][0].islower()):
        before = words[0].casefold()
        words, sure = words[1:], True
    if not words:
        return
    whole = (*words, *run.after)
    known = gazetteer.forms(language).match(whole)
    if known and known[1] >= len(words):
        yield Mention(whole[: known[1]], sure=True, wanted=known[0])
        return
    yield Mention(words, sure, before)
