"""A small pre-norm Transformer, laid out and named as CTranslate2 lays it out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812 - everybody's name for it
from torch import Tensor, nn
from torch.autograd.function import FunctionCtx

PAD, UNK, BOS, EOS = 0, 1, 2, 3  # ids, the same in every vocabulary made here
LOSS_ROWS = 512  # logits of so many tokens at a time stay in a processor's cache
LOSS_ROWS_GPU = 16_384


@dataclass(frozen=True)
class Shape:
    """Everything that fixes the sizes of a model."""

    vocabulary: int = 10_000
    width: int = 256
    inner: int = 1024
    heads: int = 4
    encoder_layers: int = 4
    decoder_layers: int = 2
    positions: int = 512
    dropout: float = 0.0


def sinusoids(positions: int, width: int) -> Tensor:
    """Give the fixed position code: sines and cosines in turn."""
    rates = torch.exp(torch.arange(0, width, 2) * -(math.log(10_000) / width))
    angles = torch.arange(positions)[:, None] * rates[None]
    return torch.stack([angles.sin(), angles.cos()], dim=2).flatten(1)


def attend(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, *, causal: bool
) -> Tensor:
    """Scaled dot-product attention; by hand on a CPU, where PyTorch's own is a quarter slower."""
    if query.device.type != "cpu":
        return F.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=causal)
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    if causal:
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).tril()
    scores = scores if mask is None else scores.masked_fill(~mask, -1e4)
    return scores.softmax(-1).to(value.dtype) @ value


class Attention(nn.Module):
    """Multi-head attention over the sentence itself or, with `memory`, over another one."""

    def __init__(self, shape: Shape, *, cross: bool = False) -> None:
        super().__init__()
        self.heads, self.cross = shape.heads, cross
        self.norm = nn.LayerNorm(shape.width)
        parts = [1, 2] if cross else [3]
        self.into = nn.ModuleList(nn.Linear(shape.width, n * shape.width) for n in parts)
        self.out = nn.Linear(shape.width, shape.width)

    def forward(
        self,
        x: Tensor,
        memory: Tensor | None = None,
        mask: Tensor | None = None,
        *,
        causal: bool = False,
    ) -> Tensor:
        h = self.norm(x)
        if self.cross:
            query, (key, value) = self.into[0](h), self.into[1](memory).chunk(2, -1)
        else:
            query, key, value = self.into[0](h).chunk(3, -1)
        query, key, value = (self.split(part) for part in (query, key, value))
        mixed = attend(query, key, value, mask, causal=causal)
        return self.out(mixed.transpose(1, 2).flatten(2))

    def split(self, x: Tensor) -> Tensor:
        """(batch, time, width) to (batch, head, time, width of a head)."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class FeedForward(nn.Module):
    """Two layers with a ReLU between."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(F.relu(self.up(self.norm(x))))


class Layer(nn.Module):
    """One encoder layer, or with `decoder` one decoder layer."""

    def __init__(self, shape: Shape, *, decoder: bool) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.cross = Attention(shape, cross=True) if decoder else None
        self.feed = FeedForward(shape)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor | None, memory: Tensor | None = None) -> Tensor:
        if self.cross is None:
            x = x + self.drop(self.attention(x, mask=mask))
        else:
            x = x + self.drop(self.attention(x, causal=True))
            x = x + self.drop(self.cross(x, memory, mask))
        return x + self.drop(self.feed(x))


class Transformer(nn.Module):
    """Encoder and decoder over one shared embedding, which is the output layer too."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)
        self.encoder = nn.ModuleList(
            Layer(shape, decoder=False) for _ in range(shape.encoder_layers)
        )
        self.decoder = nn.ModuleList(
            Layer(shape, decoder=True) for _ in range(shape.decoder_layers)
        )
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.register_buffer("positions", sinusoids(shape.positions, shape.width))
        self.drop = nn.Dropout(shape.dropout)

    def embed(self, ids: Tensor) -> Tensor:
        """Token embeddings, scaled, with their positions."""
        scaled = self.embedding(ids) * self.shape.width**0.5
        return self.drop(scaled + self.positions[: ids.shape[1]])

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Give the encoded source and the mask of its real tokens."""
        mask = (source != PAD)[:, None, None, :]
        x = self.embed(source)
        for layer in self.encoder:
            x = layer(x, mask)
        return self.encoder_norm(x), mask

    def decode(self, memory: Tensor, mask: Tensor, before: Tensor) -> Tensor:
        """Give the state from which each next token is read."""
        x = self.embed(before)
        for layer in self.decoder:
            x = layer(x, mask, memory)
        return self.decoder_norm(x)

    def forward(self, source: Tensor, target: Tensor, smoothing: float = 0.1) -> Tensor:
        """Sum the loss over all real target tokens; `target` is `<s> … </s>`, padded."""
        memory, mask = self.encode(source)
        states = self.decode(memory, mask, target[:, :-1])
        wanted = target[:, 1:]
        real = wanted != PAD
        weight = self.embedding.weight
        return SmoothedLoss.apply(states[real], weight, self.bias, wanted[real], smoothing)


