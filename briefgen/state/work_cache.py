"""Work of a stage remembered between builds, under the hash of the code and tables that did it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from briefgen.state.makers import Maker
from briefgen.state.remembered import ASK_AT_ONCE, Remembered, Row

MOST = 500_000  # rows; beyond, the file is emptied: what is still asked for comes back
SPARE = 1000  # rows kept beside as many as are asked for
_OURS = Path(__file__).parents[1]
_INSERT = "INSERT OR REPLACE INTO work VALUES (?, ?, ?, ?)"
_SELECT = "SELECT key, value, seal FROM work WHERE maker = ? AND key IN ({})"


class WorkCache(Remembered):
    """Results of one stage as text, by the hash of what they were made from.

    `maker` is the fingerprint of the code: what another made is thrown away. Each row is sealed
    with a hash: what was damaged on disk is not believed.
    """

    schema = """
        CREATE TABLE IF NOT EXISTS work (
            key TEXT PRIMARY KEY, value TEXT NOT NULL, maker TEXT NOT NULL, seal TEXT NOT NULL
        ) WITHOUT ROWID
    """
    lost = "Finished work is"

    def __init__(self, path: Path, maker: str, *, most: int = MOST) -> None:
        super().__init__(path)
        self.maker = maker
        self._asked: set[str] = set()
        self.execute(lambda connection: _clean(connection, maker, most))

    def get_many(self, keys: Sequence[str]) -> dict[str, str]:
        """Give what is known of `keys`."""
        self._asked.update(keys)
        starts = range(0, len(keys), ASK_AT_ONCE)
        rows = [row for start in starts for row in self._select(keys[start : start + ASK_AT_ONCE])]
        return {key: value for key, value, seal in rows if seal == self._seal(key, value)}

    def _select(self, keys: Sequence[str]) -> list[Row]:
        query = _SELECT.format(",".join("?" * len(keys)))
        return self.execute(lambda connection: connection.execute(query, (self.maker, *keys)))

    def put_many(self, entries: dict[str, str]) -> None:
        """Remember `entries`, all or none."""
        rows = [(k, v, self.maker, self._seal(k, v)) for k, v in entries.items()]

        def insert(connection: sqlite3.Connection) -> Iterable[Row]:
            with connection:
                connection.executemany(_INSERT, rows)
            return ()

        self.execute(insert)

    def tidy(self) -> None:
        """Forget what this run did not ask for, once that is the larger part.

        Only a run that went through all articles knows; two folders built in turn keep theirs.
        """

        def forget(connection: sqlite3.Connection) -> Iterable[Row]:
            (count,) = connection.execute("SELECT count(*) FROM work").fetchone()
            if count > 2 * len(self._asked) + SPARE:
                with connection:
                    connection.execute("CREATE TEMP TABLE asked (key TEXT PRIMARY KEY)")
                    keys = ((key,) for key in self._asked)
                    connection.executemany("INSERT INTO asked VALUES (?)", keys)
                    connection.execute("DELETE FROM work WHERE key NOT IN (SELECT key FROM asked)")
                    connection.execute("DROP TABLE asked")
                connection.execute("VACUUM")
            return ()

        self.execute(forget)

    def _seal(self, key: str, value: object) -> str:
        content = f"{key}\x1f{value}\x1f{self.maker}"
        return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _clean(connection: sqlite3.Connection, maker: str, most: int) -> Iterable[Row]:
    """Throw away what other code made, or everything when there is too much of it."""
    strange = "SELECT EXISTS (SELECT 1 FROM work WHERE maker != ?)"
    (others,) = connection.execute(strange, (maker,)).fetchone()
    (count,) = connection.execute("SELECT count(*) FROM work").fetchone()
    if others or count > most:
        with connection:
            connection.execute("DELETE FROM work WHERE maker != ? OR ?", (maker, count > most))
    return ()


def fingerprint(maker: Maker) -> str:
    """Hash the code and tables of a stage, and the versions of Python and the libraries."""
    digest = sha256(sys.version.encode())
    for library in maker.libraries:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    for room in maker.rooms:
        digest.update(_room(_OURS, room))
    return digest.hexdigest()


@cache
def _room(ours: Path, room: str) -> bytes:
    """Hash the files of a room, or a file; several stages share some."""
    place, digest = ours / room, sha256()
    for file in [place] if place.is_file() else sorted(place.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(file.relative_to(ours).as_posix().encode() + b"\0")
            digest.update(sha256(file.read_bytes()).digest())
    return digest.digest()
