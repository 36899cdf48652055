"""A page that stands open in Chromium reloads when the site was built again."""

import re
import shutil
from pathlib import Path

import pytest

from briefgen.commands.serve import Builds, server

BASE = Path(__file__).parent.parent / "templates" / "_base.html"
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
]


@pytest.mark.parametrize("strict", [True, False])
def test_an_open_page_reloads_after_a_build_and_only_then(tmp_path, strict):
    api = pytest.importorskip("playwright.sync_api")
    (policy,) = re.findall(
        r"<meta http-equiv=\"Content-Security-Policy\".*>", BASE.read_text("utf-8")
    )
    page_of = "<!doctype html><meta charset=utf-8>{}<title>{}</title>".format
    file = tmp_path / "index.html"
    file.write_text(page_of(policy if strict else "", "one"), encoding="utf-8")
    builds = Builds()
    with server(tmp_path, 0, builds) as address, api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page()
        said, loads = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("load", lambda _: loads.append(1))
        page.goto(address)
        page.wait_for_timeout(2500)
        assert len(loads) == 1
        file.write_text(page_of(policy if strict else "", "two"), encoding="utf-8")
        with page.expect_event("load", timeout=10_000):
            builds.another()
        page.wait_for_timeout(2500)
        assert len(loads) == 2
        assert page.title() == "two"
        page.wait_for_function("document.scripts.length === 1")  # a question is taken away
        chromium.close()
    assert not [text for text in said if "favicon" not in text and "404" not in text]
