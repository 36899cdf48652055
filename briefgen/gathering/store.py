"""Articles laid into their folder as they came, each with a sidecar that says where from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from briefgen.errors import InputError, WriteError
from briefgen.gathering.feeds import Entry
from briefgen.language.tags import Language
from briefgen.model import Document, LedgerEntry
from briefgen.urls import canonical_url, domain, short_hash, slug

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm")
KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "": ".html",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What lies in the folder already: files by address and by the hash of their bytes."""

    by_url: Mapping[str, str]
    by_hash: Mapping[str, str]

    def find(self, url: str | None, content: bytes | None = None) -> str | None:
        """Give the file that holds an address, or these very bytes."""
        address = canonical_url(url)
        there = self.by_url.get(address) if address else None
        digest = sha256(content).hexdigest() if content is not None else ""
        return there or self.by_hash.get(digest)


def known(folder: Path, documents: Iterable[Document], ledger: Iterable[LedgerEntry]) -> Known:
    """Look at what is there; an article that was deleted but published counts, too."""
    urls = [(entry.url, entry.file) for entry in ledger]
    hashes = {}
    for document in documents:
        urls += [(part.metadata.url, document.file) for part in document.parts]
        hashes[sha256((folder / document.file).read_bytes()).hexdigest()] = document.file
    found = {canonical_url(url): file for url, file in urls}
    return Known({url: file for url, file in found.items() if url}, hashes)


def page_name(entry: Entry, kind: str) -> str:
    """Give the file name of a page: its host, its day, its words, and a hash of its address.

    Raises InputError for what is no text.
    """
    if kind not in KINDS:
        remedy = "Save it as text and add the file."
        raise InputError(f"is {kind}, which is not read.", where=entry.url, remedy=remedy)
    last = unquote(urlsplit(entry.url).path).rstrip("/").rsplit("/", 1)[-1]
    words = slug(entry.title or last.partition(".")[0])
    day = entry.published.isoformat() if entry.published else ""
    digest = short_hash(canonical_url(entry.url) or entry.url)
    name = "-".join(filter(None, (day, words, digest)))
    return f"{domain(entry.url) or 'web'}/{name}{KINDS[kind]}"


def sidecar(entry: Entry, added: str) -> str:
    """Write what is known of an article: the address, what its feed states, the day it came.

    What the page itself says is read from it at every build, with the words as evidence.
    """
    values = {
        "title": entry.title,
        "url": entry.url or None,
        "source": entry.source,
        "published": entry.published.isoformat() if entry.published else None,
        "language": _tag(entry.language),
        "added": added,
    }
    return "".join(
        f"{key}: {json.dumps(_clean(value), ensure_ascii=False)}\n"
        if key not in {"published", "added"}
        else f"{key}: {value}\n"
        for key, value in values.items()
        if value
    )


def _clean(text: str) -> str:
    return "".join(one for one in " ".join(text.split()) if one.isprintable())


def _tag(language: str | None) -> str | None:
    try:
        return Language.parse(language).tag if language else None
    except ValueError:
        return None


def store(folder: Path, name: str, content: bytes, beside: str | None) -> Path:
    """Write a new article, its sidecar first. Raises InputError where the name is taken."""
    path = folder / name
    if path.exists() or path.is_symlink():
        remedy = "Rename the file, or remove the other one."
        raise InputError("a file of this name is there.", where=name, remedy=remedy)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if beside is not None:
            path.with_name(f"{path.name}.yml").write_text(beside, encoding="utf-8")
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        remedy = "Make the folder writable."
        raise WriteError(
            f"cannot be written: {error.strerror}.", where=name, remedy=remedy
        ) from error
    return path
