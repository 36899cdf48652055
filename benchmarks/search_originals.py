"""What it costs that whole originals are found.

    python benchmarks/search_originals.py EVAL_FOLDER [--days 100 1000]

The 7,531 French articles of the folder, ten a day, each a story of its own with three sentences
shown; beyond their number they are laid again on later days. Sizes of the parts of the index, and
what a query for a rare word loads (gzipped): head, its two buckets, the day and its left-out texts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import time
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

import corpus

from briefgen.language.tags import ENGLISH
from briefgen.model import Briefing, Story, Summary
from briefgen.partial_date import PartialDate
from briefgen.publishing.search import search_pages

PER_DAY = 10
FIRST = date(2016, 1, 1)
SHOWN = 3  # sentences


def briefings(folder: Path, days: int) -> list[Briefing]:
    """Lay the articles on consecutive days, newest first."""
    with lzma.open(folder / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    articles = [corpus.article(record) for record in islice(records, days * PER_DAY)]
    laid = islice(cycle(articles), days * PER_DAY)
    stories = [
        Story(f"s{n}", one.title.original, ENGLISH, (), (Summary(one, one.sentences[:SHOWN]),))
        for n, one in enumerate(laid)
    ]
    made = (
        Briefing(
            PartialDate.of(FIRST + timedelta(day)),
            tuple(stories[day * PER_DAY : (day + 1) * PER_DAY]),
        )
        for day in range(days)
    )
    return list(made)[::-1]


def weights(pages, folder: str) -> list[tuple[int, int]]:
    """Give (bytes, gzipped bytes) of the files of a part of the index."""
    own = [page.content.encode() for page in pages if page.path.startswith(folder)]
    return [(len(content), len(gzip.compress(content, 6))) for content in own]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, nargs="+", default=[100, 1000])
    chosen = parser.parse_args()
    for days in chosen.days:
        made = briefings(chosen.folder, days)
        start = time.process_time()
        pages = search_pages(made)
        spent = time.process_time() - start
        parts = [f"{days} days, {spent:.1f} s of processor"]
        for part in ("index.json", "terms/", "full/", "texts/", "facets/"):
            found = weights(pages, f"briefings/search/{part}")
            whole, most = sum(size for size, _ in found) / 1e6, max(zipped for _, zipped in found)
            parts.append(f"{part} {whole:.1f} MB, heaviest file {most / 1000:.0f} kB gzipped")
        print("\n  ".join(parts), flush=True)


if __name__ == "__main__":
    main()
