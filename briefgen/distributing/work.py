"""The work of each stage as a value that can be sent: what it is done with, and how on a worker.

Results are those of the stage in one process. What needs much to be made (routes, forms of names)
is made once for each worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol

from briefgen import packages, translating
from briefgen.choosing.choose import Ranking, Summarizer, rank_each
from briefgen.desk.glossary import Glossary
from briefgen.distributing.shelf import Shelf
from briefgen.errors import PackageError
from briefgen.language.tags import Language
from briefgen.model import Article, Summary
from briefgen.naming.gazetteer import Gazetteer
from briefgen.naming.mentions import Reading, read
from briefgen.packages import Package, Routes, choose_reverse, choose_route
from briefgen.progress import untold
from briefgen.reading import RawFile, Reader, Understood
from briefgen.translating.checked import worker
from briefgen.translating.kept import Checked, taken_off
from briefgen.translating.translate import Candidate


class Work(Protocol):
    """What a stage does to a batch of items, and what its results are."""

    at_once: ClassVar[int]  # items of a batch at most: some seconds of work
    result: ClassVar[type]

    def do(self, items: Sequence[Any], shelf: Shelf) -> Sequence[object]:
        """Give the result of each item, in order."""


@dataclass(frozen=True)
class Understanding:
    """Files → their articles."""

    read: Reader
    at_once: ClassVar[int] = 50
    result: ClassVar[type] = Understood

    def do(self, items: Sequence[RawFile], _: Shelf) -> list[Understood]:
        """Understand each file."""
        return [self.read(item) for item in items]


@dataclass(frozen=True)
class Choosing:
    """Articles → the order of their sentences."""

    summarizer: Summarizer
    at_once: ClassVar[int] = 50
    result: ClassVar[type] = Ranking

    def do(self, items: Sequence[Article], _: Shelf) -> list[Ranking]:
        """Rank the sentences of each article."""
        return rank_each(items, summarizer=self.summarizer)


@dataclass
class _Scratch:
    """Remembers the translations of a batch: mending asks for many a second time."""

    known: dict[str, Candidate] = field(default_factory=dict)

    def get_many(self, keys: Sequence[str]) -> dict[str, Candidate]:
        """Give what is known of `keys`."""
        return {key: self.known[key] for key in keys if key in self.known}

    def put_many(self, entries: dict[str, Candidate]) -> None:
        """Remember `entries`."""
        self.known |= entries


@dataclass(frozen=True)
class Checking:
    """Summaries → their translations, checked and mended."""

    packages: tuple[Package, ...]
    compute_type: str
    target: Language
    beam: int
    glossary: Glossary
    second_opinion: bool
    at_once: ClassVar[int] = 48  # 16 cost 9 % more (docs/scale.md)
    result: ClassVar[type] = Checked

    def do(self, items: Sequence[Summary], shelf: Shelf) -> list[Checked]:
        """Translate each summary. Raises LackingError where a package is not there."""
        needed = self._needed({item.article.language for item in items})
        self._scratch.known.clear()
        self._routes.threads = shelf.threads
        self._routes.packages = tuple(
            shelf.find(one) if one.sha256 in needed else one for one in self.packages
        )
        work = worker(
            self._routes,
            self._routes.reverse if self.second_opinion else translating.nobody,
            target=self.target,
            beam=self.beam,
            glossary=self.glossary,
        )
        done = taken_off(work, lambda _: None, items, untold)
        for problem in self._routes.problems:  # otherwise its articles would be kept untranslated
            raise PackageError(problem.message, where=problem.file, remedy=problem.remedy)
        return done

    @cached_property
    def _routes(self) -> Routes:
        return packages.routes(
            (), compute_type=self.compute_type, target=self.target, cache=self._scratch
        )

    @cached_property
    def _scratch(self) -> _Scratch:
        return _Scratch()

    def _needed(self, languages: Iterable[Language]) -> set[str]:
        """Give the SHA-256 of all packages that are asked about some languages."""
        found: set[str] = set()
        for language in languages:
            if language.is_same_as(self.target):
                continue
            found |= {one.sha256 for one in choose_route(self.packages, language, self.target)}
            back = choose_reverse(self.packages, language, self.target)
            found |= {back.sha256} if back and self.second_opinion else set()
        return found


@dataclass(frozen=True)
class Naming:
    """Articles → the names that stand in them."""

    glossary: Glossary
    target: Language
    at_once: ClassVar[int] = 200
    result: ClassVar[type] = Reading

    def do(self, items: Sequence[Article], _: Shelf) -> list[Reading]:
        """Read each article for names."""
        return [read(item, self._gazetteer) for item in items]

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self.glossary, self.target)
