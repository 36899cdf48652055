"""Lines of plain text: harmless, and no wider than asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.publishing.plaintext import columns, plain, shorten, wrap


def test_plain_leaves_ordinary_text_alone():
    assert plain("« L’été » — 夏 صيف лето") == "« L’été » — 夏 صيف лето"


@pytest.mark.parametrize("breaking", ["\r\n", "\n", "\r", "\x85", "\u2028", "\x0b", "\x00", "\t "])
def test_plain_makes_one_line(breaking):
    assert plain(f"Subject{breaking}Bcc: x@example.org") == "Subject Bcc: x@example.org"


def test_plain_drops_bidirectional_overrides_and_surrogates():
    assert plain("abc\u202edef\u2066\ud800") == "abcdef\ufffd"


@given(st.text())
def test_plain_text_can_stand_in_a_header_and_in_xml(text):
    result = plain(text)
    assert len(result.splitlines()) <= 1
    assert all(character.isprintable() or not character.isascii() for character in result)
    result.encode()


@given(st.text(max_size=200), st.integers(min_value=10, max_value=120))
def test_shorten_never_exceeds_its_limit(text, limit):
    assert len(shorten(text, limit)) <= limit


def test_shorten_cuts_at_a_word():
    assert shorten("The government announced a plan", 24) == "The government…"


def test_wide_characters_take_two_columns_and_marks_none():
    assert columns("a夏e\u0301") == 4


def test_wrap_indents_the_first_line_and_the_rest():
    assert wrap("one two three", 9, first="1. ", rest="   ") == ["1. one", "   two", "   three"]


def test_wrap_breaks_chinese_between_characters_but_not_before_a_full_stop():
    assert wrap("嫦娥六号带回样品。科学家", 16) == ["嫦娥六号带回样", "品。科学家"]


def test_wrap_keeps_an_address_whole():
    address = "https://example.org/" + "a" * 100
    assert wrap(f"See {address} now", 40) == ["See", address, "now"]


def test_wrap_breaks_a_word_longer_than_a_line():
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_wrap_of_nothing_is_one_line():
    assert wrap("", 20, first="* ") == ["*"]


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=300))
def test_wrap_loses_no_character_and_keeps_the_limit(text):
    text = plain(text)
    lines = wrap(text, 30, first="- ", rest="  ")
    joined = "".join(line[2:] for line in lines)
    assert joined.replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= 30 for line in lines if "://" not in line)
