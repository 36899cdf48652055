"""Three searches over the same invented archive, in Chromium: `python benchmarks/search.py`.

    python benchmarks/search.py [--days 100 1000 3000] [--pagefind "python -m pagefind"]

Ours (behind the theme's box), Material's own, and Pagefind (`pip install pagefind pagefind-bin`;
its JavaScript interface, which draws nothing). Cold is a fresh browser: from the first touch of the
box to the first result for a rare word of an old story. Warm is the next query, for a frequent
word. Median of three. Loaded is what travelled for the cold query beyond the page itself, gzipped.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import runpy
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from briefgen.commands.serve import server
from briefgen.language.tags import Language
from briefgen.publishing.json_export import export
from briefgen.publishing.search import search_pages
from briefgen.publishing.templating import escape_markdown
from briefgen.state.site import build_site
from briefgen.state.write import write

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SITE = runpy.run_path(str(ROOT / "benchmarks" / "site.py"))  # `site` is taken by Python
META = "document.querySelector('.md-search-result__meta').textContent"
WAIT = 300_000  # milliseconds for a first result
ROUNDS = 3
# What belongs to the search, by the beginning of its path.
PARTS = ("search/", "briefings/", "pagefind/", "assets/briefgen-search", "assets/javascripts/work")
PAGEFIND = """async (words) => {
  const start = performance.now();
  window.pagefind = window.pagefind || await import("/pagefind/pagefind.js");
  const {results} = await window.pagefind.search(words);
  const first = results.length ? await results[0].data() : null;
  return [(performance.now() - start) / 1000, first ? first.excerpt : ""];
}"""


def ours(folder: Path, briefings) -> tuple[Path, int]:  # briefings as `invent` gives them
    """Build a site of the index, the JSON it shows and empty pages; give it and its weight."""
    index = search_pages(briefings)
    write((*index, *export(briefings)), folder / "docs", manifest=folder / "manifest.json")
    for name in ("index", "briefings/index", "sources/index", "languages/index", "briefings/about"):
        (folder / "docs" / f"{name}.md").parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / f"{name}.md").write_text("# Page\n", encoding="utf-8")
    build_site(
        ROOT / "mkdocs.yml", folder / "docs", folder / "site", work=folder / "work",
        about=SITE["site_settings"](), languages=[Language(one) for one in ("en",)],
    )  # fmt: skip
    return folder / "site", size(list((folder / "site" / "briefings" / "search").rglob("*.json")))


def material(folder: Path, briefings) -> tuple[Path, int]:
    """Build the same texts as plain pages for the theme's own search."""
    for briefing in briefings:
        page = folder / "docs" / f"{briefing.date or 'undated'}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("\n\n".join(plain(briefing)), encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    config = {**SITE["BARE"], "not_in_nav": "*"}
    (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "site", size([folder / "site" / "search" / "search_index.json"])


def plain(briefing):
    yield f"# {briefing.date}"
    for story in briefing.stories:
        yield f"## {escape_markdown(story.title)}"
        for summary in story.summaries:
            for sentence in (summary.article.title, *summary.sentences):
                yield escape_markdown(sentence.translation)
                yield escape_markdown(sentence.original)


def pagefind(site: Path, command: list[str]) -> int:
    """Index the built pages; give the weight of the index."""
    subprocess.run([*command, "--site", str(site), "--silent"], check=True)
    (site / "blank.html").write_text("<!doctype html><title>Blank</title>", encoding="utf-8")
    return size([file for file in (site / "pagefind").rglob("*") if file.is_file()])


def size(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def words_of(briefings) -> tuple[str, str]:
    """Give a rare and a frequent word of an old story that every index keeps."""
    day = next(b for b in reversed(briefings) if b.precision == "day")
    story = random.Random(1).choice(day.stories)  # no secret
    common = set(json.loads(search_pages(briefings)[0].content)["common"])
    words = story.summaries[0].sentences[0].original.rstrip(".").split()
    words = sorted((word for word in words if word not in common and len(word) > 2), key=len)
    return words[-1], words[0]


def by_box(page, words: str) -> float:  # playwright's page
    """Type into the theme's box and wait for a result that shows the words."""
    start = time.perf_counter()
    page.focus(".md-search__input")
    page.wait_for_function(f"!/Initializing/.test({META})", timeout=WAIT)
    page.fill(".md-search__input", words)
    page.press(".md-search__input", "End")
    page.wait_for_function(
        f"/{words}/i.test(document.querySelector('.md-search-result__list').textContent)",
        timeout=WAIT,
    )
    return time.perf_counter() - start


def by_pagefind(page, words: str) -> float:
    seconds, excerpt = page.evaluate(PAGEFIND, words)
    if words.lower() not in excerpt.lower():
        raise SystemExit(f"Pagefind found {excerpt!r} for {words}")
    return seconds


def measure(browser, site: Path, words: tuple[str, str], ask) -> tuple[float, float, int]:
    """Give cold and warm seconds, and the gzipped bytes of the cold query."""
    rounds, loaded = [], []
    with server(site, 0) as address:
        for _ in range(ROUNDS):
            context = browser.new_context()
            page = context.new_page()
            page.set_default_timeout(WAIT)
            asked: list[str] = []
            context.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(address + ("blank.html" if ask is by_pagefind else ""))
            page.wait_for_load_state("networkidle")
            cold = ask(page, words[0])
            loaded.append(travelled(site, asked))
            rounds.append((cold, ask(page, words[1])))
            context.close()
    cold, warm = (statistics.median(times) for times in zip(*rounds, strict=True))
    return cold, warm, max(loaded)


def travelled(site: Path, urls: list[str]) -> int:
    """Count the search's own files among the addresses, each gzipped alone."""
    paths = {urlsplit(url).path.lstrip("/") for url in urls}
    files = [site / path for path in sorted(paths) if path.startswith(PARTS)]
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files if file.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--pagefind", default="", help="command of Pagefind; left out without")
    options = parser.parse_args()
    print(
        f"{'days':>5} {'search':10} {'index bytes':>12} {'loaded':>10} {'cold s':>7} {'warm s':>7}"
    )
    for days in options.days:
        briefings = SITE["invent"](days, 10)
        words = words_of(briefings)
        with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
            sites = {"ours": (*ours(Path(name) / "ours", briefings), by_box)}
            plain_site, weight = material(Path(name) / "plain", briefings)
            sites["Material"] = (plain_site, weight, by_box)
            if options.pagefind:
                weight = pagefind(plain_site, shlex.split(options.pagefind))
                sites["Pagefind"] = (plain_site, weight, by_pagefind)
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for kind, (site, weight, ask) in sites.items():
                cold, warm, loaded = measure(browser, site, words, ask)
                print(
                    f"{days:5} {kind:10} {weight:12,} {loaded:10,} {cold:7.2f} {warm:7.2f}",
                    flush=True,
                )
            browser.close()


if __name__ == "__main__":
    main()
