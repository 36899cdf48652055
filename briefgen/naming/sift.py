"""Which runs of capitals are names: judged by how the whole archive writes their words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from briefgen.language import word_lists
from briefgen.language.spelling import light, sound
from briefgen.language.tags import Language
from briefgen.language.word_lists import WordLists
from briefgen.naming.gazetteer import Forms, Gazetteer
from briefgen.naming.mentions import Mention, Reading, joined
from briefgen.naming.runs import SHORTEST
from briefgen.translating.checks.pair import small_words

APART = 5  # times as often a part stands alone from which "Chine de Xi Jinping" is two names
NOUN = 0.3  # share with an article before from which a word with a capital is a noun
SMALL = 0.1  # share of articles without its capital from which a word is none of a name's
_NUMERAL = re.compile(r"([IVXLCM]+)(\w*)")
_PARTICLES = frozenset(
    ["von", "van", "der", "den", "ten", "ter", "bin", "ben", "ibn"]
)  # Leyen is half a name


@dataclass
class Habits:
    """How an archive writes the words of one language, by numbers of articles."""

    language: Language
    known: Forms
    small: Counter[str] = field(default_factory=Counter)  # without a capital
    capital: Counter[str] = field(default_factory=Counter)  # with one that no beginning explains
    articled: Counter[str] = field(default_factory=Counter)  # ... right after an article
    alone: Counter[str] = field(default_factory=Counter)  # whole runs, written lightly
    opened: Counter[str] = field(default_factory=Counter)  # first words of runs of two and more

    def learn(self, reading: Reading) -> None:
        """Count what one article does."""
        sure = [one for one in reading.mentions if one.sure and not one.wanted]
        articles = word_lists.load(self.language).articles
        first = {light(one.words[0]) for one in sure if one.before in articles}
        words = {light(word) for one in sure for word in one.words if word[0].isupper()}
        self.capital.update(words)
        self.articled.update(first)
        self.alone.update({self._plain(one.words) for one in sure})
        self.opened.update({light(one.words[0]) for one in sure if len(one.words) > 1})

    def finish(self, readings: Iterable[Reading]) -> None:
        """Count the small words once it is known which ones matter."""
        for reading in readings:
            plain = set(map(light, reading.small))
            self.small.update(plain & self.capital.keys())

    def is_common(self, word: str) -> bool:
        """Tell whether a word with a capital is a word like others, written small elsewhere."""
        plain = light(word)
        known = _small_words(self.language)
        if all({part, part.removesuffix("s")} & known for part in plain.split()):
            return True  # so are all parts of Haut-Commissaire
        return self.small[plain] > SMALL * self.capital[plain]

    def is_given(self, word: str) -> bool:
        """Tell whether a word often stands before others: Simon, of several people."""
        return 2 * self.opened[light(word)] >= self.alone[light(word)]

    def says(self, words: Sequence[str]) -> int:
        """Count the articles in which a run is just these words."""
        return self.alone[self._plain(words)]

    def _plain(self, words: Sequence[str]) -> str:
        """Write a run as it is counted; where names have cases, by its sound without them."""
        return _without_case(joined(words), self.language)

    def is_known(self, words: Sequence[str]) -> bool:
        """Tell whether the gazetteer knows these words."""
        known = self.known.match(words) if words else None
        return known is not None and known[1] == len(words)

    def is_noun(self, word: str) -> bool:
        """Tell whether articles stand before it as before nouns, where names have none."""
        plain = light(word)
        return self.articled[plain] > NOUN * self.capital[plain]


@cache
def _small_words(language: Language) -> frozenset[str]:
    return frozenset(map(light, small_words(language)))


@dataclass(frozen=True, slots=True)
class Sifted:
    """A mention after sifting; a weak one makes no name, it only counts to one."""

    form: str
    sure: bool
    wanted: str | None = None
    weak: bool = False


def sift(
    readings: Sequence[Reading], gazetteer: Gazetteer
) -> Iterator[tuple[Reading, list[Sifted]]]:
    """Give each article with the names that are left of its runs."""
    by_language: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_language[reading.language.primary].append(reading)
    for tag in sorted(by_language):
        own = by_language[tag]
        habits = Habits(own[0].language, gazetteer.forms(own[0].language))
        for reading in own:
            habits.learn(reading)
        habits.finish(own)
        known: dict[Mention, tuple[Sifted, ...]] = {}  # most are said again and again
        for reading in own:
            for one in reading.mentions:
                if one not in known:
                    known[one] = tuple(_sifted(one, habits))
            yield reading, [found for one in reading.mentions for found in known[one]]


def _sifted(mention: Mention, habits: Habits) -> Iterator[Sifted]:
    if mention.wanted:
        yield Sifted(mention.form, sure=True, wanted=mention.wanted)
        return
    for part in _parts(_without_nouns(mention.words, habits), habits):
        words, sure = part, mention.sure or part[0] != mention.words[0]
        if not sure and _opens(words, habits):
            words, sure = _from_capital(words[1:]), True
        kept = words if sure else _known_end(words, habits)
        if kept:
            yield from _judged(kept, habits, sure=sure, particle=mention.before)


def _without_nouns(words: tuple[str, ...], habits: Habits) -> tuple[str, ...]:
    """Take off the nouns before a name, where nouns have capitals: Sprecherin Mia Pohl."""
    if word_lists.load(habits.language).has("nouns capitalised"):
        while len(words) > 1 and (habits.is_noun(words[0]) or habits.is_common(words[0])):
            words = words[1:]
    return words


def _parts(words: tuple[str, ...], habits: Habits) -> Iterator[tuple[str, ...]]:
    """Part a run that is two names side by side, or has what no name begins with."""
    for place in range(1, len(words)):
        left, right = words[:place], _from_capital(words[place:])
        if right and _are_two(left, right, words, habits):
            yield left
            yield from _parts(right, habits)
            return
    if words:
        yield words


def _from_capital(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out small words at the beginning."""
    return next((words[i:] for i, word in enumerate(words) if word[0].isupper()), ())


