"""The same pages under other builders of the MkDocs family, where they are installed."""

import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from papers import make_paper, paper_site
from test_browser import READY, ask, browser, watched  # noqa: F401  # a fixture among them

from briefgen.commands.serve import server
from briefgen.publishing.publish import publish
from briefgen.state.write import write

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.browser  # slow, and for people: .ci/run runs both


def build(folder, builder):
    """Build the paper with another program; give the folder of the site."""
    pytest.importorskip(builder)
    pages = publish(make_paper(), paper_site(), templates=None)
    write(pages, folder / "docs", manifest=folder / "manifest.json")
    (folder / "docs" / "imprint.md").write_text("# Imprint\n\nWritten by hand.\n", encoding="utf-8")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    command = [sys.executable, "-m", builder, "build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.mark.parametrize("builder", ["mkdocs", "properdocs", "zensical"])
def test_builds_the_pages_and_every_link_leads_somewhere(tmp_path, builder):
    site = build(tmp_path, builder)
    day = (site / "briefings" / "2023" / "09" / "13" / "index.html").read_text(encoding="utf-8")
    assert "A plan for fishing" in day
    links = list(local_links(site))
    assert len(links) > 200
    assert [link for link in links if not leads_somewhere(link[1], site)] == []


class Links(HTMLParser):
    """Collects the addresses a page names."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, _, attrs):
        self.found += [value for name, value in attrs if name in {"href", "src", "action"}]


# A site in a folder of its host: one step up too many is lost at the top of a host, not here.
HERE = "https://host.example/folder/"


def local_links(site):
    """Give (page, absolute address) of every link that does not leave the host."""
    for file in sorted(site.rglob("index.html")):
        page = HERE + file.relative_to(site).as_posix()
        for link in Links(file.read_text(encoding="utf-8")).found:
            address = urljoin(page, link)
            if address.startswith("https://host.example/"):
                yield page, address.partition("#")[0].partition("?")[0]


def leads_somewhere(address, site):
    target = site / unquote(address.removeprefix(HERE))
    return address.startswith(HERE) and (target.is_file() or (target / "index.html").is_file())


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
