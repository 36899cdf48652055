"""Train, from nothing, from a package or from the last checkpoint; stop and go on at will.

    python training/train.py --data build --run runs/fr-en --minutes 60            # CPU
    python training/train.py --data build --run runs/fr-en --minutes 25 --tokens 25000  # GPU
    ... --from-package old/model/model.bin     start from a shipped package (first call only)
    ... --part finish --rate 3e-4 0            the last part, on the cleaner mixture

The learning rate falls from the first to the second `--rate` over the minutes given, by the clock:
the run ends well however busy the machine is. Calling again goes on from `last.pt`.

On a CPU each of `--workers` processes computes gradients on one core and applies them to the shared
weights as soon as it has them (at most a step stale): no core waits for another, which matters
when other work takes one of them. On a GPU there is one worker.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing as mp
from batches import Packed
from torch import Tensor
from transformer import PAD, Shape, Transformer
from warm import load_package

Batch = tuple[Tensor, Tensor]
WARM_UP = 200  # updates until the full rate
KEEP = 12  # checkpoints that stay on disk


def optimizers(model: Transformer, args: argparse.Namespace) -> list[torch.optim.Optimizer]:
    """Adam for all, or Muon for the matrices inside the layers and Adam for the rest.

    Muon (Jordan et al. 2024) with its steps scaled to the size of Adam's (Liu et al. 2025), so that
    one rate serves both.
    """
    inside = [
        parameter
        for name, parameter in model.named_parameters()
        if args.muon and parameter.ndim == 2 and "embed" not in name
    ]
    others = [p for p in model.parameters() if all(p is not i for i in inside)]
    made: list[torch.optim.Optimizer] = [
        torch.optim.Adam(others, lr=args.rate[0], betas=(0.9, 0.98), eps=1e-9, fused=True)
    ]
    if inside:
        made.append(
            torch.optim.Muon(
                inside, lr=args.rate[0], weight_decay=0.0, adjust_lr_fn="match_rms_adamw"
            )
        )
    return made


def fresh_state(optimizer: torch.optim.Optimizer, parameter: Tensor) -> dict[str, Tensor]:
    """Give the state the optimizer would make at its first step."""
    if isinstance(optimizer, torch.optim.Adam):
        return {
            "step": torch.zeros((), dtype=torch.float32),
            "exp_avg": torch.zeros_like(parameter),
            "exp_avg_sq": torch.zeros_like(parameter),
        }
    return {"momentum_buffer": torch.zeros_like(parameter)}


class Shared:
    """What the workers have in common: weights, optimizer, counters, a lock."""

    def __init__(self, model: Transformer, args: argparse.Namespace) -> None:
        self.model, self.args = model, args
        self.lock = mp.get_context("fork").Lock()
        self.counts = torch.zeros(3, dtype=torch.float64).share_memory_()  # updates, tokens, loss
        self.started = time.monotonic()
        self.optimizers = optimizers(model, args)

    def share(self) -> None:
        """Put weights and optimizer state where every worker sees them."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                for parameter in group["params"]:
                    if not optimizer.state[parameter]:
                        optimizer.state[parameter] = fresh_state(optimizer, parameter)
            if self.args.device == "cpu":
                for state in optimizer.state.values():
                    for value in state.values():
                        value.share_memory_()
        if self.args.device == "cpu":
            self.model.share_memory()

    def elapsed(self) -> float:
        """Give the share of the minutes that has passed."""
        return (time.monotonic() - self.started) / 60 / self.args.minutes

    def rate(self) -> float:
        """Give the learning rate now."""
        first, last = self.args.rate
        return (first + (last - first) * min(1, self.elapsed())) * min(
            1, (self.counts[0].item() + 1) / WARM_UP
        )

    def done(self) -> bool:
        """Whether this call has used up its minutes or its updates."""
        steps = self.args.steps
        return self.elapsed() >= 1 or bool(steps and self.counts[0] >= steps)


def learn(shared: Shared, batches: Iterator[Batch], replica: Transformer) -> None:
    """Gradients of one batch after another, each applied to the shared weights at once."""
    device = torch.device(shared.args.device)
    theirs, parent = list(shared.model.parameters()), os.getppid()
    for source, target in batches:
        if shared.done() or os.getppid() != parent:
            return
        real = int((target[:, 1:] != PAD).sum())
        with torch.no_grad():
            for mine, common in zip(replica.parameters(), theirs, strict=True):
                mine.copy_(common)
        with torch.autocast(device.type, torch.bfloat16, enabled=shared.args.bf16):
            loss = replica(source.to(device), target.to(device))
        (loss / real).backward()
        torch.nn.utils.clip_grad_norm_(replica.parameters(), 1.0)
        with shared.lock:
            for optimizer in shared.optimizers:
                for group in optimizer.param_groups:
                    group["lr"] = shared.rate()
            for mine, common in zip(replica.parameters(), theirs, strict=True):
                common.grad = mine.grad
            for optimizer in shared.optimizers:
                optimizer.step()
            shared.counts += torch.tensor([1, real, loss.item()], dtype=torch.float64)
        replica.zero_grad()


def work(number: int, shared: Shared, data: Packed) -> None:
    """One worker process."""
    torch.set_num_threads(1)
    seed = [shared.args.seed, number, int(shared.started)]
    replica = Transformer(shared.model.shape).to(shared.args.device)
    rng = np.random.default_rng(seed)
    torch.manual_seed(int(rng.integers(2**31)))
    learn(shared, data.endless(shared.args.tokens, rng), replica)