class SmoothedLoss(torch.autograd.Function):
    """Output layer and label-smoothed cross entropy in one, a few hundred tokens at a time.

    The logits of a whole batch (4,000 tokens of 10,000 scores) never exist at once; gradients are
    computed on the way forward, while the scores are still at hand.
    """

    @staticmethod
    def forward(
        context: FunctionCtx,
        states: Tensor,
        weight: Tensor,
        bias: Tensor,
        wanted: Tensor,
        smoothing: float,
    ) -> Tensor:
        narrow = torch.bfloat16 if torch.is_autocast_enabled(states.device.type) else torch.float32
        states, table = states.to(narrow), weight.to(narrow)
        total = torch.zeros((), dtype=torch.float32, device=states.device)
        grad_states = torch.empty_like(states)
        grad_weight, grad_bias = torch.zeros_like(weight), torch.zeros_like(bias)
        step = LOSS_ROWS if states.device.type == "cpu" else LOSS_ROWS_GPU
        for at in range(0, len(states), step):
            rows, gold = states[at : at + step], wanted[at : at + step, None]
            scores = (rows @ table.T).float().add_(bias)
            hit, spread = scores.gather(1, gold).sum(), scores.mean(1).sum()
            top = scores.amax(1, keepdim=True)
            wrong = scores.sub_(top).exp_()  # in place: one exponential serves loss and gradient
            mass = wrong.sum(1, keepdim=True)
            total += (top + mass.log()).sum() - (1 - smoothing) * hit - smoothing * spread
            wrong.div_(mass).sub_(smoothing / scores.shape[1])
            wrong.scatter_add_(1, gold, torch.full_like(gold, smoothing - 1, dtype=wrong.dtype))
            grad_bias += wrong.sum(0)
            wrong = wrong.to(narrow)
            grad_states[at : at + step] = wrong @ table
            grad_weight += wrong.T @ rows
        context.save_for_backward(grad_states, grad_weight, grad_bias)
        return total

    @staticmethod
    def backward(context: FunctionCtx, grad: Tensor) -> tuple[Tensor | None, ...]:
        states, weight, bias = context.saved_tensors
        return states * grad, weight * grad, bias * grad, None, None


def layer_names(shape: Shape) -> dict[str, str]:
    """Our parameter names to CTranslate2's, without `.weight`/`.bias` and `/weight`/`/bias`."""
    names = {}
    for side, count in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers)):
        names[f"{side}_norm"] = f"{side}/layer_norm"
        for i in range(count):
            ours, theirs = f"{side}.{i}", f"{side}/layer_{i}"
            names |= attention_names(f"{ours}.attention", f"{theirs}/self_attention", inputs=1)
            if side == "decoder":
                names |= attention_names(f"{ours}.cross", f"{theirs}/attention", inputs=2)
            names[f"{ours}.feed.norm"] = f"{theirs}/ffn/layer_norm"
            names[f"{ours}.feed.up"] = f"{theirs}/ffn/linear_0"
            names[f"{ours}.feed.down"] = f"{theirs}/ffn/linear_1"
    return names


def attention_names(ours: str, theirs: str, *, inputs: int) -> dict[str, str]:
    """Name the tensors of one attention block."""
    names = {f"{ours}.norm": f"{theirs}/layer_norm", f"{ours}.out": f"{theirs}/linear_{inputs}"}
    return names | {f"{ours}.into.{i}": f"{theirs}/linear_{i}" for i in range(inputs)}


def ct2_names(shape: Shape) -> dict[str, str]:
    """Every learned tensor of ours to its name in a CTranslate2 file."""
    names = {"embedding.weight": "decoder/embeddings/weight", "bias": "decoder/projection/bias"}
    for ours, theirs in layer_names(shape).items():
        norm = ours.endswith("norm")
        names[f"{ours}.weight"] = f"{theirs}/{'gamma' if norm else 'weight'}"
        names[f"{ours}.bias"] = f"{theirs}/{'beta' if norm else 'bias'}"
    return names | {"positions": "decoder/position_encodings/encodings"}
