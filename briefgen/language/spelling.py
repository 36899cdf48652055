"""One name in many spellings: Choïgou, Shoigu and Шойгу are written alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from briefgen.language import word_lists
from briefgen.language.tags import ENGLISH, Language

_REMEMBERED = 100_000  # words; an archive names the same ones again and again
_LEAST_STEM = 3  # letters left of a name when its ending is taken off
_JOINT = re.compile(r"[\s\u00a0‐-–'’.-]+")
_CYRILLIC = """а:a б:b в:v г:g ґ:g д:d е:e ё:e є:e ж:Z з:z и:i і:i ї:i й:i к:k л:l м:m н:n о:o
    п:p р:r с:s т:t у:u ў:u ф:f х:X ц:ts ч:C ш:S щ:SC ъ: ы:i ь: э:e ю:iu я:ia"""
_GREEK = """α:a β:v γ:g δ:d ε:e ζ:z η:i θ:t ι:i κ:k λ:l μ:m ν:n ξ:ks ο:o π:p ρ:r σ:s ς:s τ:t υ:i φ:f
    χ:X ψ:ps ω:o"""
_LETTERS = str.maketrans(dict(pair.split(":") for pair in f"{_CYRILLIC} {_GREEK}".split()))
_GREEK_PAIRS = (("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("ου", "u"), ("ει", "i"), ("οι", "i"))
_OTHER = str.maketrans(dict(zip("øłđæœðþı", "oldeedti", strict=True)))  # no accent to take off
# What is one sound for comparing: vowels by where they are made, z and s, k and hard c.
_CLASSES = str.maketrans({"y": "e", "i": "e", "u": "o", "z": "s", "c": "k", "q": "k", "w": "v"})
_ENGLISH = word_lists.load(ENGLISH).sounds  # where nobody wrote down how a language sounds
_VOWELS = "aeo"  # all that are left
_BREATHED = re.compile("(?<=[tdgbrpk])h")
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(_REMEMBERED)
def light(form: str) -> str:
    """Write a form without case, accents, hyphens and dots: Kim Jong-un is Kim Jong Un."""
    plain = unicodedata.normalize("NFKD", _JOINT.sub(" ", form).casefold().translate(_OTHER))
    return "".join(c for c in plain if not unicodedata.combining(c) or c == "\u0306").strip()


@lru_cache(_REMEMBERED)
def sound(form: str, language: Language) -> str:
    """Write a form as it sounds in the language it stands in, roughly, the same for all scripts.

    The last vowels are left out: they carry the case (Анны) or are silent (Poutine).
    """
    words = (spoken(bare(word, language), language) for word in _JOINT.split(form) if word)
    return " ".join(word.rstrip(_VOWELS) or word for word in words)


def bare(word: str, language: Language) -> str:
    """Take the ending of its case off a name: Путиным is Путин, Zelenského Zelenský."""
    small = word.casefold()
    for ending in word_lists.load(language).name_endings:
        if small.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def spoken(word: str, language: Language) -> str:
    """Write one word by its sounds, last vowels and all."""
    text = unicodedata.normalize("NFC", word.casefold())
    for letters, one in (word_lists.load(language).sounds or _ENGLISH).items():
        text = text.replace(letters, one)
    plain = unicodedata.normalize("NFKD", text.translate(_OTHER))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    for letters, one in _GREEK_PAIRS:
        plain = plain.replace(letters, one)
    plain = _BREATHED.sub("", plain.translate(_LETTERS).replace("ts", "s").replace("X", "h"))
    return _DOUBLE.sub(r"\1", plain.translate(_CLASSES))
