"""Batching over all articles, routes, titles, normalisation, memory."""

from dataclasses import dataclass, field, replace

import pytest
from factories import FRENCH, make_article, make_sentence, make_summary, make_untranslated
from fakes import FakeTranslator
from hypothesis import given
from hypothesis import strategies as st

from briefgen.language.tags import Language
from briefgen.model import Summary
from briefgen.translating import checked
from briefgen.translating.translate import (
    LONGEST_PIECE,
    Candidate,
    Decoding,
    Remembering,
    as_title,
    follow,
    normalise,
    pieces,
    translate_summaries,
)


@dataclass
class Spy:
    """A translator that notes what it was asked, call by call."""

    source: str = "fr"
    target: str = "en"
    package: str = "spy 1"
    score: float | None = -0.5
    calls: list = field(default_factory=list)

    def translate(self, texts, decoding):
        self.calls.append((list(texts), decoding))
        return [Candidate(f"<{text}>", self.score) for text in texts]


@dataclass
class Dictionary:
    known: dict = field(default_factory=dict)

    def get_many(self, keys):
        return {key: self.known[key] for key in keys if key in self.known}

    def put_many(self, entries):
        self.known |= entries


def untranslated(*texts, language="fr", title="Un titre"):
    article = make_article(texts, title=title, language=Language(language))
    return Summary(article, article.sentences)


def test_all_sentences_of_a_language_are_one_batch_and_equal_ones_are_sent_once():
    spy = Spy()
    summaries = [untranslated("Un.", "Deux."), untranslated("Trois.", "Un.")]
    first, second = translate_summaries(summaries, lambda _: (spy,))
    assert [sorted(texts) for texts, _ in spy.calls] == [["Deux.", "Trois.", "Un titre", "Un."]]
    assert [s.translation for s in first.sentences] == ["<Un.>", "<Deux.>"]
    assert [s.translation for s in second.sentences] == ["<Trois.>", "<Un.>"]
    assert second.article.title.translation == "<Un titre>"
    assert (first.packages, first.pivot) == (("spy 1",), None)
    assert first.sentences[0].shown == "translation"
    assert first.sentences[0].score == -0.5


def test_order_of_summaries_is_kept_across_languages():
    summaries = [untranslated(text, language=tag) for text, tag in (("a", "fr"), ("b", "ru"))] * 2
    done = translate_summaries(summaries, lambda _: (Spy(),))
    assert [s.sentences[0].original for s in done] == ["a", "b", "a", "b"]


def test_without_a_route_the_originals_are_shown():
    summary = untranslated("Hej.", language="sv")
    assert translate_summaries([summary], lambda _: ()) == (summary,)
    assert summary.sentences[0].text == "Hej."


@pytest.mark.parametrize("tag", ["en", "en-GB"])
def test_the_target_language_is_its_own_translation(tag):
    def no_route(_):
        raise AssertionError

    (done,) = translate_summaries([untranslated("Hello.", language=tag)], no_route)
    assert done.sentences[0].translation == done.sentences[0].original == "Hello."
    assert done.packages == ()


def test_a_pivot_is_told_and_the_weaker_score_counts():
    route = (Spy("gl", "es", "a 1", -0.9), Spy("es", "en", "b 2", -0.1))
    (done,) = translate_summaries([untranslated("x", language="gl")], lambda _: route)
    assert (done.packages, done.pivot) == (("a 1", "b 2"), Language("es"))
    assert done.sentences[0].translation == "<<x>>"
    assert done.sentences[0].score == -0.9


def test_the_repaired_text_is_what_is_translated():
    spy = Spy()
    summary = untranslated("Il a dit")
    broken = replace(make_sentence("Il a d it"), repaired="Il a dit")
    translate_summaries([replace(summary, sentences=(broken,))], lambda _: (spy,))
    assert "Il a dit" in spy.calls[0][0]


def test_what_normalises_to_nothing_is_not_sent():
    spy = Spy()
    assert follow((spy,), ["\u200b\x07", "a"], Language("fr"), Decoding())[0] == Candidate("", None)
    assert spy.calls[0][0] == ["a"]


def test_an_empty_translation_leaves_the_original_shown():
    translator = FakeTranslator(broken=(("Un.", ""),))
    (done,) = translate_summaries([untranslated("Un.")], lambda _: (translator,))
    assert (done.sentences[0].translation, done.sentences[0].shown) == (None, "original")


