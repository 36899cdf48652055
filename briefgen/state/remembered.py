"""Small facts remembered in an SQLite file that may be damaged, locked or read-only."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from briefgen.model import Problem

Row = tuple[Any, ...]
ASK_AT_ONCE = 500  # below SQLite's limit on parameters
_WAIT = 5.0  # seconds for another build to finish writing
# Of a damaged file SQLite may quote bytes that are no text, which Python cannot make a message of.
_DAMAGED = (sqlite3.DatabaseError, UnicodeError)


class Remembered:
    """A file of rows. Broken, it is set aside and begun anew; locked or read-only, done without.

    `problems` says so. `schema` makes its table, `lost` says what is not remembered.
    """

    schema: str
    lost: str

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection | None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._connect()
        except (sqlite3.OperationalError, OSError) as error:
            self._report(f"cannot be used: {error}", f"{self.lost} not remembered this time.")
        except _DAMAGED as error:
            return self._begin_anew(error)
        return None

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_WAIT)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(self.schema)
            connection.commit()
        except (sqlite3.Error, UnicodeError):
            connection.close()
            raise
        return connection

    def _begin_anew(self, error: Exception) -> sqlite3.Connection | None:
        self._report(f"is damaged: {error}", "It was set aside and begun anew.")
        try:
            self.path.replace(self.path.with_suffix(".damaged"))
            return self._connect()
        except (sqlite3.Error, UnicodeError, OSError):
            return None

    def _report(self, message: str, remedy: str) -> None:
        what = f"{message.rstrip('.')}."
        self.problems.append(Problem(str(self.path), 0, what, remedy, "warning", "cache"))

    def execute(self, act: Callable[[sqlite3.Connection], Iterable[Row]]) -> list[Row]:
        """Act on the database; after a failure the cache is given up for this run."""
        if self._connection is None:
            return []
        try:
            return list(act(self._connection))
        except sqlite3.OperationalError as error:
            self._report(f"cannot be used: {error}", f"{self.lost} not remembered this time.")
            self.close()
        except _DAMAGED as error:
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
