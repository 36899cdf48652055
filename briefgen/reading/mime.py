"""Pages and newsletters saved as mail: `.mhtml` from a browser, `.eml` from a mail program."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

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
    message = email.message_from_bytes(raw, policy=email.policy.default)
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
    sender = message["From"].addresses[0].display_name if message["From"] else None
    return Mail(
        payload, is_html, charset, _header(message, "Subject"), sender or None, _day(message)
    )


def _body(message: EmailMessage) -> EmailMessage | None:
    for kind in ("text/html", "text/plain"):
        for part in message.walk():
            attached = part.get_content_disposition() == "attachment"
            if part.get_content_type() == kind and not attached and isinstance(part, EmailMessage):
                return part
    return None


def _header(message: EmailMessage, name: str) -> str | None:
    value = message[name]
    return " ".join(str(value).split()) or None if value is not None else None


def _day(message: EmailMessage) -> str | None:
    value = _header(message, "Date")
    if value is None:
        return None
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except ValueError:
        return None
