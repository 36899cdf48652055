"""Argos' own code path, run by `translation.py` with a Python that has all of Argos installed.

Reads one JSON request a line, answers with one JSON line. Articles come split into sentences, so
that no sentence splitter has to be downloaded; everything else is what `translate()` does.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import ctranslate2
from argostranslate import settings
from argostranslate.package import Package
from argostranslate.translate import apply_packaged_translation


class Lines:
    """A sentence splitter for text that is split already."""

    def split_sentences(self, text: str) -> list[str]:
        """Give the lines."""
        return text.split("\n")


def load(folder: str) -> tuple[Package, ctranslate2.Translator]:
    """Load a package the way `PackageTranslation.hypotheses` does."""
    more = {} if settings.compute_type == "auto" else {"compute_type": settings.compute_type}
    translator = ctranslate2.Translator(
        str(Path(folder) / "model"),
        device=settings.device,
        inter_threads=settings.inter_threads,
        intra_threads=settings.intra_threads,
        **more,
    )
    return Package(Path(folder)), translator


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def answer(
    package: Package, translator: ctranslate2.Translator, articles: list[str]
) -> dict[str, Any]:
    wall, busy = time.perf_counter(), processor_seconds()
    texts = [
        apply_packaged_translation(package, article, translator, Lines(), 1)[0].value
        for article in articles
    ]
    return {
        "wall": time.perf_counter() - wall,
        "busy": processor_seconds() - busy,
        "texts": texts,
    }


def main() -> None:
    package, translator = load(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(answer(package, translator, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
