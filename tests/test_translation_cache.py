"""The cache of translations: never wrong, whatever happens to its file."""

import sqlite3
from contextlib import closing

import pytest

from briefgen.errors import StoreError
from briefgen.model import LedgerEntry
from briefgen.state.ledger import append_ledger, read_ledger
from briefgen.state.translation_cache import TranslationCache
from briefgen.translating.translate import Candidate

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
    monkeypatch.setattr("briefgen.state.remembered._WAIT", 0.01)
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


LINES = (
    LedgerEntry(
        "abcd2345", "a.txt", "Un titre", "https://a.example/x", None, "2023-09", None, "ff"
    ),
    LedgerEntry("my-piece", "é/b.txt", "", None, "Le Soir", None, "2023-09-20"),
)


def test_no_ledger_is_an_empty_one(tmp_path):
    assert read_ledger(tmp_path / "links.jsonl") == ((), ())


def test_the_ledger_is_only_added_to(tmp_path):
    path = tmp_path / "links.jsonl"
    append_ledger(path, LINES[:1])
    before = path.read_bytes()
    path.write_bytes(before.rstrip(b"\n"))
    append_ledger(path, LINES[1:])
    append_ledger(path, ())
    assert path.read_bytes().startswith(before)
    assert read_ledger(path) == (LINES, ())


def test_bad_ledger_lines_are_told_and_passed_over(tmp_path):
    path = tmp_path / "links.jsonl"
    append_ledger(path, LINES)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"id": "../x"}\n[1]\n{"id": 3}\n<<<<<<< ours\n\n')
    entries, problems = read_ledger(path)
    assert entries == LINES
    assert [problem.line for problem in problems] == [3, 4, 5, 6]
    assert all(problem.remedy for problem in problems)


def test_a_ledger_that_cannot_be_used_is_told(tmp_path):
    with pytest.raises(StoreError):
        read_ledger(tmp_path)
    with pytest.raises(StoreError):
        append_ledger(tmp_path, LINES)
