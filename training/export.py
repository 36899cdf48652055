"""Average checkpoints and write an Argos package: CTranslate2 int8, pieces, metadata, model card.

    python training/export.py training/fr-en.toml --run runs/fr-en --last 4 \
        --pieces build/sentencepiece.model --prepared build/prepared.json \
        --figures figures.md --out translate-fr_en-0_2.argosmodel

`--figures` is a table `score.py` printed; without it the card has none.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import zipfile
from pathlib import Path

import ctranslate2
import numpy as np
import recipe
import sentencepiece
import torch
from transformer import BOS, Shape, Transformer, ct2_names

ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same weights make the same bytes


def averaged(checkpoints: list[Path]) -> Transformer:
    """One model whose weights are the mean over the checkpoints."""
    saved = [torch.load(path, map_location="cpu") for path in checkpoints]
    model = Transformer(Shape(**saved[0]["shape"]))
    states = [entry["model"] for entry in saved]
    model.load_state_dict({n: torch.stack([s[n] for s in states]).mean(0) for n in states[0]})
    return model


def spec_of(model: Transformer, pieces: list[str]) -> ctranslate2.specs.TransformerSpec:
    """Give the model as CTranslate2 wants it."""
    shape = model.shape
    layers = (shape.encoder_layers, shape.decoder_layers)
    spec = ctranslate2.specs.TransformerSpec.from_config(layers, shape.heads)
    tensors = {name: tensor.detach().numpy() for name, tensor in model.state_dict().items()}
    for ours, theirs in ct2_names(shape).items():
        place(spec, theirs, tensors[ours])
    place(spec, "decoder/projection/weight", tensors["embedding.weight"])
    spec.encoder.embeddings[0].weight = tensors["embedding.weight"]
    place(spec, "encoder/position_encodings/encodings", tensors["positions"])
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = pieces[BOS]
    return spec


def place(spec: object, path: str, tensor: np.ndarray) -> None:
    """Set a nested attribute: `encoder/layer_0/ffn/linear_0/weight`."""
    *way, last = path.split("/")
    for name in way:
        head, _, number = name.rpartition("_")
        numbered = number.isdecimal() and isinstance(getattr(spec, head, None), list)
        spec = getattr(spec, head)[int(number)] if numbered else getattr(spec, name)
    setattr(spec, last, tensor)


def metadata(made: recipe.Recipe) -> str:
    """Argos' `metadata.json`."""
    return json.dumps(
        {
            "package_version": made.version,
            "argos_version": "1.9",
            "from_code": made.source,
            "from_name": made.source_name,
            "to_code": made.target,
            "to_name": made.target_name,
            "type": "translate",
        },
        indent=2,
    )


def card(made: recipe.Recipe, model: Transformer, prepared: dict[str, object], figures: str) -> str:
    """Say what it is, from which text under which licence, how well it does."""
    shape, counts = model.shape, prepared.get("pairs", {})
    data = "\n".join(
        f"| {c.title} | {counts.get(c.name, '')} | {c.repeat:g} | {c.finish:g} | {c.licence} |"
        for c in made.corpora
    )
    size = sum(p.numel() for p in model.parameters())
    return f"""# {made.source_name} to {made.target_name}, version {made.version}

Made for briefgen with the commands in its `training/` folder; nobody else's weights are in it.

Transformer, pre-norm, {shape.width} wide, feed-forward {shape.inner}, {shape.heads} heads,
{shape.encoder_layers} encoder and {shape.decoder_layers} decoder layers, one shared embedding,
{shape.vocabulary} SentencePiece unigram pieces, {size / 1e6:.1f} million parameters, int8.
The source ends with `</s>`, the decoder starts with `<s>`. Normalisation (NFKC, plain quotes,
spaces and hyphens) is part of `sentencepiece.model`. {made.history.strip()}

## Text it learnt from

| | pairs | seen | in the last part | licence or terms |
|---|---|---|---|---|
{data}

## Figures

{figures or "Not measured."}

## Faults to expect

Rare names break, long sentences lose parts, numbers are mostly but not always kept: check them.
"""


def write_package(files: dict[str, bytes], folder: str, out: Path) -> None:
    """Zip them so that the bytes depend on the contents only."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", ZIP_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)


def quantised(spec: ctranslate2.specs.TransformerSpec, kind: str) -> dict[str, bytes]:
    """Give the files of `model/`."""
    spec.validate()
    spec.optimize(quantization=kind)
    with tempfile.TemporaryDirectory() as folder:
        spec.save(folder)
        return {f"model/{path.name}": path.read_bytes() for path in Path(folder).iterdir()}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recipe", type=Path)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--last", type=int, default=4, help="how many checkpoints to average")
    parser.add_argument("--pieces", type=Path, required=True)
    parser.add_argument("--prepared", type=Path)
    parser.add_argument("--figures", type=Path)
    parser.add_argument("--quantization", default="int8")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def main() -> None:
    """Run from the command line."""
    args = arguments()
    made = recipe.load(args.recipe)
    model = averaged(sorted(args.run.glob("step-*.pt"))[-args.last :])
    pieces = sentencepiece.SentencePieceProcessor(str(args.pieces))
    names = [pieces.id_to_piece(number) for number in range(len(pieces))]
    prepared = json.loads(args.prepared.read_text(encoding="utf-8")) if args.prepared else {}
    figures = args.figures.read_text(encoding="utf-8").strip() if args.figures else ""
    files = quantised(spec_of(model, names), args.quantization)
    files["sentencepiece.model"] = args.pieces.read_bytes()
    files["metadata.json"] = metadata(made).encode()
    files["README.md"] = card(made, model, prepared, figures).encode()
    write_package(files, args.out.stem, args.out)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
