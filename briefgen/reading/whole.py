"""What lies on disk of one file → its articles: a pure function of plain values, to be remembered.

That is the work of one file, wherever it is done; `key` says what it was done with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Literal

from briefgen import mishaps
from briefgen.desk.outlets import Outlet
from briefgen.language.tags import Language
from briefgen.model import Article, Code, Problem
from briefgen.reading.files import as_document
from briefgen.reading.folder import RawFile
from briefgen.reading.observed_day import ObservedDay
from briefgen.reading.understand import understand


@dataclass(frozen=True, slots=True)
class Understood:
    """The articles of a file and what is wrong with them, and how long that holds."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    made: str  # ISO day
    hung: Literal["nothing", "year", "day", "mishap"]  # on the day it was made, or on bad luck

    def holds(self, today: date) -> bool:
        """Tell whether the same would be made of the file on a day."""
        now = today.isoformat()
        same = {"nothing": self.made <= now, "day": self.made == now, "mishap": False}
        return same.get(self.hung, self.made <= now and self.made[:4] == now[:4])


@dataclass(frozen=True, slots=True)
class Reader:
    """Understands files under the settings of a site."""

    today: date
    allowed: tuple[Language, ...] = ()
    outlets: Mapping[str, Outlet] = field(default_factory=dict)

    def __call__(self, raw: RawFile) -> Understood:
        """Understand a file; whatever happens to it, the others are built."""
        day = ObservedDay.of(self.today)
        made = self.today.isoformat()
        try:
            document, unread = as_document(raw, today=day)
        except Exception as error:  # noqa: BLE001  # one article never stops the others
            return self._mishap("reading the file", raw, error, "not-read")
        unread = mishaps.coded(unread, "not-read")
        if document is None:
            return Understood((), unread, made, day.hung)
        try:
            articles, unclear = understand(
                document, allowed=self.allowed, today=day, outlets=self.outlets
            )
        except Exception as error:  # noqa: BLE001  # as above
            told = self._mishap("understanding the text", raw, error, "unread-text")
            return replace(told, problems=(*unread, *told.problems))
        problems = (*unread, *mishaps.coded(unclear, "unread-text"))
        return Understood(articles, problems, made, day.hung)

    def _mishap(self, stage: str, raw: RawFile, error: Exception, code: Code) -> Understood:
        told = mishaps.problem(raw.file, stage, error)
        return Understood((), mishaps.coded((told,), code), self.today.isoformat(), "mishap")

    def key(self, raw: RawFile) -> str:
        """Hash all that the result depends on, but for the code and the day."""
        outlets = [repr(pair) for pair in sorted(self.outlets.items())]
        told = [raw.file, raw.committed, raw.sidecar is None, [*map(str, self.allowed)], outlets]
        digest = sha256(json.dumps(told).encode())
        for content in (raw.content, raw.sidecar or b""):
            digest.update(sha256(content).digest())
        return digest.hexdigest()
