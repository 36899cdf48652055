"""Summaries in their own language in, summaries with their translation out.

All sentences and titles of a language go through the engine in one call, whatever article they
come from: that is where the speed is. `normalise` is the one place that says what text looks like
to a model, in training (`training/`) and in use.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Protocol

from briefgen import mishaps
from briefgen.errors import PackageError
from briefgen.language.scripts import CURLY_SCRIPTS
from briefgen.language.tags import ENGLISH, Language
from briefgen.model import Mark, Problem, Sentence, Summary
from briefgen.progress import Progress, untold, within
from briefgen.translating import protected
from briefgen.translating.casing import unshout


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the engine searches for a translation; every field changes the output."""

    beam: int = 4  # 2 costs 0.7 BLEU, 3 costs 0.2 (benchmarks/translation.py, 2026-11-20)
    repetition_penalty: float = 1.1  # discourages loops
    length_penalty: float = 0.6
    max_ratio: float = 3.0  # longest output, in tokens per source token
    no_repeat: int = 0  # length of token runs that may not come twice; 0: any may

    def __str__(self) -> str:
        # "each": the ratio is of each text, as it was not when older caches were filled.
        rest = f"/{self.no_repeat}" if self.no_repeat else ""
        penalties = f"{self.repetition_penalty:g}/{self.length_penalty:g}"
        return f"{self.beam}/{penalties}/{self.max_ratio:g} each{rest}"


