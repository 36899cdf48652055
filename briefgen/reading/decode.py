"""Bytes → text: which encoding a file is written in, without guessing more than is needed."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROL = 0.002  # share of control characters a text file may hold
_HALF_WIDE = 0.3  # share of zero bytes on one side that betrays UTF-16 without a mark


class NotTextError(ValueError):
    """The bytes are no text in any encoding we read."""


def decode(raw: bytes, *, html: bool = False) -> str:
    """Decode a file: by its mark or shape, a page by its charset, else as Windows-1252.

    Raises NotTextError for binary files.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _checked(raw[len(mark) :], encoding)
    encodings = ["utf-8", *_wide(raw), *(_declared(raw) if html else ()), "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return _checked(raw, encoding)
        except UnicodeDecodeError:
            continue
    raise NotTextError("it is not text")


def _checked(raw: bytes, encoding: str) -> str:
    """Decode, and refuse what decodes to control characters."""
    text = raw.decode(encoding)
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        if encoding == "utf-8" and _wide(raw):
            raise UnicodeDecodeError(encoding, raw, 0, 1, "zero bytes of UTF-16")
        raise NotTextError("it holds control characters")
    return text


def _wide(raw: bytes) -> list[str]:
    """Recognise UTF-16 without a mark by its zero bytes."""
    sample = raw[:4000]
    if len(raw) % 2 or len(sample) < 4:  # noqa: PLR2004 - two characters
        return []
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > _HALF_WIDE > even:
        return ["utf-16-le"]
    return ["utf-16-be"] if even > _HALF_WIDE > odd else []


def _declared(raw: bytes) -> list[str]:
    """Read the charset a page declares, if Python knows it."""
    match = _CHARSET.search(raw[:4096])
    if not match:
        return []
    name = match[1].decode("ascii", "replace").lower()
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return []
    return [] if known.startswith("utf-16") else [known]
