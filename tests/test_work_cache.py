"""Remembered work: what was damaged, or made by other code, is made again."""

import ast
import operator as op
import shutil
import sqlite3
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

import pytest
from factories import make_article

from briefgen import choosing
from briefgen.choosing import choose
from briefgen.partial_date import PartialDate
from briefgen.reading.observed_day import UNOBSERVED, ObservedDay
from briefgen.state import makers, work_cache
from briefgen.state.makers import Maker
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


@pytest.mark.parametrize(
    "value", ["", "3", "[1, 0]", '{"order": ["x"], "enough": 1}', "nonsense", "{}"]
)
def test_a_row_that_is_no_ranking_is_made_again(tmp_path, value):
    articles = _articles(1)
    plain = _summarise(articles, None)[0]
    with WorkCache(tmp_path / "w.sqlite", "code") as memory:
        memory.put_many({choose._key(Counting(), articles[0]): value})
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


def test_what_nobody_asks_for_any_more_is_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr(work_cache, "SPARE", 2)
    with WorkCache(tmp_path / "w.sqlite", "code") as memory:
        memory.put_many({str(i): "x" for i in range(10)})
    for asked, left in (("01234", 10), ("012", 3), ("0", 3), ("", 0)):
        with WorkCache(tmp_path / "w.sqlite", "code") as memory:
            memory.get_many([*asked])
            memory.tidy()
        with WorkCache(tmp_path / "w.sqlite", "code") as memory:
            assert len(memory.get_many([str(i) for i in range(10)])) == left, asked


def test_the_fingerprint_follows_code_and_tables(tmp_path, monkeypatch):
    ours = Path(work_cache.__file__).parents[1]
    shutil.copytree(ours / "choosing", tmp_path / "choosing")
    monkeypatch.setattr(work_cache, "_OURS", tmp_path)
    maker = Maker(("choosing.choose",), ("choosing",), ("sumy",))

    def again(one=maker):
        work_cache._room.cache_clear()
        return fingerprint(one)

    before = again()
    assert before == again()
    assert before != again(replace(maker, others=("numpy",)))
    with (tmp_path / "choosing" / "features.tsv").open("a", encoding="utf-8") as table:
        table.write("\n")
    assert again() != before


ROOT = Path(work_cache.__file__).parents[1]


def _file(module):
    path = ROOT.joinpath(*module.split(".")[1:])
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in files if file.is_file()), None)


def _imported(file):
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def _reached(entries):
    """Follow imports from some modules; give our files and the names of libraries."""
    todo, ours, libraries = [f"briefgen.{entry}" for entry in entries], set(), set()
    while todo:
        module = todo.pop()
        file = _file(module)
        if not module.startswith("briefgen"):
            libraries.add(module.partition(".")[0])
        elif file is not None and file not in ours:
            ours.add(file)
            todo += _imported(file)
    return ours, libraries - sys.stdlib_module_names


@pytest.mark.parametrize("maker", makers.MAKERS, ids=lambda maker: maker.own[0])
def test_a_maker_names_all_code_and_libraries_its_stage_reaches(maker):
    rooms = [ROOT / room for room in maker.rooms]
    assert all(room.exists() for room in rooms)
    files, libraries = _reached(maker.entry)
    strange = [file for file in files if not any(file.is_relative_to(room) for room in rooms)]
    assert strange in ([], [ROOT / "__init__.py"])
    named = metadata.packages_distributions()
    known = {library.casefold() for library in maker.libraries}
    assert not [one for one in libraries if not {n.casefold() for n in named[one]} & known]


DAY = date(2024, 3, 14)


def _hung(act):
    day = ObservedDay.of(DAY)
    with suppress(TypeError, ValueError):
        act(day)
    return day.hung


@pytest.mark.parametrize("shift", [-400, -1, 0, 1, 400])
@pytest.mark.parametrize("compare", [op.lt, op.le, op.gt, op.ge, op.eq, op.ne])
@pytest.mark.parametrize("turned", [False, True])
def test_what_hangs_on_no_day_is_the_same_on_every_later_one(shift, compare, turned):
    other = DAY + timedelta(shift)

    def act(day):
        return compare(other, day) if turned else compare(day, other)

    day = ObservedDay.of(DAY)
    assert act(day) == act(DAY)
    if day.hung == "nothing":
        assert {act(DAY + timedelta(later)) for later in range(900)} == {act(DAY)}


def test_whatever_else_is_asked_of_a_day_hangs_on_it():
    methods = {name for name in dir(date) if name.islower()} - UNOBSERVED
    methods -= set(dir(object)) - {"__str__", "__repr__", "__format__", "__hash__"}
    methods -= {"__radd__", "__rsub__", "year", "__lt__", "__le__", "__gt__", "__ge__", "__doc__"}
    for name in methods:
        given = {"strftime": ("%d",), "__format__": ("%d",)}.get(name, ())
        given = (timedelta(1),) if name in {"__add__", "__sub__"} else given
        day = ObservedDay.of(DAY)
        found = getattr(day, name)
        result = found(*given) if callable(found) else found
        expected = getattr(DAY, name)
        assert result == (expected(*given) if callable(expected) else expected)
        assert day.hung == "day", name
    assert _hung(lambda day: day.year) == "year"
    assert _hung(lambda day: (day.year, day.month)) == "day"
    assert _hung(lambda day: min(day, date(2020, 1, 1))) == "nothing"
    assert _hung(lambda day: min(day, date(2030, 1, 1))) == "day"
    assert _hung(lambda day: PartialDate(2024, 3).check(day)) == "nothing"
    assert _hung(lambda day: PartialDate(2024, 4).check(day)) == "day"
