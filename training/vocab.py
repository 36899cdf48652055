"""The SentencePiece model: trained on the mixture, or taken from a package; rules baked in.

python training/vocab.py --from old/sentencepiece.model --out build/sentencepiece.model
python training/vocab.py --text build/text.txt --size 10000 --out build/sentencepiece.model
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import sentencepiece
from text import character_rules

SPECIAL = {"pad_id": 0, "unk_id": 1, "bos_id": 2, "eos_id": 3}
FREED = {"’": "€", "“": "=", "”": "@"}  # pieces our rules leave unused, and what takes their place


def write_rules(path: Path, keep: str = "") -> None:
    """Write the rules in SentencePiece's form: hexadecimal code points, a tab between sides."""
    lines = (
        " ".join(f"{ord(c):X}" for c in left) + "\t" + " ".join(f"{ord(c):X}" for c in right)
        for left, right in character_rules(keep).items()
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def train(text: Path, size: int, out: Path, *, hard_limit: bool = True) -> None:
    """Learn a unigram model of `size` pieces from a text with one sentence a line."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.tsv"
        write_rules(rules)
        sentencepiece.SentencePieceTrainer.train(
            input=str(text),
            model_prefix=str(Path(folder) / "model"),
            vocab_size=size,
            normalization_rule_tsv=str(rules),
            character_coverage=0.9998,
            input_sentence_size=1_000_000,
            shuffle_input_sentence=True,
            hard_vocab_limit=hard_limit,
            minloglevel=1,
            **SPECIAL,
        )
        out.write_bytes((Path(folder) / "model.model").read_bytes())


def rebake(old: Path, out: Path) -> None:
    """Take the pieces of `old`, with our character rules; characters it has pieces for stay."""
    from sentencepiece import sentencepiece_model_pb2 as pb2  # late: needs protobuf

    model = pb2.ModelProto.FromString(old.read_bytes())
    for piece in model.pieces:
        piece.piece = FREED.get(piece.piece, piece.piece)
    known = {piece.piece.lstrip("▁") for piece in model.pieces}
    with tempfile.TemporaryDirectory() as folder:
        rules, text, dummy = (Path(folder) / name for name in ("rules.tsv", "text", "dummy.model"))
        write_rules(rules, keep="".join(k for k in known if len(k) == 1))
        text.write_text("a b c d e\n" * 10, encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(text),
            model_prefix=str(dummy.with_suffix("")),
            vocab_size=20,
            hard_vocab_limit=False,
            normalization_rule_tsv=str(rules),
            minloglevel=2,
        )
        fresh = pb2.ModelProto.FromString(dummy.read_bytes())
    model.normalizer_spec.CopyFrom(fresh.normalizer_spec)
    model.denormalizer_spec.Clear()
    out.write_bytes(model.SerializeToString())


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="old", type=Path)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.old:
        rebake(args.old, args.out)
    else:
        train(args.text, args.size, args.out)


if __name__ == "__main__":
    main()
