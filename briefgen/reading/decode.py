"""Bytes → text: which encoding a file is written in, and how sure that is."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from briefgen.reading import encodings

Ground = Literal["mark", "shape", "stated", "declared", "guessed"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s{0,9}([\w:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding=[\"']([\w:.-]{2,40})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROL = 0.002  # share of control characters a text file may hold
_HALF_WIDE = 0.3  # share of zero bytes on one side that betrays UTF-16 without a mark
_SOUND = 2  # sound characters beyond ASCII for each broken one that make a file UTF-8 all the same
_SHOWN = 12  # characters of garbled text shown
_SEVEN_BIT = ((b"\x1b$", "iso2022_jp"), (b"~{", "hz"))  # Japanese and Chinese in ASCII bytes


class NotTextError(ValueError):
    """The bytes are no text in any encoding we read; says so, and what to do where that helps."""

    def __init__(self, message: str = "the file is not text", remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read in and on what ground."""

    text: str
    encoding: str
    ground: Ground
    broken: int = 0  # bytes that stand for no character; each is U+FFFD in the text


def decode(raw: bytes, *, html: bool = False) -> str:
    """Give the text of a file; see `read_text`."""
    return read_text(raw, html=html).text


def read_text(raw: bytes, *, html: bool = False, stated: str | None = None) -> Decoded:
    """Decode a file by its mark, as stated, by its shape, by a page's label, else by a guess.

    `stated` is a label of the user's. Raises NotTextError for binary files and where no guess is
    plausible.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _lenient(raw[len(mark) :], encoding, "mark")
    if stated:
        return _lenient(raw, encodings.codec(stated) or stated, "stated")
    label = encodings.codec(_label(raw)) if html else None
    for sign, encoding in _SEVEN_BIT:
        if sign in raw and encoding in {label, "iso2022_jp"}:
            return _lenient(raw, encoding, "declared" if label else "shape")
    return _by_shape(raw) or _by_label(raw, label) or _by_guess(raw)


def garbled(text: str) -> tuple[str, str] | None:
    """Find text that was UTF-8 read as Windows-1252 before it was saved: ("fermÃ©", "fermé")."""
    for line in text.splitlines():
        if line.isascii():
            continue
        try:
            mended = line.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return None
        at = next(i for i, character in enumerate(line) if not character.isascii())
        begin = line.rfind(" ", 0, at) + 1
        return line[begin : begin + _SHOWN].strip(), mended[begin : begin + _SHOWN - 1].strip()
    return None


def _by_shape(raw: bytes) -> Decoded | None:
    """Read UTF-8, be it with a few stray bytes, and UTF-16 without a mark."""
    wide = _wide(raw)
    if wide:
        return _lenient(raw, wide, "shape")
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
    sound = sum(not character.isascii() for character in text) - broken if broken else 0
    if broken and sound < _SOUND * broken:
        return None
    return Decoded(_checked(text), "utf-8", "shape", broken)


def _by_label(raw: bytes, codec: str | None) -> Decoded | None:
    """Read a page as it says; a label that fits it badly is not believed."""
    if codec is None or codec.startswith("utf"):
        return None
    if encodings.is_latin(codec) and encodings.is_dense(raw):
        return None  # a text with hardly any ASCII letter is not in the Latin alphabet
    found = _lenient(raw, codec, "declared")
    beyond = sum(byte >= 0x80 for byte in raw)  # noqa: PLR2004 - not ASCII
    return found if found.broken * _SOUND <= beyond else None


def _by_guess(raw: bytes) -> Decoded:
    guess = encodings.guess(raw)
    if guess is None:
        remedy = "Save it as UTF-8, or state its `encoding` in a sidecar (docs/reading.md)."
        raise NotTextError("the encoding of the file cannot be recognised", remedy)
    return _lenient(raw, guess, "guessed")


def _lenient(raw: bytes, codec: str, ground: Ground) -> Decoded:
    """Decode with U+FFFD for what stands for no character."""
    text = raw.decode(codec, "replace") if codec != "cp1252" else _windows_1252(raw)
    known = raw.count("\ufffd".encode(codec, "ignore") or b"\0\0\0\0")
    return Decoded(_checked(text), codec, ground, max(0, text.count("\ufffd") - known))


def _windows_1252(raw: bytes) -> str:
    """Decode as browsers do: five bytes that Windows left open are control characters."""
    return raw.decode("latin-1").translate(_windows_1252_table())


@cache
def _windows_1252_table() -> dict[int, str]:
    pairs = ((byte, bytes([byte]).decode("cp1252", "ignore")) for byte in range(0x80, 0xA0))
    return {byte: character for byte, character in pairs if character}


def _checked(text: str) -> str:
    """Refuse what decodes to control characters."""
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise NotTextError
    return text


def _wide(raw: bytes) -> str | None:
    """Recognise UTF-16 without a mark by its zero bytes."""
    sample = raw[:4000]
    if len(raw) % 2 or len(sample) < 4:  # noqa: PLR2004 - two characters
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > _HALF_WIDE > even:
        return "utf-16-le"
    return "utf-16-be" if even > _HALF_WIDE > odd else None


def _label(raw: bytes) -> str:
    """Give the label a page declares, in an XML declaration or a meta element; "" without any."""
    match = _XML.match(raw[:300]) or _CHARSET.search(raw[:4096])
    return match[1].decode("ascii", "replace") if match else ""
