from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefgen.choosing import abstract_words
from briefgen.choosing.features import beside, describe, read, repeats, weights, worth
from briefgen.language.tags import Language

FIRST = "La préfecture de Kermor a annoncé lundi la fermeture du pont à 3.000 camions."
SECOND = "« Le pont ne tiendra pas », a dit Anne Le Goff (ADK)."


def rows(*texts: str, title: str = ""):
    readings = [read(text, Language("fr")) for text in texts]
    return describe(readings, read(title, Language("fr")), [1.0] * len(texts), known(readings))


def known(readings):
    return abstract_words.weigh([reading.spoken for reading in readings], Language("fr"))


def test_features_tell_a_report_from_a_quotation():
    report, quotation = rows(FIRST, SECOND)
    assert report["date"] == 1.0
    assert report["numbers"] > quotation["numbers"]
    assert quotation["acronym"] == quotation["aside"] == 1.0
    assert rows("« Le pont ne tiendra pas cet hiver »", FIRST)[0]["quotation"] == 1.0


def test_the_title_is_looked_for():
    first, second = rows(FIRST, SECOND, title="Le pont de Kermor ferme aux camions")
    assert first["title"] > second["title"] > 0


def test_the_beginning_is_known_by_its_place():
    first, second = rows(FIRST, SECOND)
    assert (first["early"], first["depth"], first["late root"], first["second"]) == (1, 0, 0, 0)
    assert (second["early"], second["late root"], second["second"]) == (0.5, 1, 1)
    assert 0.5 < second["depth"] < 1


def test_what_comes_up_again_is_the_theme():
    told = rows("Le pont de Kermor ferme.", "Le pont de Kermor rouvre.", "Un chat dort.")
    assert told[0]["theme relative"] == told[0]["phrases"] == 1.0
    assert told[2]["theme relative"] == told[2]["dense"] == told[2]["phrases"] == 0.0
    assert told[0]["fresh"] > told[1]["fresh"] > 0
    turned = rows("Le pont de Kermor ferme.", "Kermor rouvre le pont.", "Un chat dort.")
    assert turned[0]["theme relative"] == 1.0
    assert turned[0]["phrases"] == 0.0  # the words come up again, not one after the other


def test_repetition_is_a_share_of_what_is_said():
    assert repeats(read(FIRST, Language("fr")), read(FIRST, Language("fr"))) == 1.0
    assert repeats(read("Un chat dort.", Language("fr")), read(FIRST, Language("fr"))) == 0.0


def test_neighbours_are_seen():
    readings = [read(text, Language("fr")) for text in (FIRST, SECOND, "La gare reste ouverte.")]
    assert beside(1, readings, [0], known(readings))["follows"] == 1.0
    assert beside(1, readings, [2], known(readings))["precedes"] == 1.0
    assert beside(2, readings, [0], known(readings))["adds"] > 0


def test_what_was_said_is_not_expected_again():
    readings = [read(text, Language("fr")) for text in (FIRST, FIRST, SECOND)]
    again, other = (beside(i, readings, [0], known(readings)) for i in (1, 2))
    assert again["new words"] == again["new pairs"] == 0.0
    assert other["new words"] > 0 < other["new pairs"]


def test_every_feature_has_a_weight_and_every_weight_a_feature():
    opening, later = weights()
    twice = [read(FIRST, Language("fr"))] * 2
    named = set(rows(FIRST, SECOND)[0]) | set(beside(1, twice, [0], known(twice)))
    assert set(opening) == set(later) == named


def test_worth_adds_up():
    assert worth({"a": 2.0, "b": 1.0, "c": 5.0}, {"a": 0.5, "b": -1.0}) == 0.0


@given(st.lists(st.text(max_size=60), min_size=1, max_size=6), st.sampled_from(["fr", "zh", "und"]))
def test_any_text_is_described_in_finite_numbers(texts: list[str], language: str):
    readings = [read(text, Language(language)) for text in texts]
    for row in describe(
        readings, read("", Language(language)), [0.0] * len(texts), known(readings)
    ):
        assert all(-10 < value < 10 for value in row.values())
