"""Speed and quality of translation, side by side on one package and the same sentences.

    python -m venv /tmp/argos && /tmp/argos/bin/pip install argos-translate-lt
    python benchmarks/translation.py --argos /tmp/argos/bin/python [--package FILE] [--eval FOLDER]

(a) Argos' own code path, called once per article as its users do, (b) ours, all articles at once,
(c) the fastest bare `translate_batch` of ready tokens. The rounds alternate, so that whatever else
the machine does slows all of them; use the ratios. "CPU" is processor time, which other
processes disturb less than wall time. BLEU and chrF are of sacrebleu, detokenised.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import floors
import sacrebleu

from briefgen.engines.argos import ArgosTranslator
from briefgen.language.tags import Language
from briefgen.packages import BUNDLED, Package, read_package
from briefgen.translating.translate import Decoding, normalise

QUALITY = ROOT / "briefgen" / "packages" / "quality.yml"
SAMPLE = 60  # lines that tests translate
BARE = (  # what is worth trying for the fastest bare call
    {"inter": 1, "intra": 0, "batch": 2048},
    {"inter": 0, "intra": 1, "batch": 1024},
    {"inter": 0, "intra": 1, "batch": 2048},
)


@dataclass
class Timing:
    """Seconds of each round of one contender."""

    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def add(self, wall: float, busy: float) -> None:
        """Note one round."""
        self.wall.append(wall)
        self.busy.append(busy)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Run once; give wall and processor seconds."""
    wall, busy = time.perf_counter(), processor_seconds()
    work()
    return time.perf_counter() - wall, processor_seconds() - busy


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Argos:
    """Argos' own code in its own environment, one request at a time."""

    def __init__(self, python: str, package: Package, beam: int) -> None:
        environment = os.environ | {"ARGOS_BEAM_SIZE": str(beam), "PYTHONWARNINGS": "ignore"}
        self.process = subprocess.Popen(
            [python, str(ROOT / "benchmarks" / "argos_own.py"), str(package.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def translate(self, articles: list[str]) -> tuple[float, float, list[str]]:
        """Give wall seconds, processor seconds and texts."""
        _pipe(self.process.stdin).write(json.dumps(articles) + "\n")
        _pipe(self.process.stdin).flush()
        answer = json.loads(_pipe(self.process.stdout).readline())
        return answer["wall"], answer["busy"], answer["texts"]

    def close(self) -> None:
        """Let the process end."""
        _pipe(self.process.stdin).close()
        self.process.wait()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("The Argos process has no pipe.")
    return pipe


def engine(package: Package) -> ArgosTranslator:
    ours = ArgosTranslator(
        package.folder, package=package.title, source=package.source, target=package.target
    )
    ours.load()
    return ours


def speed(
    package: Package, texts: list[str], argos: Argos | None, options: argparse.Namespace
) -> None:
    """Print sentences and tokens per second of (a), (b) and (c) at the same beam."""
    ours, decoding = engine(package), Decoding(beam=options.beam)
    tokens = [ours.encode(text) for text in texts]
    articles = [
        "\n".join(texts[at : at + options.per_article])
        for at in range(0, len(texts), options.per_article)
    ]
    bare = {str(setting): bare_call(package, tokens, decoding, setting) for setting in BARE}
    timings = {name: Timing() for name in ("a", "b", *bare)}
    ours.translate(texts[:8], decoding)  # warm
    for _ in range(options.rounds):
        if argos:
            timings["a"].add(*argos.translate(articles)[:2])
        timings["b"].add(*timed(lambda: ours.translate(texts, decoding)))
        for name, call in bare.items():
            timings[name].add(*timed(call))
    best = min(bare, key=lambda name: median(timings[name].wall))
    made = sum(len(ours.encode(c.text)) for c in ours.translate(texts, decoding))
    rows = {"(a) Argos, per article": timings["a"]} if argos else {}
    rows |= {"(b) briefgen, all at once": timings["b"], f"(c) bare {best}": timings[best]}
    print_speed(rows, len(texts), made)


def bare_call(
    package: Package, tokens: list[list[str]], decoding: Decoding, setting: dict[str, int]
) -> Callable[[], object]:
    """Make a call of nothing but `translate_batch`."""
    import ctranslate2

    model = ctranslate2.Translator(
        str(package.folder / "model"),
        compute_type="int8",
        inter_threads=setting["inter"] or len(os.sched_getaffinity(0)),
        intra_threads=setting["intra"],
    )
    return lambda: model.translate_batch(
        tokens,
        beam_size=decoding.beam,
        repetition_penalty=decoding.repetition_penalty,
        length_penalty=decoding.length_penalty,
        max_batch_size=setting["batch"],
        batch_type="tokens",
    )


def print_speed(rows: dict[str, Timing], sentences: int, tokens: int) -> None:
    """Print the median round of each, and how it compares with the first row."""
    first = next(iter(rows.values()))
    print(f"{'':58} sent/s   tok/s   sent/CPU-s   × wall   × CPU")
    for name, timing in rows.items():
        wall, busy = median(timing.wall), median(timing.busy)
        print(
            f"{name:58} {sentences / wall:6.1f} {tokens / wall:7.0f} {sentences / busy:12.1f}"
            f" {median(first.wall) / wall:8.2f} {median(first.busy) / busy:7.2f}"
        )


def quality(
    package: Package, pairs: list[tuple[str, str]], argos: Argos | None
) -> dict[str, float]:
    """Print BLEU, chrF and processor time of decodings; gives our figures by beam."""
    ours = engine(package)
    sources = [normalise(source, Language(package.source)) for source, _ in pairs]
    references = [target for _, target in pairs]
    print(f"{'':34} BLEU    chrF   CPU-s/1000 sentences")
    found: dict[str, float] = {}
    if argos:
        _, busy, texts = argos.translate(sources)
        print_quality("Argos, one sentence at a time", texts, references, busy)
    for beam in (1, 2, 3, 4, 5):
        output: list[str] = []
        _, busy = timed(
            lambda beam=beam, output=output: output.extend(
                candidate.text for candidate in ours.translate(sources, Decoding(beam=beam))
            )
        )
        bleu, chrf = print_quality(f"briefgen, beam {beam}", output, references, busy)
        found |= {f"beam{beam}.bleu": bleu, f"beam{beam}.chrf": chrf}
    return found


def print_quality(
    name: str, texts: list[str], references: list[str], busy: float
) -> tuple[float, float]:
    bleu = sacrebleu.corpus_bleu(texts, [references]).score
    chrf = sacrebleu.corpus_chrf(texts, [references]).score
    print(f"{name:34} {bleu:5.2f}   {chrf:5.2f}   {busy / len(texts) * 1000:8.2f}", flush=True)
    return bleu, chrf


def stream(package: Package, texts: list[str], count: int) -> None:
    """Translate many short sentences, greedily; print the most memory after a tenth and at last."""
    ours = engine(package)
    words = [text.split() for text in texts]
    many = [
        " ".join(words[n % len(words)][n // len(words) % 9 :][:3]) + f" {n}" for n in range(count)
    ]
    for part in (many[: count // 10], many[count // 10 :]):
        wall, _ = timed(lambda part=part: ours.translate(part, Decoding(beam=1)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{len(part):7} short sentences in {wall:.0f} s, at most {peak:.0f} MiB so far")


def record(
    package: Package, figures: dict[str, float], pairs: list[tuple[str, str]], day: str
) -> None:
    """Write what was measured into quality.yml and raise the floors."""
    bleu, chrf = figures["beam4.bleu"], figures["beam4.chrf"]
    measured = f'bleu: {bleu:.1f}, chrf: {chrf:.1f}, set: FLORES-200 dev, date: "{day}"'
    entry = f"  {package.sha256}:\n    {{{measured}}}\n"
    text = QUALITY.read_text(encoding="utf-8").replace("measured: {}\n", "measured:\n")
    if package.sha256 not in text:
        QUALITY.write_text(text + entry, encoding="utf-8")
    pinned = {"beam4.bleu": bleu, "beam4.chrf": chrf}
    floors.raise_to("translation", pinned | sample(package, pairs), slack=0.3)


def sample(package: Package, pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Give the figures of a few lines, quick enough for the tests."""
    some = pairs[:SAMPLE]
    sources = [normalise(source, Language(package.source)) for source, _ in some]
    texts = [candidate.text for candidate in engine(package).translate(sources, Decoding())]
    references = [target for _, target in some]
    return {
        f"bleu of {SAMPLE} lines": sacrebleu.corpus_bleu(texts, [references]).score,
        f"chrf of {SAMPLE} lines": sacrebleu.corpus_chrf(texts, [references]).score,
    }


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--package", type=Path, help="default: the bundled fr→en package")
    parser.add_argument("--eval", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--argos", help="a Python with all of Argos Translate")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sentences", type=int, default=300, help="for the speed table")
    parser.add_argument("--per-article", type=int, default=5, help="sentences of one Argos call")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--no-quality", action="store_true")
    parser.add_argument("--stream", type=int, help="translate so many short sentences and stop")
    parser.add_argument("--record", metavar="DAY", help="write the figures down with this date")
    return parser.parse_args()


def main() -> None:
    options = parse()
    french = (options.eval / "flores-dev.fr").read_text(encoding="utf-8").splitlines()
    english = (options.eval / "flores-dev.en").read_text(encoding="utf-8").splitlines()
    origin = options.package or next(BUNDLED.glob("translate-fr_en*.argosmodel"))
    with tempfile.TemporaryDirectory() as cache:
        package = read_package(origin, cache=Path(cache))
        print(f"{package.title}, SHA-256 {package.sha256[:12]}, beam {options.beam}")
        texts = [normalise(line, Language(package.source)) for line in french]
        if options.stream:
            stream(package, texts, options.stream)
            return
        argos = Argos(options.argos, package, options.beam) if options.argos else None
        if not options.no_speed:
            speed(package, texts[: options.sentences], argos, options)
        if not options.no_quality:
            pairs = list(zip(french, english, strict=True))
            figures = quality(package, pairs, argos)
            if options.record:
                record(package, figures, pairs, options.record)
        if argos:
            argos.close()


if __name__ == "__main__":
    main()
