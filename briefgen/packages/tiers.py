"""How good a package is, in words: the figure, the test set and the date, or that nobody measured.

Tiers go by COMET: A from .84, B from .80, C below. Without a COMET score there is no tier.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

TIER_A, TIER_B = 0.84, 0.80
NOT_MEASURED = "quality not measured"


def quality(sha256: str, pair: tuple[str, str], *, official: bool) -> str:
    """Say how good a package is; the figures of official packages are believed of no other."""
    known = _figures()
    own = known["measured"].get(sha256)
    if own:
        return f"BLEU {own['bleu']}, chrF {own['chrf']} on {own['set']}, {own['date']}"
    return official_quality(pair) if official else NOT_MEASURED


def official_quality(pair: tuple[str, str]) -> str:
    """Say how good Argos' own package for a pair was found."""
    source, target = pair
    known = _figures()["official"]
    if target != "en" or source not in known["bleu"]:
        return NOT_MEASURED
    words = f"BLEU {known['bleu'][source]}"
    comet = known["comet"].get(source)
    if comet is not None:
        tier = known["lower"].get(source) or tier_of(comet)
        words = f"tier {tier}: COMET {comet:.3f}, {words}"
    return f"{words} on {known['set']}, official package, {known['date']}"


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
