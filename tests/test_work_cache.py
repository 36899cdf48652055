"""Remembered work: what was damaged, or made by other code, is made again."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from factories import make_article

from briefgen import choosing
from briefgen.choosing import choose
from briefgen.state import work_cache
from briefgen.state.work_cache import WorkCache, fingerprint


class Counting:
    """Rates sentences by length, and counts how often it is asked."""

    name = "counting"
    decides = False

    def __init__(self):
        self.asked = 0

    def score(self, sentences, _language):
        self.asked += 1
        return [float(len(text)) for text in sentences]


def _articles(count):
    texts = (
        "Le maire de Paris a parlé hier.",
        "La ville compte deux millions d'habitants.",
        "Oui.",
    )
    return [make_article([f"{text} {i}" for text in texts], id=f"a{i}") for i in range(count)]


def _summarise(articles, memory, **limits):
    summarizer = Counting()
    found = choosing.summarise(
        articles, summarizer, **{"at_least": 1, "at_most": 4, **limits}, memory=memory
    )
    return found, summarizer.asked


def test_a_ranking_is_made_once_and_serves_other_limits(tmp_path):
    articles = _articles(5)
    with WorkCache(tmp_path / "w.sqlite", "code") as memory:
        first, asked = _summarise(articles, memory)
    assert asked == 5
    with WorkCache(tmp_path / "w.sqlite", "code") as memory:
        assert _summarise(articles, memory) == (first, 0)
        more, asked = _summarise(articles, memory, at_least=3)
        assert asked == 0
        assert more == _summarise(articles, None, at_least=3)[0]
        assert _summarise(_articles(6), memory)[1] == 1
    assert first == _summarise(articles, None)[0]


def test_other_code_begins_anew(tmp_path):
    for maker in ("one", "two", "one"):
        with WorkCache(tmp_path / "w.sqlite", maker) as memory:
            assert _summarise(_articles(2), memory)[1] == 2


@pytest.mark.parametrize("value", ["", "3", "[1, 99]", '["x"]', "[1, 0, 0]", "nonsense", "{}"])
def test_a_row_that_is_no_ranking_is_made_again(tmp_path, value):
    articles = _articles(1)
    plain = _summarise(articles, None)[0]
    with WorkCache(tmp_path / "w.sqlite", "code") as memory:
        memory.put_many({choose._key(articles[0], Counting()): value})
        assert _summarise(articles, memory) == (plain, 1)
        assert _summarise(articles, memory) == (plain, 0)


def test_a_row_changed_on_disk_is_not_believed(tmp_path):
    with WorkCache(tmp_path / "w.sqlite", "code") as memory:
        memory.put_many({"a": "[1, 0]", "b": "[1, 0]"})
    with sqlite3.connect(tmp_path / "w.sqlite") as connection:
        connection.execute("UPDATE work SET value = '[1, 2]' WHERE key = 'a'")
    connection.close()
    with WorkCache(tmp_path / "w.sqlite", "code") as memory:
        assert memory.get_many(["a", "b", "c"]) == {"b": "[1, 0]"}


def test_a_file_that_is_no_database_is_begun_anew_and_told(tmp_path):
    (tmp_path / "w.sqlite").write_text("nonsense " * 500, encoding="utf-8")
    with WorkCache(tmp_path / "w.sqlite", "code") as memory:
        memory.put_many({"a": "x"})
        assert memory.get_many(["a"]) == {"a": "x"}
        assert [problem.severity for problem in memory.problems] == ["warning"]


def test_size_is_bounded(tmp_path):
    with WorkCache(tmp_path / "w.sqlite", "code", most=3) as memory:
        memory.put_many({str(i): "x" for i in range(5)})
    with WorkCache(tmp_path / "w.sqlite", "code", most=3) as memory:
        assert memory.get_many([str(i) for i in range(5)]) == {}


def test_the_fingerprint_follows_code_and_tables(tmp_path, monkeypatch):
    ours = Path(work_cache.__file__).parents[1]
    shutil.copytree(ours / "choosing", tmp_path / "choosing")
    monkeypatch.setattr(work_cache, "_OURS", tmp_path)
    before = fingerprint(("choosing",), ("sumy",))
    assert before == fingerprint(("choosing",), ("sumy",))
    assert before != fingerprint(("choosing",), ("numpy",))
    with (tmp_path / "choosing" / "features.tsv").open("a", encoding="utf-8") as table:
        table.write("\n")
    assert fingerprint(("choosing",), ("sumy",)) != before
