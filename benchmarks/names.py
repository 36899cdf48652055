"""Count the names a package loses or makes up, on 300 sentences of our own with rare names.

    python benchmarks/names.py [PACKAGE.argosmodel …] [--shared ../shared] [--show] [--update]

Thirty sentences (names-sentences.tsv), ten people each of names-people.txt, from many countries, by
a fixed draw. A name is kept when each of its words stands in the English, as spelled; one is made
up when the English has a capitalised word inside a sentence that neither the name nor the expected
English has. The bundled package is measured where none is named; --update pins its figures.

Where ../shared is at hand, so are 500 sentences of French news of 2010 to 2020, without references:
there the product's own check says which names were lost or made up. Packages that did well on our
sentences turned ministers of the day into others of their training.
"""

import argparse
import random
import re
import tempfile
from pathlib import Path

import floors
from mending import read_news

from briefgen.engines.argos import ArgosTranslator
from briefgen.language.tags import ENGLISH, Language
from briefgen.packages import find_packages, read_package
from briefgen.translating.checks.names import check_names
from briefgen.translating.checks.pair import Pair
from briefgen.translating.translate import Decoding, follow

HERE = Path(__file__).resolve().parent
FRENCH = Language("fr")
EACH = 10  # people a sentence
CAPITAL = re.compile(r"(?<=[a-z,;] )[A-ZÀ-Þ][\w'’-]{2,}")


def lines() -> list[tuple[str, str, str]]:
    """Give (name, French, English), the same ones at every call."""
    names = (HERE / "names-people.txt").read_text("utf-8").splitlines()
    written = (HERE / "names-sentences.tsv").read_text("utf-8").splitlines()
    dice = random.Random(2026)
    pairs = [line.split("\t") for line in written]
    return [
        (name, french.format(name), english.format(name))
        for french, english in pairs
        for name in dice.sample(names, EACH)
    ]


def faults(name: str, said: str, english: str) -> tuple[bool, bool]:
    """Say whether the name was lost, and whether another one was made up."""
    plain = said.replace("’", "'")
    lost = not all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain) for word in name.split())
    known = set(re.findall(r"[\w'-]+", f"{name} {english}"))
    made_up = any(w.removesuffix("'s") not in known for w in CAPITAL.findall(plain))
    return lost, made_up


def measure(translator: ArgosTranslator, *, show: bool = False) -> dict[str, float]:
    """Give the faults per 1,000 sentences."""
    rows = lines()
    texts = [french for _, french, _ in rows]
    done = follow((translator,), texts, FRENCH, Decoding())
    found = []
    for (name, french, english), candidate in zip(rows, done, strict=True):
        found.append(faults(name, candidate.text, english))
        if show and any(found[-1]):
            print(f"{french}\n   {candidate.text}")
    share = 1000 / len(rows)
    return {"lost": share * sum(a for a, _ in found), "made up": share * sum(b for _, b in found)}


def measure_news(translator: ArgosTranslator, shared: Path) -> dict[str, float]:
    """Give the sentences of real news whose names the check doubts, per 1,000."""
    texts = read_news(shared)
    done = follow((translator,), texts, FRENCH, Decoding())
    pairs = [Pair(a, b.text, FRENCH, ENGLISH) for a, b in zip(texts, done, strict=True)]
    doubted = sum(any(check_names(pair)) for pair in pairs)
    return {"lost or made up in news": 1000 / len(texts) * doubted}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=Path, nargs="*")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--update", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given = [read_package(path, cache=Path(folder)) for path in chosen.packages]
        bundled = find_packages([], cache=Path(folder))[0]
        for package in given or [one for one in bundled if one.source == "fr"]:
            translator = ArgosTranslator(
                package.folder, package=package.title, source="fr", target="en", threads=2
            )
            figures = measure(translator, show=chosen.show)
            if (chosen.shared / "eval").is_dir():
                figures |= measure_news(translator, chosen.shared)
            print(package.title, *(f"{name} {value:.0f}" for name, value in figures.items()))
            if chosen.update:  # kept and not made up: floors are lowest figures
                kept = {f"not {name}": 1 - value / 1000 for name, value in figures.items()}
                floors.raise_to("names", kept, slack=0)


if __name__ == "__main__":
    main()
