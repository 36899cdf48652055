"""Compares checks and second opinion with 300 news sentences whose translation was judged.

    python benchmarks/judged.py [--shared ../shared] [--picture docs/images/doubts.svg]

The judgements (benchmarks/judged/) were made before any check was run on these sentences, of
the first pass of the bundled package (0.4, beam 4). "Good" means: a reader learns the same facts,
clumsy English allowed; "bad": a fact is wrong, missing or cannot be understood. Only places in
../shared/eval/articles.jsonl.xz and verdicts are kept; the texts are read there and translated
again. A sentence whose translation is no longer the one that was judged (by its SHA-256) is not
counted. The picture is the ROC curve: the share of bad and of good ones marked at each limit.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import tempfile
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefgen.language.tags import Language
from briefgen.model import Sentence
from briefgen.packages import find_packages, routes
from briefgen.translating.checks import check
from briefgen.translating.second_opinion import ask, weights
from briefgen.translating.translate import Decoding, follow

HERE = Path(__file__).resolve().parent
FRENCH, ENGLISH = Language("fr"), Language("en")
SIDE = 320  # pixels of the picture's square


@dataclass(frozen=True)
class Judged:
    """One sentence: the verdict, the checks that doubt it, and the second opinion's doubt."""

    is_bad: bool
    checks: frozenset[str]
    doubt: float


def read_judged(shared: Path, name: str = "fr-en-0.4.tsv") -> list[tuple[str, str, bool]]:
    """Give the judged sentences with the beginning of their output's SHA-256 and whether bad."""
    with lzma.open(shared / "eval" / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["article"] for row in map(json.loads, lines)}
    with (HERE / "judged" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        (texts[r["article"]][int(r["start"]) : int(r["end"])], r["output"], r["verdict"] == "bad")
        for r in rows
    ]


def judge(shared: Path) -> tuple[list[Judged], float]:
    """Translate again and ask all doubts; also give the limit of the second opinion."""
    judged = read_judged(shared)
    texts = [text for text, _, _ in judged]
    with tempfile.TemporaryDirectory() as cache:
        found = routes(find_packages([], cache=Path(cache))[0])
        route, scorer = found(FRENCH), found.reverse(FRENCH)
        if scorer is None:
            raise SystemExit("no package of the reverse direction is at hand")
        outputs = follow(route, texts, FRENCH, Decoding())
        english = [one.text for one in outputs]
        opinions = ask(scorer, texts, english, source=FRENCH, target=ENGLISH)
    known = weights(tuple(one.package for one in route), scorer.package)
    seen = []
    for (text, output, bad), one, opinion in zip(judged, outputs, opinions, strict=True):
        if sha256(one.text.encode()).hexdigest().startswith(output):
            sentence = Sentence(text, 0, len(text), translation=one.text)
            names = {mark.check for mark in check(sentence, source=FRENCH, target=ENGLISH)}
            doubt = known.doubt(opinion, one.score) if opinion else 0.0
            seen.append(Judged(bad, frozenset(names), doubt))
    return seen, known.limit


def shares(judged: list[Judged], limit: float) -> tuple[float, float]:
    """Give the shares of bad and of good ones marked by a check or by a doubt above the limit."""
    marked: Counter[bool] = Counter(one.is_bad for one in judged if one.checks or one.doubt > limit)
    total: Counter[bool] = Counter(one.is_bad for one in judged)
    return marked[True] / max(1, total[True]), marked[False] / max(1, total[False])


def picture(judged: list[Judged], limit: float) -> str:
    """Draw the curve as SVG; a dot is where the limit stands."""
    limits = sorted({one.doubt for one in judged} | {0.0, 1.0}, reverse=True)
    curve = [shares(judged, one) for one in limits]
    points = " ".join(f"{40 + SIDE * good:.1f},{20 + SIDE * (1 - bad):.1f}" for bad, good in curve)
    bad, good = shares(judged, limit)
    x, y = 40 + SIDE * good, 20 + SIDE * (1 - bad)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE + 60} {SIDE + 70}" \
font-family="sans-serif" font-size="13" fill="#555">
<rect x="40" y="20" width="{SIDE}" height="{SIDE}" fill="#fff" stroke="#bbb"/>
<path d="M40 {20 + SIDE}L{40 + SIDE} 20" stroke="#ccc" stroke-dasharray="4"/>
<polyline points="{points}" fill="none" stroke="#1c4f82" stroke-width="2"/>
<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#7f5200"/>
<text x="{x + 9:.1f}" y="{y + 16:.1f}">{bad:.0%} of bad, {good:.0%} of good</text>
<text x="{40 + SIDE / 2}" y="{SIDE + 55}" text-anchor="middle">good ones marked</text>
<g transform="translate(16 {20 + SIDE / 2}) rotate(-90)"><text text-anchor="middle">\
bad ones marked</text></g>
<text x="40" y="{SIDE + 36}">0</text>
<text x="{40 + SIDE}" y="{SIDE + 36}" text-anchor="end">1</text>
</svg>
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--picture", type=Path)
    args = parser.parse_args()
    judged, limit = judge(args.shared)
    total = Counter(one.is_bad for one in judged)
    print(f"{total[True]} bad, {total[False]} good; limit {limit}")
    for name, one in (("checks alone", 2.0), ("with the second opinion", limit)):
        bad, good = shares(judged, one)
        print(f"{name:24} {bad:6.1%} of bad marked, {good:6.1%} of good")
    names = sorted({name for one in judged for name in one.checks})
    for name in names:
        both = Counter(one.is_bad for one in judged if name in one.checks)
        print(f"  {name:10} on {both[True]:3} bad, {both[False]:2} good")
    if args.picture:
        args.picture.write_text(picture(judged, limit), encoding="utf-8")


if __name__ == "__main__":
    main()
