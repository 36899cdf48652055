"""Argos packages: read by `argostranslate.package`, translated by CTranslate2.

`argostranslate.translate` and `.sbd` are never imported (they want stanza, spaCy or MiniSBD), and
this is the only file that imports `argostranslate` at all.
"""

from __future__ import annotations

import mmap
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any

from briefgen.errors import PackageError, TranslationError, lacking
from briefgen.translating.second_opinion import Explained
from briefgen.translating.translate import Candidate, Decoding

# Sentences tokenised and decoded at a time: enough to sort well, little enough for memory.
CHUNK = 2048
# Texts scored in one call, and by one worker at a time. Beside others a text is padded, which moved
# 7 of 100 scores by up to .06; alone it costs 30 % less as well.
SCORED, SCORED_AT_ONCE = 512, 1
# Tokens a worker decodes at a time.
BATCH_TOKENS = 1024
# Tokens. Many models know 512 positions; ordinary text is cut into pieces well below beforehand
# (`translate.pieces`), so only junk and scripts a package does not know come near.
LONGEST_INPUT, LONGEST_OUTPUT = 256, 500
SHORTEST_LIMIT = 32  # tokens; two words may well become ten
# Bytes: the stack of a thread, its arena and what it decodes with.
ROOM_PER_THREAD = 80_000_000
UNKNOWN = "<unk>"
# How libraries word it that memory, or the folder for temporary files, did not suffice.
_WANT = re.compile(r"alloc|memory|failed to map|temporar", re.IGNORECASE)
_ARGOS_VARIABLES = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")


class ArgosTranslator:
    """One unpacked Argos package; the model is loaded at the first sentence, once."""

    def __init__(  # noqa: PLR0913 - what identifies a package, and two things the machine decides
        self,
        folder: Path,
        *,
        package: str,
        source: str,
        target: str,
        threads: int = 0,
        compute_type: str = "auto",
    ) -> None:
        self.folder = folder
        self.package = package
        self.source = source
        self.target = target
        self.threads = threads or available_cores()
        self.compute_type = "int8" if compute_type == "auto" else compute_type

    def load(self) -> None:
        """Load tokeniser and model now, so that a broken package shows at once."""
        _ = self._package, self._model

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[Candidate]:
        """Translate normalised sentences; one candidate for each, in order."""
        pending = iter(texts)
        candidates: list[Candidate] = []
        while chunk := list(islice(pending, CHUNK)):
            candidates += self._translate_chunk(chunk, decoding)
        return candidates

    def explain(self, texts: Sequence[str], given: Sequence[str]) -> list[Explained]:
        """Score texts piece by piece, each as the translation of its fellow in `given`.

        A text too long for the model is not explained: it has no pieces.
        """
        pieces, sources = [self.encode(text) for text in texts], [self.encode(one) for one in given]
        fit = [
            0 < len(p) <= LONGEST_INPUT and len(s) <= LONGEST_INPUT
            for p, s in zip(pieces, sources, strict=True)
        ]
        order = sorted((i for i, fits in enumerate(fit) if fits), key=lambda i: len(pieces[i]))
        found = [Explained((), ())] * len(texts)
        for start in range(0, len(order), SCORED):
            some = order[start : start + SCORED]
            scores = self._force([sources[i] for i in some], [pieces[i] for i in some])
            for i, values in zip(some, scores, strict=True):
                found[i] = Explained(tuple(pieces[i]), values)
        return found

    def _force(self, sources: list[list[str]], targets: list[list[str]]) -> list[tuple[float, ...]]:
        """Give the log-probability of every piece of the targets."""
        prefix = [self._package.target_prefix] if self._package.target_prefix else []
        try:
            results = self._model.score_batch(
                sources,
                [prefix + target for target in targets],
                max_batch_size=SCORED_AT_ONCE,
                max_input_length=0,
            )
        except (RuntimeError, ValueError) as error:
            raise _failed(self.package, error) from error
        starts = len(prefix)
        return [
            tuple(result.log_probs[starts : starts + len(target)])
            for result, target in zip(results, targets, strict=True)
        ]

    def _translate_chunk(self, texts: Sequence[str], decoding: Decoding) -> list[Candidate]:
        sliced = [_slices(self.encode(text)) for text in texts]
        try:
            results = self._search([tokens for slices in sliced for tokens in slices], decoding)
        except (RuntimeError, ValueError) as error:
            raise _failed(self.package, error) from error
        found = iter(results)
        return [self._candidate([next(found) for _ in slices], decoding) for slices in sliced]

    def _candidate(self, results: Sequence[Any], decoding: Decoding) -> Candidate:
        """Join the translations of the slices of one text."""
        text = " ".join(self._decode(result.hypotheses[0]) for result in results)
        scores = [mean_score(result, decoding) for result in results]
        return Candidate(text, min(scores))

    def _search(self, tokens: list[list[str]], decoding: Decoding) -> list[Any]:
        """Search for translations; where the model has no word, the source's piece is taken.

        Following the attention costs about 6 % of the time, so only those few are searched again.
        """
        results = self._search_once(tokens, decoding)
        again = [i for i, result in enumerate(results) if UNKNOWN in result.hypotheses[0]]
        better = self._search_once([tokens[i] for i in again], decoding, replace_unknowns=True)
        for i, result in zip(again, better, strict=True):
            results[i] = result
        return results

    def _search_once(
        self, tokens: list[list[str]], decoding: Decoding, *, replace_unknowns: bool = False
    ) -> list[Any]:
        """Search for all that may become as long in one call, whatever else is translated."""
        by_limit: dict[int, list[int]] = defaultdict(list)
        for i, one in enumerate(tokens):
            by_limit[_longest_output(len(one), decoding)].append(i)
        found: dict[int, Any] = {}
        for limit, indices in sorted(by_limit.items()):
            some = [tokens[i] for i in indices]
            results = self._search_up_to(limit, some, decoding, replace_unknowns)
            found.update(zip(indices, results, strict=True))
        return [found[i] for i in range(len(tokens))]

    def _search_up_to(
        self,
        limit: int,
        tokens: list[list[str]],
        decoding: Decoding,
        replace_unknowns: bool,  # noqa: FBT001  # passed on
    ) -> list[Any]:
        prefix = self._package.target_prefix
        results: list[Any] = self._model.translate_batch(
            tokens,
            target_prefix=[[prefix]] * len(tokens) if prefix else None,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=limit,
            beam_size=decoding.beam,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat,
            length_penalty=decoding.length_penalty,
            replace_unknowns=replace_unknowns,
            return_scores=True,
        )
        return results

    def encode(self, text: str) -> list[str]:
        """Cut a normalised sentence into the pieces the model knows."""
        tokens: list[str] = self._package.tokenizer.encode(text)
        return tokens

    def _decode(self, tokens: list[str]) -> str:
        prefix = self._package.target_prefix
        if prefix and tokens[:1] == [prefix]:
            tokens = tokens[1:]
        tokenizer = self._package.tokenizer
        if hasattr(tokenizer, "lazy_processor"):
            # Its own decode() turns every "_" into a space.
            text = tokenizer.lazy_processor().decode_pieces(tokens).replace("\u2581", " ")
        else:
            text = tokenizer.decode(tokens)
        return str(text).strip()

    @cached_property
    def _package(self) -> Any:  # noqa: ANN401 - argostranslate carries no types
        try:
            package = argos_package(self.folder)
            package.tokenizer.encode("a")
        except Exception as error:
            raise _broken(self.package, "its tokeniser cannot be loaded", error) from error
        return package

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - ctranslate2 carries no types
        try:
            import ctranslate2

            _check_room(self.folder / "model", self.threads)
            return ctranslate2.Translator(
                str(self.folder / "model"),
                device="cpu",
                compute_type=self.compute_type,
                inter_threads=self.threads,
                intra_threads=1,
            )
        except (RuntimeError, ValueError, OSError, ImportError, MemoryError) as error:
            raise _broken(self.package, "its model cannot be loaded", error) from error


