import ast
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

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


ROOT = Path(word_lists.__file__).parent.parent
# Letters that are no words of a language: shapes of letters, roots of units, spacing letters.
LETTERS_ELSEWHERE = {
    "choosing/features.py", "reading/encodings.py", "reading/raised.py", "reading/repair.py",
    "reading/date_mentions.py", "translating/casing.py", "translating/checks/words.py",
    "translating/translate.py",
}  # fmt: skip


def test_words_of_a_language_stand_in_its_file_alone():
    """A string of the code with a letter beyond ASCII is a language fact in the wrong room."""
    found = set()
    for file in ROOT.rglob("*.py"):
        name = file.relative_to(ROOT).as_posix()
        if name.startswith("language/"):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in told:
                text = node.value if isinstance(node.value, str) else ""
                if any(letter.isalpha() and not letter.isascii() for letter in text):
                    found.add(name)
    assert found == LETTERS_ELSEWHERE


def test_every_key_is_in_the_guide():
    guide = (ROOT.parent / "docs" / "add-a-language.md").read_text("utf-8")
    keys = {field.name for field in fields(word_lists.WordLists)} - {"tag"}
    assert [key for key in sorted(keys) if f"`{key}`" not in guide] == []


@pytest.mark.parametrize("tag", [*word_lists.available(), "shared"])
def test_both_readers_of_yaml_agree(tag):
    """libyaml is stricter; where it is missing, the slow reader must read the same."""
    text = (ROOT / "language" / f"{tag}.yml").read_text("utf-8")
    assert yaml.load(text, yaml.BaseLoader) == word_lists._read(f"{tag}.yml")  # noqa: S506


@pytest.mark.parametrize("tag", [*word_lists.available(), "shared"])
def test_no_key_is_written_twice(tag):
    """YAML takes the last of them, and says nothing."""
    node = yaml.compose((ROOT / "language" / f"{tag}.yml").read_text("utf-8"), yaml.BaseLoader)
    keys = [key.value for key, _ in node.value]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"mnths": ["a"]}, "nothing is known as 'mnths'"),
        ({"traits": ["ordinal stops"]}, "nothing is known as 'ordinal stops'"),
        ({"chrome": [{"stand": ""}]}, "needs quotes"),
    ],
)
def test_a_slip_in_a_file_is_told(data, message):
    with pytest.raises(ValueError, match=message):
        word_lists._word_lists("xx", data)


def test_the_written_forms_of_a_language_share_its_lists():
    assert word_lists.load(Language("nb")).tag == word_lists.load(Language("nn")).tag == "no"
    assert word_lists.load(Language("zt")).tag == "zh"
