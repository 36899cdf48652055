"""Material that teaches a model to carry names: swapped in pairs, alone, copied, kept by machines.

    python training/names.py swap --names ../shared/corpora/news-fr.txt.xz \
        --pairs build/europarl-top.tsv ../shared/corpora/news-fr-en.tsv.xz \
        --skip build/held-out.fr --out build/swapped.tsv
    python training/names.py alone --names ../shared/corpora/news-fr.txt.xz \
        --pairs build/europarl-top.tsv --out build/names-alone.tsv
    python training/names.py copy --text build/news.en --count 80000 --out build/copied.tsv
    python training/names.py keep --pairs build/news-en-bt.tsv --out build/news-en-bt-names.tsv

`swap` puts people, towns and acronyms of the news where both sides of a pair have one alike, those
seen often more often; names that English spells otherwise (Poutine, Londres) are left out, as the
pairs tell; lines in `--skip` are measured on and never used. `alone` gives each name as its own
translation. `copy` gives English sentences with names as their own source (Currey et al. 2017,
"Copied monolingual data"); the recipe tags them as a machine's. `keep` leaves out
back-translations that lost or made up a name or a number: a reverse model that loses names teaches
the forward one to invent them.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import recipe
import text
from faults import plain

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*[\w]"
PERSON = re.compile(rf"(?<=[\w,;»\"] )({CAPITAL}(?: {CAPITAL}){{1,2}})")
TITLED = re.compile(rf"\b(?:M\.|Mme|MM\.|Monsieur|Madame|Mr|Mrs|Ms) ({CAPITAL}(?: {CAPITAL})?)")
TOWN = re.compile(rf"(?<=\bà )({CAPITAL})(?! [A-ZÀ-Þ])")
ACRONYM = re.compile(r"(?<![\w-])([A-Z][A-Z0-9]{1,5})(?![\w-])")
WORD = re.compile(r"(?<=[\w,;»\"'’(-] )[A-ZÀ-Þ][\w'’-]{2,}")
SEEN = 3  # times a name stands in the news before it is used
STEM = 4  # letters that must agree: "Italie" and "Italy", "Poutine" and "Putin" need fewer
_ENGLISH = """monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december president minister mr mrs ms dr sir
    the i"""
ENGLISH = frozenset(_ENGLISH.split())  # capitalised in English, written small in French


Spans = dict[str, str]  # name → its kind: "town", "acronym", or how many words a person's has


def spans(line: str) -> Spans:
    """Give the names in a French line with their kinds."""
    found: Spans = dict.fromkeys(ACRONYM.findall(line), "acronym")
    found |= dict.fromkeys(TOWN.findall(line), "town")
    people = (*PERSON.findall(line), *TITLED.findall(line))
    return found | {name: str(len(name.split())) for name in people}


def differing(pairs: Iterable[text.Pair]) -> set[str]:
    """Give the capitalised French words that the English side mostly spells otherwise."""
    seen: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    for source, target in pairs:
        words = {*WORD.findall(source), *ACRONYM.findall(source)}
        theirs = set(re.findall(r"\w[\w'’-]*", target))
        seen.update(words)
        alike.update(words & theirs)
    return {word for word, count in seen.items() if 2 * alike[word] < count}


@dataclass(frozen=True)
class Pool:
    """Names of one kind, and how often to draw each: by the root of how often it was seen."""

    names: list[str]
    weights: list[float]

    def draw(self, rng: random.Random) -> str:
        """Give one by lot."""
        return rng.choices(self.names, self.weights)[0]


def pools(path: Path, elsewhere: set[str]) -> dict[str, Pool]:
    """Give the names in French news by kind, but for those spelled otherwise elsewhere."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in recipe.rows(path):
        for name, kind in spans(row[-1]).items():
            if elsewhere.isdisjoint(name.split()):
                seen[kind][name] += 1
    for name, count in seen["2"].items():
        seen["1"][name.split()[-1]] += count
    return {kind: _pool(counted) for kind, counted in sorted(seen.items())}


def _pool(counted: Counter[str]) -> Pool:
    often = sorted((name, count) for name, count in counted.items() if count >= SEEN)
    return Pool([name for name, _ in often], [count**0.5 for _, count in often])


def shared_names(source: str, target: str) -> Spans:
    """Give the names both sides spell alike, the longest first."""
    alike = [
        (n, kind) for n, kind in spans(source).items() if re.search(rf"\b{re.escape(n)}\b", target)
    ]
    return dict(sorted(alike, key=lambda one: (-len(one[0]), one[0])))


def swapped(pair: text.Pair, pool: dict[str, Pool], rng: random.Random) -> text.Pair | None:
    """Give the pair with other names in it; none where nobody and nothing is named alike."""
    source, target = pair
    others = {name: pool[kind].draw(rng) for name, kind in shared_names(source, target).items()}
    if not others:
        return None
    any_name = re.compile(rf"\b(?:{'|'.join(map(re.escape, others))})\b")
    source, target = (any_name.sub(lambda m: others[m[0]], side) for side in (source, target))
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


def write(lines: Iterable[tuple[str, str]], out: Path) -> None:
    """Write pairs, one a line."""
    with out.open("w", encoding="utf-8") as file:
        count = sum(1 for pair in lines if file.write("\t".join(pair) + "\n"))
    print(f"{out}: {count} pairs")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("way", choices=("swap", "alone", "copy", "keep"))
    parser.add_argument("--names", type=Path)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--pairs", type=Path, nargs="+", default=[])
    parser.add_argument("--skip", type=Path, help="sources that are not to be used")
    parser.add_argument("--count", type=int, help="sentences to copy, or variants of a pair")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    barred = set(args.skip.read_text("utf-8").splitlines()) if args.skip else set()
    given = (row[-2:] for path in args.pairs for row in recipe.rows(path))
    rows = [(source, target) for source, target in given if source not in barred]
    made: Iterable[text.Pair]
    if args.way == "copy":
        made = ((line, line) for line in islice(with_names(args.text), args.count))
    elif args.way == "keep":
        made = (pair for pair in rows if keeps_names(*pair))
    else:
        pool = pools(args.names, differing(rows))
        rng = random.Random(2026)
        variants = (swapped(pair, pool, rng) for pair in rows for _ in range(args.count or 1))
        made = (pair for pair in variants if pair)
        if args.way == "alone":
            made = sorted({(name, name) for one in pool.values() for name in one.names})
    write(made, args.out)


if __name__ == "__main__":
    main()
