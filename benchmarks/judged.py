"""Compares the checks with 150 news sentences whose machine translation a person judged.

    python benchmarks/judged.py [--shared ../shared]

The judgements (benchmarks/judged/) were made before any check was run on these sentences. "Good"
means: a reader learns the same facts, clumsy English allowed; "bad": a fact is wrong, missing or
cannot be understood. Only places in ../shared/eval/articles.jsonl.xz and verdicts are kept; the
texts are read there, and translated again by the package that was judged (0.1, beam 2). A sentence
whose translation is no longer the one that was judged (by its SHA-256) is not counted.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import tempfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

from briefgen.engines.argos import ArgosTranslator
from briefgen.language.tags import Language
from briefgen.model import Sentence
from briefgen.packages import read_package
from briefgen.translating.checks import check
from briefgen.translating.translate import Candidate, Decoding, follow

HERE = Path(__file__).resolve().parent
PACKAGE = "models/translate-fr_en-0_1.argosmodel"


def read_judged(shared: Path, name: str = "fr-en-0.1.tsv") -> list[tuple[str, str, str]]:
    """Give the judged sentences with the beginning of their output's SHA-256 and their verdict."""
    with lzma.open(shared / "eval" / "articles.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["article"] for row in map(json.loads, lines)}
    with (HERE / "judged" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        (texts[row["article"]][int(row["start"]) : int(row["end"])], row["output"], row["verdict"])
        for row in rows
    ]


def translate(shared: Path, texts: list[str]) -> list[Candidate]:
    with tempfile.TemporaryDirectory() as cache:
        package = read_package(shared / PACKAGE, cache=Path(cache))
        translator = ArgosTranslator(package.folder, package="0.1", source="fr", target="en")
        return follow((translator,), texts, Language("fr"), Decoding(beam=2))


def measure(shared: Path) -> dict[str, float]:
    judged = read_judged(shared)
    candidates = translate(shared, [text for text, _, _ in judged])
    counted: Counter[tuple[str, bool]] = Counter()
    by_check: Counter[tuple[str, str]] = Counter()
    for (text, output, verdict), candidate in zip(judged, candidates, strict=True):
        if not sha256(candidate.text.encode()).hexdigest().startswith(output):
            continue
        sentence = Sentence(text, 0, len(text), translation=candidate.text, score=candidate.score)
        names = {
            mark.check for mark in check(sentence, source=Language("fr"), target=Language("en"))
        }
        counted[verdict, bool(names)] += 1
        by_check.update((name, verdict) for name in names)
    bad, good = (sum(counted[v, m] for m in (True, False)) for v in ("bad", "good"))
    for name in sorted({name for name, _ in by_check}):
        print(f"  {name:10} on {by_check[name, 'bad']:3} bad, {by_check[name, 'good']:2} good")
    marked = counted["bad", True] + counted["good", True]
    return {
        f"bad ones marked, of {bad}": 100 * counted["bad", True] / bad,
        f"good ones marked, of {good}": 100 * counted["good", True] / good,
        "marked ones that are bad": 100 * counted["bad", True] / marked,
        "unmarked ones that are good": 100
        * counted["good", False]
        / (sum(counted.values()) - marked),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    for name, value in measure(parser.parse_args().shared).items():
        print(f"{name:32} {value:5.1f} %")


if __name__ == "__main__":
    main()
