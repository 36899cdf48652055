"""Labels of encodings as browsers read them, and a guess where a file has none.

The labels follow the WHATWG Encoding Standard: a page labelled gb2312 is GBK, one labelled
iso-8859-1 is Windows-1252. The guess is charset-normalizer's for scripts that need a high byte for
every letter; for the Latin alphabet, where high bytes are few, the letters must be letters of the
language that the text is in.
"""

from __future__ import annotations

import codecs
import re

from briefgen.language import word_lists

_ALIASES = {
    "cp1252": "iso-8859-1 iso8859-1 iso_8859-1 latin1 latin-1 l1 ascii us-ascii ansi_x3.4-1968 "
    "cp819 ibm819 windows-1252 x-cp1252 cp1252 iso-ir-100",
    "gb18030": "gb2312 gb_2312 gb_2312-80 gbk x-gbk chinese csgb2312 iso-ir-58 gb18030 cp936 "
    "windows-936",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j csshiftjis cp932",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese",
    "cp949": "euc-kr euckr cseuckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "windows-949 iso-ir-149 cp949 uhc",
    "cp874": "windows-874 dos-874 tis-620 iso-8859-11 iso8859-11 cp874",
    "cp1254": "iso-8859-9 iso8859-9 latin5 l5 windows-1254 x-cp1254 cp1254",
    "cp1250": "windows-1250 x-cp1250 cp1250",
    "cp1251": "windows-1251 x-cp1251 cp1251",
    "cp1253": "windows-1253 x-cp1253 cp1253",
    "cp1255": "windows-1255 x-cp1255 cp1255",
    "cp1256": "windows-1256 x-cp1256 cp1256",
    "cp1257": "windows-1257 x-cp1257 cp1257",
    "cp1258": "windows-1258 x-cp1258 cp1258",
    "iso8859_8": "iso-8859-8 iso-8859-8-i hebrew logical visual",
    "koi8_r": "koi8-r koi8 koi koi8_r",
    "koi8_u": "koi8-u koi8-ru",
    "mac_roman": "macintosh mac x-mac-roman",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8",
}
_CODECS = {label: codec for codec, labels in _ALIASES.items() for label in labels.split()}
_DENSE_NAMES = """cp1251 koi8_r koi8_u cp866 cp1253 cp1255 cp1256 cp874
    gb18030 big5hkscs big5 cp949 cp932 euc_jp"""
_DENSE = tuple(_DENSE_NAMES.split())
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2", "mac_roman")
_SPARSE = 0.45  # share of high bytes among letters below which a text is in the Latin alphabet
_ENOUGH = 20  # high bytes; fewer say nothing about the script
_PLAUSIBLE = 0.75  # share of the letters beyond ASCII that must be letters of the language
_MARKUP = re.compile(rb"<[^<>]*>")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_DOUBT = 0.1  # what an unsure language takes off
_READ = 20_000  # bytes a guess is made from
# Greek has Ά at 0xB6 in ISO 8859-7, where Windows has ¶: no word begins with that.
_ACCENTED_ALPHA = re.compile(rb"\xb6[\xc1-\xfe]")
_MARKS = frozenset("«»“”„‘’‚–—…€£°§·•\xa0")
_WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœ"  # of other languages, in Windows-1252


def codec(label: str) -> str | None:
    """Give Python's name for the encoding a label stands for, as browsers read it."""
    name = label.strip().strip("\"'").lower()
    if name in _CODECS:
        return _CODECS[name]
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    text = getattr(found, "_is_text_encoding", True)
    # A label that can be read as ASCII cannot mean UTF-16: browsers take it for UTF-8.
    return "utf-8" if found.name.startswith("utf-16") else found.name if text else None


def guess(raw: bytes) -> str | None:
    """Guess the encoding of a file without a label that is not UTF-8; None if none is plausible."""
    return _guess_dense(raw) if is_dense(raw, at_least=1) else _guess_latin(raw[:_READ])


def is_latin(codec: str) -> bool:
    """Tell whether an encoding is one of the Latin alphabet, whose texts are mostly ASCII."""
    return codec in _LATIN


def is_dense(raw: bytes, *, at_least: int = _ENOUGH) -> bool:
    """Tell whether most letters of a text are high bytes, as in Cyrillic or Chinese."""
    sample = _MARKUP.sub(b" ", raw[: 10 * _READ])[:_READ]
    high = sum(byte >= 0x80 for byte in sample)  # noqa: PLR2004 - not ASCII
    return high >= at_least and high >= _SPARSE * (high + len(_ASCII_LETTER.findall(sample)))


def _guess_dense(raw: bytes) -> str | None:
    """Guess the encoding of a text in which nearly every letter is a high byte."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw[: 10 * _READ], cp_isolation=list(_DENSE)).best()
    if best is None:
        return None
    found = _CODECS.get(best.encoding.replace("_", "-"), best.encoding)
    if found == "cp1253" and _ACCENTED_ALPHA.search(raw[: 10 * _READ]):
        return "iso8859_7"
    return found


def _guess_latin(sample: bytes) -> str | None:
    """Guess by the letters: those beyond ASCII must be letters of the text's language."""
    scores = {codec: _plausibility(sample, codec) for codec in _LATIN}
    best = max(_LATIN, key=lambda codec: scores[codec])  # the first of equals
    return best if scores[best] >= _PLAUSIBLE else None


def _plausibility(sample: bytes, codec: str) -> float:
    """Give the share of characters beyond ASCII that a text of its language would have.

    Turkish read as Windows-1252 has only letters of Icelandic: of equals the surer language wins.
    """
    from briefgen.reading.language import detect

    text = sample.decode(codec, "replace")
    beyond = [character for character in text if not character.isascii()]
    language, confidence = detect("", text)
    letters = word_lists.load(language).letters or (_WESTERN if codec == "cp1252" else "")
    own = set(letters) | set(letters.upper()) | _MARKS
    share = sum(character in own for character in beyond) / max(1, len(beyond))
    return share - _DOUBT * (1 - confidence)
