"""Make the mixture of a recipe and pack it as token ids, with the held-out lines beside it.

    python training/prepare.py training/fr-en.toml --corpora ../shared/corpora \
        --pieces build/sentencepiece.model --out build

Writes `main-00.npz` …, `finish-00.npz` … (each at most 60 MiB, so that they can be carried to
another machine), `held-out.fr`, `held-out.en` and `prepared.json` (counts for the model card).
With `--text` it writes the mixture as plain lines instead, for `vocab.py`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import recipe
import sentencepiece
import text

SHARD_TOKENS = 30_000_000  # two bytes each
SAMPLED = 0.15  # share of source lines split at random, for words never seen whole
TAG = 1  # <unk> in front of a source written by a machine


def held_out(made: recipe.Recipe, corpora: Path) -> list[text.Pair]:
    """Draw the pairs to report on: the same ones at every call, and in both directions."""
    corpus = next(c for c in made.corpora if c.name == made.held_out_from)
    way = -1 if corpus.swap else 1
    good = (
        [p for p in recipe.pairs(corpus, corpora) if text.sane(*p[::way], least=5)]
        if made.held_out
        else []
    )
    return random.Random(2026).sample(good, made.held_out)


def lexicon(made: recipe.Recipe, corpora: Path) -> frozenset[str]:
    """Lower-case words seen twice in source text written by people."""
    seen: Counter[str] = Counter()
    for corpus in made.corpora:
        if not corpus.machine:
            for source, _ in recipe.pairs(corpus, corpora):
                seen.update(w for w in text.WORD.findall(source.replace("’", "'")) if w.islower())
    return frozenset(word for word, count in seen.items() if count >= 2)


def chosen(
    corpus: recipe.Corpus,
    corpora: Path,
    words: frozenset[str],
    made: recipe.Recipe,
    barred: set[str],
) -> list[text.Pair]:
    """Give the pairs of a corpus that pass every filter, at most `cap` of them."""
    kept = [
        pair
        for pair in recipe.pairs(corpus, corpora)
        if text.sane(*pair, least=corpus.least)
        and (not corpus.check_numbers or text.same_numbers(*pair))
        and pair[0] not in barred
        and pair[1] not in barred
        and not (
            corpus.machine
            and pair[0] != pair[1]  # copied
            and text.unknown_words(pair[0], words) > made.unknown_at_most
        )
    ]
    if corpus.cap and len(kept) > corpus.cap:
        kept = random.Random(corpus.name).sample(kept, corpus.cap)
    return kept


def times(pairs: list[text.Pair], share: float, rng: random.Random) -> Iterator[text.Pair]:
    """Every pair `share` times; a fraction by lot."""
    for pair in pairs:
        for _ in range(int(share) + (rng.random() < share % 1)):
            yield text.varied(pair, rng)


Example = tuple[bool, str, str]  # written by a machine, source, target


def mixture(
    parts: dict[str, list[text.Pair]], made: recipe.Recipe, *, finish: bool
) -> Iterator[Example]:
    """All lines of one mixture, not yet shuffled."""
    rng = random.Random(7 + finish)
    for corpus in made.corpora:
        share = corpus.finish if finish else corpus.repeat
        pairs = times(parts[corpus.name], share, rng)
        for source, target in text.joined(pairs, rng, share=0.06):
            yield corpus.machine, source, target


def encode(
    examples: Iterable[Example],
    pieces: sentencepiece.SentencePieceProcessor,
    rng: random.Random,
    share: float = SAMPLED,
) -> Iterator[tuple[list[int], list[int]]]:
    """Token ids: source … </s> and <s> target … </s>."""
    bos, eos = pieces.bos_id(), pieces.eos_id()
    for machine, source, target in examples:
        sampled = rng.random() < share
        ids = pieces.encode(source, enable_sampling=sampled, alpha=0.2, nbest_size=-1)
        yield [TAG] * machine + ids + [eos], [bos, *pieces.encode(target), eos]


def pack(rows: list[tuple[list[int], list[int]]], out: Path, name: str) -> int:
    """Write the rows, in shards; the number of target tokens."""
    shards: list[list[tuple[list[int], list[int]]]] = [[]]
    size = 0
    for row in rows:
        if size > SHARD_TOKENS:
            shards.append([])
            size = 0
        shards[-1].append(row)
        size += len(row[0]) + len(row[1])
    for number, shard in enumerate(shards):
        sides = list(zip(*shard, strict=True))
        arrays = {}
        for side, lines in zip(("source", "target"), sides, strict=True):
            arrays[side] = np.fromiter(chain.from_iterable(lines), np.uint16)
            arrays[side + "_lengths"] = np.array([len(line) for line in lines], np.uint16)
        np.savez_compressed(out / f"{name}-{number:02}.npz", **arrays)
    return sum(len(target) - 1 for _, target in rows)


def write_held_out(pairs: list[text.Pair], made: recipe.Recipe, out: Path) -> None:
    """Write the lines to report on, one file per language."""
    for side, language in enumerate((made.source, made.target)):
        lines = "".join(pair[side] + "\n" for pair in pairs)
        (out / f"held-out.{language}").write_text(lines, encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--pieces", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--text", action="store_true", help="plain lines for vocab.py")
    args = parser.parse_args()
    made = recipe.load(args.recipe)
    args.out.mkdir(parents=True, exist_ok=True)
    held = held_out(made, args.corpora)
    write_held_out(held, made, args.out)
    words, barred = lexicon(made, args.corpora), {line for pair in held for line in pair}
    parts = {c.name: chosen(c, args.corpora, words, made, barred) for c in made.corpora}
    if args.text:
        lines = (f"{s}\n{t}\n" for _, s, t in mixture(parts, made, finish=False))
        (args.out / "text.txt").write_text("".join(lines), encoding="utf-8")
        return
    pieces = sentencepiece.SentencePieceProcessor(str(args.pieces))
    report: dict[str, object] = {"pairs": {name: len(pairs) for name, pairs in parts.items()}}
    for name in ("main", "finish"):
        rng = random.Random(name)
        rows = list(encode(mixture(parts, made, finish=name == "finish"), pieces, rng))
        rng.shuffle(rows)
        report[name] = {"lines": len(rows), "target_tokens": pack(rows, args.out, name)}
    pack(
        list(encode([(False, *pair) for pair in held], pieces, random.Random(0), 0.0)),
        args.out,
        "valid",
    )
    (args.out / "prepared.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
