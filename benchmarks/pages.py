r"""Main text, title and date read from raw news pages; dates read from the text alone.

    python benchmarks/pages.py [EVAL_FOLDER] [--pin]

EVAL_FOLDER holds pages-dev.jsonl.xz and articles.jsonl.xz (default ../shared/eval). F1 counts
`\w+` tokens, lower-cased. "coarse" is a right month or year.
"""

import json
import lzma
import random
import re
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import floors
import trafilatura

from briefgen.language.tags import Language
from briefgen.model import Document, Metadata, Part, Piece
from briefgen.reading.clean import clean
from briefgen.reading.dates import date_article
from briefgen.reading.lines import read_lines

TODAY = date(2026, 11, 20)
SAMPLE = 1500  # articles dated from their text, beside the pages
QUICK = 12  # pages, where tests compare with the floors


def read(folder, name):
    with lzma.open(Path(folder) / name, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def overlap(got, gold):
    """Give the F1 of two texts' words."""
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (got, gold))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def understood(text, kind, title=None):
    document = Document(f"a.{kind}", text, kind, (Part(0, len(text), Metadata()),))
    rows = () if kind == "html" else read_lines(text, 0, len(text), kind)
    article, _ = clean(document, Piece(0, len(text), title, Metadata(), (), rows))
    article = replace(article, language=Language("fr"))
    return article, date_article(document, article, today=TODAY)


def verdict(published, gold):
    if published.date is None:
        return "unknown"
    if str(published.date) == gold:
        return "right"
    return "coarse" if gold.startswith(str(published.date)) else "wrong"


def measure_pages(pages):
    """Give the mean F1 of text and title, ours and plain trafilatura's, and the dates' verdicts."""
    sums, dates = Counter(), Counter()
    for page in pages:
        article, published = understood(page["html"], "html")
        gold = f"{page['heading']} {page['article']}"
        ours = " ".join(paragraph.text for paragraph in article.paragraphs)
        plain = trafilatura.extract(page["html"], include_comments=False) or ""
        sums["text"] += overlap(ours, gold)
        sums["text, plain trafilatura"] += overlap(plain, gold)
        sums["title"] += overlap(article.title.original, page["title"])
        named = trafilatura.extract_metadata(page["html"]).title or ""
        sums["title, plain trafilatura"] += overlap(named, page["title"])
        dates[verdict(published, page["date"])] += 1
    return {name: total / len(pages) for name, total in sums.items()}, dates


def measure_texts(rows):
    """Give the verdicts on dates found without any metadata."""
    dates = Counter()
    for row in rows:
        text = f"{row['title']}\n\n{row['heading']}\n\n{row['article']}"
        _, published = understood(text, "text", (0, len(row["title"])))
        dates[verdict(published, row["date"])] += 1
    return dates


def shares(counts):
    return {name: counts[name] / counts.total() for name in ("right", "coarse", "unknown", "wrong")}


def measure(folder, *, pages=None, articles=SAMPLE):
    """Give the figures of the text and title, and the shares of the dates' verdicts."""
    read_pages = read(folder, "pages-dev.jsonl.xz")[:pages]
    sample = random.Random(4).sample(read(folder, "articles.jsonl.xz"), articles)
    figures, dates = measure_pages(read_pages)
    return figures, {
        "dates of pages, from HTML": shares(dates),
        "dates of pages, from text": shares(measure_texts(read_pages)),
        "dates of articles, from text": shares(measure_texts(sample)),
    }


def flat(figures, dated):
    """Give the figures under one name each, for the floors."""
    kept = {name: value for name, value in figures.items() if "plain" not in name}
    return kept | {f"{name}, not wrong": 1 - row["wrong"] for name, row in dated.items()}


def main():
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    folder = arguments[0] if arguments else Path(__file__).parents[2] / "shared" / "eval"
    figures, dated = measure(folder)
    for name, value in figures.items():
        print(f"F1 of {name:28} {value:.4f}")
    for name, row in dated.items():
        print(f"{name:36}" + "".join(f" {kind} {share:.3f}" for kind, share in row.items()))
    if "--pin" in sys.argv:
        floors.raise_to("pages", flat(figures, dated))
        quick = measure(folder, pages=QUICK, articles=200)
        floors.raise_to("pages, quick", flat(*quick))


if __name__ == "__main__":
    main()
