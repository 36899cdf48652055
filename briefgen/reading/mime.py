"""Pages and newsletters saved as mail: `.mhtml` from a browser, `.eml` from a mail program."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

# One encoded word, or several with nothing but space between them, which is not shown.
_ENCODED = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=(?:\s+=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=)*")
SUFFIXES = {".mhtml", ".mht", ".eml"}


@dataclass(frozen=True, slots=True)
class Mail:
    """The part of a mail that is read, and what its head says."""

    body: bytes
    is_html: bool
    charset: str | None
    subject: str | None = None
    sender: str | None = None
    day: str | None = None  # ISO, as the sender's clock had it
    url: str | None = None


def read_mail(raw: bytes, *, is_page: bool) -> Mail | None:
    """Give the HTML of a mail, else its plain text; None where it has neither.

    `is_page`: it is a page a browser saved; then its date is the day of saving and is left out.
    """
    # With the plain policy: the newer one fails on headers that are none, or nested without end.
    message = email.message_from_bytes(raw)
    part = _body(message)
    if part is None:
        return None
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    is_html = part.get_content_type() == "text/html"
    charset = part.get_content_charset()
    if is_page:
        url = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
        return Mail(payload, is_html, charset, url=url)
    subject = _header(message, "Subject")
    return Mail(payload, is_html, charset, subject, _sender(message), _day(message))


def _body(message: Message) -> Message | None:
    for kind in ("text/html", "text/plain"):
        for part in message.walk():
            attached = part.get_content_disposition() == "attachment"
            if part.get_content_type() == kind and not attached:
                return part
    return None


def _raw(message: Message, name: str) -> str | None:
    """Give a header as it stands, on one line; bytes that are UTF-8 are read as such."""
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    value = next(found, None)
    if value is None:
        return None
    text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(text.split()) or None


def _header(message: Message, name: str) -> str | None:
    return _decoded(_raw(message, name))


def _decoded(text: str | None) -> str | None:
    """Read the encoded words of a header; one that makes no sense stays as it is."""
    if text is None or "=?" not in text:
        return text
    try:
        read = _ENCODED.sub(lambda word: str(make_header(decode_header(word[0]))), text)
    except (MessageError, LookupError, ValueError):
        return text
    return " ".join(read.split()) or None


def _sender(message: Message) -> str | None:
    """Give the name of the first sender."""
    try:
        named = getaddresses([_raw(message, "From") or ""])
    except RecursionError:  # comments in comments without end
        return None
    return _decoded(named[0][0] or None) if named else None


def _day(message: Message) -> str | None:
    value = _header(message, "Date")
    if value is None:
        return None
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except ValueError:
        return None