def _longest_output(tokens: int, decoding: Decoding) -> int:
    """Give the most tokens that so many may become: by the text alone, so that company is nothing.

    Rounded up to a power of two, so that texts of about one length still share a call.
    """
    wanted = max(SHORTEST_LIMIT, int(tokens * decoding.max_ratio))
    return min(LONGEST_OUTPUT, 1 << (wanted - 1).bit_length())


def _slices(tokens: list[str]) -> list[list[str]]:
    starts = range(0, max(len(tokens), 1), LONGEST_INPUT)
    return [tokens[start : start + LONGEST_INPUT] for start in starts]


def _check_room(model: Path, threads: int) -> None:
    """Ask for the memory a model will want, and give it back. Raises OSError where it is not there.

    CTranslate2 ends the whole process where it cannot start a thread.
    """
    size = sum(file.stat().st_size for file in model.iterdir() if file.is_file())
    mmap.mmap(-1, 2 * size + threads * ROOM_PER_THREAD).close()


def _failed(package: str, error: Exception) -> TranslationError:
    return TranslationError(
        f"CTranslate2 failed: {error}.",
        where=package,
        remedy="See what is wrong with the package: `briefgen models verify`.",
    )


def _broken(package: str, what: str, error: Exception) -> PackageError:
    lacks = lacking(error) is not None or _WANT.search(str(error))
    return PackageError(
        f"{what}: {str(error).rstrip('.')}.",
        where=package,
        remedy="Give briefgen more memory, room for temporary files or open files."
        if lacks
        else "Install it again, or see what is wrong: `briefgen models verify`.",
    )


def mean_score(result: Any, decoding: Decoding) -> float:  # noqa: ANN401 - ctranslate2 carries no types
    """Give the mean log-probability per token, the end of sentence counted as one.

    CTranslate2 divides the sum by length ** length_penalty; this takes that back.
    """
    length = len(result.hypotheses[0]) + 1
    return float(result.scores[0] * length**decoding.length_penalty / length)


def engine_name() -> str:
    """Name what runs the packages, with its version."""
    return f"CTranslate2 {metadata.version('ctranslate2')}"


def available_cores() -> int:
    """Count the processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def argos_package(folder: Path) -> Any:  # noqa: ANN401 - argostranslate carries no types
    """Read an unpacked package through `argostranslate.package`."""
    with _away_from_home():
        from argostranslate.package import Package

    return Package(folder)


@contextmanager
def _away_from_home() -> Iterator[None]:
    """Let `argostranslate.settings` create the folders it wants in a place that goes away.

    It makes them at import, under $HOME; nothing we use of it ever looks there.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="briefgen-") as place:
        os.environ.update(dict.fromkeys(_ARGOS_VARIABLES, place))
        os.environ.pop("SNAP", None)
        try:
            yield
        finally:
            for name in {*os.environ} - {*before}:
                del os.environ[name]
            os.environ.update(before)
