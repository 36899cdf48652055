"""Words written plainly, so that those that differ in spelling alone can be compared.

`fold` takes off what marks letters; `latin` writes other alphabets in Latin letters; `sound` and
`consonants` keep what is heard of a name, finely and coarsely.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_REMEMBERED = 200_000  # words; an archive uses the same ones again and again

# Letters that no decomposition turns into their plain neighbours. `briefgen-search.js` holds the
# same table; a test compares both, and `fold` on all of Unicode.
PLAIN = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
    "ŧ": "t",
    "ĸ": "k",
    "ə": "e",
    # Arabic and Persian write one letter in two ways; tatweel only stretches a word.
    "ـ": "",
    "ي": "ی",
    "ى": "ی",
    "ې": "ی",
    "ے": "ی",
    "ك": "ک",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ۃ": "ه",
    "ٱ": "ا",
    "ء": "",
    **{chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50) for n in range(10)},
}
_PLAIN = str.maketrans(PLAIN)
_MARKS = {cp: None for cp in range(0xAD, 0xE0200) if unicodedata.category(chr(cp)) in {"Mn", "Cf"}}
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ROMAN = str.maketrans(_CYRILLIC | _GREEK)

# Cyrillic and Greek by their consonants; what follows keeps consonants only.
_HEARD = str.maketrans(
    {
        **dict(zip("бвгґджзклмнпрстфхц", "bvggdjzklmnprstfkz", strict=True)),
        **dict(zip("βγδζθκλμνξπρσςτφχψ", "vgdztklmnkprsstfkp", strict=True)),
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "c": "k",
        "q": "k",
        "w": "v",
    }
)
_CONSONANTS = re.compile(r"[^bvgdjzklmnprstfx]")


def fold(text: str) -> str:
    """Write a text as it is compared: lower case, no accents, plain letters."""
    if text.isascii():
        return text.lower()
    # Lower case again at the end: "𝙰" becomes a capital A only when it is made plain.
    folded = unicodedata.normalize("NFKD", text.lower()).lower().translate(_MARKS)
    return folded.translate(_PLAIN)


@lru_cache(_REMEMBERED)
def fold_word(word: str) -> str:
    """Fold a word, remembering it."""
    return fold(word)


@cache
def latin(word: str) -> str:
    """Write a word in small Latin letters without accents, as far as its script allows."""
    return fold(word.casefold().translate(_ROMAN))


_SOUNDS = (
    ("tch", "ch"), ("tsch", "ch"), ("sch", "sh"), ("sz", "sh"), ("cz", "ch"), ("ou", "u"),
    ("kh", "h"), ("ph", "f"), ("dj", "j"), ("zh", "j"), ("gu", "g"), ("qu", "k"), ("ck", "k"),
    ("c", "k"), ("kh", "h"), ("x", "ks"), ("y", "i"), ("w", "v"), ("z", "s"), ("ff", "f"),
)  # fmt: skip


@lru_cache(_REMEMBERED)
def sound(name: str) -> str:
    """Give what is left of a folded name when spelling is taken out: its consonants, simplified."""
    for written, heard in _SOUNDS:
        name = name.replace(written, heard)
    name = name.replace("khoi", "shoi") if name.startswith("khoi") else name
    return re.sub(r"(.)\1+", r"\1", name[:1] + re.sub(r"[aeiou]", "", name[1:]))


@lru_cache(_REMEMBERED)
def consonants(name: str) -> str:
    """Give the consonants of a name, so that Путин, Putin and Poutine agree."""
    plain = _CONSONANTS.sub("", fold_word(name).replace("ph", "f").translate(_HEARD))
    single = "".join(c for i, c in enumerate(plain) if i == 0 or c != plain[i - 1])
    return single[:4]
