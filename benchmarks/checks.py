"""Counts what the checks catch of damaged translations, and how often they cry wolf.

    python benchmarks/checks.py [--shared ../shared] [--show KIND|CHECK]

Damage is done (by damage.py) to FLORES-dev references and to a strong system's output for the same
lines; false alarms are counted on both, undamaged. A damaged line counts as caught when it gets a
mark that its undamaged self does not have.
"""

import argparse
import html
from collections import Counter
from pathlib import Path

import floors
from damage import damage_all

from briefgen.language.tags import Language
from briefgen.model import Mark, Sentence
from briefgen.translating.checks import check

PER_KIND = 300
NAMES = (
    "number", "unit", "date", "name", "negation", "quotes", "length", "ending", "loop", "copied",
    "foreign", "invented", "overlap",
)  # fmt: skip


def read(path: Path) -> list[str]:
    return [html.unescape(line) for line in path.read_text("utf-8").splitlines()]


def marks_of(original: str, translation: str) -> tuple[Mark, ...]:
    sentence = Sentence(original, 0, len(original), translation=translation)
    return check(sentence, source=Language("fr"), target=Language("en"))


def measure(shared: Path, *, show: str = "") -> dict[str, float]:
    """Give all figures in percent, by name; print the lines of one kind or check on request."""
    folder = shared / "eval"
    french = read(folder / "flores-dev.fr")
    figures: dict[str, float] = {}
    for base, file in (("reference", "flores-dev.en"), ("system", "flores-dev.google.en")):
        english = read(folder / file)
        clean = [{m.check for m in marks_of(*pair)} for pair in zip(french, english, strict=True)]
        figures |= count_alarms(clean, base)
        for kind, lines in damage_all(english, PER_KIND, seed=7).items():
            caught, own = 0, Counter()
            for index, text in lines.items():
                new = {m.check for m in marks_of(french[index], text)} - clean[index]
                caught += bool(new)
                own.update(new)
                if show == kind and not new:
                    print(f"missed {index}\n  {french[index]}\n  {text}")
            figures[f"caught {kind} ({base}, {len(lines)})"] = 100 * caught / len(lines)
            for name, times in own.most_common():
                figures[f"  {kind} by {name} ({base})"] = 100 * times / len(lines)
        for index, pair in enumerate(zip(french, english, strict=True)):
            for mark in marks_of(*pair):
                if mark.check == show:
                    print(f"{base} {index} {mark.detail}\n  {pair[0]}\n  {pair[1]}")
    return figures


def count_alarms(clean: list[set[str]], base: str) -> dict[str, float]:
    total = Counter(name for marks in clean for name in marks)
    figures = {f"alarm {name} ({base})": 100 * total[name] / len(clean) for name in NAMES}
    figures[f"alarm any ({base})"] = 100 * sum(map(bool, clean)) / len(clean)
    return figures


def pinned(figures: dict[str, float]) -> dict[str, float]:
    """Give the figures with a floor: shares caught, and shares left in peace by each check."""
    caught = {n.partition(",")[0] + ")": v for n, v in figures.items() if n.startswith("caught")}
    quiet = {
        n.replace("alarm", "quiet"): 100 - v for n, v in figures.items() if n.startswith("alarm")
    }
    return {name: value / 100 for name, value in (caught | quiet).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument(
        "--show", default="", help="print missed damage or false alarms of one kind"
    )
    parser.add_argument("--raise-floors", action="store_true")
    args = parser.parse_args()
    figures = measure(args.shared, show=args.show)
    if args.raise_floors:
        floors.raise_to("checks", pinned(figures))
    for name, value in figures.items():
        print(f"{name:45} {value:6.1f} %")


if __name__ == "__main__":
    main()
