"""Files → Documents and Problems; the only input."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from briefgen import mishaps
from briefgen.errors import InputError
from briefgen.model import Document, DocumentKind, Metadata, Part, Problem
from briefgen.reading import encodings, front_matter, mime
from briefgen.reading.dates import parse_published
from briefgen.reading.decode import Decoded, NotTextError, decode, garbled, read_text
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
# The folders browsers put beside a saved page for its pictures, in several languages.
_SAVED = re.compile(
    r"(?:_files|_fichiers|-Dateien|_archivos|_arquivos|_ficheiros|_file|_bestanden|_pliki|-filer"
    r"|_soubory|_elemei|_dosyalar|\.files)$",
    re.IGNORECASE,
)
_NOTES = frozenset(  # files that tell of a folder, in any case and with any ending
    {"readme", "license", "licence", "contributing", "changelog", "notice", "authors"}
    | {"code_of_conduct", "lisezmoi", "liesmich", "leeme"}
)
_OFFICE = {".docx", ".doc", ".odt", ".rtf", ".pdf", ".epub", ".pages", ".webarchive"}
_SETTINGS = {".yml", ".yaml", ".toml", ".jsonl", ".lock"}
DEEPEST = 50  # folders in folders
MOST_FILES = 100_000
# Pocket's export is a page of links, later a table of them.
_POCKET = re.compile(r"<title>\s*Pocket Export\s*</title>", re.IGNORECASE)
_HEAD_OF_PAGE = 2000  # characters
_LINKS = "Fetch the articles themselves: `briefgen add ADDRESS`."
_READABLE = "Save it as .txt, .md or .html."


class _RefusedError(Exception):
    """One file cannot be read; carries what is wrong and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy


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
    if not folder.is_dir():
        remedy = "Name a folder with --articles or in briefgen.yml."
        raise InputError("the articles folder does not exist.", where=str(folder), remedy=remedy)
    documents, problems = [], []
    root = folder.resolve()
    for number, found_one in enumerate(_walk(folder, root, frozenset({root}))):
        path, file = found_one.path, _display(found_one.path.relative_to(folder))
        if number >= max_files:
            what = f"there are more than {max_files:,} files; those from here on are left out."
            problems.append(Problem(file, 0, what, "Raise max_files in briefgen.yml."))
            break
        if found_one.wrong:
            problems.append(Problem(file, 0, *found_one.wrong))
            continue
        try:
            document, found = _read_file(path, file, max_bytes=max_bytes, today=today)
        except _RefusedError as error:
            problems.append(Problem(file, 0, error.message, error.remedy))
            continue
        except Exception as error:  # noqa: BLE001  # one article never stops the others
            problems.append(mishaps.problem(file, "reading the file", error))
            continue
        documents += [document] if document else []
        problems += found
    return tuple(sorted(documents, key=lambda one: one.file)), tuple(sorted(problems))


def read_document(
    path: Path, name: str | None = None, *, max_bytes: int, today: date
) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read a single file, by default under its own name; None with Problems where it cannot be."""
    file = name or path.name
    try:
        return _read_file(path, file, max_bytes=max_bytes, today=today)
    except _RefusedError as error:
        return None, (Problem(file, 0, error.message, error.remedy),)
    except Exception as error:  # noqa: BLE001  # told like any other problem of a file
        return None, (mishaps.problem(file, "reading the file", error),)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of the folder, or what is wrong with an entry of it and the remedy."""

    path: Path
    wrong: tuple[str, str] | None = None


_LOOP = ("the link leads back to itself.", "Remove the link.")
_OUTSIDE = ("the link leads out of the articles folder.", "Copy the file into the folder.")
_TOO_DEEP = (f"the folders are nested deeper than {DEEPEST}.", "Move the files up.")
_CLOSED = ("the folder cannot be read.", "Check its rights.")


def _walk(folder: Path, root: Path, above: frozenset[Path]) -> Iterator[_Found]:
    """Give the files below a folder; links are followed inside `root` only."""
    if len(above) > DEEPEST:
        yield _Found(folder, _TOO_DEEP)
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield _Found(folder, _CLOSED)
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _enter(folder / entry.name, root, above)


