"""Who may import whom, and how little a start of the command line loads."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAVY = (
    "argostranslate", "ctranslate2", "htmldate", "lxml", "mkdocs", "nltk", "numpy", "py3langid",
    "sentencepiece", "sqlite3", "sumy", "torch", "trafilatura",
)  # fmt: skip


def test_import_contract(monkeypatch):
    monkeypatch.chdir(ROOT)
    from importlinter.cli import lint_imports

    assert lint_imports(cache_dir=None, no_cache=True) == 0


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
