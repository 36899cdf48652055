import io
import re
import sys
from dataclasses import replace
from functools import partial

import pytest
from factories import make_article
from fakes import FakeSummarizer, FakeTranslator

from briefgen import choosing, cli, naming, stories, translating
from briefgen.commands import how_far, say
from briefgen.commands.how_far import HowFar, duration
from briefgen.commands.say import status
from briefgen.desk.glossary import EMPTY
from briefgen.language.tags import Language
from briefgen.progress import each, within

FRENCH = [
    "Le gouvernement a présenté mardi son plan pour la ville de Marseille et ses écoles.",
    "Le président Emmanuel Macron a salué un accord avec les syndicats de la région.",
    "La mairie de Marseille promet 14 millions d'euros pour les travaux en septembre.",
]


class Told(list):
    """A progress that remembers."""

    def __call__(self, done, of):
        self.append((done, of))


def check(told, whole):
    """A stage tells ever more, and in the end that all is done."""
    assert told[-1] == (whole, whole)
    assert told == sorted(told)
    assert {of for _, of in told} == {whole}


def test_parts_tell_their_share_of_the_whole():
    told = Told()
    assert list(each("abcd", within(told, 10, 30, 100))) == list("abcd")
    assert told == [(15, 100), (20, 100), (25, 100), (30, 100)]
    within(told, 0, 5, 5)(9, 0)
    assert told[-1] == (5, 5), "of nothing, all is done"


def test_the_time_left_is_reckoned_after_two_seconds_and_not_shown_too_often():
    clock, lines = iter([0.0, 1.0, 2.0, 2.01, 20.0, 21.0, 22.0]), []
    far = HowFar("translate", clock=partial(next, clock), show=lines.append)
    far(0, 3000)  # at 1 s: nobody asks yet
    far(100, 3000)
    far(101, 3000)  # a moment later: nobody could read it
    far(1200, 3000)
    far(0, 500)  # counted anew
    far(5, 500)
    assert lines == [
        "translate 100/3,000, about 58 s left",
        "translate 1,200/3,000, about 30 s left",
        "translate 0/500",
        "translate 5/500, about 1 min 39 s left",
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 s"), (59.4, "59 s"), (60, "1 min 0 s"), (3599, "59 min 59 s"), (7260, "2 h 1 min")],
)
def test_a_time_is_said_in_the_units_that_matter(seconds, words):
    assert duration(seconds) == words


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("variables", "seen"), [({}, True), ({"CI": "true"}, False), ({"TERM": "dumb"}, False)]
)
def test_nothing_of_it_is_written_into_the_logs_of_ci(variables, seen, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    status("translate 1/2")
    assert bool(terminal.getvalue()) == seen


@pytest.fixture(scope="module")
def articles():
    one = make_article(FRENCH)
    return [replace(one, id=f"a{i}", file=f"{i}.txt") for i in range(7)]


def test_every_stage_of_the_pipeline_tells_how_far_it_is(articles):
    told = Told()
    summaries = choosing.summarise(articles, FakeSummarizer(), at_least=1, at_most=2, progress=told)
    check(told, len(articles))
    told = Told()
    translated = translating.translate_checked(
        summaries,
        lambda _: (FakeTranslator(),),
        target=Language("en"),
        beam=4,
        progress=told,
    )
    check(told, sum(len(one.lines) for one in summaries))
    assert len(told) > 2
    told = Told()
    stories.group(translated, progress=told)
    check(told, len(articles))
    told = Told()
    naming.recurring(articles, EMPTY, Language("en"), told)
    check(told, len(articles))


@pytest.mark.long
def test_a_person_sees_all_stages_of_a_build_counted(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(how_far, "PATIENCE", 0)
    monkeypatch.setattr(how_far, "BETWEEN", 0)
    monkeypatch.setattr(say, "_is_watched", lambda: True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    for number, text in enumerate(FRENCH):
        (tmp_path / "articles" / f"{number}.txt").write_text(f"{text}\n", encoding="utf-8")
    assert cli.run(["build"]) == 0
    said = capsys.readouterr().err
    seen = dict(re.findall(r"(\w+) \d+/(\d+)", said))
    counted = {"summarise", "translate", "group", "name", "render", "write", "site"}
    assert set(seen) >= counted
    assert all(int(whole) for whole in seen.values())
