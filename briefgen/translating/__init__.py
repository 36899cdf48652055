"""Summaries → summaries in the target language, each doubt marked: `translate_checked`."""

from briefgen.translating.checked import translate_checked, untranslated
from briefgen.translating.translate import FindRoute

__all__ = ["FindRoute", "translate_checked", "untranslated"]
