r"""Turn text of the target language into machine-made source sentences, by rule or by a package.

    apt-get install apertium apertium-eng-spa apertium-fr-es
    python training/backtranslate.py --text ../shared/corpora/news-en.tsv.xz \
        --skip ../shared/corpora/bt-spa.tsv.xz --count 300000 --modes eng-spa es-fr \
        --out build/bt.tsv

    python training/backtranslate.py --text build/news.en --package translate-en_fr-0_1.argosmodel \
        --count 100000 --out build/bt-own.tsv

The last column of `--text` is the sentence; sentences that are in `--skip` already are left out.
Name the file in the recipe as a corpus with `machine = true`. A second call goes on where an
`--out` that is there already ends.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import packages
import recipe
import text

ENDS = ".!?"
AT_ONCE = 5000  # sentences


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


def by_rule(modes: list[str], lines: list[str]) -> list[str]:
    """Translate from mode to mode, by way of other languages."""
    made = lines
    for mode in modes:
        made = apertium(made, mode)
    return [with_end(line, like) for line, like in zip(made, lines, strict=True)]


def by_package(loaded: packages.Loaded, lines: list[str]) -> list[str]:
    """Translate with a package; the likeliest word at each step is enough here."""
    return loaded.translate(lines, beam_size=1)[0]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--skip", type=Path)
    parser.add_argument("--count", type=int)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--modes", nargs="+", help="Apertium's, one after the other")
    way.add_argument("--package", type=Path, help="of the reverse direction")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    done = sum(1 for _ in recipe.rows(args.out)) if args.out.exists() else 0
    sentences = islice(wanted(args.text, args.skip, args.count), done, None)
    with tempfile.TemporaryDirectory() as folder, args.out.open("a", encoding="utf-8") as out:
        translate: Callable[[list[str]], list[str]] = (
            partial(by_rule, args.modes)
            if args.modes
            else partial(
                by_package, packages.load(args.package, Path(folder), threads=args.threads)
            )
        )
        while originals := list(islice(sentences, AT_ONCE)):
            for made, original in zip(translate(originals), originals, strict=True):
                out.write(f"{made}\t{original}\n")
            out.flush()


if __name__ == "__main__":
    main()
