"""Precision and recall of article boundaries in files joined in the seeds' manner.

    python benchmarks/splitting.py [EVAL_FOLDER] [--pin]

EVAL_FOLDER holds articles.jsonl.xz (default ../shared/eval). The articles have lost their line
breaks, so paragraphs of 1 to 4 sentences are made, and captions, inter-titles and one-line
quotations are put in; files have 2 to 10 articles, in four manners reported apart.
"""

import json
import lzma
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import floors

from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language
from briefgen.model import Document, Metadata, Part
from briefgen.reading.split import split

# manner: where the byline stands, whether there is a headline
MANNERS = {
    "bylines and headlines": ("end", True),
    "bylines under headlines": ("head", True),
    "headlines only": ("", True),
    "bylines only": ("end", False),
    "neither": ("", False),
}
FIRST_NAMES = "Anne Marc Claire Yves Louise Paul Nadia Karim Inès Hugo Jean-Pierre Marie-Laure"
LAST_NAMES = "Morel DUPONT Leroy Benali GARNIER Petit Kowalski Nguyen Roussel MARTINEZ Haddad"
FIRST, LAST = FIRST_NAMES.split(), LAST_NAMES.split()
QUICK = 12  # files of each manner, where tests compare with the floors
AGENCIES = ["AFP", "Reuters", "AFP et Reuters", "AP"]
PHRASE = r"\b((?:le|la|les|un|une|des|du)\s+(?:[\w’'-]+\s+){1,7}[\w’'-]{4,})"
INTER_TITLE = re.compile(PHRASE, re.IGNORECASE)
QUOTATION = re.compile(r"[«\"]\s?([^«»\"]{25,140}?)\s?[»\"]")


@dataclass(frozen=True)
class Joined:
    """A file of several articles and the offsets at which the articles after the first begin."""

    text: str
    starts: tuple[int, ...]


