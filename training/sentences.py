"""Sentences of real articles, as a target for the reverse model and a source for self-training.

    python training/sentences.py ../shared/eval/articles.jsonl.xz --language fr --out build/news.fr

One JSON object a line with `title`, `heading`, `article`; one sentence a line comes out, each once,
in a fixed random order. Run it with the product's environment: the sentences are split by it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
from collections.abc import Iterator
from pathlib import Path

import text

from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language

PARTS = ("heading", "article")


def sentences(path: Path, language: str) -> Iterator[str]:
    """Give the sentences of ordinary length and shape, in the order of the file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for part in PARTS:
                whole = record[part]
                for start, end in split_sentences(whole, Language(language)):
                    sentence = " ".join(whole[start:end].split())
                    if text.sane(sentence, sentence, least=5, most=45) and sentence[0].isupper():
                        yield sentence


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--language", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    found = list(dict.fromkeys(sentences(args.articles, args.language)))
    random.Random(2026).shuffle(found)
    args.out.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")


if __name__ == "__main__":
    main()
