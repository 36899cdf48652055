"""Tells whether it would pay to translate every sentence several ways and keep the best.

    PYTHONPATH=.:training python benchmarks/best_of.py [--shared ../shared] [--lines 400]

Candidates: the six best of a beam of six, the greedy one, a longer and a shorter length penalty,
and six drawn by lot (top ten pieces, temperature 0.8). They are ranked by the package's own score,
the reverse package's score of the original given the candidate, and the number of checks that
doubt it; the weights are searched on the even lines, BLEU and chrF are told of the odd ones. "Best
possible" takes the candidate nearest the reference by chrF: no choice can do better. Times are of
the processor, beside that of the plain beam of four, in one run.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sacrebleu
import sentencepiece
from fit_doubt import engine, read_pairs
from packages import DECODING

from briefgen.engines.argos import ArgosTranslator
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Sentence
from briefgen.packages import BUNDLED, read_package
from briefgen.packages.found import ASKED_ONLY
from briefgen.translating.checks import check
from briefgen.translating.translate import normalise

FRENCH = Language("fr")
WAYS = {
    "beam of six": {"beam_size": 6, "num_hypotheses": 6},
    "greedy": {"beam_size": 1},
    "longer": {"length_penalty": 1.2},
    "shorter": {"length_penalty": 0.1},
    "by lot": {
        "beam_size": 1, "sampling_topk": 10, "sampling_temperature": 0.8, "num_hypotheses": 6,
    },
}  # fmt: skip
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
COSTS = (0.0, 0.05, 0.1, 0.2, 0.4)  # of each check, in log-probability a piece


class Bare:
    """A package's model as it is, for hypotheses the product does not ask for."""

    def __init__(self, folder: Path) -> None:
        self.model = ctranslate2.Translator(str(folder / "model"), compute_type="int8")
        self.pieces = sentencepiece.SentencePieceProcessor(str(folder / "sentencepiece.model"))

    def tell(self, texts: Sequence[str], **decoding: float) -> list[list[str]]:
        """Give the hypotheses for each text."""
        tokens = self.pieces.encode(list(texts), out_type=str)
        options: dict[str, Any] = (
            DECODING | {"max_batch_size": 1024, "batch_type": "tokens"} | decoding
        )
        results = self.model.translate_batch(tokens, **options)
        return [self.pieces.decode(result.hypotheses) for result in results]

    def score(self, texts: Sequence[str], english: Sequence[str]) -> np.ndarray:
        """Give the mean log-probability a piece of each translation, by the model itself."""
        sources, targets = (self.pieces.encode(list(x), out_type=str) for x in (texts, english))
        results = self.model.score_batch(sources, targets, max_batch_size=64)
        return np.array([np.mean(one.log_probs) for one in results])


def back_scores(
    reverse: ArgosTranslator, texts: Sequence[str], english: Sequence[str]
) -> np.ndarray:
    """Give the mean log-probability a piece of each original, given the English."""
    explained = reverse.explain(
        [normalise(text, FRENCH) for text in texts], [normalise(one, ENGLISH) for one in english]
    )
    return np.array([np.mean(one.scores) if one.scores else -9.0 for one in explained])


def doubts(french: str, english: str) -> int:
    told = Sentence(french, 0, len(french), translation=english)
    return len(check(told, source=FRENCH, target=ENGLISH))


def gather(bare: Bare, texts: list[str]) -> tuple[list[list[str]], float]:
    """Give all candidates of each text, the plain one first, and the processor seconds."""
    begun = time.process_time()
    found = bare.tell(texts)
    for decoding in WAYS.values():
        found = [[*a, *b] for a, b in zip(found, bare.tell(texts, **decoding), strict=True)]
    return [list(dict.fromkeys(some)) for some in found], time.process_time() - begun


def report(name: str, chosen: Sequence[str], references: Sequence[str]) -> None:
    bleu = sacrebleu.corpus_bleu(chosen, [references]).score
    chrf = sacrebleu.corpus_chrf(chosen, [references]).score
    print(f"  {name:34} BLEU {bleu:5.2f}  chrF {chrf:5.2f}")


def run(name: str, pairs: list[tuple[str, str]], bare: Bare, reverse: ArgosTranslator) -> None:
    """Measure one set."""
    texts, references = [normalise(text, FRENCH) for text, _ in pairs], [ref for _, ref in pairs]
    begun = time.process_time()
    bare.tell(texts)
    plain_time = time.process_time() - begun
    candidates, time_to_tell = gather(bare, texts)
    flat = [(place, one) for place, some in enumerate(candidates) for one in some if one.strip()]
    places = np.array([place for place, _ in flat])
    sources, english = [texts[place] for place, _ in flat], [one for _, one in flat]
    begun = time.process_time()
    forward, back = bare.score(sources, english), back_scores(reverse, sources, english)
    marks = np.array([doubts(a, b) for a, b in zip(sources, english, strict=True)])
    time_to_rank = time.process_time() - begun
    scorer = sacrebleu.CHRF()
    near = np.array([scorer.sentence_score(one, [references[place]]).score for place, one in flat])
    first = [int(np.flatnonzero(places == place)[0]) for place in range(len(texts))]

    def best(values: np.ndarray) -> np.ndarray:
        order = np.lexsort((-values, places))
        return order[np.unique(places[order], return_index=True)[1]]

    even, odd = (np.arange(len(texts)) % 2 == parity for parity in (0, 1))
    weights = max(
        itertools.product(SHARES, COSTS),
        key=lambda w: near[best((1 - w[0]) * forward + w[0] * back - w[1] * marks)][even].mean(),
    )
    ranked = best((1 - weights[0]) * forward + weights[0] * back - weights[1] * marks)
    told = [reference for reference, is_odd in zip(references, odd, strict=True) if is_odd]
    print(f"{name}: {len(flat) / len(texts):.1f} candidates; weights {weights}; odd lines:")
    for label, chosen in (
        ("as now, beam of four", np.array(first)),
        ("best by own score", best(forward)),
        ("best by all", ranked),
        ("best possible", best(near)),
    ):
        report(label, [english[place] for place in chosen[odd]], told)
    print(f"  time: {(time_to_tell + time_to_rank) / plain_time:.1f} × that of the beam of four")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--lines", type=int, default=400, help="of each set")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        forward, reverse = (
            read_package(next(folder.glob(f"*{way}*.argosmodel")), cache=Path(cache))
            for folder, way in ((BUNDLED, "fr_en"), (ASKED_ONLY, "en_fr"))
        )
        for name, pairs in read_pairs(args.shared).items():
            run(name, pairs[: args.lines], Bare(forward.folder), engine(reverse))


if __name__ == "__main__":
    main()
