import pytest

from briefgen.language import word_lists


@pytest.mark.parametrize("tag", word_lists.available())
def test_every_language_knows_twelve_months_and_seven_weekdays(tag):
    lists = word_lists.load(tag)
    assert set(lists.months.values()) == set(range(1, 13))
    assert set(lists.weekdays.values()) == set(range(7))
    assert lists.stop_words
    assert lists.negations


def test_words_stay_words():
    """YAML takes bare on, no and off for true and false."""
    assert "on" in word_lists.load("fr").stop_words
    for tag in ("en", "es", "it"):
        assert "no" in word_lists.load(tag).negations
    every = word_lists.load_all()
    for words in (every.stop_words, every.continuing, every.negations, every.abbreviations):
        assert words.isdisjoint({"true", "false"})
    assert word_lists.name("no") == "Norwegian"


def test_a_region_falls_back_on_its_language():
    assert word_lists.load("pt-BR").months["março"] == 3


def test_an_unknown_language_has_empty_lists():
    assert not word_lists.load("xx").months
    assert not word_lists.load("../names").stop_words


def test_all_lists_together_know_every_language():
    months = word_lists.load_all().months
    assert months["septembre"] == months["september"] == months["сентября"] == 9


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("fr", "French"), ("pt-BR", "Brazilian Portuguese"), ("de-AT", "German"), ("xx", "xx")],
)
def test_names(tag, expected):
    assert word_lists.name(tag) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("fr", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ks-Deva", "ltr")],
)
def test_directions(tag, expected):
    assert word_lists.direction(tag) == expected
