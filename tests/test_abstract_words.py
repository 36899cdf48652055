from __future__ import annotations

from briefgen.choosing.abstract_words import (
    PAIR_SIGNS,
    REACH,
    WORD_SIGNS,
    expect,
    foretell,
    pair_signs,
    small_words,
    weigh,
    word_signs,
)
from briefgen.choosing.features import read
from briefgen.language.tags import Language

TEXTS = (
    "Le barrage de Kermor a cédé dans la nuit.",
    "Une vague a noyé la vallée de Kermor.",
    "Un chat dormait sous la table.",
)


def spoken(*texts: str):
    return [read(text, Language("fr")).spoken for text in texts]


def test_what_comes_early_and_often_is_likelier_to_be_told():
    terms = weigh(spoken(*TEXTS), Language("fr"))
    assert terms.words["kermor"] > terms.words["barrage"] > terms.words["table"]
    assert terms.pairs["de", "kermor"] > terms.pairs["chat", "dormait"]


def test_chances_are_chances():
    terms = weigh(spoken(*TEXTS), Language("fr"))
    assert all(0 < value < 1 for value in (*terms.words.values(), *terms.pairs.values()))


def test_every_word_and_pair_is_described_by_every_sign():
    told = spoken(*TEXTS)
    found = word_signs(told)
    assert set(found) == {word for s in told for word in s.words}
    assert {len(signs) for signs in found.values()} == {len(WORD_SIGNS)}
    pairs = pair_signs(told, dict.fromkeys(found, 0.0))
    assert {len(signs) for signs in pairs.values()} == {len(PAIR_SIGNS)}


def test_only_the_opening_of_a_sentence_is_foretold():
    short = " ".join(f"mot{i}" for i in range(REACH))
    told = spoken(short, short + " et encore bien des mots qui suivent")
    terms = weigh(told, Language("fr"))
    assert expect(told[0], terms) == expect(told[1], terms)


def test_names_are_known_by_their_capital():
    (first, *_) = spoken("Le maire de Kermor parle", "parle kermor")
    assert first.capital == ("kermor",)


def test_no_words_nothing_expected():
    told = spoken("…", TEXTS[0])
    assert expect(told[0], weigh(told, Language("fr"))) == (0.0, 0.0)


def test_small_words_count_where_they_are_known():
    told = spoken("Nous avons vu un pont.", "Le pont a cédé.")
    french, other = weigh(told, Language("fr")), weigh(told, Language("xx"))
    assert small_words(Language("xx")) == {}
    assert small_words(Language("fr-CA")) == small_words(Language("fr"))
    assert french.words["nous"] < other.words["nous"]
    assert french.words["pont"] == other.words["pont"]


def test_whole_sentences_are_foretold_together():
    told = spoken(*TEXTS)
    terms = weigh(told, Language("fr"))
    alone, twice = foretell(told[:1], terms), foretell([told[0], told[0]], terms)
    assert 0 < twice[0] < alone[0] < 1  # the same again only takes room
    assert foretell([], terms) == (0.0, 0.0)