@pytest.mark.parametrize(
    ("original", "translation", "title"),
    [
        ("Un plan", "A plan.", "A plan"),
        ("Un plan.", "A plan.", "A plan."),
        ("Élections aux U.S.A.", "Elections in the U.S.A.", "Elections in the U.S.A."),
        ("Que faire", "What to do?", "What to do?"),
        ("Et puis…", "And then...", "And then..."),
        ("Aux É.-U", "In the U.S.", "In the U.S."),
    ],
)
def test_titles_get_no_full_stop(original, translation, title):
    assert as_title(original, translation) == title


@pytest.mark.parametrize(
    ("text", "language", "normal"),
    [
        ("L’été\u00a0: «\u202f10\u202f%\u00a0»", "fr", "L'été : « 10 % »"),
        ("“Ja”, „nein”", "de", '"Ja", "nein"'),
        ("他说“好”", "zh", "他说“好”"),
        ("a\u200bb\u00adc\x00d\r\n\te", "fr", "abc d e"),
        ("e\u0301te\u0301", "fr", "été"),
        ("می\u200cخواهم", "fa", "می\u200cخواهم"),
        ("\u202eabc\u202c", "fr", "abc"),
    ],
)
def test_normalise(text, language, normal):
    assert normalise(text, Language(language)) == normal


@given(st.text(), st.sampled_from(["fr", "zh", "ar"]))
def test_normalise_is_idempotent_and_leaves_single_spaces(text, language):
    once = normalise(text, Language(language))
    assert normalise(once, Language(language)) == once
    assert once == " ".join(once.split())


def test_memory_is_asked_first_and_told_what_is_new():
    spy, memory = Spy(), Dictionary()
    remembering = Remembering(spy, memory, "hash")
    assert remembering.translate(["a", "b", "a"], Decoding())[2].text == "<a>"
    assert remembering.translate(["b", "c"], Decoding())[1].text == "<c>"
    assert [texts for texts, _ in spy.calls] == [["a", "b"], ["c"]]


def test_memory_tells_apart_packages_and_decodings():
    spy, memory = Spy(), Dictionary()
    Remembering(spy, memory, "hash").translate(["a"], Decoding())
    Remembering(spy, memory, "other").translate(["a"], Decoding())
    Remembering(spy, memory, "hash").translate(["a"], Decoding(beam=1))
    assert len(spy.calls) == 3


def test_nothing_in_nothing_out():
    assert translate_summaries([], lambda _: ()) == ()
    assert make_summary(FRENCH).packages


def test_a_sentence_no_model_can_take_is_cut_translated_in_pieces_and_marked():
    spy = Spy()
    endless = " ".join(f"mot{i}," for i in range(5000))
    (done,) = translate_summaries([untranslated(endless)], lambda _: (spy,))
    sentence = done.sentences[0]
    assert sentence.marks[0].check == "long"
    assert all(len(text) <= LONGEST_PIECE for text in spy.calls[0][0])
    assert sentence.translation.count("mot") == 5000
    assert sentence.score == pytest.approx(-0.5)


@pytest.mark.parametrize("text", ["a" * 2000, "字" * 1500, "字，" * 700, "1,5 " * 400, "", "kurz"])
def test_pieces_lose_nothing(text):
    parts = pieces(text)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    assert all(len(part) <= LONGEST_PIECE for part in parts)


def test_pieces_end_at_clauses_and_never_inside_a_number():
    text = ("Il a payé 1,5 million d'euros, dit-on; " * 40).strip()
    assert all(part.endswith((",", ";")) for part in pieces(text))
    assert all(not part.endswith("1,") for part in pieces(text))


def test_what_stays_untranslated_is_named_by_its_files():
    ru = [make_untranslated("Снег.", "Снег", "ru", file=f"{i}.md") for i in range(5)]
    lost = make_untranslated("12 345.", "12", "und", file="figures.txt")
    problems = list(
        checked.untranslated([s for story in (*ru, lost) for s in story.summaries], Language("en"))
    )
    assert [one.file for one in problems] == ["figures.txt", ""]
    assert problems[0].code == "unknown-language"
    assert "State it: `language: fr`" in problems[0].remedy
    assert "(0.md, 1.md, 2.md and 2 more)" in problems[1].message
    assert "models install ru" in problems[1].remedy
