"""Copy link, copy for e-mail and the mail link, by keyboard, in Chromium."""

import shutil
from pathlib import Path

import pytest
from papers import make_paper, paper_site

from briefgen.publishing.pages import render

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "templates" / "theme" / "assets" / "briefgen.js"
ADDRESS = "https://briefings.example.org/briefings/2023/09/13/"
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
]


@pytest.fixture(scope="module")
def html():
    pages = render(make_paper(), paper_site(), templates=[ROOT / "templates"])
    day = next(page.content for page in pages if page.path == "briefings/2023/09/13.md")
    return f"<!doctype html><meta charset=utf-8>{day.split('---', 2)[2]}"


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def visit(browser, html, *, address=ADDRESS, script=True, **options):
    context = browser.new_context(**options)
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(address)
    if script:
        page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    return page


def press(page, words):
    """Reach the first button of that name by Tab alone, press Enter, wait for the answer."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == words:
            page.keyboard.press("Enter")
            page.wait_for_selector("button:text-is('copied')")
            return
    pytest.fail(f"{words} cannot be reached by keyboard")


CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def test_copy_link_gives_the_permanent_link(browser, html):
    page = visit(browser, html, **CLIPBOARD)
    press(page, "copy link")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("https://briefings.example.org/s/")
    assert "#" not in copied
    assert page.text_content("[role=status]") == "copied"


def test_copy_for_mail_gives_title_sentence_sources_and_link(browser, html):
    page = visit(browser, html, **CLIPBOARD)
    press(page, "copy for e-mail")
    title, sentence, sources, link = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert title == page.text_content(".bg-story h2")
    assert sentence.startswith(page.text_content(".bg-story .bg-t"))
    assert sources == page.evaluate(
        "document.querySelector('.bg-by').firstChild.textContent.trim()"
    )
    assert link.startswith("https://briefings.example.org/s/")
    types = page.evaluate("navigator.clipboard.read().then(items => items[0].types)")
    assert set(types) == {"text/plain", "text/html"}


def test_an_intranet_without_a_clipboard_copies_too(browser, html):
    page = visit(browser, html, address="http://desk.example.org/briefings/2023/09/13/")
    assert page.evaluate("navigator.clipboard === undefined")
    press(page, "copy for e-mail")


def test_without_javascript_there_is_a_mail_link(browser, html):
    page = visit(browser, html, script=False, java_script_enabled=False)
    links = page.locator("a.bg-mailto")
    assert links.count() == page.locator(".bg-story").count()
    assert links.first.get_attribute("href").startswith("mailto:?subject=")
    assert page.locator("button").count() == 0
