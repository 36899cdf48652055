r"""Fits the weights of the second opinion for a package and the one of the reverse direction.

    python training/fit_doubt.py FORWARD.argosmodel REVERSE.argosmodel --shared ../shared \
        [--good 0.1] [--write briefgen/translating/second-opinion.yml]

Bad are the fifth of the sentences with the lowest chrF among those about as long (chrF of short
ones varies more). Fitted on the even lines of FLORES-dev and of 1,500 WMT news lines, reported on
the odd ones; the weights written are fitted on all of them. `limit` is set where `--good` of the
better half of the sentences would be marked. Logistic regression by Newton's method, ridge 1.
"""

from __future__ import annotations

import argparse
import html
import lzma
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sacrebleu
import yaml

from briefgen.engines.argos import ArgosTranslator
from briefgen.language.tags import Language
from briefgen.packages import Package, read_package
from briefgen.translating.second_opinion import Opinion, ask
from briefgen.translating.translate import Decoding, follow

NAMES = ("forward", "back", "bare")
BANDS = 10  # of length
WORST = 0.2
RIDGE = 1.0


@dataclass(frozen=True)
class Lines:
    """Sentences with their figures and whether they are bad."""

    name: str
    figures: np.ndarray  # (lines, NAMES)
    chrf: np.ndarray
    bad: np.ndarray


def read_pairs(shared: Path) -> dict[str, list[tuple[str, str]]]:
    """Give FLORES-dev and 1,500 lines of the WMT news."""
    folder = shared / "eval"
    sides = [(folder / f"flores-dev.{tag}").read_text("utf-8").splitlines() for tag in ("fr", "en")]
    flores = [tuple(map(html.unescape, pair)) for pair in zip(*sides, strict=True)]
    with lzma.open(shared / "corpora" / "news-fr-en.tsv.xz", "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    news = [(row[1], row[2]) for row in rows if len(row[1]) > 20 and len(row[2]) > 20]
    return {"FLORES-dev": flores, "WMT news": random.Random(1).sample(news, 1500)}


def engine(package: Package) -> ArgosTranslator:
    """Open a package."""
    names = {"package": package.title, "source": package.source, "target": package.target}
    return ArgosTranslator(package.folder, **names)


def measure(
    name: str, pairs: list[tuple[str, str]], forward: ArgosTranslator, reverse: ArgosTranslator
) -> Lines:
    """Translate, ask for the opinion, compare with the references."""
    source, target = Language(forward.source), Language(forward.target)
    texts = [text for text, _ in pairs]
    found = follow((forward,), texts, source, Decoding())
    english = [one.text for one in found]
    opinions = ask(reverse, texts, english, source=source, target=target)
    everything = zip(found, opinions, pairs, english, strict=True)
    rows = [(one.score, opinion, pair, text) for one, opinion, pair, text in everything if opinion]
    figures = np.array([_figures(score, opinion) for score, opinion, _, _ in rows])
    scorer = sacrebleu.CHRF()
    chrf = np.array([scorer.sentence_score(t, [ref]).score for _, _, (_, ref), t in rows])
    lengths = np.array([len(text) for _, _, (text, _), _ in rows])
    return Lines(name, figures, chrf, worst_for_length(chrf, lengths))


def _figures(score: float, opinion: Opinion) -> tuple[float, ...]:
    return score, opinion.back, opinion.bare


def worst_for_length(chrf: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Call bad the worst fifth of each band of length."""
    bad = np.zeros(len(chrf))
    for band in np.array_split(np.argsort(lengths, kind="stable"), BANDS):
        bad[band] = chrf[band] <= np.quantile(chrf[band], WORST)
    return bad


def fit(figures: np.ndarray, bad: np.ndarray) -> np.ndarray:
    """Give bias and weights of the logistic regression, for figures as they are."""
    mean, spread = figures.mean(0), figures.std(0) + 1e-9
    table = np.c_[np.ones(len(figures)), (figures - mean) / spread]
    ridge = RIDGE * np.diag([0.0] + [1.0] * figures.shape[1])
    weights = np.zeros(table.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - bad) + ridge @ weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + ridge
        weights -= np.linalg.solve(curve, slope)
    plain = weights[1:] / spread
    return np.r_[weights[0] - plain @ mean, plain]


def doubt(weights: np.ndarray, figures: np.ndarray) -> np.ndarray:
    """Give the probability of being bad."""
    return 1 / (1 + np.exp(-(weights[0] + figures @ weights[1:])))


def area(values: np.ndarray, bad: np.ndarray) -> float:
    """Give the area under the ROC curve."""
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(1, len(values) + 1)
    ones, zeros = bad.sum(), len(bad) - bad.sum()
    return float((ranks[bad == 1].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def report(sets: list[Lines]) -> None:
    """Print the area on the odd lines, of each figure and of all."""
    parts = {"forward": (0,), "back": (1,), "forward + back": (0, 1), "all three": (0, 1, 2)}
    even = np.concatenate([one.figures[::2] for one in sets])
    bad = np.concatenate([one.bad[::2] for one in sets])
    for name, columns in parts.items():
        weights = fit(even[:, columns], bad)
        areas = [area(doubt(weights, one.figures[1::2][:, columns]), one.bad[1::2]) for one in sets]
        print(f"{name:16}", *(f"{s.name} {a:.3f}" for s, a in zip(sets, areas, strict=True)))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("forward", type=Path)
    parser.add_argument("reverse", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--good", type=float, default=0.1)
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        packages = [read_package(path, cache=Path(cache)) for path in (args.forward, args.reverse)]
        forward, reverse = map(engine, packages)
        pairs = read_pairs(args.shared)
        sets = [measure(name, some, forward, reverse) for name, some in pairs.items()]
    report(sets)
    figures = np.concatenate([one.figures for one in sets])
    weights = fit(figures, np.concatenate([one.bad for one in sets]))
    values = doubt(weights, figures)
    better = np.concatenate([one.chrf >= np.median(one.chrf) for one in sets])
    limit = float(np.quantile(values[better], 1 - args.good))
    entry = dict(zip(("bias", *NAMES), (round(float(one), 4) for one in weights), strict=True))
    entry["limit"] = round(limit, 4)
    spread = dict(zip(NAMES, np.round(weights[1:] * figures.std(0), 2).tolist(), strict=True))
    print(f"weights per standard deviation: {spread}")
    name = f"{packages[0].title} | {packages[1].title}"
    line = yaml.safe_dump({name: entry}, default_flow_style=None, sort_keys=False, width=200)
    print(line)
    if args.write:
        kept = [
            row for row in args.write.read_text("utf-8").splitlines() if not row.startswith(name)
        ]
        args.write.write_text("\n".join([*kept, line.strip()]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
