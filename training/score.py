"""Score packages side by side: BLEU, chrF, faults per 1,000 sentences, speed.

    python training/score.py OLD.argosmodel NEW.argosmodel \
        --set FLORES-dev ../shared/eval/flores-dev --set news build/held-out
    python training/score.py OLD.argosmodel NEW.argosmodel --show sentences.txt

Bare CTranslate2 and SentencePiece, after ’ to ' and no-break to plain spaces and nothing else;
beam 4, repetition penalty 1.1, length penalty 0.6. Speed is target tokens a second as a ratio to
the first package, in the same run.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import faults
import sacrebleu
from packages import Loaded, load


def lines_of(path: Path) -> list[str]:
    """Give the lines of a text file (and only line feeds end one)."""
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def table(packages: list[Loaded], sets: list[tuple[str, str]], limit: int | None) -> str:
    """One row for each set and package."""
    faulty = ("loops", "lost numbers", "lost names", "invented words")
    heads = ("set", "package", "BLEU", "chrF", *faulty, "speed")
    rows = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for name, stem in sets:
        first = 0.0
        for package in packages:
            sources = lines_of(Path(f"{stem}.{package.source}"))[:limit]
            references = lines_of(Path(f"{stem}.{package.target}"))[:limit]
            translations, speed = package.translate(sources)
            first = first or speed
            bleu = sacrebleu.corpus_bleu(translations, [references]).score
            chrf = sacrebleu.corpus_chrf(translations, [references]).score
            wrong = faults.count(sources, translations, references)
            rows.append(
                f"| {name} | {package.name} | {bleu:.1f} | {chrf:.1f} | {wrong['loops']:.0f} |"
                f" {wrong['numbers']:.0f} | {wrong['names']:.0f} | {wrong['words']:.0f} |"
                f" {speed / first:.2f} |"
            )
    return "\n".join(rows)


def show(packages: list[Loaded], lines: list[str]) -> None:
    """Each line and what the packages make of it."""
    columns = [package.translate(lines)[0] for package in packages]
    for line, *translations in zip(lines, *columns, strict=True):
        print(f"\n        {line}")
        for package, translation in zip(packages, translations, strict=True):
            print(f"{package.name[-7:]:>7} {translation}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=Path, nargs="+")
    parser.add_argument("--set", nargs=2, action="append", default=[], metavar=("NAME", "STEM"))
    parser.add_argument("--show", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--compute-type", default="int8")
    parser.add_argument("--out", type=Path, help="write the table here too, for the model card")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages: list[Loaded] = []
        for number, path in enumerate(args.packages):
            place = Path(folder) / str(number)
            place.mkdir()
            packages.append(load(path, place, threads=args.threads, kind=args.compute_type))
        if args.show:
            show(packages, lines_of(args.show)[: args.limit])
        if args.set:
            result = table(packages, args.set, args.limit)
            print(result)
            if args.out:
                args.out.write_text(result + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