def _enter(path: Path, root: Path, above: frozenset[Path]) -> Iterator[_Found]:
    """Give a file, or what is below a folder."""
    inside = _real(path)
    if inside is None:
        yield _Found(path, _LOOP if _is_loop(path) else None)  # leading nowhere: told when read
    elif not inside.is_relative_to(root):
        yield _Found(path, _OUTSIDE)
    elif not inside.is_dir():
        yield _Found(path)
    elif inside in above:
        yield _Found(path, _LOOP)
    elif not _belongs_to_page(path):
        yield from _walk(path, root, above | {inside})


def _real(path: Path) -> Path | None:
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):
        return None


def _belongs_to_page(folder: Path) -> bool:
    """Tell whether a folder holds the pictures of the saved page beside it."""
    name = _SAVED.sub("", folder.name)
    return name != folder.name and any(
        (folder.parent / f"{name}{ending}").is_file() for ending in (".html", ".htm")
    )


def _is_loop(path: Path) -> bool:
    """Tell whether a link leads to itself."""
    try:
        path.resolve(strict=True)
    except RuntimeError:
        return True
    except OSError as error:
        return "loop" in str(error).lower() or "too many levels" in str(error).lower()
    return False


def _read_file(
    path: Path, file: str, *, max_bytes: int, today: date
) -> tuple[Document | None, tuple[Problem, ...]]:
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        return None, _other(path, file)
    if path.stem.lower() in _NOTES:
        message = "it looks like notes about the folder and is not published."
        return None, (Problem(file, 0, message, "Rename it if it is an article.", "warning"),)
    raw = _read_bytes(path, max_bytes)
    sidecar, wrong = _read_sidecar(path, file, max_bytes, today)
    if path.suffix.lower() in mime.SUFFIXES:
        raw, kind, sidecar = _unwrap(raw, path.suffix.lower(), sidecar, today)
    try:
        decoded = read_text(raw, html=kind == "html", stated=sidecar.encoding)
    except NotTextError as error:
        seen = raw[:8].hex(" ")
        raise _RefusedError(
            f"{error} (it begins with {seen}).", error.remedy or _READABLE
        ) from error
    text = decoded.text
    if not text.strip():
        raise _RefusedError("the file is empty.", "Fill it or remove it.")
    if _POCKET.search(text, 0, _HEAD_OF_PAGE):
        raise _RefusedError(
            "it is a list of links exported by Pocket; it holds no article.", _LINKS
        )
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
    return Document(file, text, kind, merged), (*wrong, *problems)


def _unwrap(
    raw: bytes, suffix: str, sidecar: Metadata, today: date
) -> tuple[bytes, DocumentKind, Metadata]:
    """Take the text out of a saved mail; what its head says yields to the sidecar."""
    mail = mime.read_mail(raw, is_page=suffix != ".eml")
    if mail is None:
        raise _RefusedError("it holds neither a page nor plain text.", _READABLE)
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
        raise _RefusedError(message, "Save it again from where it came, as UTF-8.")
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


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    try:
        if not path.is_file() and path.exists():
            raise _RefusedError("it is no ordinary file.", _READABLE)
        size = path.stat().st_size
        if size > max_bytes:
            remedy = "Split it, or raise max_file_size in briefgen.yml."
            raise _RefusedError(f"the file has {size:,} bytes, the limit is {max_bytes:,}.", remedy)
        return path.read_bytes()
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise _RefusedError(
            f"the file cannot be read: {what}.", "Check that it is there and its rights."
        ) from error


def _read_sidecar(
    path: Path, file: str, max_bytes: int, today: date
) -> tuple[Metadata, tuple[Problem, ...]]:
    sidecar = path.with_name(path.name + ".yml")
    if not _exists(sidecar):
        return Metadata(), ()
    if sidecar.is_symlink():  # the walk has told of it where it leads out
        beside = _real(sidecar)
        if beside is None or not beside.is_relative_to(path.parent.resolve()):
            return Metadata(), ()
    name = f"{file}.yml"
    try:
        text = decode(_read_bytes(sidecar, max_bytes))
    except (_RefusedError, NotTextError) as error:
        message = error.message if isinstance(error, _RefusedError) else "the file is not text."
        return Metadata(), (Problem(name, 0, message, "Write it as UTF-8 text."),)
    return front_matter.read_mapping(text, name, today=today, method="sidecar")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for the disk
        return False


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
            file, 0, f'files named "{path.suffix or path.name}" are not read.', _READABLE, "warning"
        ),
    )


def _display(path: Path) -> str:
    """Give a path that can be printed even when its name is no valid Unicode."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
