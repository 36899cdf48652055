"""`briefgen digest`: makes one day's mail without building the site."""

import email
import email.policy
import shutil
from pathlib import Path

import pytest
from factories import make_briefing, make_story, make_summary

from briefgen import cli
from briefgen.commands.digest import choose
from briefgen.errors import BriefgenError
from briefgen.model import Published
from briefgen.partial_date import PartialDate

ARTICLES = Path(__file__).parent / "site" / "in"
SETTINGS = """site_url: https://briefings.example.org/
digest:
  from: Morning desk <desk@example.org>
  unsubscribe: https://example.org/stop
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710410400")
    shutil.copytree(ARTICLES, tmp_path / "articles")
    (tmp_path / "briefgen.yml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def test_the_latest_day_is_printed_as_text(place, capsys):
    assert cli.run(["digest"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Wednesday 13 March 2024: ")
    assert "https://briefings.example.org/s/" in out
    assert not (place / "docs").exists()


def test_a_day_is_put_into_a_file_with_the_configured_headers(place, capsys):
    assert cli.run(["digest", "2024-03-12", "-o", "out/mail.eml"]) == 0
    written = (place / "out" / "mail.eml").read_bytes()
    mail = email.message_from_bytes(written, policy=email.policy.default)
    assert mail["From"] == "Morning desk <desk@example.org>"
    assert mail["List-Unsubscribe"] == "<https://example.org/stop>"
    assert mail["Date"].startswith("Tue, 12 Mar 2024")
    assert "out/mail.eml" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["-o", "x.pdf"], ["-o", "mail"], ["-o", "m.txt", "--format", "eml"]]
)
def test_a_name_that_says_another_format_is_refused(place, capsys, options):
    assert cli.run(["digest", *options]) == 2
    assert "Let its name end with" in capsys.readouterr().err
    assert not (place / options[1]).exists()


def test_today_is_the_day_of_the_clock(place, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710334800")
    assert cli.run(["digest", "today"]) == 0
    assert capsys.readouterr().out.startswith("Wednesday 13 March 2024: ")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710853200")
    assert cli.run(["digest", "today"]) == 1
    assert "no briefing of '2024-03-19'" in capsys.readouterr().err


def test_an_unknown_day_is_answered_with_the_known_ones(place, capsys):
    assert place
    assert cli.run(["digest", "2024-01-01"]) == 1
    told = capsys.readouterr().err
    assert told.endswith("no briefing of '2024-01-01'. The latest: 2024-03-13, 2024-03-12.\n")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("13/03/2024", "2024-03-13"), ("2024-02-30", "2024-03-14"), ("2024-03", "2024-03-14")],
)
@pytest.mark.parametrize("option", [[], ["--added-since"]])
def test_what_is_no_day_is_told_before_anything_is_read(place, capsys, typed, meant, option):
    shutil.rmtree(place / "articles")
    (place / "articles").mkdir()
    assert cli.run(["digest", *option, typed]) == 2
    assert capsys.readouterr().err == f"Error: '{typed}' is no day. Write it as {meant}.\n"


def test_what_came_since_a_day_is_one_digest_whatever_its_date(place, capsys):
    head = "---\ntitle: {}\npublished: {}\nadded: {}\nlanguage: fr\n---\n"
    for name, title, published, added in (
        ("old.md", "La mairie vote le budget", "2024-01-02", "2024-01-03"),
        ("late.md", "Le pont de la ville est ouvert", "2023-05-06", "2024-03-10"),
    ):
        text = head.format(title, published, added) + f"{title} depuis ce matin, dit-on.\n"
        (place / "articles" / name).write_text(text, encoding="utf-8")
    for other in list((place / "articles").rglob("*")):
        if other.is_file() and other.name not in {"old.md", "late.md"}:
            other.unlink()
    assert cli.run(["digest", "--added-since", "2024-03-10"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Added since 10 March 2024: 1 story from 1 article\n")
    assert "\n1. " in out
    assert "\n2. " not in out
    assert "https://briefings.example.org/\n" in out
    assert cli.run(["digest", "--added-since", "2024-01-03", "-o", "n.eml"]) == 0
    mail = email.message_from_bytes((place / "n.eml").read_bytes(), policy=email.policy.default)
    assert mail["Subject"].startswith("Added since 3 January 2024: ")
    assert mail["Date"].startswith("Thu, 14 Mar 2024")
    assert cli.run(["digest", "--added-since", "today"]) == 1
    assert "nothing was added since 2024-03-14" in capsys.readouterr().err
    assert cli.run(["digest", "2024-03-12", "--added-since", "today"]) == 2


def test_without_site_url_the_remedy_is_named(place, capsys):
    (place / "briefgen.yml").unlink()
    assert cli.run(["digest"]) == 2
    assert "Set site_url in briefgen.yml" in capsys.readouterr().err


def test_a_month_is_no_day():
    month = make_briefing(
        make_story(make_summary(published=Published(PartialDate.parse("2023-09"))))
    )
    with pytest.raises(BriefgenError, match="no article is dated to a day"):
        choose([month], None)
    assert str(choose([month, make_briefing()], None).date) == "2023-09-13"
