"""Names that models copy, in the place of those they lose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.translating.protected import put_back
from briefgen.translating.stand_ins import for_names


def exchanged(text, *lost, small=()):
    return next(for_names(text, lost, small=small), None)


@pytest.mark.parametrize(
    ("text", "lost", "expected", "whole"),
    [
        ("Selon Brett Kavanaugh, non.", "Kavanaugh", "Selon Martin, non.", "Brett Kavanaugh"),
        ("Vu Kim Jong-un, hier.", "Jong", "Martin, hier.", "Vu Kim Jong-un"),
        ("Il va à Pyongyang.", "Pyongyang", "Il va à Martin.", "Pyongyang"),
        ("L'ami d'Ivan O’Brien dort.", "Brien", "L'ami d'Martin dort.", "Ivan O’Brien"),
        ("Chez Łukasz Żak, à Brest.", "Żak", "Chez Martin, à Brest.", "Łukasz Żak"),
    ],
)
def test_the_whole_name_is_exchanged(text, lost, expected, whole):
    found = exchanged(text, lost, small={"selon", "il", "l", "chez"})
    assert (found.text, found.put_back) == (expected, (("Martin", whole),))
    assert put_back(found.text, found.put_back) == text


def test_a_name_that_stands_in_the_text_stands_in_for_nothing():
    assert exchanged("Martin et Peskov", "Peskov").text == "Martin et Thomas"


def test_nothing_lost_or_too_much_lost_is_no_try():
    assert exchanged("Peskov parle.") is None
    names = [f"Nom{letter}" for letter in "abcde"]
    assert exchanged(", ".join(names), *names) is None


@given(st.text(alphabet="Ab -'’é.Z\u00a0", max_size=30), st.sets(st.sampled_from("AZ"), max_size=2))
def test_what_is_exchanged_can_be_put_back(text, lost):
    for found in for_names(text, lost):
        assert put_back(found.text, found.put_back) == text
