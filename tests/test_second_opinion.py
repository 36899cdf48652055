"""The second opinion: what is asked, how it is weighed, remembered, marked and used."""

from dataclasses import dataclass, field, replace

import pytest
from factories import make_sentence

from briefgen.language.tags import Language
from briefgen.translating import retry
from briefgen.translating.second_opinion import (
    NOTHING,
    Explained,
    Opinion,
    RememberingScorer,
    Weights,
    ask,
    weights,
)
from briefgen.translating.translate import Candidate, Decoding

FRENCH, ENGLISH = Language("fr"), Language("en")
WEIGHTS = Weights(bias=-3.0, forward=0.0, back=-1.0, bare=0.0, limit=0.5)


@dataclass
class Scorer:
    """Finds a French word explained where the English holds its translation."""

    package: str = "back 1"
    words: dict = field(default_factory=lambda: {"pluie": "rain", "lundi": "Monday"})
    asked: list = field(default_factory=list)

    def explain(self, texts, given):
        self.asked.append((list(texts), list(given)))
        return [self._one(text, english) for text, english in zip(texts, given, strict=True)]

    def _one(self, text, english):
        words = text.split()
        scores = [-0.5 if self._answers(word, english) else -9.0 for word in words]
        return Explained(tuple(f"\u2581{word}" for word in words), tuple(scores))

    def _answers(self, word, english):
        return len(word) < 4 or self.words.get(word.strip("."), "?") in english


@dataclass
class Memory:
    known: dict = field(default_factory=dict)

    def get_many(self, keys):
        return {key: self.known[key] for key in keys if key in self.known}

    def put_many(self, entries):
        self.known |= entries


def opinions(text, english, scorer=None):
    return ask(scorer or Scorer(), [text], [english], source=FRENCH, target=ENGLISH)


def test_the_words_the_english_does_not_lead_back_to_are_named():
    (good,) = opinions("De la pluie lundi.", "Rain on Monday. Some rain.")
    (bad,) = opinions("De la pluie lundi.", "Some wind on Monday.")
    assert bad.back < good.back
    assert "pluie" in bad.unexplained
    assert bad.bare == good.bare


def test_one_batch_and_the_original_alone():
    scorer = Scorer()
    ask(scorer, ["La pluie.", "Lundi."], ["Rain.", "Monday."], source=FRENCH, target=ENGLISH)
    (texts, given), (same, bare) = scorer.asked
    assert texts == same == ["La pluie.", "Lundi."]
    assert given == ["Rain.", "Monday."]
    assert bare == [NOTHING, NOTHING]


def test_addresses_are_not_held_against_anyone():
    scorer = Scorer()
    ask(scorer, ["Voir https://a.fr lundi"], ["See https://a.fr"], source=FRENCH, target=ENGLISH)
    assert scorer.asked[0] == (["Voir lundi"], ["See"])


def test_what_is_too_long_has_no_opinion():
    class Silent(Scorer):
        def explain(self, texts, given):
            return [Explained((), ()) for _ in texts]

    assert opinions("La pluie.", "Rain.", Silent()) == [None]


def test_doubt_rises_as_the_original_becomes_less_probable():
    doubts = [
        WEIGHTS.doubt(Opinion(back=back, bare=-5, unexplained=()), -0.5) for back in (-1, -4, -999)
    ]
    assert doubts == sorted(doubts)
    assert 0 <= doubts[0] < 0.5 < doubts[1] <= doubts[2] <= 1


def test_a_pair_nobody_measured_gets_careful_weights():
    assert weights(("x 1",), "y 1") == weights(("z 1",), "y 1")
    known = weights(("translate-fr_en 0.4",), "translate-en_fr 0.3")
    assert known != weights(("x 1",), "y 1")
    assert known.back < 0 < known.bare
    assert known.forward < 0
    assert weights(("translate-fr_en 9.0",), "translate-en_fr 9.0") == known


def test_opinions_are_remembered():
    scorer, memory = Scorer(), Memory()
    remembering = RememberingScorer(scorer, memory, "f00")
    first = opinions("De la pluie lundi.", "Wind.", remembering)
    again = opinions("De la pluie lundi.", "Wind.", remembering)
    assert first == again
    assert len(scorer.asked) == 2  # with the English, and alone
    other = RememberingScorer(scorer, memory, "ba5")
    opinions("De la pluie lundi.", "Wind.", other)
    assert len(scorer.asked) == 4


@dataclass
class Table:
    """Gives another translation to a greedy search."""

    greedy: str
    package: str = "test"
    source: str = "fr"
    target: str = "en"

    def translate(self, texts, decoding):
        return [Candidate(self.greedy if decoding.beam == 1 else "Wind came.", -1) for _ in texts]


def mend(greedy):
    judge = retry.Judge(FRENCH, scorer=Scorer(), weights=WEIGHTS)
    sentence = make_sentence("La pluie vint.", translation="Wind came.", shown="translation")
    (done,) = retry.mend([sentence], (Table(greedy),), judge, decoding=Decoding())
    return done


def test_a_low_opinion_is_a_mark_that_names_the_words():
    done = mend("Wind came.")
    assert done.doubt > WEIGHTS.limit
    (mark,) = done.marks
    assert mark.check == "second opinion"
    assert mark.detail == "the English does not lead back to the French: “pluie” and “vint”"


def test_the_second_opinion_chooses_among_tries():
    assert mend("Some rain came.").translation == "Some rain came."


def test_without_a_scorer_nothing_is_asked():
    judge = retry.Judge(FRENCH)
    sentence = make_sentence("La pluie vint.", translation="Wind came.", shown="translation")
    (done,) = retry.mend([sentence], (Table("Rain."),), judge, decoding=Decoding())
    assert (done.doubt, done.marks) == (None, ())
    assert replace(done, doubt=None) == sentence


@pytest.mark.package
def test_the_bundled_reverse_package_tells_good_from_bad(tmp_path):
    from briefgen import packages

    found, problems = packages.find_packages([], cache=tmp_path)
    assert problems == ()
    routes = packages.routes(found, threads=1)
    scorer = routes.reverse(FRENCH)
    assert scorer is not None
    assert routes(FRENCH)[0].target == "en"
    text = "Une cinquantaine de bateaux de pêche ont bloqué le port mardi."
    english = [
        "About fifty fishing boats blocked the port on Tuesday.",
        "A five-year-old ate fish.",
    ]
    good, bad = ask(scorer, [text, text], english, source=FRENCH, target=ENGLISH)
    assert good.back > bad.back + 0.5
    explained = scorer.explain([text, ""], ["Boats.", "Boats."])
    assert len(explained[0].pieces) == len(explained[0].scores) > 8
    assert explained[1] == Explained((), ())
    assert all(score <= 0 for score in explained[0].scores)


@pytest.mark.package
def test_a_package_to_be_asked_only_never_translates(tmp_path):
    from briefgen import packages

    found, _ = packages.find_packages([], cache=tmp_path)
    assert any(package.asked_only for package in found)
    assert packages.choose_route(found, Language("en"), FRENCH) == ()
    assert packages.choose_reverse(found, Language("de"), ENGLISH) is None
