"""Each check raises its mark on a damaged pair and keeps quiet on a good one."""

import pytest
from factories import make_sentence
from hypothesis import given
from hypothesis import strategies as st

from briefgen.verify import check

FRENCH = "Le ministre a promis 1,5 million d'euros pour les 12 écoles de la région."
ENGLISH = "The minister promised 1.5 million euros for the region's 12 schools."


def marks(original, translation, source="fr"):
    sentence = make_sentence(original, translation=translation)
    return [mark.check for mark in check(sentence, source=source, target="en")]


def test_a_good_translation_raises_nothing():
    assert marks(FRENCH, ENGLISH) == []


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        (ENGLISH.replace("12", "21"), ["number"]),
        (ENGLISH.replace("1.5", "5.1"), ["number"]),
        ("", ["empty"]),
        ("… – !", ["empty"]),
        (FRENCH, ["copied"]),
        ("The minister 12 1.5", ["length"]),
        ("The 12 schools of 1.5 million " + "of the region " * 6, ["loop"]),
        (ENGLISH + " Then he spoke for a long time about other matters." * 4, ["length"]),
    ],
)
def test_damage_is_marked(translation, expected):
    assert marks(FRENCH, translation) == expected


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("Ils étaient 2 500 dans la rue.", "There were 2,500 of them in the street."),
        ("Il a 3 enfants.", "He has three children."),
        ("Le 1er ministre est parti.", "The first minister has left."),
        ("Oui.", "Yes."),
    ],
)
def test_other_spellings_are_no_damage(original, translation):
    assert marks(original, translation) == []


def test_chinese_says_more_with_fewer_characters():
    text = "总统周二在首都会见了外国代表团并讨论了合作。"
    english = (
        "On Tuesday the president met a foreign delegation in the capital and discussed "
        "cooperation between the two countries in detail."
    )
    assert marks(text, english, "zh") == []


def test_nothing_to_check():
    assert check(make_sentence("Bonjour."), source="fr", target="en") == ()
    same = make_sentence("Hello there.", translation="Hello there.")
    assert check(same, source="en-GB", target="en") == ()


def test_the_repaired_text_is_what_counts():
    sentence = make_sentence("12 a écoles", repaired="Il y a 12 écoles.", translation="12 schools.")
    assert check(sentence, source="fr", target="en") == ()


@given(st.text(), st.text(), st.sampled_from(["fr", "ru", "zh", "und"]))
def test_any_text_gets_marks_in_words(original, translation, source):
    sentence = make_sentence(original, translation=translation)
    for mark in check(sentence, source=source, target="en"):
        assert mark.check
        assert mark.detail
