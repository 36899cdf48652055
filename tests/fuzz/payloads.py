"""Writes a hostile text as an article in every type of file we read."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP

Files = dict[str, bytes]
DAY = "2024-03-12"


def file_name(number: int, payload: str) -> str:
    """Give a payload as the name of a file, as far as a disk allows it."""
    return f"{number} " + re.sub(r"[/\0\r\n\ud800-\udfff]", "_", payload)[:60]


def _keys(fields: Mapping[str, str]) -> str:
    told = {**fields, "url": f"https://a.example/{abs(hash(fields['title'])) % 10**6}"}
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in told.items())


def _text(name: str, fields: Mapping[str, str], bodies: Sequence[str]) -> Files:
    return {
        f"{name}.txt": "\n\n".join(bodies).encode("utf-8", "surrogatepass"),
        f"{name}.txt.yml": f"language: fr\n{_keys(fields)}".encode("utf-8", "surrogatepass"),
    }


def _markdown(name: str, fields: Mapping[str, str], bodies: Sequence[str]) -> Files:
    body = "\n\n".join(bodies)
    text = f"---\npublished: {DAY}\nlanguage: fr\n{_keys(fields)}---\n\n{body}\n"
    return {f"{name}.md": text.encode("utf-8", "surrogatepass")}


def _page(fields: Mapping[str, str], bodies: Sequence[str]) -> str:
    """Write a page that says each thing twice: escaped, as servers should, and raw, as some do."""
    title, author, source = (html.escape(fields[key]) for key in ("title", "author", "source"))
    escaped = "".join(f"<p>{html.escape(body)}</p>\n" for body in bodies)
    raw = "".join(f"<p>{body}</p>\n" for body in bodies)
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="author" content="{author}"><meta property="og:site_name" content="{source}">'
        f'<meta property="og:title" content="{title}"><meta name="date" content="{DAY}"></head>'
        f"<body><article><h1>{title}</h1>\n{escaped}{raw}</article></body></html>"
    )


def _html(name: str, fields: Mapping[str, str], bodies: Sequence[str]) -> Files:
    return {f"{name}.html": _page(fields, bodies).encode("utf-8", "surrogatepass")}


def _mail(name: str, fields: Mapping[str, str], bodies: Sequence[str]) -> Files:
    mail = EmailMessage()
    mail["Subject"] = _header(fields["title"])
    mail["From"] = f'"{_header(fields["source"])}" <a@a.example>'
    mail["Date"] = "Tue, 12 Mar 2024 10:00:00 +0100"
    mail.set_content(_clean("\n\n".join(bodies)))
    return {f"{name}.eml": mail.as_bytes(policy=SMTP)}


def _archive(name: str, fields: Mapping[str, str], bodies: Sequence[str]) -> Files:
    mail = EmailMessage()
    mail["Subject"] = _header(fields["title"])
    mail["Snapshot-Content-Location"] = "https://a.example/saved"
    mail["Date"] = "Tue, 12 Mar 2024 10:00:00 +0100"
    mail.set_content(_clean(_page(fields, bodies)), subtype="html")
    mail.make_related()
    return {f"{name}.mhtml": mail.as_bytes(policy=SMTP)}


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _header(text: str) -> str:
    return re.sub(r'["\\\r\n]', "'", _clean(text))


WRITERS: dict[str, Callable[[str, Mapping[str, str], Sequence[str]], Files]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _html,
    ".eml": _mail,
    ".mhtml": _archive,
}
