"""Small real implementations of our protocols, so that tests need no model and no mock."""

import re
from dataclasses import dataclass

WORDS = {
    ("fr", "en"): {
        "le": "the", "la": "the", "les": "the", "un": "a", "une": "a", "des": "of the",
        "de": "of", "du": "of the", "et": "and", "a": "has", "ont": "have", "est": "is",
        "sont": "are", "en": "in", "à": "to", "au": "to the", "pour": "for", "par": "by",
        "sur": "on", "avec": "with", "dans": "in", "il": "it", "elle": "she", "pas": "not",
        "mardi": "Tuesday", "mercredi": "Wednesday", "septembre": "September",
        "gouvernement": "government", "président": "president", "plan": "plan",
        "guerre": "war", "accord": "agreement", "pays": "country", "millions": "million",
    },
    ("ru", "en"): {
        "и": "and", "в": "in", "на": "on", "не": "not", "президент": "president",
        "страна": "country", "война": "war", "сентября": "September", "заявил": "said",
    },
    ("de", "fr"): {"der": "le", "die": "la", "das": "le", "und": "et", "nicht": "pas"},
}  # fmt: skip
LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", LATIN.split(" "), strict=True))


@dataclass(frozen=True)
class FakeTranslator:
    """A translator by word list: deterministic, one output word per input word, names kept.

    `broken` maps an input to the output to give instead, to play a model's failures.
    """

    source: str = "fr"
    target: str = "en"
    package: str = "test-fr-en 0.1"
    broken: tuple[tuple[str, str], ...] = ()

    def translate(self, texts, decoding):
        """Translate each text; the score falls with its length so that it is not constant."""
        from briefgen.translating.translate import Candidate

        broken = dict(self.broken)
        return [
            Candidate(broken.get(text, self._render(text)), -0.1 - len(text) / 10_000)
            for text in texts
        ]

    def _render(self, text):
        known = WORDS.get((self.source, self.target), {})
        words = re.sub(r"\w+", lambda found: _word(found[0], known), text)
        return words[:1].upper() + words[1:]


def _word(word, known):
    plain = known.get(word.casefold())
    if plain is not None:
        return plain
    letters = [CYRILLIC.get(letter.casefold(), letter) for letter in word]
    latin = "".join(letters).replace("_", "")
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin


@dataclass(frozen=True)
class FakeSummarizer:
    """Scores sentences by position: the first is the best."""

    name: str = "first"
    decides: bool = False

    def score(self, sentences, language):
        """Give falling scores."""
        del language
        return [1.0 / (1 + index) for index, _ in enumerate(sentences)]
