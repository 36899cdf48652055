import pytest
from factories import make_article, make_summary
from hypothesis import given
from hypothesis import strategies as st

from briefgen.language import word_lists
from briefgen.language.sentences import split_sentences
from briefgen.language.tags import ENGLISH, UNKNOWN, Language
from briefgen.model import Summary
from briefgen.reading.date_mentions import find_mentions
from briefgen.translating import untranslated
from briefgen.translating.translate import translate_summaries


@pytest.mark.parametrize(
    ("tag", "name", "direction", "script"),
    [
        ("fr", "French", "ltr", "Latn"),
        ("pt-BR", "Brazilian Portuguese", "ltr", "Latn"),
        ("de-AT", "Austrian German", "ltr", "Latn"),
        ("no", "Norwegian", "ltr", "Latn"),
        ("zt", "Traditional Chinese", "ltr", "Hant"),
        ("zh-TW", "Chinese", "ltr", "Hant"),
        ("ar", "Arabic", "rtl", "Arab"),
        ("he-IL", "Hebrew", "rtl", "Hebr"),
        ("iw", "Hebrew", "rtl", "Hebr"),
        ("az-Arab", "Azerbaijani", "rtl", "Arab"),
        ("az", "Azerbaijani", "ltr", "Latn"),
        ("pa-PK", "Punjabi", "rtl", "Arab"),
        ("ks", "Kashmiri", "rtl", "Arab"),
        ("ks-Deva", "Kashmiri", "ltr", "Deva"),
        ("und", "unknown language", "ltr", "Latn"),
        ("xx", "xx", "ltr", None),
    ],
)
def test_a_tag_says_name_direction_and_script(tag, name, direction, script):
    language = Language(tag)
    assert (language.name, language.direction, language.script) == (name, direction, script)


@pytest.mark.parametrize(
    ("written", "tag"),
    [("FR", "fr"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")],
)
def test_tags_are_read_as_people_write_them(written, tag):
    assert Language.parse(written).tag == tag


@pytest.mark.parametrize("wrong", ["", "French", "f", "fr-", "../names", "français"])
def test_what_is_no_tag_is_refused(wrong):
    with pytest.raises(ValueError, match="no language tag"):
        Language.parse(wrong)


@given(st.from_regex(r"\A[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z"))
def test_any_tag_has_a_name_and_a_direction(tag):
    language = Language.parse(tag)
    assert language.name
    assert language.direction in {"ltr", "rtl"}
    assert language.is_same_as(Language.parse(str(language)))
    assert word_lists.load(language) is not None


def test_regions_are_the_same_language():
    assert Language("en-GB").is_same_as(ENGLISH)
    assert Language("iw").is_same_as(Language("he"))
    assert not Language("en").is_same_as(Language("eo"))
    assert not UNKNOWN.is_same_as(ENGLISH)


def test_british_english_needs_no_translation_and_is_shown_once():
    article = make_article(("The port reopens.",), language=Language("en-GB"))
    (done,) = translate_summaries([Summary(article, article.sentences)], lambda _: ())
    told = done.told(done.sentences[0], ENGLISH)
    assert (told.text, told.original, told.attempt) == ("The port reopens.", None, None)
    assert str(told.language) == "en-GB"
    assert list(untranslated([done], ENGLISH)) == []


def test_austrian_german_has_the_german_word_list():
    text = "Das Treffen findet am 3. Mai in Wien statt."
    assert split_sentences(text, Language("de-AT")) == [(0, len(text))]
    assert word_lists.load(Language("de-AT")).months["mai"] == 5


@pytest.mark.parametrize(
    ("tag", "month_and_day"),
    [("en-US", (3, 4)), ("en-GB", (4, 3)), ("fr", (4, 3)), ("en", None), ("und", None)],
)
def test_the_order_of_a_numeric_date_follows_from_the_region(tag, month_and_day):
    found = find_mentions("Published 03/04/2023", Language(tag))
    assert [(one.month, one.day) for one in found] == ([month_and_day] if month_and_day else [])


def test_an_original_that_replaces_a_translation_keeps_it_as_an_attempt():
    summary = make_summary(("Un.",), ("One.",))
    doubted = summary.sentences[0].__class__("Un.", 0, 3, translation="One.", shown="original")
    told = summary.told(doubted, ENGLISH)
    assert (told.text, told.attempt, str(told.language)) == ("Un.", "One.", "fr")
