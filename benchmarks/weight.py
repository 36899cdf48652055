"""Bytes a reader loads: `python benchmarks/weight.py [--pin]`; `--pin` raises the floors.

A floor is what a page leaves of its budget, as a share of it: pages that grow sink below it.
"""

from __future__ import annotations

import gzip
import runpy
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]

import floors

from briefgen import pipeline
from briefgen.language.tags import Language
from briefgen.state.site import build_site
from briefgen.state.write import write

SITE = runpy.run_path(str(ROOT / "benchmarks" / "site.py"))  # `site` is taken by Python
DAYS = 4
# Bytes, gzipped, without what all pages share: the style sheet and scripts.
BUDGETS = {
    "a day of 10 stories": 30_000,
    "a permanent page": 3_000,
    "our styles and scripts": 15_000,
}


def build(folder: Path) -> Path:
    """Build a few invented days as the command does; give the folder of the site."""
    pages = pipeline.pages(SITE["edition"](SITE["invent"](DAYS, 10)), SITE["CONFIG"])
    write(pages, folder / "docs", manifest=folder / "manifest.json")
    build_site(
        ROOT / "mkdocs.yml", folder / "docs", folder / "site", work=folder / "work",
        about=SITE["site_settings"](), languages=[Language(one) for one in ("en", "fr")],
    )  # fmt: skip
    return folder / "site"


def measure(site: Path) -> dict[str, int]:
    """Give the heaviest of each kind in bytes, gzipped."""
    files = {
        "a day of 10 stories": [[day] for day in site.glob("briefings/*/*/*/index.html")],
        "a permanent page": [[page] for page in site.glob("s/*/index.html")],
        "our styles and scripts": [list(site.glob("assets/briefgen*"))],
    }
    return {name: max(map(weight, groups)) for name, groups in files.items()}


def weight(files: list[Path]) -> int:
    """Count what travels, each file gzipped alone."""
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def left(figures: dict[str, int]) -> dict[str, float]:
    """Give the share of each budget that is left."""
    return {f"left by {name}": 1 - figures[name] / most for name, most in BUDGETS.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(build(Path(folder)))
    for name, found in figures.items():
        print(f"{name:24} {found:7,} of {BUDGETS[name]:,} bytes")
    if "--pin" in sys.argv:
        floors.raise_to("weight", left(figures), slack=0.02)


if __name__ == "__main__":
    main()
