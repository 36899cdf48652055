"""Files → Documents and Problems."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from briefgen import mishaps
from briefgen.model import Document, DocumentKind, Metadata, Part, Problem
from briefgen.reading import encodings, front_matter, mime
from briefgen.reading.dates import parse_published
from briefgen.reading.decode import Decoded, NotTextError, decode, garbled, read_text
from briefgen.reading.folder import MOST_FILES, READABLE, Place, RawFile, RefusedError, load, places
from briefgen.reading.git_dates import first_committed
from briefgen.reading.lines import line_at

_KINDS: dict[str, DocumentKind] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".mhtml": "html",
    ".mht": "html",
    ".eml": "html",  # or text, as its body is
}
_NOTES = frozenset(  # files that tell of a folder, in any case and with any ending
    {"readme", "license", "licence", "contributing", "changelog", "notice", "authors"}
    | {"code_of_conduct", "lisezmoi", "liesmich", "leeme"}
)
_OFFICE = {".docx", ".doc", ".odt", ".rtf", ".pdf", ".epub", ".pages", ".webarchive"}
_SETTINGS = {".yml", ".yaml", ".toml", ".jsonl", ".lock"}
# Pocket's export is a page of links, later a table of them.
_POCKET = re.compile(r"<title>\s*Pocket Export\s*</title>", re.IGNORECASE)
_HEAD_OF_PAGE = 2000  # characters
_LINKS = "Fetch the articles themselves: `briefgen add ADDRESS`."


def read(
    folder: Path, *, max_bytes: int, git_dates: bool, today: date, max_files: int = MOST_FILES
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Read all articles, with the days of their first commits where those are wanted.

    Raises InputError when the folder itself cannot be read.
    """
    documents, problems = read_documents(
        folder, max_bytes=max_bytes, today=today, max_files=max_files
    )
    if not git_dates:
        return documents, problems
    days, undatable = first_committed(folder)
    dated = tuple(replace(one, committed=days.get(one.file)) for one in documents)
    return dated, (*problems, *undatable)


def read_documents(
    folder: Path, *, max_bytes: int, today: date, max_files: int = MOST_FILES
) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Read all articles under a folder, sorted by file; a broken file becomes one Problem.

    Raises InputError when the folder itself cannot be read.
    """
    found, wrong = places(folder, max_files=max_files)
    documents, problems = [], [*wrong]
    for place in found:
        document, told = _read_place(place, max_bytes=max_bytes, today=today)
        documents += [document] if document else []
        problems += told
    return tuple(documents), tuple(sorted(problems))


def read_document(
    path: Path, name: str | None = None, *, max_bytes: int, today: date
) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a single file, by default under its own name; None with Problems where it cannot be."""
    return _read_place(Place(path, name or path.name), max_bytes=max_bytes, today=today)


def _read_place(
    place: Place, *, max_bytes: int, today: date
) -> tuple[Document | None, tuple[Problem, ...]]:
    raw, problems = load_article(place, max_bytes=max_bytes)
    if raw is None:
        return None, problems
    try:
        document, more = as_document(raw, today=today)
    except Exception as error:  # noqa: BLE001  # one article never stops the others
        return None, (mishaps.problem(place.file, "reading the file", error),)
    return document, (*problems, *more)


def load_article(place: Place, *, max_bytes: int) -> tuple[RawFile | None, tuple[Problem, ...]]:
    """Give what lies on disk of an article; None for what is none, or cannot be read."""
    if place.path.suffix.lower() not in _KINDS:
        return None, _other(place.path, place.file)
    if place.path.stem.lower() in _NOTES:
        message = "it looks like notes about the folder and is not published."
        remedy = "Rename it if it is an article."
        return None, (Problem(place.file, 0, message, remedy, "warning"),)
    try:
        return load(place, max_bytes=max_bytes)
    except RefusedError as error:
        return None, (Problem(place.file, 0, error.message, error.remedy),)
    except Exception as error:  # noqa: BLE001  # one article never stops the others
        return None, (mishaps.problem(place.file, "reading the file", error),)


def load_articles(
    found: Sequence[Place], *, max_bytes: int, days: Mapping[str, str]
) -> tuple[list[RawFile], list[Problem]]:
    """Give what lies on disk of articles; `days` says when files were first committed."""
    files: list[RawFile] = []
    problems: list[Problem] = []
    for place in found:
        raw, told = load_article(place, max_bytes=max_bytes)
        problems += mishaps.coded(told, "not-read")
        if raw is not None:
            files.append(replace(raw, committed=days.get(place.file)) if days else raw)
    return files, problems


def as_document(raw: RawFile, *, today: date) -> tuple[Document | None, tuple[Problem, ...]]:
    """Decode what lies on disk; None with Problems where it is no article."""
    try:
        return _decoded(raw, today)
    except RefusedError as error:
        return None, (Problem(raw.file, 0, error.message, error.remedy),)


