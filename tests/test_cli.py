"""The command line as a user meets it: exit codes, one line per error, options that win."""

import json
import shutil
from pathlib import Path

import pytest

from briefgen import cli
from briefgen.commands.job import count

ARTICLES = Path(__file__).parent / "site" / "in"


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """Work in an empty folder with a copy of the tiny articles, at a fixed time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710410400")
    shutil.copytree(ARTICLES, tmp_path / "articles")
    return tmp_path


def test_build_writes_pages_report_and_ledger(place, capsys):
    assert cli.run(["build", "--no-site", "--report", "r.json"]) == 0
    told = json.loads((place / "r.json").read_text("utf-8"))
    assert told["languages"] == {"fr": 7, "de": 1, "ru": 1}
    assert (place / "docs" / "index.md").is_file()
    assert (place / "articles" / "links.jsonl").is_file()
    out, err = capsys.readouterr()
    assert "9 articles (2 without a date) in 3 languages" in out
    assert "error: 08-broken.md:4:" in err


def test_a_second_build_changes_nothing(place):
    cli.run(["build", "--no-site"])
    ledger = (place / "articles" / "links.jsonl").read_bytes()
    assert cli.run(["build", "--no-site", "--report", "r.json"]) == 0
    told = json.loads((place / "r.json").read_text("utf-8"))
    assert told["pages"]["changed"] == told["pages"]["removed"] == 0
    assert (place / "articles" / "links.jsonl").read_bytes() == ledger


def test_strict_refuses_before_writing(place, capsys):
    assert cli.run(["build", "--no-site", "--strict"]) == 1
    assert not (place / "docs").exists()
    assert "2 problems found and --strict is on." in capsys.readouterr().err


def test_nothing_but_broken_files_is_a_failure(place, capsys):
    shutil.rmtree(place / "articles")
    (place / "articles").mkdir()
    (place / "articles" / "a.txt").write_bytes(b"\x00\x01\x02")
    assert cli.run(["build", "--no-site"]) == 1
    assert "not one article could be read" in capsys.readouterr().err


def test_a_read_only_articles_folder_is_left_alone(place, capsys):
    (place / "articles").chmod(0o555)
    try:
        assert cli.run(["build", "--no-site"]) == 0
        assert not (place / "articles" / "links.jsonl").exists()
        assert "9 links are not recorded" in capsys.readouterr().err
    finally:
        (place / "articles").chmod(0o755)


def test_check_finds_what_is_wrong_and_what_is_stale(place, capsys):
    assert cli.run(["check"]) == 1
    assert not (place / "docs").exists()
    (place / "articles" / "07-hostile.md").unlink()
    (place / "articles" / "08-broken.md").unlink()
    assert cli.run(["check"]) == 0
    cli.run(["build", "--no-site"])
    (place / "docs" / "index.md").write_text("edited", "utf-8")
    capsys.readouterr()
    assert cli.run(["check"]) == 1
    assert "1 page is stale: index.md" in capsys.readouterr().out


def test_explain_names_every_stage(capsys):
    assert cli.run(["explain", "articles/04-deux-articles.txt"]) == 0
    assert "split    2 article(s)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["bulid"], "No such command"),
        (["build", "--config", "no.yml"], "no.yml does not exist. Name a settings file."),
        (["build", "--articles", "nowhere"], "there is no folder nowhere."),
    ],
)
def test_wrong_use_ends_with_2(arguments, told, capsys):
    assert cli.run(arguments) == 2
    assert told in capsys.readouterr().err


def test_the_clock_may_be_set_but_not_to_nonsense(monkeypatch, capsys):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "noon")
    assert cli.run(["check"]) == 2
    assert "'noon'" in capsys.readouterr().err


def test_version_names_engines_and_packages(capsys):
    assert cli.run(["--version"]) == 0
    told = capsys.readouterr().out
    assert "ctranslate2" in told
    assert "bundled package" in told


def test_check_as_json_names_the_code_of_each_problem(place, capsys):
    assert cli.run(["check", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["articles"] == 9
    codes = {problem["code"]: problem for problem in told["problems"]}
    assert codes["not-read"]["file"] == "08-broken.md"
    assert codes["undated"]["severity"] == "warning"
    assert {"no-package", "no-site-url"} <= set(codes)
    wrong = [problem for problem in told["problems"] if problem["severity"] == "error"]
    assert told["errors"] == len(wrong)


@pytest.mark.parametrize(("codes", "fatal"), [("undated", 2), ("ledger", 0), ("no-package", 2)])
def test_strict_may_name_the_kinds_that_are_fatal(place, capsys, codes, fatal):
    (place / "briefgen.yml").write_text(f"strict: [{codes}]\n", "utf-8")
    assert cli.run(["build", "--no-site"]) == bool(fatal)
    assert (f"{fatal} problem" in capsys.readouterr().err) == bool(fatal)


def test_an_unknown_code_is_told_with_the_nearest(place, capsys):
    (place / "briefgen.yml").write_text("strict: [undate]\n", "utf-8")
    assert cli.run(["check"]) == 2
    assert "Write undated." in capsys.readouterr().err


def test_one_is_counted_as_one(place, capsys):
    for file in (place / "articles").iterdir():
        if file.name != "01-pont.md":
            file.unlink()
    assert cli.run(["build", "--no-site"]) == 0
    assert "1 article in 1 language, 1 story, 1 day, 1 problem" in capsys.readouterr().out


def test_the_project_is_found_from_a_folder_inside_it(place, monkeypatch):
    (place / "briefgen.yml").write_text("articles: articles\n", "utf-8")
    inner = place / "articles" / "2024"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert cli.run(["build", "--no-site"]) == 0
    assert (place / "docs" / "index.md").is_file()
    assert not list(inner.iterdir())


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (1, "day", "1 day"),
        (2, "day", "2 days"),
        (0, "story", "0 stories"),
        (1000, "file", "1,000 files"),
    ],
)
def test_things_are_counted_in_right_plurals(number, noun, words):
    assert count(number, noun) == words


def test_a_build_counts_the_articles_without_a_date(place, capsys):
    cli.run(["build", "--no-site", "--report", "r.json"])
    told = json.loads((place / "r.json").read_text("utf-8"))
    named = [one for one in told["problems"] if one["code"] == "undated"]
    assert told["undated"] == len(named) == 2
    assert "9 articles (2 without a date) in 3 languages" in capsys.readouterr().out


def test_no_line_of_a_build_is_as_long_as_what_it_quotes(place, capsys):
    long = "x" * 500
    (place / "articles" / "links.jsonl").write_text(f'{{"id": "{long}"}}\n{long}\n', "utf-8")
    (place / "articles" / "z.md").write_text(
        f"---\ntitle: {long}\nsource: {long}\nlanguage: en\nid: {long}\nurl: {long}\n"
        f"added: {long}\npublished: {long}\n{long}: 1\n---\nText of the day is here.\n",
        "utf-8",
    )
    (place / "glossary.yml").write_text(f"{long}: {{fr: [{long}], {long}: [a]}}\n", "utf-8")
    (place / "corrections.yml").write_text(
        f"- article: {long}\n  sentences:\n    {long}: b\n- article: abc\n  published: {long}\n",
        "utf-8",
    )
    (place / "sources.yml").write_text(f"Le Soir:\n  language: {long}\n  {long}: 1\n", "utf-8")
    cli.run(["build", "--no-site"])
    assert max(map(len, capsys.readouterr().err.splitlines())) < 400