def _are_two(
    left: tuple[str, ...], right: tuple[str, ...], words: tuple[str, ...], habits: Habits
) -> bool:
    """Tell whether two parts of a run stand alone so often that they are names of their own."""
    if left[-1][0].islower():
        return False  # the place before its small words was asked for
    whole = max(habits.says(words), 1)
    people = sum(word[0].isupper() for word in right) > 1  # given name and surname
    if words[len(left)][0].islower():  # joined by a small word: Chine de Xi Jinping
        often = habits.says(left) > APART * whole or (people and habits.says(right) >= whole)
        return often or len(left) > 1  # Malika Belarbi de la CGT
    if not people or _is_particle(right[0], habits):
        return False  # Marine Le Pen
    if len(left) == 1 and left[0].isupper() and len(left[0]) >= SHORTEST:
        return True  # AFP Jawed Farhad
    if habits.is_known(left) or (len(left) == 1 and habits.is_common(left[0])):
        return habits.says(right) > 0
    often = habits.says(left) > APART * whole and not habits.is_given(left[0])
    return often or min(map(habits.says, (left, right))) > whole


def _is_particle(word: str, habits: Habits) -> bool:
    return len(word) <= SHORTEST and light(word) in _small_words(habits.language)


def _opens(words: tuple[str, ...], habits: Habits) -> bool:
    """Tell whether a run begins with a word that only opens a sentence: Selon Ada Morel."""
    small = words[0].casefold() in word_lists.load(habits.language).stop_words
    return small and not habits.says(words) and not habits.is_known(words)


def _known_end(words: tuple[str, ...], habits: Habits) -> tuple[str, ...]:
    """Give the longest end of a run at a beginning that is written with a capital elsewhere."""
    for place, word in enumerate(words):
        end = words[place:]
        if word[0].isupper() and (habits.says(end) or habits.is_known(end)):
            return words[place:]
    return ()


def _judged(
    words: tuple[str, ...], habits: Habits, *, sure: bool, particle: str
) -> Iterator[Sifted]:
    """Give the name, weak where it proves nothing alone; none where it is no name at all."""
    lists = word_lists.load(habits.language)
    if len(words) > 1 and words[0].casefold() in lists.stop_words and habits.is_known(words[1:]):
        words = words[1:]
    form, known = joined(words), habits.known.match(words)
    if known and known[1] == len(words):
        yield Sifted(form, sure=True, wanted=known[0])
        return
    capitals = [word for word in words if word[0].isupper()]
    if all(_names_nothing(word, habits.language) for word in capitals):
        return
    if len(capitals) == 1:
        word = capitals[0]
        if len(word) < SHORTEST or _is_numeral(word, lists):
            return
        weak = (
            word.isupper()
            or lists.has("nouns capitalised")
            or _is_word(word, habits)
            or habits.is_given(word)
        )
        yield Sifted(form, sure, weak=weak or particle in _PARTICLES)
    else:
        yield Sifted(form, sure, weak=all(_is_word(one, habits) for one in capitals))


def _names_nothing(word: str, language: Language) -> bool:
    """Tell whether a word is of a calendar, of a compass or of the smallest ones."""
    lists, plain = word_lists.load(language), word.casefold()
    if plain in lists.stop_words or plain in lists.weekdays or plain in lists.months:
        return True
    return _without_case(word, language) in _directions(language)


@cache
def _directions(language: Language) -> frozenset[str]:
    words = word_lists.load(language).directions
    return frozenset(_without_case(word, language) for word in words)


def _without_case(word: str, language: Language) -> str:
    """Write a word lightly; where names have cases, by its sound without them."""
    inflects = word_lists.load(language).name_endings
    return sound(word, language) if inflects else light(word)


def _is_numeral(word: str, lists: WordLists) -> bool:
    found = _NUMERAL.fullmatch(word)
    return found is not None and (not found[2] or found[2] in lists.roman_endings)


def _is_word(word: str, habits: Habits) -> bool:
    """Tell whether a word with a capital names nothing by itself."""
    if habits.is_common(word) or habits.is_noun(word) or word.isupper():
        return True
    glued = word[max((i for i, c in enumerate(word) if c.isupper()), default=0) :]
    if glued != word and glued[1:].islower() and habits.is_common(glued):
        return True  # BFMTVSelon lost a line's end
    parts = word.split("-")
    whole = habits.says((word,))
    return len(parts) > 1 and all(  # France-Allemagne, Macron-Merkel
        habits.is_known((part,)) or habits.says((part,)) > APART * whole for part in parts
    )
