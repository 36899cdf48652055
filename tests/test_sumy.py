from __future__ import annotations

import pytest

from briefgen.engines.sumy import METHODS, SumySummarizer
from briefgen.errors import SummaryError
from briefgen.language.tags import Language

FRENCH = [
    "Le fleuve a débordé dans la nuit et le village est sous l'eau.",
    "Les pompiers ont évacué le village que le fleuve a inondé.",
    "Une boulangerie a fermé ses portes.",
]


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_scores_every_sentence(method: str):
    scores = SumySummarizer(method).score(FRENCH, Language("fr"))
    assert len(scores) == len(FRENCH)
    assert all(isinstance(score, float) for score in scores)


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("sentences", [[], ["Seul."], ["a b", "a b"], ["", "…"], ["le", "la"]])
def test_every_method_bears_odd_articles(method: str, sentences: list[str]):
    assert len(SumySummarizer(method).score(sentences, Language("fr"))) == len(sentences)


@pytest.mark.parametrize("language", ["ru", "tr", "hi", "zh", "pt-BR", "und", "xx"])
def test_languages_without_lists_or_stemmer_are_scored_too(language: str):
    assert len(SumySummarizer().score(["один два три", "два три четыре"], Language(language))) == 2


def test_central_sentences_score_higher():
    scores = SumySummarizer("textrank").score(FRENCH, Language("fr"))
    assert min(scores[:2]) > scores[2]


def test_very_long_articles_are_cut():
    assert SumySummarizer().score(["un mot"] * 200, Language("fr"))[-1] == 0.0


def test_unknown_method_names_the_choices():
    with pytest.raises(SummaryError, match="lexrank"):
        SumySummarizer("magic")
