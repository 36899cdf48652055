"""The fakes keep the protocols they stand for."""

from fakes import FakeSummarizer, FakeTranslator

from briefgen.language.tags import Language


def test_translator_is_deterministic_and_keeps_numbers_and_names():
    from briefgen.translating.translate import Decoding

    [one] = FakeTranslator().translate(["le président Kim est à Paris, 12 millions"], Decoding())
    assert one.text == "The president Kim is to Paris, 12 million"
    assert one.score < 0


def test_translator_romanises_unknown_cyrillic():
    from briefgen.translating.translate import Decoding

    [one] = FakeTranslator(source="ru").translate(["президент Путин заявил"], Decoding())
    assert one.text == "President Putin said"


def test_translator_can_play_a_failure():
    from briefgen.translating.translate import Decoding

    broken = FakeTranslator(broken=(("le plan", "plan plan plan"),))
    assert [c.text for c in broken.translate(["le plan", "le pays"], Decoding())] == [
        "plan plan plan",
        "The country",
    ]


def test_summarizer_prefers_the_first():
    scores = FakeSummarizer().score(["a", "b", "c"], Language("fr"))
    assert scores == sorted(scores, reverse=True)
