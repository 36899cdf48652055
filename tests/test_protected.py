"""What a model must not touch comes through unchanged, whatever the model does with names."""

import pytest
from factories import make_sentence
from hypothesis import given
from hypothesis import strategies as st

from briefgen.language.tags import Language
from briefgen.translating import protected
from briefgen.translating.checks import check
from briefgen.translating.translate import Candidate, Decoding, follow

FRENCH, ENGLISH = Language("fr"), Language("en")
TEXTS = [
    "Écrire à plaintes@prefecture-meuse.example.fr avant le 30 juin.",
    "Le formulaire est sur https://www.meuse.example.fr/plainte?id=42&lang=fr.",
    "Le site www.exemple.fr est fermé, exemple.org/fr aussi.",
    "Le compte @Elysee a publié #France2030 et #SauvonsLePont",
    "Le message « Bonjour {0}, vous avez %d messages » et {{name}} et %s.",
    "Victoire des Bleus 🏆🇫🇷 à Lille",
    "« Merci à tous 😊❤️ », a écrit l'entraîneur. 👩\u200d🚀",
    "Сайт https://example.org/путь закрыт, пишите на info@example.org.",
]


class Shouter:
    """A model that changes every word but names and figures."""

    package, source, target = "shouter 1", "fr", "en"

    def translate(self, texts, _decoding):
        known = {*protected.NAMES, *protected.FIGURES}
        return [
            Candidate(" ".join(w if w.strip(".,»") in known else "word" for w in text.split()), -1)
            for text in texts
        ]


class Forgetter(Shouter):
    """A model that loses everything."""

    def translate(self, texts, _decoding):
        return [Candidate("Something else was said here today.", -1) for _ in texts]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_come_through_a_model_that_copies_names(text):
    (candidate,) = follow((Shouter(),), [text], FRENCH, Decoding())
    assert sorted(protected.tokens(candidate.text)) == sorted(protected.tokens(text))
    assert protected.tokens(text)


@pytest.mark.parametrize("text", TEXTS[:5])
def test_what_is_lost_all_the_same_is_marked(text):
    (candidate,) = follow((Forgetter(),), [text], FRENCH, Decoding())
    sentence = make_sentence(text, translation=candidate.text)
    assert "token" in {mark.check for mark in check(sentence, source=FRENCH, target=ENGLISH)}


def test_a_text_of_nothing_else_is_left_alone():
    (candidate,) = follow((Forgetter(),), ["https://exemple.fr 🎉"], FRENCH, Decoding())
    assert candidate.text == "https://exemple.fr 🎉"


@pytest.mark.parametrize(
    "text", ["Il a gagné 3-2 ; 100 %, n° 5.", "Le n#1 mondial", "M. Dupont.Il parle", "à 12h30"]
)
def test_plain_text_holds_nothing_to_protect(text):
    assert protected.tokens(text) == []
    assert protected.shield(text).text == text


@given(st.text())
def test_any_text_survives_the_shield(text):
    shielded = protected.shield(text)
    assert (
        set(protected.tokens(text))
        <= set(protected.tokens(shielded.restore(shielded.text)))
        | {name for name, _ in shielded.stand_ins}
        or len(protected.tokens(text)) > 8
    )
