"""The same pages under other builders of the MkDocs family, where they are installed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from papers import make_paper, paper_site

from briefgen.export import export
from briefgen.render import render
from briefgen.write import write

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.browser  # slow, and for people: .ci/run runs both


@pytest.mark.parametrize("builder", ["mkdocs", "properdocs", "zensical"])
def test_builds_the_pages(tmp_path, builder):
    pytest.importorskip(builder)
    paper = make_paper()
    pages = (*render(paper, paper_site(), templates=[ROOT / "templates"]), *export(paper))
    write(pages, tmp_path / "docs", manifest=tmp_path / "manifest.json")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    command = [sys.executable, "-m", builder, "build"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    day = tmp_path / "site" / "briefings" / "2023" / "09" / "13" / "index.html"
    assert "A plan for fishing" in day.read_text(encoding="utf-8")
