from __future__ import annotations

from dataclasses import replace

from factories import make_summary, make_untranslated

from briefgen.language.tags import Language
from briefgen.model import Mark
from briefgen.stories import headline


def test_the_headline_that_shares_most_with_the_others_is_taken():
    texts = ("La crue a noyé Kermor.",)
    flood = make_summary(texts, ("The flood drowned Kermor.",), title="Kermor flood kills three")
    bridge = make_summary(texts, ("The flood took Kermor bridge.",), title="A day to remember now")
    told = headline.title([bridge, flood], Language("en"))
    assert (told.text, told.language) == ("Kermor flood kills three", Language("en"))


def test_a_question_is_a_headline_only_for_want_of_another():
    asked = make_summary(title="Will the dam hold in Kermor?")
    plain = make_summary(title="Dam")
    assert headline.title([asked, plain], Language("en")).text == "Dam"
    assert headline.title([asked], Language("en")).text == "Will the dam hold in Kermor?"


def test_a_whole_sentence_is_a_headline_only_for_want_of_another():
    long = "Mayor Ondrin accepted on Tuesday an invitation to visit the flooded valley of Kermor, "
    long += "where three people drowned while soldiers in boats looked for survivors all night"
    texts = ("La crue a noyé Kermor.",)
    told = make_summary(texts, (f"{long}.",), title=long)
    plain = make_summary(texts, (f"{long}.",), title="Flood kills three in Kermor")
    assert headline.title([told, plain], Language("en")).text == "Flood kills three in Kermor"
    assert headline.title([told], Language("en")).text == long


def doubtful(title, original, check="number"):
    """A summary whose headline a check doubts."""
    summary = make_summary(title=title)
    mark = Mark(check, "12 is not in the translation")
    head = replace(summary.article.title, original=original, marks=(mark,))
    return replace(summary, article=replace(summary.article, title=head))


def test_a_doubtful_headline_gives_way_to_another_articles():
    doubted, plain = doubtful("Dam of 21 breaks", "Un barrage de 12"), make_summary(title="Dam")
    assert headline.title([doubted, plain], Language("en")).text == "Dam"


def test_where_none_is_good_the_original_is_shown_with_its_mark():
    told = headline.title([doubtful("Dam of 21 breaks", "Un barrage de 12")], Language("en"))
    assert (told.text, told.language) == ("Un barrage de 12", Language("fr"))
    assert told.attempt == "Dam of 21 breaks"
    assert [mark.check for mark in told.marks] == ["number"]


def test_a_slight_doubt_leaves_a_headline_standing():
    told = headline.title([doubtful("The “dam breaks", "Le barrage", "quotes")], Language("en"))
    assert told.text == "The “dam breaks"
    assert told.marks


def test_a_repetition_is_told_once():
    once = frozenset({"dam", "broke", "monday"})
    assert not headline.is_new(frozenset({"dam", "broke", "tuesday"}), [once])
    assert headline.is_new(frozenset({"school", "closed", "monday"}), [once])


def test_untranslated_sentences_wait_for_a_story_without_english():
    foreign = make_untranslated("Der Damm ist gebrochen.", "Dammbruch", "de").summaries[0]
    english = make_summary()
    told = headline.summary([foreign, english], Language("en"))
    assert {ref.article for ref in told} == {english.article.id}
    assert headline.summary([foreign], Language("en"))
