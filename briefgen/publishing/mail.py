"""A mail as bytes: headers that every program reads the same, a text part and an HTML part.

Python's own header writing loses spaces between encoded words and decodes text that only looks
encoded (seen in 3.11, 3.12 and 3.13; benchmarks/headers.py), so headers are written here.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr

from briefgen.errors import ConfigError
from briefgen.publishing.plaintext import plain, wrap

LINE = 76  # columns; RFC 2047 forbids more where a word is encoded
WORD = 39  # bytes per encoded word: with its wrapping, and the longest name of ours, under LINE


def message(headers: Sequence[str], text: str, html: str, *, boundary: str) -> bytes:
    """Put both parts, the text first, under headers made by `header` and `sender`."""
    mail = EmailMessage(policy=SMTP)
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail.set_boundary(boundary)
    return "".join(headers).encode("ascii") + mail.as_bytes()


def header(name: str, value: str) -> str:
    """Write a header of free text; no text can end it or begin another."""
    value = plain(value)
    readable = value.isascii() and "=?" not in value and all(len(w) < LINE for w in value.split())
    lines = wrap(value, LINE, first=f"{name}: ", rest=" ") if readable else []
    if not readable or any(len(line) > LINE for line in lines):
        lines = _encoded(f"{name}: ", value)
    return "\r\n".join(lines) + "\r\n"


def sender(address: str) -> str:
    """Write the From header of `Name <name@example.org>`; ConfigError if no server takes it."""
    name, angle, mailbox = plain(address).rpartition("<")
    name, mailbox = name.strip(' "'), mailbox.rstrip("> ") if angle else mailbox
    try:
        local, _, domain = mailbox.rpartition("@")
        mailbox = f"{local}@{domain.encode('idna').decode('ascii')}"
        local.encode("ascii")
    except UnicodeError as error:
        raise ConfigError(
            f"digest.from is {address!r}: the part before @ is not ASCII.",
            remedy="Name another address.",
        ) from error
    if name.isascii() and "=?" not in name:
        return f"From: {formataddr((name, mailbox))}\r\n"
    return "\r\n".join([*_encoded("From: ", name), f" <{mailbox}>"]) + "\r\n"


def _encoded(first: str, text: str) -> list[str]:
    """Encode all of a text as RFC 2047 words, one per line; no character is cut in two."""
    chunks = [b""]
    for character in text:
        data = character.encode()
        if len(chunks[-1]) + len(data) > WORD:
            chunks.append(b"")
        chunks[-1] += data
    words = [f"=?utf-8?b?{b64encode(chunk).decode('ascii')}?=" for chunk in chunks]
    return [first + words[0], *(f" {word}" for word in words[1:])]