@torch.no_grad()
def loss_on(model: Transformer, data: Packed, args: argparse.Namespace) -> float:
    """Measure the mean loss per token, without smoothing."""
    total = tokens = 0.0
    model.eval()
    device = torch.device(args.device)
    for lines in data.groups(args.tokens, np.random.default_rng(0)):
        source, target = data.batch(lines)
        with torch.autocast(device.type, torch.bfloat16, enabled=args.bf16):
            total += float(model(source.to(device), target.to(device), 0.0))
        tokens += int((target[:, 1:] != PAD).sum())
    model.train()
    return total / tokens


def save(shared: Shared, path: Path, *, everything: bool) -> None:
    """Write a checkpoint, whole or not at all."""
    with shared.lock:
        saved = {
            "shape": asdict(shared.model.shape),
            "model": {
                name: t.detach().cpu().clone() for name, t in shared.model.state_dict().items()
            },
            "updates": shared.counts[0].item(),
            "tokens": shared.counts[1].item(),
        }
        if everything:
            saved["optimizers"] = [optimizer.state_dict() for optimizer in shared.optimizers]
        fresh = path.with_suffix(".new")
        torch.save(saved, fresh)
    fresh.replace(path)


def checkpoint(shared: Shared, valid: Packed, run: Path) -> None:
    """Save, report, and drop the oldest checkpoints."""
    updates, tokens, loss = shared.counts.tolist()
    save(shared, run / "last.pt", everything=True)
    save(shared, run / f"step-{int(updates):07}.pt", everything=False)
    for old in sorted(run.glob("step-*.pt"))[:-KEEP]:
        old.unlink()
    line = {
        "updates": int(updates),
        "tokens": int(tokens),
        "rate": round(shared.rate(), 7),
        "minutes": round((time.monotonic() - shared.started) / 60, 1),
        "train_loss": round(loss / max(1, tokens - shared.reported), 4),
        "valid_loss": round(loss_on(shared.model, valid, shared.args), 4),
    }
    shared.counts[2] = 0
    shared.reported = tokens
    with (run / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
    print(line, flush=True)


def begin(args: argparse.Namespace) -> Shared:
    """Give the model and optimizer to go on with."""
    last = args.run / "last.pt"
    if last.exists():
        saved = torch.load(last, map_location=args.device)
        model = Transformer(Shape(**saved["shape"]))
        model.load_state_dict(saved["model"])
    elif args.from_package:
        saved, model = {}, load_package(args.from_package)
    else:
        saved, model = {}, Transformer(Shape(**json.loads(args.shape)))
    model.to(args.device)
    shared = Shared(model, args)
    if saved:
        for optimizer, state in zip(shared.optimizers, saved["optimizers"], strict=True):
            optimizer.load_state_dict(state)
        shared.counts[0], shared.counts[1] = saved["updates"], saved["tokens"]
    shared.reported = shared.counts[1].item()
    shared.share()
    return shared


def run_workers(shared: Shared, data: Packed, valid: Packed) -> None:
    """Start the workers; meanwhile write a checkpoint every so often."""
    context = mp.get_context("fork")
    workers = [
        context.Process(target=work, args=(number, shared, data), daemon=True)
        for number in range(shared.args.workers)
    ]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        until = time.monotonic() + shared.args.every * 60
        for worker in workers:
            worker.join(max(0, until - time.monotonic()))
        checkpoint(shared, valid, shared.args.run)
    if any(worker.exitcode for worker in workers):
        raise SystemExit("A worker failed; see its traceback above.")


def spell(batches: Iterator[Batch], minutes: float) -> Iterator[Batch]:
    """Give batches for so many minutes."""
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        yield next(batches)


def run_alone(shared: Shared, data: Packed, valid: Packed) -> None:
    """Train in this process, as on a GPU; checkpoints between the batches."""
    rng = np.random.default_rng([shared.args.seed, int(shared.counts[0])])
    batches = data.endless(shared.args.tokens, rng)
    replica = Transformer(shared.model.shape).to(shared.args.device)
    while not shared.done():
        learn(shared, spell(batches, shared.args.every), replica)
        checkpoint(shared, valid, shared.args.run)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder prepare.py wrote")
    parser.add_argument("--part", default="main", help="main or finish")
    parser.add_argument("--run", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--minutes", type=float, required=True, help="how long this call trains")
    parser.add_argument("--steps", type=int, default=0, help="stop at this update, if sooner")
    parser.add_argument("--rate", type=float, nargs=2, default=[1e-3, 1e-5], metavar=("FROM", "TO"))
    parser.add_argument("--tokens", type=int, default=2500, help="padded tokens a batch")
    parser.add_argument("--every", type=float, default=10, help="minutes between checkpoints")
    parser.add_argument("--from-package", type=Path, help="a model.bin to start from")
    parser.add_argument("--shape", default="{}", help='sizes from nothing, {"width": 512, …}')
    parser.add_argument("--workers", type=int, default=2, help="processes, on a CPU")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--muon", action="store_true", help="Muon for the matrices in the layers")
    parser.add_argument("--no-bf16", dest="bf16", action="store_false")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()


def main() -> None:
    """Run from the command line."""
    args = arguments()
    args.run.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1 if args.device == "cpu" else 8)
    data, valid = Packed(args.data, args.part), Packed(args.data, "valid")
    shared = begin(args)
    (run_workers if args.device == "cpu" and args.workers > 1 else run_alone)(shared, data, valid)


if __name__ == "__main__":
    main()