def _decoded(raw: RawFile, today: date) -> tuple[Document | None, tuple[Problem, ...]]:
    suffix = PurePosixPath(raw.file).suffix.lower()
    kind, content, file = _KINDS[suffix], raw.content, raw.file
    sidecar, wrong = _read_sidecar(raw, today)
    if suffix in mime.SUFFIXES:
        content, kind, sidecar = _unwrap(content, suffix, sidecar, today)
    try:
        decoded = read_text(content, html=kind == "html", stated=sidecar.encoding)
    except NotTextError as error:
        seen = content[:8].hex(" ")
        raise RefusedError(f"{error} (it begins with {seen}).", error.remedy or READABLE) from error
    text = decoded.text
    if not text.strip():
        raise RefusedError("the file is empty.", "Fill it or remove it.")
    if _POCKET.search(text, 0, _HEAD_OF_PAGE):
        raise RefusedError("it is a list of links exported by Pocket; it holds no article.", _LINKS)
    wrong = (*wrong, *_doubts(decoded, file))
    if kind == "html":
        parts: tuple[Part, ...] = (Part(0, len(text), Metadata()),)
        problems: tuple[Problem, ...] = ()
    else:
        always = kind == "markdown"
        parts, problems = front_matter.read_parts(text, file, today=today, always=always)
    merged = tuple(
        replace(part, metadata=front_matter.merge(part.metadata, sidecar)) for part in parts
    )
    return Document(file, text, kind, merged, raw.committed), (*wrong, *problems)


def _unwrap(
    raw: bytes, suffix: str, sidecar: Metadata, today: date
) -> tuple[bytes, DocumentKind, Metadata]:
    """Take the text out of a saved mail; what its head says yields to the sidecar."""
    mail = mime.read_mail(raw, is_page=suffix != ".eml")
    if mail is None:
        raise RefusedError("it holds neither a page nor plain text.", READABLE)
    published = None
    if mail.day:
        with suppress(ValueError):
            published = parse_published(mail.day, today=today, method="mail")
    told = Metadata(
        title=mail.subject,
        url=mail.url if mail.url and mail.url.lower().startswith("http") else None,
        source=mail.sender,
        published=published,
        encoding=encodings.codec(mail.charset) if mail.charset else None,
    )
    return mail.body, "html" if mail.is_html else "text", front_matter.merge(sidecar, told)


def _doubts(decoded: Decoded, file: str) -> tuple[Problem, ...]:
    """Say what is doubtful about the way a file was decoded."""
    seen = garbled(decoded.text)
    if seen:
        message = f'the text was garbled before it was saved: "{seen[0]}" stands for "{seen[1]}".'
        raise RefusedError(message, "Save it again from where it came, as UTF-8.")
    found = []
    if decoded.ground == "guessed":
        message = f"the encoding is not stated; the text was read as {decoded.encoding}, a guess."
        stated = f"state it in {file.rsplit('/', 1)[-1]}.yml: `encoding: {decoded.encoding}`."
        found.append(Problem(file, 0, message, f"Save it as UTF-8, or {stated}", "warning"))
    if decoded.broken:
        line = line_at(decoded.text, decoded.text.find("\ufffd"))
        name = "UTF-8" if decoded.encoding == "utf-8" else decoded.encoding
        message = f"{decoded.broken} byte(s) are not {name} and are shown as \ufffd."
        found.append(Problem(file, line, message, "Mend them in the file.", "warning"))
    return tuple(found)


def _read_sidecar(raw: RawFile, today: date) -> tuple[Metadata, tuple[Problem, ...]]:
    if raw.sidecar is None:
        return Metadata(), ()
    name = f"{raw.file}.yml"
    try:
        text = decode(raw.sidecar)
    except NotTextError:
        what = "the file is not text."
        return Metadata(), (Problem(name, 0, what, "Write it as UTF-8 text."),)
    return front_matter.read_mapping(text, name, today=today, method="sidecar")


def _other(path: Path, file: str) -> tuple[Problem, ...]:
    """Warn of a file that is neither an article nor settings."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in _SETTINGS:
        if suffixes[-1] == ".yml" and len(suffixes) > 1 and suffixes[-2] in _KINDS:
            beside = path.with_suffix("")
            if not beside.exists():
                message, remedy = f"there is no {beside.name} beside it.", "Rename or remove it."
                return (Problem(file, 0, message, remedy, "warning"),)
        return ()
    if suffixes and suffixes[-1] in _OFFICE:
        remedy = "Open it and save it as plain text (.txt, UTF-8) or as a web page (.html)."
        return (Problem(file, 0, f'files named "{path.suffix}" are not read.', remedy),)
    if suffixes and suffixes[-1] in {".csv", ".json", ".opml"}:  # Pocket's and others' lists
        what = f'files named "{path.suffix}" are not read: they list articles and hold none.'
        return (Problem(file, 0, what, _LINKS, "warning"),)
    return (
        Problem(
            file, 0, f'files named "{path.suffix or path.name}" are not read.', READABLE, "warning"
        ),
    )
