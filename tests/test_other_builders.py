"""The same pages under other builders of the MkDocs family, where they are installed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from papers import make_paper, paper_site
from test_browser import READY, ask, browser, watched  # noqa: F401  # a fixture among them

from briefgen.commands.serve import server
from briefgen.publishing.json_export import export
from briefgen.publishing.pages import render
from briefgen.state.write import write

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.browser  # slow, and for people: .ci/run runs both


def build(folder, builder):
    """Build the paper with another program; give the folder of the site."""
    pytest.importorskip(builder)
    paper = make_paper()
    pages = (*render(paper, paper_site(), templates=[ROOT / "templates"]), *export(paper))
    write(pages, folder / "docs", manifest=folder / "manifest.json")
    (folder / "docs" / "imprint.md").write_text("# Imprint\n\nWritten by hand.\n", encoding="utf-8")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    command = [sys.executable, "-m", builder, "build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.mark.parametrize("builder", ["mkdocs", "properdocs", "zensical"])
def test_builds_the_pages(tmp_path, builder):
    day = build(tmp_path, builder) / "briefings" / "2023" / "09" / "13" / "index.html"
    assert "A plan for fishing" in day.read_text(encoding="utf-8")


def test_our_search_answers_under_properdocs(tmp_path, browser):  # noqa: F811  # as pytest wants it
    with server(build(tmp_path, "properdocs"), 0) as address:
        page = watched(browser.new_context(), address)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.focus(".md-search__input")
        page.wait_for_function(READY)
        ask(page, "peche")
        page.wait_for_selector(".md-search-result__link[href*='2023/09/13']")
        assert page.faults == []


def test_zensical_keeps_its_own_search_of_pages_written_by_hand(tmp_path, browser):  # noqa: F811
    with server(build(tmp_path, "zensical"), 0) as address:
        page = watched(browser.new_context(viewport={"width": 1280, "height": 900}), address)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.click(".md-search__button")
        page.keyboard.type("imprint")
        page.wait_for_selector("a[href*='imprint']")
        assert page.faults == []
