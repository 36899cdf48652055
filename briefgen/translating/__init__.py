"""Summaries → summaries in the target language, each doubt marked: `translate_checked`."""

from briefgen.translating.checked import translate_checked, untranslated
from briefgen.translating.second_opinion import FindScorer, nobody
from briefgen.translating.translate import FindRoute

__all__ = ["FindRoute", "FindScorer", "nobody", "translate_checked", "untranslated"]
