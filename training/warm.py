"""Start from a shipped package: its int8 weights, multiplied out, in a PyTorch model."""

from __future__ import annotations

from pathlib import Path

import torch
from ct2file import read_tensors
from transformer import Shape, Transformer, ct2_names


def shape_of(tensors: dict[str, object]) -> Shape:
    """Read the sizes of the model in a `model.bin`."""
    vocabulary, width = tensors["decoder/embeddings/weight"].shape
    count = {
        side: len([n for n in tensors if n.startswith(side) and n.endswith("/ffn/linear_0/weight")])
        for side in ("encoder", "decoder")
    }
    return Shape(
        vocabulary=vocabulary,
        width=width,
        inner=tensors["encoder/layer_0/ffn/linear_0/weight"].shape[0],
        heads=int(tensors["encoder/num_heads"]),
        encoder_layers=count["encoder"],
        decoder_layers=count["decoder"],
        positions=tensors["encoder/position_encodings/encodings"].shape[0],
    )


def load_package(model_bin: Path) -> Transformer:
    """Make a PyTorch model that computes what the file computes, but for rounding."""
    tensors = read_tensors(model_bin)
    model = Transformer(shape_of(tensors))
    state = {
        ours: torch.from_numpy(tensors[theirs].copy())
        for ours, theirs in ct2_names(model.shape).items()
    }
    model.load_state_dict(state)
    return model
