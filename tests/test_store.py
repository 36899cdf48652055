"""The cache of translations: never wrong, whatever happens to its file."""

import sqlite3
from contextlib import closing

from briefgen.store import TranslationCache
from briefgen.translate import Candidate

ENTRIES = {"k1": Candidate("one", -0.1), "k2": Candidate("two", None)}


def test_what_was_put_is_found_again_by_the_next_build(tmp_path):
    path = tmp_path / "deep" / "translations.sqlite"
    with TranslationCache(path) as cache:
        assert cache.get_many(["k1"]) == {}
        cache.put_many(ENTRIES)
    with TranslationCache(path) as cache:
        assert cache.get_many(["k1", "k2", "k3"]) == ENTRIES
        assert cache.problems == []


def test_many_keys_are_asked_for_at_once(tmp_path):
    entries = {f"k{i}": Candidate(str(i), float(-i)) for i in range(2500)}
    with TranslationCache(tmp_path / "t.sqlite") as cache:
        cache.put_many(entries)
        assert cache.get_many([*entries, "x"]) == entries


def test_a_damaged_file_is_set_aside_and_begun_anew(tmp_path):
    path = tmp_path / "t.sqlite"
    path.write_bytes(b"this is no database, " * 500)
    with TranslationCache(path) as cache:
        cache.put_many(ENTRIES)
        assert cache.get_many(["k1"]) == {"k1": ENTRIES["k1"]}
        assert "is damaged" in cache.problems[0].message
    assert (tmp_path / "t.damaged").exists()


def test_an_altered_row_is_not_believed(tmp_path):
    path = tmp_path / "t.sqlite"
    with TranslationCache(path) as cache:
        cache.put_many(ENTRIES)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE translation SET text = 'wrong' WHERE key = 'k1'")
    with TranslationCache(path) as cache:
        assert cache.get_many(["k1", "k2"]) == {"k2": ENTRIES["k2"]}


def test_a_table_of_another_shape_is_done_without(tmp_path):
    path = tmp_path / "t.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE translation (a)")
    with TranslationCache(path) as cache:
        assert cache.get_many(["k1"]) == {}
        cache.put_many(ENTRIES)
        assert cache.problems[0].severity == "warning"


def test_a_locked_cache_is_done_without(tmp_path, monkeypatch):
    monkeypatch.setattr("briefgen.store._WAIT", 0.01)
    path = tmp_path / "t.sqlite"
    TranslationCache(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with TranslationCache(path) as cache:
            cache.put_many(ENTRIES)
            assert "locked" in cache.problems[0].message
            assert cache.get_many(["k1"]) == {}


def test_a_folder_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "file").write_text("")
    with TranslationCache(tmp_path / "file" / "t.sqlite") as cache:
        cache.put_many(ENTRIES)
        assert cache.get_many(["k1"]) == {}
        assert len(cache.problems) == 1
