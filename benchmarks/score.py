"""Finds below which score of its own a package is mostly wrong.

    python benchmarks/score.py [--shared ../shared]

The score is the mean log-probability per token, so its scale is the package's own. For each
possible floor on FLORES-dev: how many sentences lie below it, and how many of those are bad
(chrF under 35 against the reference), beside the share of bad ones in all.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import sacrebleu

from briefgen.engines.argos import ArgosTranslator
from briefgen.language.tags import Language
from briefgen.packages import BUNDLED, find_packages
from briefgen.translating.translate import Decoding, follow

BAD = 35.0  # chrF


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    french, english = (
        (args.shared / "eval" / f"flores-dev.{tag}").read_text("utf-8").splitlines()
        for tag in ("fr", "en")
    )
    with tempfile.TemporaryDirectory() as cache:
        packages, _ = find_packages((BUNDLED,), cache=Path(cache))
        package = next(p for p in packages if p.source == "fr" and p.target == "en")
        name = package.card().name
        translator = ArgosTranslator(package.folder, package=name, source="fr", target="en")
        done = follow((translator,), french, Language("fr"), Decoding())
    print(name)
    rated = sorted(
        (one.score or 0.0, sacrebleu.sentence_chrf(one.text, [reference]).score)
        for one, reference in zip(done, english, strict=True)
    )
    bad = sum(chrf < BAD for _, chrf in rated)
    print(f"all: {len(rated)} sentences, {100 * bad / len(rated):.1f} % bad")
    for share in (0.02, 0.03, 0.05, 0.1, 0.2):
        below = rated[: round(share * len(rated))]
        wrong = sum(chrf < BAD for _, chrf in below)
        print(f"floor {below[-1][0]:.3f}: {len(below)} below, {100 * wrong / len(below):.0f} % bad")


if __name__ == "__main__":
    main()
