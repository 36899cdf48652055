"""`briefgen doctor`: each line good, doubtful or bad, with a remedy where it is not good."""

import re

import pytest
from package_server import genuine, serving
from test_init import git

from briefgen import cli


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "remote", "add", "origin", "git@github.com:press/desk.git")
    cli.run(["init", "--action", "someone/briefgen"])
    return tmp_path


def diagnose(capsys, *options):
    capsys.readouterr()
    code = cli.run(["doctor", *options])
    lines = capsys.readouterr().out.splitlines()
    found = {}
    for line in lines[:-1]:
        verdict, what, seen = re.fullmatch(r"(good|doubtful|bad) +([\w. ]+?): (.*)", line).groups()
        found.setdefault(what, []).append((verdict, seen))
    return code, found


def worst(found, what):
    return min(verdict for verdict, _ in found[what])  # bad < doubtful < good


def test_a_repository_that_was_built_and_committed_is_well(place, capsys):
    cli.run(["build", "--no-site"])
    git(place, "add", ".")
    git(place, "commit", "-qm", "start")
    code, found = diagnose(capsys)
    assert code == 0
    assert {verdict for lines in found.values() for verdict, _ in lines} == {"good"}
    assert "index" not in found


def test_nothing_but_the_cache_is_written(place, capsys):
    (place / ".briefgen").mkdir(exist_ok=True)
    before = sorted(place.iterdir())
    status = git(place, "status", "--porcelain", "-uall")
    diagnose(capsys)
    assert sorted(place.iterdir()) == before
    assert git(place, "status", "--porcelain", "-uall") == status


def write(name, content):
    return lambda place: (place / name).write_text(content, "utf-8")


def take(name):
    return lambda place: (place / name).rename(place / "taken")


HARMS = {
    "wrong setting": ("settings", "bad", "Did you mean", write("briefgen.yml", "titel: x\n")),
    "no settings": ("settings", "doubtful", "briefgen init", take("briefgen.yml")),
    "one folder": ("settings", "bad", "a folder each", write("briefgen.yml", "docs: articles\n")),
    "no articles": ("articles", "bad", "briefgen init", take("articles")),
    "empty": ("articles", "doubtful", "Put articles", take("articles/exemple.md")),
    "no address": ("site_url", "doubtful", "Set site_url", write("briefgen.yml", "title: x\n")),
    "broken look": ("mkdocs.yml", "bad", "Correct the file", write("mkdocs.yml", "a: [\n")),
    "alone": ("mkdocs.yml", "doubtful", "INHERIT", write("mkdocs.yml", "INHERIT: b.yml\n")),
    "collisions": ("ledger", "doubtful", "merge=union", take(".gitattributes")),
    "not built": ("ledger", "doubtful", "briefgen build", lambda _: None),
    "no workflow": ("workflow", "doubtful", "init", take(".github/workflows/briefing.yml")),
    "bad lock": ("packages", "bad", "version control", write("briefgen.lock", "[[\n")),
}


@pytest.mark.parametrize("case", HARMS)
def test_what_is_wrong_is_told_with_its_remedy(place, capsys, case):
    what, verdict, remedy, harm = HARMS[case]
    harm(place)
    code, found = diagnose(capsys)
    assert worst(found, what) == verdict
    assert any(remedy in seen for _, seen in found[what])
    assert code == (verdict == "bad")


def test_an_uncommitted_ledger_and_a_shallow_clone(place, capsys, monkeypatch):
    git(place, "add", ".")
    git(place, "commit", "-qm", "start")
    git(place, "commit", "-qm", "more", "--allow-empty")
    clone = place / "clone"
    git(place, "clone", "-q", "--depth", "1", f"file://{place}", str(clone))
    monkeypatch.chdir(clone)
    cli.run(["build", "--no-site"])
    code, found = diagnose(capsys)
    assert code == 0
    assert "not committed" in found["ledger"][0][1]
    assert "fetch-depth: 0" in found["git"][0][1]


def test_outside_git_and_with_the_action_not_named(tmp_path_factory, capsys, monkeypatch):
    folder = tmp_path_factory.mktemp("plain")
    monkeypatch.chdir(folder)
    cli.run(["init"])
    code, found = diagnose(capsys)
    assert worst(found, "git") == "doubtful"
    assert worst(found, "workflow") == "bad"
    assert code == 1


def test_a_package_that_is_pinned_and_not_there(place, capsys):
    with serving() as server:
        server.offer(genuine())
        cli.run(["models", "install", "de", "--index", f"{server.url}/index.json"])
    for archive in (place / "models").iterdir():
        archive.unlink()
    code, found = diagnose(capsys)
    assert (code, worst(found, "packages")) == (1, "bad")
    assert "models install" in found["packages"][0][1]


def test_the_index_is_asked_only_online(place, capsys):
    with serving() as server:
        server.files["/index.json"] = b"[]"
        with (place / "briefgen.yml").open("a") as file:
            file.write(f"package_index: {server.url}/index.json\n")
        diagnose(capsys)
        assert not server.requests
        _, found = diagnose(capsys, "--online")
        assert worst(found, "index") == "good"
        server.files.clear()
        _, found = diagnose(capsys, "--online")
    assert worst(found, "index") == "doubtful"
