"""Take the README's pictures again, from articles/: `make pictures` (needs Debian's chromium)."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from briefgen.commands.serve import server

IMAGES = ROOT / "docs" / "images"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DAY = "2024/07/26"  # the front page of the samples
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 800}


def build(folder: Path) -> Path:
    """Build the site from a copy, so that no file of the checkout changes."""
    articles, site = folder / "articles", folder / "site"
    shutil.copytree(ROOT / "articles", articles)
    places = [f"--articles={articles}", f"--docs={folder / 'docs'}", f"--site={site}"]
    command = [sys.executable, "-m", "briefgen", "build", *places]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return site


def translated(site: Path) -> str:
    """Give the id of the first article of the day that a package translated."""
    day = json.loads((site / "briefings" / f"{DAY}.json").read_text("utf-8"))
    articles = [article for story in day["stories"] for article in story["articles"]]
    return next(article["id"] for article in articles if article["package"])


def take(browser, address: str, name: str, *, size=DESK, scheme="light") -> None:
    """Take one picture; originals are opened where a page has them closed."""
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    if page.query_selector("button.bg-all"):
        page.click("button.bg-all")
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(500)  # the theme's tabs fade in
    page.screenshot(path=IMAGES / f"{name}.png", full_page=size is DESK)
    context.close()
    print(IMAGES / f"{name}.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = build(Path(folder))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        with server(site, 0) as address:
            take(browser, f"{address}briefings/{DAY}/", "day")
            take(browser, f"{address}briefings/{DAY}/", "day-dark", scheme="dark")
            take(browser, f"{address}s/{translated(site)}/", "article-phone", size=PHONE)
        browser.close()


if __name__ == "__main__":
    main()
