"""The things the stages hand on: frozen, comparable, without behaviour that touches the world.

Offsets count Unicode characters of the decoded file, after a byte-order mark is removed and before
newlines are converted; ranges are half-open. Paths are POSIX and relative to the articles folder.
Dates are `PartialDate`s: as exact as they are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from briefgen.errors import visible
from briefgen.language.tags import UNKNOWN, Language
from briefgen.partial_date import PartialDate

Precision = Literal["day", "month", "year", "unknown"]
Severity = Literal["error", "warning"]
# What kind of problem: a word that settings and scripts go by, each with a page in docs/problems/.
Code = Literal[
    "broken-package",
    "cache",
    "corrections",
    "desk-file",
    "failed",
    "ledger",
    "no-package",
    "no-site-url",
    "not-ours",
    "not-read",
    "stale-pages",
    "undated",
    "unexpected-language",
    "unknown-language",
    "unknown-source",
    "unread-text",
]
Shown = Literal["translation", "original"]
DocumentKind = Literal["text", "markdown", "html"]


QUOTED = 60  # characters of a text that a message shows


def quoted(text: str) -> str:
    """Quote a text in a message: its beginning, since a title may be as long as its file."""
    return f"“{shortened(text)}”"


def shortened(text: str) -> str:
    """Give the beginning of what a message shows of a file: one line of at most 60 characters."""
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1].rstrip()}…"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something the reader of the report should mend; the build went on without it."""

    file: str  # "" when no file is to blame
    line: int  # 1-based; 0 when no line is to blame
    message: str
    remedy: str
    severity: Severity = "error"  # errors are fatal under --strict, warnings never
    code: Code = "failed"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        head = f"{where}: {self.message}" if where else self.message
        return visible(f"{head} {self.remedy}".rstrip())


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, how exactly we know, and from which words."""

    date: PartialDate | None = None
    evidence: str | None = None  # the words relied on, as they stand in the source
    method: str | None = None  # "front matter", "sidecar", "html", "header", "text", "caption", …
    start: int | None = None  # where the words stand; None outside the file's text
    end: int | None = None

    @property
    def precision(self) -> Precision:
        """How exactly it is known."""
        return self.date.precision if self.date else "unknown"


UNDATED = Published()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What front matter or a sidecar states; None where it is silent."""

    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: Published | None = None
    language: Language | None = None
    author: str | None = None
    id: str | None = None
    added: str | None = None  # ISO day
    encoding: str | None = None  # of the file; only a sidecar can say it

    @property
    def names_one_article(self) -> bool:
        """A title, url or id says: this is one article, do not split it."""
        return bool(self.title or self.url or self.id)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document under one front matter (most documents have one part)."""

    start: int
    end: int
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Document:
    """One input file, decoded."""

    file: str
    text: str
    kind: DocumentKind
    parts: tuple[Part, ...]
    committed: str | None = None  # ISO day of the first commit, where git was asked


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a decision: what kind of thing was seen, the words, and its weight."""

    kind: str
    text: str
    weight: float
    start: int
    end: int


