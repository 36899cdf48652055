"""Time to the first search result in Chromium: `python benchmarks/search.py [--days 100 1000]`.

For each size: our index behind the theme's box, with an empty cache, for two words of an old story.
"""

from __future__ import annotations

import argparse
import json
import random
import runpy
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from briefgen.commands.serve import server
from briefgen.export import export
from briefgen.render.search import search_pages
from briefgen.write import build_site, write

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WEIGHT = runpy.run_path(str(ROOT / "benchmarks" / "site.py"))  # `site` is taken by Python
META = "document.querySelector('.md-search-result__meta').textContent"


def seconds(page, words: str) -> float:  # playwright's page
    start = time.perf_counter()
    page.fill(".md-search__input", words)
    page.press(".md-search__input", "End")
    page.wait_for_function(
        f"/{words}/i.test(document.querySelector('.md-search-result__list').textContent)"
    )
    return time.perf_counter() - start


def build(folder: Path, days: int) -> tuple[Path, str, str, int, int]:
    briefings = WEIGHT["invent"](days, 10)
    index = search_pages(briefings)
    pages = (*index, *export(briefings))
    write(pages, folder / "docs", manifest=folder / "manifest.json")
    for name in ("index", "briefings/index", "sources/index", "languages/index", "briefings/about"):
        (folder / "docs" / f"{name}.md").parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / f"{name}.md").write_text("# Page\n", encoding="utf-8")
    build_site(
        ROOT / "mkdocs.yml", folder / "docs", folder / "site", work=folder / "work",
        about=WEIGHT["site_settings"](), languages=["en"],
    )  # fmt: skip
    story = random.Random(1).choice(briefings[-1].stories)  # no secret
    common = set(json.loads(index[0].content)["common"])
    words = story.summaries[0].sentences[0].original.rstrip(".").split()
    words = sorted((word for word in words if word not in common and len(word) > 1), key=len)
    return folder / "site", words[0], words[-1], len(index), weight(index)


def weight(pages) -> int:  # as above
    return sum(len(page.content.encode()) for page in pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, nargs="+", default=[100, 1000, 3000])
    print("  days  index bytes  files  box ready s  short word s  long word s")
    for days in parser.parse_args().days:
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            site, frequent, rare, files, size = build(Path(folder), days)
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            with server(site, 0) as address:
                page = browser.new_page()
                page.goto(address)
                page.wait_for_load_state("networkidle")
                start = time.perf_counter()
                page.focus(".md-search__input")
                page.wait_for_function(f"/Type to/.test({META})")
                ready = time.perf_counter() - start
                first, second = seconds(page, frequent), seconds(page, rare)
            browser.close()
        print(f"{days:6}  {size:11,}  {files:5}  {ready:11.2f}  {first:12.2f}  {second:11.2f}")


if __name__ == "__main__":
    main()