DEFAULT_DECODING = Decoding()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One translation; `score` is the mean log-probability per token, None if unknown."""

    text: str
    score: float | None
    pieces: int = 1  # in how many pieces an endless sentence was translated


class Translator(Protocol):
    """Something that translates one language into another, such as an Argos package."""

    @property
    def package(self) -> str:
        """Name of the package, as readers are told."""
        ...

    @property
    def source(self) -> str:
        """Language tag of the texts it takes."""
        ...

    @property
    def target(self) -> str:
        """Language tag of the texts it gives."""
        ...

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[Candidate]:
        """Translate normalised sentences; one candidate for each, in order."""
        ...


FindRoute = Callable[[Language], tuple[Translator, ...]]  # the packages to apply in turn
Tell = Callable[[Problem], object]  # is told of articles that cannot be worked on
# A broken package is nobody's fault in particular, what a model makes of one text is.
COMMON = (PackageError, MemoryError)


class Memory(Protocol):
    """What remembers translations between runs (`state.translation_cache`)."""

    def get_many(self, keys: Sequence[str]) -> dict[str, Candidate]:
        """Give what is known of `keys`."""
        ...

    def put_many(self, entries: dict[str, Candidate]) -> None:
        """Remember `entries`."""
        ...


KEPT_AT_ONCE = 512  # sentences: a few seconds of work
TOLD_AFTER = 256  # sentences; fewer at a time leave a processor idle


@dataclass(frozen=True, slots=True)
class Remembering:
    """A translator that asks its memory first and tells it what is new.

    `fingerprint` tells apart what the package's name cannot: the SHA-256 of its content.
    """

    translator: Translator
    memory: Memory
    fingerprint: str

    @property
    def package(self) -> str:
        """Name of the package behind."""
        return self.translator.package

    @property
    def source(self) -> str:
        """Language tag of the texts it takes."""
        return self.translator.source

    @property
    def target(self) -> str:
        """Language tag of the texts it gives."""
        return self.translator.target

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[Candidate]:
        """Translate what the memory does not know, each text once."""
        keys = {text: self._key(text, decoding) for text in texts}
        known = self.memory.get_many(list(keys.values()))
        missing = [text for text, key in keys.items() if key not in known]
        # Texts of one length search well together; what a chunk found is not lost to a kill.
        missing.sort(key=lambda text: (len(text), text))
        for start in range(0, len(missing), KEPT_AT_ONCE):
            chunk = missing[start : start + KEPT_AT_ONCE]
            fresh = self.translator.translate(chunk, decoding)
            new = {keys[text]: candidate for text, candidate in zip(chunk, fresh, strict=True)}
            self.memory.put_many(new)
            known |= new
        return [known[keys[text]] for text in texts]

    def _key(self, text: str, decoding: Decoding) -> str:
        parts = (text, self.source, self.target, self.fingerprint, str(decoding))
        return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


# Invisible characters that carry no sound: models never saw them, or learnt noise from them.
# ZWJ and ZWNJ stay: Persian and Indic spelling needs them.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‛": "'", "`": "'", "´": "'"})
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"'})


def normalise(text: str, language: Language) -> str:
    """Bring spaces, apostrophes and quotation marks to the one form the models are shown.

    NFC; every white space and no-break space is one plain space; control and zero-width
    characters go; ’ becomes ', “ ” become "; « » stay, since they are how French quotes.
    """
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _SPACES.sub(" ", "".join(c if _speaks(c) else " " for c in text)).strip()
    if language.script in CURLY_SCRIPTS:
        return text
    return text.translate(_APOSTROPHES).translate(_QUOTES)


def _speaks(character: str) -> bool:
    """Say whether a character is text: no control code, surrogate or private use."""
    return unicodedata.category(character) not in {"Cc", "Cs", "Co", "Cn"}


def translate_summaries(  # noqa: PLR0913 - what translating depends on, and who is told
    summaries: Sequence[Summary],
    find_route: FindRoute,
    *,
    target: Language = ENGLISH,
    decoding: Decoding = DEFAULT_DECODING,
    tell: Tell = lambda _: None,
    progress: Progress = untold,
) -> tuple[Summary, ...]:
    """Fill in the translation of every title and sentence, a language at a time.

    An empty route means: no package, the originals are shown. Order is kept. An article that
    cannot be translated is shown as it is, and `tell` is told.
    """
    by_language: dict[Language, list[int]] = defaultdict(list)
    for index, summary in enumerate(summaries):
        by_language[summary.article.language].append(index)
    done: dict[int, Summary] = {}
    for language, indices in sorted(by_language.items()):
        part = within(progress, len(done), len(done) + len(indices), len(summaries))
        group = [summaries[index] for index in indices]
        if language.is_same_as(target):
            translated = [_as_is(summary) for summary in group]
        else:
            route = find_route(language)
            translated = _translate_group(group, language, route, decoding, tell, part)
        done.update(zip(indices, translated, strict=True))
    return tuple(done[index] for index in range(len(summaries)))


def _as_is(summary: Summary) -> Summary:
    """Take an article already in the target language as its own translation."""
    return summary.with_lines(
        replace(sentence, translation=sentence.original, shown="translation")
        for sentence in summary.lines
    )


def _translate_group(  # noqa: PLR0913, PLR0917 - what is translated, by what, and who is told
    group: Sequence[Summary],
    language: Language,
    route: tuple[Translator, ...],
    decoding: Decoding,
    tell: Tell,
    progress: Progress,
) -> list[Summary]:
    if not route:
        return list(group)

    def translate(some: Sequence[int]) -> dict[int, Summary]:
        texts = [sentence.input for i in some for sentence in group[i].lines]
        candidates = iter(follow(route, texts, language, decoding, progress))
        return {i: _fill(group[i], candidates, route) for i in some}

    done, unable = mishaps.spare(translate, range(len(group)), common=COMMON)
    for i, error in unable:
        tell(mishaps.problem(group[i].article.file, "translating", error))
        done[i] = _by(group[i], route)
    return [done[i] for i in range(len(group))]


# Characters. Models learn from sentences of up to about 500; beyond they loop or stop early.
LONGEST_PIECE = 600
_CLAUSE = re.compile(r"[;:,،؛.!?—–]['\"»”)]*\s+|[。、，；：！？]['\"”」』）]*\s*|\s+")


def pieces(text: str) -> list[str]:
    """Cut a text too long for any model, at the clause end or space nearest the limit."""
    found = []
    while len(text) > LONGEST_PIECE:
        ends = [match.end() for match in _CLAUSE.finditer(text, 0, LONGEST_PIECE)]
        clauses = [end for end in ends if not text[:end].rstrip()[-1:].isalnum()]
        late = [end for end in clauses if end > LONGEST_PIECE // 2]
        at = max(late or ends, default=LONGEST_PIECE) or LONGEST_PIECE
        found.append(text[:at].strip())
        text = text[at:].lstrip()
    return [*found, text]


def _join(candidates: Sequence[Candidate]) -> Candidate:
    """Put the translations of pieces together; one without a score leaves the rest to speak."""
    scores = [candidate.score for candidate in candidates if candidate.score is not None]
    mean = sum(scores) / len(scores) if scores else None
    text = " ".join(candidate.text for candidate in candidates if candidate.text)
    return Candidate(text, mean, len(candidates))


def _fill(
    summary: Summary, candidates: Iterator[Candidate], route: Sequence[Translator]
) -> Summary:
    """Take the next candidates, one for each line of the summary."""
    title, *sentences = [_with_candidate(sentence, next(candidates)) for sentence in summary.lines]
    if title.translation:
        title = replace(title, translation=as_title(title.input, title.translation))
    return _by(summary.with_lines((title, *sentences)), route)


def _by(summary: Summary, route: Sequence[Translator]) -> Summary:
    """Name the packages a summary went through."""
    return replace(
        summary,
        packages=tuple(translator.package for translator in route),
        pivot=Language(route[0].target) if len(route) > 1 else None,
    )


def _with_candidate(sentence: Sentence, candidate: Candidate) -> Sentence:
    if not candidate.text:
        return sentence
    marks = sentence.marks
    if candidate.pieces > 1:
        detail = f"too long for the model, translated in {candidate.pieces} pieces"
        marks = (*marks, Mark("long", detail))
    return replace(
        sentence,
        translation=candidate.text,
        score=candidate.score,
        shown="translation",
        marks=marks,
    )


_ADDED_STOP = re.compile(r"(?<=[^\W\d_]{2})\.$")  # a word and a full stop, but not "U.S."


def as_title(original: str, translation: str) -> str:
    """Take off the full stop a model adds to a headline that had none."""
    if original.rstrip().endswith((".", "。", "।", "۔")):
        return translation
    return _ADDED_STOP.sub("", translation)


def follow(
    route: Sequence[Translator],
    texts: Sequence[str],
    language: Language,
    decoding: Decoding,
    progress: Progress = untold,
) -> list[Candidate]:
    """Translate texts leg by leg, each text once; the score is that of the weakest leg.

    What no model must touch is kept out of their sight, and what is shouted is said calmly.
    """
    shielded = [protected.shield(unshout(text, language)) for text in texts]
    found = _follow(
        route, ["" if one.is_bare else one.text for one in shielded], language, decoding, progress
    )
    return [
        Candidate(text, None)
        if one.is_bare
        else replace(candidate, text=one.restore(candidate.text))
        for text, one, candidate in zip(texts, shielded, found, strict=True)
    ]


def _follow(
    route: Sequence[Translator],
    texts: Sequence[str],
    language: Language,
    decoding: Decoding,
    progress: Progress,
) -> list[Candidate]:
    candidates = [Candidate(text, None) for text in texts]
    for leg, translator in enumerate(route):
        cut = [pieces(normalise(candidate.text, language)) for candidate in candidates]
        wanted = list(dict.fromkeys(piece for some in cut for piece in some if piece))
        part = within(progress, leg, leg + 1, len(route))
        outputs = _translate_some(translator, wanted, decoding, part)
        outputs[""] = Candidate("", None)
        candidates = [
            _weaker(before, _join([outputs[piece] for piece in some]))
            for before, some in zip(candidates, cut, strict=True)
        ]
        language = Language(translator.target)
    return candidates


def _translate_some(
    translator: Translator, texts: Sequence[str], decoding: Decoding, progress: Progress
) -> dict[str, Candidate]:
    """Translate texts, those of a length together, and tell from time to time how far that is."""
    ordered = sorted(texts, key=lambda text: (len(text), text))
    outputs: dict[str, Candidate] = {}
    for start in range(0, len(ordered), TOLD_AFTER):
        some = ordered[start : start + TOLD_AFTER]
        outputs |= zip(some, translator.translate(some, decoding), strict=True)
        progress(len(outputs), len(ordered))
    return outputs


def _weaker(before: Candidate, after: Candidate) -> Candidate:
    scores = [score for score in (before.score, after.score) if score is not None]
    return Candidate(after.text, min(scores, default=None), max(before.pieces, after.pieces))
