from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import Article, Language, Sentence
from briefgen.salience import read
from briefgen.summarize import choose, faults, rank, scaled, wanted


class Even:
    """Finds all sentences equally central."""

    name = "even"

    def score(self, sentences: Sequence[str], language: str) -> list[float]:
        assert language
        return [1.0] * len(sentences)


def article(*texts: str, title: str = "", language: str = "fr") -> Article:
    return Article(
        id="a",
        file="a.txt",
        start=0,
        end=1,
        title=Sentence(title, None, None),
        paragraphs=(),
        sentences=tuple(Sentence(text, None, None) for text in texts),
        language=Language(language, 1.0),
    )


def test_no_sentences_no_choice():
    assert choose(article(), Even()) == ()


def test_a_single_sentence_is_chosen():
    assert choose(article("Il pleut sur la ville depuis lundi."), Even()) == (0,)


def test_the_same_thing_is_not_said_twice():
    texts = ["Le pont de Saint-Loup est fermé aux camions depuis lundi."] * 2
    texts += ["La commune a demandé douze millions d'euros à la région."]
    assert 2 in choose(article(*texts), Even(), at_least=2)


def test_a_sentence_about_the_title_is_preferred():
    texts = ["La journée avait pourtant commencé dans le calme."]
    texts += ["Le barrage de Kermor a cédé dans la nuit de lundi à mardi, noyant la vallée."]
    chosen = choose(article(*texts, title="Le barrage de Kermor cède"), Even(), at_most=1)
    assert chosen == (1,)


def test_a_scrap_gives_way_to_a_sentence():
    texts = ["Le pont de Saint-Loup est fermé aux camions depuis lundi, a dit la préfecture."]
    texts += ["Anne Le Goff."]
    texts += ["La commune a demandé douze millions d'euros à la région pour bâtir un autre pont."]
    assert choose(article(*texts), Even(), at_least=2) == (0, 2)


@pytest.mark.parametrize(("sentences", "expected"), [(1, 1), (4, 1), (5, 2), (13, 3), (99, 4)])
def test_length_adapts_to_the_article(sentences: int, expected: int):
    assert wanted(sentences, 1, 4) == expected


def test_limits_hold():
    texts = [f"Phrase numéro {i} sur un tout autre sujet {i * 7}." for i in range(40)]
    assert len(choose(article(*texts), Even(), at_least=2, at_most=2)) == 2
    assert len(choose(article(*texts[:2]), Even(), at_least=3, at_most=4)) == 2


@given(st.lists(st.text(max_size=40), max_size=12), st.sampled_from(["fr", "zh", "ar", "und"]))
def test_choice_is_ascending_and_within_the_article(texts: list[str], language: str):
    chosen = choose(article(*texts, language=language), Even())
    assert list(chosen) == sorted(set(chosen))
    assert all(0 <= i < len(texts) for i in chosen)
    assert bool(chosen) == bool(texts)


def test_scaling():
    assert scaled([2.0, 4.0, 3.0]) == [0.0, 1.0, 0.5]
    assert scaled([3.0, 3.0]) == [1.0, 1.0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Il a promis de réparer la digue avant la fin du mois d'octobre.", "leaning"),
        ("Pour sa part, le maire a promis de réparer la digue de Kermor.", "leaning"),
        ("Mais la digue de Kermor ne tiendra pas un hiver de plus, dit-on.", "leaning"),
        ("Digue en travaux", "fragment"),
        ("C'est ce que dit la préfecture.", "fragment"),
        ("« Nous réparerons la digue de Kermor avant la fin du mois.", "fragment"),
        ("et la digue de Kermor sera réparée avant la fin du mois.", "fragment"),
        ("« Nous réparerons la digue », a promis le maire de Kermor.", "quotation"),
        ("La digue de Kermor tiendra-t-elle un hiver de plus ?", "question"),
        ("- La digue de Kermor est réparée depuis la fin du mois", "item"),
        ("La digue " + "et la rive " * 30 + "tiennent.", "long"),
    ],
)
def test_faults_are_named(text: str, fault: str):
    assert fault in faults(read(text, "fr"))


def test_a_plain_sentence_has_no_fault():
    assert faults(read("Le maire de Kermor a promis lundi de réparer la digue.", "fr")) == ()


def test_ranking_gives_every_sentence_of_a_short_article_once():
    texts = [f"La commune numéro {i} a voté son budget de {i * 13} millions." for i in range(5)]
    assert sorted(rank(article(*texts), Even())) == [0, 1, 2, 3, 4]