def read_articles(folder):
    with lzma.open(Path(folder) / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    return [one for one in articles if len(one["article"]) > 600]


def byline(rng):
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    agency = rng.choice(AGENCIES)
    forms = [
        name,
        f"Par {name}",
        f"– {name}",
        f"{name} avec {agency}",
        f"Avec {agency}",
        f"({agency})",
    ]
    return rng.choice(forms)


def caption(rng, sentence):
    photographer = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    words = " ".join(sentence.split()[:18]).rstrip(".,;:")
    forms = [
        f"{words}. (Photo by {photographer} / POOL / AFP)",
        f"{words} ( AFP / {photographer} )",
        f"{words} ( POOL / {photographer} )",
        f"{words} - {photographer} / AFP",
    ]
    return rng.choice(forms)


def inter_title(told, rng):
    """Make a line such as editors put between paragraphs: a phrase, a word or a short sentence."""
    phrases = INTER_TITLE.findall(" ".join(told))
    short = [one.strip(' ."') for one in told if 3 <= len(one.split()) <= 13 and one.endswith(".")]
    clauses = [one.split(",")[0] for one in told if 4 <= len(one.split(",")[0].split()) <= 12]
    kinds = [phrases, [" ".join(phrases[0].split()[:2])] if phrases else [], short, clauses]
    found = rng.choice(kinds)
    return [found[0][0].upper() + found[0][1:]] if found and found[0] else []


def sentences_of(text: str) -> list[str]:
    """Split a text as on the day the floors were pinned: most of what sticks together stays so.

    The material must not change with the splitter, or the floors would measure something else.
    """
    found: list[tuple[int, int]] = []
    for start, end in split_sentences(text, Language("fr")):
        stuck = bool(found) and found[-1][1] == start
        stop = re.search(r"[^\W\d_]{3}[.!?…]$", text[max(0, start - 4) : start])
        opens = text[start : start + 1].isupper() and text[start + 1 : start + 2].islower()
        if stuck and not (stop and opens):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return [text[start:end] for start, end in found]


def lay_out(article, rng, *, headline, signed):
    """Give the lines of an article, with the furniture real files have."""
    whole = f"{article['heading']} {article['article']}"
    told = sentences_of(whole)
    lines = [article["title"]] if headline else []
    lines += [byline(rng)] if signed == "head" else []
    if rng.random() < 0.25:
        lines.append(caption(rng, rng.choice(told)))
    while told:
        count = rng.randint(1, 4)
        paragraph, told = " ".join(told[:count]), told[count:]
        lines.append(paragraph)
        if told and rng.random() < 0.2:
            lines += inter_title(told[:4], rng)
        if told and rng.random() < 0.08:
            lines.append(caption(rng, rng.choice(told)))
        quotation = QUOTATION.search(paragraph)
        if told and quotation and rng.random() < 0.15:
            lines.append(f"« {quotation[1]} »")
    return [*lines, byline(rng)] if signed == "end" else lines


def join(articles, rng, *, signed, headline):
    text, starts = "", []
    for article in articles:
        if text:
            starts.append(len(text))
        text += "\n\n".join(lay_out(article, rng, headline=headline, signed=signed)) + "\n\n"
    return Joined(text, tuple(starts))


def files_of(articles, count, *, signed, headline, seed):
    rng = random.Random(seed)
    return [
        join(rng.sample(articles, rng.randint(2, 10)), rng, signed=signed, headline=headline)
        for _ in range(count)
    ]


def compare(files):
    """Give precision and recall of boundaries, and the share of files with all pieces right."""
    hits = found = wanted = exact = 0
    for file in files:
        part = Part(0, len(file.text), Metadata())
        pieces = split(Document("joined.txt", file.text, "text", (part,)))
        starts = {piece.start for piece in pieces[1:]}
        hits += len(starts & set(file.starts))
        found += len(starts)
        wanted += len(file.starts)
        exact += starts == set(file.starts)
    return hits / max(1, found), hits / wanted, exact / len(files)


def whole(articles, count, seed):
    """Give the share of single articles, inter-titles and all, that stay whole."""
    rng = random.Random(seed)
    kept = 0
    for article in rng.sample(articles, count):
        signed, headline = rng.choice(list(MANNERS.values()))
        file = join([article], rng, signed=signed, headline=headline)
        part = Part(0, len(file.text), Metadata())
        kept += len(split(Document("one.txt", file.text, "text", (part,)))) == 1
    return kept / count


def measure(folder, count=200, seed=7):
    articles = read_articles(folder)[4000:]  # the first 4,000 were used to set the weights
    figures = {}
    for name, (signed, headline) in MANNERS.items():
        files = files_of(articles, count, signed=signed, headline=headline, seed=seed)
        figures[name] = compare(files)
    longest = sorted(articles, key=lambda one: -len(one["article"]))[: 4 * count]
    return figures, {
        "single articles left whole": whole(articles, count, seed),
        "long articles left whole": whole(longest, count, seed),
    }


def flat(figures, alone):
    """Give the figures under one name each, for the floors."""
    kinds = ("precision", "recall", "exact")
    rows = {
        f"{name}: {kind}": value
        for name, row in figures.items()
        for kind, value in zip(kinds, row, strict=True)
    }
    return rows | alone


def main():
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    folder = arguments[0] if arguments else Path(__file__).parents[2] / "shared" / "eval"
    figures, alone = measure(folder)
    print(f"{'files joined with':24} precision  recall  all pieces right")
    for name, (precision, recall, exact) in figures.items():
        print(f"{name:24} {precision:9.3f} {recall:7.3f} {exact:17.3f}")
    for name, share in alone.items():
        print(f"{name:27} {share:.3f}")
    if "--pin" in sys.argv:
        floors.raise_to("splitting", flat(figures, alone))
        floors.raise_to("splitting, quick", flat(*measure(folder, QUICK)))


if __name__ == "__main__":
    main()
