"""A package loaded with bare CTranslate2 and SentencePiece, as any other program would load it."""

from __future__ import annotations

import json
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sentencepiece

PLAIN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})
DECODING = {"beam_size": 4, "repetition_penalty": 1.1, "length_penalty": 0.6}


@dataclass(frozen=True)
class Loaded:
    """A package, ready to translate."""

    name: str
    source: str
    target: str
    translator: ctranslate2.Translator
    pieces: sentencepiece.SentencePieceProcessor

    def translate(self, lines: list[str], **decoding: float) -> tuple[list[str], float]:
        """Give translations, and target tokens a second; `decoding` goes before DECODING."""
        tokens = self.pieces.encode([line.translate(PLAIN) for line in lines], out_type=str)
        began = time.perf_counter()
        results = self.translator.translate_batch(
            tokens, max_batch_size=2048, batch_type="tokens", **DECODING | decoding
        )
        seconds = time.perf_counter() - began
        best = [result.hypotheses[0] for result in results]
        return self.pieces.decode(best), sum(map(len, best)) / seconds


def load(package: Path, folder: Path, *, threads: int = 1, kind: str = "int8") -> Loaded:
    """Unpack into an empty folder and load a package of our own making."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    said = json.loads((inside / "metadata.json").read_text(encoding="utf-8"))
    translator = ctranslate2.Translator(
        str(inside / "model"), compute_type=kind, intra_threads=threads
    )
    pieces = sentencepiece.SentencePieceProcessor(str(inside / "sentencepiece.model"))
    return Loaded(package.stem, said["from_code"], said["to_code"], translator, pieces)
