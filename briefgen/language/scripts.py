"""Scripts: which have capitals, which are written without spaces or stops; by Unicode, no language.

The classes are for use within [] of a regular expression.
"""

from __future__ import annotations

# Thai, Lao, Burmese and Khmer, whose sentences have no stop either.
UNSTOPPED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# Kana and ideographs: a word is a letter or two.
CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
UNSPACED = UNSTOPPED + CJK  # words are not parted by spaces
UNSTOPPED_SCRIPTS = frozenset({"Thai", "Laoo", "Mymr", "Khmr"})
CURLY_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Kore"})  # “ ” are part of their spelling
CASED_SCRIPTS = frozenset(
    "Adlm Armn Copt Cyrl Dsrt Glag Grek Latn Medf Osge Vith Wara".split()  # noqa: SIM905
)


def is_small(text: str) -> bool:
    """Tell whether a text is in small letters of a script that begins sentences with others.

    Unicode calls the letters of Georgian small, but nothing begins with its capitals.
    """
    return text.islower() and not "\u10d0" <= text[:1] <= "\u10ff"


def has_case(text: str) -> bool:
    """Tell whether a text has letters of a script with capitals."""
    return any(
        letter.lower() != letter.upper() and not "\u10d0" <= letter <= "\u10ff" for letter in text
    )
