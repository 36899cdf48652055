"""`briefgen init`: nothing is overwritten, and what it makes builds and holds nothing of ours."""

import shutil
import subprocess
from pathlib import Path

import pytest

from briefgen import cli, config
from briefgen.commands import init

ROOT = Path(__file__).resolve().parent.parent


def git(folder, *arguments):
    settings = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org"]
    return subprocess.run(
        [shutil.which("git"), *settings, "-C", str(folder), *arguments],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_it_makes_what_a_repository_needs_and_names_the_next_commands(place, capsys):
    assert cli.run(["init", "desk"]) == 0
    schemas = {name for name in names(place / "desk") if name.startswith(".briefgen/schemas/")}
    assert schemas
    assert names(place / "desk") - schemas == set(init.FILES)
    said = capsys.readouterr().out
    assert "cd desk && briefgen check" in said
    assert "briefgen serve" in said
    assert "git push" in said


def test_nothing_is_overwritten_and_no_example_joins_articles(place, capsys):
    (place / "articles").mkdir()
    (place / "articles" / "a.txt").write_text("Le pont est ouvert.\n", "utf-8")
    for name in ("README.md", "briefgen.yml", ".gitignore"):
        (place / name).write_text("mine\n", "utf-8")
    assert cli.run(["init"]) == 0
    assert (place / "README.md").read_text("utf-8") == "mine\n"
    assert (place / "briefgen.yml").read_text("utf-8") == "mine\n"
    assert not (place / init.EXAMPLE).exists()
    assert "kept  README.md" in capsys.readouterr().out


def test_a_second_time_changes_nothing(place):
    cli.run(["init"])
    before = {name: (place / name).read_bytes() for name in names(place)}
    assert cli.run(["init"]) == 0
    assert before == {name: (place / name).read_bytes() for name in names(place)}


@pytest.mark.parametrize(
    "remote",
    [
        "git@github.com:Press/desk-daily.git",
        "https://github.com/Press/desk-daily",
        "https://someone:secret@github.com/Press/desk-daily.git",
        "ssh://git@github.com/Press/desk-daily.git",
    ],
)
def test_title_and_addresses_come_from_the_remote(place, remote):
    git(place, "init", "-q", "-b", "trunk")
    git(place, "remote", "add", "origin", remote)
    cli.run(["init"])
    made = config.load(place / "briefgen.yml")
    assert made.title == "Desk daily"
    assert made.site_url == "https://press.github.io/desk-daily/"
    assert made.repo_url == "https://github.com/Press/desk-daily/blob/trunk/articles"
    assert "secret" not in (place / "briefgen.yml").read_text("utf-8")
    assert "branches: [trunk]" in (place / ".github/workflows/briefing.yml").read_text("utf-8")


@pytest.mark.parametrize(
    "remote", ["git@example.org:a/b.git", "/srv/git/desk.git", "https://x.example/github.com/a/b"]
)
def test_another_host_tells_no_addresses(place, remote):
    git(place, "init", "-q")
    git(place, "remote", "add", "origin", remote)
    cli.run(["init"])
    made = config.load(place / "briefgen.yml")
    assert (made.site_url, made.repo_url) == (None, None)


def test_pages_of_an_owner_lie_at_the_root():
    home = init.home_on_github("Press", "press.github.io", "main")
    assert home.site_url == "https://press.github.io/"


@pytest.mark.package
def test_its_site_is_clean_and_holds_nothing_of_briefgens_own(place, capsys):
    cli.run(["init"])
    assert cli.run(["check"]) == 0
    assert cli.run(["build", "--strict"]) == 0
    pages = names(place / "site")
    ours = {f"{page.stem}/index.html" for page in (ROOT / "docs").glob("*.md")}
    assert not pages & ours
    (address,) = {name for name in pages if name.startswith("s/")}
    assert "bridge" in (place / "site" / address).read_text("utf-8")
    assert "no longer in the briefing" not in (place / "site" / address).read_text("utf-8")


def test_what_a_build_makes_is_ignored_by_git(place):
    git(place, "init", "-q")
    cli.run(["init"])
    git(place, "add", ".")
    git(place, "commit", "-qm", "start")
    assert cli.run(["build", "--no-site"]) == 0
    (place / "models").mkdir()
    (place / "models" / "x.argosmodel").write_bytes(b"x")
    assert git(place, "status", "--porcelain").split() == ["??", "articles/links.jsonl"]


def test_two_branches_that_both_publish_are_merged(place):
    git(place, "init", "-q", "-b", "main")
    cli.run(["init"])
    cli.run(["build", "--no-site"])
    git(place, "add", ".")
    git(place, "commit", "-qm", "start")
    for branch, text in (("one", "La gare ferme dimanche."), ("two", "Le musée rouvre en mai.")):
        git(place, "switch", "-qc", branch, "main")
        (place / "articles" / f"{branch}.txt").write_text(f"{text}\n\n{text} Bientôt.\n", "utf-8")
        cli.run(["build", "--no-site"])
        git(place, "add", ".")
        git(place, "commit", "-qm", branch)
    git(place, "merge", "-q", "-m", "both", "one")
    lines = (place / "articles" / "links.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert "<<<<" not in "".join(lines)
    assert cli.run(["build", "--no-site", "--strict"]) == 0
    assert (place / "articles" / "links.jsonl").read_text("utf-8").splitlines() == lines
