r"""Turn text of the target language into machine-made source sentences with Apertium, by rule.

    apt-get install apertium apertium-eng-spa apertium-fr-es
    python training/backtranslate.py --text ../shared/corpora/news-en.tsv.xz \
        --skip ../shared/corpora/bt-spa.tsv.xz --count 300000 --modes eng-spa es-fr \
        --out build/bt.tsv

The last column of `--text` is the sentence; sentences that are in `--skip` already are left out.
Name the file in the recipe as a corpus with `machine = true`.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import recipe
import text

ENDS = ".!?"


def wanted(path: Path, skip: Path | None, count: int) -> Iterator[str]:
    """Give sentences of ordinary length that are not translated yet."""
    done = {row[-1] for row in recipe.rows(skip)} if skip else set()
    lines = (row[-1] for row in recipe.rows(path))
    fresh = (line for line in lines if line not in done and text.sane(line, line, least=5))
    return islice(fresh, count)


def apertium(lines: list[str], mode: str) -> list[str]:
    """Translate line by line; unknown words stay as they are."""
    command = ["apertium", "-f", "line", "-u", mode]
    done = subprocess.run(
        command, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True
    )
    return done.stdout.removesuffix("\n").split("\n")


def with_end(line: str, like: str) -> str:
    """Put the final mark back that Apertium drops at the end of a line."""
    line = " ".join(line.split())
    return line + like[-1] if like[-1] in ENDS and line and line[-1] not in ENDS else line


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--skip", type=Path)
    parser.add_argument("--count", type=int)
    parser.add_argument("--modes", nargs="+", required=True, help="one after the other")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    sentences = wanted(args.text, args.skip, args.count)
    with args.out.open("w", encoding="utf-8") as out:
        while originals := list(islice(sentences, 5000)):
            lines = originals
            for mode in args.modes:
                lines = apertium(lines, mode)
            for made, original in zip(lines, originals, strict=True):
                out.write(f"{with_end(made, original)}\t{original}\n")


if __name__ == "__main__":
    main()