LineKind = Literal[
    "text",
    "heading",
    "date",
    "byline",
    "agency",
    "caption",
    "related",
    "contributors",
    "section",
    "address",
    "offer",
    "footnote",
    "chrome",
    "rule",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph-like stretch of a document: trimmed, not empty, with the kind it looks like."""

    start: int
    end: int
    kind: LineKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document found to be one article, before cleaning."""

    start: int
    end: int
    title: tuple[int, int] | None  # range of the headline, when one was recognised
    metadata: Metadata
    evidence: tuple[Evidence, ...] = ()  # why a boundary stands at `start`; empty for the first
    lines: tuple[Line, ...] = ()  # as they look; a page has none


@dataclass(frozen=True, slots=True)
class Mark:
    """A doubt about a translation: the check that raised it and what it saw, in words."""

    check: str
    detail: str


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as a reader is shown it: every output says the same of it."""

    text: str
    language: Language  # of `text`
    original: str | None  # what was translated; None when `text` is the original
    original_language: Language
    marks: tuple[Mark, ...]
    edited: bool = False
    attempt: str | None = None  # a translation that was not good enough to show

    @property
    def is_translated(self) -> bool:
        """Whether the text was translated from another language."""
        return self.original is not None

    @property
    def noted(self) -> str:
        """The text with the names of its doubts, for where no mark can be drawn."""
        checks = ", ".join(dict.fromkeys(mark.check for mark in self.marks))
        return f"{self.text} [check {checks}]" if checks else self.text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or title) of an article and, once translated, its English.

    `original` is the exact slice `[start:end]` of the source with white space collapsed (for HTML
    the text content of that markup). Offsets are None where they could not be aligned.
    """

    original: str
    start: int | None
    end: int | None
    line: int | None = None  # 1-based line of the file where it starts
    repaired: str | None = None  # only where scraping damage was mended
    translation: str | None = None  # the best candidate, even when the original is shown
    shown: Shown = "original"
    marks: tuple[Mark, ...] = ()
    score: float | None = None  # mean log-probability per token
    doubt: float | None = None  # 0 to 1, by the second opinion; None where none was asked
    unexplained: tuple[str, ...] = ()  # words of the original the English does not lead back to
    edited: bool = False  # the English is a person's, from corrections.yml

    @property
    def input(self) -> str:
        """The text given to summariser and translator."""
        return self.repaired or self.original

    @property
    def text(self) -> str:
        """The text a reader is shown."""
        if self.shown == "translation" and self.translation is not None:
            return self.translation
        return self.original

    def told(self, language: Language, target: Language) -> Told:
        """Say what readers are shown of a sentence written in `language`, and with which marks."""
        foreign = not language.is_same_as(target)
        translated = foreign and self.shown == "translation" and self.translation is not None
        return Told(
            text=self.text,
            language=target if translated else language,
            original=self.original if translated else None,
            original_language=language,
            marks=self.marks,
            edited=self.edited,
            attempt=self.translation if foreign and not translated else None,
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of clean text that still knows its place in the file.

    Without `spans`, `text` is exactly `document.text[start:end]`. With them (HTML), character i of
    `text` stands at the file range `spans[i]` (an entity such as `&eacute;` is one character).
    """

    text: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...] | None = None

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Give the file range of `text[start:end]`, which must not be empty."""
        if self.spans is None:
            return self.start + start, self.start + end
        return self.spans[start][0], self.spans[end - 1][1]


@dataclass(frozen=True, slots=True)
class Removed:
    """Something cleaning kept out of the text, kept for `briefgen explain`."""

    kind: str  # "chrome", "caption", "byline", "agency", "related", "contributors", …
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a document: clean, in its own language, dated as well as can be."""

    id: str  # "" until the ledger names it
    file: str
    start: int
    end: int
    title: Sentence
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...] = ()
    language: Language = UNKNOWN
    language_confidence: float = 0.0  # the detector's, 0 to 1; 1 when stated
    published: Published = UNDATED
    url: str | None = None
    source: str | None = None
    author: str | None = None
    place: str | None = None  # from a dateline
    added: str | None = None  # ISO day
    changed: str | None = None  # ISO day on which its text was last found another than before
    pinned_id: str | None = None  # `id:` of the front matter
    removed: tuple[Removed, ...] = ()
    evidence: tuple[Evidence, ...] = ()  # why it begins where it does; () for the first
    badges: tuple[str, ...] = ()  # what sources.yml says of the outlet: "Russia", "state agency"
    edited: tuple[str, ...] = ()  # what corrections.yml changed: "published", "source", "story"
    story: str | None = None  # articles with the same word here are one story

    @property
    def day(self) -> PartialDate | None:
        """The date of the briefing the article belongs to, cut to its precision."""
        return self.published.date

    @property
    def updated(self) -> str | None:
        """The ISO day on which it came or was last changed; None where nobody knows."""
        return max(filter(None, (self.added, self.changed)), default=None)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another copy of an article that is shown."""

    id: str
    source: str | None
    url: str | None
    file: str


@dataclass(frozen=True, slots=True)
class Summary:
    """An article with the sentences chosen from it, in document order."""

    article: Article
    sentences: tuple[Sentence, ...]
    packages: tuple[str, ...] = ()  # what translated it, leg by leg; () where nothing did
    pivot: Language | None = None  # the language translated through, if any
    duplicates: tuple[Duplicate, ...] = ()

    @property
    def lines(self) -> tuple[Sentence, ...]:
        """The headline, then the chosen sentences: a headline is told like a sentence."""
        return (self.article.title, *self.sentences)

    def with_lines(self, lines: Iterable[Sentence]) -> Summary:
        """Give the summary with another headline and other sentences."""
        title, *sentences = lines
        article = replace(self.article, title=title)
        return replace(self, article=article, sentences=tuple(sentences))

    def told(self, sentence: Sentence, target: Language) -> Told:
        """Say what readers are shown of one of its lines."""
        return sentence.told(self.article.language, target)


@dataclass(frozen=True, slots=True)
class SentenceRef:
    """A sentence of a story's summary: article id and index into that article's summary."""

    article: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Story:
    """The articles of one day about one event. The id is the same on every day it lasts."""

    id: str
    title: str
    title_language: Language  # the target language unless the headline could not be translated
    summary: tuple[SentenceRef, ...]
    summaries: tuple[Summary, ...]  # by weight: the first is the one to read
    days: tuple[PartialDate, ...] = ()  # all days on which the story has articles, ascending
    head: Told | None = None  # how the title is shown, with its doubts

    @property
    def headline(self) -> Told:
        """The title as readers are shown it."""
        language = self.title_language
        return self.head or Told(
            self.title, language, None, language, (), edited=False, attempt=None
        )


@dataclass(frozen=True, slots=True)
class Briefing:
    """The stories of one date, by weight; None for undated."""

    date: PartialDate | None
    stories: tuple[Story, ...]

    @property
    def precision(self) -> Precision:
        """How exactly the date is known."""
        return self.date.precision if self.date else "unknown"


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands in several articles, in all its spellings."""

    title: str  # the spelling it is shown by
    language: Language  # of that spelling
    spellings: tuple[str, ...]  # the others, the most frequent first
    articles: tuple[tuple[str, int], ...]  # (article id, mentions), sorted


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that a person named, and the terms that tell of it."""

    title: str
    terms: tuple[str, ...]  # one that ends with * stands for every word that begins so


@dataclass(frozen=True, slots=True)
class PackageCard:
    """What a reader is told about a package that translated something."""

    name: str  # "briefgen-fr-en 0.1"; one of `Summary.packages`
    version: str
    source: str
    target: str
    sha256: str
    quality: str  # the tier in words, with figure and date when one was measured
    engine: str = ""  # what ran it: "CTranslate2 4.8.5"


@dataclass(frozen=True, slots=True)
class Site:
    """What every output needs to know about the site as a whole."""

    title: str
    description: str
    url: str | None  # absolute, ends with "/"; None leaves out feeds and digests
    repo_url: str | None  # base to which "/<file>#L<line>" is added; None: no such links
    target: Language  # of the translations
    noindex: bool
    watch: tuple[str, ...]  # terms that flag a story
    packages: tuple[PackageCard, ...]
    problems: tuple[Problem, ...]
    settings: tuple[tuple[str, str], ...] = ()  # (key, value in words), for the reader
    search_originals: bool = True  # sentences that no summary holds are found, too
    names: tuple[Name, ...] = ()  # those that recur, the most frequent first
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What is remembered of a published article, so that its link outlives it."""

    id: str
    file: str
    title: str
    url: str | None
    source: str | None
    published: str | None  # ISO date cut to its precision
    added: str | None  # ISO day the article was first seen, or as stated
    sketch: str = ""  # hexadecimal hashes of the text, eight digits each
    text: str = ""  # hexadecimal hash of headline and text, "" in lines of older versions
    changed: str | None = None  # ISO day on which this text took the place of another
    pages: str = ""  # paths of pages that this line alone tells of: "names/anne-royer-abcde/ …"


@dataclass(frozen=True, slots=True)
class Departed:
    """A published article that is there no more, and the live one that follows it, if any."""

    entry: LedgerEntry
    heir: str | None  # id
    withdrawn: bool = False  # by a person: not even its title is told


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be written: POSIX path relative to the docs folder, and its text or bytes."""

    path: str
    content: str | bytes


class Unprinted(Page):
    """A page like one that was made before: its content is made when somebody asks for it."""

    __slots__ = ("_make", "hash")
    _make: Callable[[], str | bytes]
    hash: str  # SHA-256 of its content

    def __init__(self, path: str, known: str, make: Callable[[], str | bytes]) -> None:
        for name, value in (("path", path), ("hash", known), ("_make", make)):
            object.__setattr__(self, name, value)

    @property
    def content(self) -> str | bytes:
        """Print it."""
        return self._make()
