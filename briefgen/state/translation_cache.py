"""Translations remembered between builds: a sentence is translated once, ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import sha256

from briefgen.state.remembered import ASK_AT_ONCE, Remembered, Row
from briefgen.translating.translate import Candidate

_SCHEMA = """
CREATE TABLE IF NOT EXISTS translation (
    key TEXT PRIMARY KEY, text TEXT NOT NULL, score REAL, seal TEXT NOT NULL
) WITHOUT ROWID
"""
_SELECT = "SELECT key, text, score, seal FROM translation WHERE key IN ({})"
_INSERT = "INSERT OR REPLACE INTO translation VALUES (?, ?, ?, ?)"


class TranslationCache(Remembered):
    """Translations by key, so that a sentence is translated once, ever.

    Each row is sealed with a hash: what was damaged on disk is not believed.
    """

    schema = _SCHEMA
    lost = "Translations are"

    def get_many(self, keys: Sequence[str]) -> dict[str, Candidate]:
        """Give what is known of `keys`."""
        found: dict[str, Candidate] = {}
        for start in range(0, len(keys), ASK_AT_ONCE):
            for key, text, score, seal in self._select(keys[start : start + ASK_AT_ONCE]):
                candidate = Candidate(text, score)
                if seal == _seal(key, candidate):
                    found[key] = candidate
        return found

    def _select(self, keys: Sequence[str]) -> list[Row]:
        query = _SELECT.format(",".join("?" * len(keys)))
        return self.execute(lambda connection: connection.execute(query, keys))

    def put_many(self, entries: dict[str, Candidate]) -> None:
        """Remember `entries`, all or none."""
        rows = [(key, c.text, c.score, _seal(key, c)) for key, c in entries.items()]

        def insert(connection: sqlite3.Connection) -> Iterable[Row]:
            with connection:
                connection.executemany(_INSERT, rows)
            return ()

        self.execute(insert)


def _seal(key: str, candidate: Candidate) -> str:
    content = f"{key}\x1f{candidate.text}\x1f{candidate.score!r}"
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
