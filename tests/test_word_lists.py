import pytest

from briefgen.language import word_lists
from briefgen.language.tags import Language


@pytest.mark.parametrize("tag", word_lists.available())
def test_every_language_knows_twelve_months_and_seven_weekdays(tag):
    lists = word_lists.load(Language(tag))
    assert set(lists.months.values()) == set(range(1, 13))
    assert set(lists.weekdays.values()) == set(range(7))
    assert lists.date_labels


@pytest.mark.parametrize("tag", ["ar", "de", "en", "es", "fr", "it", "pt", "ru", "zh"])
def test_the_languages_we_know_best_have_their_words(tag):
    lists = word_lists.load(Language(tag))
    assert lists.stop_words
    assert lists.negations


def test_words_stay_words():
    """YAML takes bare on, no and off for true and false."""
    assert "on" in word_lists.load(Language("fr")).stop_words
    for tag in ("en", "es", "it"):
        assert "no" in word_lists.load(Language(tag)).negations
    every = word_lists.load_all()
    for words in (every.stop_words, every.continuing, every.negations, every.abbreviations):
        assert words.isdisjoint({"true", "false"})


def test_a_region_falls_back_on_its_language():
    assert word_lists.load(Language("pt-BR")).months["março"] == 3


def test_an_unknown_language_has_empty_lists():
    assert not word_lists.load(Language("xx")).months
    assert not word_lists.load(Language("../names")).stop_words


def test_all_lists_together_know_every_language():
    months = word_lists.load_all().months
    assert months["septembre"] == months["september"] == months["сентября"] == 9
