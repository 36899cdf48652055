"""`briefgen models` from the command line."""

import os

import pytest
from package_server import genuine, serving

from briefgen import cli

pytestmark = pytest.mark.package


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def here(tmp_path, monkeypatch, server):
    """A folder with settings and one German article."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefgen.yml").write_text(f"package_index: {server.url}/index.json\n")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(
        "---\ntitle: Ein Plan für die Fischerei\nlanguage: de\npublished: 2024-05-02\n---\n"
        "Die Regierung hat am Donnerstag einen Plan vorgestellt. Er kostet zwölf Millionen Euro.\n",
        encoding="utf-8",
    )
    return tmp_path


def test_from_needed_to_removed(here, server, capsys):
    server.offer(genuine())
    assert cli.run(["models", "needed"]) == 1
    said = capsys.readouterr()
    assert "no package" in said.out
    assert "briefgen models install de" in said.err

    assert cli.run(["models", "install", "--dry-run", "de"]) == 0
    assert "available" in capsys.readouterr().out
    assert not (here / "models").exists()
    assert cli.run(["models", "list"]) == 0
    assert "de→en" in capsys.readouterr().out

    assert cli.run(["models", "install", "de"]) == 0
    assert "installed" in capsys.readouterr().out
    assert cli.run(["models", "install", "de"]) == 0
    assert "already there" in capsys.readouterr().err
    assert os.listdir(here / "models") == ["translate-de_en-1_0.argosmodel"]  # noqa: PTH208 - names only
    assert cli.run(["models", "needed"]) == 0
    assert "translate-de_en 1.0" in capsys.readouterr().out
    assert cli.run(["models", "verify"]) == 0
    assert "translate-de_en 1.0: sound" in capsys.readouterr().out

    assert cli.run(["models", "remove", "de"]) == 0
    assert cli.run(["models", "needed"]) == 1
    assert cli.run(["models", "remove", "de"]) == 1


def test_install_of_what_nobody_offers_fails_and_the_rest_is_installed(here, server, capsys):
    server.offer(genuine())
    assert cli.run(["models", "install", "xx", "de"]) == 1
    said = capsys.readouterr()
    assert "no way from xx to en" in said.err
    assert "translate-de_en" in said.out


def test_import_and_a_build_that_trusts_at_first_use(here, capsys):
    (here / "models").mkdir()
    (here / "models" / "found.argosmodel").write_bytes(genuine())
    build = ["build", "--no-site", "--quiet"]
    assert cli.run(build) == 0
    lock = (here / "briefgen.lock").read_text()
    assert 'origin = "found"' in lock
    assert cli.run(build) == 0
    assert (here / "briefgen.lock").read_text() == lock
    (here / "models" / "found.argosmodel").write_bytes(genuine(version="2.0"))
    capsys.readouterr()
    assert cli.run(build) == 0
    assert "refused: translate-de_en 2.0" in capsys.readouterr().err
    assert cli.run(["build", "--no-site", "--strict"]) == 1
    assert cli.run(["models", "remove", "--pin", "de"]) == 0
    assert cli.run(build) == 0
    assert 'version = "2.0"' in (here / "briefgen.lock").read_text()


def test_a_broken_lock_file_is_one_clear_error(here, capsys):
    (here / "briefgen.lock").write_text("[[package]]\nsource = 1\n")
    assert cli.run(["models", "list"]) == 1
    assert "briefgen.lock: cannot be read" in capsys.readouterr().err


def test_import_of_what_is_no_package(here, capsys):
    (here / "x.argosmodel").write_text("no")
    assert cli.run(["models", "import", "x.argosmodel"]) == 1
    assert "x.argosmodel: is not a whole zip archive" in capsys.readouterr().err


def test_no_tier_is_told_of_a_package_that_only_looks_official(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with serving() as server:
        server.offer(genuine())
        server.offer(genuine("ru"), source="ru")
        assert cli.run(["models", "install", "de", "--index", f"{server.url}/index.json"]) == 0
        capsys.readouterr()
        assert cli.run(["models", "list"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line[:2] in {"de", "ru"}]
    assert len(lines) == 2
    assert all("quality not measured" in line and "tier" not in line for line in lines)
