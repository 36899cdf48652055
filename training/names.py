"""Material that teaches a model to carry names: swapped in pairs, copied, kept by machines.

    python training/names.py swap --names ../shared/corpora/news-fr.txt.xz \
        --pairs build/europarl-top.tsv ../shared/corpora/news-fr-en.tsv.xz --out build/swapped.tsv
    python training/names.py copy --text build/news.en --count 80000 --out build/copied.tsv
    python training/names.py keep --pairs build/news-en-bt.tsv --out build/news-en-bt-names.tsv

`swap` puts names of people in the news where both sides of a pair name somebody alike. `copy` gives
English sentences with names as their own source (Currey et al. 2017, "Copied monolingual data");
the recipe tags them as a machine's. `keep` leaves out back-translations that lost or made up a
name or a number: a reverse model that loses names teaches the forward one to invent them.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import recipe
import text
from faults import plain

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*[\w]"
PERSON = re.compile(rf"(?<=[\w,;»\"] )({CAPITAL}(?: {CAPITAL}){{1,2}})")
TITLED = re.compile(rf"\b(?:M\.|Mme|MM\.|Monsieur|Madame|Mr|Mrs|Ms) ({CAPITAL}(?: {CAPITAL})?)")
WORD = re.compile(r"(?<=[\w,;»\"'’(-] )[A-ZÀ-Þ][\w'’-]{2,}")
SEEN = 3  # times a name stands in the news before it is used
STEM = 4  # letters that must agree: "Italie" and "Italy", "Poutine" and "Putin" need fewer
_ENGLISH = """monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december president minister mr mrs ms dr sir
    the i"""
ENGLISH = frozenset(_ENGLISH.split())  # capitalised in English, written small in French


def people(path: Path) -> dict[int, list[str]]:
    """Give the names of two and three words in French news, by their number of words."""
    seen: Counter[str] = Counter()
    for row in recipe.rows(path):
        seen.update(PERSON.findall(row[-1]))
    found: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for name, count in sorted(seen.items()):
        words = name.split()
        if count >= SEEN and all(len(word) > 2 and not word.isupper() for word in words):
            found[len(words)].append(name)
    found[1] = sorted({name.split()[-1] for name in found[2]})
    return found


def shared_names(source: str, target: str) -> list[str]:
    """Give the names of people both sides spell alike, the longest first."""
    names = {*PERSON.findall(source), *TITLED.findall(source)}
    alike = {n for n in names if re.search(rf"\b{re.escape(n)}\b", target)}
    return sorted(alike, key=lambda n: (-len(n), n))


def swapped(pair: text.Pair, pool: dict[int, list[str]], rng: random.Random) -> text.Pair | None:
    """Give the pair with other people in it; none where nobody is named alike."""
    source, target = pair
    names = shared_names(source, target)
    if not names:
        return None
    for name in names:
        other = rng.choice(pool[len(name.split())])
        source = re.sub(rf"\b{re.escape(name)}\b", lambda _, o=other: o, source)
        target = re.sub(rf"\b{re.escape(name)}\b", lambda _, o=other: o, target)
    return source, target


def with_names(path: Path) -> Iterator[str]:
    """Give the sentences of ordinary length that name somebody or something."""
    for row in recipe.rows(path):
        line = row[-1]
        if text.sane(line, line, least=5, most=45) and WORD.search(line):
            yield line


def stems(line: str) -> set[str]:
    """Give the beginnings of all words, without accents."""
    return {plain(word)[:STEM] for word in re.findall(r"\w{2,}", line)}


def keeps_names(source: str, target: str) -> bool:
    """Tell whether each name of either side has a like word on the other, and numbers agree."""
    if not text.same_numbers(source, target):
        return False
    there, here = stems(source), stems(target)
    english = {plain(n) for n in WORD.findall(target)} - ENGLISH
    french = {plain(n) for n in WORD.findall(source)}
    return all(near(name, there) for name in english) and all(near(name, here) for name in french)


def near(name: str, beginnings: set[str]) -> bool:
    """Tell whether a word begins like the name; three letters will do where the fourth differs."""
    return name[:STEM] in beginnings or any(b[:3] == name[:3] for b in beginnings)


def write(lines: Iterator[tuple[str, str]], out: Path) -> None:
    """Write pairs, one a line."""
    with out.open("w", encoding="utf-8") as file:
        count = sum(1 for pair in lines if file.write("\t".join(pair) + "\n"))
    print(f"{out}: {count} pairs")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("way", choices=("swap", "copy", "keep"))
    parser.add_argument("--names", type=Path)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--pairs", type=Path, nargs="+", default=[])
    parser.add_argument("--count", type=int, help="sentences to copy, or variants of a pair")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = (tuple(row[-2:]) for path in args.pairs for row in recipe.rows(path))
    if args.way == "copy":
        made = ((line, line) for line in islice(with_names(args.text), args.count))
    elif args.way == "keep":
        made = (pair for pair in rows if keeps_names(*pair))
    else:
        rng, pool = random.Random(2026), people(args.names)
        variants = (swapped(pair, pool, rng) for pair in rows for _ in range(args.count or 1))
        made = (pair for pair in variants if pair)
    write(made, args.out)


if __name__ == "__main__":
    main()
