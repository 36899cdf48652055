"""A second opinion: how well the English leads back to the original, asked of a reverse package.

The reverse package does not translate. It is given the English and told what the original says;
the log-probability of each piece of that (forced decoding) shows what the English explains and
what it does not. What the original alone is worth (the same, given a bare full stop) is set
against it: rare words are improbable whatever the English says. A small logistic model, fitted for
each pair of packages by `training/fit_doubt.py`, weighs these figures together.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Protocol

import yaml

from briefgen.language.tags import Language
from briefgen.translating import protected
from briefgen.translating.casing import unshout
from briefgen.translating.translate import Candidate, Memory, normalise

NOTHING = "."  # the English that explains nothing
NAMED = 2  # words named as not explained
SPACE = "\u2581"  # begins a word among the pieces


@dataclass(frozen=True, slots=True)
class Explained:
    """The pieces of a text and the log-probability of each, the end of the sentence left out."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]


class Scorer(Protocol):
    """A package that says how probable given texts are as translations of others."""

    @property
    def package(self) -> str:
        """Name of the package, as readers are told."""
        ...

    def explain(self, texts: Sequence[str], given: Sequence[str]) -> list[Explained]:
        """Score `texts` piece by piece, each as the translation of its fellow in `given`."""
        ...


FindScorer = Callable[[Language], Scorer | None]  # of a language whose texts were translated


def nobody(_: Language) -> Scorer | None:
    """Give no second opinion on any language."""
    return None


@dataclass(frozen=True, slots=True)
class RememberingScorer:
    """A scorer that asks its memory first and tells it what is new."""

    scorer: Scorer
    memory: Memory
    fingerprint: str  # SHA-256 of the package

    @property
    def package(self) -> str:
        """Name of the package behind."""
        return self.scorer.package

    def explain(self, texts: Sequence[str], given: Sequence[str]) -> list[Explained]:
        """Score what the memory does not know."""
        pairs = list(zip(texts, given, strict=True))
        keys = {pair: self._key(*pair) for pair in pairs}
        known = {
            key: _unpacked(found) for key, found in self.memory.get_many([*keys.values()]).items()
        }
        missing = [pair for pair, key in keys.items() if key not in known]
        if missing:
            left, right = zip(*missing, strict=True)
            fresh = dict(zip(map(keys.get, missing), self.scorer.explain(left, right), strict=True))
            packed = {str(key): _packed(one) for key, one in fresh.items()}
            self.memory.put_many(packed)
            known |= {key: _unpacked(one) for key, one in packed.items()}  # as a later build reads
        return [known[keys[pair]] for pair in pairs]

    def _key(self, text: str, given: str) -> str:
        parts = ("explain", text, given, self.fingerprint)
        return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _packed(one: Explained) -> Candidate:
    """Write scores as the text of a candidate, as the memory keeps them; four decimals do."""
    scores = [round(score, 4) for score in one.scores]
    return Candidate(json.dumps([one.pieces, scores], ensure_ascii=False), None)


def _unpacked(candidate: Candidate) -> Explained:
    pieces, scores = json.loads(candidate.text)
    return Explained(tuple(pieces), tuple(scores))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the reverse package makes of one translation; log-probabilities per piece."""

    back: float  # of the original, given the English
    bare: float  # of the original, given nothing
    unexplained: tuple[str, ...]  # their words


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model of one pair of packages: doubt is a weighted sum, marked above `limit`."""

    bias: float
    forward: float
    back: float
    bare: float
    limit: float

    def doubt(self, opinion: Opinion, forward: float | None) -> float:
        """Give the probability that a translation is bad, 0 to 1, as the model sees it."""
        score = forward if forward is not None else opinion.back
        total = self.bias + self.forward * score + self.back * opinion.back
        total += self.bare * opinion.bare
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def weights(packages: tuple[str, ...], reverse: str) -> Weights:
    """Give the weights of a pair of packages; else of another version of them; else careful ones.

    Versions of a package are alike: their weights serve until `training/fit_doubt.py` is run again.
    """
    file = resources.files("briefgen.translating") / "second-opinion.yml"
    table: dict[str, dict[str, float]] = yaml.safe_load(file.read_text("utf-8"))
    wanted = f"{' + '.join(packages)} | {reverse}"
    kin = [name for name in table if _without_versions(name) == _without_versions(wanted)]
    return Weights(**table.get(wanted, table[max(kin, default="any")]))


def _without_versions(pair: str) -> str:
    return " | ".join(side.rpartition(" ")[0] for side in pair.split(" | "))


def ask(
    scorer: Scorer,
    texts: Sequence[str],
    translations: Sequence[str],
    *,
    source: Language,
    target: Language,
) -> list[Opinion | None]:
    """Give the opinion on each translation, all in one batch; None on texts too long or empty."""
    originals = [
        normalise(unshout(protected.without_tokens(text), source), source) for text in texts
    ]
    english = [normalise(protected.without_tokens(text), target) for text in translations]
    back = scorer.explain(originals, english)
    bare = scorer.explain(originals, [NOTHING] * len(originals))
    return [_opinion(one, other) for one, other in zip(back, bare, strict=True)]


def _opinion(back: Explained, bare: Explained) -> Opinion | None:
    if not back.scores or not bare.scores:
        return None
    gains = [one - other for one, other in zip(back.scores, bare.scores, strict=True)]
    return Opinion(
        back=_mean(back.scores),
        bare=_mean(bare.scores),
        unexplained=_unexplained(back.pieces, back.scores, gains),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _unexplained(
    pieces: Sequence[str], scores: Sequence[float], gains: Sequence[float]
) -> tuple[str, ...]:
    """Name the words, four letters or longer, that the English explains least, in their order.

    A word counts by its sum: what it costs given the English, less what the English saves.
    """
    words: list[tuple[str, float]] = []
    for piece, score, gain in zip(pieces, scores, gains, strict=True):
        cost = -score - max(gain, 0.0)
        if piece.startswith(SPACE) or not words:
            words.append((piece.removeprefix(SPACE), cost))
        else:
            words[-1] = (words[-1][0] + piece, words[-1][1] + cost)
    plain = [(word.strip(" ,.;:!?«»\"()'"), cost) for word, cost in words]
    long = [(cost, place, word) for place, (word, cost) in enumerate(plain) if len(word) > 3]  # noqa: PLR2004 - "dans" says little as it is
    worst = sorted(long, reverse=True)[:NAMED]
    return tuple(word for _, _, word in sorted(worst, key=lambda one: one[1]))
