from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.choosing.choose import LONG_ARTICLE, Ranking, choose, faults, rank, scaled
from briefgen.choosing.features import read
from briefgen.engines.sumy import SumySummarizer
from briefgen.language.tags import Language
from briefgen.model import Article, Sentence


class Even:
    """Finds all sentences equally central."""

    name = "even"
    decides = False

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
        language=Language(language),
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


def test_as_many_are_shown_as_are_enough_within_the_limits():
    ranking = Ranking((4, 0, 2, 1, 3), 2)
    assert ranking.shown() == (4, 0)
    assert ranking.shown(at_least=3) == (4, 0, 2)
    assert ranking.shown(at_most=1) == (4,)
    assert ranking.shown(at_least=8, at_most=8) == (4, 0, 2, 1, 3)


def test_a_short_article_is_not_told_whole():
    texts = [f"La commune numéro {i} a voté son budget de {i * 13} millions." for i in range(5)]
    for count in range(1, 6):
        assert len(choose(article(*texts[:count]), Even())) <= (count + 1) // 2


def test_a_long_article_is_not_told_in_one_sentence():
    point = "Le barrage de Kermor a cédé lundi, noyant la vallée de Kermor et le pont de Kermor"
    point += ", et le barrage de Kermor sera reconstruit lundi, selon la préfecture de Kermor."
    rest = [f"Phrase numéro {i} sur un tout autre sujet {i * 7}." for i in range(LONG_ARTICLE)]
    assert len(choose(article(point, *rest[:-1]), Even())) == 1
    assert len(choose(article(point, *rest), Even())) == 2


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
        ("Selon lui, la digue de Kermor ne tiendra pas un hiver de plus.", "leaning"),
        ("Et l'inquiétude qui monte du côté de la vallée.", "remark"),
        ("En effet, la digue de Kermor ne tiendra pas un hiver de plus.", "leaning"),
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
    assert fault in faults(read(text, Language("fr")))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le maire de Kermor a promis lundi de réparer la digue.", "fr"),
        ("Selon le maire de Kermor, la digue ne tiendra pas un hiver de plus.", "fr"),
        ("Depuis lundi, la digue de Kermor est fermée aux voitures.", "fr"),
        ("According to the mayor of Kermor, the dike will not hold.", "en"),
        ("Laut Polizei wurde der Deich von Kermor am Montag gesperrt.", "de"),
    ],
)
def test_a_plain_sentence_has_no_fault(text: str, language: str):
    assert faults(read(text, Language(language))) == ()


def test_an_endless_list_gives_way_to_a_sentence():
    listed = (
        "Voici les épreuves du lundi 7 juin à Kermor : " + "- le pont de Kermor, 4 heures " * 40
    )
    texts = [listed, "Les élèves de Kermor passent leurs épreuves lundi 7 juin au lycée du Pont."]
    assert rank(article(*texts), Even()).order[0] == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("According to him, the dike of Kermor will not hold another winter, it was said.", "en"),
        ("Laut ihm wird der Deich von Kermor keinen weiteren Winter mehr überstehen können.", "de"),
        ("При этом плотина в Керморе не выдержит ещё одной зимы без большого ремонта летом.", "ru"),
        ("Por eso el dique de Kermor no aguantará un invierno más sin una gran reparación.", "es"),
    ],
)
def test_what_leans_is_known_in_other_languages(text: str, language: str):
    assert "leaning" in faults(read(text, Language(language)))


def test_scraps_and_repetitions_never_fill_a_summary():
    point = "La préfecture de Kermor a fermé lundi le pont aux 3 000 camions qui y passent."
    scraps = ["Photo AFP.", "Lire aussi.", "Partager.", "À Kermor.", "Imprimer."]
    assert choose(article(point, *scraps), Even()) == (0,)
    assert len(choose(article(*["Le pont est fermé."] * 8), Even())) == 1
    assert len(choose(article(*["…"] * 20), Even())) == 1


def test_what_leans_is_forgiven_behind_what_it_leans_on():
    point = "Le maire de Kermor, Jean Le Goff, a annoncé lundi la fermeture du pont aux camions."
    remark = "Il a aussi fermé lundi la gare de Kermor."
    other = "La boulangerie de la rue Haute vendra-t-elle des brioches aux enfants des écoles ?"
    assert rank(article(point, remark, other), Even()).order == (0, 1, 2)
    assert rank(article(point, other, remark), Even()).order == (0, 1, 2)


def test_ranking_gives_every_sentence_of_a_short_article_once():
    texts = [f"La commune numéro {i} a voté son budget de {i * 13} millions." for i in range(5)]
    assert sorted(rank(article(*texts), Even()).order) == [0, 1, 2, 3, 4]


class Backwards(Even):
    """A method a person named: the later, the better."""

    decides = True

    def score(self, sentences: Sequence[str], language: str) -> list[float]:
        return [float(i) for i, _ in enumerate(sentences)]


def test_a_method_a_person_named_decides():
    texts = [f"Le pont numéro {i} de la ville est fermé aux camions depuis lundi." for i in "abc"]
    texts += ["La commune de Kermor a demandé douze millions d'euros à la région.", "Photo Lira"]
    assert choose(article(*texts), Even(), at_most=1) != (3,)
    assert choose(article(*texts), Backwards(), at_most=1) == (3,)


def test_a_named_method_of_sumy_changes_what_is_shown():
    texts = [
        "Le gouvernement a annoncé mardi un plan de soutien à la pêche de douze millions d'euros.",
        "Les syndicats de pêcheurs ont salué le plan de soutien à la pêche.",
        "La météo reste mauvaise sur toute la côte de la Manche.",
        "Un chalutier a coulé samedi au large de Saint-Loup, sans faire de victime.",
        "Le plan de soutien à la pêche du gouvernement sera voté jeudi par les députés.",
    ]
    shown = {
        method: choose(article(*texts), SumySummarizer(method, decides=True), at_most=2)
        for method in ("lexrank", "lsa", "sumbasic")
    }
    assert len(set(shown.values())) > 1
