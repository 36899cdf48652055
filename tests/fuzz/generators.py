"""Inputs nobody wrote: samples of ours mutated from a seed, so that a failure can be repeated."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 60_000  # bytes; larger ones are the business of tests/test_linear.py
SUFFIXES = (".txt", ".md", ".html", ".eml", ".mhtml", ".txt.yml")
MAIL = (
    b"From: A <a@b.example>\nSubject: =?utf-8?q?Le_pont?=\nDate: Tue, 12 Mar 2024 10:00:00 +0100\n"
    b"MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
    b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    b"Le pont a ouvert mardi. Il a co=C3=BBt=C3=A9 12 millions.\n\n--b\n"
    b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    b"PGgxPkxlIHBvbnQ8L2gxPjxwPkxlIHBvbnQgYSBvdXZlcnQgbWFyZGkuPC9wPg==\n\n--b--\n"
)
# What parsers of text, Markdown, HTML, YAML, mail and dates take for theirs.
TOKENS: tuple[bytes, ...] = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        "---\n", "---\ntitle: x\n---\n", "\n\n\n", "# ", "> ", "* ", "- ", "1. ", "```\n",
        "~~~", "[TOC]", "--8<--", "[^1]: x", "*[HTML]: x", "{: .a #b }", ":smile:", "$$x$$",
        "\\(x\\)", "```mermaid\n", "{{ x }}", "{% raw %}", "![a](b)", "[a]: b", "<b>", "</b>",
        "<p>", "</p>", "<h1>", "</h1>", "<br>", "<!--", "-->", "<![CDATA[", "<script>",
        "</script>", "<style>", "<table><tr><td>", "<li>", "<article>", "</article>", "<main>",
        "<aside>", '<time datetime="2024-01-02">', "<meta name=date content=2024-99-99>",
        "<base href=x>", "<html lang=xx>", "<meta charset=utf-16>", "<svg><![CDATA[",
        "<template>", "<noscript>", "<iframe srcdoc='<p>x'>", "<title>", "&#0;", "&#11;",
        "&#xD800;", "&#1114112;", "&amp;amp;", "&lt;script&gt;", "&nbsp;",
        "<?xml version='1.0'?>", "<!DOCTYPE html [<!ENTITY a 'b'>]>", "title: ", "published: ",
        "2024-03-12", "2024-13-45", "0000-00-00", "12 mars 2024", "31 février 2023", "hier",
        "mardi", "١٢ مارس ٢٠٢٤", "2024年3月12日", "12/03/24", "24:61", "id: a1b2c3d4",
        "url: http://[", "url: https://a.example/x", "language: zz", "language: fr-FR-x-y",
        "source: ", "encoding: utf-7", "encoding: utf-16", "&a [*a]", "!!python/object:x",
        "? [a]\n: b", "{a: ", "\t", "\r", "\r\n", "\0", "\x1b[31m", "\x07", "\x0b", "\x0c",
        "\x1c", "\x85", "\u2028", "\u2029", "\ufeff", "\u200b", "\u202e", "\u2066", "\u00ad",
        "\u0301" * 30, "\ud800", "\udfff", "\U000e0001", "\U0010ffff", "\ufffe", "👩‍👩‍👧",
        "ﷺ", "İ", "ß", "ŉ", "ǅ", "Σς", "فارسی‌ها", "עברית", "中国。", "กขค", "한국어", "ⅷ", "½",
        "²", "１２", "«", "»", "“", "”", "„", "…", "—", "M. ", "p. ex. ", "U.S. ",
        "Lire aussi :", "PARIS (AFP) - ", "Par Anne Roy", "(suite)", "%s", "%00", "\\",
        "\\u0000", "../../x", "file:///etc/passwd", "javascript:alert(1)", "a" * 5000,
        "(" * 500, "[" * 500, "9" * 5000, "--b\n", "Content-Type: text/html; charset=x\n",
        "=?utf-8?b?////?=", "=C3=A9=\n", "Subject: ",
    )
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251", "gb18030", "shift_jis", "utf-7")


@cache
def samples(suffix: str) -> tuple[bytes, ...]:
    """Give samples of ours of one kind, or what a mail or a sidecar looks like."""
    found = sorted((ROOT / "articles").rglob(f"*{suffix}"))
    made = {
        ".eml": [MAIL],
        ".mhtml": [MAIL],
        ".txt.yml": [b"title: Le pont\npublished: 2024-03-12\n"],
    }
    return (*(path.read_bytes() for path in found), *made.get(suffix, []))


def document(seed: int) -> tuple[str, bytes]:
    """Give an input: the ending of its name, and its bytes."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    suffix = dice.choice(SUFFIXES)
    return suffix, mutated(dice.choice(samples(suffix)), dice, samples(dice.choice(SUFFIXES)))


def mutated(content: bytes, dice: random.Random, others: Sequence[bytes] = (b"",)) -> bytes:
    """Change some bytes a few times, each time in one of the ways below."""
    content = content[:LONGEST]
    for _ in range(dice.choice((1, 1, 2, 3, 5, 10, 40))):
        change = dice.choice(CHANGES)
        content = change(content, dice)[:LONGEST]
    if dice.random() < 0.1:
        other = dice.choice(others)
        at, there = _place(content, dice), _place(other, dice)
        content = (content[:at] + other[there:])[:LONGEST]
    if dice.random() < 0.05:
        content = content.decode("utf-8", "replace").encode(dice.choice(ENCODINGS), "replace")
    return content


def _place(content: bytes, dice: random.Random) -> int:
    return dice.randint(0, len(content))


def _slice(content: bytes, dice: random.Random) -> tuple[int, int]:
    start = _place(content, dice)
    return start, min(len(content), start + dice.choice((1, 3, 20, 200, 3000)))


def _flip(content: bytes, dice: random.Random) -> bytes:
    at = _place(content, dice)
    return content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]


def _drop(content: bytes, dice: random.Random) -> bytes:
    start, end = _slice(content, dice)
    return content[:start] + content[end:]


def _insert(content: bytes, dice: random.Random) -> bytes:
    at = _place(content, dice)
    return content[:at] + dice.choice(TOKENS) + content[at:]


def _insert_at_line(content: bytes, dice: random.Random) -> bytes:
    lines = content.split(b"\n")
    lines.insert(dice.randint(0, len(lines)), dice.choice(TOKENS))
    return b"\n".join(lines)


def _repeat(content: bytes, dice: random.Random) -> bytes:
    start, end = _slice(content, dice)
    return content[:end] + content[start:end] * dice.choice((1, 2, 50, 1000)) + content[end:]


def _move(content: bytes, dice: random.Random) -> bytes:
    start, end = _slice(content, dice)
    rest = content[:start] + content[end:]
    at = _place(rest, dice)
    return rest[:at] + content[start:end] + rest[at:]


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[: _place(content, dice)]


def _without_spaces(content: bytes, dice: random.Random) -> bytes:
    start, end = _slice(content, dice)
    return (
        content[:start] + content[start:end].replace(b" ", b"").replace(b"\n", b"") + content[end:]
    )


CHANGES = (
    _flip, _flip, _drop, _insert, _insert, _insert_at_line, _insert_at_line, _repeat, _move, _cut,
    _without_spaces,
)  # fmt: skip
