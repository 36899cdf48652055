"""Who may import whom, and how little a start of the command line loads."""

import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from briefgen import __version__

ROOT = Path(__file__).resolve().parent.parent
HEAVY = (
    "argostranslate", "ctranslate2", "htmldate", "lxml", "mkdocs", "nltk", "numpy", "py3langid",
    "sentencepiece", "sqlite3", "sumy", "torch", "trafilatura",
)  # fmt: skip


def test_import_contract(monkeypatch):
    monkeypatch.chdir(ROOT)
    from importlinter.cli import lint_imports

    assert lint_imports(cache_dir=None, no_cache=True) == 0


def test_the_docs_draw_the_contract_as_it_is():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    drawn = page.partition("<!-- contract -->\n```\n")[2].partition("```")[0]
    assert [" ".join(layer.split()) for layer in drawn.replace("\n", " ").split(">")] == layers


def test_the_docs_name_every_room():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {f"`{path.name}/`" for path in (ROOT / "briefgen").iterdir() if path.is_dir()}
    files = {f"`{path.name}`" for path in (ROOT / "briefgen").glob("[a-z]*.py")}
    assert {room for room in rooms | files if room not in page} <= {"`models/`", "`__pycache__/`"}


def test_the_version_stands_in_one_place():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" not in settings["project"]
    assert __version__ == metadata.version("briefgen")


def test_starting_the_command_line_loads_nothing_heavy():
    code = "import sys, briefgen.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    ).stdout.split()
    assert not set(HEAVY) & set(loaded)


def test_engines_alone_import_argostranslate_and_never_its_downloader():
    for file in (ROOT / "briefgen").rglob("*.py"):
        text = file.read_text("utf-8")
        if file.name != "argos.py":
            assert "import argostranslate" not in text, file
            assert "from argostranslate" not in text, file
        assert "argostranslate.translate" not in text.replace("`argostranslate.translate`", "")
        assert "import argostranslate.sbd" not in text
