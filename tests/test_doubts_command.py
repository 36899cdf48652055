"""`briefgen doubts`: the worst first, as text or data, and as entries that wait for a person."""

import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_briefing, make_sentence, make_story, make_summary

from briefgen import cli
from briefgen.commands.doubts import doubtful, worst_first
from briefgen.desk import corrections
from briefgen.model import Mark
from briefgen.partial_date import PartialDate

TODAY = datetime.date(2026, 11, 20)
ARTICLES = Path(__file__).parent / "site" / "in"


def summary(*marks, **changes):
    lines = [
        make_sentence(f"Phrase {n}.", translation=f"Sentence {n}.", shown="translation", marks=m)
        for n, m in enumerate(marks)
    ]
    return replace(make_summary(sentences=tuple(lines)), **changes)


NUMBER, QUOTES = Mark("number", "12 is missing"), Mark("quotes", "they do not pair")


def test_the_worst_come_first_and_good_lines_not_at_all():
    briefing = make_briefing(make_story(summary((QUOTES,), (), (NUMBER, QUOTES))))
    found = worst_first(doubtful([briefing]))
    assert [one.sentence.original for one in found] == ["Phrase 2.", "Phrase 0."]


def test_what_was_not_translated_or_is_a_persons_is_not_doubted():
    by_hand = summary((NUMBER,))
    (line,) = by_hand.sentences
    by_hand = replace(by_hand, sentences=(replace(line, edited=True),))
    briefing = make_briefing(make_story(summary((NUMBER,), packages=())), make_story(by_hand))
    assert doubtful([briefing]) == []


def test_a_day_month_or_year_chooses():
    briefing = make_briefing(make_story(summary((NUMBER,))))
    for day, number in (("2023-09-13", 1), ("2023-09", 1), ("2023", 1), ("2022", 0)):
        assert len(doubtful([briefing], PartialDate.parse(day))) == number, day


def test_a_proposal_changes_nothing_until_the_comment_signs_go():
    text = corrections.proposal("a1b2c3d4", 'Il dit « "12" ».\nOui', "He said 'no: 12'.", ["x"])
    assert corrections.parse(text, "corrections.yml", today=TODAY) == ((), ())
    live = "\n".join(line.removeprefix("# ") for line in text.splitlines())
    (entry,), problems = corrections.parse(live, "corrections.yml", today=TODAY)
    assert problems == ()
    assert (entry.article, entry.english) == ("a1b2c3d4", "He said 'no: 12'.")
    assert entry.original == 'Il dit « "12" ».\nOui'


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710410400")
    shutil.copytree(ARTICLES, tmp_path / "articles")
    return tmp_path


@pytest.mark.package
def test_the_command_lists_and_writes(place, capsys):
    assert cli.run(["doubts", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found
    weights = [one["weight"] for one in found]
    assert weights == sorted(weights, reverse=True)
    assert all(one["marks"] and one["original"] and one["translation"] for one in found)
    assert cli.run(["doubts", "--write"]) == 0
    captured = capsys.readouterr()
    assert found[0]["original"] in captured.out
    assert f"{len(found)} of " in captured.err
    written = (place / "corrections.yml").read_text("utf-8")
    assert corrections.parse(written, "corrections.yml", today=TODAY) == ((), ())
    assert written.count("- article:") == len(found)
    cli.run(["doubts", "--write"])
    assert (place / "corrections.yml").read_text("utf-8") == written
    assert not (place / "docs").exists()


def test_a_day_that_is_none_is_wrong_usage(place, capsys):
    assert cli.run(["doubts", "--day", "yesterday"]) == 2
    assert "--day is 'yesterday', not a date." in capsys.readouterr().err
