"""Scraping damage mended: the text for summariser and translator, never the text shown."""

from __future__ import annotations

import re

from briefgen.language import word_lists
from briefgen.language.sentences import is_quoted_inward
from briefgen.language.tags import Language
from briefgen.reading.lines import one_newline

_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\ufeff\u2060")
_NOT_TEXT = re.compile(
    r"!\[\[[^\[\]\n]{0,300}\]\]|!\[[^\[\]\n]{0,300}\]\([^()\s]{0,2000}\)"  # pictures
    r"|\[\^[\w-]{1,40}\]"  # marks of footnotes
    r"|^\s*[•·▪◦‣●○■□]\s+"  # a bullet
)
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,2000}\)")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]")
_MARKED = re.compile(r"(\*\*|__|==)(?=\S)([^*_=\n]{1,300})(?<=\S)\1")
_SPLIT_WORD = re.compile(r"([^\W\d_]{2,})[-\u2010\u00ad][^\S\n]*\n[^\S\n]*([^\W\d_]+)")


def join_lines(text: str, whole: str) -> str:
    """Join the words that hyphens at the ends of lines have parted; `whole` shows how they are.

    "recons-/truire" is one word; a hyphen before a capital ("Saint-/Mihiel") is its own, as is one
    that the text has elsewhere within a line ("porte-parole"), and one before "und" ("Haus- und").
    """

    def join(match: re.Match[str]) -> str:
        first, second = match.groups()
        if second.casefold() in word_lists.load_all().conjunctions:
            return f"{first}- {second}"
        kept = second[0].isupper() and not first.isupper()
        if kept or f"{first}-{second}".casefold() in whole.casefold():
            return f"{first}-{second}"
        return first + second

    if "\n" not in text and "\r" not in text:
        return text
    return _SPLIT_WORD.sub(join, one_newline(text))


def repair(text: str, language: Language) -> str:
    """Mend scraping damage: the text for summariser and translator, never the text shown."""
    mended = _NOT_TEXT.sub("", text.translate(_INVISIBLE))
    mended = _WIKI_LINK.sub(r"\1", _LINK.sub(r"\1", mended))
    mended = _MARKED.sub(r"\2", mended)
    mended = re.sub(r"(?<=[^\W\d_]{2}[.!?…])(?=[A-ZÀ-ÖØ-ÝА-Я][a-zß-öø-ÿа-я])", " ", mended)
    mended = re.sub(r"([.!?])(?:\s+\.)+$", r"\1", mended)
    mended = _part_joined_words(mended, language)
    return " ".join(_balance(mended, language).split())


def _part_joined_words(text: str, language: Language) -> str:
    """Part "froidesDepuis", but leave "FranceInfo": the second word must be a common one."""
    common = word_lists.load(language).stop_words

    def part(match: re.Match[str]) -> str:
        joined = match[2].casefold() in common and len(match[2]) > 1
        return f"{match[1]} {match[2]}" if joined else match.group()

    return re.sub(r"\b([a-zß-öø-ÿ]{3,})([A-ZÀ-ÖØ-Ý][a-zß-öø-ÿ]+)\b", part, text)


def _balance(text: str, language: Language) -> str:
    """Set guillemets that point the wrong way right and close the one left open."""
    if is_quoted_inward(language):
        return text  # »so« is right
    marks = [match.start() for match in re.finditer("[«»]", text)]
    turned = list(text)
    if len(marks) % 2 == 0:
        for i, at in enumerate(marks):
            turned[at] = "«»"[i % 2]
        return "".join(turned)
    if text[marks[-1]] == "«" and all(text[at] == "«»"[i % 2] for i, at in enumerate(marks)):
        return f"{text} »"
    if text[marks[0]] == "»" and all(text[at] == "»«"[i % 2] for i, at in enumerate(marks)):
        return f"« {text}"
    return text
