"""The JSON Schemas take what briefgen takes, and refuse what it refuses."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from json_schema import faults

from briefgen import cli, config
from briefgen.commands import schemas
from briefgen.commands.init import Home, starter
from briefgen.desk import corrections, glossary, outlets, topics
from briefgen.errors import ConfigError

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 20)
KNOWN = schemas.schemas()
LINE = re.compile(r"# yaml-language-server: \$schema=(\.briefgen/schemas/([a-z]+)\.json)\n")


class Editor(yaml.SafeLoader):
    """Reads as editors do: a day is a text."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith("timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def seen(name, text):
    return faults(yaml.load(text, Editor), KNOWN[name])  # noqa: S506  # a safe loader


SETTINGS = [
    "title: Press", "title: 2024", "title: ''", "title: [a]", "tittle: X", "title:",
    "description: yes", "site_url: https://e.org/x", "site_url: e.org", "site_url: ftp://e.org",
    "repo_url: http://e.org", "repo_url: 'mailto:a@b.c'", "time_zone: Europe/Paris",
    "time_zone: [UTC]", "target: fr", "target: français", "target: pt-BR", "languages: [fr, ru]",
    "languages: fr", "languages: [français]", "languages: []", "articles: texts",
    "articles: {a: b}", "packages: [models, more]", "packages: models", "max_file_size: 5 MB",
    "max_file_size: 5000", "max_file_size: big", "max_files: 10", "max_files: many",
    "max_files: -1", "story_window_days: 3", "story_window_days: 61", "watch: [Paris]",
    "watch: Paris", "watch: [[Paris]]", "git_dates: true", "git_dates: yes", "git_dates: perhaps",
    "noindex: 1", "strict: true", "strict: [undated, no-package]", "strict: [undatd]",
    "strict: always", "summary: {method: lexrank}", "summary: {method: magic}",
    "summary: {at_most: 8}", "summary: {at_most: 9}", "summary: {longest: 9}", "summary: short",
    "summary:", "translation: {beam: 17}", "translation: {beam: 2, on_doubt: original}",
    "translation: {on_doubt: hide}", "translation: {compute_type: int8}",
    "digest: {from: 'Desk <d@e.org>'}", "digest: {from: desk}",
    "digest: {unsubscribe: 'mailto:a@b.c'}",
    "digest: {unsubscribe: 'http://e.org'}", "about: {settings: true}", "about: {settings: [1]}",
    "about: {all: true}", "- title",
]  # fmt: skip
BEYOND = {"title: ''"}  # nothing a schema must say


@pytest.mark.parametrize("text", [one for one in SETTINGS if one not in BEYOND])
def test_settings_are_taken_as_they_are_read(tmp_path, text):
    file = tmp_path / "briefgen.yml"
    file.write_text(text, encoding="utf-8")
    try:
        config.load(file)
        taken = True
    except ConfigError:
        taken = False
    assert (not seen("briefgen", text)) == taken, seen("briefgen", text)


DESK = {
    "glossary": [
        "terms: {NATO: {fr: [OTAN], ru: НАТО, also: [Nato]}}\nkeep: [Le Monde]", "keep: Le Monde",
        "terms: {NATO: {fr: {a: b}}}", "term: {}", "terms: [NATO]", "terms: {NATO: {'12': [a]}}",
    ],
    "corrections": [
        "- {article: abc, title: T, published: 2023-09-13, leave_out: true}",
        "- {article: abc, published: 2023}", "- {article: abc, published: 13/09/2023}",
        "- {title: T}", "- {article: abc, original: a}",
        "- {article: abc, original: a, english: b}",
        "article: abc", "- {article: abc, titel: T}", "- {article: abc, leave_out: never}",
    ],
    "sources": [
        "lemonde.fr: {name: Le Monde, country: France, language: fr, kind: newspaper}",
        "lemonde.fr: {nam: x}", "lemonde.fr: Le Monde", "- lemonde.fr",
        "a.org: {language: français}",
    ],
    "topics": [
        "Energy: [pipeline*, OPEC]", "Energy: OPEC", "Energy: {a: b}", "- Energy", "E: [[a]]",
    ],
}  # fmt: skip
PARSE = {
    "glossary": glossary.parse,
    "corrections": lambda text, file: corrections.parse(text, file, today=TODAY),
    "sources": outlets.parse,
    "topics": topics.parse,
}


@pytest.mark.parametrize(("name", "text"), [(name, one) for name in DESK for one in DESK[name]])
def test_files_of_the_desk_are_taken_as_they_are_read(name, text):
    _, problems = PARSE[name](text, f"{name}.yml")
    assert bool(seen(name, text)) == bool(problems), (seen(name, text), problems)


@pytest.mark.parametrize("name", ["briefgen", "glossary", "corrections"])
def test_our_own_files_obey_and_lead_editors_to_their_schema(name):
    text = (ROOT / f"{name}.yml").read_text("utf-8")
    assert LINE.match(text)[2] == name
    assert not seen(name, text)


def test_every_starter_file_with_a_schema_leads_to_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["init"]) == 0
    for name, content in starter(Home(), "OWNER/briefgen"):
        stem = Path(name).stem
        if stem in KNOWN:
            found = LINE.match(content)
            assert json.loads((tmp_path / found[1]).read_text("utf-8")) == KNOWN[stem]
            assert not seen(stem, (tmp_path / name).read_text("utf-8"))
    assert "/.briefgen/" in (tmp_path / ".gitignore").read_text("utf-8").splitlines()


def test_every_setting_is_described():
    properties = KNOWN["briefgen"]["properties"]
    assert [key for key, one in properties.items() if not one.get("description")] == []
    assert properties["time_zone"]["description"].startswith("Articles without a time zone")


def test_a_build_lays_the_schemas_and_its_report_obeys(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(
        "---\nlanguage: en\n---\nThe bridge is open again.\n", "utf-8"
    )
    (tmp_path / "articles" / "b.md").write_text("", "utf-8")
    assert cli.run(["build", "--no-site", "--report", "report.json"]) == 0
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["problems"]
    assert not faults(report, KNOWN["report"])
    report["problems"][0]["code"] = "invented"
    assert faults(report, KNOWN["report"])
    laid = {file.stem for file in (tmp_path / ".briefgen" / "schemas").iterdir()}
    assert laid == set(KNOWN)
