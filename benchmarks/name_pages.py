"""Judge the names that get a page: how many of 200 drawn from an archive are names, and whole.

    python benchmarks/name_pages.py EVAL_FOLDER [--show] [--update]

Names are found in the 7,531 French articles of the folder; 200 are drawn evenly from all of them by
a fixed draw, rare ones as likely as frequent ones. Judged by hand in name_pages.tsv: "yes" is the
whole name of one person, place, organisation, work or event; a common noun, an abbreviation for a
thing, a part of a name, two names run together, or a given name that several people share is "no".
A name drawn that nobody judged counts as wrong. --show prints those. No text of others is stored.
"""

from __future__ import annotations

import argparse
import datetime
import json
import lzma
import time
from pathlib import Path

import corpus
import floors

from briefgen.desk import open_desk
from briefgen.language.tags import ENGLISH
from briefgen.model import Name
from briefgen.naming import recurring
from briefgen.urls import short_hash

HERE = Path(__file__).resolve().parent
DRAWN = 200
DRAW = "2026 "  # before a title, the hash of which says when it is drawn: few changes, few new ones


def found(folder: Path) -> tuple[Name, ...]:
    """Find the names of the archive with the glossary that comes with briefgen."""
    nowhere = HERE / "nowhere"
    desk = open_desk(
        HERE.parent / "glossary.yml", nowhere, nowhere, today=datetime.date(2026, 11, 25)
    )
    with lzma.open(folder / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        articles = [corpus.article(json.loads(line)) for line in lines]
    start = time.process_time()
    names = recurring(articles, desk.glossary, ENGLISH)
    spent = time.process_time() - start
    print(f"{len(names)} names in {len(articles)} articles, {spent:.1f} s of processor")
    return names


def judgements() -> dict[str, bool]:
    rows = (HERE / "name_pages.tsv").read_text("utf-8").splitlines()
    return {name: said == "yes" for name, said in (row.split("\t")[:2] for row in rows if row)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--update", action="store_true")
    chosen = parser.parse_args()
    names, judged = found(chosen.folder), judgements()
    drawn = sorted(names, key=lambda name: short_hash(DRAW + name.title))[:DRAWN]
    new = [name for name in drawn if name.title not in judged]
    if chosen.show:
        for name in new:
            print(name.title, "", len(name.articles), ", ".join(name.spellings), sep="\t")
    right = sum(judged.get(name.title, False) for name in drawn)
    print(f"{right} of {DRAWN} are names; {len(new)} are not judged yet")
    if chosen.update:
        floors.raise_to("name pages", {"precision": right / DRAWN}, slack=0.02)


if __name__ == "__main__":
    main()
