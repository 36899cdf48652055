"""action.yml, run as a runner runs it, in a repository that `briefgen init` made."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from composite import ROOT, run_action
from package_server import genuine, serving
from test_init import git

from briefgen import __version__, cli
from briefgen.commands.init import Home, starter

GERMAN = (
    "Am Dienstag wurde die Brücke nach zwei Jahren wieder für den Verkehr freigegeben. "
    "Die Stadt rechnet mit achttausend Fahrzeugen am Tag. Die Bauarbeiten waren teurer als geplant."
)


@pytest.fixture
def origin(tmp_path, monkeypatch):
    """Give a repository made by init, with a German article and its package pinned."""
    desk = tmp_path / "origin"
    desk.mkdir()
    monkeypatch.chdir(desk)
    git(desk, "init", "-q", "-b", "main")
    assert cli.run(["init"]) == 0
    head = "---\ntitle: Die Brücke ist offen\nlanguage: de\npublished: 2024-03-12\n---\n\n"
    (desk / "articles" / "bruecke.md").write_text(f"{head}{GERMAN}\n", "utf-8")
    return desk


@pytest.mark.package
def test_a_clone_builds_with_the_package_its_lock_pins(origin, tmp_path):
    with serving() as server:
        server.offer(genuine())
        assert cli.run(["models", "install", "de", "--index", f"{server.url}/index.json"]) == 0
        git(origin, "add", ".")
        git(origin, "commit", "-qm", "start")
        clone = tmp_path / "clone"
        git(tmp_path, "clone", "-q", str(origin), str(clone))
        assert not (clone / "models").exists()
        done = run_action(clone, tmp_path / "temp", installed=sys.prefix, strict="true")
    site = Path(done.outputs["steps.build.outputs.site"])
    day = json.loads((site / "briefings/2024/03/12.json").read_text("utf-8"))
    (article,) = day["stories"][0]["articles"]
    assert article["package"] == "translate-de_en 1.0"
    assert (
        Path(clone, done.outputs["steps.build.outputs.ledger"]).read_text("utf-8").count("\n") == 2
    )
    assert "2 articles" in (tmp_path / "temp" / "summary.md").read_text("utf-8")


@pytest.mark.long
def test_a_package_that_cannot_be_had_stops_a_strict_build_only(origin, tmp_path, capfd):
    with serving() as server:
        server.offer(genuine())
        cli.run(["models", "install", "de", "--index", f"{server.url}/index.json"])
    lock = origin / "briefgen.lock"
    lock.write_text(re.sub(r'origin = "[^"]*"', 'origin = "imported"', lock.read_text("utf-8")))
    shutil.rmtree(origin / "models")
    run_action(origin, tmp_path / "a", installed=sys.prefix)
    assert "::warning::" in capfd.readouterr().out
    with pytest.raises(subprocess.CalledProcessError):
        run_action(origin, tmp_path / "b", installed=sys.prefix, strict="true")


@pytest.mark.long
def test_settings_in_a_folder_and_inputs_win(origin, tmp_path):
    inner = origin / "press"
    inner.mkdir()
    (origin / "articles").rename(inner / "texts")
    (inner / "briefgen.yml").write_text("articles: texts\n", "utf-8")
    (origin / "briefgen.yml").unlink()
    options = {"config": "press/briefgen.yml", "site": str(tmp_path / "out")}
    done = run_action(origin, tmp_path / "temp", installed=sys.prefix, **options)
    assert done.outputs["steps.prepare.outputs.folder"] == "press"
    assert done.outputs["steps.build.outputs.ledger"] == "press/texts/links.jsonl"
    assert (tmp_path / "out" / "index.html").is_file()


def test_the_action_pins_what_it_uses_and_pastes_nothing_into_a_shell():
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in steps if "uses" in step)
    assert not any("${{" in step.get("run", "") for step in steps)


def test_our_own_site_is_published_by_it_and_a_users_workflow_names_its_version():
    publish = (ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8")
    users = (ROOT / "templates" / "starter" / "workflows" / "briefing.yml").read_text("utf-8")
    assert "uses: ./ # " in publish
    made = dict(starter(Home(), "someone/briefgen"))[".github/workflows/briefing.yml"]
    assert f"uses: someone/briefgen@v{__version__} " in made
    assert publish[publish.index("  deploy:") :] == users[users.index("  deploy:") :]
