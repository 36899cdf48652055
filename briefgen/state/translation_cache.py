"""Translations remembered between builds: a sentence is translated once, ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from briefgen.model import Problem
from briefgen.translating.translate import Candidate

_SCHEMA = """
CREATE TABLE IF NOT EXISTS translation (
    key TEXT PRIMARY KEY, text TEXT NOT NULL, score REAL, seal TEXT NOT NULL
) WITHOUT ROWID
"""
_SELECT = "SELECT key, text, score, seal FROM translation WHERE key IN ({})"
_INSERT = "INSERT OR REPLACE INTO translation VALUES (?, ?, ?, ?)"
_Row = tuple[Any, ...]
_ASK_AT_ONCE = 500  # below SQLite's limit on parameters
_WAIT = 5.0  # seconds for another build to finish writing


class TranslationCache:
    """Translations by key, so that a sentence is translated once, ever.

    Each row is sealed with a hash: what was damaged on disk is not believed. A broken cache file
    is set aside and begun anew, a locked or read-only one is done without; `problems` says so.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection | None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._connect()
        except (sqlite3.OperationalError, OSError) as error:
            self._report(f"cannot be used: {error}", "Translations are not remembered this time.")
        except sqlite3.DatabaseError as error:
            return self._begin_anew(error)
        return None

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_WAIT)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_SCHEMA)
            connection.commit()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _begin_anew(self, error: sqlite3.Error) -> sqlite3.Connection | None:
        self._report(f"is damaged: {error}", "It was set aside and begun anew.")
        try:
            self.path.replace(self.path.with_suffix(".damaged"))
            return self._connect()
        except (sqlite3.Error, OSError):
            return None

    def _report(self, message: str, remedy: str) -> None:
        self.problems.append(Problem(str(self.path), 0, message, remedy, "warning"))

    def get_many(self, keys: Sequence[str]) -> dict[str, Candidate]:
        """Give what is known of `keys`."""
        found: dict[str, Candidate] = {}
        for start in range(0, len(keys), _ASK_AT_ONCE):
            for key, text, score, seal in self._select(keys[start : start + _ASK_AT_ONCE]):
                candidate = Candidate(text, score)
                if seal == _seal(key, candidate):
                    found[key] = candidate
        return found

    def _select(self, keys: Sequence[str]) -> list[_Row]:
        query = _SELECT.format(",".join("?" * len(keys)))
        return self._execute(lambda connection: connection.execute(query, keys))

    def put_many(self, entries: dict[str, Candidate]) -> None:
        """Remember `entries`, all or none."""
        rows = [(key, c.text, c.score, _seal(key, c)) for key, c in entries.items()]

        def insert(connection: sqlite3.Connection) -> Iterable[_Row]:
            with connection:
                connection.executemany(_INSERT, rows)
            return ()

        self._execute(insert)

    def _execute(self, act: Callable[[sqlite3.Connection], Iterable[_Row]]) -> list[_Row]:
        """Act on the database; after a failure the cache is given up for this run."""
        if self._connection is None:
            return []
        try:
            return list(act(self._connection))
        except sqlite3.OperationalError as error:
            self._report(f"cannot be used: {error}", "Translations are not remembered this time.")
            self.close()
        except sqlite3.DatabaseError as error:
            self.close()
            self._connection = self._begin_anew(error)
        return []

    def close(self) -> None:
        """Close the file; the cache is empty and forgetful from here on."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _seal(key: str, candidate: Candidate) -> str:
    content = f"{key}\x1f{candidate.text}\x1f{candidate.score!r}"
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
