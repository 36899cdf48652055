"""How often the check of negation sees a denial lost or made up, in languages without a package.

    python benchmarks/negation.py [--show] [--update]

negation.tsv: twenty sentences of our own each in German, Spanish, Italian and Russian, traps among
them ("nicht nur", "nada más llegar", "не менее"), with a right English and one whose denial is lost
or made up. `caught` is the share of the wrong ones marked, `quiet` the share of the right ones
without a mark. --update pins the figures.
"""

import argparse
from itertools import groupby
from pathlib import Path

import floors

from briefgen.language.tags import ENGLISH, Language
from briefgen.translating.checks.negation import check_negation, check_opposites
from briefgen.translating.checks.pair import Pair

FILE = Path(__file__).with_name("negation.tsv")


def is_marked(tag: str, original: str, english: str) -> bool:
    """Say whether either check of denials doubts a translation."""
    pair = Pair(original, english, Language(tag), ENGLISH)
    return any(True for check in (check_negation, check_opposites) for _ in check(pair))


def measure(*, show: bool = False) -> dict[str, float]:
    """Give the shares caught and quiet for each language."""
    rows = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()]
    figures = {}
    for tag, group in groupby(rows, key=lambda row: row[0]):
        found = [
            (is_marked(tag, told, wrong), is_marked(tag, told, right), told)
            for _, told, right, wrong in group
        ]
        for caught, false_alarm, told in found if show else ():
            if false_alarm or not caught:
                print("false alarm" if false_alarm else "missed", told, sep="\t")
        figures[f"caught {tag}"] = sum(caught for caught, _, _ in found) / len(found)
        figures[f"quiet {tag}"] = sum(not alarm for _, alarm, _ in found) / len(found)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args()
    figures = measure(show=arguments.show)
    for name, value in figures.items():
        print(f"{name}\t{value:.2f}")
    if arguments.update:
        floors.raise_to("negation", figures)


if __name__ == "__main__":
    main()
