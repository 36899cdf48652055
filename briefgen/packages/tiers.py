"""How good a package is, in words: the figure, the test set and the date, or that nobody measured.

Only bytes that were measured have figures of their own, known by their SHA-256, and a tier where
COMET is among them: A from .84, B from .80, C below. Argos states no hash of its packages, so what
was found of them in 2024 is told as that, and gives no tier.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

TIER_A, TIER_B = 0.84, 0.80
NOT_MEASURED = "quality not measured"


def quality(sha256: str, pair: tuple[str, str], *, official: bool) -> str:
    """Say how good a package is; of one that Argos' index named also what is known of its like."""
    own = _figures()["measured"].get(sha256)
    if own is None:
        return official_quality(pair) if official else NOT_MEASURED
    tier = f"tier {tier_of(own['comet'])}: COMET {own['comet']:.3f}, " if "comet" in own else ""
    return f"{tier}BLEU {own['bleu']}, chrF {own['chrf']} on {own['set']}, {own['date']}"


def official_quality(pair: tuple[str, str]) -> str:
    """Say what is known of the packages Argos had for a pair; whether it still has those is not."""
    source, target = pair
    known = _figures()["official"]
    if target != "en" or source not in known["bleu"]:
        return NOT_MEASURED
    comet = known["comet"].get(source)
    words = f"COMET {comet:.3f}, " if comet is not None else ""
    figures = f"{words}BLEU {known['bleu'][source]} on {known['set']}"
    return f"{NOT_MEASURED}; Argos' package of {known['date']} had {figures}"


def tier_of(comet: float) -> str:
    """Give the tier of a COMET score."""
    if comet >= TIER_A:
        return "A"
    return "B" if comet >= TIER_B else "C"


@cache
def _figures() -> dict[str, Any]:
    import yaml

    text = (Path(__file__).parent / "quality.yml").read_text(encoding="utf-8")
    figures: dict[str, Any] = yaml.safe_load(text)
    return figures
