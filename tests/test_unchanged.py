"""A build with nothing changed loads no stage; any change at all is seen."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefgen import cli
from briefgen.commands import repeat
from briefgen.engines import mkdocs
from briefgen.state import unchanged
from briefgen.state.unchanged import Places, Record

ARTICLES = Path(__file__).parent / "site" / "in"
NOW = datetime(2024, 3, 14, 10, tzinfo=UTC)
PATHS = ("articles/a.md", "articles/b/c.txt", "glossary.yml", "docs/index.md", "site/a/b.html")


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Give the places of a tiny site."""
    monkeypatch.chdir(tmp_path)
    for path in (*PATHS, "models/fr.argosmodel", "articles/links.jsonl"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(f"{path}\n", encoding="utf-8")
    return Places(
        read=("articles", "glossary.yml", "corrections.yml"),
        watched=("models",),
        appended=("articles/links.jsonl", "briefgen.lock"),
        written=("docs", "site"),
    )


@pytest.fixture
def record(places):
    """Give the record of a build that just ended."""
    return Record(
        circumstances=("x",),
        time_zone="UTC",
        day="2024-03-14",
        places=places,
        before=unchanged.before(places),
        after=unchanged.after(places),
        problems=("warning: é",),
        summary="2 articles",
        report={"articles": 2},
    )


def _rewrite(path, content):
    """Write other content of the same length and set the time back."""
    before = Path(path).stat()
    Path(path).write_text(content, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = {
    "an article edited": lambda: _rewrite("articles/a.md", "articles/A.md\n"),
    "an article added": lambda: Path("articles/new.md").write_text("x", encoding="utf-8"),
    "an article gone": lambda: Path("articles/b/c.txt").unlink(),
    "an article renamed": lambda: Path("articles/a.md").rename("articles/d.md"),
    "a desk file edited": lambda: _rewrite("glossary.yml", "glossary.YML\n"),
    "a desk file new": lambda: Path("corrections.yml").write_text("", encoding="utf-8"),
    "a package exchanged": lambda: _rewrite("models/fr.argosmodel", "models/fr.ARGOSmodel\n"),
    "the ledger edited": lambda: _rewrite("articles/links.jsonl", "articles/links.JSONL\n"),
    "a lock file new": lambda: Path("briefgen.lock").write_text("x", encoding="utf-8"),
    "a page edited": lambda: _rewrite("docs/index.md", "docs/INDEX.md\n"),
    "a page gone": lambda: Path("docs/index.md").unlink(),
    "the site gone": lambda: shutil.rmtree("site"),
    "a page of the site gone": lambda: Path("site/a/b.html").unlink(),
    "a stray page": lambda: Path("docs/more.md").write_text("x", encoding="utf-8"),
    "a link to an article": lambda: Path("articles/l.md").symlink_to("../glossary.yml"),
    "a link to a folder": lambda: Path("articles/folder").symlink_to("../docs"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_seen(record, change):
    assert unchanged.holds(record)
    CHANGES[change]()
    assert not unchanged.holds(record)


def test_what_a_build_appends_is_no_input(places):
    begun = unchanged.before(places)
    Path("articles/links.jsonl").write_text("another line", encoding="utf-8")
    Path("docs/index.md").write_text("another page", encoding="utf-8")
    assert unchanged.before(places) == begun


def test_what_stands_behind_a_link_counts(places):
    Path("articles/l.md").symlink_to("../elsewhere.md")
    Path("elsewhere.md").write_text("one", encoding="utf-8")
    begun = unchanged.before(places)
    Path("elsewhere.md").write_text("two", encoding="utf-8")
    assert unchanged.before(places) != begun


def test_a_link_to_a_folder_cannot_be_told(places):
    Path("articles/folder").symlink_to("../docs")
    with pytest.raises(OSError, match="a link to a folder"):
        unchanged.before(places)


def test_another_version_of_ours_or_of_a_library_is_a_change(record, tmp_path, monkeypatch):
    ours = tmp_path / "ours"
    ours.mkdir()
    monkeypatch.setattr(unchanged, "OURS", ours)
    known = replace(record, before=unchanged.before(record.places))
    assert unchanged.holds(known)
    (ours / "words.tsv").write_text("x", encoding="utf-8")
    assert not unchanged.holds(known)
    (ours / "words.tsv").unlink()
    assert unchanged.holds(known)
    (tmp_path / "site-packages" / "sumy-9.9.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site-packages")
    assert not unchanged.holds(known)


def test_a_record_is_kept_whole(record, tmp_path):
    unchanged.remember(tmp_path, record)
    assert unchanged.recall(tmp_path) == record
    unchanged.forget(tmp_path)
    assert unchanged.recall(tmp_path) is None


@pytest.mark.parametrize("content", ["", "[]", "{}", "nonsense", '{"places": 3}', '{"places": {}}'])
def test_a_damaged_record_is_none(tmp_path, content):
    (tmp_path / unchanged.FILE_NAME).write_text(content, encoding="utf-8")
    assert unchanged.recall(tmp_path) is None


@pytest.mark.parametrize("name", ["circumstances", "problems", "places", "before", "day", "report"])
def test_a_record_with_something_missing_is_none(record, tmp_path, name):
    unchanged.remember(tmp_path, record)
    kept = json.loads((tmp_path / unchanged.FILE_NAME).read_text("utf-8"))
    del kept[name]
    (tmp_path / unchanged.FILE_NAME).write_text(json.dumps(kept), encoding="utf-8")
    assert unchanged.recall(tmp_path) is None


def test_other_options_another_day_or_an_unknown_zone_are_changes(record, tmp_path):
    unchanged.remember(tmp_path, record)
    assert repeat.last_build(tmp_path, ("x",), NOW) == record
    assert repeat.last_build(tmp_path, ("y",), NOW) is None
    assert repeat.last_build(tmp_path, ("x",), NOW.replace(day=15)) is None
    unchanged.remember(tmp_path, replace(record, time_zone="Nowhere/Land"))
    assert repeat.last_build(tmp_path, ("x",), NOW) is None
    unchanged.remember(tmp_path, replace(record, time_zone="Pacific/Auckland"))
    assert repeat.last_build(tmp_path, ("x",), NOW) is not None
    assert repeat.last_build(tmp_path, ("x",), NOW.replace(hour=20)) is None  # tomorrow there


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", False),
        ("hooks: [a.py]\n", True),
        ("site_url: !ENV SITE\n", True),
        ("plugins: [search, macros]\n", True),
        ("plugins:\n  - search\n", False),
        ("markdown_extensions: [pymdownx.snippets]\n", True),
    ],
)
def test_a_site_that_may_look_elsewhere_is_always_built(tmp_path, more, expected):
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{more}", encoding="utf-8")
    assert mkdocs.looks_elsewhere(tmp_path / "mkdocs.yml") is expected


def test_nothing_changed_is_told_without_loading_a_stage(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710410400")
    shutil.copytree(ARTICLES, tmp_path / "articles")
    command = ["build", "--no-site", "--report", "r.json"]
    assert cli.run(command) == 0
    said = capsys.readouterr()
    first = json.loads(Path("r.json").read_text("utf-8"))
    script = (
        f"import sys; from briefgen import cli; code = cli.run({command!r}); "
        "loaded = [m for m in sys.modules if m in ('yaml', 'briefgen.pipeline', 'briefgen.config')]"
        "; print(loaded); sys.exit(code)"
    )
    again = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert (
        "Nothing has changed since the last build: 9 articles (2 without a date) in 3 languages"
        in again.stdout
    )
    assert again.stdout.splitlines()[-1] == "[]"
    assert again.stderr == said.err
    second = json.loads(Path("r.json").read_text("utf-8"))
    assert second["pages"] == {"changed": 0, "unchanged": first["pages"]["changed"], "removed": 0}
    assert {**second, "pages": 0, "seconds": 0, "cpu": 0} == {
        **first,
        "pages": 0,
        "seconds": 0,
        "cpu": 0,
    }
    (tmp_path / "articles" / "more.md").write_text("---\ntitle: Un\n---\nUn mot.\n", "utf-8")
    assert cli.run(command) == 0
    assert json.loads(Path("r.json").read_text("utf-8"))["articles"] == first["articles"] + 1


def test_a_build_that_failed_leaves_no_record(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ARTICLES, tmp_path / "articles")
    assert cli.run(["build", "--no-site", "--strict"]) == 1
    assert not (tmp_path / ".briefgen" / unchanged.FILE_NAME).exists()
