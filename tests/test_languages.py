import pytest

from briefgen import languages


@pytest.mark.parametrize("tag", languages.available())
def test_every_language_knows_twelve_months_and_seven_weekdays(tag):
    lists = languages.load(tag)
    assert set(lists.months.values()) == set(range(1, 13))
    assert set(lists.weekdays.values()) == set(range(7))
    assert lists.stop_words
    assert lists.negations


def test_words_stay_words():
    """YAML takes bare on, no and off for true and false."""
    assert "on" in languages.load("fr").stop_words
    for tag in ("en", "es", "it"):
        assert "no" in languages.load(tag).negations
    every = languages.load_all()
    for words in (every.stop_words, every.continuing, every.negations, every.abbreviations):
        assert words.isdisjoint({"true", "false"})
    assert languages.name("no") == "Norwegian"


def test_a_region_falls_back_on_its_language():
    assert languages.load("pt-BR").months["março"] == 3


def test_an_unknown_language_has_empty_lists():
    assert not languages.load("xx").months
    assert not languages.load("../names").stop_words


def test_all_lists_together_know_every_language():
    months = languages.load_all().months
    assert months["septembre"] == months["september"] == months["сентября"] == 9


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("fr", "French"), ("pt-BR", "Brazilian Portuguese"), ("de-AT", "German"), ("xx", "xx")],
)
def test_names(tag, expected):
    assert languages.name(tag) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("fr", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ks-Deva", "ltr")],
)
def test_directions(tag, expected):
    assert languages.direction(tag) == expected
